# The whole way through the review page's interface: a folder without a manifest and a sheet of people; faces named, blurred
# and found to be none, boxes drawn; saved; and then the copies are what was shown, made by the page as by the command.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
command -v curl >/dev/null || skip "needs curl"
python3 -c 'import PIL, yaml' 2>/dev/null || skip "needs python3-pil and python3-yaml"
needs "$ROOT/samples/photos/portrett.jpg"
mkdir photos
python3 - "$ROOT/samples/photos" <<'PYTHON'
import sys
from PIL import Image
for name in ("portrett", "kantine", "korridor"):
    image = Image.open(f"{sys.argv[1]}/{name}.jpg").convert("RGB")
    image.thumbnail((900, 900))
    image.save(f"photos/{name}.jpg", quality=92)
PYTHON
sha256sum photos/*.jpg >originals
printf 'name;role;form;given by;date;channels\nKari Nordmann;staff;written;self;2026-05-01;web\nPer Berg;staff;written;self;2026-05-01;intranet\n' >people.csv
expect 0 "$SLADD" import people.csv -m photos/consent.yaml
review --date 2026-10-01 -o copies photos
settled
said '[p["name"] for p in a["photos"]] == ["kantine.jpg", "korridor.jpg", "portrett.jpg"] and a["count"] == 3'
said 'sorted((p["key"], p["verdict"]) for p in a["people"]) == [("kari-nordmann", "consent"), ("per-berg", "channel")]'
said 'all(p["small"] and p["looked"] and p["open"] > 0 and p["kept"] == 0 for p in a["photos"])'

# What is shown are pictures that a worker made: thumbnails, and the large one, once it is there.
ask 200 "${address}small?photo=2"
grep -qi '^content-type: image/jpeg' headers || fail "no picture"
djpeg -outfile picture.ppm answer || fail "no JPEG"
[[ $(head -c 11 picture.ppm | tr "\n" " ") == "P6 300 225 " ]] ||
    fail "the thumbnail is $(head -c 15 picture.ppm | tr '\n' ' ')"
until_there() { # PATH
    for _ in {1..600}; do
        [[ $(curl -sS --noproxy '*' -o answer -w '%{http_code}' "$address$1") == 202 ]] || break
        sleep 0.2
    done
    ask 200 "$address$1"
}
until_there "large?photo=2"

# Who is who. A name is one the manifest has; what is said is seen at once, and nothing is on the disk.
cp photos/consent.yaml before.yaml
tell 200 edit "{\"photo\": 2, \"do\": \"name\", \"box\": $(place 2 face 0), \"person\": \"kari-nordmann\"}"
tell 200 edit "{\"photo\": 2, \"do\": \"name\", \"box\": $(place 2 face 1), \"person\": \"per-berg\"}"
settled
said '[(p["open"], p["kept"], p["unsaved"]) for p in a["photos"]][2] == (0, 1, True) and a["unsaved"] == 2'
said '[p["seen"] for p in a["photos"]] == [[], [], ["kari-nordmann"]]'
ask 200 "${address}photo?photo=2"
said '[(r["state"], r["reason"]) for r in a["regions"] if r["kind"] == "face"] == [("kept", "consent"), ("blurred", "channel")]'
tell 200 edit "{\"photo\": 0, \"do\": \"no-face\", \"box\": $(place 0 face 0)}"
tell 200 edit "{\"photo\": 0, \"do\": \"blur\", \"box\": $(place 0 face 1)}"
ask 200 "${address}photo?photo=0"
boxes=$(python3 -c 'import json; print([r["box"] for r in json.load(open("answer"))["regions"] if r["kind"] == "face" and r["state"] == "open"])')
tell 200 edit "{\"photo\": 0, \"do\": \"blur-all\", \"boxes\": $boxes}"
tell 200 edit '{"photo": 0, "do": "redact", "box": [0.05, 0.05, 0.1, 0.1], "why": "en lapp: #1"}'
tell 200 edit "{\"photo\": 0, \"do\": \"keep\", \"box\": $(place 0 text 0), \"why\": \"vårt eget skilt\"}"
tell 200 edit '{"photo": 1, "do": "publish", "answer": "no"}'
tell 200 edit '{"do": "permit", "file": 0, "answer": "yes"}'
settled
said '[p["open"] for p in a["photos"]][0] == 0 and [p["result"] for p in a["photos"]][1] == "withheld" and a["photos"][0]["texts_kept"] >= 1'
ask 200 "${address}photo?photo=0"
said '[r["state"] for r in a["regions"] if r["kind"] == "face"][0] == "no-face" and sum(r["reason"] == "redact-box" for r in a["regions"]) == 1'
same before.yaml photos/consent.yaml
nothing_in copies

# Exactly what would be published; a photo that is withheld has nothing.
for number in 0 2; do
    until_there "copy?photo=$number"
    mv answer preview-$number
done
ask 202 "${address}copy?photo=1"
settled
ask 404 "${address}copy?photo=1"
nothing_in copies
tell 400 clean '{}'
said '"save" in a["error"]'

# Saved: what was there is still there, and the rest is what was meant.
settled
clock=$(python3 -c 'import json; print(json.load(open("answer"))["clock"])')
tell_seen 200 save
python3 - <<'PYTHON' || fail "consent.yaml: $(cat photos/consent.yaml)"
import yaml
before, after = open("before.yaml").read(), open("photos/consent.yaml").read()
rest = iter(after)
assert all(c in rest for c in before), "something that was there is gone"
m = yaml.safe_load(after)
assert m["rights"] == {"permission": True}
assert set(m["photos"]) == {"portrett.jpg", "kantine.jpg", "korridor.jpg"}
assert [f["person"] for f in m["photos"]["portrett.jpg"]["faces"]] == ["kari-nordmann", "per-berg"]
k = m["photos"]["kantine.jpg"]
assert all(f.get("blur") is True and "person" not in f for f in k["faces"]) and len(k["faces"]) >= 4
assert [b["what"] for b in k["keep"]] == ["no-face", "text"] and k["keep"][1]["why"] == "vårt eget skilt"
assert k["redact"] == [{"box": [0.05, 0.05, 0.1, 0.1], "why": "en lapp: #1"}]
assert m["photos"]["korridor.jpg"]["publish"] is False and len(k["sha256"]) == 64
PYTHON

# The copies, made from the page: the bytes that were shown, and what the command finds has nothing to add.
tell 200 clean "{\"clock\": $clock}" # as the page saw them before it saved
until_made
said 'a["ended"] and a["code"] == 1 and a["summary"]["sanitised"] == 2 and a["summary"]["withheld"] == 1 and a["summary"]["faces_kept"] == 1'
same preview-0 copies/kantine.jpg
same preview-2 copies/portrett.jpg
absent copies/korridor.jpg
ask 200 "${address}output?photo=2"
same answer copies/portrett.jpg
ask 404 "${address}output?photo=1"
# Withdrawn: the copy that shows the person is named, and a re-run takes it back.
tell 200 edit '{"do": "withdraw", "file": 0, "person": "kari-nordmann", "consent": 0, "date": "2026-09-30"}'
tell 200 copies '{"person": "kari-nordmann"}'
said 'a["copies"] == ["portrett.jpg"]'
tell_seen 200 save
stop_review
clean 1 --date 2026-10-01 --seed 1 -o copies photos
says '*1 unchanged*'
says '*portrett.jpg*'
expect 0 sha256sum -c originals
