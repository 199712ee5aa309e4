# Damaged HEIC, AVIF, WebP and TIFF files: whatever comes of them, sladd itself stays whole (status 99 would be a
# sanitizer's), and what it writes is one clean picture.
[[ -x $TOOLS/heif-make ]] || skip "needs heif-make"
photo base.jpg 120 80 ycc 1x1
djpeg base.jpg >base.ppm
mkdir sound hostile
"$TOOLS/heif-make" base.ppm sound/a.heic heic thumbnail >log 2>&1 || fail "heif-make"
"$TOOLS/heif-make" base.ppm sound/a.avif avif alpha >log 2>&1 || fail "heif-make"
python3 - <<'PYTHON' 2>log || skip "needs python3-pil"
import pathlib, random
from PIL import Image
image = Image.open("base.ppm")
image.save("sound/a.webp"), image.save("sound/b.webp", lossless=True)
image.save("sound/a.tif", compression="tiff_lzw"), image.save("sound/b.tif", compression="jpeg")
image.convert("CMYK").save("sound/c.tif"), image.convert("1").save("sound/d.tif", compression="group4")
random.seed(3)
for sound in sorted(pathlib.Path("sound").iterdir()):
    data = sound.read_bytes()
    for number in range(6):
        changed = bytearray(data)
        # The boxes and chunks stand in front, the directory of a TIFF behind.
        low = max(0, len(data) - 300) if sound.suffix == ".tif" and number % 2 == 0 else 0
        high = min(len(data), 500) if sound.suffix != ".tif" and number % 2 == 0 else len(data)
        for _ in range(random.randint(1, 6)):
            changed[random.randrange(low, high)] = random.choice((0, 255, 127, 128, random.randrange(256)))
        if number == 5:
            changed = changed[: random.randrange(20, len(data))]
        pathlib.Path(f"hostile/{number}-{sound.name}").write_bytes(changed)
PYTHON
status=0
"$SLADD" clean --models "$ROOT/models" --text keep --seed 1 --report report.json -o out hostile >log 2>&1 || status=$?
[[ $status == 0 || $status == 3 ]] || fail "status $status"
report 'not any("signal" in (x["error"] or "") or "status" in (x["error"] or "") for x in r["photos"])'
report 'r["summary"]["photos"] == 48'
copies=(out/*)
[[ ! -e ${copies[0]} ]] || expect 0 python3 "$SUPPORT/one_picture.py" "${copies[@]}"
