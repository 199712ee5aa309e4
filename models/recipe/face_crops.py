"""Training pictures: views of photos, mosaics, crowds that are put together, places of former false alarms; and damage.

Half of them show real crowds, whose boxes are complete: what is not labelled there is none, and that is what a detector
needs to be told most. What is put together is made at twice the side that the network sees, and made smaller.
"""
import math

import cv2
import numpy as np

from common import areas, overlaps

SIDE = 448           # what the network sees
CANVAS = 2 * SIDE    # what mosaics and crowds are painted on
CROWDS = {"crowds": 1, "heads": .7}   # sources of many people that tell of every place what it is
WEIGHT = {"people": 4, "coco": 3, "dlib": 4, "community-masks": 1.2, "webcam-grey": .8, "press-masks": .6,
          "heads": .5, "families": 2, "groups": 2}   # others 1
# Shares of the pictures
KINDS = (("crowd_part", .52), ("plain", .28), ("quarry", .07), ("mosaic", .07), ("crowd", .06))
HARD = .3            # share of the plain pictures that show a face which an earlier model missed or misplaced
EMPTY = np.zeros((0, 5), np.float32)


def log_uniform(rng, low, high):
    return math.exp(rng.uniform(math.log(low), math.log(high)))


def seen_part(faces, doubtful, width, height):
    """Cuts boxes by the frame. A face of which little is left becomes a doubtful place."""
    if len(faces):
        whole, cut = areas(faces), faces.copy()
        cut[:, [0, 2]] = cut[:, [0, 2]].clip(0, width)
        cut[:, [1, 3]] = cut[:, [1, 3]].clip(0, height)
        share = areas(cut) / np.maximum(whole, 1)
        good = share > .4
        doubtful = np.concatenate([doubtful, cut[(share > .02) & ~good, :4]])
        faces = cut[good]
    doubtful = doubtful.clip([0, 0, 0, 0], [width, height, width, height])
    return faces, doubtful[areas(doubtful) > 4]


def moved(found, matrix):
    """Boxes of turned and stretched boxes, taken for ovals: the corners' box would be too large for a face."""
    if not len(found):
        return found
    half = (found[:, 2:4] - found[:, :2]) / 2
    middle = (found[:, :2] + found[:, 2:4]) / 2 @ matrix[:, :2].T + matrix[:, 2]
    half = np.sqrt((half ** 2) @ (matrix[:, :2] ** 2).T)
    return np.concatenate([middle - half, middle + half, found[:, 4:]], 1).astype(np.float32)


def inwards(shape, matrix, frame):
    """How far to move a photo so that little of the frame stays empty."""
    height, width = shape[:2]
    edges = np.array([[0, 0], [width, 0], [0, height], [width, height]]) @ matrix[:, :2].T + matrix[:, 2]
    low, high = edges.min(0), edges.max(0)
    fits = high - low < frame
    left, right = np.where(fits, low.clip(0), low.clip(None, 0)) - low, 0
    right = np.where(fits, (high + left).clip(None, frame), (high + left).clip(frame)) - high - left
    return left + right


def view(photo, scale, at, width, height, rng, turn=0.):
    """A part of a photo: the point `at` of the photo comes to a random place of a picture of width x height."""
    image, aspect = photo["image"], math.exp(rng.uniform(-.1, .1))
    sx, sy = scale * aspect, scale / aspect
    shrink = min(1., max(scale * 1.05, 16 / min(image.shape[:2])))
    if shrink < .75:
        image = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    else:
        shrink = 1.
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    linear = np.array([[cos, sin], [-sin, cos]]) @ np.diag([sx, sy])
    if rng.random() < .5:
        linear = np.diag([-1, 1]) @ linear
    target = np.array([width, height]) * (rng.uniform(-.03, 1.03, 2) if rng.random() < .12 else rng.uniform(.1, .9, 2))
    matrix = np.concatenate([linear, (target - linear @ np.asarray(at))[:, None]], 1)
    if rng.random() < .85:
        matrix[:, 2] += inwards(photo["image"].shape, matrix, np.array([width, height]))
    resampling = matrix.copy()
    resampling[:, :2] /= shrink
    border = (float(rng.integers(255)),) * 3
    way = cv2.INTER_LINEAR if scale < 1.3 else cv2.INTER_CUBIC
    made = cv2.warpAffine(image, resampling.astype(np.float32), (width, height), flags=way, borderValue=border)
    faces, doubtful = moved(photo["faces"], matrix), moved(photo["doubtful"], matrix)
    return (made,) + seen_part(faces, doubtful, width, height)


