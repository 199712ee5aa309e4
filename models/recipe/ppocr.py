"""PP-OCRv3's text detector as a teacher and for comparison (PaddleOCR, Apache-2.0; ppocrv3_det.onnx), run by OpenCV."""
import cv2, numpy as np

class PpOcr:
    def __init__(self, path): self.path, self.nets = path, {}      # OpenCV 4.6 answers wrongly when one net sees two sizes
    def map(self, im):
        """Probability map [h, w] of shrunken lines for a picture with sides multiples of 32."""
        x = (im.astype(np.float32) / 255 - (.485, .456, .406)) / (.229, .224, .225)
        net = self.nets.setdefault(im.shape, None) or cv2.dnn.readNetFromONNX(self.path); self.nets[im.shape] = net
        net.setInput(x.transpose(2, 0, 1)[None].astype(np.float32)); return net.forward()[0, 0]
    def lines(self, im, bit=.3, score=.5, unclip=1.6):
        """[(quad [4, 2], score)]: components, their rectangles, grown by area * unclip / perimeter on every side."""
        p = self.map(im); out = []
        for c in cv2.findContours((p > bit).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
            (cx, cy), (w, h), a = cv2.minAreaRect(c)
            if min(w, h) < 3: continue
            x, y, bw, bh = cv2.boundingRect(c); m = np.zeros((bh, bw), np.uint8); cv2.fillPoly(m, [c - [x, y]], 1); s = float(p[y:y + bh, x:x + bw][m > 0].mean())
            if s < score: continue
            d = w * h * unclip / (2 * (w + h)); out.append((cv2.boxPoints(((cx, cy), (w + 2 * d, h + 2 * d), a)), s))
        return out
