# shellcheck shell=bash
# Photos that lie on their side or upside down and do not say so: their faces go all the same, whole heads of them, and so
# does every line of text that goes from the upright photo; the report says so, and nobody says it of an upright one. What
# their lines say is understood.
python3 -c 'import cv2, numpy, PIL' 2>/dev/null || skip "needs python3-opencv and python3-pil"

python3 - "$ROOT/samples" <<'PYTHON' || fail "no photos"
import json, os, sys
import cv2

WAYS = {0: None, 90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
labels, folder = {}, sys.argv[1]
for line in map(json.loads, open(f"{folder}/labels.jsonl")):
    if line["file"] not in ("foredrag.jpg", "resepsjon.jpg", "verksted.jpg", "sommerfest.jpg"):
        continue
    size = 560 / line["width"]
    picture = cv2.resize(cv2.imread(f"{folder}/photos/{line['file']}"), None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
    height, width = picture.shape[:2]
    for turn, way in WAYS.items():
        os.makedirs(f"photos/{turn}", exist_ok=True)
        name = f"{turn}/{line['file'].replace('jpg', 'png')}"
        cv2.imwrite(f"photos/{name}", picture if way is None else cv2.rotate(picture, way))
        labels[name] = [{0: (x, y, w, h), 90: (height - y - h, x, h, w), 180: (width - x - w, height - y - h, w, h),
                         270: (y, width - x - w, h, w)}[turn]
                        for x, y, w, h in ([v * size for v in box] for box in line["faces"])]
json.dump(labels, open("labels.json", "w"))
PYTHON

clean 0 --text keep --seed 1 --report report.json --no-progress -o out photos
python3 - <<'PYTHON' || fail "faces of turned photos stay"
import json, sys
import cv2
import numpy as np

labels, seen, wrong = json.load(open("labels.json")), {}, []
for photo in json.load(open("report.json"))["photos"]:
    name = photo["source"].removeprefix("photos/")
    turn = name.split("/")[0]
    before, after = (cv2.imread(path).astype(int) for path in (photo["source"], photo["output"]))
    changed = (before != after).any(2)
    for x, y, w, h in labels[name]:
        if max(w, h) >= 20:
            box = changed[max(0, int(y)):int(y + h), max(0, int(x)):int(x + w)]
            seen.setdefault(turn, []).append(bool(box.mean() > 0.9))
    if any("lie on its side" in notice for notice in photo["notices"]) != (turn != "0"):
        wrong.append(name)
found = {turn: sum(faces) for turn, faces in seen.items()}
print(found, {turn: len(faces) for turn, faces in seen.items()}, wrong)
sys.exit(bool(wrong) or any(found[turn] < found["0"] for turn in found) or found["0"] < len(seen["0"]))
PYTHON

python3 - "$ROOT/samples" <<'PYTHON' || fail "no photos with text"
import json, os, sys
import cv2

WAYS = {0: None, 90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
labels, folder = {}, sys.argv[1]
for line in map(json.loads, open(f"{folder}/labels.jsonl")):
    wide = {"resepsjon.jpg": 1200, "sommerfest.jpg": 1000}.get(line["file"])
    if not wide:
        continue
    size = wide / line["width"]
    picture = cv2.resize(cv2.imread(f"{folder}/photos/{line['file']}"), None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
    os.makedirs("text", exist_ok=True)
    for turn, way in WAYS.items():
        cv2.imwrite(f"text/{turn}-{line['file']}.png", picture if way is None else cv2.rotate(picture, way))
    labels[line["file"]] = [[[c * size for c in corner] for corner in t["quad"]] for t in line["text"] if not t["difficult"]]
json.dump(labels["resepsjon.jpg"], open("lines.json", "w"))
PYTHON
echo '{version: 1, known_text: [Sommerfest 2026]}' >text/consent.yaml
clean 0 --seed 1 --report report.json --no-progress -o out-text text/*-resepsjon*
python3 - <<'PYTHON' || fail "lines of turned photos stay"
import json, sys
import cv2
import numpy as np

BACK = {0: None, 90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}
lines, gone = json.load(open("lines.json")), {}
for turn, way in BACK.items():
    before, after = (cv2.imread(f"{folder}/{turn}-resepsjon.jpg.png").astype(int) for folder in ("text", "out-text"))
    changed = (before != after).any(2).astype(np.uint8)
    changed = changed if way is None else cv2.rotate(changed, way)
    gone[turn] = set()
    for i, quad in enumerate(lines):
        line = np.zeros_like(changed)
        cv2.fillConvexPoly(line, np.array(quad, int), 1)
        if changed[line > 0].mean() > 0.8:
            gone[turn].add(i)
print(gone, len(lines))
sys.exit(not gone[0] or any(gone[0] - those for those in gone.values()))
PYTHON

# A copy shows no face any more, and what is left of people is not taken for one on its side: the detector
# alone sees one in both of these, which were then searched in that turn, too, and took as long again.
python3 - "$ROOT/tests/bench" <<'PYTHON' || fail "no scenes"
import os, sys
import numpy as np
sys.path.insert(0, sys.argv[1])
import photos

people = photos.heads()
os.makedirs("scenes")
for seed, count in ((0, 4), (3, 10)):
    picture = photos.scene(np.random.default_rng(seed), people, (1600, 1200), count)
    picture.save(f"scenes/{seed}.jpg", quality=92, subsampling=2)
PYTHON
clean 0 --text keep --seed 1 --no-progress -o copies scenes
clean 0 --text keep -n --report copies.json --no-progress copies
python3 - <<'PYTHON' || fail "copies are searched in turns"
import json, sys
turns = {photo["source"]: photo["turn"] for photo in json.load(open("copies.json"))["photos"]}
print(turns)
sys.exit(len(turns) != 2 or any(turn != 1 for turn in turns.values()))
PYTHON

reads_lines
clean 0 -n --seed 1 --report report.json --no-progress text/*-sommerfest*
report 'all(any(x["reason"] == "known-text" for x in q["regions"]) for q in r["photos"])'
