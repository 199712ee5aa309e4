# What a copy keeps is searched as anybody can make it visible, not only as a viewer shows it: colours under next to no
# opacity, a face or a line that alpha alone draws in a grey, whatever the container; colours under black ink; what
# of 16 bits is black on every screen.
python3 -c 'import cv2, PIL, numpy' 2>log || skip "needs python3-opencv, python3-pil and python3-numpy"
mkdir in plain
upright "$ROOT/samples/photos/portrett.jpg" small.jpg 420
python3 - <<'PYTHON' 2>log || fail "no pictures"
import struct, zlib
import cv2, numpy
from PIL import Image, ImageDraw, ImageFont
face = numpy.array(Image.open("small.jpg").convert("RGB"))
light = numpy.array(Image.open("small.jpg").convert("L"))
side = light.shape
Image.fromarray(face).save("plain/face.png")
def save(name, colours, alpha, **more):
    Image.fromarray(numpy.dstack([colours, alpha]).astype("uint8"), "RGBA").save("in/" + name, **more)
for alpha in (1, 3, 8):
    save(f"faint-{alpha}.png", face, numpy.full(side, alpha))
save("faint.webp", face, numpy.full(side, 3), lossless=True, exact=True)
save("faint.tif", face, numpy.full(side, 20))
for grey in (118, 128, 138):
    save(f"drawn-{grey}.png", numpy.full((*side, 3), grey), 255 - light)
deep = face[..., ::-1].astype("uint16")  # as OpenCV has them
for name, colours in ("unscaled", deep), ("dark", deep * 4):
    cv2.imwrite(f"in/deep-{name}.png", colours)
for alpha in (1, 200, 256):
    cv2.imwrite(f"in/deep-alpha-{alpha}.png", numpy.dstack([deep * 257, numpy.full(side, alpha, "uint16")]))
