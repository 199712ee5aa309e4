#!/usr/bin/env python3
"""opinion_again.py make FOLDER OUT
opinion_again.py back FOLDER LINES >MORE.lines

The photos of a labelled folder once more, about half as large and on their side: a detector sees other things in them.
`make` writes them into OUT, `back` turns what `sightings` printed of them into lines of the photos as they are.
"""
import os
import sys

import cv2

from common import need, photos

SHARE, SMALL_SHARE, SMALL = .55, .8, 400    # of the sides; of photos whose longer side is at most SMALL


def make(folder, out):
    os.makedirs(out, exist_ok=True)
    for label in photos(folder):
        image = cv2.imread(label["path"])
        share = SHARE if max(image.shape[:2]) > SMALL else SMALL_SHARE
        image = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        name = os.path.splitext(label["file"])[0] + ".jpg"
        cv2.imwrite(os.path.join(out, name), cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE), [cv2.IMWRITE_JPEG_QUALITY, 95])


def back(folder, lines):
    labels = {os.path.splitext(label["file"])[0]: label for label in photos(folder)}
    for line in open(need(lines, "lines"), encoding="utf-8"):
        words = line.split()
        if words[0] == "PHOTO":
            label = labels[os.path.splitext(os.path.basename(words[1]))[0]]
            across, share = int(words[2]), int(words[3]) / label["width"]
            print("PHOTO", label["path"], label["width"], label["height"])
            continue
        x, y = ([float(word) for word in words[first:8:2]] for first in (0, 1))
        corners = [(v / share, (across - 1 - u) / share) for u, v in zip(x, y)]
        print(*["%.1f %.1f" % corner for corner in corners], words[8])


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("make", "back"):
        sys.exit(__doc__)
    (make if sys.argv[1] == "make" else back)(*sys.argv[2:])


if __name__ == "__main__":
    main()
