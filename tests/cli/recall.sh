# Release test 18: on a labelled set that never changes, nobody is overlooked: every face of the samples that is 24 pixels
# wide or more is destroyed, and the rows of faces that were seen with little confidence are in the report with their score.
# How the detectors do on real photos is measured, not tested: models/face.md.
needs "$ROOT/samples/labels.jsonl" "$ROOT/samples/photos/portrett.jpg"
mkdir in
cp "$ROOT"/samples/photos/*.jpg in/
clean 0 -n --report report.json in
python3 - "$ROOT/samples/labels.jsonl" >log <<'PYTHON' || fail "a labelled face was overlooked"
import json, os, sys
found = {os.path.basename(p["source"]): [r for r in p["regions"] if r["kind"] == "face"] for p in json.load(open("report.json"))["photos"]}
missed, faces = [], 0
for line in open(sys.argv[1]):
    label = json.loads(line)
    for x, y, w, h in label["faces"] if label["file"] in found else []:
        faces += w >= 24
        inside = [r for r in found[label["file"]] if r["box"][0] <= x + w / 2 <= r["box"][0] + r["box"][2]
                  and r["box"][1] <= y + h / 2 <= r["box"][1] + r["box"][3] and r["action"] == "redact"]
        if w >= 24 and not inside:
            missed.append((label["file"], x, y, w, h))
print(faces, "faces;", missed)
low = [r["score"] for rows in found.values() for r in rows if r["score"] is not None]
sys.exit(bool(missed) or faces < 15 or not low or not all(0 < s <= 1 for s in low))
PYTHON
