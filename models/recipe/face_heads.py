#!/usr/bin/env python3
"""face_heads.py OUT.npz [COUNT]

Renders heads of people who do not exist, in poses and skin tones that the photos lack. heads.py beside this file draws
them, half a second each.
"""
import sys

import cv2
import numpy as np

from heads import render

SIDE = 112
# Brow, chin, ears, nose, cheeks, forehead: a face's box goes around these points of the head, however it is turned.
POINTS = np.array([(0, -.98, .5), (.55, .48, .7), (-.55, .48, .7), (.78, .05, -.05), (-.78, .05, -.05), (0, -.33, 1.08),
                   (.45, -.6, .5), (-.45, -.6, .5), (0, .5, .85)])


def face_box(yaw, pitch):
    """Where the face of a head turned like this lies in its picture."""
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    points = POINTS @ about_y @ about_x   # world to camera: the transpose of what render does
    x = (points[:, 0] + 1.7) / 3.4 * (SIDE - 1)
    y = (1.55 - points[:, 1]) / 3.4 * (SIDE - 1)
    return np.array([x.min(), y.min(), x.max(), y.max()])


def head(seed, rng):
    """(picture, mask, face's box) of one head."""
    yaw, pitch, tone = rng.uniform(-1.5, 1.5), rng.normal(0, .22), rng.uniform(.12, .95)
    skin = np.array([.95, .72, .6]) * tone ** .8 * rng.uniform(.9, 1.1, 3)
    hair = np.array([.5, .4, .3]) * rng.uniform(.05, 1.6) * rng.uniform(.7, 1.2, 3)
    colour, hit = render(SIDE, tuple(skin.clip(0, 1)), tuple(hair.clip(0, 1)), yaw, pitch, seed=seed,
                         hair_length=rng.choice([0, .3, .6, .9]), jaw=rng.uniform(.9, 1.07),
                         eye=tuple(rng.uniform(.1, .5, 3)))
    box, mask = face_box(yaw, pitch), (hit * 255).astype(np.uint8)
    mask[int(box[3] + .5 * (box[3] - box[1])):] = 0
    return (colour[..., ::-1] * 255).astype(np.uint8), cv2.GaussianBlur(mask, (0, 0), 1.2), box


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    rng = np.random.default_rng(5)
    heads = [head(i + 100, rng) for i in range(int(sys.argv[2]) if len(sys.argv) > 2 else 220)]
    images, masks, boxes = zip(*heads)
    boxes = np.stack(boxes).astype(np.float32)
    np.savez_compressed(sys.argv[1], image=np.stack(images), mask=np.stack(masks), box=boxes)


if __name__ == "__main__":
    main()
