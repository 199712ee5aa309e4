"""What the second opinion learns from: places that the detector takes for faces, told apart by the labels.

The places of a photo are those that `tests/accuracy/sightings.c` prints: PHOTO path width height, then one line a place,
x y width height score. A place is a face where it overlaps a labelled one, none where it is far from all that is known,
and nothing is asked between.
"""
import itertools
import math
import os

import cv2
import numpy as np

from common import corners, inside, overlaps, photos
from opinion_net import AROUND, FACE, UNKNOWN

SAME, NONE = .4, .25        # IoU with a labelled face: from here up it is one, below this it is none
MAYBE = .2                  # the same with what a teacher sees where the labels are not complete
SMALLEST = 6                # pixels; below that a face is not asked for


def read_places(path):
    """{file name: rows (x0, y0, x1, y1, score)} of what `sightings` printed."""
    places, rows = {}, []
    for line in open(path, encoding="utf-8"):
        words = line.split()
        if words[0] == "PHOTO":
            rows = places.setdefault(os.path.basename(words[1]), [])
        else:
            x, y, width, height, score = map(float, words[:5])
            rows.append([x, y, x + width, y + height, score])
    return {name: np.array(rows, np.float32).reshape(-1, 5) for name, rows in places.items()}


def told_apart(label, places, taught):
    """(rows that are faces, rows that are none) of a photo; `taught`: what a teacher sees there, or None."""
    faces, ignored = corners(label["faces"]), corners(label["ignore"])
    best = overlaps(places, faces).max(1) if len(faces) and len(places) else np.zeros(len(places))
    doubt = inside(places, ignored).max(1) if len(ignored) and len(places) else np.zeros(len(places))
    if taught is not None and len(taught) and len(places):
        doubt = np.maximum(doubt, overlaps(places, taught).max(1) / MAYBE)
    return places[best >= SAME], places[(best < NONE) & (doubt < .5 if taught is None else doubt < 1)]


def square(box, around=AROUND):
    """(centre x, centre y, side) of the square around a box that the network is shown."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, around * max(box[2] - box[0], box[3] - box[1])


def view(image, x, y, side, size=FACE[0]):
    """That square of a photo, `size` pixels wide; grey beyond the photo's edge. As `opinion.c` does it: whole pixels,
    means of areas where it shrinks."""
    left, top, whole = int(round(x - side / 2)), int(round(y - side / 2)), max(2, int(round(side)))
    height, width = image.shape[:2]
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + whole, width), min(top + whole, height)
    out = np.full((size, size, 3), 128, np.uint8)
    if x1 <= x0 or y1 <= y0:
        return out
    scale = size / whole
    a, b = int(round((x0 - left) * scale)), int(round((y0 - top) * scale))
    c, d = min(size, int(round((x1 - left) * scale))), min(size, int(round((y1 - top) * scale)))
    if c > a and d > b:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        out[b:d, a:c] = cv2.resize(image[y0:y1, x0:x1], (c - a, d - b), interpolation=way)
    return out


def load(folders, places_path, taught_path, part):
    """Yields (label, image, faces, none) of the folders' photos."""
    places = read_places(places_path)
    taught = read_places(taught_path) if taught_path else {}
    for label in itertools.chain.from_iterable(photos(folder, part) for folder in folders):
        if label["file"] not in places:
            continue
        image = cv2.imread(label["path"])
        if image is None:
            continue
        faces, none = told_apart(label, places[label["file"]], taught.get(label["file"]))
        yield label, image, faces, none


def lit(picture, least=150, most=8):
    """A dark picture in more light, as `tile_gain` of pyramid.c gives it to every network: its brightest hundredth is
    `least` then, unless that takes more than `most` times."""
    bright = max(1, int(np.percentile(picture.max(2), 99)))
    return picture if bright >= least else (picture * min(most, least / bright)).clip(0, 255).astype(np.uint8)


