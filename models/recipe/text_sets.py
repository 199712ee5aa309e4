#!/usr/bin/env python3
"""text_sets.py TEXT OUT: photos labelled by word made into photos labelled by line.
text_sets.py plain OUT FOLDER...: photos without labels made into a folder of plain photos.

TEXT is a folder of labelled photos. In those whose name begins with `street` (ICDAR 2015's, labelled by word) words that
one line would hold are joined: gaps below 0.6 of the height, angles within 10 degrees, heights within a factor of 1.6.
What is marked difficult stays alone. OUT gets a labels.jsonl and a link to the photos, so that every other script takes
it for a folder of lines. Plain photos are made 1280 pixels long at most; of one that an augmented set has several of
(NAME.rf.*) the first is taken. What another set holds out must not be among them.
"""
import glob
import json
import os
import sys

import cv2
import numpy as np

from common import need, photos
from face_photos import picture

GAP, ANGLE, HEIGHTS, OFFSET = .6, 10., 1.6, .5     # of the height, degrees, a ratio, of the height


class Word:
    """A word's quadrilateral, whose corners begin at the top left and go on clockwise."""

    def __init__(self, quad):
        self.quad = np.array(quad, np.float32)
        left, right = (self.quad[0] + self.quad[3]) / 2, (self.quad[1] + self.quad[2]) / 2
        self.start, self.end = left, right
        along = right - left
        self.width = max(1., float(np.hypot(*along)))
        self.along = along / self.width
        down = (self.quad[3] + self.quad[2] - self.quad[0] - self.quad[1]) / 2
        self.height = max(1., abs(float(self.along[0] * down[1] - self.along[1] * down[0])))


def follows(word, other):
    """Whether `other` is the next word, or the word before, on the same line."""
    height = (word.height + other.height) / 2
    if max(word.height, other.height) > HEIGHTS * min(word.height, other.height):
        return False
    if float(word.along @ other.along) < np.cos(np.radians(ANGLE)):
        return False
    step = other.start - word.end
    gap, offset = float(step @ word.along), float(step @ [-word.along[1], word.along[0]])
    return -height < gap < GAP * height and abs(offset) < OFFSET * height


def joined(words):
    """The quadrilaterals of the lines that the words make up."""
    group = list(range(len(words)))
    for i, word in enumerate(words):
        for j, other in enumerate(words):
            if i != j and follows(word, other):
                group = [group[i] if g == group[j] else g for g in group]
    lines = []
    for g in sorted(set(group)):
        members = [word for word, own in zip(words, group) if own == g]
        if len(members) == 1:
            lines.append(members[0].quad)
            continue
        first = members[0]
        turn = np.array([first.along, [-first.along[1], first.along[0]]])
        corners = np.concatenate([word.quad for word in members]) @ turn.T
        (x0, y0), (x1, y1) = corners.min(0), corners.max(0)
        lines.append(np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]) @ turn)
    return lines


SHORTEST = 150      # pixels of a plain photo's shorter side


def plain(out, folders):
    os.makedirs(os.path.join(out, "images"), exist_ok=True)
    with open(os.path.join(out, "labels.jsonl"), "w", encoding="utf-8") as file:
        for number, folder in enumerate(folders):
            paths = {os.path.basename(path).split(".rf.")[0]: path for path in
                     sorted(glob.glob(os.path.join(need(folder, "photos"), "**", "*.*"), recursive=True), reverse=True)}
            for path in paths.values():
                image = picture(path)
                if image is None or min(image.shape[:2]) < SHORTEST:
                    continue
                name = "%d_%s.jpg" % (number, os.path.splitext(os.path.basename(path))[0][:80].replace(" ", "_"))
                cv2.imwrite(os.path.join(out, "images", name), image, [cv2.IMWRITE_JPEG_QUALITY, 95])
                label = {"file": name, "width": image.shape[1], "height": image.shape[0], "source": "plain", "faces": []}
                print(json.dumps(label), file=file)


def main():
    if len(sys.argv) > 3 and sys.argv[1] == "plain":
        return plain(sys.argv[2], sys.argv[3:])
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder, out = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    if not os.path.exists(os.path.join(out, "images")):
        os.symlink(os.path.abspath(os.path.join(need(folder, "photos"), "images")), os.path.join(out, "images"))
    count = np.zeros(3, int)
    with open(os.path.join(out, "labels.jsonl"), "w", encoding="utf-8") as file:
        for label in photos(folder):
            del label["path"]
            if label["file"].startswith("street"):
                words = [Word(word["quad"]) for word in label["text"] if not word["difficult"]]
                lines = joined(words)
                count += [1, len(words), len(lines)]
                label["text"] = [{"quad": np.round(line, 1).tolist(), "difficult": 0} for line in lines] + \
                    [word for word in label["text"] if word["difficult"]]
            print(json.dumps(label), file=file)
    print("%d photos, %d words in %d lines" % tuple(count))


if __name__ == "__main__":
    main()
