#!/usr/bin/env python3
"""face_evaluate.py FACES MODEL.onnx... [--sources a,b] [--side 640] [--part val] [--curve] [--crowds N]
                 [--portraits PHOTOS YUNET.onnx] [--time]

Judges detectors on held-out photos, at one scale: the photo's longer side is resized to --side. A face is found when a
box overlaps it with IoU 0.4 or more. Sizes are the longer side of a face's box after resizing. Doubtful places, and
faces below the size in question, are neither rewarded nor punished. False alarms are boxes that touch no face and no
doubtful place. --crowds puts N pictures of many small faces together from the photos first; --portraits sets clear
portraits into those photos that have no faces (see face_compose.py).
"""
import argparse
import os
import time

import cv2
import numpy as np

from common import corners, inside, need, overlaps, pad32, photos, suppress
from face_compose import PORTRAIT_SIZES, clear_portraits, crowds, portraits
from face_net import STRIDES, rows
from yunet import Yunet

LEAST = .05   # lower scores are not looked at
BINS = ((16, 24), (24, 40), (40, 80), (80, 1e9))
CURVE = (.05, .1, .15, .2, .25, .3, .35, .4, .5, .6, .7)


def detector(path):
    """A function from a picture (sides multiples of 32) to rows (x0, y0, x1, y1, score)."""
    net = cv2.dnn.readNet(need(path, "model"))
    if "cls_8" in net.getUnconnectedOutLayersNames():
        yunet = Yunet(path)
        return lambda image: suppress(yunet.detect(image, LEAST))

    def run(image):
        net.setInput(cv2.dnn.blobFromImage(image, 1 / 128, mean=(128,) * 3))
        return suppress(rows(net.forward(["face_%d" % s for s in STRIDES]), LEAST))
    return run


def resized(labels, side):
    """Yields (picture, faces, doubtful places), the longer side being `side`."""
    for label in labels:
        image = cv2.imread(label["path"])
        scale = side / max(image.shape[:2])
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=way)
        yield image, corners(label["faces"]) * scale, corners(label["ignore"]) * scale


def judge(run, pictures):
    """[(detections, faces, doubtful places)] for (picture, faces, doubtful places)."""
    return [(run(pad32(image)), faces, doubtful) for image, faces, doubtful in pictures]


def size(boxes):
    return (boxes[:, 2:4] - boxes[:, :2]).max(1) if len(boxes) else np.zeros(0)


def verdict(detection, fit, taken, doubtful, wanted, least, most):
    """1: a face of the wanted size. 0: a false one. None: does not count. Marks the face as taken."""
    free = np.where(taken, 0, fit)
    if len(free) and free.max() >= .4:
        face = free.argmax()
        taken[face] = True
        return 1 if wanted[face] else None
    if len(fit) and fit.max() >= .4:
        return 0   # a second box on one face
    box = detection[None]
    if len(doubtful) and (inside(box, doubtful).max() > .4 or overlaps(box, doubtful).max() > .3):
        return None
    return 0 if least <= size(box)[0] < most else None


def match(judged, least, most=1e9):
    """Rows (score, is a hit) of detections that count, best first, and the number of faces of that size."""
    counted, number = [], 0
    for detections, faces, doubtful in judged:
        wanted = (size(faces) >= least) & (size(faces) < most)
        number += int(wanted.sum())
        taken = np.zeros(len(faces), bool)
        fits = overlaps(detections, faces)
        for detection, fit in zip(detections, fits):
            hit = verdict(detection, fit, taken, doubtful, wanted, least, most)
            if hit is not None:
                counted.append((detection[4], hit))
    return np.array(sorted(counted, reverse=True), float).reshape(-1, 2), number


