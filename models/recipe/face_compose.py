"""Pictures to judge by that are put together: crowds of small faces, and portraits in street scenes."""
import glob
import os

import cv2
import numpy as np

from common import corners, need, pad32, suppress
from face_crops import moved
from face_photos import oval, picture

PORTRAIT_SIZES = (14, 20, 28, 40, 60, 100)


def crowds(labels, number, side):
    """Yields pictures of side x side, each a grid of whole photos made small: (picture, faces, doubtful places)."""
    rng = np.random.default_rng(11)
    labels = [label for label in labels if label["faces"]]
    for i in range(number):
        columns = 2 + i % 3
        cell = side // columns
        made, faces, doubtful = np.full((side, side, 3), 127, np.uint8), [], []
        for x in range(0, columns * cell, cell):
            for y in range(0, columns * cell, cell):
                label = labels[rng.integers(len(labels))]
                image = cv2.imread(label["path"])
                scale = cell / max(image.shape[:2])
                small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:cell, :cell]
                made[y:y + small.shape[0], x:x + small.shape[1]] = small
                faces.append(corners(label["faces"]) * scale + np.array([x, y, x, y], np.float32))
                doubtful.append(corners(label["ignore"]) * scale + np.array([x, y, x, y], np.float32))
        yield made, np.concatenate(faces), np.concatenate(doubtful)


def clear_portraits(folder, yunet):
    """[(picture, soft mask of the head, face's box)]: one clear face a file, its box as YuNet sees it at full size."""
    found = []
    for path in sorted(glob.glob(os.path.join(need(folder, "portraits"), "**", "*.jpg"), recursive=True)):
        image = picture(path)
        rows = suppress(yunet.detect(pad32(image), .5))
        if len(rows):
            box = rows[np.prod(rows[:, 2:4] - rows[:, :2], 1).argmax(), :4]
            found.append((image, oval(image.shape[:2], box), box))
    return found


def portraits(clear, labels, side, harm):
    """Yields scenes of 640 x 640, each with one portrait whose face's longer side is `side`; `harm` turns, darkens and
    blurs it and adds noise."""
    rng = np.random.default_rng(side)
    for i, (image, mask, box) in enumerate(clear):
        scene = cv2.resize(cv2.imread(labels[i % len(labels)]["path"]), (640, 640), interpolation=cv2.INTER_AREA)
        scale = side / max(box[2] - box[0], box[3] - box[1])
        shrink = min(1, 2 * scale)
        small, alpha = [cv2.resize(z, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) for z in (image, mask)]
        middle, place = (box[:2] + box[2:]) / 2 * shrink, rng.uniform(120, 520, 2)
        turn = rng.normal(0, 25) if harm else 0.
        matrix = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), turn, scale / shrink)
        matrix[:, 2] += place - middle
        patch = cv2.warpAffine(small, matrix, (640, 640), flags=cv2.INTER_AREA).astype(np.float32)
        if harm:
            patch = cv2.GaussianBlur(patch * rng.uniform(.35, 1), (0, 0), rng.uniform(.3, .03 * side + .7))
            patch += rng.normal(0, rng.uniform(1, 8), patch.shape)
        alpha = cv2.warpAffine(alpha, matrix, (640, 640))[..., None]
        made = (scene * (1 - alpha) + patch.clip(0, 255) * alpha).astype(np.uint8)
        face = moved(np.append(box * shrink, 1)[None], matrix)[:, :4]
        yield made, face, np.zeros((0, 4), np.float32)
