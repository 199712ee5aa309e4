#!/usr/bin/env python3
"""Are faces of every skin tone found alike?

    tests/accuracy/tones.py PLAIN PORTRAITS [--sladd PROGRAM] [--heads N]

Makes photos of many small faces, sends them through `sladd clean -n`, and counts by skin tone and size which are found (an
IoU of 0.3), as the photo is and dim. Two kinds:

- rendered heads (models/recipe/heads.py): the same head and pose in six tones, over parts of the photos in the
  folder PLAIN, in which nobody is. What differs is the tone alone.
- the portraits in the folder PORTRAITS, each made smaller. Their tone is the individual typology angle of the cheeks
  (Chardon et al., 1991) in the portrait as it is lit; a group of them differs in more than the tone.

Needs python3-opencv and python3-numpy.
"""
import argparse
import math
import pathlib
import sys
import tempfile

import cv2
import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models/recipe"))
import heads
from evaluate import iou, run
from face_heads import SIDE, face_box

TONES = (0.9, 0.72, 0.56, 0.42, 0.3, 0.2)  # how much light a skin gives back, the lightest first
SIZES = (10, 14, 20)  # pixels of a face's longer side: larger ones are nearly all found
LIGHTS = (1, 0.25)  # of the photo: as it is, and dim
ANGLES = ((41, 90), (19, 41), (-10, 19), (-90, -10))  # degrees: light, intermediate, tan and brown, dark
COLS, ROWS, CELL = 8, 6, 120
SAME = 0.3


def rendered(number):
    """The same head in all tones: [(picture, mask, box)], blue, green, red."""
    rng = numpy.random.default_rng(number)
    yaw, pitch = rng.uniform(-1.2, 1.2), rng.normal(0, 0.2)
    head = heads.Head(rng, rng.choice([0, 0.3, 0.6, 0.9]), rng.uniform(0.9, 1.07))
    points, hit, material = head.trace(SIDE, heads.turned(yaw, pitch))
    normals = head.normals(points)
    hair, clothes, eye = rng.uniform(0.03, 0.5) * numpy.array([1, 0.8, 0.6]), rng.uniform(0.1, 0.8, 3), (0.3, 0.25, 0.2)
    mask = cv2.GaussianBlur((hit * 255).astype(numpy.uint8), (0, 0), 1.2).astype(numpy.float32)[..., None] / 255
    made = []
    for tone in TONES:
        skin = numpy.array([0.95, 0.72, 0.6]) * tone
        colour = heads.light(head.paint(points, material, skin, hair, eye, clothes), normals, material)
        made.append((colour[..., ::-1].astype(numpy.float32) * 255, mask, face_box(yaw, pitch)))
    return made