def average_precision(counted, number):
    """The area under the curve of precision over recall."""
    if not len(counted) or not number:
        return float("nan")
    hits = counted[:, 1].cumsum()
    recall, precision = hits / number, hits / np.arange(1, len(counted) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    return float((np.diff(np.concatenate([[0], recall])) * precision).sum())


def false_alarms(judged, threshold):
    """Detections per photo that touch nothing known."""
    count = 0
    for detections, faces, doubtful in judged:
        kept, known = detections[detections[:, 4] >= threshold], np.concatenate([faces, doubtful])
        count += int((inside(kept, known).max(1) < .1).sum()) if len(known) else len(kept)
    return count / max(len(judged), 1)


def at(judged, threshold):
    """Recall and number of faces per size bin, and false alarms per photo, at a threshold."""
    kept = [(d[d[:, 4] >= threshold], faces, doubtful) for d, faces, doubtful in judged]
    line = []
    for low, high in BINS:
        counted, number = match(kept, low, high)
        line.append((counted[:, 1].sum() / max(number, 1), number))
    return line, false_alarms(judged, threshold)


def report(name, judged, thresholds):
    precisions = tuple(average_precision(*match(judged, least)) for least in (20, 40, 80))
    print(name, "AP >=20 %.3f  >=40 %.3f  >=80 %.3f" % precisions)
    for least in (20, 40):
        counted, number = match(judged, least)
        false = (1 - counted[:, 1]).cumsum() / len(judged)
        ends = [max(1, np.searchsorted(false, limit, "right")) for limit in (.5, 1, 2)]
        recalls = ["%.3f" % (counted[:end, 1].sum() / max(number, 1)) for end in ends]
        print("   recall >=%d at 0.5 / 1 / 2 false a photo: %s" % (least, " / ".join(recalls)))
    for threshold in thresholds:
        line, false = at(judged, threshold)
        bins = ["%s %.3f (%d)" % (bin_, *r) for bin_, r in zip(("16-24", "24-40", "40-80", ">80"), line)]
        print("   at %.2f recall %s  false a photo %.2f" % (threshold, "  ".join(bins), false), flush=True)


def report_portraits(name, run, clear, scenes):
    """Recall per size where the detector gives one false alarm a photo on the scenes themselves."""
    empty = judge(run, resized(scenes, 640))
    threshold = next(t for t in np.arange(.05, 1, .01) if false_alarms(empty, t) <= 1)
    line = []
    for side in PORTRAIT_SIZES:
        found = []
        for harm in (False, True):
            judged = judge(run, portraits(clear, scenes, side, harm))
            kept = [(d[d[:, 4] >= threshold], faces, doubtful) for d, faces, doubtful in judged]
            found.append(np.mean([len(d) > 0 and overlaps(d, faces).max() >= .4 for d, faces, _ in kept]))
        line.append("%d: %.2f, %.2f" % (side, *found))
    print(name, "portraits at %.2f, as they are and damaged  " % threshold + "  ".join(line), flush=True)


def report_times(paths, side=640, runs=25):
    """The least processor time of each network in turn, so that all meet the same neighbours on a busy machine."""
    nets = [cv2.dnn.readNet(need(path, "model")) for path in paths]
    blob, least = np.random.default_rng(0).normal(0, 1, (1, 3, side, side)).astype(np.float32), [np.inf] * len(nets)
    for _ in range(runs):
        for i, net in enumerate(nets):
            net.setInput(blob)
            start = time.process_time()
            net.forward(net.getUnconnectedOutLayersNames())
            least[i] = min(least[i], time.process_time() - start)
    for path, seconds in zip(paths, least):
        print("%s %d x %d: %.1f ms" % (os.path.basename(path), side, side, 1000 * seconds))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faces")
    parser.add_argument("models", nargs="+")
    parser.add_argument("--sources", default="")
    parser.add_argument("--side", type=int, default=640)
    parser.add_argument("--part", default="val")
    parser.add_argument("--curve", action="store_true", help="more thresholds")
    parser.add_argument("--crowds", type=int, default=0)
    parser.add_argument("--time", action="store_true", help="only the processor time, all models in one process")
    parser.add_argument("--portraits", nargs=2, metavar=("PHOTOS", "YUNET"))
    options = parser.parse_args()
    cv2.setNumThreads(int(os.environ.get("T", "1")))
    if options.time:
        return report_times(options.models)
    labels = list(photos(options.faces, options.part, sources=options.sources.split(",") if options.sources else None))
    if options.portraits:
        clear = clear_portraits(options.portraits[0], Yunet(need(options.portraits[1], "YuNet")))
    for path in options.models:
        run, name = detector(path), os.path.basename(path)
        if options.portraits:
            report_portraits(name, run, clear, [label for label in labels if not label["faces"]])
            continue
        pictures = crowds(labels, options.crowds, options.side) if options.crowds else resized(labels, options.side)
        judged = judge(run, pictures)
        print(len(judged), "photos", sum(len(faces) for _, faces, _ in judged), "faces", options.sources)
        report(name, judged, CURVE if options.curve else (.1, .2, .3, .5))


if __name__ == "__main__":
    main()
