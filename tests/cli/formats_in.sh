# What phones, scanners and the web make is read: HEIC, AVIF, WebP and TIFF become JPEGs, or PNGs where something would
# be lost. The copy shows what the format's own library shows, carries its colours, and nothing else of the file.
# Release test 19.
python3 -c 'import PIL, numpy' 2>log || skip "needs python3-pil and python3-numpy"
[[ -x $TOOLS/heif-make ]] || skip "needs heif-make"
photo base.jpg 240 160 ycc 1x1 grain=20 quality=97
djpeg base.jpg >base.ppm
mkdir in
cat >faces.xmp <<'XMP'
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
 xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#">
<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:AppliedToDimensions stDim:w="240" stDim:h="160" stDim:unit="pixel"/>
<mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description mwg-rs:Name="CANARY Kari" mwg-rs:Type="Face">
<mwg-rs:Area stArea:x="0.5" stArea:y="0.5" stArea:w="0.2" stArea:h="0.3" stArea:unit="normalized"/>
</rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>
XMP
command -v exiftool >/dev/null || skip "needs exiftool"
exiftool -q -o tagged.jpg -Make="CANARY Camera" -GPSLatitude=59.9 -GPSLatitudeRef=N -DateTimeOriginal="2026:06:01 10:00:00" base.jpg
python3 - <<'PYTHON'
import struct
from PIL import Image
tagged = open("tagged.jpg", "rb").read()
at = tagged.index(b"\xff\xe1")
block = tagged[at + 10:at + 2 + struct.unpack(">H", tagged[at + 2:at + 4])[0]]
open("exif.bin", "wb").write(block)
rgb = Image.open("base.ppm")
seen = rgb.convert("RGBA")
alpha = Image.new("L", rgb.size, 255)
alpha.paste(0, (0, 0, 60, 160)), alpha.paste(120, (60, 0, 90, 160))
seen.putalpha(alpha)
xmp = open("faces.xmp", "rb").read()
rgb.save("in/lossy.webp", quality=95, exif=b"Exif\0\0" + block, xmp=xmp)
rgb.save("in/lossless.webp", lossless=True, exif=b"Exif\0\0" + block)
seen.save("in/alpha.webp", lossless=True, exact=False)
seen.save("in/lossy-alpha.webp", quality=90)
rgb.convert("L").save("in/grey.webp", quality=90)
rgb.resize((17, 33)).save("in/small.webp", quality=100)
info = {700: xmp, 270: "CANARY title", 306: "2026:06:01 10:00:00", 315: "CANARY"}
from PIL import TiffImagePlugin
tags = TiffImagePlugin.ImageFileDirectory_v2()
for key, value in info.items():
    tags[key] = value
for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits"):
    rgb.save(f"in/rgb-{compression}.tif", compression=compression, tiffinfo=tags)
rgb.convert("L").save("in/grey.tif", compression="tiff_lzw", tiffinfo=tags)
rgb.convert("P", palette=Image.ADAPTIVE).save("in/palette.tif", compression="tiff_lzw")
rgb.convert("1").save("in/bilevel.tif", compression="group4")
rgb.convert("CMYK").save("in/cmyk.tif", compression="tiff_lzw")
seen.save("in/alpha.tif", compression="tiff_lzw")
import numpy
deep = numpy.asarray(rgb.convert("L")).astype(numpy.uint16) * 257
Image.fromarray(deep).save("in/grey16.tif")
turned = TiffImagePlugin.ImageFileDirectory_v2()
turned[274] = 6
rgb.save("in/turned.tif", tiffinfo=turned)
# Tags that libtiff does not read: text of a type that came with Exif 3.0, one of no type at all, a unit of nothing.
plain = open("in/grey16.tif", "rb").read()
at = struct.unpack("<I", plain[4:8])[0]
count = struct.unpack("<H", plain[at:at + 2])[0]
rows, rest = plain[at + 2:at + 2 + 12 * count], plain[at + 2 + 12 * count:at + 6 + 12 * count]
for name, row in (("utf8", (40093, 129, 13)), ("untyped", (65000, 0, 13)), ("unit", (296, 3, 1))):
    extra = struct.pack("<HHI", *row) + struct.pack("<I", 77 if name == "unit" else len(plain))
    table = sorted([rows[i:i + 12] for i in range(0, len(rows), 12)] + [extra], key=lambda r: r[:2][::-1])
    body = plain[:4] + struct.pack("<I", len(plain) + 14) + plain[8:] + b"CANARY Kari\0\0\0"
    open(f"in/grey-{name}.tif", "wb").write(body + struct.pack("<H", count + 1) + b"".join(table) + rest)
