# A name in a face tag that nobody in the manifest has is told on the review page, at its face and nowhere else; a person of
# that name is then known by it in every photo. The people do not exist.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
command -v curl >/dev/null || skip "needs curl"
command -v exiftool >/dev/null || skip "needs exiftool"
needs "$ROOT/samples/photos/kantine.jpg"
upright "$ROOT/samples/photos/kantine.jpg" upright.jpg 800
clean 0 -n --report report.json upright.jpg
cat >scenes.json <<'JSON'
{"photos/a.jpg": {"form": "mwg", "names": ["Kari Nordmann", "Åse-Lill Ødegård"]},
 "photos/b.jpg": {"form": "microsoft", "beside": true, "names": ["KARI NORDMANN", "Per Berg"]}}
JSON
python3 "$SUPPORT/tag_names.py" upright.jpg report.json scenes.json || fail "tag_names"
printf 'version: 1\npeople:\n  per:\n    name: Per Berg\n' >photos/consent.yaml
tags() { # PHOTO: (name in a tag, person) of the faces that have either, as JSON
    ask 200 "${address}photo?photo=$1"
    python3 -c 'import json
print(json.dumps(sorted([r["tag"], r["person"]] for r in json.load(open("answer"))["regions"] if r["tag"] or r["person"]), ensure_ascii=False))'
}
review photos
settled
[[ $(tags 0) == '[["Kari Nordmann", null], ["Åse-Lill Ødegård", null]]' ]] || fail "a: $(tags 0)"
ask 200 "${address}photo?photo=1"
said 'sorted(((r["tag"], r["person"]) for r in a["regions"] if r["tag"] or r["person"]), key=str) == [("KARI NORDMANN", None), (None, "per")]'
# Nothing of it is kept, nor in the copy's outcome.
! grep -qi 'nordmann\|degård' photos/sanitised/.sladd-detections || fail "the name of a tag was kept"
for _ in {1..600}; do
    [[ $(curl -sS --noproxy '*' -o copy.jpg -w '%{http_code}' "${address}copy?photo=0") == 202 ]] || break
    sleep 0.2
done
ask 200 "${address}copied?photo=0"
! grep -qi 'nordmann\|degård' answer copy.jpg || fail "the name of a tag is in what is published"

# Added once, the person is known in both photos, and nobody is kept for it.
tell 200 edit '{"do": "person", "file": 0, "photo": 0, "name": "Kari Nordmann"}'
settled
for number in 0 1; do
    ask 200 "${address}photo?photo=$number"
    said 'any(r["person"] == "kari-nordmann" and r["state"] == "blurred" for r in a["regions"]) and not any((r["tag"] or "").lower() == "kari nordmann" for r in a["regions"]) and not a["kept"]'
done
stop_review
