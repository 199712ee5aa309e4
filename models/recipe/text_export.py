#!/usr/bin/env python3
"""text_export.py IN.pt OUT.onnx: writes a graph of plain convolutions that OpenCV 4.6 runs at any size, and checks
that it does."""
import sys

import cv2
import numpy as np
import onnx
import torch

from text_net import VERSION, load_net


class Probabilities(torch.nn.Module):
    """What ships: cores and whole lines as probabilities, without the teacher's map."""

    def __init__(self, net):
        super().__init__()
        self.net = net
        self.net.head[1].weight.data = net.head[1].weight.data[:2]
        self.net.head[1].bias.data = net.head[1].bias.data[:2]

    def forward(self, x):
        return torch.sigmoid(self.net(x))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, out = sys.argv[1:]
    net = Probabilities(load_net(source)).eval()
    sizes = {"image": {2: "h", 3: "w"}, "text": {2: "h4", 3: "w4"}}
    torch.onnx.export(net, torch.zeros(1, 3, 640, 640), out, opset_version=11, do_constant_folding=True,
                      input_names=["image"], output_names=["text"], dynamic_axes=sizes)
    model = onnx.load(out)
    model.producer_name, model.producer_version, model.doc_string = "sladd", "", "text; see text.md"
    model.model_version = VERSION
    onnx.save(model, out)
    network = cv2.dnn.readNet(out)
    random = np.random.default_rng(0)
    for width, height in ((640, 640), (320, 480), (960, 736), (320, 480)):
        picture = cv2.GaussianBlur(random.integers(0, 255, (height, width, 3)).astype(np.uint8), (0, 0), 3)
        pixels = cv2.dnn.blobFromImage(picture, 1 / 128, mean=(128,) * 3)
        network.setInput(pixels)
        with torch.no_grad():
            worst = float(np.abs(network.forward() - net(torch.from_numpy(pixels)).numpy()).max())
        print("%d x %d: OpenCV and torch differ by at most %.1e" % (width, height, worst))
        assert worst < 1e-3


if __name__ == "__main__":
    main()
