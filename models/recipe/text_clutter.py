"""Things that are taken for text and are none, painted over crops of photos: blinds, bricks, leaves, patterned clothes,
sheets of paper in a grid, rows of things side by side, arrows and boxes; and those of text_things.py."""
import math

import cv2
import numpy as np

from text_things import THINGS, ink_of, shade, small_pictures, stick


def pattern(kind, across, down, pitch, random, noise):
    """Blinds, bricks, a grid, a keyboard without letters, chequered cloth, leaves or a fence: where their darker part
    is."""
    height, width = across.shape
    if kind == 0:
        return (down % pitch) < pitch * random.uniform(.2, .8)
    if kind == 1:
        joint = max(1, pitch * .12)
        return ((down % pitch) < joint) | (((across + (down // pitch % 2) * pitch) % (2 * pitch)) < joint)
    if kind == 2:
        bar = max(1, pitch * .15)
        return ((down % pitch) < bar) | ((across % (pitch * random.uniform(.6, 1.6))) < bar)
    if kind == 3:
        shifted = across + down // pitch * pitch * .3
        wide = pitch * random.choice([1, 1, 1.5])
        return ((down % pitch) > pitch * .2) & ((shifted % wide) > pitch * .2)
    if kind == 4:
        return ((across // pitch + down // pitch) % 2) < 1
    if kind == 5:
        shape = (max(2, height // pitch + 1) * 2, max(2, width // pitch + 1) * 2)
        coarse = noise.normal(0, 1, shape).astype(np.float32)
        return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) > random.uniform(-.3, .6)
    return (across % pitch) < pitch * random.uniform(.15, .5)


def wall(image, random, noise):
    """A pattern over a rectangle of the crop; returns where."""
    size = image.shape[0]
    width, height = random.randrange(40, size), random.randrange(40, size)
    left, top = random.randrange(size - width + 1), random.randrange(size - height + 1)
    part = image[top:top + height, left:left + width]
    dark, light = shade(random), shade(random)
    kind, pitch = random.randrange(7), random.randrange(4, 26)
    y, x = np.mgrid[0:height, 0:width]
    angle = math.radians(random.gauss(0, 8))
    across, down = x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)
    mask = pattern(kind, across, down, pitch, random, noise).astype(np.float32)
    mask = cv2.GaussianBlur(mask, (0, 0), random.uniform(.3, 1.2))[..., None]
    strength = random.uniform(.3, 1)
    shadow = cv2.resize(noise.uniform(.7, 1.2, (3, 3)).astype(np.float32), (width, height))[..., None]
    part[:] = part * (1 - strength) + strength * (dark * mask + light * (1 - mask)) * shadow
    where = np.zeros((size, size), np.uint8)
    where[top:top + height, left:left + width] = 255
    return where


def torso(size, random):
    """(outline of an upper body with sleeves, its width) somewhere in a crop."""
    wide = random.uniform(.15, .7) * size
    tall = wide * random.uniform(1.1, 1.7)
    x, y = random.uniform(0, size), random.uniform(-.2, .9) * size
    half, waist = wide / 2, wide * random.uniform(.32, .5)
    outline = np.zeros((size, size), np.uint8)
    right = [(.3 * half, 0), (half, .16 * tall), (waist, tall)]
    body = np.array(right + [(-across, down) for across, down in right[::-1]])
    cv2.fillPoly(outline, [np.round(body + [x, y]).astype(np.int32)], 255)
    for side in (-1, 1):
        shoulder = (int(x + side * half * .88), int(y + .24 * tall))
        elbow = (int(shoulder[0] + side * random.uniform(-.1, .5) * half), int(y + random.uniform(.4, .8) * tall))
        cv2.line(outline, shoulder, elbow, 255, max(2, int(.3 * wide)))
    return outline, wide


def cloth(size, wide, random):
    """Stripes or checks in two to four colours as wide as a crop, wavy as on a body, in the light of a room."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    angle = math.radians(random.choice([0, 0, 0, 90, 45]) + random.gauss(0, 5))
    down, across = y * math.cos(angle) - x * math.sin(angle), x * math.cos(angle) + y * math.sin(angle)
    down = down + random.uniform(0, .03) * wide * np.sin(across * random.uniform(2, 12) / wide + random.uniform(0, 6))
    pitch = max(3, wide * math.exp(random.uniform(math.log(.03), math.log(.3))))
    colours = np.array([shade(random) for _ in range(random.choice([2, 2, 2, 3, 4]))], np.float32)
    if random.random() < .7:        # one of them is the ground
        widths = np.array([random.uniform(.4, 3)] + [random.uniform(.2, 1) for _ in colours[1:]])
    else:
        widths = np.ones(len(colours))
    edges = np.cumsum(widths) / widths.sum()
    made = colours[np.searchsorted(edges, down / pitch % 1, "right").clip(0, len(colours) - 1)]
    if random.random() < .25:
        made = (made + colours[np.searchsorted(edges, across / pitch % 1, "right").clip(0, len(colours) - 1)]) / 2
    return made * (1 + random.uniform(0, .3) * np.sin(x / wide * 7 + random.uniform(0, 6)))[..., None]


def clothes(image, random, noise):
    """Somebody's striped or checked clothes; returns where."""
    size = image.shape[0]
    where, wide = torso(size, random)
    soft = cv2.GaussianBlur(where, (0, 0), random.uniform(.6, 1.5)).astype(np.float32)[..., None] / 255
    image[:] = image * (1 - soft) + soft * cloth(size, wide, random)
    return where


def row(image, random, noise):
    """Things side by side, as heads in a crowd, books on a shelf, coloured notes on a wall; returns where."""
    size = image.shape[0]
    where = np.zeros((size, size), np.uint8)
    tall = math.exp(random.uniform(math.log(8), math.log(90)))
    like, rows = random.uniform(.5, 1.4), random.choice([1, 1, 1, 2, 3])
    gap, uneven, round_ones = random.choice([0, .1, .2, .5]), random.choice([0, .1, .3]), random.random() < .4
    start, y = random.uniform(-.2, .5) * size, random.uniform(0, .9) * size
    end = start + random.uniform(2, 12) * tall
    for _ in range(rows):
        x = start
        while x < end:
            wide = tall * like * (1 + random.uniform(-uneven, uneven))
            low, high = y + random.uniform(0, uneven) * tall, y + tall
            for plane, colour in ((image, ink_of(shade(random))), (where, 255)):
                if round_ones:
                    cv2.ellipse(plane, (((x + x + wide) / 2, (low + high) / 2), (wide, high - low), 0), colour, -1)
                else:
                    cv2.rectangle(plane, (int(x), int(low)), (int(x + wide), int(high)), colour, -1)
            x += wide * (1 + gap)
        y += tall * random.uniform(1.05, 1.5)
    return where


def drawing(image, random, noise):
    """Arrows, boxes, curves and straps; returns where."""
    size = image.shape[0]
    where = np.zeros((size, size), np.uint8)
    for _ in range(random.randrange(1, 5)):
        thick, colour = random.randrange(1, 9), ink_of(shade(random))
        x, y = random.randrange(size), random.randrange(size)
        reach = math.exp(random.uniform(math.log(15), math.log(200)))
        path = np.cumsum(noise.normal(0, reach / 2, (random.randrange(2, 6), 2)), 0)
        points = np.round(path + [x, y]).astype(np.int32)
        kind = random.randrange(4)
        flat = random.uniform(.4, 1.4)
        for plane, ink in ((image, colour), (where, 255)):
            if kind == 0:
                cv2.polylines(plane, [points], False, ink, thick, cv2.LINE_AA)
            elif kind == 1:
                cv2.arrowedLine(plane, tuple(map(int, points[0])), tuple(map(int, points[-1])), ink, thick, cv2.LINE_AA)
            elif kind == 2:
                cv2.rectangle(plane, (x, y), (int(x + reach), int(y + flat * reach)), ink, thick)
            else:
                cv2.ellipse(plane, ((x, y), (reach, flat * reach), 0), ink, thick)
    return where


def clutter(image, free, random, noise):
    """Paints something that is no text over a part of a crop where `free` is not 0; returns where."""
    made = image.copy()
    if random.random() < .5:
        where = random.choice([wall, clothes, clothes, row, drawing])(made, random, noise)
    elif random.random() < .25 and free.all():    # text in the photo would be text in its small pictures, too
        where = stick(made, *small_pictures(image, random), random, noise)
    else:
        where = stick(made, *random.choice(THINGS)(random, noise), random, noise)
    where[free == 0] = 0
    image[:] = np.where(where[..., None] > 0, made, image)
    return where
