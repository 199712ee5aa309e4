# What an officer needs daily and seldom, on the review page in headless Chromium: a button for each of eight people who are
# not in the photo yet; what a click means; what is said of one photo as a whole; wrong face tags. Comments of others stay. The people do not exist.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
needs /usr/bin/chromium /usr/bin/chromedriver "$ROOT/samples/photos/portrett.jpg"
python3 -c 'import PIL, selenium, yaml' 2>/dev/null || skip "needs python3-selenium, python3-pil and python3-yaml"
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY
export no_proxy='*'
mkdir photos
for name in portrett kantine; do
    upright "$ROOT/samples/photos/$name.jpg" "photos/$name.jpg" 800
done
printf 'version: 1 # ours\nrights: {permission: yes}\npeople: # the team\n' >photos/consent.yaml
for name in anne bjarne cecilie david else frode guri hans inga jonas; do
    printf '  %s: {name: %s Nordmann, role: staff}\n' "$name" "${name^}" >>photos/consent.yaml
done
printf '  aase: {name: Åse Holm, role: staff}\n' >>photos/consent.yaml
# In both the largest face is tagged as Anne's, and the next one as that of somebody whom nobody knows; in the second, somebody
# has written since that the largest is Cecilie's.
sed -i 's/^  \(anne\|cecilie\): {/&consent: [{form: written, given_by: self, date: 2026-01-01}], /' photos/consent.yaml
clean 0 -n --report report.json photos/kantine.jpg
cat >scenes.json <<'JSON'
{"photos/merket.jpg": {"form": "mwg", "names": ["Anne Nordmann", "N. N."]},
 "photos/uenig.jpg": {"form": "microsoft", "names": ["Anne Nordmann", "N. N."]}}
JSON
python3 "$SUPPORT/tag_names.py" photos/kantine.jpg report.json scenes.json || fail "tag_names"
python3 - >>photos/consent.yaml <<'PYTHON'
import json
p = json.load(open("report.json"))["photos"][0]
x, y, w, h = max((r["box"] for r in p["regions"] if r["kind"] == "face"), key=lambda box: box[2])
print(f"photos:\n  uenig.jpg: # by Else\n    faces:\n      - {{person: cecilie, box: [{x / p['width']:.4f}, "
      f"{y / p['height']:.4f}, {w / p['width']:.4f}, {h / p['height']:.4f}]}} # her")
PYTHON
clean 0 -n --report report.json photos/uenig.jpg
report 'not any(x["action"] == "keep" for x in p["regions"] if x["kind"] == "face")'
report '[n for n in p["notices"] if "give one face different names" in n and n.endswith("[cecilie / anne]")]'
review photos
expect 0 python3 "$SUPPORT/review_desk.py" "$address" photos
sleep_until "$server"
stop_review

# What the copies show, and what is said of them.
clean 0 --report report.json -o photos/sanitised photos/merket.jpg photos/uenig.jpg
cat >judge.py <<'PYTHON'
import json
from PIL import Image, ImageChops, ImageStat
for row, kept in zip(json.load(open("report.json"))["photos"], (["cecilie"], ["anne"])):
    faces = sorted((r for r in row["regions"] if r["kind"] == "face" and r["score"]), key=lambda r: -r["box"][2])
    assert row["status"] in ("sanitised", "unchanged"), row["status"]
    assert [r["person"] for r in row["regions"] if r["kind"] == "face" and r["reason"] == "consent"] == kept, row
    assert (faces[1]["reason"] == "no-face") == (kept == ["cecilie"]), row
    told = [n for n in row["notices"] if "counts for nothing" in n]
    assert [n[n.index("["):] for n in told] == (["[cecilie / anne, - / -]"] if kept == ["cecilie"] else []), row["notices"]
    before, after = (Image.open(row[name]).convert("RGB") for name in ("source", "output"))
    for number, r in enumerate(faces):
        x, y, w, h = r["box"]
        inner = (round(x + w / 4), round(y + h / 4), round(x + 3 * w / 4), round(y + 3 * h / 4))
        off = sum(ImageStat.Stat(ImageChops.difference(before.crop(inner), after.crop(inner))).mean)
        if r["reason"] == "no-face":
            continue # a line of text was seen there, too
        assert off < 10 if r["action"] == "keep" else off > 20, (row["source"], number, r, off)
    for name in (b"Anne", b"N. N.", b"cecilie"):
        assert name not in open(row["output"], "rb").read()
PYTHON
expect 0 python3 judge.py
