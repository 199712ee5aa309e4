#!/usr/bin/env python3
"""text_evaluate.py TEXT MODEL.onnx... [--part val] [--side 960] [--curve]: judges text detectors on held-out photos.

A line is found when at least 70 % of its area is redacted. Area precision is the share of the redacted area that lies on text, every
line's quadrilateral grown by a quarter of its short side. Lines marked difficult count as text but need not be found.
"""
import argparse, math, os, time
import cv2, numpy as np
from common import need, pad32, photos
from ppocr import PpOcr
RULES = [(.3, .4, .4, .04), (.5, .6, .4, 1)]   # recommended: faint lines must be small, large ones sure
cv2.setNumThreads(int(os.environ.get("T", "1")))

def grown(q, share):
    """A quadrilateral's minimum-area rectangle grown by a share of its short side on every side."""
    c, (w, h), a = cv2.minAreaRect(np.asarray(q, np.float32)); d = share * min(w, h); return cv2.boxPoints((c, (w + 2 * d, h + 2 * d), a))

def decode(kernel, rules, grow=.4, highest=.4):
    """Quadrilaterals in input pixels from the kernel map [h/4, w/4]. A rule is (threshold, mean, fill, area): cells of at least the
    threshold that touch make a line when their mean is high enough, when they fill that share of the rectangle around them, and
    when the line is no larger than that share of the map. Every side grows by `grow` of the rectangle's short side."""
    out, cells = [], kernel.size
    for bit, mean, fill, area in rules:
        n, lab, stat, _ = cv2.connectedComponentsWithStats((kernel >= bit).astype(np.uint8))
        for i in range(1, n):
            x, y, w, h, count = stat[i]; m = lab[y:y + h, x:x + w] == i
            if count < 2 or kernel[y:y + h, x:x + w][m].mean() < mean: continue
            yy = np.nonzero(m.any(1))[0]; x0, x1 = m.argmax(1)[yy], w - m[:, ::-1].argmax(1)[yy]
            k = np.concatenate([np.stack([c, r], 1) for c in (x0, x1) for r in (yy, yy + 1)]) + [x, y]
            c, (rw, rh), a = cv2.minAreaRect(k.astype(np.float32)); t = math.radians(a); slant = abs(math.cos(t)) + abs(math.sin(t)) - 1
            if count < fill * max(rw - slant, 1) * max(rh - slant, 1): continue
            d = 2 * grow * min(rw, rh); rw, rh = rw + d, rh + d
            if rw * rh > area * cells or min(rw, rh) > highest * max(kernel.shape): continue
            out.append(cv2.boxPoints((c, (rw, rh), a)) * 4)
    return out

class Ours:
    def __init__(self, path): self.net = cv2.dnn.readNetFromONNX(path)
    def map(self, im): self.net.setInput(cv2.dnn.blobFromImage(im, 1 / 128, mean=(128,) * 3)); return self.net.forward()[0, 0]

def measure(quads, l, shape):
    """(lines found, lines, area on text, redacted area)."""
    h, w = shape; red, text = np.zeros((h, w), np.uint8), np.zeros((h, w), np.uint8); found = n = 0
    for q in quads: cv2.fillPoly(red, [np.round(np.asarray(q) * 16).astype(np.int32)], 1, shift=4)
    for t in l["text"]:
        cv2.fillPoly(text, [np.round(grown(t["quad"], .25) * 16).astype(np.int32)], 1, shift=4)
        if t["difficult"]: continue
        m = np.zeros((h, w), np.uint8); cv2.fillPoly(m, [np.round(np.array(t["quad"]) * 16).astype(np.int32)], 1, shift=4); n += 1; found += int((red & m).sum() >= .7 * m.sum())
    return found, n, int((red & text).sum()), int(red.sum())

def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter); a.add_argument("text"); a.add_argument("models", nargs="+")
    a.add_argument("--part", default="val"); a.add_argument("--side", type=int, default=960); a.add_argument("--curve", action="store_true"); a = a.parse_args()
    labels = list(photos(a.text, a.part, 50)); print(len(labels), "photos", sum(len(l["text"]) for l in labels), "lines,", sum(t["difficult"] for l in labels for t in l["text"]), "of them difficult")
    for path in a.models:
        net = cv2.dnn.readNet(need(path, "model")); db = net.getUnconnectedOutLayersNames()[0] != "text"; net = PpOcr(path) if db else Ours(path); cache, spent = [], 0
        for l in labels:
            im = cv2.imread(l["path"]); k = a.side / max(im.shape[:2]); r = pad32(cv2.resize(im, None, fx=k, fy=k, interpolation=cv2.INTER_AREA if k < 1 else cv2.INTER_LINEAR)); t = time.time()
            cache.append(([q for q, s in net.lines(r)] if db else net.map(r), k, im.shape[:2])); spent += time.time() - t
        tries = [(None, None)] if db else [([(b, m, f, 1)], g) for b in (.2, .3, .4, .5, .6) for m in (b + .1, b + .2) for f in (.4,) for g in (.5, .4) if b > .2 or m < .4] if a.curve else [(RULES, .4), ([(.3, .5, 0, 1)], .5), ([(.5, .6, .4, 1)], .4)]
        for rules, grow in tries:
            m = np.sum([measure([q / k for q in (c if db else decode(c, rules, grow))], l, shape) for (c, k, shape), l in zip(cache, labels)], 0)
            print("%-16s %-40s line recall %.3f  area precision %.3f  redacted area %.3f of text's  %.0f ms a photo" % (os.path.basename(path), "" if db else "%s grow %.2f" % ("; ".join("%.2f %.2f %.1f %.2f" % r for r in rules), grow), m[0] / m[1], m[2] / max(m[3], 1), m[3] / max(1, m[2]), 1e3 * spent / len(labels)), flush=True)

if __name__ == "__main__": main()
