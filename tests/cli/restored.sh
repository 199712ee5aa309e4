# Release test 13: nobody restores a redacted face by learning from this program's own pairs of copy and source. What was
# restored is matched with clear portraits no better than by chance; the same attempt on softened faces recognises them.
needs "$DATA/pairs/pairs.csv" "$DATA/faces/labels.jsonl" "$DATA/reference-models/mobilefacenet.onnx"
python3 -c 'import cv2, onnx' 2>/dev/null || skip "needs python3-opencv and python3-onnx"
mkdir in
python3 - "$DATA/pairs" "$DATA/faces" <<'PYTHON' # the portraits to be matched, and small photos of others with a large face
import csv, json, shutil, sys

pairs, folder = sys.argv[1:]
for name in {row[side] for row in csv.DictReader(open(f"{pairs}/pairs.csv", encoding="utf-8")) for side in ("file_x", "file_y")}:
    shutil.copy(f"{pairs}/images/{name}", "in")
taken = 0
for photo in map(json.loads, open(f"{folder}/labels.jsonl", encoding="utf-8")):
    sizes = sorted(max(box[2:]) for box in photo["faces"])
    if len(sizes) == 1 and sizes[0] >= 110 and photo["width"] * photo["height"] < 250000 and taken < 80:
        shutil.copy(f"{folder}/images/{photo['file']}", f"in/other-{taken}.jpg")
        taken += 1
PYTHON
clean 0 -n --text keep --report report.json in
for style in blur pixel; do
    clean 0 -s $style --text keep --seed 3 -o $style in
done
expect 0 python3 "$SUPPORT/restore.py" "$DATA" report.json in blur pixel
