# What lies beside the colours of a TIFF decides what may be seen: what is erased stays erased, a spare channel (a saved
# selection) is not painted into the copy, and nothing of a tile's padding is shown, whatever the bits, planes, byte order.
# What cannot be told is refused with the way out.
python3 -c 'import PIL, numpy' 2>log || skip "needs python3-pil and python3-numpy"
cat >tiffs.py <<'PYTHON'
import struct
import numpy

WIDTH, HEIGHT, TILE, CANARY = 75, 37, 32, 201


def pieces(samples, tiled):
    """The bytes of each strip or tile; the padding of tiles holds the canary."""
    if not tiled:
        return [samples.tobytes()]
    padded = numpy.full((-(-HEIGHT // TILE) * TILE, -(-WIDTH // TILE) * TILE, samples.shape[2]), CANARY, samples.dtype)
    padded[:HEIGHT, :WIDTH] = samples
    return [padded[y:y + TILE, x:x + TILE].tobytes() for y in range(0, HEIGHT, TILE) for x in range(0, WIDTH, TILE)]


def write(path, samples, photometric, extra=None, bits=8, tiled=False, apart=False, order="<", palette=False, in_bytes=()):
    """samples: HEIGHT x WIDTH x N of 8 bits."""
    samples = samples.astype(order + "u2") * 257 if bits == 16 else samples
    samples = samples.astype(order + "u2" if bits == 16 else "u1")
    count = samples.shape[2]
    parts = [p for i in range(count) for p in pieces(samples[..., i:i + 1], tiled)] if apart else pieces(samples, tiled)
    tags = {256: [WIDTH], 257: [HEIGHT], 258: [bits] * count, 259: [1], 262: [photometric], 277: [count], 284: [2 if apart else 1]}
    tags |= {322: [TILE], 323: [TILE]} if tiled else {278: [HEIGHT]}
    tags |= {338: extra} if extra else {}
    tags |= {320: [0] * 768} if palette else {}
    body, offsets = b"", []
    for part in parts:
        offsets.append(8 + len(body))
        body += part + b"\0" * (len(part) % 2)
    tags |= {324 if tiled else 273: offsets, 325 if tiled else 279: [len(p) for p in parts]}
    table, values, at = b"", b"", 8 + len(body) + 2 + 12 * len(tags) + 4
    for tag, numbers in sorted(tags.items()):
        value = struct.pack(f"{order}{len(numbers)}I", *numbers) if tag != 320 else bytes(2 * len(numbers))
        value = bytes(numbers).ljust(4, b"\0") if tag in in_bytes else value
        if len(value) > 4:
            value, values = struct.pack(order + "I", at + len(values)), values + value
        table += struct.pack(order + "HHI", tag, 1 if tag in in_bytes else 3 if tag == 320 else 4, len(numbers)) + value
    with open(path, "wb") as file:
        file.write((b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8 + len(body)) + body)
        file.write(struct.pack(order + "H", len(tags)) + table + bytes(4) + values)


y, x = numpy.mgrid[:HEIGHT, :WIDTH]
rgb = numpy.stack([60 + x, 90 + y * 2, 200 - x - y], -1).astype("u1")
grey = (40 + x + y)[..., None].astype("u1")
alpha = numpy.full((HEIGHT, WIDTH, 1), 255, "u1")
alpha[:12], alpha[12:20] = 0, 128
spare = (x[..., None] // 8 % 2 * 255).astype("u1")
PYTHON
mkdir in no
python3 - <<'PYTHON' || fail "no TIFFs"
from PIL import Image
from tiffs import *
# libtiff calls it an error that inks have fewer names than there are.
Image.fromarray(rgb).save("in/rgb.inks.tif", tiffinfo={333: "CANARY"})
def stack(*parts):
    return numpy.concatenate(parts, -1)
def times(colours):
    return numpy.round(colours * (alpha / 255)).astype("u1")
kinds = {"grey": (grey, 1, None), "white": (255 - grey, 0, None), "rgb": (rgb, 2, None),
         "grey-alpha": (stack(grey, alpha), 1, [2]), "grey-times": (stack(times(grey), alpha), 1, [1]),
         "white-alpha": (stack(255 - grey, alpha), 0, [2]), "rgb-alpha": (stack(rgb, alpha), 2, [2]),
         "rgb-times": (stack(times(rgb), alpha), 2, [1]), "grey-spare": (stack(grey, spare), 1, [0]),
         "rgb-spare": (stack(rgb, spare), 2, [0]), "rgb-silent": (stack(rgb, spare), 2, None),
         "rgb-spares": (stack(rgb, spare, spare), 2, [0, 0]), "rgb-late-alpha": (stack(rgb, spare, alpha), 2, [0, 2]),
         "rgb-early-alpha": (stack(rgb, alpha, spare), 2, [2, 0])}
for name, (samples, photometric, extra) in kinds.items():
    for bits in 8, 16:
        for tiled in False, True:
            for apart in False, True:
                order = ">" if tiled != apart else "<"
                write(f"in/{name}.{bits}{'t' * tiled}{'p' * apart}.tif", samples, photometric, extra, bits, tiled, apart, order)
for bits in 8, 16:
    write(f"in/rgb-byte-alpha.{bits}.tif", stack(rgb, spare, alpha), 2, [0, 2], bits, in_bytes=[338])
write("no/two.tif", stack(rgb, alpha, alpha), 2, [2, 2])
write("no/white-times.tif", stack(255 - grey, alpha), 0, [1])
write("no/few.tif", rgb[..., :2], 2)
write("no/palette.tif", stack(grey, alpha), 3, [2], palette=True)
PYTHON
clean 0 -j2 --text keep --report report.json -o out in
python3 - <<'PYTHON' >log 2>&1 || fail "a copy shows something else than its TIFF"
import glob, sys
from PIL import Image
from tiffs import *
seen = 0
for path in sorted(glob.glob("out/*.*")):
    name, kind = path[4:].split("."), Image.open(path).mode
    image = numpy.asarray(Image.open(path).convert("RGBA"), int)
    expected = rgb if name[0].startswith("rgb") else numpy.repeat(grey, 3, -1)
    opaque = alpha if "alpha" in path or "times" in path else numpy.full_like(alpha, 255)
    erased = image[..., 3] == 0
    # A JPEG of the kind is near; a PNG exact but for what eight bits lose under half transparency.
    far = abs(image[..., :3] - expected)[~erased].max()
    print(path, kind, far)
    if (image[..., 3] != opaque[..., 0]).any() or image[..., :3][erased].any() or far > (2 if kind == "RGBA" else 12):
        sys.exit("differs")
    seen += 1
if seen != 14 * 8 + 3:
    sys.exit(f"{seen} copies")
PYTHON

clean 3 --text keep --report report.json -o none no
report 'all("save it as an ordinary TIFF, PNG or JPEG" in p["error"] for p in r["photos"]) and len(r["photos"]) == 4'
nothing_in none

# A page behind more thumbnails than are looked at would be lost.
python3 - <<'PYTHON' || fail "no TIFF"
import struct
def directory(at, following, subfile):
    tags = {254: subfile, 256: 1, 257: 1, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 1, 279: 1}
    rows = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    return struct.pack("<H", len(tags)) + rows + struct.pack("<I", following)
size, thumbnails = 2 + 120 + 4, 66
body = b"II*\0" + struct.pack("<I", 10) + b"\x80\0"
for number in range(thumbnails + 2):
    last = number == thumbnails + 1
    body += directory(10 + size * number, 0 if last else 10 + size * (number + 1), 0 if number == 0 or last else 1)
open("far.tif", "wb").write(body)
PYTHON
clean 3 --text keep -o none far.tif
says "*several pages*"
nothing_in none
