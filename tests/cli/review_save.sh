# Saving from the review page: comments, order and whatever others wrote stay; a file that somebody else changed is never
# replaced, and neither side's work is lost; another window's changes are not saved unseen; undo; kill -9 at any moment.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
command -v curl >/dev/null || skip "needs curl"
mkdir -p photos/sub
photo photos/a.jpg 200 150 ycc 2x2
photo photos/b.jpg 160 150 ycc 2x2
photo photos/sub/c.jpg 100 150 ycc 2x2
photo photos/d.jpg 120 150 ycc 2x2
cat >photos/consent.yaml <<'YAML'
# Our summer party. Ask Liv before you publish!
version: 1
people:
  kari: {name: "Kari Nordmann", role: staff}   # the boss

  # Per left in May
  per:
    name: Per
photos:
    b.jpg: # the boat
        faces:
        - {person: "?", box: [0.1, 0.1, 0.2, 0.2]} # left
        # nobody knows the next one
        - {person: "?", box: [0.5, 0.1, 0.2, 0.2]} # right
YAML
printf 'version: 1\r\nphotos:\r\n  d.jpg: {redact: [{box: [0, 0, 0.1, 0.1]}]}\r\n' >photos/d.jpg.consent.yaml
cp -r photos before
review photos
settled
number() { # NAME: of the photo
    ask 200 "${address}state"
    python3 -c 'import json, sys; print(next(p["id"] for p in json.load(open("answer"))["photos"] if p["name"] == sys.argv[1]))' "$1"
}
a=$(number a.jpg) b=$(number b.jpg) c=$(number sub/c.jpg) d=$(number d.jpg)
box='[0.51, 0.1, 0.2, 0.2]'

# Edits in lines, in a sidecar with Windows' line ends, of a photo that nothing is said of, in a folder below.
tell 200 edit "{\"photo\": $b, \"do\": \"name\", \"box\": $box, \"person\": \"kari\"}"
tell 200 edit "{\"photo\": $b, \"do\": \"no-face\", \"box\": [0.1, 0.1, 0.2, 0.2]}"
tell 200 edit "{\"photo\": $d, \"do\": \"redact\", \"box\": [0.5, 0.5, 0.25, 0.25], \"why\": \"a: b\"}"
tell 200 edit "{\"photo\": $c, \"do\": \"blur\", \"box\": [0.25, 0.25, 0.25, 0.25]}"
tell 200 edit '{"do": "consent", "file": 0, "person": "per", "form": "verbal", "given_by": "self", "date": "2026-05-01", "channels": []}'
tell 200 edit "{\"photo\": $a, \"do\": \"publish\", \"answer\": \"no\"}"
unwritten before photos "something was written before it was saved"
# One step back, and forward by hand.
tell_seen 200 undo
settled
said 'a["unsaved"] == 5 and a["can_undo"] and all(p["result"] == "sanitised" for p in a["photos"])'
tell 200 edit "{\"photo\": $a, \"do\": \"publish\", \"answer\": \"no\"}"
# A window that has not seen all of it saves nothing.
seen_edits() { # as `seen`
    ask 200 "${address}state"
    seen=$(python3 -c 'import json; print(json.load(open("answer"))["edits"])')
}
seen_edits
tell 200 edit "{\"photo\": $a, \"do\": \"publish\", \"answer\": \"yes\"}"
for name in save undo settle; do
    for body in "{\"seen\": $seen}" '{"unsaved": 7}' '{"seen": -1}' '{}'; do
        tell 409 "$name" "$body"
        said '"another window" in a["error"]'
    done
done
# Nor one that has seen another edit in its place, or takes back what it has not seen.
tell_seen 200 undo
ask 200 "${address}state"
said 'a["unsaved"] == 6'
tell 409 save "{\"seen\": $seen}"
seen_edits
tell_seen 200 undo
tell 200 edit "{\"photo\": $a, \"do\": \"publish\", \"answer\": \"no\"}"
ask 200 "${address}state"
said 'a["unsaved"] == 6'
tell 409 save "{\"seen\": $seen}"
tell 409 undo "{\"seen\": $seen}"
unwritten before photos "something was saved that nobody saw"
tell_seen 200 save
python3 - <<'PYTHON' || fail "saved: $(cat photos/consent.yaml photos/d.jpg.consent.yaml)"
after = open("photos/consent.yaml").read()
for line in ("# Our summer party. Ask Liv before you publish!\nversion: 1\n", "role: staff}   # the boss\n\n  # Per left in May\n",
             "    b.jpg: # the boat\n        faces:\n        # nobody knows the next one\n        - {person: kari, box: [0.5, 0.1, 0.2, 0.2]} # right\n"):
    assert line in after, line
