# Release test 13: who is redacted cannot be told from their clear portraits. A network that recognises faces, and the
# same with a matcher trained on this program's own copies of other people, do no better than chance; on the photos
# themselves it is right nearly always. Nor does anybody restore a face who learns from this program's own pairs of copy
# and source; the same attempt on softened faces recognises them. One network only, where three would be better: no second one
# is at hand.
needs "$DATA/pairs/pairs.csv" "$DATA/faces/labels.jsonl" "$DATA/reference-models/mobilefacenet.onnx"
python3 -c 'import cv2, onnx' 2>/dev/null || skip "needs python3-opencv and python3-onnx"
# Three hundred photos: without sanitizers, which look for nothing that other cases do not show them.
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
SLADD=$PLAIN
mkdir portraits in
cp "$DATA"/pairs/images/*.jpg portraits
cp portraits/* in
python3 - "$DATA/faces" <<'PYTHON' # and small photos of others with one large face, to learn from
import json, shutil, sys

taken = 0
for photo in map(json.loads, open(f"{sys.argv[1]}/labels.jsonl", encoding="utf-8")):
    sizes = sorted(max(box[2:]) for box in photo["faces"])
    if len(sizes) == 1 and sizes[0] >= 110 and photo["width"] * photo["height"] < 250000 and taken < 80:
        shutil.copy(f"{sys.argv[1]}/images/{photo['file']}", f"in/other-{taken}.jpg")
        taken += 1
PYTHON
clean 0 -s blur --text keep --seed 3 --report report.json -o blur in
clean 0 -s pixel --text keep --seed 3 -o pixel in
clean 0 -s solid --text keep --seed 3 -o solid portraits
expect 0 python3 "$SUPPORT/reidentify.py" "$DATA" report.json portraits blur pixel solid
expect 0 python3 "$SUPPORT/restore.py" "$DATA" report.json in blur pixel
