#!/usr/bin/env python3
"""text_mine.py PHOTOS SEEN MODEL.onnx PPOCR.onnx [MOST]: where a model in training errs on its own training photos.

SEEN is what text_teach.py wrote about PHOTOS; SEEN/mistakes.jsonl gets, one photo a line, {"file", "places": [[x, y,
height]], "doubtful": [quad]}: lines that the model misses, and places where it sees a line although the teacher sees
nothing. There the teacher looks again at twice the size; what it then sees is doubtful, neither text nor background.
text_train.py goes to the places often (hard examples, as in Shrivastava et al., 2016).
"""
import json
import os
import sys
import zlib

import cv2
import numpy as np

from common import need, photos
from ppocr import PpOcr
from text_crops import SMALLEST, core_of, line_height
from text_decode import Detector, decode, fitted
from text_teach import SURE, map_path

RULE = (.3, .4, .4)             # what counts as seen: as much as the product may ever believe
NOTHING, SOMETHING = 40, 77     # of 255 in the teacher's map
WINDOW = 128                    # the second look sees so many pixels of the photo


def drawn(shape, quads):
    mask = np.zeros(shape, np.uint8)
    for quad in quads:
        cv2.fillPoly(mask, [np.round(quad).astype(np.int32)], 1)
    return mask


def second_look(teacher, image, quad):
    """Whether the teacher sees anything in a quadrilateral at twice the size."""
    x, y = np.round(np.mean(quad, 0) - WINDOW / 2).astype(int)
    transform = np.array([[2, 0, -2. * x], [0, 2, -2. * y]])
    size = (2 * WINDOW, 2 * WINDOW)
    view = cv2.warpAffine(image, transform, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    seen = teacher.map(view)
    return seen[drawn(seen.shape, [(quad - [x, y]) * 2]) > 0].max(initial=0) * 255 >= SOMETHING


def mistakes(label, lines, seen, detector, teacher, side):
    """(places, doubtful quadrilaterals) of one photo."""
    image = cv2.imread(label["path"])
    shape = image.shape[:2]
    picture, scale = fitted(image, side)
    found = [quad / scale for quad in decode(detector.look(picture), RULE)]
    covered = drawn(shape, found)
    places, doubtful = [], []
    for quad in lines:
        if line_height(quad) * scale < SMALLEST:
            continue
        core = drawn(shape, [core_of(quad, line_height(quad))])
        if (covered & core).sum() < .6 * core.sum():
            places.append([*quad.mean(0).tolist(), float(line_height(quad))])
    seen = cv2.resize(seen, shape[::-1], interpolation=cv2.INTER_LINEAR)
    text = drawn(shape, lines)
    for quad in found:
        inside = drawn(shape, [quad]) > 0
        if seen[inside].max(initial=0) >= NOTHING or text[inside].any():
            continue
        if second_look(teacher, image, quad):
            doubtful.append(quad.round(1).tolist())
        else:
            places.append([*quad.mean(0).tolist(), float(line_height(quad))])
    return [[round(v, 1) for v in place] for place in places], doubtful


def main():
    if len(sys.argv) not in (5, 6):
        sys.exit(__doc__)
    folder, seen_folder, model, onnx = sys.argv[1:5]
    most = int(sys.argv[5]) if len(sys.argv) == 6 else None     # so many photos of all kinds, to save time
    cv2.setNumThreads(1)
    detector, teacher = Detector(model), PpOcr(need(onnx, "PP-OCRv3"))
    lines = {}
    for line in open(need(os.path.join(seen_folder, "lines.jsonl"), "what the teacher saw")):
        line = json.loads(line)
        lines[line["file"]] = [np.array(text["quad"], np.float32) for text in line["text"] if text["score"] >= SURE]
    count = np.zeros(3, int)
    with open(os.path.join(seen_folder, "mistakes.part"), "w") as out:
        labels = [label for label in photos(folder) if label["file"] in lines]
        labels.sort(key=lambda label: zlib.crc32(label["file"][::-1].encode()))
        for label in labels[:most]:
            signs = "text" in label
            if signs:
                lines[label["file"]] = [np.array(t["quad"], np.float32) for t in label["text"] if not t["difficult"]]
            seen = cv2.imread(map_path(seen_folder, label["file"]), cv2.IMREAD_GRAYSCALE)
            places, doubtful = mistakes(label, lines[label["file"]], seen, detector, teacher, 960 if signs else 640)
            count += [1, len(places), len(doubtful)]
            print(json.dumps({"file": label["file"], "places": places, "doubtful": doubtful}), file=out, flush=True)
    os.replace(out.name, os.path.join(seen_folder, "mistakes.jsonl"))
    print("%d photos, %d places, %d doubtful" % tuple(count))


if __name__ == "__main__":
    main()
