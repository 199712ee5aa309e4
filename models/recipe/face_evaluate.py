#!/usr/bin/env python3
"""face_evaluate.py FACES MODEL.onnx... [--sources a,b] [--side 640] [--part val] [--curve]: judges detectors on held-out photos.

One scale: the photo's longer side is resized to --side. A face is found when a box overlaps it with IoU 0.4 or more. Sizes are the
longer side of a face's box after resizing. Doubtful places, and faces below the size in question, are neither rewarded nor
punished. False alarms are boxes that touch no face and no doubtful place.
"""
import argparse, collections, os
import cv2, numpy as np
from common import corners, inside, need, overlaps, pad32, photos, suppress
from face_net import STRIDES, rows
from yunet import Yunet

LEAST = .02; cv2.setNumThreads(int(os.environ.get("T", "1")))

def detector(path):
    """A function from a picture (sides multiples of 32) to rows (x0, y0, x1, y1, score)."""
    net = cv2.dnn.readNet(need(path, "model"))
    if "cls_8" in net.getUnconnectedOutLayersNames():
        y = Yunet(path); return lambda im: suppress(y.detect(im, LEAST))
    def run(im):
        net.setInput(cv2.dnn.blobFromImage(im, 1 / 128, mean=(128,) * 3)); return suppress(rows(net.forward(["face_%d" % s for s in STRIDES]), LEAST))
    return run

def judge(run, labels, side):
    """[(detections, faces, doubtful)] in pixels of the resized photo."""
    out = []
    for l in labels:
        im = cv2.imread(l["path"]); k = side / max(im.shape[:2]); im = cv2.resize(im, None, fx=k, fy=k, interpolation=cv2.INTER_AREA if k < 1 else cv2.INTER_LINEAR)
        out.append((run(pad32(im)), corners(l["faces"]) * k, corners(l["ignore"]) * k))
    return out

def size(b): return (b[:, 2:4] - b[:, :2]).max(1) if len(b) else np.zeros(0)

def match(found, least, most=1e9):
    """Rows (score, is a hit) of detections that count, and the number of faces of that size."""
    R, n = [], 0
    for d, p, g in found:
        s = size(p); want = (s >= least) & (s < most); n += want.sum(); taken = np.zeros(len(p), bool); o = overlaps(d, p) if len(d) and len(p) else np.zeros((len(d), len(p)))
        for i in range(len(d)):
            best = np.where(taken, 0, o[i]) if len(p) else np.zeros(0)
            if len(p) and best.max() >= .4:
                j = best.argmax(); taken[j] = True
                if want[j]: R.append((d[i, 4], 1))
                continue
            if len(p) and o[i].max() >= .4: R.append((d[i, 4], 0)); continue          # a second box on one face
            if len(g) and (inside(d[i:i + 1], g).max() > .4 or overlaps(d[i:i + 1], g).max() > .3): continue
            if size(d[i:i + 1])[0] < least or size(d[i:i + 1])[0] >= most: continue
            R.append((d[i, 4], 0))
    return np.array(sorted(R, reverse=True), float).reshape(-1, 2), int(n)

def average_precision(R, n):
    if not len(R) or not n: return float("nan")
    tp = R[:, 1].cumsum(); recall, precision = tp / n, tp / np.arange(1, len(R) + 1); precision = np.maximum.accumulate(precision[::-1])[::-1]
    return float((np.diff(np.concatenate([[0], recall])) * precision).sum())

def at(found, threshold):
    """Recall per size bin and false alarms per photo at a threshold."""
    cut = [(d[d[:, 4] >= threshold], p, g) for d, p, g in found]; line = []
    for lo, hi in ((16, 24), (24, 40), (40, 80), (80, 1e9)):
        R, n = match(cut, lo, hi); line.append((R[:, 1].sum() / max(n, 1), n))
    false = 0
    for d, p, g in cut:
        both = np.concatenate([p, g]); false += len(d) if not len(both) else int((inside(d, both).max(1) < .1).sum()) if len(d) else 0
    return line, false / max(len(cut), 1)

def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter); a.add_argument("faces"); a.add_argument("models", nargs="+")
    a.add_argument("--sources", default=""); a.add_argument("--side", type=int, default=640); a.add_argument("--part", default="val"); a.add_argument("--curve", action="store_true"); a = a.parse_args()
    labels = list(photos(a.faces, a.part, sources=a.sources.split(",") if a.sources else None)); print(len(labels), "photos", sum(len(l["faces"]) for l in labels), "faces", a.sources)
    for path in a.models:
        found = judge(detector(path), labels, a.side); print(os.path.basename(path), "AP >=20 %.3f  >=40 %.3f  >=80 %.3f" % tuple(average_precision(*match(found, k)) for k in (20, 40, 80)))
        for least in (20, 40):
            R, n = match(found, least); fp = (1 - R[:, 1]).cumsum() / len(labels)
            print("   recall >=%d at 0.5 / 1 / 2 false a photo: " % least + " / ".join("%.3f" % (R[:max(1, np.searchsorted(fp, f, "right")), 1].sum() / max(n, 1)) for f in (.5, 1, 2)))
        for t in (.05, .1, .15, .2, .25, .3, .35, .4, .5, .6, .7) if a.curve else (.1, .2, .3, .5):
            line, false = at(found, t); print("   at %.2f recall " % t + "  ".join("%s %.3f (%d)" % (k, r, n) for k, (r, n) in zip(("16-24", "24-40", "40-80", ">80"), line)) + "  false a photo %.2f" % false)

if __name__ == "__main__": main()
