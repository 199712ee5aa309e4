# What stands beside a `redact` box is searched as if there were none: a line of text that begins where the destroyed
# cells end goes, whatever the file's cells are. Without the box it goes, too.
python3 -c 'from PIL import Image, ImageFont' 2>log || skip "needs python3-pil"
font=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
[[ -f $font ]] || skip "needs fonts-dejavu-core"
python3 - "$font" <<'PYTHON'
import sys
from PIL import Image, ImageDraw, ImageFont
for size in 10, 14:
    for gap in 0, 4, 10:
        photo = Image.new("RGB", (640, 320), (120, 120, 120))
        draw = ImageDraw.Draw(photo)
        font = ImageFont.truetype(sys.argv[1], size)
        top = draw.textbbox((0, 0), "Kari Nordmann 01018012345", font=font)[1]
        draw.text((200, 224 + gap - top), "Kari Nordmann 01018012345", font=font, fill=(10, 10, 10))
        photo.save(f"{size}-{gap}.png")
        photo.save(f"{size}-{gap}.jpg", quality=92, subsampling=2)
        photo.save(f"{size}-{gap}-full.jpg", quality=92, subsampling=0)
PYTHON
for photo in *.png *.jpg; do
    redact "$photo" 0.25 0.3 0.5 0.4
done
clean 0 -o out --report report.json ./*.png ./*.jpg
python3 - <<'PYTHON' >log 2>&1 || fail "a line beside a box is still to be read"
import glob
from PIL import Image
for name in sorted(glob.glob("*.png") + glob.glob("*.jpg")):
    before, after = (Image.open(path).convert("L").load() for path in (name, "out/" + name))
    ink = [(x, y) for x in range(640) for y in range(224, 320) if before[x, y] < 60]
    assert len(ink) > 200, name
    left = sum(after[point] < 80 for point in ink)
    assert left < 0.1 * len(ink), (name, left, len(ink))
PYTHON
report 'all(sum(r["kind"] == "text" for r in p["regions"]) >= 1 for p in r["photos"])'
check 0 --full out
