#!/usr/bin/env python3
"""face_export.py IN.pt OUT.onnx: writes a graph of plain convolutions that OpenCV 4.6 runs at any size, and checks that it does."""
import sys
import cv2, numpy as np, onnx, torch
from face_net import Net, STRIDES

def main():
    c = torch.load(sys.argv[1]); net = Net(); net.load_state_dict(c.get("average", c)); net.eval()
    torch.onnx.export(net, torch.zeros(1, 3, 640, 640), sys.argv[2], opset_version=11, input_names=["image"], output_names=["face_%d" % s for s in STRIDES],
                      do_constant_folding=True, dynamic_axes={"image": {2: "h", 3: "w"}, **{"face_%d" % s: {2: "h%d" % s, 3: "w%d" % s} for s in STRIDES}})
    m = onnx.load(sys.argv[2]); m.producer_name, m.producer_version, m.doc_string = "sladd", "", "faces; see face.md"; onnx.save(m, sys.argv[2])
    cv = cv2.dnn.readNet(sys.argv[2]); r = np.random.default_rng(0)
    for w, h in ((640, 640), (320, 480), (960, 736)):
        x = cv2.dnn.blobFromImage(cv2.GaussianBlur(r.integers(0, 255, (h, w, 3)).astype(np.uint8), (0, 0), 3), 1 / 128, mean=(128,) * 3); cv.setInput(x)
        with torch.no_grad(): worst = max(float(np.abs(a - b.numpy()).max()) for a, b in zip(cv.forward(["face_%d" % s for s in STRIDES]), net(torch.from_numpy(x))))
        print("%d x %d: OpenCV and torch differ by at most %.1e" % (w, h, worst)); assert worst < 1e-3

if __name__ == "__main__": main()
