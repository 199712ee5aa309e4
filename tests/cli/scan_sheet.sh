# scan --sheet: a page for one pair of eyes, with the faces numbered as the draft numbers them.
needs "$ROOT/samples/photos/portrett.jpg"
command -v djpeg >/dev/null || skip "needs djpeg"
mkdir photos
jpegtran -copy none "$ROOT/samples/photos/portrett.jpg" >photos/p.jpg
photo photos/nobody.jpg 200 150 ycc 2x2
expect 0 "$SLADD" scan --models "$ROOT/models" --sheet sheet.html photos
[[ $(stat -c %a sheet.html) == 600 ]] || fail "others may read it: $(stat -c %a sheet.html)"
python3 "$SUPPORT/page_check.py" sheet.html --pictures photos >seen 2>log || fail "page_check"
if ! { grep -q '^pictures 2' seen && grep -q '^p.jpg' seen && grep -q '^nobody.jpg' seen; }; then fail "pictures: $(<seen)"; fi
grep -q 'nobody is blurred' sheet.html || fail "it does not say what it shows"
# Each number of the draft stands on the sheet, in the place of its box.
python3 - <<'PYTHON' || fail "numbers"
import re, sys
draft = open("photos/consent.yaml").read()
page = open("sheet.html").read()
page = page[page.index("photos/p.jpg"):]
boxes = re.findall(r'person: "\?", box: \[([\d., ]+)\]\}  # (\d+)\n', draft)
assert boxes and [int(n) for _, n in boxes] == list(range(1, len(boxes) + 1)), draft
width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', page).groups())
drawn = re.findall(r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)" fill="none" stroke="white"', page)
numbers = re.findall(r'<text [^>]*>(\d+)</text>', page)
assert numbers == [n for _, n in boxes], numbers
for (box, _), rect in zip(boxes, drawn, strict=True):
    x, y, w, h = (float(v) for v in box.split(","))
    assert all(abs(a - float(b)) < 0.3 for a, b in zip((x * width, y * height, w * width, h * height), rect)), (box, rect)
PYTHON

# Filled in, the sheet says who it is; nothing is drafted again, and no originals are overwritten.
sed -i '0,/person: "?"/s//person: kari/; s/^people:$/people:\n  kari: {role: staff}/' photos/consent.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" --sheet sheet.html photos
says '*Nothing to draft*'
grep -q '<li>kari</li>' sheet.html || fail "the sheet does not say who it is"
cp photos/consent.yaml before.yaml
expect 2 "$SLADD" scan --models "$ROOT/models" --sheet photos/consent.yaml photos
same before.yaml photos/consent.yaml
expect 2 "$SLADD" scan --models "$ROOT/models" --sheet nowhere/sheet.html photos