def look_at(photo, rng, low, high, width=SIDE, height=SIDE, focus=None, turn=0., most=3.):
    """A view in which one face, or one of the boxes in `focus`, has a side between low and high."""
    focus = photo["faces"] if focus is None else focus
    photo_height, photo_width = photo["image"].shape[:2]
    if not len(focus):
        scale = max(width / photo_width, height / photo_height) * math.exp(rng.uniform(-.4, 1.1))
        return view(photo, scale, (rng.uniform(0, photo_width), rng.uniform(0, photo_height)), width, height, rng, turn)
    box = focus[rng.integers(len(focus))]
    side = max(box[2] - box[0], box[3] - box[1], 4)
    scale = min(log_uniform(rng, low, high) / side, most)
    scale = max(scale, rng.uniform(.5, 1) * max(width / photo_width, height / photo_height))
    return view(photo, scale, (box[:2] + box[2:4]) / 2, width, height, rng, turn)


class Artist:
    """Makes training pictures: (picture, faces, doubtful places)."""

    def __init__(self, data, real, rendered):
        self.data, self.real, self.rendered = data, real, rendered
        self.rng = None   # each process that makes pictures brings its own
        self.weights = self.weigh(data)
        self.bare = [p for p in data if p["source"] in ("people", "coco", "dlib", "webcam-grey", "objects", "groups")
                     and len(p["faces"])]
        self.crowds = [p for p in data if p["source"] in CROWDS]
        self.crowd_weights = self.weigh(self.crowds, CROWDS)
        self.alarmed = [p for p in data if len(p["alarms"])]
        self.alarm_weights = np.array([math.sqrt(len(p["alarms"])) for p in self.alarmed])
        self.alarm_weights /= max(1e-9, self.alarm_weights.sum())
        self.hard = [p for p in data if len(p["hard"])]
        self.hard_weights = self.weigh(self.hard)
        self.quiet = [p for p in data if not len(p["faces"]) and not len(p["doubtful"])]

    @staticmethod
    def weigh(photos, weight=WEIGHT):
        weights = np.array([weight.get(p["source"], 1) for p in photos], float)
        return weights / weights.sum()

    def photo(self, choice=None, weights=None):
        if not choice:
            choice, weights = self.data, self.weights
        return choice[self.rng.choice(len(choice), p=weights)]

    def picture(self):
        """A picture of one kind, at the network's size."""
        kind = self.rng.choice(len(KINDS), p=[share for _, share in KINDS])
        made, faces, doubtful = getattr(self, KINDS[kind][0])()
        if made.shape[0] > SIDE:
            scale = SIDE / made.shape[0]
            made = cv2.resize(made, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
            faces, doubtful = faces * np.array([scale] * 4 + [1], np.float32), doubtful * scale
        return made, faces, doubtful

    def turn(self):
        kind = self.rng.random()
        return self.rng.uniform(-90, 90) if kind < .04 else self.rng.normal(0, 12) if kind < .5 else 0

    def crowd_part(self):
        """A part of a real crowd: around a face of some size, around one that an earlier model missed, or anywhere,
        at the sizes at which the search looks at such a photo."""
        rng, photo, kind = self.rng, self.photo(self.crowds, self.crowd_weights), self.rng.random()
        if kind < .4:
            return look_at(photo, rng, 0, 0, focus=EMPTY, turn=self.turn())
        if kind < .55 and len(photo["hard"]):
            return look_at(photo, rng, 9, 64, focus=photo["hard"], turn=self.turn())
        return look_at(photo, rng, *((8, 40) if kind < .8 else (16, 300)), turn=self.turn())

    def plain(self):
        """One photo; some masked faces get somebody else's bare one."""
        rng = self.rng
        hard = self.hard and rng.random() < HARD
        photo = self.photo(self.hard, self.hard_weights) if hard else self.photo()
        low, high = (8, 300) if rng.random() < .8 else (100, 420)
        if hard:
            return look_at(photo, rng, 10, min(high, 200), turn=self.turn(), focus=photo["hard"])
        made = look_at(photo, rng, low, high, turn=self.turn(), focus=None if rng.random() < .85 else EMPTY)
        if photo["source"].endswith("-masks") and rng.random() < .15:
            made = self.unmask(*made)
        if rng.random() < .02:
            made = self.sprinkle(*made)
        return self.cover(*made) if rng.random() < .1 else made

    def mosaic(self):
        """Several photos made small beside each other: many small bare faces, crisp as in a large photo made small."""
        rng = self.rng
        columns, rows = int(rng.integers(1, 6)), int(rng.integers(2, 6))
        canvas = np.zeros((CANVAS, CANVAS, 3), np.uint8)
        faces, doubtful = [EMPTY], [EMPTY[:, :4]]
        across = np.linspace(0, CANVAS, columns + 1).astype(int)
        down = np.linspace(0, CANVAS, rows + 1).astype(int)
        for x0, x1 in zip(across, across[1:]):
            for y0, y1 in zip(down, down[1:]):
                photo = self.photo(self.bare if rng.random() < .75 else None)
                made, f, d = look_at(photo, rng, 18, 150, x1 - x0, y1 - y0, turn=rng.normal(0, 6))
                canvas[y0:y1, x0:x1] = made
                faces.append(f + np.array([x0, y0, x0, y0, 0], np.float32))
                doubtful.append(d + np.array([x0, y0, x0, y0], np.float32))
        return canvas, np.concatenate(faces), np.concatenate(doubtful)

    def crowd(self):
        """Rows of people, the nearer the larger, before some photo."""
        rng = self.rng
        canvas, faces, doubtful = look_at(self.photo(self.quiet if rng.random() < .5 else None), rng, 20, 160, CANVAS,
                                          CANVAS)
        size = log_uniform(rng, 22, 140)
        growth = rng.uniform(0, 1.6)
        owner = np.zeros((CANVAS, CANVAS), np.int16)
        pasted, y = [], rng.uniform(.05, .4) * CANVAS
        while y < CANVAS * 1.02 and len(pasted) < 45:
            height = size * (1 + growth * y / CANVAS)
            x = rng.uniform(-.5, 1) * height
            while x < CANVAS + .3 * height and len(pasted) < 45:
                if rng.random() < .8:
                    place = x + rng.normal(0, .12) * height, y + rng.normal(0, .2) * height
                    box = self.paste(canvas, self.head(height), place, height * rng.uniform(.8, 1.2), shoulders=.7,
                                     owner=owner, number=len(pasted) + 1)
                    pasted.append(box)
                x += height * rng.uniform(.85, 2.2)
            y += height * rng.uniform(.7, 1.6)
        return (canvas,) + self.left_over(np.array(pasted, np.float32).reshape(-1, 4), faces, doubtful, owner)

    def left_over(self, pasted, faces, doubtful, owner):
        """What is still seen of everybody when all have been pasted: a number in `owner` says whose a pixel is."""
        rows = [(box, i + 1) for i, box in enumerate(pasted)] + [(box, 0) for box in faces]
        kept, unsure = [EMPTY], [doubtful]
        for box, number in rows:
            x0, y0, x1, y1 = box[:4].clip(0, CANVAS).astype(int)
            if x1 - x0 < 4 or y1 - y0 < 4:
                continue
            share = float((owner[y0:y1, x0:x1] == number).mean()) * (x1 - x0) * (y1 - y0)
            share /= max(1., (box[2] - box[0]) * (box[3] - box[1]))
            row = np.array([[x0, y0, x1, y1, box[4] if len(box) > 4 else 1]], np.float32)
            if share > .6:
                kept.append(row)
            elif share > .05:
                unsure.append(row[:, :4])
        return np.concatenate(kept), np.concatenate(unsure)

    def quarry(self):
        """A place where an earlier model saw a face and there is none, or a photo in which there is none anywhere."""
        rng = self.rng
        if self.alarmed and rng.random() < .7:
            photo = self.photo(self.alarmed, self.alarm_weights)
            return look_at(photo, rng, 10, 120, focus=photo["alarms"], turn=rng.normal(0, 8))
        return look_at(self.photo(self.quiet, None), rng, 0, 0, turn=rng.normal(0, 8))

    def head(self, height):
        """A cut-out that need not be enlarged much, now and then a rendered one."""
        rng = self.rng
        if self.rendered and rng.random() < .13:
            return self.rendered[rng.integers(len(self.rendered))]
        for _ in range(8):
            head = self.real[rng.integers(len(self.real))]
            if head[3][3] - head[3][1] > height / 1.8:
                break
        return head

    def unmask(self, canvas, faces, doubtful):
        for i, box in enumerate(faces):
            height = box[3] - box[1]
            if 8 < height < 230 and self.rng.random() < .65:
                place = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2 + .05 * height
                new = self.paste(canvas, self.head(height), place, height * self.rng.uniform(1, 1.15))
                faces[i] = (*new, 1)
        return (canvas,) + seen_part(faces, doubtful, *canvas.shape[1::-1])

    def sprinkle(self, canvas, faces, doubtful):
        """Heads in places where nobody was."""
        rng = self.rng
        for _ in range(int(rng.integers(1, 5))):
            height, place = log_uniform(rng, 10, 160), rng.uniform(0, canvas.shape[0], 2)
            room = np.concatenate([place - .7 * height, place + .7 * height])[None].astype(np.float32)
            if len(faces) and overlaps(room, faces).max() > .01:
                continue
            box = self.paste(canvas, self.head(height), place, height)
            faces = np.concatenate([faces, np.array([(*box, 1)], np.float32)])
        return (canvas,) + seen_part(faces, doubtful, *canvas.shape[1::-1])

    def cover(self, canvas, faces, doubtful):
        """Something flat in front of a face."""
        rng = self.rng
        if len(faces):
            box = faces[rng.integers(len(faces))]
            width, height = box[2] - box[0], box[3] - box[1]
            colour = tuple(float(value) for value in rng.uniform(0, 255, 3))
            if rng.random() < .5:
                x, y = box[0] + rng.uniform(-.3, 1) * width, box[1] + rng.uniform(-.2, .9) * height
                end = int(x + width * rng.uniform(.2, .5)), int(y + height * rng.uniform(.2, .6))
                cv2.rectangle(canvas, (int(x), int(y)), end, colour, -1)
            else:
                middle = int((box[0] + box[2]) / 2), int(box[1] - .05 * height)
                axes = int(width * .62), int(height * rng.uniform(.15, .3))
                cv2.ellipse(canvas, middle, axes, rng.normal(0, 10), 0, 360, colour, -1)
        return canvas, faces, doubtful

    def paste(self, canvas, head, place, height, shoulders=0., owner=None, number=0):
        """Pastes a head so that its face is `height` tall around `place`; returns the face's box."""
        rng = self.rng
        image, mask, bust, box = head
        if bust is not None and rng.random() < shoulders:
            mask = bust
        scale = height / (box[3] - box[1])
        if scale < .7:
            image, mask = [cv2.resize(z, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) for z in (image, mask)]
            box, scale = box * scale, 1.
        turn = math.radians(rng.normal(0, 7) + (rng.uniform(-50, 50) if rng.random() < .07 else 0))
        linear = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
        linear = linear @ (np.eye(2) + rng.normal(0, .05, (2, 2))) * scale   # a slight warp
        if rng.random() < .5:
            linear = np.diag([-1, 1]) @ linear
        middle = (box[:2] + box[2:]) / 2
        edges = (np.array([[0, 0], [1, 0], [0, 1], [1, 1]]) * mask.shape[::-1] - middle) @ linear.T + place
        x0, y0 = edges.min(0).clip(0, canvas.shape[0]).astype(int)
        x1, y1 = np.ceil(edges.max(0)).clip(0, canvas.shape[0]).astype(int)
        matrix = np.concatenate([linear, (np.asarray(place) - linear @ middle)[:, None]], 1)
        if x1 - x0 >= 2 and y1 - y0 >= 2:
            local = matrix - [[0, 0, x0], [0, 0, y0]]
            alpha = cv2.warpAffine(mask, local, (int(x1 - x0), int(y1 - y0)))
            patch = cv2.warpAffine(self.recoloured(image), local, (int(x1 - x0), int(y1 - y0)),
                                   borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
            under = canvas[y0:y1, x0:x1]
            if rng.random() < .6:   # some of the place's light
                patch *= (max(under.mean(), 25) / max(patch.mean(), 25)) ** rng.uniform(.1, .7)
            alpha_3 = alpha[..., None]
            canvas[y0:y1, x0:x1] = (under * (1 - alpha_3) + patch.clip(0, 255) * alpha_3).astype(np.uint8)
            if owner is not None:
                owner[y0:y1, x0:x1][alpha > .5] = number
        return moved(np.append(box, 1)[None], matrix)[0, :4]

    def recoloured(self, image):
        """Another light, another tone of skin, a little blur."""
        rng = self.rng
        if rng.random() < .5:
            table = (np.linspace(0, 1, 256) ** math.exp(rng.normal(.15, .4)) * 255).astype(np.uint8)
            image = cv2.LUT(image, table)
        if rng.random() < .4:
            image = (image * rng.uniform(.85, 1.15, 3)).clip(0, 255).astype(np.uint8)
        return cv2.GaussianBlur(image, (0, 0), rng.uniform(.4, 1.6)) if rng.random() < .2 else image


def damage(image, rng):
    """What cameras and files do to a picture: grey, dark, coloured light, noise, blur, motion, compression."""
    made = image.astype(np.float32)
    if rng.random() < .12:
        made[:] = made.mean(2, keepdims=True)
    if rng.random() < .6:
        made = made * rng.uniform(.55, 1.4) + rng.uniform(-30, 30)
    if rng.random() < .4:
        made *= rng.uniform(.8, 1.2, 3).astype(np.float32)
    if rng.random() < .08:
        made = 255 * (made.clip(0, 255) / 255) ** rng.uniform(1.3, 2.6) * rng.uniform(.4, .9)
        made += rng.normal(0, rng.uniform(2, 10), made.shape)
    if rng.random() < .25:
        made += rng.normal(0, rng.uniform(1, 11), made.shape)
    made = made.clip(0, 255).astype(np.uint8)
    if rng.random() < .2:
        made = cv2.GaussianBlur(made, (0, 0), rng.uniform(.4, 1.5))
    if rng.random() < .06:
        made = shaken(made, rng)
    if rng.random() < .35:
        made = cv2.imdecode(cv2.imencode(".jpg", made, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(28, 92))])[1], 1)
    return made


def shaken(image, rng):
    """Motion blur along a random direction."""
    length = int(rng.integers(3, 8))
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1
    middle = (length / 2 - .5, length / 2 - .5)
    kernel = cv2.warpAffine(kernel, cv2.getRotationMatrix2D(middle, rng.uniform(0, 180), 1), (length, length))
    return cv2.filter2D(image, -1, kernel / max(kernel.sum(), 1e-3))