PYTHON
heif() { # NAME KIND [ARGUMENT...]
    "$TOOLS/heif-make" base.ppm "in/$1" "${@:2}" >log 2>&1 || fail "heif-make $*"
}
heif plain.heic heic
heif all.HEIC heic exif=exif.bin xmp=faces.xmp thumbnail second
heif p3.heic heic nclx=12,13
heif wide.heic heic ten nclx=9,1
heif alpha.heic heic alpha
for turn in 3 6 8 2; do
    heif turned$turn.heic heic turn=$turn
done
cp in/plain.heic in/camera.HIF
cp in/plain.heic in/phone-jpeg.jpg
heif plain.avif avif
heif all.avif avif exif=exif.bin xmp=faces.xmp
heif alpha.avif avif alpha
heif p3.avif avif nclx=12,13
heif turned.avif avif turn=6
total=$(find in -type f -printf x | wc -c)

clean 0 -j2 --text keep --seed 1 --report report.json -o out in
report "r['summary']['sanitised'] == $total"
exists out/plain.heic.jpg out/plain.avif.jpg out/camera.jpg out/wide.jpg out/phone-jpeg.jpg out/lossy.jpg out/cmyk.jpg \
    out/grey16.jpg out/lossless.png out/alpha.heic.png out/alpha.tif.png out/palette.png out/bilevel.png
