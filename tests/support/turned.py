#!/usr/bin/env python3
"""turned.py make FILE ORIENTATION | turned.py check SOURCE OUTPUT ORIENTATION X Y WIDTH HEIGHT

A grainy photo, stored turned or mirrored as the orientation says; and the check that what differs between source and
output, both as a person sees them, is the box (fractions of the upright photo) and nothing further from it than one MCU.
"""

import sys

import numpy
from PIL import Image, ImageOps

UPRIGHT = (320, 240)
MCU = 16
# What takes the upright picture to the stored one, so that the orientation takes it back (Exif 2.32, 0x0112).
TO_STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def make(path, orientation):
    orientation = int(orientation)
    grain = numpy.random.default_rng(7).normal(120, 12, (UPRIGHT[1], UPRIGHT[0], 3))
    image = Image.fromarray(grain.clip(0, 255).astype(numpy.uint8))
    if TO_STORED[orientation] is not None:
        image = image.transpose(TO_STORED[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(path, quality=92, exif=exif)


def upright(path, orientation):
    image = Image.open(path)
    found = image.getexif().get(0x0112, 1)
    if found != orientation:
        sys.exit(f"{path}: orientation {orientation} became {found}")
    image = ImageOps.exif_transpose(image)
    if image.size != UPRIGHT:
        sys.exit(f"{path}: the size became {image.size}")
    return numpy.asarray(image.convert("RGB")).astype(int)


def check(source, output, orientation, *box):
    orientation = int(orientation)
    x, y, width, height = (float(number) for number in box)
    differs = abs(upright(source, orientation) - upright(output, orientation)).max(2) > 2
    rows, columns = numpy.where(differs)
    wanted = [x * UPRIGHT[0], y * UPRIGHT[1], (x + width) * UPRIGHT[0], (y + height) * UPRIGHT[1]]
    is_there = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1] if differs.any() else [0, 0, 0, 0]
    for side, (found, asked) in enumerate(zip(is_there, wanted)):
        outwards = asked - found if side < 2 else found - asked
        if not -2 <= outwards <= MCU:
            sys.exit(f"orientation {orientation}: changed {is_there} instead of {wanted}")


{"make": make, "check": check}[sys.argv[1]](*sys.argv[2:])