assert after.index("kari:") < after.index("per:") < after.index("b.jpg:") < after.index("sub/c.jpg:") < after.index("a.jpg:")
side = open("photos/d.jpg.consent.yaml", newline="").read()
assert side == 'version: 1\r\nphotos:\r\n  d.jpg: {redact: [{box: [0, 0, 0.1, 0.1]}, {box: [0.5000, 0.5000, 0.2500, 0.2500], why: "a: b"}]}\r\n', side
import yaml
m = yaml.safe_load(after)
assert m["people"]["per"]["consent"][0]["channels"] == [] and m["photos"]["a.jpg"]["publish"] is False
assert m["photos"]["sub/c.jpg"]["faces"] == [{"blur": True, "box": [0.25, 0.25, 0.25, 0.25]}]
assert m["photos"]["b.jpg"]["keep"] == [{"box": [0.1, 0.1, 0.2, 0.2], "what": "no-face"}]
PYTHON
[[ $(copies_in photos) == 6 ]] || fail "something else was written: $(files_in photos)"

# Somebody else changes the file meanwhile: refused, theirs stays; then both.
tell 200 edit "{\"photo\": $b, \"do\": \"publish\", \"answer\": \"no\"}"
tell 200 edit '{"do": "person", "file": 0, "name": "Liv Å. Dahl", "role": "visitor"}'
sed -i 's/^    name: Per$/    name: Per Berg # his name/' photos/consent.yaml
cp photos/consent.yaml theirs
tell_seen 409 save
same theirs photos/consent.yaml
ask 200 "${address}state"
said 'a["conflict"].endswith("photos/consent.yaml") and a["unsaved"] == 2'
tell 409 edit "{\"photo\": $a, \"do\": \"publish\", \"answer\": \"yes\"}"
tell_seen 200 settle '{"again": true}'
said 'a["lost"] == 0'
same theirs photos/consent.yaml
tell_seen 200 save
grep -q 'name: Per Berg # his name' photos/consent.yaml || fail "theirs was lost"
python3 -c 'import yaml; m = yaml.safe_load(open("photos/consent.yaml")); assert m["photos"]["b.jpg"]["publish"] is False, m; assert m["people"]["liv-a-dahl"]["name"] == "Liv Å. Dahl", m' || fail "ours was lost"
# A name that came to mean somebody else takes no face with it.
tell 200 edit '{"do": "person", "file": 0, "name": "Ola Moe", "role": "staff"}'
tell 200 edit "{\"photo\": $b, \"do\": \"name\", \"box\": $box, \"person\": \"ola-moe\"}"
sed -i 's/^people:$/people:\n  ola-moe: {name: Ola Moe, role: pupil}/' photos/consent.yaml
tell_seen 409 save
tell_seen 200 settle '{"again": true}'
said 'a["lost"] == 2'
ask 200 "${address}state"
said 'a["unsaved"] == 0 and a["conflict"] is None'
grep -q 'person: kari, box: \[0.5, 0.1' photos/consent.yaml || fail "a face went to somebody else"
# Or theirs alone.
tell 200 edit "{\"photo\": $a, \"do\": \"publish\", \"answer\": \"yes\"}"
echo '# once more' >>photos/consent.yaml
cp photos/consent.yaml theirs
tell_seen 409 save
tell_seen 200 settle '{"again": false}'
ask 200 "${address}state"
said 'a["unsaved"] == 0 and a["conflict"] is None'
same theirs photos/consent.yaml
# What they write where nothing is unsaved here counts within seconds, and is said; what cannot be read is said, too.
said 'a["unsaved"] == 0 and a["reread"] >= 0 and a["broken"] is None'
cp photos/consent.yaml theirs
sed -i 's/^  a.jpg:$/  a.jpg: # again/; s/publish: no/publish: yes/' photos/consent.yaml
reread=$(python3 -c 'import json; print(json.load(open("answer"))["reread"])')
until_state "a['reread'] > $reread and a['waiting'] == 0"
said 'all(p["result"] == "sanitised" for p in a["photos"])'
echo 'oops: 1' >>photos/consent.yaml
until_state 'a["broken"] is not None and "oops" in a["broken"]'
tell 400 clean '{}'
said '"oops" in a["error"]'
cp theirs photos/consent.yaml
until_state 'a["broken"] is None and a["waiting"] == 0'
# What somebody makes of it that is no manifest is not written over either, and says where.
tell 200 edit "{\"photo\": $a, \"do\": \"publish\", \"answer\": \"yes\"}"
echo 'oops: 1' >>photos/consent.yaml
tell_seen 409 save
tell_seen 400 settle '{"again": true}'
said '"consent.yaml" in a["error"] and "oops" in a["error"]'
cp theirs photos/consent.yaml
tell_seen 200 settle '{"again": true}'
tell_seen 200 save
grep -q '^# once more' photos/consent.yaml || fail "a comment was lost"

