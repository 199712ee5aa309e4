#!/usr/bin/env python3
"""opinion_export.py faces|lines IN.pt OUT.onnx

Writes the second opinion's graph, with the batch norms folded in, and checks that OpenCV 4.6 runs it.
"""
import sys

import cv2
import numpy as np
import onnx
import torch

from common import need
from opinion_net import FACE, LINE, VERSION, restore


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("faces", "lines"):
        sys.exit(__doc__)
    size = FACE if sys.argv[1] == "faces" else LINE
    net, out = restore(need(sys.argv[2], "checkpoint"), size), sys.argv[3]
    torch.onnx.export(net, torch.zeros(1, 3, *size), out, opset_version=11, input_names=["image"],
                      output_names=["opinion_" + sys.argv[1]], do_constant_folding=True)
    model = onnx.load(out)
    model.producer_name, model.producer_version, model.doc_string = "sladd", "", "second opinion on %s; see opinion.md" % sys.argv[1]
    model.model_version = VERSION[sys.argv[1]]
    onnx.save(model, out)
    opencv, rng = cv2.dnn.readNet(out), np.random.default_rng(0)
    picture = cv2.GaussianBlur(rng.integers(0, 255, (*size, 3)).astype(np.uint8), (0, 0), 3)
    blob = cv2.dnn.blobFromImage(picture, 1 / 128, mean=(128,) * 3)
    opencv.setInput(blob)
    with torch.no_grad():
        worst = float(np.abs(opencv.forward() - net(torch.from_numpy(blob)).numpy()).max())
    print("OpenCV and torch differ by at most %.1e" % worst)
    if worst > 1e-3:
        sys.exit("too much")


if __name__ == "__main__":
    main()
