#!/usr/bin/env python3
"""one_picture.py FILE...: each is exactly one picture, made of allowed parts only, and its end is the file's end. The
allow-list is written down here again, by hand, from the third promise of README.md; nothing of sladd is used."""

import struct
import sys
import zlib

JPEG_ALLOWED = {0xC0, 0xC1, 0xC2, 0xC4, 0xD8, 0xD9, 0xDA, 0xDB, 0xDD, 0xE0, 0xE1, 0xE2, 0xEE}
SIGNATURES = {0xE0: b"JFIF\0", 0xE1: b"Exif\0\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
PNG_ALLOWED = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"eXIf", b"cICP"}


def check_exif(tiff):
    """Orientation alone: 26 bytes, one entry, no next directory."""
    order = {b"MM": ">", b"II": "<"}[tiff[:2]]
    at = struct.unpack_from(order + "I", tiff, 4)[0]
    count, tag = struct.unpack_from(order + "HH", tiff, at)
    following = struct.unpack_from(order + "I", tiff, at + 2 + 12 * count)[0]
    assert (count, tag, following) == (1, 0x0112, 0), "EXIF holds more than the orientation"
    assert len(tiff) == at + 2 + 12 + 4, "bytes are left in the EXIF block"


def check_jpeg(data):
    assert data.count(b"\xff\xd8\xff") == 1, "more than one SOI"
    assert data.endswith(b"\xff\xd9"), "EOI is not the last thing"
    at, tables, used = 2, set(), set()
    while at < len(data) - 2:
        assert data[at] == 0xFF, f"no marker at {at}"
        marker, size = data[at + 1], struct.unpack_from(">H", data, at + 2)[0]
        payload = data[at + 4 : at + 2 + size]
        assert marker in JPEG_ALLOWED, f"marker {marker:02x}"
        if marker in SIGNATURES:
            assert payload.startswith(SIGNATURES[marker]), f"unknown kind of APP{marker - 0xE0}"
        if marker == 0xE0:
            assert len(payload) == 14, "a JFIF segment with something behind it"
        if marker == 0xEE:
            assert len(payload) == 12, "an Adobe segment with something behind it"
        if marker == 0xE1:
            check_exif(payload[6:])
        if marker == 0xDB:
            tables |= {payload[0] & 15}
        if 0xC0 <= marker <= 0xC2:
            used |= {payload[8 + 3 * i] for i in range(payload[5])}
        at += 2 + size
        if marker == 0xDA:
            while data[at] != 0xFF or data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
                at += 1
    assert tables == used, f"quantisation tables {tables}, used {used}"


def check_png(data):
    at, image, end = 8, b"", False
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    while at < len(data):
        assert not end, "bytes after IEND"
        size, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + size]
        assert kind in PNG_ALLOWED, f"chunk {kind}"
        assert struct.unpack_from(">I", data, at + 8 + size)[0] == zlib.crc32(kind + body), f"CRC of {kind}"
        if kind == b"IDAT":
            image += body
        if kind == b"eXIf":
            check_exif(body)
        end = kind == b"IEND"
        at += 12 + size
    machine = zlib.decompressobj()
    machine.decompress(image)
    assert machine.eof and not machine.unused_data, "IDAT does not end where the image data ends"


status = 0
for path in sys.argv[1:]:
    content = open(path, "rb").read()
    try:
        (check_png if content.startswith(b"\x89PNG") else check_jpeg)(content)
    except (AssertionError, KeyError, struct.error, IndexError, zlib.error) as trouble:
        print(f"{path}: {trouble!r}")
        status = 1
sys.exit(status)
