# What people wear is as legible as a face: no name on a badge in the samples stays, down to letters of 6 pixels, which the
# look at the whole photo does not see. Judged by pixels: where samples/labels.jsonl says that print is, on the chest of a
# face, the copy has others. And once a badge is gone, what is left of a shirt is no line of text: the bodies stay.
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
expect 1 "$PLAIN" clean -q --models "$ROOT/models" --date 2026-11-20 -o out "$ROOT/samples/photos"
python3 - "$ROOT/samples" <<'PYTHON' || fail "badges"
import json, sys
import cv2, numpy
# Parts of the heading and of the role stay on one badge whose name goes; one badge hangs behind an arm.
no_names = {("resepsjon.jpg", 693), ("resepsjon.jpg", 731), ("verksted.jpg", 807)}
samples, lines, legible = sys.argv[1], 0, []
for label in map(json.loads, open(samples + "/labels.jsonl", encoding="utf-8")):
    copy = cv2.imread("out/" + label["file"])
    if copy is None:
        continue # withheld
    changed = (copy != cv2.imread(samples + "/photos/" + label["file"])).any(2)
    for name, left, top, right, bottom in (("resepsjon.jpg", 500, 560, 560, 640), ("kontor-tavle.jpg", 1600, 900, 1780, 1200)):
        if label["file"] == name and changed[top:bottom, left:right].mean() > 0.15:
            sys.exit(f"{name}: somebody's clothes are gone")
    for text in label["text"]:
        quad = numpy.array(text["quad"])
        (x, y), height = quad.mean(0), numpy.linalg.norm(quad[3] - quad[0])
        worn = any(abs(x - fx - w / 2) < 1.3 * h and h < y - fy < 4 * h for fx, fy, w, h in label["faces"] if h >= 64)
        if not worn or not 5 <= height <= 16:
            continue
        mask = numpy.zeros(changed.shape, numpy.uint8)
        cv2.fillPoly(mask, [numpy.rint(quad).astype(int)], 1)
        lines += 1
        if changed[mask > 0].mean() < 0.9 and (label["file"], round(quad[0][1])) not in no_names:
            legible.append((label["file"], [round(v) for v in quad[0]], round(float(height), 1)))
print(f"{lines} lines of badges")
sys.exit(f"legible, or {lines} lines are too few: {legible}" if legible or lines < 15 else 0)
PYTHON
