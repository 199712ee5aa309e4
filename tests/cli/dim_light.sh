# shellcheck shell=bash
# Photos of dim rooms and evenings: the faces and lines that go from a well lit photo go from the same one with a seventh or
# a tenth of the light, too.
python3 -c 'import cv2, numpy' 2>/dev/null || skip "needs python3-opencv"

python3 - "$ROOT/samples" <<'PYTHON' || fail "no photos"
import json, os, sys
import cv2
import numpy as np

SETS = {"small": (400, {"lit": 1, "dim": 0.1}), "large": (1200, {"lit": 1, "dim": 0.15})}  # pixels wide; light
labels, folder, noise = {}, sys.argv[1], np.random.default_rng(1)
for line in map(json.loads, open(f"{folder}/labels.jsonl")):
    if line["file"] not in ("foredrag.jpg", "resepsjon.jpg", "verksted.jpg", "sommerfest.jpg", "korridor.jpg"):
        continue
    whole = cv2.imread(f"{folder}/photos/{line['file']}")
    for name, (wide, lights) in SETS.items():
        size = wide / line["width"]
        picture = cv2.resize(whole, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
        for light, share in lights.items():
            os.makedirs(f"photos/{name}/{light}", exist_ok=True)
            seen = picture * share + noise.normal(0, 1, picture.shape)
            cv2.imwrite(f"photos/{name}/{light}/{line['file']}", seen.clip(0, 255).astype(np.uint8),
                        [cv2.IMWRITE_JPEG_QUALITY, 93])
        quads = [t["quad"] for t in line["text"] if not t["difficult"]]
        boxes = [[[x, y], [x + w, y], [x + w, y + h], [x, y + h]] for x, y, w, h in line["faces"]]
        labels[f"{name}/{line['file']}"] = {"face": [[[size * c for c in corner] for corner in box] for box in boxes],
                                            "text": [[[size * c for c in corner] for corner in quad] for quad in quads]}
json.dump(labels, open("labels.json", "w"))
PYTHON

clean 0 --seed 1 --report report.json --no-progress -o out photos
python3 - <<'PYTHON' || fail "faces or lines of dim photos stay"
import collections, json, sys
import cv2
import numpy as np

labels, gone = json.load(open("labels.json")), collections.defaultdict(set)
for photo in json.load(open("report.json"))["photos"]:
    _, name, light, file = photo["source"].split("/")
    before, after = (cv2.imread(path).astype(int) for path in (photo["source"], photo["output"]))
    changed = (before != after).any(2)
    for kind, places in labels[f"{name}/{file}"].items():
        for i, place in enumerate(places):
            mask = np.zeros(changed.shape, np.uint8)
            cv2.fillConvexPoly(mask, np.array(place, int), 1)
            if changed[mask > 0].mean() > 0.8:
                gone[name, kind, light].add((file, i))
lost = {}
for name, kind in (("small", "face"), ("large", "face"), ("large", "text")):
    lit, dim = gone[name, kind, "lit"], gone[name, kind, "dim"]
    lost[name, kind] = lit - dim
    print(name, kind, len(lit), "of a lit photo,", len(dim), "of a dim one; left:", sorted(lit - dim))
sys.exit(len(gone["small", "face", "lit"]) < 90 or len(gone["large", "text", "lit"]) < 20 or
         len(lost["small", "face"]) > 5 or len(lost["large", "face"]) > 2 or len(lost["large", "text"]) > 3)
PYTHON
