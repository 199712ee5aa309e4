#!/usr/bin/env python3
"""text_teach.py PHOTOS PPOCR.onnx OUT: what PP-OCRv3 sees in training photos and, as important, where it sees
nothing.

PHOTOS is a folder of labelled photos (signs or plain ones). OUT/NAME.png is PP-OCRv3's probability map of a photo's
lines, times 255, and OUT/lines.jsonl has, one photo a line, {"file", "text": [{"quad", "score"}]}. Photos of signs
are looked at twice, in two sizes, and the map is the mean; plain ones once, large ones in the larger size. What is
already in OUT is not made again.
"""
import json
import os
import sys
import zlib

import cv2
import numpy as np

from common import need, photos
from ppocr import PpOcr, lines_of

SIGNS_HELD_OUT = 30     # percent of the photos of signs that are only judged by, see common.held_out()
LARGE = 850             # pixels of a plain photo's longer side
SURE = .65              # of PP-OCRv3's lines, the score from which one is taken for text
ORDER = ("objects", "scenes", "coco", "people", "community-masks", "press-masks", "dlib", "webcam-grey", "crowds")


def map_path(folder, name):
    """Where the teacher's map of a photo is."""
    return os.path.join(folder, os.path.splitext(name)[0] + ".png")


def look(teacher, image, side):
    """PP-OCRv3's map of a picture whose longer side is made `side` pixels."""
    scale = side / max(image.shape[:2])
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = cv2.resize(image, None, fx=scale, fy=scale, interpolation=interpolation)
    height, width = resized.shape[:2]
    padded = cv2.copyMakeBorder(resized, 0, -height % 160, 0, -width % 160, cv2.BORDER_CONSTANT)
    return teacher.map(padded)[:height, :width]


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    folder, onnx, out = sys.argv[1:]
    cv2.setNumThreads(1)
    teacher = PpOcr(need(onnx, "PP-OCRv3"))
    labels = list(photos(folder))
    signs = "text" in labels[0]
    labels = list(photos(folder, "train", SIGNS_HELD_OUT) if signs else photos(folder, "train"))
    if not signs:
        labels.sort(key=lambda label: ((*ORDER, label["source"]).index(label["source"]),
                                       zlib.crc32(label["file"][::-1].encode())))
    os.makedirs(out, exist_ok=True)
    index = os.path.join(out, "lines.jsonl")
    done = {json.loads(line)["file"] for line in open(index)} if os.path.exists(index) else set()
    with open(index, "a") as file:
        for label in labels:
            if label["file"] in done:
                continue
            image = cv2.imread(label["path"])
            seen = look(teacher, image, 960 if signs or max(image.shape[:2]) >= LARGE else 640)
            if signs:
                small = look(teacher, image, 640)
                seen = (seen + cv2.resize(small, seen.shape[::-1], interpolation=cv2.INTER_LINEAR)) / 2
            cv2.imwrite(map_path(out, label["file"]), (seen * 255).round().astype(np.uint8))
            scale = seen.shape[1] / image.shape[1]
            lines = []
            for quad, score in lines_of(seen, .25, .3):
                lines.append({"quad": (quad / scale).round(1).tolist(), "score": round(score, 3)})
            print(json.dumps({"file": label["file"], "text": lines}), file=file, flush=True)


if __name__ == "__main__":
    main()
