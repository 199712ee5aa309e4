#!/usr/bin/env python3
"""Does anybody read a code in these pictures? ZBar, by way of its C library, in the picture as it is, inverted, halved, doubled
and turned: it prints the file's name and the number of codes that it read in any of these.

    codes_read.py PICTURE...
"""
import ctypes
import sys

import cv2
import numpy as np

zbar = ctypes.CDLL("libzbar.so.0")
for name in ("zbar_image_scanner_create", "zbar_image_create"):
    getattr(zbar, name).restype = ctypes.c_void_p
scanner = ctypes.c_void_p(zbar.zbar_image_scanner_create())
zbar.zbar_image_scanner_set_config(scanner, 0, 0, 1)


def codes(grey):
    grey = np.ascontiguousarray(grey)
    image = ctypes.c_void_p(zbar.zbar_image_create())
    zbar.zbar_image_set_format(image, ctypes.c_ulong(int.from_bytes(b"Y800", "little")))
    zbar.zbar_image_set_size(image, grey.shape[1], grey.shape[0])
    zbar.zbar_image_set_data(image, grey.ctypes.data_as(ctypes.c_void_p), ctypes.c_ulong(grey.size), None)
    count = zbar.zbar_scan_image(scanner, image)
    zbar.zbar_image_destroy(image)
    return count


def turned(grey, angle):
    height, width = grey.shape
    side = int(np.hypot(width, height)) + 2
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    matrix[:, 2] += (side - width) / 2, (side - height) / 2
    return cv2.warpAffine(grey, matrix, (side, side), borderValue=255)


def read(path):
    grey = cv2.imread(path, 0)
    double, half = (cv2.resize(grey, None, fx=f, fy=f, interpolation=i) for f, i in ((2, cv2.INTER_CUBIC), (0.5, cv2.INTER_AREA)))
    views = [grey, double, half, *(turned(grey, angle) for angle in (15, 30, 45, 60, 75))]
    return max(codes(way) for view in views for way in (view, 255 - view))


for path in sys.argv[1:]:
    print(path, read(path))
