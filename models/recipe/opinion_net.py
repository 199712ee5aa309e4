"""sladd's second opinion on what a detector is not sure of: the network."""
import torch.nn as nn

from face_net import Separable, Wide

VERSION = {"faces": 2, "lines": 2}     # of the trained models
FACE = (64, 64)             # height and width of the input, pixels: a square around a face
LINE = (64, 192)            # a part of a line of text, itself LETTERS pixels high in the middle
LETTERS = 24
UNKNOWN = 255               # in what a teacher sees of a picture: it was not asked
AROUND = 2.6                # the square is so many times the longer side of the face's box


class Opinion(nn.Module):
    """Input: blue, green, red, pixel / 128 - 1, `size` large.

    Output: [n, 1, 1, 1], the logit of how probable it is that a face, or text, is there. Made of what both engines run:
    convolutions and poolings.
    """

    def __init__(self, size=FACE):
        super().__init__()
        blocks = 2 if size == FACE else 3
        self.stem = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU())
        self.to_4 = nn.Sequential(nn.Conv2d(16, 32, 3, 2, 1, bias=False), nn.BatchNorm2d(32), nn.ReLU(),
                                  Wide(32, 64), Separable(32, 48), Wide(48, 96))
        self.to_8 = nn.Sequential(nn.MaxPool2d(2), Separable(48, 80), *[Wide(80, 160) for _ in range(blocks)])
        self.to_16 = nn.Sequential(nn.MaxPool2d(2), Separable(80, 104), *[Wide(104, 208) for _ in range(blocks)])
        self.last = nn.Conv2d(104, 1, (size[0] // 16, size[1] // 16))
        self.seen = nn.Conv2d(80, 1, 1)     # what a teacher sees in each part of the input: taught, and not exported

    def both(self, x):
        """The logit, and a map of logits at stride 8."""
        x = self.to_8(self.to_4(self.stem(x)))
        return self.last(self.to_16(x)), self.seen(x)

    def forward(self, x):
        return self.both(x)[0]


def restore(path, size):
    """The network of a checkpoint, its averaged weights; ready to be asked."""
    import torch
    state = torch.load(path, map_location="cpu")
    net = Opinion(size)
    lacking = net.load_state_dict(state.get("average", state), strict=False)
    if lacking.unexpected_keys or any(not name.startswith("seen.") for name in lacking.missing_keys):
        raise ValueError("%s is another network: %s" % (path, lacking))
    return net.eval()
