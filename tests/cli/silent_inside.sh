# Release test 14: a detector sees no face where one was destroyed, in the copy as it is, half as large and half as large
# again. (That it would not is necessary and proves little: cli/noninterference_face is the proof.)
needs "$ROOT/samples/photos/portrett.jpg"
mkdir in
cp "$ROOT"/samples/photos/{portrett,korridor}.jpg in/
for style in blur pixel; do
    clean 0 -s $style --seed 1 --report report.json -o out in
    cp report.json first.json
    python3 - <<'PYTHON'
import os
from PIL import Image
os.makedirs("scaled", exist_ok=True)
for name in os.listdir("out"):
    if name.endswith(".jpg"):
        image = Image.open("out/" + name)
        for scale in (0.5, 1, 1.5):
            image.resize((round(image.width * scale), round(image.height * scale)), Image.LANCZOS).save(f"scaled/{scale}-{name}", quality=95)
PYTHON
    clean 0 -n --report report.json scaled
    python3 - >log <<'PYTHON' || fail "$style: a face is seen where one was destroyed"
import json, os, sys
gone = {os.path.basename(p["source"]): [r["box"] for r in p["regions"] if r["kind"] == "face" and r["action"] == "redact"]
        for p in json.load(open("first.json"))["photos"]}
seen = []
for photo in json.load(open("report.json"))["photos"]:
    scale, name = os.path.basename(photo["source"]).split("-", 1)
    for r in photo["regions"]:
        if r["kind"] == "face" and r["score"]:
            x, y = ((r["box"][i] + r["box"][i + 2] / 2) / float(scale) for i in (0, 1))
            seen += [(name, scale, r) for b in gone[name] if b[0] <= x <= b[0] + b[2] and b[1] <= y <= b[1] + b[3]]
print(gone, seen)
sys.exit(bool(seen) or sum(map(len, gone.values())) < 2)
PYTHON
done
