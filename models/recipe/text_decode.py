"""From the text detector's maps to lines, as the product does it (src/vision/lines.c), and both detectors behind one
face."""
import math
import os

import cv2
import numpy as np

from common import need, pad32
from ppocr import PpOcr, lines_of

CELL = 4                # input pixels in one cell of the map
HIGHEST = .4            # no line is higher than this share of the map's longer side
HIGH, HIGH_SCORE = .25, .8  # and one that is higher than this share must have that score
GROW = .2              # how far a core reaches out to be the line, as a share of its height


def blob_corners(cells, left, top):
    """The corners of every row's first and last cell: enough for any rectangle around the blob."""
    rows = np.nonzero(cells.any(1))[0]
    first = cells.argmax(1)[rows]
    last = cells.shape[1] - cells[:, ::-1].argmax(1)[rows]
    corners = [np.stack([column, row], 1) for column in (first, last) for row in (rows, rows + 1)]
    return np.concatenate(corners) + [left, top]


def whole_line(whole, quad):
    """Mean of the map of whole lines over the cells whose middles lie in a quadrilateral (in cells)."""
    left, top = np.maximum(quad.min(0).astype(int), 0)
    right, bottom = np.minimum(quad.max(0).astype(int) + 1, whole.shape[::-1])
    y, x = np.mgrid[top:bottom, left:right] + .5
    sides = [(b - a, a) for a, b in zip(quad, np.roll(quad, -1, 0))]
    turns = np.array([side[0] * (y - at[1]) - side[1] * (x - at[0]) for side, at in sides])
    inside = (turns >= 0).all(0) | (turns <= 0).all(0)
    return whole[top:bottom, left:right][inside].mean() if inside.any() else 0.


def decode(maps, rule, grow=GROW):
    """Quadrilaterals in input pixels from the maps of cores and of whole lines. A rule is (threshold, score, fill):
    touching cells of at least the threshold make a line when they fill that share of the rectangle around them and
    when the geometric mean of their own mean and of the whole line's over its rectangle is high enough. Every side
    grows by `grow` of the rectangle's short side."""
    found, (cores, whole), (threshold, least, fill) = [], maps, rule
    count, labels, boxes, _ = cv2.connectedComponentsWithStats((cores >= threshold).astype(np.uint8))
    for i in range(1, count):
        x, y, width, height, size = boxes[i]
        cells = labels[y:y + height, x:x + width] == i
        mean = cores[y:y + height, x:x + width][cells].mean()
        if size < 2 or mean < least ** 2:
            continue
        centre, (across, down), angle = cv2.minAreaRect(blob_corners(cells, x, y).astype(np.float32))
        turn = math.radians(angle)
        slant = abs(math.cos(turn)) + abs(math.sin(turn)) - 1     # what square cells add to a tilted rectangle
        if size < fill * max(across - slant, 1) * max(down - slant, 1):
            continue
        margin = 2 * grow * min(across, down)
        across, down = across + margin, down + margin
        quad = cv2.boxPoints((centre, (across, down), angle))
        tall = min(across, down) / max(cores.shape)
        wanted = HIGH_SCORE if tall > HIGH else least
        if tall <= HIGHEST and mean * whole_line(whole, quad) >= wanted ** 2:
            found.append(quad * CELL)
    return found


def fitted(image, side):
    """(picture with `side` pixels on its longer side, both sides padded to multiples of 32; scale)."""
    scale = side / max(image.shape[:2])
    interpolation = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    resized = cv2.resize(image, None, fx=scale, fy=scale, interpolation=interpolation)
    return pad32(resized), scale


class Detector:
    """A model of this project or PP-OCRv3: look() gives its maps, lines() reads them."""

    def __init__(self, path):
        self.name = os.path.basename(path)
        network = cv2.dnn.readNet(need(path, "model"))
        self.own = network.getUnconnectedOutLayersNames()[0] == "text"
        self.network = network if self.own else PpOcr(path)

    def look(self, image):
        if not self.own:
            return self.network.map(image)
        self.network.setInput(cv2.dnn.blobFromImage(image, 1 / 128, mean=(128,) * 3))
        return self.network.forward()[0].copy()

    def lines(self, seen, rule, grow=GROW):
        if self.own:
            return decode(seen, rule, grow)
        return [quad for quad, score in lines_of(seen)]
