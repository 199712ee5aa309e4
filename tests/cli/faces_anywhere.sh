# shellcheck shell=bash
# Where a face lies and how much of the photo it is matters to nobody: in a photo of 100 megapixels those of 32 pixels go as
# well as one of 2,400 (and of 24 pixels all but one: in a photo so large the finest scale is looked at only where half of it
# shows something, and one rendered head of 12 pixels shows too little); in one that is nearly all head, and cut by the frame,
# it goes as one; and wherever the edges of the tiles are that the search looks at, it goes on either side and across.
# shellcheck source=tests/support/plain.sh
. "$ROOT/tests/support/plain.sh"
python3 -c 'import cv2, numpy' 2>/dev/null || skip "needs python3-opencv"

python3 - "$ROOT/samples" <<'PYTHON' || fail "no photos"
import json, os, sys
import cv2
import numpy as np

folder, noise = sys.argv[1], np.random.default_rng(5)
labels = {label["file"]: label["faces"] for label in map(json.loads, open(f"{folder}/labels.jsonl"))}


def head(name, number):
    """A face with its surroundings, and its box in them."""
    x, y, w, h = labels[name][number]
    photo, reach = cv2.imread(f"{folder}/photos/{name}"), 0.55 * max(w, h)
    left, top = max(0, int(x - reach)), max(0, int(y - reach))
    part = photo[top:int(y + h + reach), left:int(x + w + reach)]
    return part, (x - left, y - top, w, h)


def ground(width, height):
    """A wall in uneven light."""
    light = cv2.resize(noise.uniform(90, 200, (7, 9, 3)).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    small = noise.normal(0, 4, (512, 512, 1)).astype(np.float32)
    light += np.tile(small, (height // 512 + 1, width // 512 + 1, 1))[:height, :width]
    return light.clip(0, 255).astype(np.uint8)


def place(photo, faces, one, face_width, x, y):
    part, (fx, fy, fw, fh) = one
    scale = face_width / fw
    part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    photo[y:y + part.shape[0], x:x + part.shape[1]] = part
    faces.append([x + fx * scale, y + fy * scale, fw * scale, fh * scale])


heads = [head("sommerfest.jpg", k) for k in range(10)] + [head("kantine.jpg", k) for k in range(8)]
large = head("portrett.jpg", 0)
wanted = {}
os.makedirs("photos")

photo, faces = ground(11600, 8700), []
place(photo, faces, large, 2400, 300, 300)
place(photo, faces, large, 700, 6200, 400)
for row, width in enumerate((24, 32, 60, 150)):
    for column in range(9):
        place(photo, faces, heads[(row * 9 + column) % len(heads)], width, 700 + 1150 * column, 5600 + 780 * row)
cv2.imwrite("photos/many-pixels.jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 92])
wanted["many-pixels.jpg"] = faces

x, y, w, h = (int(v) for v in labels["portrett.jpg"][0])
near = cv2.imread(f"{folder}/photos/portrett.jpg")[y - h // 12:y + h, x - w // 16:x + w + w // 16]
for side in (220, 700, 2600):
    scale = side / near.shape[1]
    cv2.imwrite(f"photos/near-{side}.jpg", cv2.resize(near, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC))
    wanted[f"near-{side}.jpg"] = [[scale * (w // 16), scale * (h // 12), scale * w, scale * h]]

# 61 and 47 share no factor with the sizes of tiles and their steps: these lie everywhere within them.
photo, faces = ground(3900, 2500), []
for k in range(96):
    place(photo, faces, heads[k % len(heads)], (26, 38, 70)[k % 3], 40 + (k % 12) * 317 + 61 * (k // 12) % 130, 40 + (k // 12) * 299 + 47 * (k % 12) % 90)
cv2.imwrite("photos/everywhere.jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 92])
wanted["everywhere.jpg"] = faces
json.dump(wanted, open("wanted.json", "w"))
PYTHON

expect 0 "$PLAIN" clean --models "$ROOT/models" --text keep --seed 1 --no-progress --report report.json -o out photos
python3 - >log <<'PYTHON' || fail "a face stays"
import json, os, sys
import cv2

wanted, wrong, tiny, seen = json.load(open("wanted.json")), [], [], 0
for photo in json.load(open("report.json"))["photos"]:
    name = os.path.basename(photo["source"])
    changed = (cv2.imread(photo["source"]) != cv2.imread(photo["output"])).any(2)
    for x, y, w, h in wanted[name]:
        box = changed[max(0, int(y)):int(y + h), max(0, int(x)):int(x + w)]
        seen += 1
        if box.mean() < 0.9:
            of_24 = name == "many-pixels.jpg" and w < 25
            (tiny if of_24 else wrong).append((name, round(x), round(y), round(w), round(float(box.mean()), 2)))
    if name.startswith("near") and sum(region["kind"] == "face" for region in photo["regions"]) != 1:
        wrong.append((name, photo["regions"]))
wrong += tiny[1:]
print(seen, "faces;", *wrong, sep="\n")
sys.exit(bool(wrong) or seen != sum(map(len, wanted.values())))
PYTHON
