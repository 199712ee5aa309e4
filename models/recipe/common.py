"""What the recipes share: labelled photos, the split, boxes, averaged weights, the learning rate, memory."""
import json
import math
import mmap
import os
import sys
import zlib

import cv2
import numpy as np

HELP = """Labelled photos are not part of this repository: they show real people. Any set will do that looks so:
    DIR/images/NAME.jpg and DIR/labels.jsonl, one photo a line
    faces: {"file", "width", "height", "source", "faces": [[x, y, w, h]], "ignore": [[x, y, w, h]]}
    text:  {"file", "width", "height", "text": [{"quad": [[x, y] * 4], "difficult": 0 or 1}]}
The card beside the model (models/face.md, models/text.md) lists the public sets that were used, and where from."""


def need(path, what):
    """Returns the path, or ends the program with an explanation when nothing is there."""
    if not path or not os.path.exists(path):
        sys.exit("%s not found: %s\n%s" % (what, path, HELP))
    return path


def held_out(name, percent=15):
    """The split: a photo is for judging, never for training, when the CRC-32 of its file name says so."""
    return zlib.crc32(name.encode()) % 100 < percent


def photos(folder, part=None, percent=15, sources=None):
    """Yields the label lines of a folder; part is 'train', 'val' or None for both. With PHOTOS=N in the environment,
    for a trial of the recipe, the folder seems to hold about N photos."""
    need(os.path.join(folder or "", "labels.jsonl"), "labels")
    with open(os.path.join(folder, "labels.jsonl"), encoding="utf-8") as file:
        lines = file.readlines()
        few = int(os.environ.get("PHOTOS", len(lines)))
        for line in lines[::max(1, len(lines) // max(1, few))]:
            label = json.loads(line)
            if part and held_out(label["file"], percent) != (part == "val"):
                continue
            if sources and label.get("source") not in sources:
                continue
            label["path"] = os.path.join(folder, "images", label["file"])
            yield label


def corners(boxes):
    """Turns [[x, y, w, h]] into an array of [x0, y0, x1, y1]."""
    result = np.array(boxes, np.float32).reshape(-1, 4).copy()
    result[:, 2:] += result[:, :2]
    return result


def areas(boxes):
    """Areas of [x0, y0, x1, y1] boxes; a box turned inside out has none."""
    return np.prod(np.clip(boxes[:, 2:4] - boxes[:, :2], 0, None), -1)


def shared_areas(a, b):
    """The area that every box of a has in common with every box of b."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:4], b[None, :, 2:4])
    return np.prod(np.clip(high - low, 0, None), -1)


def overlaps(a, b):
    """Intersection over union of every box of a with every box of b."""
    both = shared_areas(a, b)
    return both / (areas(a)[:, None] + areas(b)[None] - both + 1e-6)


def inside(a, b):
    """The share of every box of a that lies in every box of b."""
    return shared_areas(a, b) / (areas(a)[:, None] + 1e-6)


def suppress(rows, limit=.45):
    """Greedy non-maximum suppression over rows (x0, y0, x1, y1, score)."""
    rows = rows[np.argsort(-rows[:, 4])]
    kept = []
    while len(rows):
        kept.append(rows[0])
        rows = rows[1:][overlaps(rows[:1], rows[1:])[0] < limit]
    return np.array(kept, np.float32).reshape(-1, 5)


def pad32(image):
    """Adds black at the right and below until both sides are multiples of 32, which the networks ask for."""
    height, width = image.shape[:2]
    return cv2.copyMakeBorder(image, 0, -height % 32, 0, -width % 32, cv2.BORDER_CONSTANT)


def shared(shape, kind):
    """An array in memory that processes share which are forked afterwards."""
    return np.frombuffer(mmap.mmap(-1, math.prod(shape) * np.dtype(kind).itemsize), kind).reshape(shape)


def follow(average, net, step, most=.999, warm=50):
    """Moves the running average of the weights towards the network's; early on it follows faster."""
    import torch   # here alone: what reads photos and boxes needs none of it
    decay = min(most, step / (step + warm))
    values = net.state_dict()
    moving = [name for name, value in values.items() if value.dtype.is_floating_point]
    torch._foreach_mul_([average[name] for name in moving], decay)
    torch._foreach_add_([average[name] for name in moving], [values[name] for name in moving], alpha=1 - decay)
    for name in values.keys() - moving:
        average[name] = values[name].clone()


def rate(share, step, peak, warm=200):
    """Learning rate: a short warm-up, then a cosine down to a hundredth (Loshchilov and Hutter, SGDR, 2017)."""
    return peak * min(1, (step + 1) / warm) * (.495 * (1 + math.cos(math.pi * min(1, share))) + .01)
