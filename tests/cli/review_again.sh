# A folder that was cleaned is opened again: what was detected stands in the receipts, and is not searched for once more.
# It serves to show; a copy is always searched anew, whatever somebody writes into a receipt. And where anything differs
# that a copy depends on, the photo is searched.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
command -v curl >/dev/null || skip "needs curl"
needs "$ROOT/samples/photos/portrett.jpg"
python3 -c 'import PIL' 2>/dev/null || skip "needs python3-pil"
mkdir photos
python3 - "$ROOT/samples/photos" <<'PYTHON'
import sys
from PIL import Image
for name, to in (("portrett", "a"), ("korridor", "b")):
    image = Image.open(f"{sys.argv[1]}/{name}.jpg").convert("RGB")
    image.thumbnail((800, 800))
    image.save(f"photos/{to}.jpg", quality=92)
PYTHON
cp photos/a.jpg a.jpg
printf 'version: 1\nphotos:\n  b.jpg: {redact: [{box: [0, 0, 0.1, 0.1]}]}\n' >photos/consent.yaml
places() { # PHOTO: what was detected
    ask 200 "${address}photo?photo=$1"
    python3 -c 'import json; print([(r["kind"], [round(v, 3) for v in r["box"]], r["state"]) for r in json.load(open("answer"))["regions"] if r["detected"]])'
}
look() { # NAME [OPTION...]: what is found in both photos, into NAME.0 and NAME.1
    local name=$1
    shift
    rm -f photos/sanitised/.sladd-detections # which say it before any receipt does
    review "$@" photos
    settled
    places 0 >"$name.0"
    places 1 >"$name.1"
}
look first
stop_review
clean 0 --seed 1 -o photos/sanitised photos
cp -r photos/sanitised copies
look second
stop_review
# (Verification may have found one more line of text in the copy that `clean` then covered as well; and a receipt's pixels
# have two decimals.)
python3 - <<'PYTHON' || fail "the second look: $(cat second.0 second.1)"
import ast
def same(place, other):
    return place[::2] == other[::2] and all(abs(a - b) < 0.0015 for a, b in zip(place[1], other[1]))
for number in "01":
    first, second = (ast.literal_eval(open(f"{name}.{number}").read()) for name in ("first", "second"))
    assert all(any(same(place, other) for other in second) for place in first), number
    faces, again = ([place for place in places if place[0] == "face"] for places in (first, second))
    assert len(faces) == len(again) and all(map(same, faces, again)), number
PYTHON

# What a receipt says is what is shown: nobody searched. (Here it says that nobody is there.)
forge() {
    python3 - <<'PYTHON'
import json, pathlib
path = pathlib.Path("photos/sanitised/.sladd-receipts.jsonl")
lines = []
for line in path.read_text().splitlines():
    receipt = json.loads(line)
    row = receipt["row"]
    row["regions"] = [r for r in row["regions"] if r["kind"] == "manual"]
    lines.append(json.dumps(receipt))
path.write_text("\n".join(lines) + "\n")
PYTHON
}
forge
look forged
[[ $(cat forged.0 forged.1) == $'[]\n[]' ]] || fail "a receipt's photo was searched: $(cat forged.0 forged.1)"
# But the copy that would be published is the one that was: searched, covered and verified.
for number in 0 1; do
    for _ in {1..600}; do
        [[ $(curl -sS --noproxy '*' -o answer -w '%{http_code}' "${address}copy?photo=$number") == 202 ]] || break
        sleep 0.2
    done
    ask 200 "${address}copy?photo=$number"
    name=$([[ $number == 0 ]] && echo a || echo b)
    same answer "copies/$name.jpg"
done
# A place that is to go is filled before the search, so that the photo is searched anew. (Far from what is found there.)
tell 200 edit '{"photo": 0, "do": "redact", "box": [0, 0, 0.04, 0.04]}'
settled
places 0 >edited.0
same first.0 edited.0
stop_review

# Another channel, another photo, garbage: searched.
look channel --channel intranet
stop_review
same first.0 channel.0
cp photos/b.jpg photos/a.jpg
look other
stop_review
[[ $(<other.0) != '[]' ]] || fail "another photo was not searched"
cp a.jpg photos/a.jpg
head -c 5000 /dev/urandom >photos/sanitised/.sladd-receipts.jsonl
look garbage
stop_review
same first.0 garbage.0
