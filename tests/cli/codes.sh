# shellcheck shell=bash
# QR and bar codes are found, whatever their size and angle, and nobody reads them in the copies.
python3 -c 'import cv2, numpy' 2>/dev/null || skip "needs python3-opencv"
command -v qrencode >/dev/null || skip "needs qrencode"
[[ $(ldconfig -p) == *libzbar.so.0* ]] || skip "needs libzbar0"
[[ $(nm -D "$SLADD") == *zbar_scan_image* ]] || skip "this sladd was built without ZBar"

python3 "$SUPPORT/codes_make.py" photos || fail "codes_make"
[[ $(cat photos/*.txt | wc -l) == 60 ]] || fail "there are not 60 codes"
python3 "$SUPPORT/codes_read.py" photos/*.png >seen
! grep -q ' 0$' seen || fail "a sheet has no code to begin with"

clean 0 --report report.json --no-progress -o out photos/*.png
report '60 <= r["summary"]["codes_redacted"] <= 66'
python3 - <<'PYTHON' || fail "a code has no row that covers it"
import json, sys
rows = {p["source"]: [r for r in p["regions"] if r["kind"] == "code"] for p in json.load(open("report.json"))["photos"]}
missed = []
for source, found in rows.items():
    for line in open(source.replace(".png", ".txt")):
        name, *numbers = line.split()
        corners = list(zip(*[iter(map(float, numbers))] * 2))
        # the symbol and half of its quiet zone, where it stands upright
        if not any(all(x <= a <= x + w and y <= b <= y + h for a, b in corners)
                   and r["action"] == "redact" and r["reason"] == "code" and w >= 1.1 * max(abs(corners[0][0] - corners[2][0]), 1)
                   for r in found for x, y, w, h in [r["box"]]):
            missed.append(name)
sys.exit(f"missed: {missed}" if missed else 0)
PYTHON
python3 "$SUPPORT/codes_read.py" out/*.png >seen
! grep -qv ' 0$' seen || fail "a code can be read in a copy: $(grep -v ' 0$' seen)"
# A bar code of which two, three or four rows are whole, and the ends of all others are worn off, goes in its whole length.
python3 - "$SUPPORT" <<'PYTHON' || fail "no worn codes"
import os, sys
sys.path.insert(0, sys.argv[1])
import cv2
import numpy as np
from codes_make import background, ean13
os.mkdir("worn")
for rows, down in ((2, 0), (2, 2), (3, 0), (4, 1), (4, 2)):
    rng = np.random.default_rng(1)
    code = np.repeat(np.array([[25 if m == "1" else 235 for m in ean13("703823412345")]], np.float32), 48, 0).repeat(3, 1)
    worn = np.ones(48, bool)
    worn[24 - rows // 2 + down:][:rows] = False
    code[worn, :30] = code[worn, -30:] = 235
    picture = background(rng, 640, 420, "paper")
    picture[150:238, 100:465] = 235
    picture[170:218, 140:425] = code[..., None]
    cv2.imwrite(f"worn/{rows}-{down}.png", np.clip(picture + rng.normal(0, 1.5, picture.shape), 0, 255).astype(np.uint8))
PYTHON
python3 "$SUPPORT/codes_read.py" worn/*.png >seen
! grep -q ' 0$' seen || fail "a worn code cannot be read to begin with"
clean 0 --report worn.json --no-progress -o out-worn worn
python3 "$SUPPORT/codes_read.py" out-worn/*.png >seen
! grep -qv ' 0$' seen || fail "a worn code can be read in a copy: $(cat seen)"
python3 - <<'PYTHON' || fail "an end of a worn code stays"
import json, sys
for p in json.load(open("worn.json"))["photos"]:
    if not any(x <= 140 and x + w >= 425 for r in p["regions"] if r["kind"] == "code" for x, y, w, h in [r["box"]]):
        sys.exit(p["source"])
PYTHON
# What they said is nowhere but in the photos.
! grep -rqiE 'nordmann|KARI01|fjordvik|guest=|7038[23][0-9]{8}' report.json log out/.sladd-receipts* || fail "a code's text was written down"

# check names them in what is not cleaned, and finds none in the copies.
# (A code beside which nothing looks like a face or like text: that would go, whatever stands beside it.)
read -r photo code < <(python3 - <<'PYTHON'
import json

def apart(box, other, by=40):
    return box[2] + by < other[0] or other[0] + other[2] + by < box[0] or box[3] + by < other[1] or other[1] + other[3] + by < box[1]

for p in json.load(open("report.json"))["photos"]:
    beside = [r["box"] for r in p["regions"] if r["kind"] in ("face", "text")]
    for line in open(p["source"].replace(".png", ".txt")):
        numbers = list(map(float, line.split()[1:]))
        box = min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])
        if sum(r["kind"] == "code" for r in p["regions"]) == 6 and all(apart(box, other) for other in beside):
            print(p["source"], line.strip())
            raise SystemExit
PYTHON
)
check 1 --format json "$photo"
says '*"code-readable"*'
check 0 --full --fail-on error out/sheet-00.png

# A `keep` box for text is none for a code; one for a code is.
mkdir keep
cp "$photo" keep/a.png
for what in text code; do
    python3 - "$what" "$code" >keep/a.png.consent.yaml <<'PYTHON'
import sys
numbers = list(map(float, sys.argv[2].split()[1:]))
x, y = min(numbers[::2]), min(numbers[1::2])
w, h = max(numbers[::2]) - x, max(numbers[1::2]) - y
box = [x / 1290, y / 860, w / 1290, h / 860]
print(f"version: 1\nphotos:\n  a.png:\n    keep: [{{box: {box}, what: {sys.argv[1]}, why: our own web page}}]")
PYTHON
    clean 0 --report report.json -o "out-$what" keep
    kept=$([[ $what == code ]] && echo 1 || echo 0)
    report "sum(x['kind'] == 'code' and x['action'] == 'keep' and x['reason'] == 'keep-code' for x in p['regions']) == $kept"
    report 'sum(x["kind"] == "code" for x in p["regions"]) == 6'
done
python3 "$SUPPORT/codes_read.py" out-code/a.png >seen
grep -q ' 1$' seen || fail "the code that may stay did not"
clean 0 --text keep --report report.json -o out-all keep
report 'all(x["action"] == "keep" for x in p["regions"] if x["kind"] == "code")'
