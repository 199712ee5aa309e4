#!/usr/bin/env python3
"""face_mine.py FACES TEACHER.jsonl MODEL.onnx OUT.jsonl [FOLDER...]

Finds where a model sees faces in training photos although neither a label nor the teacher, at any size, has anything
there. face_train.py shows these places often. One line a photo: {"file", "boxes": [[x0, y0, x1, y1, score]]}.
"""
import json
import sys

import cv2
import numpy as np

from common import corners, inside, need, overlaps, pad32, photos, suppress
from face_evaluate import detector
from face_photos import by_file, picture, unlabelled

SIDES = (640, 1280)   # the search runs at several sizes, and an enlarged wall is another wall
SOURCES = ("objects", "scenes", "coco", "dlib")
LEAST = .15


def alarms(run, image, known):
    """Rows of detections far from everything known, in photo pixels."""
    found = []
    for side in SIDES:
        scale = side / max(image.shape[:2])
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        rows = run(pad32(cv2.resize(image, None, fx=scale, fy=scale, interpolation=way)))
        rows = rows[rows[:, 4] >= LEAST]
        rows[:, :4] /= scale
        found.append(rows)
    rows = suppress(np.concatenate(found))
    if len(rows) and len(known):
        near = np.maximum(overlaps(rows, known), inside(rows, known)).max(1)
        rows = rows[near < .1]
    return rows


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    faces, teacher, model, out = sys.argv[1:5]
    cv2.setNumThreads(1)
    seen, run, total = by_file(need(teacher, "teacher")), detector(model), 0
    with open(out, "w", encoding="utf-8") as lines:
        for label in list(photos(faces, "train", sources=SOURCES)) + list(unlabelled(sys.argv[5:])):
            image = picture(label["path"])
            if image is None or label["file"] not in seen:
                continue
            known = np.concatenate([corners(label["faces"]), corners(label["ignore"]), seen[label["file"]][:, :4]])
            rows = alarms(run, image, known)
            total += len(rows)
            if len(rows):
                boxes = [[round(float(value), 3) for value in row] for row in rows]
                print(json.dumps({"file": label["file"], "boxes": boxes}), file=lines)
    print(total, "false alarms")


if __name__ == "__main__":
    main()
