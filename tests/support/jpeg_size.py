#!/usr/bin/env python3
"""jpeg_size.py IN OUT WIDTH HEIGHT [PRECISION [MARKER]]: copy a JPEG with another size, and if given another precision
or SOF marker (hexadecimal), in its frame header. Nothing else changes."""

import struct
import sys

data = bytearray(open(sys.argv[1], "rb").read())
at = 2
while not (0xC0 <= data[at + 1] <= 0xCF and data[at + 1] not in (0xC4, 0xC8, 0xCC)):
    at += 2 + struct.unpack_from(">H", data, at + 2)[0]
struct.pack_into(">HH", data, at + 5, int(sys.argv[4]), int(sys.argv[3]))
if len(sys.argv) > 5:
    data[at + 4] = int(sys.argv[5])
if len(sys.argv) > 6:
    data[at + 1] = int(sys.argv[6], 16)
open(sys.argv[2], "wb").write(data)