whole = numpy.full(side, 65535, "uint16")
for name, colours in ("unscaled", deep), ("dark", deep * 4):
    for alpha in 255, 65535:
        cv2.imwrite(f"in/deep-{name}-alpha-{alpha}.png", numpy.dstack([colours, whole // 65535 * alpha]))
# Dots of a grey and of white that is all but clear, which are one tone over a middle grey and in a mean of looks.
bits = numpy.array(Image.open("small.jpg").convert("1"))
clear = numpy.where(bits, 13, 255)
shown = numpy.where(bits, 255, 134)
save("dots.png", numpy.dstack([shown] * 3), clear)
save("dots.webp", numpy.dstack([shown] * 3), clear, lossless=True, exact=True)
save("dots.tif", numpy.dstack([shown] * 3), clear)
Image.fromarray(numpy.dstack([shown, clear]).astype("uint8"), "LA").save("in/dots-two.png")
listed = Image.fromarray(bits.astype("uint8"), "P")
listed.putpalette([134] * 3 + [255] * 3)
listed.save("in/dots-listed.png", transparency=bytes([255, 13]))
cv2.imwrite("in/deep-dots.png", numpy.dstack([shown * 257] * 3 + [clear * 257]).astype("uint16"))
for grey in 0, 128:
    cv2.imwrite(f"in/deep-drawn-{grey}.png", numpy.dstack([whole // 65535 * grey] * 3 + [255 - light.astype("uint16")]))
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
for alpha in 255, 65535:  # grey with alpha, which OpenCV does not write
    rows = numpy.dstack([light, whole // 65535 * alpha]).astype(">u2")
    with open(f"in/deep-grey-alpha-{alpha}.png", "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", *side[::-1], 16, 4, 0, 0, 0)) +
                   chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row.tobytes() for row in rows))) + chunk(b"IEND", b""))
full = numpy.full(side, 255)
one, two = numpy.where(bits, 90, 180), numpy.where(bits, 180, 90)  # of colour and of black, the same both ways round
Image.fromarray(numpy.dstack([one] * 3 + [two]).astype("uint8"), "CMYK").save("in/inks-swapped.jpg", quality=100, subsampling=0)
for name, inks in ("colours", [255 - face, full]), ("black", [full, full, full, 255 - light]):
    Image.fromarray(numpy.dstack(inks).astype("uint8"), "CMYK").save(f"in/inks-{name}.jpg", quality=92)
words = Image.new("L", (560, 80))
ImageDraw.Draw(words).text((20, 20), "Kari Nordmann 12345", font=ImageFont.truetype("DejaVuSans.ttf", 40), fill=255)
for grey in (126, 128, 130):
    save(f"words-{grey}.png", numpy.full((80, 560, 3), grey), numpy.array(words))
PYTHON
clean 0 -j2 --seed 1 --report report.json -o plain-out plain
report 'sum(x["kind"] == "face" for x in p["regions"]) >= 1'
mv report.json plain.json
clean 0 -j2 --seed 1 --report report.json -o out in
cat >left.py <<'PYTHON'
# Of each face of the plain photo most samples are others in the copy, with alpha among them; so of the line.
import json, sys
import cv2, numpy
from PIL import Image
def samples(path):
    deep = cv2.imread(path, cv2.IMREAD_UNCHANGED) if "deep" in path else None
    picture = Image.open(path)
    return numpy.array(picture if picture.mode == "CMYK" else picture.convert("RGBA")) if deep is None else deep
boxes = [x["box"] for x in json.load(open("plain.json"))["photos"][0]["regions"] if x["kind"] == "face" and x["score"] > 0.9]
bad = not boxes
for photo in json.load(open("report.json"))["photos"]:
    before, after = samples(photo["source"]), samples(photo["output"])
    for x, y, w, h in [[20, 20, 420, 40]] if "words" in photo["source"] else boxes:
        part = numpy.s_[int(y):int(y + h), int(x):int(x + w)]
        changed = (before[part] != after[part]).any(axis=2).mean()
        print(photo["source"], round(float(changed), 3))
        bad = bad or changed < 0.9
sys.exit(1 if bad else 0)
PYTHON
expect 0 python3 left.py
check 0 --full out

# Whoever shows a copy on a page, light or dark, or drops its alpha, shows nobody.
mkdir shown
python3 - <<'PYTHON' 2>log || fail "no pictures"
import os
import cv2, numpy
from PIL import Image
for path in ("out/dots.png", "out/dots-listed.png", "out/deep-dots.png"):
    name = os.path.basename(path)
    if "deep" in name:
        samples = cv2.imread(path, cv2.IMREAD_UNCHANGED)[..., [2, 1, 0, 3]] // 257
        picture = Image.fromarray(samples.astype("uint8"), "RGBA")
    else:
        picture = Image.open(path).convert("RGBA")
    picture.convert("RGB").save(f"shown/bare-{name}")
    for ground in "white", "black":
        page = Image.new("RGBA", picture.size, ground)
        page.alpha_composite(picture)
        page.convert("RGB").save(f"shown/{ground}-{name}")
PYTHON
clean 0 -j2 -n --report report.json shown
report 'len(r["photos"]) == 9 and not any(x["kind"] == "face" for p in r["photos"] for x in p["regions"])'

# An opaque picture is searched as it is without alpha.
python3 - <<'PYTHON' 2>log || fail "no pictures"
from PIL import Image
Image.open("plain/face.png").convert("RGBA").save("opaque.png")
PYTHON
clean 0 --seed 1 -n --report report.json opaque.png
mv report.json opaque.json
expect 0 python3 -c 'import json
rows = [json.load(open(name))["photos"][0]["regions"] for name in ("plain.json", "opaque.json")]
assert [r for r in rows[0] if r["reason"] != "found-again"] == rows[1], rows'

# What is transparent in a redacted box alone is no look of its own, and what is drawn there in another's changes nothing
# outside: the copies are the same.
mkdir one two
png one/a.png 96 64 color=6
python3 - <<'PYTHON' 2>log || fail "no pictures"
import numpy
from PIL import Image
image = Image.open("one/a.png")
image.paste((250, 20, 20, 90), (34, 24, 60, 40))
image.save("two/a.png")
face = numpy.array(Image.open("small.jpg").convert("RGB"))
faint = Image.fromarray(numpy.dstack([face, numpy.full(face.shape[:2], 9, "uint8")]), "RGBA")
faint.save("one/b.png")
faint.paste((128, 128, 128, 9), (int(0.35 * faint.width), int(0.35 * faint.height), int(0.65 * faint.width), int(0.6 * faint.height)))
faint.save("two/b.png")
PYTHON
for photo in a b; do
    for side in one two; do
        redact $side/$photo.png 0.3 0.3 0.4 0.4
        clean 0 --seed 7 -o out-$side $side/$photo.png
    done
    ! cmp -s one/$photo.png two/$photo.png || fail "the two sources are the same"
    same out-one/$photo.png out-two/$photo.png
done

# A line that may stay for what it says does not where another look shows something else there.
mkdir known
python3 - <<'PYTHON' 2>log || fail "no pictures"
from PIL import Image, ImageDraw, ImageFont
font = ImageFont.truetype("DejaVuSans.ttf", 40)
for name in "plain", "more":
    page = Image.new("RGBA", (640, 160), (255, 255, 255, 255))
    draw = ImageDraw.Draw(page)
    draw.text((40, 60), "Sommerfest Fjordvik", font=font, fill=(0, 0, 0, 255))
    if name == "more":
        draw.text((40, 60), "Kari Nordmann 0101", font=font, fill=(0, 0, 0, 3))
    page.save(f"known/{name}.png")
PYTHON
printf 'version: 1\nknown_text: [Sommerfest Fjordvik]\n' >known/consent.yaml
clean 0 --report report.json -o known-out known
report 'all(r["action"] == "redact" for p in r["photos"] if "more" in p["source"] for r in p["regions"])'
grep -q "nobody has read the lines" log ||
    report 'any(r["reason"] == "known-text" for p in r["photos"] if "plain" in p["source"] for r in p["regions"])'
