#!/usr/bin/env python3
"""edge_repeats.py SOURCE WIDENED WIDTH HEIGHT: what the widened output shows beyond WIDTH x HEIGHT has nothing to do
with what the source has there. The source is grain on a gradient: its grain must not be found again."""

import sys

import numpy
from PIL import Image


def grain(path):
    tones = numpy.asarray(Image.open(path).convert("L"), float)
    smooth = sum(numpy.roll(numpy.roll(tones, y, 0), x, 1) for y in (-1, 0, 1) for x in (-1, 0, 1)) / 9
    return tones - smooth


source, widened = grain(sys.argv[1]), grain(sys.argv[2])
width, height = int(sys.argv[3]), int(sys.argv[4])
hidden = numpy.ones(source.shape, bool)
hidden[: height + 1, : width + 1] = False
hidden[:, -1] = hidden[-1, :] = False  # the smoothing wraps around there
a, b = source[hidden], widened[hidden]
likeness = (a * b).sum() / max(1e-9, numpy.sqrt((a * a).sum() * (b * b).sum()))
energy = numpy.sqrt((b * b).mean()) / numpy.sqrt((a * a).mean())
print(f"likeness {likeness:.2f}, energy {energy:.2f} over {hidden.sum()} hidden pixels")
sys.exit(int(likeness * energy > 0.15))
