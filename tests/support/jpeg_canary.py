#!/usr/bin/env python3
"""jpeg_canary.py IN OUT TEXT: put TEXT into every place of a JPEG that a decoder passes over: every APPn with its
usual signatures, COM, unused DQT and DHT tables, between the scans, in the entropy-coded data before EOI, after EOI, in
thumbnails and in a second picture."""

import struct
import sys
import zlib


def segment(marker, payload):
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def tiff(text, thumbnail):
    """EXIF by hand: every usual text field of IFD0, of the Exif IFD (with MakerNote) and of GPS, and IFD1's thumbnail."""
    ifd0 = [(0x010E, text), (0x010F, text), (0x0110, text), (0x0131, text), (0x013B, text), (0x8298, text)]
    exif = [(0x9003, text), (0x927C, text), (0x9286, b"ASCII\0\0\0" + text), (0xA420, text), (0xA430, text), (0xA431, text)]
    gps = [(0x0001, b"N\0"), (0x0002, text.ljust(24)[:24]), (0x001B, text), (0x001C, text)]
    body = bytearray(b"MM\0*\0\0\0\x08")

    def directory(fields, pointers, following):
        start = len(body)
        count = len(fields) + len(pointers)
        body.extend(bytes(2 + 12 * count + 4))
        struct.pack_into(">H", body, start, count)
        at = start + 2
        for tag, value in sorted(fields + pointers):
            if isinstance(value, int):
                struct.pack_into(">HHII", body, at, tag, 4, 1, value)
            else:
                value = value + b"\0" if len(value) < 4 or tag < 0x9000 else value
                kind = 7 if tag in (0x927C, 0x9286, 0x001B, 0x001C) else 5 if tag == 2 else 2
                struct.pack_into(">HHII", body, at, tag, kind, len(value) // (8 if kind == 5 else 1), len(body))
                body.extend(value)
            at += 12
        struct.pack_into(">I", body, at, following)
        return start

    first = len(body)
    directory(ifd0, [(0x8769, 0), (0x8825, 0)], 0)
    places = {0x8769: directory(exif, [], 0), 0x8825: directory(gps, [], 0)}
    for tag, place in places.items():
        for i in range(len(ifd0) + 2):
            if struct.unpack_from(">H", body, first + 2 + 12 * i)[0] == tag:
                struct.pack_into(">I", body, first + 2 + 12 * i + 8, place)
    at = len(body)
    body.extend(thumbnail)
    last = directory([], [(0x0201, at), (0x0202, len(thumbnail))], 0)
    struct.pack_into(">I", body, first + 2 + 12 * (len(ifd0) + 2), last)
    return bytes(body)


def profile(text):
    """An ICC profile of no use but to carry text: description, header fields and a private tag."""
    tags = [(b"desc", b"desc\0\0\0\0" + struct.pack(">I", len(text) + 1) + text + b"\0"), (b"prVt", b"data\0\0\0\0" + text)]
    head = bytearray(128)
    head[4:8], head[12:24], head[36:40] = text[:4], b"mntrRGB XYZ ", b"acsp"
    head[48:56], head[80:100] = text[:8].ljust(8), text[:20].ljust(20)
    table, data = struct.pack(">I", len(tags)), b""
    for name, value in tags:
        table += name + struct.pack(">II", 128 + 4 + 12 * len(tags) + len(data), len(value))
        data += value + bytes(-len(value) % 4)
    head[0:4] = struct.pack(">I", 128 + len(table) + len(data))
    return bytes(head) + table + data


def application_segments(text, picture):
    iptc = b"\x1c\x02\x78" + struct.pack(">H", len(text)) + text
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc + bytes(len(iptc) % 2)
    thumbnail = b"8BIM\x04\x0c\0\0" + struct.pack(">I", 28 + len(picture)) + bytes(28) + picture + bytes(len(picture) % 2)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + text + b"</x:xmpmeta>"
    known = [
        (0, b"JFXX\0\x10" + picture),
        (0, b"JFXX\0\x13\x01\x01" + text[:3]),
        (1, b"Exif\0\0" + tiff(text, picture)),
        (1, b"http://ns.adobe.com/xap/1.0/\0" + xmp),
        (1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", len(xmp), 0) + xmp),
        (2, b"ICC_PROFILE\0\x01\x01" + profile(text)),
        (2, b"MPF\0MM\0*\0\0\0\x08" + text),
        (10, b"JUMBF" + text),
        (11, b"JP\0\x01\0\0\0\x01" + text),
        (13, b"Photoshop 3.0\0" + resource + thumbnail),
        (14, b"Adobe\0\x64\0\0\0\0\x01" + text),
    ]
    plain = [(n, text + zlib.compress(text)) for n in range(1, 16) if n != 14]
    return b"".join(segment(0xE0 + n, payload) for n, payload in known + plain)


def unused_tables(text):
    """Slot 3 is used by no baseline photo of the tests. A DHT table: 16 counts that add up, then the values."""
    values = text[:16].ljust(16, b".")
    quantisation = segment(0xDB, b"\x03" + (text * 64)[:64])
    huffman = b"".join(segment(0xC4, bytes([kind | 3]) + bytes([0, 0, 0, 0, 16] + [0] * 11) + values) for kind in (0, 16))
    return quantisation + huffman


def scan_ends(data):
    """Offsets of the first marker after each scan's entropy-coded data."""
    at, ends = 2, []
    while data[at + 1] != 0xD9:
        marker = data[at + 1]
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker == 0xDA:
            while data[at] != 0xFF or data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
                at += 1
            ends.append(at)
    return ends


def main():
    data, text = open(sys.argv[1], "rb").read(), sys.argv[3].encode()
    *between, end = scan_ends(data)
    picture = data[:2] + segment(0xFE, text) + data[2:]
    inside = segment(0xFE, text) + segment(0xE1, b"Exif\0\0" + text) + unused_tables(text)
    made, at = data[:2] + application_segments(text, data) + segment(0xFE, text) + unused_tables(text), 2
    for place in between:
        made += data[at:place] + inside
        at = place
    made += data[at:end] + text + data[end:]
    made += text + picture + b"\0\0\0\x18ftypmp42" + text
    open(sys.argv[2], "wb").write(made)


main()
