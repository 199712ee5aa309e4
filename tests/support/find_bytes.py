#!/usr/bin/env python3
"""find_bytes.py TEXT FILE...: fail when TEXT (of at least 8 letters) or a part of 6 letters of it stands in a file: as
it is, in any letter order of 16 bits, or in anything in it that zlib can inflate."""

import sys
import zlib


def streams(data):
    """The bytes themselves and whatever any zlib stream in them holds."""
    yield "raw", data
    at = -1
    while (at := data.find(b"\x78", at + 1)) >= 0:
        if at + 1 < len(data) and (data[at] << 8 | data[at + 1]) % 31 == 0:
            machine = zlib.decompressobj()
            try:
                inflated = machine.decompress(data[at:], 100_000_000)
            except zlib.error:
                continue
            if inflated:
                yield f"inflated at {at}", inflated


def needles(text):
    for part in {text[i : i + 6] for i in range(len(text) - 5)}:
        for encoding in ("latin-1", "utf-16-le", "utf-16-be"):
            yield part.encode(encoding)
        yield part[::-1].encode()


status = 0
for path in sys.argv[2:]:
    for where, data in streams(open(path, "rb").read()):
        for needle in needles(sys.argv[1]):
            if needle in data:
                print(f"{path}: {needle!r} found ({where} + {data.find(needle)})")
                status = 1
sys.exit(status)
