#!/usr/bin/env python3
"""png_same.py A B X,Y,W,H: every pixel outside the box (grown to multiples of 8) is equal, inside most differ and none
is transparent. Read with OpenCV, which keeps 16 bits."""

import sys

import cv2
import numpy


def read(path):
    image = cv2.imread(path, cv2.IMREAD_UNCHANGED)
    if image is None:
        sys.exit(f"{path} cannot be read")
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    if image.shape[2] == 3:
        image = cv2.cvtColor(image, cv2.COLOR_BGR2BGRA)
    return image


a, b = read(sys.argv[1]), read(sys.argv[2])
x, y, width, height = map(int, sys.argv[3].split(","))
if a.shape != b.shape or a.dtype != b.dtype:
    sys.exit(f"{a.shape} {a.dtype} became {b.shape} {b.dtype}")
inside = numpy.zeros(a.shape[:2], bool)
inside[y // 8 * 8 : (y + height + 7) // 8 * 8, x // 8 * 8 : (x + width + 7) // 8 * 8] = True
differs = (a != b).any(axis=2)
hidden = a[:, :, 3] == 0
if (differs & ~inside & ~hidden).any():
    sys.exit(f"{(differs & ~inside & ~hidden).sum()} pixels outside the box changed")
if (b[:, :, :3][hidden & ~inside] != 0).any():
    sys.exit("colour is left under alpha 0")
if (b[:, :, 3][inside] != numpy.iinfo(b.dtype).max).any():
    sys.exit("the redacted box is not opaque")
flat = inside.any() and (b[inside] == b[inside][0]).all()  # of a picture of two colours one may be most of it
if inside.any() and not flat and differs[inside].mean() < 0.5:
    sys.exit(f"only {differs[inside].mean():.0%} of the redacted pixels changed")
