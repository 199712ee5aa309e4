#!/usr/bin/env python3
"""text_export.py IN.pt OUT.onnx: writes a graph of plain convolutions that OpenCV 4.6 runs at any size, and checks that it does."""
import sys
import cv2, numpy as np, onnx, torch
from text_net import Net

class Probabilities(torch.nn.Module):
    def __init__(s, net): super().__init__(); s.net = net
    def forward(s, x): return torch.sigmoid(s.net(x))

def main():
    c = torch.load(sys.argv[1]); net = Net(); net.load_state_dict(c.get("average", c)); net = Probabilities(net).eval()
    torch.onnx.export(net, torch.zeros(1, 3, 640, 640), sys.argv[2], opset_version=11, input_names=["image"], output_names=["text"], do_constant_folding=True,
                      dynamic_axes={"image": {2: "h", 3: "w"}, "text": {2: "h4", 3: "w4"}})
    m = onnx.load(sys.argv[2]); m.producer_name, m.producer_version, m.doc_string = "sladd", "", "text; see text.md"; onnx.save(m, sys.argv[2])
    cv = cv2.dnn.readNet(sys.argv[2]); r = np.random.default_rng(0)
    for w, h in ((640, 640), (320, 480), (960, 736), (320, 480)):
        x = cv2.dnn.blobFromImage(cv2.GaussianBlur(r.integers(0, 255, (h, w, 3)).astype(np.uint8), (0, 0), 3), 1 / 128, mean=(128,) * 3); cv.setInput(x)
        with torch.no_grad(): worst = float(np.abs(cv.forward() - net(torch.from_numpy(x)).numpy()).max())
        print("%d x %d: OpenCV and torch differ by at most %.1e" % (w, h, worst)); assert worst < 1e-3

if __name__ == "__main__": main()
