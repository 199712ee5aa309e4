# For the channel print a copy says how closely its pixels are to be printed, as one whole number of sladd's own writing:
# JFIF's density in a JPEG, pHYs in a PNG. Whatever a source says otherwise, and for every other channel, the copy is byte
# for byte what it would be without.
djpeg -version >/dev/null 2>&1 || skip "needs djpeg"
mkdir in
python3 - <<'PYTHON'
import io, struct, zlib
from PIL import Image
picture = Image.linear_gradient("L").resize((96, 64)).convert("RGB")
def save(kind, **more):
    stream = io.BytesIO()
    picture.save(stream, kind, **more)
    return stream.getvalue()
jpeg, png = save("JPEG", quality=90), save("PNG")
behind = 20  # the JFIF segment's end
write = lambda name, data: open("in/" + name, "wb").write(data)
jfif = lambda unit, x, y: jpeg[:13] + struct.pack(">BHH", unit, x, y) + jpeg[18:]
chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
phys = lambda *numbers: png[:33] + chunk(b"pHYs", struct.pack(">IIB", *numbers)) + png[33:]
def tiff(x, y, unit, kind=5):
    head = b"II*\0\x08\0\0\0" + struct.pack("<H", 3 if unit is not None else 2)
    end = 10 + 12 * (3 if unit is not None else 2) + 4
    head += struct.pack("<HHIIHHII", 0x11A, kind, 1, end, 0x11B, kind, 1, end + 8)
    head += struct.pack("<HHIHH", 0x128, 3, 1, unit, 0) if unit is not None else b""
    return head + b"\0\0\0\0" + struct.pack("<IIII", *x, *y)
def exif(data, x, y, unit, kind=5):
    segment = b"Exif\0\0" + tiff(x, y, unit, kind)
    return data[:behind] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[behind:]
# what a printer may be told: NAME-DPI
write("plain-0.jpg", jpeg)
write("plain-0.png", png)
write("inch-300.jpg", jfif(1, 300, 300))
write("cm-300.jpg", jfif(2, 118, 118))
write("nearly-300.jpg", jfif(1, 300, 301))
write("least-1.jpg", jfif(1, 1, 1))
write("most-10000.jpg", jfif(1, 10000, 10000))
write("exif-240.jpg", exif(jpeg, (240, 1), (240, 1), 2))
write("exif-cm-300.jpg", exif(jpeg, (11811, 100), (11811, 100), 3))
write("exif-no-unit-150.jpg", exif(jpeg, (150, 1), (150, 1), None))
write("exif-without-jfif-240.jpg", (lambda data: data[:2] + data[behind:])(exif(jpeg, (240, 1), (240, 1), 2)))
write("both-300.jpg", exif(jfif(1, 300, 300), (72, 1), (72, 1), 2))
write("metre-300.png", phys(11811, 11811, 1))
write("exif-300.png", png[:33] + chunk(b"eXIf", tiff((300, 1), (300, 1), 2)) + png[33:])
write("inch-300.tif", save("TIFF", dpi=(300, 300)))
write("cm-300.tif", save("TIFF", resolution_unit=3, x_resolution=118.11, y_resolution=118.11))
bits = picture.convert("1")
stream = io.BytesIO()
bits.save(stream, "TIFF", dpi=(600, 600))
write("drawing-600.tif", stream.getvalue())
write("exif-300.webp", save("WEBP", quality=90, exif=tiff((300, 1), (300, 1), 2)))
# and what it is not told
for name, unit, x, y in (("nothing", 1, 0, 0), ("huge", 1, 65535, 65535), ("over", 1, 10001, 10001), ("fax", 1, 204, 98),
                         ("half", 1, 300, 0), ("ratio", 0, 300, 300), ("unit", 3, 300, 300), ("letter", 75, 300, 300)):
    write(f"jfif-{name}-0.jpg", jfif(unit, x, y))
for name, x, y, unit, kind in (("nothing", (0, 1), (0, 1), 2, 5), ("zero", (300, 0), (300, 0), 2, 5), ("huge", (2**32 - 1, 1), (2**32 - 1, 1), 2, 5),
                               ("fax", (204, 1), (98, 1), 2, 5), ("ratio", (300, 1), (300, 1), 1, 5), ("unit", (300, 1), (300, 1), 9, 5),
                               ("text", (300, 1), (300, 1), 2, 2), ("signed", (300, 1), (300, 1), 2, 10)):
    write(f"exif-{name}-0.jpg", exif(jpeg, x, y, unit, kind))
