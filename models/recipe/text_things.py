"""Flat things that are taken for text and are none: pictograms, drawn people, bar codes, small pictures on paper, metal
fittings. Each is made as a picture and a mask and then stuck onto a crop."""
import math

import cv2
import numpy as np


def shade(random):
    """A colour: half of them nearly grey, dark or light."""
    if random.random() < .5:
        value = random.choice([random.uniform(0, 70), random.uniform(170, 255)])
        return np.clip(np.array([value + random.gauss(0, 14) for _ in range(3)]), 0, 255)
    return np.array([random.uniform(0, 255) for _ in range(3)])


def ink_of(colour):
    """A colour as OpenCV wants it."""
    return tuple(float(value) for value in colour)


def contrast(random):
    """(ground, ink) that can be told apart."""
    ground, ink, tries = shade(random), shade(random), 0
    while abs((ground - ink).mean()) < 50 and tries < 20:
        ink, tries = shade(random), tries + 1
    return ground.astype(np.uint8), ink.astype(np.uint8)


def person(plane, random, thick):
    cv2.circle(plane, (96, 38), 17, 255, -1)
    wide = random.randrange(14, 34)
    body = np.array([(96 - wide, 62), (96 + wide, 62), (96 + wide // 2, 120), (96 - wide // 2, 120)])
    cv2.fillPoly(plane, [body], 255)
    for side in (-1, 1):
        step = random.randrange(4, 30)
        cv2.line(plane, (96 + side * 8, 115), (96 + side * step, 172), 255, thick)
        cv2.line(plane, (96 + side * wide, 66), (96 + side * (wide + step // 2), 112), 255, max(2, thick * 2 // 3))


def wheels(plane, random, thick):
    """A bicycle, a wheelchair or a cart."""
    reach, low = random.randrange(18, 36), random.randrange(110, 140)
    left, right = random.randrange(44, 70), random.randrange(118, 146)
    for x in [left, right][random.randrange(2):]:
        cv2.circle(plane, (x, low), reach, 255, max(2, thick * 2 // 3))
    path = np.array([(left, low), (random.randrange(70, 90), 80), (random.randrange(100, 125), 76), (right, low)])
    cv2.polylines(plane, [path, path[[1, 3]]], False, 255, max(2, thick * 2 // 3))
    if random.random() < .6:
        cv2.circle(plane, (random.randrange(80, 110), 44), 14, 255, -1)


def pointer(plane, random, thick):
    turn = math.radians(random.choice([0, 45, 90, 135, 180, 270]))
    reach = np.array([math.cos(turn), math.sin(turn)]) * 62
    ends = [tuple(int(v) for v in 96 + side * reach) for side in (-1, 1)]
    cv2.arrowedLine(plane, *ends, 255, thick, tipLength=random.uniform(.25, .6))


def emblem(plane, random, thick):
    """Petals, a star, a blot: what shops and clubs put beside their names."""
    number, inner = random.randrange(3, 9), random.uniform(.3, .9)
    turns = np.arange(2 * number) * math.pi / number + random.uniform(0, 3)
    far = np.where(np.arange(2 * number) % 2, inner, 1) * random.randrange(40, 72)
    points = np.round(np.stack([np.cos(turns), np.sin(turns)], 1) * far[:, None] + 96).astype(np.int32)
    cv2.fillPoly(plane, [points], 255) if random.random() < .6 else cv2.polylines(plane, [points], True, 255, thick)


def pictogram(random, noise):
    """(picture, mask): signs at doors, roads and kiosks, one to four in a row."""
    ground, ink = contrast(random)
    shape, rim, row = random.randrange(4), random.random() < .5, []
    figures = [random.choice([person, person, wheels, pointer, emblem]) for _ in range(random.choice([1, 1, 2, 3, 4]))]
    for figure in figures:
        mask = np.zeros((192, 192), np.uint8)   # of the sign; without a shape the figure stands alone
        if shape == 1:
            cv2.circle(mask, (96, 96), 92, 255, -1)
        elif shape == 2:
            cv2.fillPoly(mask, [np.array([(96, 4), (188, 186), (4, 186)])], 255)
        elif shape == 3:
            cv2.rectangle(mask, (4, 4), (187, 187), 255, -1)
        picture = np.zeros((192, 192, 3), np.uint8) + ground
        if rim:
            band = mask - cv2.erode(mask, np.ones((3, 3)), iterations=random.randrange(4, 12))
            picture[band > 0] = shade(random).astype(np.uint8)
        drawn = np.zeros_like(mask)
        figure(drawn, random, random.randrange(8, 22))
        if shape:                       # keeps to its ground
            small = cv2.resize(drawn, None, fx=.7, fy=.7)
            drawn = cv2.copyMakeBorder(small, 36, 22, 29, 29, cv2.BORDER_CONSTANT)
            drawn[mask == 0] = 0
        picture[drawn > 127] = ink
        row.append((picture, np.maximum(mask, drawn)))
    return np.hstack([picture for picture, _ in row]), np.hstack([mask for _, mask in row])


def sketch(random, noise):
    """(picture, mask): one to five people drawn with a pen, on paper or on whatever is there."""
    number, thick = random.choice([1, 2, 2, 3, 4, 5]), random.randrange(2, 6)
    ground, ink = contrast(random)
    lines = np.zeros((192, 120 * number + 40), np.uint8)
    for i in range(number):
        x, y, r = 80 + 120 * i + random.randrange(-15, 15), random.randrange(48, 72), random.randrange(24, 42)
        cv2.ellipse(lines, (x, y), (r, int(r * random.uniform(.9, 1.3))), 0, 0, 360, 255, thick)
        for side in (-1, 1):
            eye = (x + side * r // 3, y - r // 6)
            cv2.circle(lines, eye, random.choice([2, 3, r // 4]), 255, random.choice([-1, thick // 2 + 1]))
        start, end = random.choice([0, 180]), random.choice([180, 360])
        cv2.ellipse(lines, (x, y + r // 3), (r // 3, r // 6), 0, start, end, 255, thick)
        for _ in range(random.randrange(0, 8)):
            at = x + random.randrange(-r, r)
            cv2.line(lines, (at, y - r), (at + random.randrange(-8, 8), y - r - random.randrange(4, 16)), 255, thick)
        wide = random.randrange(r, 2 * r)
        body = np.array([(x - wide, 190), (x - wide, y + r + 20), (x - r // 3, y + r), (x + r // 3, y + r),
                         (x + wide, y + r + 20), (x + wide, 190)])
        cv2.polylines(lines, [body], False, 255, thick)
    if random.random() < .5:
        y = random.randrange(130, 180)
        cv2.rectangle(lines, (10, y), (lines.shape[1] - 10, y + random.randrange(4, 40)), 255, thick)
    picture = np.zeros((*lines.shape, 3), np.uint8) + ground
    picture[lines > 0] = ink
    return picture, np.full_like(lines, 255) if random.random() < .6 else cv2.dilate(lines, np.ones((2, 2), np.uint8))


def bar_code(random, noise):
    """(picture, mask): bars of one to four units, or squares as in a QR code, without the digits below."""
    wide = random.randrange(30, 90)
    if random.random() < .7:
        bars = np.repeat(np.arange(wide) % 2, noise.integers(1, 5, wide))[None].repeat(random.randrange(20, 120), 0)
    else:
        bars = noise.integers(0, 2, (wide // 2, wide // 2))
        bars = bars.repeat(4, 0).repeat(4, 1)
    paper, ink = random.uniform(190, 255), random.uniform(0, 70)
    picture = np.where(bars[..., None] > 0, ink, paper).astype(np.uint8).repeat(3, 2)
    picture = cv2.copyMakeBorder(picture, 8, 8, 8, 8, cv2.BORDER_CONSTANT, value=(paper,) * 3)
    return picture, np.full(picture.shape[:2], 255, np.uint8)


def small_pictures(photo, random):
    """(picture, mask): parts of a photo side by side on paper, as in a brochure, or on a wall."""
    columns, rows, side, gap = random.randrange(1, 6), random.choice([1, 1, 2, 3]), 64, random.randrange(2, 24)
    tall = int(side * random.uniform(.6, 1.4))
    paper = np.array([random.uniform(150, 255)] * 3 if random.random() < .7 else shade(random)).astype(np.uint8)
    picture = np.zeros((rows * (tall + gap) + gap, columns * (side + gap) + gap, 3), np.uint8) + paper
    for row in range(rows):
        for column in range(columns):
            reach = random.randrange(96, photo.shape[0] + 1)
            x, y = random.randrange(photo.shape[1] - reach + 1), random.randrange(photo.shape[0] - reach + 1)
            part = photo[y:y + reach, x:x + reach].clip(0, 255).astype(np.uint8)
            top, left = gap + row * (tall + gap), gap + column * (side + gap)
            picture[top:top + tall, left:left + side] = cv2.resize(part, (side, tall), interpolation=cv2.INTER_AREA)
    return picture, np.full(picture.shape[:2], 255, np.uint8)


def fitting(random, noise):
    """(picture, mask): a lock, a hinge, a stapler's head: shiny plates and rods over each other, with dark holes."""
    wide, tall = random.randrange(100, 260), random.randrange(60, 200)
    picture, mask = np.zeros((tall, wide, 3), np.float32), np.zeros((tall, wide), np.uint8)
    tint = noise.normal(0, 6, 3)
    for i in range(random.randrange(4, 14)):
        w, h = [max(6, int(v * (1 if i == 0 else random.uniform(.08, .8)))) for v in (wide, tall)]
        x, y = random.randrange(wide - w + 1), random.randrange(tall - h + 1)
        plate = np.zeros((tall, wide), np.uint8)
        if random.random() < .6:
            cv2.rectangle(plate, (x, y), (x + w - 1, y + h - 1), 255, -1)
        else:
            cv2.ellipse(plate, (x + w // 2, y + h // 2), (w // 2, h // 2), 0, 0, 360, 255, -1)
        dark = i and random.random() < .3
        stops = noise.uniform(0, 60 if dark else 255, random.randrange(2, 6)).astype(np.float32)
        shine = cv2.resize(stops[:, None] if random.random() < .7 else stops[None], (w, h))
        local = plate[y:y + h, x:x + w] > 0
        picture[y:y + h, x:x + w][local] = shine[local][:, None] + tint
        mask |= plate
    return picture.clip(0, 255).astype(np.uint8), mask


THINGS = (pictogram, pictogram, sketch, bar_code, fitting)


def stick(image, picture, mask, random, noise):
    """Puts a flat thing somewhere into a crop, turned and tilted; returns where."""
    size = image.shape[0]
    tall = math.exp(random.uniform(math.log(14), math.log(.6 * size)))
    scale = min(tall / picture.shape[0], 1.2 * size / picture.shape[1])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    picture, mask = [cv2.resize(z, None, fx=scale, fy=scale, interpolation=way) for z in (picture, mask)]
    height, width = mask.shape
    angle = math.radians(random.gauss(0, 8) if random.random() < .85 else random.uniform(-90, 90))
    cos, sin = math.cos(angle), math.sin(angle)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [width / 2 * random.uniform(.7, 1.1), height / 2]
    corners = corners @ np.array([[cos, sin], [-sin, cos]]) * (1 + noise.normal(0, .04, (4, 2)))
    corners += [random.uniform(0, size), random.uniform(0, size)]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    transform = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    picture, where = [cv2.warpPerspective(z, transform, (size, size)) for z in (picture, mask)]
    share = where.astype(np.float32)[..., None] / 255 * random.uniform(.75, 1)
    image[:] = image * (1 - share) + share * picture
    return where
