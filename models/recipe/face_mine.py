#!/usr/bin/env python3
"""face_mine.py TEACHER.jsonl MODEL.onnx OUT.jsonl FACES[,FACES...] [FOLDER...]

Finds where a model sees faces in training photos although neither a label nor the teacher, at any size, has anything
there, and labelled faces that it misses or misplaces: mostly profiles and faces behind something. face_train.py shows
both often (hard examples, as in Shrivastava et al., 2016). One line a photo: {"file", "boxes": [[x0, y0, x1, y1,
score]], "hard": the same of labelled faces, with the IoU of the best detection}.
"""
import json
import sys

import cv2
import numpy as np

from common import corners, inside, need, overlaps, pad32, photos, suppress
from face_evaluate import detector
from face_photos import COMPLETE, by_file, picture, unlabelled

SIDES = (640, 1280)   # the search runs at several sizes, and an enlarged wall is another wall
SOURCES = COMPLETE + ("objects", "scenes", "coco", "dlib")   # elsewhere there may be people whom nobody labelled
LEAST = .15
SEEN, PLACED = .3, .5   # a face is hard when no detection of this score overlaps it by this IoU
SMALLEST = 12


def look(run, image, side):
    """Rows of detections in photo pixels."""
    scale = side / max(image.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    rows = run(pad32(cv2.resize(image, None, fx=scale, fy=scale, interpolation=way)))
    rows = rows[rows[:, 4] >= LEAST]
    rows[:, :4] /= scale
    return rows


def hard(rows, labelled):
    """Rows of labelled faces that the detections miss or misplace."""
    rows = suppress(rows[rows[:, 4] >= SEEN])
    best = overlaps(labelled, rows).max(1) if len(rows) else np.zeros(len(labelled))
    large = (labelled[:, 2:] - labelled[:, :2]).max(1) >= SMALLEST
    return np.concatenate([labelled, best[:, None]], 1)[(best < PLACED) & large]


def alarms(rows, known):
    """Rows of detections far from everything known, the surest forty."""
    rows = suppress(rows)
    if len(rows) and len(known):
        near = np.maximum(overlaps(rows, known), inside(rows, known)).max(1)
        rows = rows[near < .1]
    return rows[np.argsort(-rows[:, 4])][:40]


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    teacher, model, out, faces = sys.argv[1:5]
    cv2.setNumThreads(1)
    seen, run, total = by_file(need(teacher, "teacher")), detector(model), np.zeros(2, int)
    with open(out, "w", encoding="utf-8") as lines:
        labels = [label for folder in faces.split(",") for label in photos(folder, "train")]
        for label in labels + list(unlabelled(sys.argv[5:])):
            image, known = picture(label["path"]), seen.get(label["file"])
            if image is None or known is None and label["source"] not in COMPLETE:
                continue
            labelled = corners(label["faces"])
            found = [look(run, image, SIDES[0])]
            missed, false = hard(found[0], labelled), []
            if label["source"] in SOURCES or not len(labelled):
                if label["source"] not in COMPLETE:   # of those there is enough already
                    found += [look(run, image, side) for side in SIDES[1:]]
                taught = known[:, :4] if known is not None else labelled[:0]
                known = np.concatenate([labelled, corners(label["ignore"]), taught])
                false = alarms(np.concatenate(found), known)
            total += len(false), len(missed)
            if len(false) or len(missed):
                boxes, hardest = ([[round(float(v), 3) for v in row] for row in rows] for rows in (false, missed))
                print(json.dumps({"file": label["file"], "boxes": boxes, "hard": hardest}), file=lines)
    print("%d false alarms, %d hard faces" % tuple(total))


if __name__ == "__main__":
    main()
