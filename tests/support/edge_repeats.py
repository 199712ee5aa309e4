#!/usr/bin/env python3
"""edge_repeats.py SOURCE WIDENED WIDTH HEIGHT: what the widened output shows beyond WIDTH x HEIGHT, inside the last
visible blocks, has nothing to do with what the source has there. Both are compared with their own edge repeated: how much
of the source's deviation from it comes back in the output? All of it: 1; what is made from the edge alone: near 0, or up to a
third where a coarse quantisation carries what can be seen on beyond the edge, as it does in the source."""

import sys

import numpy
from PIL import Image

width, height = int(sys.argv[3]), int(sys.argv[4])
right, bottom = (width + 7) // 8 * 8, (height + 7) // 8 * 8


def deviation(path):
    tones = numpy.asarray(Image.open(path).convert("L"), float)[:bottom, :right]
    rows, cols = numpy.minimum(numpy.arange(bottom), height - 1), numpy.minimum(numpy.arange(right), width - 1)
    hidden = numpy.ones(tones.shape, bool)
    hidden[:height, :width] = False
    return (tones - tones[rows][:, cols])[hidden]


source, widened = deviation(sys.argv[1]), deviation(sys.argv[2])
comes_back = (source * widened).sum() / max(1e-9, (source * source).sum())
print(f"{comes_back:.3f} of the source comes back over {len(source)} hidden pixels")
sys.exit(int(comes_back > 0.4))
