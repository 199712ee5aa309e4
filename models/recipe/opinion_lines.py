"""What the second opinion on text learns from: lines that the detector sees, told apart by labels and by a teacher, and
rendered ones."""
import json
import math
import os

import cv2
import numpy as np

import text_render
from common import need, photos
from opinion_net import LETTERS, LINE, UNKNOWN
from opinion_places import damaged
from text_crops import crop, line_height
from text_teach import SIGNS_HELD_OUT, SURE, map_path

TEXT, NONE = .5, .05        # share of a line that is labelled text: from here up it is some, below this it is none
NOTHING = 40                # of 255 in the teacher's map
SMALLEST = 6                # pixels of a line's height
TAUGHT = (LINE[0] // 8, LINE[1] // 8)   # of the map that is learnt beside: what the teacher sees, 0 to 254
LABELLED = .4               # of what is drawn comes from photos with labels, which are few and err less than the teacher
STEP = 4.5                  # heights from the middle of one view to the next, where a line is longer than it
CROP = 512                  # of a rendered picture


def read_lines(path):
    """{file name: [(quad, score)]} of what was printed: PHOTO path width height, then four corners and a score a line."""
    lines, rows = {}, []
    for line in open(need(path, "lines"), encoding="utf-8"):
        words = line.split()
        if words[0] == "PHOTO":
            rows = lines.setdefault(os.path.basename(words[1]), [])
        else:
            values = np.array(words, np.float32)
            rows.append((values[:8].reshape(4, 2), float(values[8])))
    return lines


def frame(quad):
    """(middle, unit vector along the line, its length, its height); along is to the right, or downwards."""
    along, down = (quad[1] + quad[2] - quad[0] - quad[3]) / 2, (quad[2] + quad[3] - quad[0] - quad[1]) / 2
    if np.hypot(*down) > np.hypot(*along):
        along, down = down, along
    length, height = float(np.hypot(*along)), float(np.hypot(*down))
    along = along / max(length, 1e-6)
    if along[0] < -.02 or (abs(along[0]) <= .02 and along[1] < 0):
        along = -along
    return quad.mean(0), along, length, max(height, 1.)


def middles(length, height):
    """Where along the line the views of it lie, from its middle."""
    count = min(4, max(1, math.ceil(length / (height * STEP) - .35)))
    return [(i - (count - 1) / 2) * length / count for i in range(count)]


def view(image, middle, along, height, beyond=128, size=LINE):
    """A part of a line, turned to the horizontal and LETTERS pixels high; `beyond` the photo's edge."""
    scale = LETTERS / height
    down = np.array([-along[1], along[0]])
    reach = (abs(along) * size[1] + abs(down) * size[0]) / 2 / scale + 2
    x0, y0 = np.floor(middle - reach).astype(int)
    x1, y1 = np.ceil(middle + reach).astype(int)
    x0, y0 = max(x0, 0), max(y0, 0)
    x1, y1 = min(x1, image.shape[1]), min(y1, image.shape[0])
    if x1 - x0 < 1 or y1 - y0 < 1:
        return np.full((*size, *image.shape[2:]), beyond, np.uint8)
    part = image[y0:y1, x0:x1]
    wide, tall = max(1, int(round((x1 - x0) * scale))), max(1, int(round((y1 - y0) * scale)))
    part = cv2.resize(part, (wide, tall), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    sx, sy = wide / (x1 - x0), tall / (y1 - y0)
    centre = (middle - [x0, y0]) * [sx, sy]
    turn = np.array([along, down])
    matrix = np.hstack([turn, (np.array([size[1] / 2, size[0] / 2]) - turn @ centre)[:, None]])
    return cv2.warpAffine(part, matrix, (size[1], size[0]), flags=cv2.INTER_LINEAR, borderValue=(beyond,) * 3)


def both_views(image, seen, middle, along, height):
    """A view, and the same view of the teacher's map (None: it was not asked), as small as it is learnt."""
    picture = view(image, middle, along, height)
    if seen is None:
        return picture, np.full(TAUGHT, UNKNOWN, np.uint8)
    scale = seen.shape[1] / image.shape[1]
    map_there = view(seen, middle * scale, along, height * scale, 0)
    return picture, np.minimum(cv2.resize(map_there, TAUGHT[::-1], interpolation=cv2.INTER_AREA), UNKNOWN - 1)


def spoilt(views, kind, noise):
    """What is learnt from: (picture, map, kind); what is no text is none from the other side, either."""
    picture, taught = views
    if kind == 0 and noise.random() < .5:
        turned = noise.integers(1, 4)
        picture, taught = (np.ascontiguousarray(x[::-1 if turned & 1 else 1, ::-1 if turned & 2 else 1])
                           for x in (picture, taught))
    return damaged(picture, noise, False), taught, kind


def drawn(shape, quads):
    mask = np.zeros(shape, np.uint8)
    for quad in quads:
        cv2.fillPoly(mask, [np.round(quad).astype(np.int32)], 1)
    return mask


def told_apart(image, lines, text, seen):
    """(quads that hold text, quads that hold none); `text`: all labelled quads, `seen`: the teacher's map."""
    mask = drawn(image.shape[:2], text)
    seen = cv2.resize(seen, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    some, none = [], []
    for quad, score in lines:
        inside = drawn(image.shape[:2], [quad]) > 0
        share = mask[inside].mean() if inside.any() else 0
        if share >= TEXT:
            some.append((quad, score))
        elif share < NONE and inside.any() and seen[inside].max() < NOTHING:
            none.append((quad, score))
    return some, none


class LineSource:
    """Draws parts of lines from the photos; `sets`: (folder, lines, what the teacher saw, whether it is labelled)."""

    def __init__(self, sets):
        self.photos, self.some, self.none = [], [], []
        with_labels = 0
        for folder, lines_path, seen_folder, labelled in sets:
            lines = read_lines(lines_path)
            taught = {row["file"]: row["text"] for row in map(json.loads, open(os.path.join(seen_folder, "lines.jsonl")))}
            for label in photos(folder, "train", SIGNS_HELD_OUT) if labelled else photos(folder, "train"):
                if label["file"] in lines and label["file"] in taught:
                    self.add(label, lines[label["file"]], taught[label["file"]], seen_folder, labelled)
            with_labels = len(self.photos) if labelled else with_labels
        print("%d photos, %d lines, %d places without" % (len(self.photos), len(self.some), len(self.none)), flush=True)
        hard = [row for row in self.none if row[2] >= .5] or self.none
        self.rows = [(rows, [row for row in rows if row[0] < with_labels] or rows)
                     for rows in (self.none, self.some, hard)]

    def add(self, label, lines, taught, seen_folder, labelled):
        image = cv2.imread(label["path"])
        packed = np.fromfile(map_path(seen_folder, label["file"]), np.uint8)
        seen = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
        sure = [np.array(line["quad"], np.float32) for line in taught if line["score"] >= SURE]
        text = [np.array(line["quad"], np.float32) for line in label["text"]] if labelled else sure
        good = [np.array(line["quad"], np.float32) for line in label["text"] if not line["difficult"]] if labelled else sure
        some, none = told_apart(image, lines, text, seen)
        index = len(self.photos)
        good = [quad for quad in good if line_height(quad) >= SMALLEST]
        self.some += [(index, quad, score) for quad, score in some] + [(index, quad, 1.) for quad in good]
        self.none += [(index, quad, score) for quad, score in none]
        self.photos.append({"image": np.fromfile(label["path"], np.uint8), "seen": packed, "shape": image.shape[:2],
                            "quads": good, "doubtful": [], "mistakes": [], "pixels": image, "map": seen})

    def part(self, image, quad, noise, loose=1., seen=None):
        """A view of a line, a little beside it, and what the teacher sees there."""
        middle, along, length, height = frame(quad)
        if length < 1.6 * height and noise.random() < .5:       # which way it runs is not known
            along = np.array([-along[1], along[0]]) if noise.random() < .5 else along
        offset = noise.choice(middles(length, height)) + noise.uniform(-.5, .5) * loose * height
        angle = noise.normal(0, .05) * loose
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        down = np.array([-along[1], along[0]])
        middle = middle + along * offset + down * noise.uniform(-.15, .15) * loose * height
        return both_views(image, seen, middle, turn @ along, height * math.exp(noise.uniform(-.25, .25) * loose))

    def anywhere(self, noise):
        """A place without text, of any kind, or None."""
        photo = self.photos[noise.integers(len(self.photos))]
        tall, wide = photo["shape"]
        height = math.exp(noise.uniform(math.log(8), math.log(tall / 5)))
        angle = noise.normal(0, .15)
        along = np.array([math.cos(angle), math.sin(angle)])
        middle = np.array([noise.uniform(0, wide), noise.uniform(0, tall)])
        x, y = (middle * photo["map"].shape[1] / wide).astype(int)
        reach = int(3 * height * photo["map"].shape[1] / wide) + 1
        if photo["map"][max(0, y - reach):y + reach, max(0, x - reach):x + reach].max(initial=0) >= NOTHING:
            return None
        return both_views(photo["pixels"], photo["map"], middle, along, height)

    def made(self, noise):
        """Views of a rendered picture: of its lines, and of the clutter between them."""
        import random
        chance = random.Random(int(noise.integers(1 << 40)))
        image, quads, doubtful, seen = crop(self.photos[noise.integers(len(self.photos))], CROP, chance, noise)
        own = len(quads)
        if noise.random() < .65:
            text_render.rendered(image, quads, CROP, chance, noise)
            image = image.clip(0, 255).astype(np.uint8)
            return [spoilt(self.part(image, np.array(quad), noise), 1, noise) for quad in 2 * quads[own:]
                    if line_height(np.array(quad)) >= SMALLEST][:16]
        text, other = text_render.cluttered(image, quads + doubtful, CROP, chance, noise)
        image = image.clip(0, 255).astype(np.uint8)
        other[cv2.resize(seen, (CROP, CROP)) >= NOTHING] = 0
        places = np.argwhere((other > 0) & (text == 0))
        found = []
        for _ in range(10 if len(places) > 100 else 0):
            y, x = places[noise.integers(len(places))]
            angle = noise.normal(0, .1) + noise.choice([0, 0, 0, math.pi / 2])
            along = np.array([math.cos(angle), math.sin(angle)])
            height = math.exp(noise.uniform(math.log(8), math.log(90)))
            if not text[max(0, int(y - height)):int(y + height), max(0, int(x - 3 * height)):int(x + 3 * height)].any():
                found.append(spoilt(both_views(image, None, np.array([x, y], float), along, height), 0, noise))
        return found

    def samples(self, noise):
        """Some (picture, what the teacher sees in it, 1 or 0)."""
        choice = noise.random()
        if choice < .85:
            kind = int(choice < .42)
            rows, labelled = self.rows[1 if kind else 2 * int(noise.random() < .5)]
            rows = labelled if noise.random() < LABELLED else rows
            index, quad, score = rows[noise.integers(len(rows))]
            photo = self.photos[index]
            return [spoilt(self.part(photo["pixels"], quad, noise, 1. if kind else .7, photo["map"]), kind, noise)]
        if choice < .985:
            found = self.anywhere(noise)
            return [spoilt(found, 0, noise)] if found is not None else []
        return self.made(noise)