def fitted(picture, box, size):
    """A picture in which the box is `size` pixels large, and the box."""
    scale = size / max(box[2] - box[0], box[3] - box[1])
    wide, tall = (max(1, round(side * scale)) for side in picture.shape[1::-1])
    small = cv2.resize(picture, (wide, tall), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    return small, box * numpy.array([wide / picture.shape[1], tall / picture.shape[0]] * 2)


def put(photo, picture, mask, box, cell):
    """The picture in the middle of a cell of the photo; where the face is then, x, y, width, height."""
    left, top = (cell % COLS) * CELL, (cell // COLS) * CELL
    x, y = (round(CELL / 2 - (box[i] + box[i + 2]) / 2) for i in (0, 1))
    x0, y0, x1, y1 = max(0, x), max(0, y), min(CELL, x + picture.shape[1]), min(CELL, y + picture.shape[0])
    to = photo[top + y0:top + y1, left + x0:left + x1]
    from_ = numpy.s_[y0 - y:y1 - y, x0 - x:x1 - x]
    to[:] = to * (1 - mask[from_]) + picture[from_] * mask[from_]
    return [left + x + box[0], top + y + box[1], box[2] - box[0], box[3] - box[1]]


def pages(items, plain, light):
    """Photos of up to COLS x ROWS items (name, picture, mask, box): [(photo, [(name, face)])]."""
    made, rng = [], numpy.random.default_rng(1)
    for first in range(0, len(items), COLS * ROWS):
        ground = cv2.imread(str(plain[len(made) % len(plain)]))
        photo = cv2.resize(ground, (COLS * CELL, ROWS * CELL)).astype(numpy.float32)
        faces = [(name, put(photo, picture, mask, box, cell))
                 for cell, (name, picture, mask, box) in enumerate(items[first:first + COLS * ROWS])]
        photo = light * photo + rng.normal(0, 3, photo.shape)
        made.append((photo.clip(0, 255).astype(numpy.uint8), faces))
    return made


def pages_by(group_of, items, plain, light):
    """The pages of each group of items, one group after the other over the same photos: no ground is harder for one."""
    return [page for group in sorted({group_of(item) for item in items})
            for page in pages([item for item in items if group_of(item) == group], plain, light)]


def seen_in(sladd, paths):
    """What the program sees in photos, by file name: rows of its report."""
    return run(sladd, paths, None, "-n", "--text", "keep")[0]


def found(sladd, made):
    """{name: whether it was found}."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{number:04}.jpg" for number in range(len(made))]
        for path, (photo, _) in zip(paths, made):
            cv2.imwrite(path, photo, [cv2.IMWRITE_JPEG_QUALITY, 90])
        rows = seen_in(sladd, paths)
    seen = {}
    for number, (_, faces) in enumerate(made):
        boxes = [region["box"] for region in rows[f"{number:04}.jpg"]["regions"] if region["kind"] == "face"]
        for name, face in faces:
            seen[name] = any(iou(face, box) >= SAME for box in boxes)
    return seen


def typology(portrait, box):
    """The angle of the cheeks' lightness and yellowness, degrees."""
    x0, y0, x1, y1 = box
    wide, tall = x1 - x0, y1 - y0
    cheeks = [portrait[int(y0 + 0.5 * tall):int(y0 + 0.68 * tall), int(x0 + a * wide):int(x0 + b * wide)].reshape(-1, 3)
              for a, b in ((0.18, 0.34), (0.66, 0.82))]
    lab = cv2.cvtColor(numpy.concatenate(cheeks)[None].astype(numpy.float32) / 255, cv2.COLOR_BGR2LAB)[0]
    light, _, yellow = numpy.median(lab, 0)
    return math.degrees(math.atan2(light - 50, max(yellow, 1e-3)))


def portraits(sladd, folder):
    """[(name, picture, box, angle)] of portraits with one face that is surely seen."""
    paths = sorted(pathlib.Path(folder).glob("*.jpg"))
    rows = seen_in(sladd, paths)
    for path in paths:
        boxes = [region["box"] for region in rows[path.name]["regions"]
                 if region["kind"] == "face" and (region["score"] or 0) > 0.9]
        if len(boxes) == 1:
            x, y, wide, tall = boxes[0]
            box, picture = numpy.array([x, y, x + wide, y + tall]), cv2.imread(str(path))
            yield path.name, picture, box, typology(picture, box)


def print_table(title, groups, seen, group_of):
    print(title)
    for name in groups:
        cells = []
        for size in SIZES:
            hits = [hit for key, hit in seen.items() if key[2] == size and group_of(key) == name]
            cells.append(f"{sum(hits)} of {len(hits)} ({sum(hits) / max(1, len(hits)):.3f})")
        print(f"  {name}: " + ", ".join(f"{size} px {cell}" for size, cell in zip(SIZES, cells)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plain")
    parser.add_argument("portraits")
    parser.add_argument("--sladd", default=str(ROOT / "build/release/sladd"))
    parser.add_argument("--heads", type=int, default=80)
    options = parser.parse_args()
    plain = sorted(pathlib.Path(options.plain).iterdir())
    items = []
    for number in range(options.heads):
        for tone, (picture, mask, box) in zip(TONES, rendered(number)):
            for size in SIZES:
                small, where = fitted(picture, box, size)
                items.append(((number, tone, size), small, cv2.resize(mask, small.shape[1::-1])[..., None], where))
    for light in LIGHTS:
        print_table(f"rendered heads, light {light}, by how much light the skin gives back", TONES,
                    found(options.sladd, pages_by(lambda item: item[0][1:], items, plain, light)), lambda key: key[1])
    items, angles = [], {}
    for name, picture, box, angle in portraits(options.sladd, options.portraits):
        angles[name] = next((low, high) for low, high in ANGLES if low <= angle <= high)
        for size in SIZES:
            small, where = fitted(picture.astype(numpy.float32), box, size)
            items.append(((name, 0, size), small, numpy.ones((*small.shape[:2], 1), numpy.float32), where))
    for light in LIGHTS:
        print_table(f"portraits, light {light}, by typology angle in degrees", ANGLES,
                    found(options.sladd, pages_by(lambda item: item[0][2], items, plain, light)),
                    lambda key: angles[key[0]])


if __name__ == "__main__":
    main()
