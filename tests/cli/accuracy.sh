# The program that measures the detectors counts right: a report made by hand stands in for sladd.
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
while [ "$1" != --report ]; do shift; done
cp made.json "$2"
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
json.dump({"photos": [{"source": f"photos/{name}.jpg", "status": "sanitised", "width": 200, "height": 100, "regions": regions}
                      for name, regions in zip("ab", rows)]}, open("made.json", "w"))
PYTHON
expect 0 python3 "$ROOT/tests/accuracy/evaluate.py" labels.jsonl photos --sladd "$PWD/sladd" --misses missed.jpg
says '*faces of 16 to 24 pixels: recall 1.000 (1 of 1)*'
says '*faces of 40 to 80 pixels: recall 0.000 (0 of 1)*'
says '*faces of 40 and more pixels: recall 0.000 (0 of 1)*'
says '*left exposed: 1 faces of 40 and more pixels, 1 of 16 and more*'
says '*false alarms a photo: 1.00*'
says '*office, 1 photos: recall from 16 pixels (no faces), false alarms 1.00*'
says '*street, 1 photos: recall from 16 pixels 0.500 (1 of 2), false alarms 1.00*'
says '*lines of text: recall 0.500 (1 of 2)*'
says '*area precision 0.4[67]*'
says '*street: 1 of 2 lines, area precision *'
says '*1 missed faces; the largest are in missed.jpg*'
exists missed.jpg
[[ $(<asked) == $'photos/a.jpg\nphotos/b.jpg' ]] || fail "asked for $(<asked)"
expect 0 python3 "$ROOT/tests/accuracy/evaluate.py" labels.jsonl photos --sladd "$PWD/sladd" --only office
says '*1 photos*'
