# The same for a head: the whole of it, not only the detector's box, is independent of what was there. The manifest
# names a person without consent, so that both photos have the same region whatever the detector sees.
# Release test 12.
photo one/a.jpg 320 240 ycc 2x2
mkdir -p two
# The box 0.4 0.4 0.1 0.15 is 32 by 36 pixels; the head around it reaches 14 to each side, 21 above and 10 below. Only
# the middle of that is edited: a head is round.
coefs edit one/a.jpg two/a.jpg 120 88 48 48
for style in blur solid; do
    for side in one two; do
        cat >$side/consent.yaml <<'YAML'
version: 1
people: {kari: {role: staff}}
photos: {a.jpg: {faces: [{person: kari, box: [0.4, 0.4, 0.1, 0.15]}]}}
YAML
        clean 0 --seed 7 --text keep --style $style --report report.json -o out-$side $side/a.jpg
        report '[(x["kind"], x["person"], x["reason"]) for x in p["regions"] if x["action"] == "redact"] ==
                [("face", "kari", "no-consent")]'
    done
    same out-one/a.jpg out-two/a.jpg
done

# Nor does it change what is said of a face that stays beside a `redact` box, kept or covered: where the box takes some
# of that face, black is as much gone as what looks like the fill.
python3 -c 'import numpy, PIL' 2>log || skip "needs python3-numpy and python3-pil"
cjpeg -version >/dev/null 2>&1 || skip "needs cjpeg"
upright "$ROOT/samples/photos/portrett.jpg" small.jpg 1200
clean 0 -n --text keep --report report.json small.jpg
python3 - <<'PYTHON' || fail "no photos"
import json, os, subprocess
import numpy
from PIL import Image
small = numpy.asarray(Image.open("small.jpg").convert("RGB")).astype(int)
faces = [r["box"] for r in json.load(open("report.json"))["photos"][0]["regions"] if r["kind"] == "face"]
x, y, w, h = max(faces, key=lambda box: box[2])
down, across = numpy.mgrid[:small.shape[0], :small.shape[1]]
head = ((across - x - w / 2) / (0.95 * w)) ** 2 + ((down - y - 0.35 * h) / (0.95 * h)) ** 2 < 1
small = numpy.where(head[..., None], small, 200).astype("uint8")
os.mkdir("beside")
entries = []
for depth in 16, 24, 32:
    # The cells begin so far inside the face, and the box at their far side: they take more of it than was asked for.
    crop = int(x + w - depth) % 32
    photo, left = small[:, crop:], int(x + w - depth) - crop
    top, bottom = int(y) // 16 * 16, int(y + 0.6 * h) // 16 * 16
    for sampling, cell in ("2x2", 16), ("4x1", 32):
        for name, tone in ("black", 0), ("grey", 128), ("alike", 200):
            photo = photo.copy()
            photo[top:bottom, left:left + 96] = tone
            Image.fromarray(photo).save("photo.ppm")
            file = f"{depth}-{sampling}-{name}.jpg"
            subprocess.run(["cjpeg", "-quality", "95", "-sample", sampling, "-outfile", "beside/" + file, "photo.ppm"],
                           check=True)
            tall, wide = photo.shape[:2]
            goes = [(left + cell - 1) / wide, (top + 1) / tall, (96 - cell) / wide, (bottom - top - 2) / tall]
            entries.append(f"  {file}: {{faces: [{{person: sam, box: [{(x - crop) / wide}, {y / tall}, {w / wide}, "
                           f"{h / tall}]}}], redact: [{{box: {goes}}}]}}\n")
with open("beside/consent.yaml", "w") as manifest:
    manifest.write("version: 1\nrights: {permission: yes}\npeople:\n  sam: {role: staff, consent: [{form: written, "
                   "given_by: self, date: 2026-01-01, channels: [web]}]}\nphotos:\n" + "".join(entries))
PYTHON
clean 0 -j2 --seed 7 --text keep --date 2026-11-20 --report report.json -o out-beside beside
report '{x["reason"] for p in r["photos"] for x in p["regions"] if x["person"] == "sam"} == {"consent", "covered"}'
report 'len({str((p["source"].rsplit("-", 1)[0], p["regions"])) for p in r["photos"]}) == 6'
for photo in beside/*-black.jpg; do
    copy=out-$photo
    same "$copy" "${copy/black/grey}"
    same "$copy" "${copy/black/alike}"
done
