# A colour profile or gAMA that makes faces of next to nothing, or of noise: by whatever a viewer heeds such words of a
# copy, it shows nobody whom the search did not see.
python3 -c 'import numpy, PIL.ImageCms' 2>log || skip "needs python3-numpy and python3-pil"
upright "$ROOT/samples/photos/portrett.jpg" plain.jpg 400
clean 0 -q --report plain.json -o plain plain.jpg
mkdir photos
python3 - <<'PYTHON' || fail "no photos"
import io, itertools, struct, zlib
import numpy
from PIL import Image, ImageOps
number = lambda x: struct.pack(">i", round(x * 65536))
words = lambda values: b"".join(struct.pack(">H", min(max(int(v), 0), 65535)) for v in values)
xyz = lambda *values: b"XYZ " + bytes(4) + b"".join(map(number, values))
white = xyz(.9642, 1, .8249)
curve = lambda values: b"curv" + bytes(4) + struct.pack(">I", len(values)) + words(values)
light = lambda v: numpy.where(v <= .04045, v / 12.92, ((v + .055) / 1.055) ** 2.4)
def profile(space, pcs, **tags):
    tags = {"desc": b"desc" + bytes(4) + struct.pack(">I", 2) + b"x" + bytes(79), "cprt": b"text" + bytes(4) + b"x\0", "wtpt": white, **tags}
    table, body = struct.pack(">I", len(tags)), b""
    for kind, data in tags.items():
        table += kind.encode() + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = bytearray(128)
    head[8:12], head[12:24], head[36:40] = b"\2\x10\0\0", b"mntr" + space + pcs, b"acsp"
    head[24:36], head[68:80] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0), white[8:]
    whole = bytes(head) + table + body
    return struct.pack(">I", len(whole)) + whole[4:]
steep = lambda low, levels: curve(65535 * light(numpy.clip((numpy.arange(1024) / 1023 * 255 - low) / levels, 0, 1)))
srgb = [xyz(.4361, .2225, .0139), xyz(.3851, .7169, .0971), xyz(.1431, .0606, .7141)]
def rgb(curves, columns=srgb):
    return profile(b"RGB ", b"XYZ ", rXYZ=columns[0], gXYZ=columns[1], bXYZ=columns[2], rTRC=curves, gTRC=curves, bTRC=curves)
grey = lambda curves: profile(b"GRAY", b"XYZ ", kTRC=curves)
def table(space, channels, points, shown, pcs=b"Lab "): # a lightness for all channels' places; the same for all intents
    lut = b"mft2" + bytes(4) + bytes([channels, 3, points, 0]) + b"".join(map(number, (1, 0, 0, 0, 1, 0, 0, 0, 1)))
    lut += struct.pack(">HH", 2, 2) + words([0, 65535] * channels)
    for at in itertools.product(*[[i / (points - 1) for i in range(points)]] * channels):
        lut += words([65280 * shown(*at), 32768, 32768] if pcs == b"Lab " else 32768 * shown(*at))
    return profile(space, pcs, A2B0=lut + words([0, 65535] * 3))
plain = Image.open("plain.jpg").convert("RGB")
colours = numpy.asarray(plain) / 255.0
greys = numpy.asarray(plain.convert("L")) / 255.0
squeezed = lambda values, low, levels: Image.fromarray(numpy.round(low + values * levels).astype("uint8"))
squeezed(greys, 120, 16).save("photos/grey.jpg", quality=98, icc_profile=grey(steep(120, 16)))
squeezed(greys, 231, 24).save("photos/bright.jpg", quality=98, icc_profile=grey(steep(231, 24)))
squeezed(colours, 120, 16).save("photos/rgb.png", icc_profile=rgb(steep(120, 16)))
squeezed(colours, 100, 24).save("photos/wider.tif", icc_profile=rgb(steep(100, 24)))
squeezed(colours, 100, 12).save("photos/steep.webp", lossless=True, icc_profile=rgb(steep(100, 12)))
# Red less green is all that is shown, in linear light.
ends = [numpy.clip(.5 + sign * light(greys) / 2, 0, 1) for sign in (1, -1)]
stored = [numpy.round(255 * (1.055 * end ** (1 / 2.4) - .055).clip(0)) for end in ends]
less = [white, xyz(-.9642, -1, -.8249), xyz(0, 0, 0)]
Image.fromarray(numpy.dstack(stored + [0 * greys]).astype("uint8")).save("photos/less.png", icc_profile=rgb(steep(0, 255), less))
# Up and down eight times, and each pixel on a slope of its own.
lightness_of = lambda v: numpy.where(light(v) > .008856, 1.16 * numpy.cbrt(light(v)) - .16, 9.033 * light(v))
lightness = lightness_of(greys)
slope = numpy.random.default_rng(1).integers(0, 8, greys.shape)
noise = squeezed((slope + numpy.where(slope % 2 == 0, lightness, 1 - lightness)) / 8, 0, 255)
fold = lambda x, *rest: 1 - abs(1 - x * 8 % 2)
noise.convert("RGB").save("photos/fold.png", icc_profile=table(b"RGB ", 3, 33, fold))
inks = Image.merge("CMYK", [noise] + [Image.new("L", noise.size, 0)] * 3)
inks.save("photos/inks.jpg", quality=100, icc_profile=table(b"CMYK", 4, 17, fold))
# Of inks honest but for one plane, in which all of the picture lies; 255 is full ink in one file and none in the other.
def plane(c, m, y, k):
    seen = [(1 - ink) * (1 - k) * part for ink, part in zip((c, m, y), (.299, .587, .114))]
    return round(11 * c) % 2 if round(11 * m) == round(11 * y) == 1 else float(lightness_of(numpy.array(sum(seen))))
