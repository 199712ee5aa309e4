#!/usr/bin/env python3
"""Labelled photos once more, each with one trouble that real ones have: which of them costs faces?

    tests/accuracy/harder.py samples/labels.jsonl samples/photos OUT
    tests/accuracy/evaluate.py OUT/labels.jsonl OUT --misses missed.jpg

Every trouble becomes a `source` of the new labels, so that evaluate.py prints a table of them. Faces that fall below 10
pixels are places of doubt, neither to be found nor to be missed; lines of text below 12 are difficult. Needs python3-opencv and python3-numpy.
"""
import argparse
import json
import pathlib

import cv2
import numpy

LEAST = 10  # pixels: smaller faces are not promised
LOWEST = 12  # pixels: lines of text that are lower have letters of less than 6
SIDE = 960  # of the longer side, so that a trouble means the same in every photo


def as_they_are(photo, _):
    return photo, numpy.eye(3)


def small(photo, _):
    return cv2.resize(photo, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), numpy.diag([0.5, 0.5, 1])


def dark(photo, rng):
    dim = 255 * (photo / 255.0) ** 2 * 0.5
    return numpy.clip(dim + rng.normal(0, 6, photo.shape), 0, 255).astype(numpy.uint8), numpy.eye(3)


def out_of_focus(photo, _):
    return cv2.GaussianBlur(photo, (0, 0), 3), numpy.eye(3)


def moving(photo, _):
    kernel = numpy.zeros((11, 11), numpy.float32)
    kernel[5] = 1 / 11
    return cv2.filter2D(photo, -1, kernel), numpy.eye(3)


def turned(photo, _):
    height, width = photo.shape[:2]
    turn = numpy.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), 35, 1), [0, 0, 1]])
    return cv2.warpAffine(photo, turn[:2], (width, height), borderValue=(128, 128, 128)), turn


def against_the_light(photo, _):
    height, width = photo.shape[:2]
    glow = numpy.exp(-((numpy.arange(width) - width / 2) / (width / 3)) ** 2)[None, :, None]
    return numpy.clip(0.35 * photo + 160 * glow + numpy.zeros((height, 1, 3)), 0, 255).astype(numpy.uint8), numpy.eye(3)


def badly_packed(photo, _):
    return cv2.imdecode(cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 12])[1], cv2.IMREAD_COLOR), numpy.eye(3)


TROUBLES = (as_they_are, small, dark, out_of_focus, moving, turned, against_the_light, badly_packed)


def moved(box, change):
    """The upright box around a moved box; a face is about as wide as it is high, so its centre and size are moved."""
    x, y, width, height = box
    centre = change @ [x + width / 2, y + height / 2, 1]
    scale = numpy.sqrt(abs(numpy.linalg.det(change[:2, :2])))
    width, height = width * scale, height * scale
    return [round(float(v), 1) for v in (centre[0] - width / 2, centre[1] - height / 2, width, height)]


def inside(box, shape):
    return box[0] >= 0 and box[1] >= 0 and box[0] + box[2] <= shape[1] and box[1] + box[3] <= shape[0]


def moved_line(line, change, shape):
    quad = [(change @ [x, y, 1])[:2] for x, y in line["quad"]]
    low = numpy.linalg.norm(quad[3] - quad[0]) < LOWEST
    out = any(not (0 <= x <= shape[1] and 0 <= y <= shape[0]) for x, y in quad)
    return {"quad": [[round(float(v), 1) for v in corner] for corner in quad],
            "difficult": int(line.get("difficult", 0) or low or out)}


def trouble_label(label, trouble, photo, scale, rng):
    """A changed photo and its label."""
    changed, change = trouble(photo, rng)
    change = change @ numpy.diag([scale, scale, 1])
    boxes = [moved(box, change) for box in label["faces"]]
    sure = [box for box in boxes if max(box[2:]) >= LEAST and inside(box, changed.shape)]
    doubtful = [box for box in boxes if box not in sure]
    doubtful += [moved(box, change) for box in label.get("ignore", [])]
    name = f"{trouble.__name__}-{pathlib.Path(label['file']).stem}.jpg"
    new = {"file": name, "source": trouble.__name__, "faces": sure, "ignore": doubtful}
    if "text" in label:
        new["text"] = [moved_line(line, change, changed.shape) for line in label["text"]]
    return changed, new


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels")
    parser.add_argument("photos", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rng = numpy.random.default_rng(1)
    with open(options.out / "labels.jsonl", "w", encoding="utf-8") as out:
        for line in open(options.labels, encoding="utf-8"):
            label = json.loads(line)
            photo = cv2.imread(str(options.photos / label["file"]))
            scale = SIDE / max(photo.shape[:2])
            photo = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            for trouble in TROUBLES:
                changed, new = trouble_label(label, trouble, photo, scale, rng)
                cv2.imwrite(str(options.out / new["file"]), changed, [cv2.IMWRITE_JPEG_QUALITY, 92])
                print(json.dumps(new), file=out)


if __name__ == "__main__":
    main()
