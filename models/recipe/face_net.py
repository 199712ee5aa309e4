"""sladd's face detector: the network and how to read its outputs."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from folding import fold_norms

VERSION = 8     # of the trained model; face.md tells them apart
STRIDES = (8, 16, 32)
CHANNELS = 96


class Separable(nn.Module):
    """A 1x1 convolution, then a 3x3 one of every channel by itself (MobileNet, Howard et al., 2017, the other way
    round, as in YuNet)."""

    def __init__(self, inputs, outputs, last=False):
        super().__init__()
        self.mix = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.mix_norm = nn.BatchNorm2d(outputs)
        self.look = nn.Conv2d(outputs, outputs, 3, 1, 1, groups=outputs, bias=last)
        self.look_norm = None if last else nn.BatchNorm2d(outputs)

    def forward(self, x):
        x = self.look(self.mix_norm(self.mix(x)))
        return x if self.look_norm is None else F.relu(self.look_norm(x))


class Wide(nn.Module):
    """Widen, look around, narrow, add (MobileNetV2, Sandler et al., 2018). Starts as the identity."""

    def __init__(self, channels, middle):
        super().__init__()
        self.widen = nn.Conv2d(channels, middle, 1, bias=False)
        self.look = nn.Conv2d(middle, middle, 3, 1, 1, groups=middle, bias=False)
        self.look_norm = nn.BatchNorm2d(middle)
        self.narrow = nn.Conv2d(middle, channels, 1, bias=False)
        self.narrow_norm = nn.BatchNorm2d(channels)
        nn.init.zeros_(self.narrow_norm.weight)

    def forward(self, x):
        return x + self.narrow_norm(self.narrow(F.relu(self.look_norm(self.look(self.widen(x))))))


class Net(nn.Module):
    """Input: blue, green, red, pixel / 128 - 1, sides multiples of 32.

    Output per stride: [n, 5, h, w] = score logit, dx, dy, log w, log h. Three strides share a small feature pyramid
    (FPN, Lin et al., 2017): each looks at its own scale and is told what the coarser ones saw.
    """

    def __init__(self):
        super().__init__()
        c, middle, early = CHANNELS, 2 * CHANNELS, CHANNELS // 3
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU())
        self.to_4 = nn.Sequential(nn.MaxPool2d(2), Separable(16, early), Separable(early, early))
        self.to_8 = nn.Sequential(nn.MaxPool2d(2), Separable(early, c), Wide(c, middle), Wide(c, middle))
        self.to_16 = nn.Sequential(nn.MaxPool2d(2), Separable(c, c), *[Wide(c, middle) for _ in range(3)])
        self.to_32 = nn.Sequential(nn.MaxPool2d(2), Separable(c, c), *[Wide(c, middle) for _ in range(3)])
        self.side = nn.ModuleList([Separable(c, c) for _ in STRIDES])
        self.merge = nn.ModuleList([Separable(c, c) for _ in STRIDES])
        self.head = nn.ModuleList([Separable(c, 5, last=True) for _ in STRIDES])
        for head in self.head:   # nearly every cell is background: say so from the start
            nn.init.constant_(head.look.bias, 0)
            head.look.bias.data[0] = -4.6

    def features(self, x):
        """What the heads look at: [n, CHANNELS, h, w] per stride."""
        fine = self.to_8(self.to_4(self.stem(x)))
        middle = self.to_16(fine)
        coarse = self.side[2](self.to_32(middle))
        middle = self.side[1](middle) + F.interpolate(coarse, scale_factor=2)
        fine = self.side[0](fine) + F.interpolate(middle, scale_factor=2)
        return [merge(level) for merge, level in zip(self.merge, (fine, middle, coarse))]

    def forward(self, x):
        return [head(feature) for head, feature in zip(self.head, self.features(x))]


def fold(net):
    """The network without its batch norms, see folding.py."""
    return fold_norms(net, (("0", "1"), ("mix", "mix_norm"), ("look", "look_norm"), ("narrow", "narrow_norm")))


def restore(path):
    """The network of a checkpoint as it was trained, its averaged weights where there are any: with its batch norms, or
    without where they had been folded."""
    state = torch.load(path, map_location="cpu")
    state = state.get("average", state)
    net = Net()
    if "stem.1.weight" not in state:
        net = fold(net)
    net.load_state_dict(state)
    return net


def load_net(path):
    """The network of a checkpoint, with folded norms."""
    return fold(restore(path))


def boxes(output, stride):
    """Raw output [n, 5, h, w] of one stride to corners [n, h, w, 4] in input pixels."""
    height, width = output.shape[2:]
    y, x = torch.meshgrid(torch.arange(height, device=output.device), torch.arange(width, device=output.device),
                          indexing="ij")
    cx, cy = (x + output[:, 1] + .5) * stride, (y + output[:, 2] + .5) * stride
    half_w = torch.exp(output[:, 3].clamp(-4, 5)) * stride / 2
    half_h = torch.exp(output[:, 4].clamp(-4, 5)) * stride / 2
    return torch.stack([cx - half_w, cy - half_h, cx + half_w, cy + half_h], -1)


def rows(outputs, least):
    """Raw outputs (numpy, one picture) to rows (x0, y0, x1, y1, score) before suppression."""
    found = []
    for output, stride in zip(outputs, STRIDES):
        score = 1 / (1 + np.exp(-output[0, 0]))
        y, x = np.nonzero(score >= least)
        _, dx, dy, log_w, log_h = output[0][:, y, x]
        cx, cy = (x + dx + .5) * stride, (y + dy + .5) * stride
        half_w, half_h = np.exp(log_w.clip(-4, 5)) * stride / 2, np.exp(log_h.clip(-4, 5)) * stride / 2
        found.append(np.stack([cx - half_w, cy - half_h, cx + half_w, cy + half_h, score[y, x]], 1))
    return np.concatenate(found).astype(np.float32)