! grep -rlE "CANARY|59\.9|2026:06" out || fail "words of the source in a copy"
for copy in out/*; do
    expect 0 python3 "$SUPPORT/one_picture.py" "$copy"
done
report 'all("exif:Make" in p["removed"] and "exif:GPSLatitude" in p["removed"] for p in r["photos"] if "/all." in p["source"])'
report 'all("xmp:regions" in p["removed"] for p in r["photos"] if "/all." in p["source"] or "rgb-" in p["source"] or "lossy.webp" in p["source"])'
report 'all(n in next(p for p in r["photos"] if p["source"] == "in/all.HEIC")["removed"] for n in ("heif:thumbnail", "heif:second-image"))'
report '"tiff:ImageDescription" in next(p for p in r["photos"] if p["source"] == "in/rgb-raw.tif")["removed"]'
# The tagged face, of whom nothing is known, is covered in each container.
report 'all(any(x["kind"] == "face" and x["action"] == "redact" for x in p["regions"]) for p in r["photos"] if "/all." in p["source"] or "rgb-" in p["source"] or "lossy.webp" in p["source"])'
grep -q ICC_PROFILE out/p3.heic.jpg || fail "no profile for Display P3"
! grep -q ICC_PROFILE out/plain.heic.jpg || fail "a profile for sRGB"
python3 - <<'PYTHON' >log 2>&1 || fail "the copies show something else"
import glob, os, sys, numpy
from PIL import Image, ImageOps
base = Image.open("base.ppm").convert("RGB")
worst = 0
for copy in sorted(glob.glob("out/*.*")):
    stem = os.path.basename(copy)
    if stem.startswith(("small", "bilevel", "palette", "all", "rgb-", "lossy.", "wide", "cmyk")):
        continue
    image = ImageOps.exif_transpose(Image.open(copy)).convert("RGBA")
    turn = {"turned2": Image.FLIP_LEFT_RIGHT, "turned3": Image.ROTATE_180, "turned6": Image.ROTATE_270, "turned8": Image.ROTATE_90,
            "turned": Image.ROTATE_270}.get(stem.split(".")[0])
    expected = base.transpose(turn) if turn is not None else base
    if "grey" in stem:
        expected = expected.convert("L").convert("RGB")
    if image.size != expected.size:
        sys.exit(f"{copy}: {image.size}")
    a, b = numpy.asarray(image, int), numpy.asarray(expected, int)
    opaque = a[..., 3] == 255
    d = abs(a[..., :3] - b)[opaque].mean()
    print(copy, round(d, 2))
    if d > 6 or ("alpha" in stem) == bool(opaque.all()):
        sys.exit(f"{copy}: differs by {d}, opaque {opaque.all()}")
PYTHON

# A WebP's EXIF and profile count where its header announces them, as they do for viewers: the copy stands as the photo
# does, and has its colours.
mkdir webp
python3 - <<'PYTHON' 2>log || fail "no WebP"
import struct
from PIL import Image, ImageCms
exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
def chunk(kind, data):
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1)
Image.open("base.ppm").save("plain.webp", quality=90)
picture = open("plain.webp", "rb").read()[12:]
def header(flags):
    return chunk(b"VP8X", struct.pack("<I", flags) + struct.pack("<I", 239)[:3] + struct.pack("<I", 159)[:3])
more = chunk(b"EXIF", exif)
for name, body in {"none": picture + more, "silent": header(0) + chunk(b"ICCP", icc) + picture + more,
                   "turned": header(0x28) + chunk(b"ICCP", icc) + picture + more}.items():
    open(f"webp/{name}.webp", "wb").write(b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body)
PYTHON
clean 0 --text keep -o webp-out webp
python3 - <<'PYTHON' >log 2>&1 || fail "the copies stand or are coloured otherwise"
import sys
from PIL import Image, ImageOps
for name in "none", "silent", "turned":
    source, copy = Image.open(f"webp/{name}.webp"), Image.open(f"webp-out/{name}.jpg")
    print(name, ImageOps.exif_transpose(source).size, ImageOps.exif_transpose(copy).size)
    if ImageOps.exif_transpose(source).size != ImageOps.exif_transpose(copy).size:
        sys.exit("turned")
    if name != "turned" and "icc_profile" in copy.info:
        sys.exit("a profile")
PYTHON

# Beside a photo of the same name the copy keeps the whole old name; nothing is refused and nothing lost.
mkdir both
cp in/plain.heic both/IMG_1.HEIC
cp base.jpg both/img_1.JPG
cp in/lossy.webp both/IMG_1.webp
cp in/plain.avif both/other.avif
clean 0 -q --text keep -o both-out both
exists both-out/IMG_1.HEIC.jpg both-out/img_1.JPG both-out/IMG_1.webp.jpg both-out/other.jpg
clean 0 -q --text keep --rename -o renamed both
[[ $(cd renamed && echo *) == "photo-0001.jpg photo-0002.jpg photo-0003.jpg photo-0004.jpg" ]] || fail "renamed: $(ls renamed)"

# The gate knows them, and their copies.
check 1 in
check 0 --text keep out

# Cut short anywhere, they are refused and leave nothing.
mkdir cut
for file in plain.heic plain.avif lossy.webp lossless.webp rgb-raw.tif rgb-tiff_lzw.tif; do
    size=$(stat -c %s in/$file)
    for part in 16 60 $((size / 2)) $((size - 200)); do
        head -c $part in/$file >cut/$part-$file
    done
done
clean 3 -q -j2 --report report.json -o cut-out cut
report 'r["summary"]["failed"] >= len(r["photos"]) - 2' # pixels in front, directory or padding behind: whole without it
