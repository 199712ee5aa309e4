#!/usr/bin/env python3
"""turned.py make|check FILE ORIENTATION: a black photo with a white patch at 0.65..0.8 of the upright width and
0.15..0.25 of its height, stored turned or mirrored as the orientation says; check that the patch is gone, that the
orientation is still there, and that the rest is black."""

import sys

import numpy
from PIL import Image, ImageOps

UPRIGHT = (320, 240)
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
    image = Image.new("RGB", UPRIGHT, (10, 10, 10))
    image.paste((250, 250, 250), (208, 36, 256, 60))
    if TO_STORED[orientation] is not None:
        image = image.transpose(TO_STORED[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(path, quality=92, exif=exif)


def check(path, orientation):
    image = Image.open(path)
    found = image.getexif().get(0x0112, 1)
    if found != orientation:
        sys.exit(f"orientation {orientation} became {found}")
    image = ImageOps.exif_transpose(image)
    if image.size != UPRIGHT:
        sys.exit(f"the size became {image.size}")
    brightest = int(numpy.asarray(image.convert("L")).max())
    if brightest > 60:
        sys.exit(f"the white patch is still there, or something else is: {brightest}")


{"make": make, "check": check}[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
