"""sladd's second opinion on what a detector is not sure of: the network."""
import torch.nn as nn

from face_net import Separable, Wide

VERSION = {"faces": 2, "lines": 1}     # of the trained models
FACE = (64, 64)             # height and width of the input, pixels: a square around a face
LINE = (48, 144)            # a part of a line of text, its height in the middle half
AROUND = 2.6                # the square is so many times the longer side of the face's box


class Opinion(nn.Module):
    """Input: blue, green, red, pixel / 128 - 1, `size` large.

    Output: [n, 1, 1, 1], the logit of how probable it is that a face, or text, is there. Made of what both engines run:
    convolutions and poolings.
    """

    def __init__(self, size=FACE):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU())
        self.to_4 = nn.Sequential(nn.Conv2d(16, 32, 3, 2, 1, bias=False), nn.BatchNorm2d(32), nn.ReLU(),
                                  Wide(32, 64), Separable(32, 48), Wide(48, 96))
        self.to_8 = nn.Sequential(nn.MaxPool2d(2), Separable(48, 80), Wide(80, 160), Wide(80, 160))
        self.to_16 = nn.Sequential(nn.MaxPool2d(2), Separable(80, 104), Wide(104, 208), Wide(104, 208))
        self.last = nn.Conv2d(104, 1, (size[0] // 16, size[1] // 16))

    def forward(self, x):
        return self.last(self.to_16(self.to_8(self.to_4(self.stem(x)))))


def restore(path, size):
    """The network of a checkpoint, its averaged weights; ready to be asked."""
    import torch
    state = torch.load(path, map_location="cpu")
    net = Opinion(size)
    net.load_state_dict(state.get("average", state))
    return net.eval()
