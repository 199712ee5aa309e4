"""Words rendered over crops of photos, on panels, name badges and bare walls."""
import math

import cv2
import numpy as np

from text_clutter import clutter
from text_things import ink_of, shade
from text_words import block


class Panel:
    """A sheet, a sign or a name badge that text stands on."""

    def __init__(self, ink, boxes, height, badge, colour, random):
        pad = int(height * random.uniform(.3, 1.6))
        ground = np.array([random.uniform(215, 255)] * 3) if badge else shade(random)
        apart, tries = 60 if random.random() < .8 else 25, 0
        while abs(ground.mean() - colour.mean()) < apart and tries < 20:
            colour, tries = shade(random), tries + 1
        self.colour = colour
        top = int(height * random.uniform(1, 4)) if badge else 0
        self.ink = np.pad(ink, ((pad + top, pad), (pad, pad)))
        self.boxes = [(x0 + pad, y0 + pad + top, x1 + pad, y1 + pad + top) for x0, y0, x1, y1 in boxes]
        tall, wide = self.ink.shape
        self.sheet = np.full((tall, wide), 255, np.uint8)
        self.face = np.zeros((tall, wide, 3), np.float32) + ground
        if random.random() < .5:
            cv2.rectangle(self.sheet, (0, 0), (wide - 1, tall - 1), 0, 0)
        if badge and random.random() < .5:      # a coloured band above the name
            self.face[:top] = shade(random)
        elif badge:                             # a portrait's place
            x = random.randrange(max(1, wide - top))
            centre, axes = (x + top // 2, top // 2 + pad // 2), (max(1, top // 3), max(1, top // 2))
            cv2.ellipse(self.face, centre, axes, 0, 0, 360, ink_of(shade(random)), -1)

    def paint(self, image, transform, random, noise):
        size = image.shape[0]
        sheet = cv2.warpPerspective(self.sheet, transform, (size, size)).astype(np.float32)[..., None] / 255
        sheet = sheet * random.uniform(.85, 1)
        face = cv2.warpPerspective(self.face, transform, (size, size)) + noise.normal(0, 3, 3)
        image[:] = image * (1 - sheet) + sheet * face


def place(shape, size, random, noise):
    """(perspective transform of a block of that shape to somewhere in a crop, where its centre is)."""
    height, width = shape
    squeeze = random.uniform(.8, 1.15) if random.random() < .9 else random.uniform(.5, .8)    # signs along a corridor
    angle = math.radians(random.gauss(0, 6) if random.random() < .85 else random.uniform(-90, 90))
    cos, sin = math.cos(angle), math.sin(angle)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [width / 2 * squeeze, height / 2]
    corners = corners @ np.array([[cos, sin], [-sin, cos]])
    reach = np.minimum(np.abs(corners).max(0), size / 2) * .8
    centre = np.array([random.uniform(reach[0], size - reach[0]), random.uniform(reach[1], size - reach[1])])
    tilted = corners * (1 + noise.normal(0, .05 if random.random() < .5 else 0, (4, 2))) + centre
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(source, tilted.astype(np.float32)), centre


def readable_colour(image, foot, colour, ink, random):
    """A colour that stands out from what is below, mostly; sometimes the text gets a shadow."""
    under = image[foot > 0].mean(0) if foot.any() else colour
    apart, tries = 45 if random.random() < .85 else 22, 0
    while abs((under - colour).mean()) < apart and tries < 30:
        colour, tries = shade(random), tries + 1
    if random.random() < .15:
        shadow = np.roll(ink, (random.randrange(1, 4), random.randrange(1, 4)), (0, 1))
        image[:] = image * (1 - shadow * .7) + shadow * .7 * (255 - colour)
    return colour


def layout(random):
    """(height of the letters, rows, on a panel, on a badge)."""
    panel = random.random() < .5
    badge = panel and random.random() < .3
    height = math.exp(random.uniform(math.log(8), math.log(70)))
    rows = random.choice([1, 1, 1, 2, 3, 4, 6]) if panel or random.random() < .35 else 1
    if random.random() < .06:
        height, rows = random.uniform(70, 150), 1
    if badge:
        height, rows = math.exp(random.uniform(math.log(8), math.log(26))), random.choice([1, 2, 2, 3])
    return height, rows, panel, badge


def write(image, quads, taken, size, random, noise):
    """Puts one block of text where nothing is yet, or gives up."""
    height, rows, on_panel, badge = layout(random)
    ink, boxes = block(random, height, rows, size * random.uniform(.5, 1.6))
    if not boxes:
        return
    colour = shade(random)
    if on_panel:
        panel = Panel(ink, boxes, height, badge, colour, random)
        ink, boxes, colour = panel.ink, panel.boxes, panel.colour
    transform, centre = place(ink.shape, size, random, noise)
    foot = cv2.warpPerspective(np.full(ink.shape, 255, np.uint8), transform, (size, size))
    if (taken & foot).any():
        return
    taken |= foot
    way = cv2.INTER_AREA if height < 16 else cv2.INTER_LINEAR
    drawn = cv2.warpPerspective(ink, transform, (size, size), flags=way).astype(np.float32)[..., None] / 255
    if on_panel:
        panel.paint(image, transform, random, noise)
        if badge and random.random() < .6:      # its lanyard
            top = (int(centre[0]), max(0, int(centre[1] - ink.shape[0] / 2)))
            end = (int(centre[0] + random.gauss(0, 60)), 0)
            cv2.line(image, top, end, ink_of(shade(random)), random.randrange(2, 8))
    else:
        colour = readable_colour(image, foot, colour, drawn, random)
    drawn = drawn * random.uniform(.65, 1.)
    image[:] = image * (1 - drawn) + drawn * colour
    for x0, y0, x1, y1 in boxes:
        corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float32)
        quads.append(cv2.perspectiveTransform(corners, transform)[0])


def cluttered(image, quads, size, random, noise):
    """Paints things that are no text around the lines of a crop: changes `image`, returns where lines are and where
    something was painted."""
    taken = np.zeros((size, size), np.uint8)
    for quad in quads:
        cv2.fillPoly(taken, [np.round(quad).astype(np.int32)], 255)
    free = 255 - cv2.dilate(taken, np.ones((9, 9), np.uint8))
    other = np.zeros((size, size), np.uint8)
    while random.random() < .55:
        other |= clutter(image, free, random, noise)
    return taken, other


def rendered(image, quads, size, random, noise):
    """Adds text to a crop: changes `image`, extends `quads`, returns where something was drawn or was text
    before."""
    taken, other = cluttered(image, quads, size, random, noise)
    for _ in range(random.choice([0, 1, 1, 2, 3, 4, 6])):
        write(image, quads, taken, size, random, noise)
    if random.random() < .25:                   # scratches
        for _ in range(random.randrange(1, 10)):
            x0, y0, x1, y1 = [random.randrange(size) for _ in range(4)]
            if not taken[min(y0, y1):max(y0, y1) + 1, min(x0, x1):max(x0, x1) + 1].any():
                cv2.line(image, (x0, y0), (x1, y1), ink_of(shade(random)), random.randrange(1, 4))
    return taken | other
