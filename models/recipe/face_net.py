"""sladd's face detector: the network and how to read its outputs."""
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F

STRIDES = (8, 16, 32)

class Separable(nn.Module):
    """1x1 convolution, then 3x3 depthwise."""
    def __init__(s, i, o, act=True):
        super().__init__(); s.a = nn.Conv2d(i, o, 1, bias=False); s.n1 = nn.BatchNorm2d(o)
        s.b = nn.Conv2d(o, o, 3, 1, 1, groups=o, bias=not act); s.n2 = nn.BatchNorm2d(o) if act else None
    def forward(s, x):
        x = s.b(s.n1(s.a(x)))
        return F.relu(s.n2(x)) if s.n2 is not None else x

class Wide(nn.Module):
    """A residual block: widen, look around, narrow. It starts as the identity, so that it can be added to a trained network."""
    def __init__(s, i, m):
        super().__init__(); s.a = nn.Conv2d(i, m, 1, bias=False); s.b = nn.Conv2d(m, m, 3, 1, 1, groups=m, bias=False); s.n = nn.BatchNorm2d(m)
        s.c = nn.Conv2d(m, i, 1, bias=False); s.m = nn.BatchNorm2d(i); nn.init.zeros_(s.m.weight)
    def forward(s, x): return x + s.m(s.c(F.relu(s.n(s.b(s.a(x))))))

class Net(nn.Module):
    """Input: BGR, pixel / 128 - 1, sides multiples of 32. Output per stride: [n, 5, h, w] = score logit, dx, dy, log w, log h."""
    def __init__(s, c=(16, 16, 64, 64, 64, 64), f=64, wide=((64,), (160, 160), (224, 224))):
        super().__init__()
        s.stem = nn.Sequential(nn.Conv2d(3, c[0], 3, 2, 1, bias=False), nn.BatchNorm2d(c[0]), nn.ReLU(), Separable(c[0], c[1]))
        s.l1 = nn.Sequential(nn.MaxPool2d(2), Separable(c[1], c[2]), Separable(c[2], c[2]))
        s.l2 = nn.Sequential(Separable(c[2], c[3]), nn.MaxPool2d(2), Separable(c[3], c[3]), Separable(c[3], c[3]))
        s.l3 = nn.Sequential(nn.MaxPool2d(2), Separable(c[3], c[4]), Separable(c[4], c[4]))
        s.l4 = nn.Sequential(nn.MaxPool2d(2), Separable(c[4], c[5]), Separable(c[5], c[5]))
        s.w = nn.ModuleList([nn.Sequential(*[Wide(i, m) for m in ms]) for i, ms in zip(c[3:], wide)])
        s.p = nn.ModuleList([Separable(c[3], f), Separable(c[4], f), Separable(c[5], f)])
        s.q = nn.ModuleList([Separable(f, f) for _ in range(3)])
        s.h = nn.ModuleList([Separable(f, 5, False) for _ in range(3)])
        for h in s.h: nn.init.constant_(h.b.bias, 0); h.b.bias.data[0] = -4
    def early(s, x):
        """Everything up to stride 8's first layer: where most of the time goes and the least is to be learnt."""
        return s.l2[1](s.l2[0](s.l1(s.stem(x))))
    def late(s, x):
        a = s.w[0](s.l2[3](s.l2[2](x))); b = s.w[1](s.l3(a)); c = s.w[2](s.l4(b))
        c = s.p[2](c); b = s.p[1](b) + F.interpolate(c, scale_factor=2); a = s.p[0](a) + F.interpolate(b, scale_factor=2)
        return [h(q(z)) for h, q, z in zip(s.h, s.q, (a, b, c))]
    def forward(s, x): return s.late(s.early(x))

def boxes(o, s):
    """Raw output [n, 5, h, w] of one stride to corners [n, h, w, 4] in input pixels."""
    h, w = o.shape[2:]; yy, xx = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
    cx, cy = (xx + o[:, 1] + .5) * s, (yy + o[:, 2] + .5) * s
    ww, hh = torch.exp(o[:, 3].clamp(-4, 5)) * s, torch.exp(o[:, 4].clamp(-4, 5)) * s
    return torch.stack([cx - ww / 2, cy - hh / 2, cx + ww / 2, cy + hh / 2], -1)

def rows(outs, least):
    """Raw outputs (numpy, one picture) to rows (x0, y0, x1, y1, score) before suppression."""
    found = []
    for o, s in zip(outs, STRIDES):
        p = 1 / (1 + np.exp(-o[0, 0])); y, x = np.nonzero(p >= least); t = o[0][:, y, x]
        cx, cy, w, h = (x + t[1] + .5) * s, (y + t[2] + .5) * s, np.exp(t[3].clip(-4, 5)) * s, np.exp(t[4].clip(-4, 5)) * s
        found.append(np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2, p[y, x]], 1))
    return np.concatenate(found).astype(np.float32)
