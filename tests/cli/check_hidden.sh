# What a viewer does not show is no less in the file: the gate says so of colours under full transparency, of image data
# that a smaller header leaves over, and of bytes behind the last block of a scan; and of every photo in a format that
# `clean` never writes, since what such a file can hide is not counted. Fresh copies hold nothing of it.
python3 -c 'import PIL, numpy' 2>log || skip "needs python3-pil and python3-numpy"
mkdir in plain
photo plain/whole.jpg 96 64 ycc 2x2
photo plain/steps.jpg 96 64 ycc 1x1 progressive
python3 - <<'PYTHON' || fail "no pictures"
import struct, zlib
import numpy
from PIL import Image
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
y, x = numpy.mgrid[:64, :96]
rgb = numpy.stack([60 + x, 90 + y, 200 - x], -1).astype("u1")
def see_through(colour):
    pixels = numpy.dstack([rgb, numpy.full((64, 96), 255, "u1")])
    pixels[:32, :, 3] = 0
    if colour is not None:
        pixels[:32, :, :3] = colour
    return Image.fromarray(pixels)
see_through((255, 255, 255)).save("plain/one-colour.png")
Image.fromarray(rgb).save("plain/rgb.png")
Image.fromarray(rgb).convert("P").save("plain/palette.png")
Image.fromarray(rgb[..., 0]).save("plain/grey.png")
see_through(None).save("in/erased.png")
# Seven passes, all rows, or only those of a header of half the height.
def passes(height):
    out = b""
    for left, top, right, down in ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)):
        for row in rgb[:height][top::down, left::right]:
            out += b"\0" + row.tobytes()
    return out
def png(name, height, data, interlaced):
    header = struct.pack(">IIBBBBB", 96, height, 8, 2, 0, 0, interlaced)
    open(name, "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))
rows = b"".join(b"\0" + row.tobytes() for row in rgb)
png("plain/rows.png", 64, rows, 0), png("plain/passes.png", 64, passes(64), 1), png("plain/odd.png", 61, passes(61), 1)
png("in/shorter.png", 32, rows, 0), png("in/shorter-passes.png", 32, passes(32) + b"CANARY", 1)
for name in "whole", "steps":
    data = open(f"plain/{name}.jpg", "rb").read()
    open(f"in/{name}-tail.jpg", "wb").write(data[:-2] + b"Kari Nordmann" + data[-2:])
data = bytearray(open("plain/whole.jpg", "rb").read())
at = data.index(b"\xff\xc0") + 5
data[at:at + 2] = struct.pack(">H", 32)
open("in/shorter.jpg", "wb").write(data)
Image.fromarray(rgb).save("in/photo.webp"), Image.fromarray(rgb).save("in/photo.tif")
PYTHON
[[ ! -x $TOOLS/heif-make ]] || { djpeg plain/whole.jpg >base.ppm && "$TOOLS/heif-make" base.ppm in/photo.heic heic >log 2>&1; } || fail "heif-make"
rules() { # FOLDER: what the gate says of each photo there
    "$SLADD" check --models "$ROOT/models" --text keep --format json "$1" >report.json 2>log
}
rules plain || true
report 'not any(f["rule"] in ("hidden-bytes", "original-format", "metadata-identifying") for p in r["photos"] for f in p["findings"])'
rules in && fail "the gate lets them pass"
report 'all([f["rule"] for f in p["findings"] if f["rule"] in ("hidden-bytes", "original-format")] == ["original-format" if "photo." in p["source"] else "hidden-bytes"] for p in r["photos"])'
clean 0 --text keep --report report.json -o out in
report 'all({"erased.png": "alpha:hidden-colours", "shorter.png": "png:idat-tail", "shorter-passes.png": "png:idat-tail", "whole-tail.jpg": "jpeg:scan-tail", "steps-tail.jpg": "jpeg:scan-tail", "shorter.jpg": "jpeg:scan-tail"}.get(p["source"][3:], ":container") in " ".join(p["removed"]) for p in r["photos"])'
! grep -l -e CANARY -e Nordmann out/* || fail "it is in a copy"
check 0 --text keep out
check 0 --full --text keep out