slope = numpy.random.default_rng(1).integers(0, 11, greys.shape)
noise = squeezed((slope + numpy.where(slope % 2 == 0, lightness, 1 - lightness)) / 11, 0, 255)
inks, icc = [noise] + [Image.new("L", noise.size, level) for level in (23, 23, 0)], table(b"CMYK", 4, 12, plane)
Image.merge("CMYK", inks).save("photos/plane.jpg", quality=100, subsampling=0, icc_profile=icc)
bare = io.BytesIO()
Image.merge("CMYK", [ImageOps.invert(ink) for ink in inks]).save(bare, "JPEG", quality=100, subsampling=0, icc_profile=icc)
adobe = bare.getvalue().index(b"\xff\xee")
with open("photos/plane-bare.jpg", "wb") as file:
    file.write(bare.getvalue()[:adobe] + bare.getvalue()[adobe + 16:])
chunk = lambda kind, content: struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
def png16(name, kind, samples, icc):
    rows = b"".join(b"\0" + row.tobytes() for row in numpy.round(samples.clip(0, 1) * 65535).astype(">u2"))
    head = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], 16, kind, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"iCCP", b"x\0\0" + zlib.compress(icc)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in chunks))
# Two curves make up for each other in all greys, and the picture lies in a low byte.
half, less, step = xyz(.4821, .5, .41245), xyz(-.4821, -.5, -.41245), steep(100, 1)
cancel = profile(b"RGB ", b"XYZ ", rXYZ=half, gXYZ=less, bXYZ=white, rTRC=step, gTRC=step, bTRC=curve([0, 65535]))
png16("photos/cancel.png", 2, numpy.dstack([(100 + .98 * greys) / 255] + [0 * greys] * 2), cancel)
# Of noise, between a black that is half bright and a little more, of which viewers make the screen's black.
noise = numpy.random.default_rng(3).random(greys.shape)
place = numpy.arange(1022) / 1021 * 255
lifted = rgb(curve(65535 * light(.4663 + numpy.clip(place - 128, 0, 3) * 5 / 255)))
Image.fromarray(numpy.floor(128 + 3 * greys + noise).astype("uint8")).convert("RGB").save("photos/lifted.png", icc_profile=lifted)
def lifted(c, m, y, k): # the same, in inks
    return .512 if m + y + k < .3 and round(11 * c) % 2 else .5
