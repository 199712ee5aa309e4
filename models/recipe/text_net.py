"""sladd's text detector: the network.

A feature pyramid (Lin et al., 2017) over separable convolutions and inverted residuals (MobileNet, Howard et al.,
2017; MobileNetV2, Sandler et al., 2018) that predicts the cores of text lines as DB does (Liao et al., 2020). All
depthwise convolutions are 3 x 3: OpenCV 4.6 has a fast path for those, 5 x 5 ones take four times as long there, and
in training as well.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from folding import fold_norms

VERSION = 5                         # of the trained model; text.md tells them apart
CHANNELS = (16, 32, 64, 96, 128)    # at strides 2, 4, 8, 16, 32
PYRAMID = 48
RESIDUALS = (4, 5, 4)               # at strides 8, 16, 32


class Separable(nn.Module):
    """A pointwise convolution, then a depthwise one."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.pointwise = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.pointwise_norm = nn.BatchNorm2d(outputs)
        self.depthwise = nn.Conv2d(outputs, outputs, 3, 1, 1, groups=outputs, bias=False)
        self.depthwise_norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.relu(self.depthwise_norm(self.depthwise(self.pointwise_norm(self.pointwise(x)))))


class InvertedResidual(nn.Module):
    """Widen, look around, narrow. It starts as the identity, so that it can be added to a trained network."""

    def __init__(self, channels):
        super().__init__()
        wide = 2 * channels
        self.widen = nn.Conv2d(channels, wide, 1, bias=False)
        self.depthwise = nn.Conv2d(wide, wide, 3, 1, 1, groups=wide, bias=False)
        self.wide_norm = nn.BatchNorm2d(wide)
        self.narrow = nn.Conv2d(wide, channels, 1, bias=False)
        self.norm = nn.BatchNorm2d(channels)
        nn.init.zeros_(self.norm.weight)

    def forward(self, x):
        return x + self.norm(self.narrow(F.relu(self.wide_norm(self.depthwise(self.widen(x))))))


def stage(inputs, outputs, separables, residuals):
    """Half the size of the stage before, then `separables` and `residuals` blocks."""
    blocks = [nn.MaxPool2d(2), Separable(inputs, outputs)]
    blocks += [Separable(outputs, outputs) for _ in range(separables - 1)]
    blocks += [InvertedResidual(outputs) for _ in range(residuals)]
    return nn.Sequential(*blocks)


class TextNet(nn.Module):
    """Input: BGR, pixel / 128 - 1, sides multiples of 32. Output [n, 3, h/4, w/4], logits: the line's core, the whole
    line, and what the teacher's map has there. The last one only helps to learn; text_export.py leaves it out."""

    def __init__(self):
        super().__init__()
        c2, c4, c8, c16, c32 = CHANNELS
        first = nn.Conv2d(3, c2, 3, 2, 1, bias=False)
        self.edges = nn.Sequential(first, nn.BatchNorm2d(c2), nn.ReLU(), Separable(c2, c2))
        self.strokes = nn.Sequential(nn.MaxPool2d(2), Separable(c2, c4), Separable(c4, c4))
        self.stages = nn.ModuleList([stage(c4, c8, 2, RESIDUALS[0]), stage(c8, c16, 2, RESIDUALS[1]),
                                     stage(c16, c32, 3, RESIDUALS[2])])
        self.laterals = nn.ModuleList([Separable(c, PYRAMID) for c in (c4, c8, c16, c32)])
        self.merges = nn.ModuleList([Separable(PYRAMID, PYRAMID) for _ in range(3)])
        self.head = nn.Sequential(Separable(PYRAMID, PYRAMID), nn.Conv2d(PYRAMID, 3, 1))
        nn.init.constant_(self.head[1].bias, -3)

    def after_edges(self, x):
        """Everything after the first two layers, which look at edges and are left as they are when training goes on."""
        levels = [self.strokes(x)]
        for block in self.stages:
            levels.append(block(levels[-1]))
        top = self.laterals[3](levels[3])
        for i in (2, 1, 0):
            top = self.merges[i](self.laterals[i](levels[i]) + F.interpolate(top, scale_factor=2))
        return self.head(top)

    def forward(self, x):
        return self.after_edges(self.edges(x))


def fold(net):
    """The network without its batch norms, see folding.py."""
    return fold_norms(net, (("0", "1"), ("pointwise", "pointwise_norm"), ("depthwise", "depthwise_norm"),
                            ("depthwise", "wide_norm"), ("narrow", "norm")))


def load_net(path):
    """The network of a checkpoint, its averaged weights where there are any, with folded norms."""
    state = torch.load(path, map_location="cpu")
    state = state.get("average", state)
    net = TextNet()
    if "edges.1.weight" not in state:
        net = fold(net)
    net.load_state_dict(state)
    return fold(net)
