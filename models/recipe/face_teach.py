#!/usr/bin/env python3
"""face_teach.py FACES[,FACES...] YUNET.onnx OUT.jsonl [FOLDER...]

YuNet's opinion of every training photo, at three sizes and mirrored: several sizes find faces that one misses. It
completes the labels, and labels the photos of the further folders; sets whose boxes are complete it does not see.
One line a photo:
{"file", "boxes": [[x0, y0, x1, y1, score]]}.
"""
import json
import os
import sys

import cv2
import numpy as np

from common import need, pad32, photos, suppress
from face_photos import COMPLETE, picture, unlabelled
from yunet import Yunet


def look(net, image, sizes=(.5, 1, 2), ways=(False, True)):
    """What is seen at half, whole and double size (at most 1,280 pixels), as it is and mirrored."""
    longest, found = max(image.shape[:2]), []
    for wanted in sizes:
        scale = min(wanted, 1280 / longest)
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        resized = cv2.resize(image, None, fx=scale, fy=scale, interpolation=way)
        for mirrored in ways:
            view = np.ascontiguousarray(resized[:, ::-1]) if mirrored else resized
            rows = net.detect(pad32(view), .15)
            if mirrored:
                rows[:, [0, 2]] = resized.shape[1] - rows[:, [2, 0]]
            rows[:, :4] /= scale
            found.append(suppress(rows))
    return suppress(np.concatenate(found))


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    faces, onnx, out = sys.argv[1:4]
    cv2.setNumThreads(1)
    net = Yunet(need(onnx, "YuNet"))
    labels = [label for folder in faces.split(",") for label in photos(folder, "train")]
    with open(out + ".part", "w", encoding="utf-8") as lines:
        for count, label in enumerate(labels + list(unlabelled(sys.argv[4:]))):
            image = None if label["source"] in COMPLETE else picture(label["path"])
            if image is None or min(image.shape[:2]) < 64:
                continue
            boxes = [[round(float(value), 3) for value in row] for row in look(net, image)]
            print(json.dumps({"file": label["file"], "boxes": boxes}), file=lines)
            if count % 200 == 0:
                print(count, flush=True)
    os.replace(out + ".part", out)


if __name__ == "__main__":
    main()
