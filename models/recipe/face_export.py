#!/usr/bin/env python3
"""face_export.py IN.pt OUT.onnx

Writes a graph of plain convolutions that OpenCV 4.6 runs at any size, and checks that it does.
"""
import sys

import cv2
import numpy as np
import onnx
import torch

from common import need
from face_net import STRIDES, VERSION, load_net

OUTPUTS = ["face_%d" % s for s in STRIDES]


def check(path, net):
    """OpenCV and torch have to agree, at sizes other than the exported one, too."""
    opencv, rng = cv2.dnn.readNet(path), np.random.default_rng(0)
    for width, height in ((640, 640), (320, 480), (960, 736)):
        picture = rng.integers(0, 255, (height, width, 3)).astype(np.uint8)
        blob = cv2.dnn.blobFromImage(cv2.GaussianBlur(picture, (0, 0), 3), 1 / 128, mean=(128,) * 3)
        opencv.setInput(blob)
        with torch.no_grad():
            pairs = zip(opencv.forward(OUTPUTS), net(torch.from_numpy(blob)))
            worst = max(float(np.abs(a - b.numpy()).max()) for a, b in pairs)
        print("%d x %d: OpenCV and torch differ by at most %.1e" % (width, height, worst))
        if worst > 1e-3:
            sys.exit("too much")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    net = load_net(need(sys.argv[1], "checkpoint"))
    axes = {name: {2: "h" + name[4:], 3: "w" + name[4:]} for name in ["image"] + OUTPUTS}
    torch.onnx.export(net, torch.zeros(1, 3, 640, 640), sys.argv[2], opset_version=11, input_names=["image"],
                      output_names=OUTPUTS, do_constant_folding=True, dynamic_axes=axes)
    model = onnx.load(sys.argv[2])
    model.producer_name, model.producer_version, model.doc_string = "sladd", "", "faces; see face.md"
    model.model_version = VERSION
    onnx.save(model, sys.argv[2])
    check(sys.argv[2], net)


if __name__ == "__main__":
    main()