# A folder that cannot be written into.
if [[ $(id -u) != 0 ]]; then
    tell 200 edit "{\"photo\": $a, \"do\": \"publish\", \"answer\": \"no\"}"
    chmod a-w photos
    tell_seen 400 save
    chmod u+w photos
    tell_seen 200 save
fi

# kill -9 while it saves, at many moments: the file is the old one or the new one, whole, and nothing lies beside it.
stop_review
cp photos/consent.yaml old
for delay in 0 0.004 0.02; do
    cp old photos/consent.yaml
    review photos
    settled
    tell 200 edit "{\"photo\": $a, \"do\": \"redact\", \"box\": [0.1, 0.1, 0.2, 0.2], \"why\": \"new\"}"
    (curl -sS --noproxy '*' -o /dev/null -H "Origin: $origin" -H 'Content-Type: application/json' --data-binary '{"unsaved": 1}' "${address}save" || true) 2>/dev/null &
    sleep "$delay"
    kill -9 "$server"
    wait "$server" 2>/dev/null || true
    trap - EXIT
    cmp -s old photos/consent.yaml || grep -q 'why: new' photos/consent.yaml || fail "half a manifest"
    python3 -c 'import yaml; yaml.safe_load(open("photos/consent.yaml"))' || fail "half a manifest"
    [[ $(copies_in photos) == 6 ]] || fail "something is left: $(find photos)"
done

# A manifest that was given by name: edits count before they are saved, as in a folder's own.
mkdir given
cp photos/a.jpg given/
printf 'version: 1\nphotos:\n  a.jpg: {alt_text: A hall}\n' >all.yaml
cp all.yaml before.yaml
for manifest in all.yaml "$PWD/all.yaml"; do
    review -m "$manifest" given
    settled
    said '[p["result"] for p in a["photos"]] == ["sanitised"]'
    tell 200 edit '{"photo": 0, "do": "publish", "answer": "no"}'
    settled
    said '[p["result"] for p in a["photos"]] == ["withheld"] and a["unsaved"] == 1'
    tell 200 edit '{"photo": 0, "do": "redact", "box": [0.1, 0.1, 0.2, 0.2], "why": "new"}'
    tell_seen 200 undo
    settled
    said '[p["result"] for p in a["photos"]] == ["withheld"] and a["unsaved"] == 1'
    same all.yaml before.yaml
    tell_seen 200 save
    grep -q 'publish: no' all.yaml || fail "not saved: $(<all.yaml)"
    settled
    said '[p["result"] for p in a["photos"]] == ["withheld"] and a["unsaved"] == 0'
    stop_review
    cp before.yaml all.yaml
done

# An edit of a photo whose entry went from the one manifest is lost, and said to be: there its own manifest's name for it
# would be another photo's.
mkdir -p moved/sub
photo moved/sub/b.jpg 200 150 ycc 2x2
printf 'version: 1\nphotos:\n  sub/b.jpg: {publish: yes}\n' >moved/consent.yaml
printf 'version: 1\n' >moved/sub/consent.yaml
cp moved/sub/consent.yaml near
review moved
settled
tell 200 edit '{"photo": 0, "do": "redact", "box": [0.1, 0.1, 0.2, 0.2]}'
settled
printf 'version: 1\nevent: Party\n' >moved/consent.yaml
cp moved/consent.yaml theirs
tell_seen 409 save
tell_seen 200 settle '{"again": true}'
said 'a["lost"] == 1'
tell_seen 200 save
same theirs moved/consent.yaml
same near moved/sub/consent.yaml
stop_review
