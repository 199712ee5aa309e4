"""sladd's text detector: the network."""
import torch.nn as nn, torch.nn.functional as F

class Cell(nn.Module):
    """1x1 convolution, then depthwise."""
    def __init__(s, i, o, k=3):
        super().__init__(); s.a = nn.Conv2d(i, o, 1, bias=False); s.n = nn.BatchNorm2d(o); s.b = nn.Conv2d(o, o, k, 1, k // 2, groups=o, bias=False); s.m = nn.BatchNorm2d(o)
    def forward(s, x): return F.relu(s.m(s.b(s.n(s.a(x)))))

class Wide(nn.Module):
    """A residual block: widen, look around, narrow. It starts as the identity, so that it can be added to a trained network."""
    def __init__(s, i, m, k=5):
        super().__init__(); s.a = nn.Conv2d(i, m, 1, bias=False); s.b = nn.Conv2d(m, m, k, 1, k // 2, groups=m, bias=False); s.n = nn.BatchNorm2d(m)
        s.c = nn.Conv2d(m, i, 1, bias=False); s.m = nn.BatchNorm2d(i); nn.init.zeros_(s.m.weight)
    def forward(s, x): return x + s.m(s.c(F.relu(s.n(s.b(s.a(x))))))

class Net(nn.Module):
    """Input: BGR, pixel / 128 - 1, sides multiples of 32. Output [n, 2, h/4, w/4], logits: the line's kernel, the whole line."""
    def __init__(s, c=(16, 32, 64, 96, 128), f=48, wide=(1, 2, 2)):
        super().__init__()
        s.stem = nn.Sequential(nn.Conv2d(3, c[0], 3, 2, 1, bias=False), nn.BatchNorm2d(c[0]), nn.ReLU(), Cell(c[0], c[0]), nn.MaxPool2d(2), Cell(c[0], c[1]), Cell(c[1], c[1]))
        s.l2 = nn.Sequential(nn.MaxPool2d(2), Cell(c[1], c[2]), Cell(c[2], c[2], 5))
        s.l3 = nn.Sequential(nn.MaxPool2d(2), Cell(c[2], c[3]), Cell(c[3], c[3], 5))
        s.l4 = nn.Sequential(nn.MaxPool2d(2), Cell(c[3], c[4]), Cell(c[4], c[4], 5), Cell(c[4], c[4], 5))
        s.w = nn.ModuleList([nn.Sequential(*[Wide(i, 2 * i) for _ in range(n)]) for i, n in zip(c[2:], wide)])
        s.p = nn.ModuleList([Cell(k, f) for k in c[1:]]); s.q = nn.ModuleList([Cell(f, f) for _ in range(3)])
        s.h = nn.Sequential(Cell(f, f), nn.Conv2d(f, 2, 1)); s.h[1].bias.data[:] = -3
    def late(s, a):
        """Everything after the stem, which looks at edges and strokes and is left as it is when training goes on."""
        b = s.w[0](s.l2(a)); c = s.w[1](s.l3(b)); d = s.w[2](s.l4(c))
        d = s.p[3](d); c = s.q[2](s.p[2](c) + F.interpolate(d, scale_factor=2)); b = s.q[1](s.p[1](b) + F.interpolate(c, scale_factor=2))
        return s.h(s.q[0](s.p[0](a) + F.interpolate(b, scale_factor=2)))
    def forward(s, x): return s.late(s.stem(x))