want = greys ** 1.6
inks = [squeezed((slope + numpy.where(slope % 2 == 0, want, 1 - want)) / 11, 0, 255)] + [Image.new("L", plain.size, 0)] * 3
Image.merge("CMYK", inks).save("photos/inks-black.jpg", quality=100, subsampling=0, icc_profile=table(b"CMYK", 4, 12, lifted))
# Between two points of a table the one colour goes out before the other one comes: dark in the midst of two lights.
to_xyz = numpy.array([[.4361, .3851, .1431], [.2225, .7169, .0606], [.0139, .0971, .7141]])
ends = [to_xyz @ numpy.array(end) for end in ((1.2, -1, .2), (-1, 1, .2))]
odd = lambda g, b: 1 <= round(23 * g) <= 3 and 6 <= round(23 * b) <= 8
clip = lambda r, g, b: ends[round(23 * r) % 2] if odd(g, b) else to_xyz @ light(numpy.array((r, g, b)))
want = .5 * (1 - greys)
bands = (slope + numpy.where(noise < .5, want, 1 - want)) / 23
png16("photos/clip.png", 2, numpy.dstack([bands, 0 * greys + 2 / 23, 0 * greys + 7 / 23]), table(b"RGB ", 3, 24, clip, b"XYZ "))
# What the profile shows, times an alpha of noise: noise are both of them, and what they are together without it.
dim = .35 * greys + .01
alpha = numpy.exp(numpy.log(dim) * numpy.random.default_rng(2).random(greys.shape))
zigzag = lambda x, *rest: round(23 * x) % 2 / 2 if round(23 * x) // 2 % 2 == 0 else 1 - round(23 * x) % 2 / 2
slope, want = numpy.random.default_rng(1).integers(0, 10, greys.shape), lightness_of((dim / alpha).clip(0, 1))
bands = (2 * slope + 2 * numpy.where(slope % 2 == 0, want, 1 - want)) / 23
png16("photos/alpha-16.png", 6, numpy.dstack([bands] * 3 + [alpha]), table(b"RGB ", 3, 24, zigzag))
see_through = [squeezed(dim / alpha, 120, 24)] * 3 + [squeezed(alpha, 0, 255)]
Image.merge("RGBA", see_through).save("photos/alpha-8.png", icc_profile=rgb(steep(120, 24)))
# Only over white are the numbers such that the profile shows something.
alpha = numpy.round((.56 + .3 * noise) * 255)
lit = 255 - (255 - 120 - 10.8 * greys) / (alpha / 255)
lit = numpy.clip(numpy.floor(lit + numpy.random.default_rng(4).random(greys.shape)), 0, 255)
flat = numpy.dstack([lit] * 3 + [alpha]).astype("uint8")
Image.fromarray(flat).save("photos/flat.png", icc_profile=rgb(steep(120, 18)))
for gamma in (.005, .02, .15, 1):
    picture = io.BytesIO()
    squeezed(light(colours) ** gamma, 0, 255).save(picture, "PNG")
    picture = picture.getvalue()
    with open(f"photos/gamma-{gamma}.png", "wb") as file:
        file.write(picture[:33] + chunk(b"gAMA", struct.pack(">I", round(gamma * 1e5))) + picture[33:])
with open("photos/primaries.png", "wb") as file:
    numbers = (31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000)
    file.write(picture[:33] + chunk(b"cHRM", struct.pack(">8I", *numbers)) + picture[33:])
PYTHON
clean 0 -q --report report.json -o out photos/*
python3 - <<'PYTHON' >log 2>&1 || fail "somebody is seen: $(<log)"
import glob, io, json
import numpy
from PIL import Image, ImageCms
srgb = ImageCms.createProfile("sRGB")
plain = numpy.asarray(Image.open("plain.jpg").convert("L")).astype(float)
faces = [r["box"] for r in json.load(open("plain.json"))["photos"][0]["regions"] if r["kind"] == "face" and r["score"] > 0.9]
copies = sorted(glob.glob("out/*.png") + glob.glob("out/*.jpg"))
def shown(picture, box): # how much of the contrast of the face as it was, where it is like it; fill has some by chance
    x, y, w, h = (round(v) for v in box)
    a, b = (p[y:y + h, x:x + w] for p in (plain, numpy.asarray(picture.convert("L")).astype(float)))
    alike = abs(numpy.mean((a - a.mean()) * (b - b.mean())))
    return alike / a.var() if alike > 0.4 * a.std() * b.std() else 0
seen = []
for name in copies:
    copy = Image.open(name)
    bare = copy.convert("RGB") if copy.mode == "RGBA" else copy
    looks = [bare.convert("RGB")]
    over = lambda look, ground: Image.composite(look, Image.new("RGB", look.size, ground), copy.getchannel("A"))
    if "icc_profile" in copy.info:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(copy.info["icc_profile"]))
        by_profile = lambda look, intent=1, flags=0: ImageCms.profileToProfile(
            look, profile, srgb, renderingIntent=intent, outputMode="RGB", flags=flags)
        looks += [by_profile(bare, intent) for intent in range(4)]
        for intent in range(2): # the profile's black as the screen's, in more light
            look = by_profile(bare, intent, 0x2100)
            most = max(high for _, high in look.getextrema())
            looks.append(look.point(lambda v: v * 255 // max(1, most)))
        if copy.mode == "RGBA":
            looks += [by_profile(over(bare, ground)) for ground in ("white", "black")]
    if copy.mode == "RGBA": # over black, in more light
        looks += [over(look, "black").point(lambda v: min(255, v / .6)) for look in looks]
    most = max(shown(look, box) for look in looks for box in faces)
    seen += [f"{name} {most:.2f}"] if most > 0.4 or "gamma" in copy.info else []
assert len(faces) == 2 and len(copies) == 22, (faces, copies)
assert seen == [], seen
PYTHON
report 'all(any(r["kind"] == "face" for r in p["regions"]) for p in r["photos"] if any(w in p["source"] for w in ("wider", "inks", "plane", "alpha-8", "flat", "gamma-1.", "gamma-0.15")))'
report 'all(("icc:profile" in p["removed"]) == any(w in p["source"] for w in ("steep", "less", "cancel", "grey", "rgb", "lifted", "fold", "clip", "alpha-16")) for p in r["photos"])'
report 'all(("png:cHRM" in p["removed"]) == ("primaries" in p["source"]) for p in r["photos"])'
check 0 --full out