for name, *numbers in (("nothing", 0, 0, 1), ("huge", 2**32 - 1, 2**32 - 1, 1), ("fax", 8031, 3858, 1), ("ratio", 11811, 11811, 0), ("unit", 11811, 11811, 7)):
    write(f"phys-{name}-0.png", phys(*numbers))
write("phys-long-0.png", png[:33] + chunk(b"pHYs", struct.pack(">IIB", 11811, 11811, 1) + b"Kari") + png[33:])
write("phys-late-0.png", png[:-12] + chunk(b"pHYs", struct.pack(">IIB", 11811, 11811, 1)) + png[-12:])
cmyk = io.BytesIO()
picture.convert("CMYK").save(cmyk, "JPEG", dpi=(300, 300))
write("inks-none.jpg", cmyk.getvalue())
open("exif.bin", "wb").write(tiff((300, 1), (300, 1), 2))
picture.save("base.ppm")
PYTHON
if [[ -x $TOOLS/heif-make ]]; then
    expect 0 "$TOOLS/heif-make" base.ppm in/phone-300.heic heic exif=exif.bin
fi
tells() { # FOLDER: each copy says exactly what its name says, in the one way there is
    python3 - "$1" <<'PYTHON'
import os, struct, sys
wrong = []
for name in sorted(os.listdir(sys.argv[1])):
    if name.startswith("."):
        continue
    data, said = open(os.path.join(sys.argv[1], name), "rb").read(), name.split(".")[0].rsplit("-", 1)[1]
    if name.endswith(".png"):
        per_metre = struct.pack(">I", round(int(said) / 0.0254))
        wanted = b"\0\0\0\x09pHYs" + 2 * per_metre + b"\1" if said != "0" else b""
        good = data.count(b"pHYs") == (said != "0") and wanted in data and b"eXIf" not in data
    elif said == "none":
        good = b"JFIF" not in data
    else:
        dpi = int(said)
        header = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1" + struct.pack(">BHH", dpi > 0, dpi or 1, dpi or 1) + b"\0\0"
        good = data.startswith(header) and data.count(b"JFIF") == 1 and b"Exif" not in data
    if not good:
        wrong.append(name)
print(*wrong)
sys.exit(len(wrong) > 0)
PYTHON
}
clean 0 --seed 1 --text keep --channel print --report report.json -o print in
expect 0 tells print
report 'len(r["photos"]) >= 39'
report 'all(("jpeg:jfif-density" in p["removed"]) == ("-0" in p["source"]) for p in r["photos"] if "jfif-" in p["source"] and "without" not in p["source"])'
report 'not [p for p in r["photos"] if p["source"].rsplit("/")[-1] in ("inch-300.jpg", "metre-300.png") and p["removed"]]'
clean 0 --seed 1 --text keep --channel print --reencode 90 -o anew in/inch-* in/exif-*0.jpg in/most* in/inks* in/metre*
expect 0 tells anew
# The copies of the copies are the same files.
clean 0 --seed 1 --text keep --channel print -o again print
for copy in print/*; do
    same "$copy" "again/$(basename "$copy")"
done
# For any other channel nothing of it is left, whatever it is called.
clean 0 --seed 1 --text keep -o other in
clean 0 --seed 1 --text keep --channel Print -o Print in/plain* in/inch-300.* in/metre*
for copy in other/*-[1-9]*.jpg Print/*.jpg; do
    cmp -s <(head -c 20 "$copy") <(head -c 20 other/plain-0.jpg) || fail "$copy tells a density"
done
for copy in other/*.png Print/*.png; do
    ! grep -q pHYs "$copy" || fail "$copy tells a density"
done
for copy in inch-300 nearly-300 most-10000 exif-240 exif-without-jfif-240 jfif-huge-0 exif-text-0; do
    same other/plain-0.jpg other/$copy.jpg
done
same other/plain-0.png other/metre-300.png
for copy in print/*-0.jpg; do
    same print/plain-0.jpg "$copy"
done
# What a receipt vouches for was made for that channel: the next run for another does the photos again.
clean 0 --seed 1 --text keep -o print in
for copy in other/*; do
    same "$copy" "print/$(basename "$copy")"
done
