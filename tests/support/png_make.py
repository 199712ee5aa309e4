#!/usr/bin/env python3
"""Make a PNG of any kind, chunk by chunk: a soft gradient with grain, in which nobody is seen.

    png_make.py OUT [WIDTH HEIGHT] [color=0|2|3|4|6] [depth=N] [interlace] [seed=N] [edit=X,Y,W,H] [canary=TEXT]

edit changes only pixels of that box. canary puts TEXT wherever a PNG can hide something.
"""

import struct
import sys
import zlib

CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def samples(x, y, want):
    """The samples of one pixel, 0 to 1; alpha is 1 but in the top left corner, where it hides the canary's letters."""
    grain = (x * 7919 + y * 104729 + want["seed"] * 31337) * 2654435761 >> 7 & 31
    left, top, width, height = want["edit"]
    if left <= x < left + width and top <= y < top + height:
        grain = 200 - grain * 3
    tones = [(40 + x * 60 // want["width"] + y * 40 // want["height"] + 20 * c + grain) / 255 for c in range(3)]
    channels = CHANNELS[want["color"]]
    if channels in (1, 3):
        return tones[:channels]
    hidden = y == 0 and x < len(want["canary"])
    if hidden:
        tones = [want["canary"][x] / 255] * 3
    return tones[: channels - 1] + [0.0 if hidden else 1.0]


def row(y, columns, want):
    depth, top = want["depth"], (1 << want["depth"]) - 1
    bits = 0
    count = 0
    for x in columns:
        dither = (x * 5 + y * 3) % 8 / 8 if depth < 8 else 0
        for value in samples(x, y, want):
            bits = bits << depth | int(value * top + dither)
            count += depth
    padding = -count % 8
    return b"\0" + (bits << padding).to_bytes((count + padding) // 8, "big")


def pixels(want):
    width, height = want["width"], want["height"]
    if not want["interlace"]:
        return b"".join(row(y, range(width), want) for y in range(height))
    passes = [(range(y0, height, dy), range(x0, width, dx)) for x0, y0, dx, dy in ADAM7]
    return b"".join(row(y, columns, want) for rows, columns in passes if len(columns) for y in rows)


def hiding_places(text):
    """Ancillary chunks before the image data, each with the text in it."""
    packed = zlib.compress(text)
    exif = b"MM\0*\0\0\0\x08\0\x01\x01\x0e\0\x02" + struct.pack(">II", len(text) + 1, 26) + b"\0\0\0\0" + text + b"\0"
    return b"".join(
        [
            chunk(b"tEXt", b"Comment\0" + text),
            chunk(b"zTXt", b"Author\0\0" + packed),
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x>" + text + b"</x>"),
            chunk(b"iTXt", b"Title\0\x01\0en\0\0" + packed),
            chunk(b"eXIf", exif),
            chunk(b"tIME", struct.pack(">HBBBBB", 2026, 5, 1, 12, 0, 0)),
            chunk(b"sPLT", text + b"\0\x08" + (text * 6)[: 6 * len(text)]),
            chunk(b"pHYs", struct.pack(">IIB", *struct.unpack(">II", text[:8]), 1)),
            chunk(b"caBX", text),
            chunk(b"prVt", packed),
            chunk(b"oFFs", struct.pack(">iiB", 1, 2, 0)),
        ]
    )


def palette(want):
    """Only the colours that the pixels use are needed; the rest can carry anything."""
    size = 1 << want["depth"]
    used = bytes(v for i in range(size) for v in (i * 255 // (size - 1),) * 3)
    if not want["canary"]:
        return used
    spare = want["canary"][: 3 * (size // 4)].ljust(3 * (size // 4), b".")
    return used[: len(used) - len(spare)] + spare


def write(path, want):
    color, text = want["color"], want["canary"]
    header = struct.pack(">IIBBBBB", want["width"], want["height"], want["depth"], color, 0, 0, want["interlace"])
    parts = [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header)]
    if color == 3:
        parts.append(chunk(b"PLTE", palette(want)))
        if text:
            parts.append(chunk(b"hIST", (text * 64)[: 2 << want["depth"]]))
    elif text and color == 2:
        parts.append(chunk(b"bKGD", text[:6]))
        parts.append(chunk(b"PLTE", (text + b"...")[: len(text) // 3 * 3]))
    if text:
        parts.append(hiding_places(text))
    data = zlib.compress(pixels(want)) + text
    half = len(data) // 2
    parts += [chunk(b"IDAT", data[:half]), chunk(b"IDAT", data[half:])]
    if text:
        parts += [chunk(b"tEXt", b"Late\0" + text), chunk(b"prVt", text)]
    parts += [chunk(b"IEND", b""), text]
    open(path, "wb").write(b"".join(parts))


def main():
    want = dict(width=96, height=64, color=2, depth=8, interlace=0, seed=1, edit=(0, 0, 0, 0), canary=b"")
    numbers = [a for a in sys.argv[2:] if a.isdigit()]
    if numbers:
        want["width"], want["height"] = map(int, numbers)
    for argument in sys.argv[2:]:
        key, _, value = argument.partition("=")
        if key == "interlace":
            want["interlace"] = 1
        elif key == "edit":
            want["edit"] = tuple(map(int, value.split(",")))
        elif key == "canary":
            want["canary"] = value.encode()
        elif value:
            want[key] = int(value)
    write(sys.argv[1], want)


main()