class FaceSource:
    """Draws places from the photos."""

    def __init__(self, folders, lists):
        self.images, rows, kinds = [], [], []
        for pair in lists:
            places, _, taught = pair.partition(",")
            for label, image, faces, none in load(folders, places, taught, "train"):
                boxes = corners(label["faces"])
                boxes = np.concatenate([boxes, np.full((len(boxes), 1), -1, np.float32)], 1)
                for kind, found in ((1, boxes), (1, faces), (0, none)):
                    found = found[(found[:, 2:4] - found[:, :2]).max(1) >= SMALLEST]
                    rows += [[len(self.images), *row] for row in found]
                    kinds += [kind] * len(found)
                self.images.append(image)
        self.rows, kinds = np.array(rows, np.float32), np.array(kinds)
        side = (self.rows[:, 3:5] - self.rows[:, 1:3]).max(1)
        weight = np.where(side < 14, .4, np.where(side < 40, 1., 2.))
        hard = np.where(self.rows[:, 5] >= .2, 3., 1.)      # labelled boxes have the score -1
        self.sets = []
        for kind in (0, 1):
            index = np.nonzero(kinds == kind)[0]
            chance = weight[index] * (hard[index] if kind == 0 else np.where(self.rows[index, 5] < 0, 1., .6))
            self.sets.append((index, np.cumsum(chance / chance.sum())))
        print("%d photos, %d faces, %d places without" % (len(self.images), *[len(s[0]) for s in self.sets[::-1]]),
              flush=True)

    def samples(self, noise):
        """One (picture, nothing that a teacher sees in it, 1 or 0)."""
        kind = int(noise.random() < .45)
        index, chance = self.sets[kind]
        row = self.rows[index[min(np.searchsorted(chance, noise.random()), len(index) - 1)]]
        image = self.images[int(row[0])]
        x, y, side = square(row[1:5])
        loose = .5 if row[5] >= 0 else 1.      # the detector's boxes err by themselves
        width = side / AROUND
        x, y = x + noise.uniform(-.15, .15) * loose * width, y + noise.uniform(-.15, .15) * loose * width
        side *= math.exp(noise.uniform(-.2, .2) * loose)
        if width > 24 and noise.random() < .3:     # as a smaller face would be seen
            less = noise.uniform(8, 24) / width
            picture = view(image, x, y, side, max(8, int(round(side * less))))
            picture = cv2.resize(picture, (FACE[0], FACE[0]), interpolation=cv2.INTER_AREA if side * less > FACE[0] else
                                 cv2.INTER_LINEAR)
        else:
            picture = view(image, x, y, side)
        if width > 12 and noise.random() < .15:
            picture = self.half_covered(picture, noise)
        return [(damaged(picture, noise), UNKNOWN, kind)]

    def half_covered(self, picture, noise):
        """Something of another photo in front, from one side up to the middle of the place; of faces and others alike."""
        other = self.images[noise.integers(len(self.images))]
        left, top = noise.integers(0, max(1, other.shape[1] - FACE[0])), noise.integers(0, max(1, other.shape[0] - FACE[0]))
        part = cv2.resize(other[top:top + FACE[0], left:left + FACE[0]], (FACE[0], FACE[0]))
        turns = int(noise.integers(4))
        picture = np.ascontiguousarray(np.rot90(picture, turns))
        rim = FACE[0] * noise.uniform(.42, .62) + noise.uniform(-.4, .4) * (np.arange(FACE[0]) - FACE[0] / 2)
        picture = np.where(np.arange(FACE[0])[:, None, None] >= rim[None, :, None], part, picture)
        return np.ascontiguousarray(np.rot90(picture, -turns))


def damaged(picture, noise, either_side=True):
    """As cameras, light and JPEG would have it, and as it is shown then; `either_side`: its mirror image is as good."""
    height, width = picture.shape[:2]
    if either_side and noise.random() < .5:
        picture = picture[:, ::-1]
    if noise.random() < .1:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), noise.uniform(-25, 25) * (1 if either_side else .2), 1)
        picture = cv2.warpAffine(np.ascontiguousarray(picture), turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    if noise.random() < .15:
        picture = cv2.GaussianBlur(picture, (0, 0), noise.uniform(.4, 1.6))
    picture = picture.astype(np.float32)
    if noise.random() < .6:
        picture = (picture - 128) * noise.uniform(.6, 1.3) + 128 + noise.uniform(-40, 40)
        picture = picture * noise.uniform(.9, 1.1, 3).astype(np.float32)
    if noise.random() < .25:    # in dim light
        picture = 255 * (picture.clip(0, 255) / 255) ** noise.uniform(.8, 1.6) * noise.uniform(.08, .7)
        picture = picture + noise.normal(0, noise.uniform(0, 5), picture.shape).astype(np.float32)
    if noise.random() < .06:
        picture = np.repeat(picture.mean(2, keepdims=True), 3, 2)
    if noise.random() < .2:
        picture = picture + noise.normal(0, noise.uniform(2, 10), picture.shape).astype(np.float32)
    picture = picture.clip(0, 255).astype(np.uint8)
    if noise.random() < .15:
        packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(noise.integers(30, 85))])[1]
        picture = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    return lit(picture)
