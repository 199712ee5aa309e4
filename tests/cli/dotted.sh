# shellcheck shell=bash
# Pictures in black and white dots, as faxes, 1-bit scans and printed pages are: the faces of the samples go in them as they
# go from the photos, lines of text too, and the copy is searched with the same eyes. A photo is never taken for dots.
python3 -c 'import PIL, cv2, numpy' 2>/dev/null || skip "needs python3-pil, python3-opencv and python3-numpy"

python3 - "$ROOT/samples" <<'PYTHON' || fail "no pictures"
import json, os, sys
import cv2
import numpy as np
from PIL import Image

folder, labels = sys.argv[1], {}
for kind in ("plain", "diffused", "ordered", "screen"):
    os.makedirs(f"in/{kind}")


def ordered(grey):
    matrix = np.zeros((1, 1))
    while len(matrix) < 8:
        matrix = np.block([[4 * matrix, 4 * matrix + 2], [4 * matrix + 3, 4 * matrix + 1]])
    height, width = grey.shape
    return grey / 255 > np.tile((matrix + 0.5) / 64, (height // 8 + 1, width // 8 + 1))[:height, :width]


def screen(grey, apart=6):
    """Round dots at 45 degrees, as a press prints them."""
    y, x = np.mgrid[:grey.shape[0], :grey.shape[1]] * np.pi * np.sqrt(2) / apart
    waves = np.cos(x + y) + np.cos(x - y)
    return grey / 255 > waves.ravel().argsort().argsort().reshape(grey.shape) / grey.size


for line in map(json.loads, open(f"{folder}/labels.jsonl")):
    name = line["file"].removesuffix(".jpg")
    if name not in ("foredrag", "verksted", "portrett"):
        continue
    size = 900 / line["width"]
    picture = cv2.resize(cv2.imread(f"{folder}/photos/{line['file']}"), None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    cv2.imwrite(f"in/plain/{name}.png", picture)
    Image.fromarray(grey).convert("1").save(f"in/diffused/{name}.tif", compression="group4")
    Image.fromarray(ordered(grey)).save(f"in/ordered/{name}.tif", compression="group4")
    cv2.imwrite(f"in/screen/{name}.jpg", cv2.GaussianBlur(screen(grey) * np.uint8(255), (0, 0), 0.8))
    labels[name] = [[v * size for v in face] for face in line["faces"]]
json.dump(labels, open("labels.json", "w"))
PYTHON

clean 0 --seed 1 --report report.json --no-progress -o out in
python3 - <<'PYTHON' || fail "faces in dots stay"
import json, sys

labels, told = json.load(open("labels.json")), {}
for photo in json.load(open("report.json"))["photos"]:
    _, kind, name = photo["source"].split("/")
    boxes = [x["box"] for x in photo["regions"] if x["action"] == "redact" and x["kind"] == "face"]
    for face in labels[name.rsplit(".", 1)[0]]:
        x, y = face[0] + face[2] / 2, face[1] + face[3] / 2
        if face[3] >= 20:
            told.setdefault(kind, []).append(any(a < x < a + c and b < y < b + d for a, b, c, d in boxes))
gone = {kind: sum(faces) for kind, faces in told.items()}
print(gone, {kind: len(faces) for kind, faces in told.items()})
sys.exit(any(faces < 0.9 * gone["plain"] for faces in gone.values()) or gone["plain"] < len(told["plain"]))
PYTHON
check 0 --full --format json out
