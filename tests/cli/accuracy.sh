# The program that measures the detectors counts right: a report and copies made by hand stand in for sladd.
python3 -c 'import cv2' 2>/dev/null || skip "needs python3-opencv"
mkdir photos
photo photos/a.jpg 200 100 ycc 1x1
photo photos/b.jpg 200 100 ycc 1x1
cat >labels.jsonl <<'JSON'
{"file": "a.jpg", "source": "street", "faces": [[10, 10, 20, 20], [60, 10, 50, 50]], "ignore": [[150, 0, 50, 50]], "text": [{"quad": [[20, 70], [100, 70], [100, 90], [20, 90]]}, {"quad": [[120, 70], [180, 70], [180, 90], [120, 90]]}]}
{"file": "b.jpg", "source": "office", "faces": [], "ignore": [], "text": []}
JSON
cat >sladd <<'SH'
#!/bin/sh
echo "$*" >>how
while [ $# -gt 0 ]; do
    case $1 in
    --report) report=$2 ;;
    -o) out=$2 ;;
    --models) from=$2 ;;
    esac
    shift
done
sed "s|OUT|${out-}|g" made.json >"$report"
if [ -n "${out-}" ]; then cp "${from-copies}"/*.jpg "$out"; fi
cat >asked
SH
chmod +x sladd
python3 - <<'PYTHON'
import json

def face(x, y, width, height, score=0.9):
    return {"kind": "face", "box": [x, y, width, height], "score": score, "action": "redact"}

def line(left, top, right, bottom):
    return {"kind": "text", "quad": [[left, top], [right, top], [right, bottom], [left, bottom]], "score": 0.9, "action": "redact"}

rows = [
    # One face found, one missed (but named by the manifest: no detection), a false alarm, one in a place of doubt.
    [face(11, 11, 20, 20), face(60, 10, 50, 50, None), face(10, 60, 10, 10), face(155, 5, 30, 30),
     line(20, 70, 90, 90)],  # seven eighths of the first line, nothing of the second
    [face(50, 50, 20, 20), line(0, 0, 80, 20)],
]
json.dump({"photos": [{"source": f"photos/{name}.jpg", "output": f"OUT/{name}.jpg", "status": "sanitised", "width": 200, "height": 100, "regions": regions}
                      for name, regions in zip("ab", rows)]}, open("made.json", "w"))

# The copies: the first face is gone, of the second the left half; a place of a.jpg away from all heads, another in a
# place of doubt. In the other folder of models nothing is gone, and one photo has no copy.
import os

import cv2

def exact(path, picture):  # OpenCV looks at the bytes, not at the name
    open(path, "wb").write(cv2.imencode(".png", picture)[1].tobytes())

os.mkdir("copies")
os.mkdir("other")
for name in "ab":
    photo = cv2.imread(f"photos/{name}.jpg")
    copy = photo.copy()
    gone = ((8, 8, 24, 24), (60, 10, 25, 50), (160, 10, 20, 20), (170, 90, 20, 10)) if name == "a" else ()
    for x, y, width, height in gone:
        copy[y:y + height, x:x + width] = 255 - copy[y:y + height, x:x + width]
    exact(f"copies/{name}.jpg", copy)
exact("other/a.jpg", cv2.imread("photos/a.jpg"))
PYTHON
expect 0 python3 "$ROOT/tests/accuracy/evaluate.py" labels.jsonl photos --sladd "$PWD/sladd" --beside other \
    --misses missed.jpg --worst worst.jpg
says '*faces of 16 to 24 pixels: recall 1.000 (1 of 1)*'
says '*faces of 40 to 80 pixels: recall 0.000 (0 of 1)*'
says '*faces of 40 and more pixels: recall 0.000 (0 of 1)*'
says '*in the copies:  the shipped models  other*'
says '*exposed of 16 to 24 pixels:  0.000 (0 of 1)  1.000 (1 of 1)*'
says '*exposed of 40 to 80 pixels:  1.000 (1 of 1)  1.000 (1 of 1)*'
says '*exposed of 16 to 40 pixels:  0.000 (0 of 1)  1.000 (1 of 1)*'
says '*destroyed away from heads:  0.50%  0.00%*'
says '*street: exposed from 16 pixels, destroyed away from heads:  1 of 2, 1.00%  2 of 2, 0.00%*'
says '*other: no copy of 1 photos: b.jpg*'
says '*1 of the faces that stay exposed, and 1 needless places, are in worst.jpg*'
says '*false alarms a photo: 1.00*'
says '*office, 1 photos: recall from 16 pixels (no faces), false alarms 1.00*'
says '*street, 1 photos: recall from 16 pixels 0.500 (1 of 2), false alarms 1.00*'
says '*lines of text: recall 0.500 (1 of 2)*'
says '*area precision 0.4[67]*'
says '*street: 1 of 2 lines, area precision *'
says '*1 missed faces; the largest are in missed.jpg*'
exists missed.jpg worst.jpg
[[ $(head -n 1 how) == 'clean --text keep -o '* && $(sed -n 2p how) == 'clean -n '* ]] || fail "called by $(<how)"
[[ $(<asked) == $'photos/a.jpg\nphotos/b.jpg' ]] || fail "asked for $(<asked)"
expect 0 python3 "$ROOT/tests/accuracy/evaluate.py" labels.jsonl photos --sladd "$PWD/sladd" --only office
says '*1 photos*'
expect 1 python3 "$ROOT/tests/accuracy/evaluate.py" labels.jsonl photos --sladd "$PWD/sladd" --split val
says '*no such photos*'
