# A photo that somebody replaces while the review page is open: it is noticed; what was detected in the one before says nothing
# of it, and its pictures are made anew; what is said on the page is said of the picture that was shown; and the copies are made
# of what the page has shown, and of no photo that it never did.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
command -v curl >/dev/null || skip "needs curl"
needs "$ROOT/samples/photos/portrett.jpg"
needs "$ROOT/samples/photos/kantine.jpg"
mkdir photos new
cp "$ROOT/samples/photos/portrett.jpg" photos/a.jpg
cp "$ROOT/samples/photos/kantine.jpg" new/a.jpg
photo photos/z.jpg 200 150 ycc 2x2
echo 'version: 1' >photos/consent.yaml
review photos
settled
faces() {
    ask 200 "${address}photo?photo=0"
    python3 -c 'import json; print([r["box"] for r in json.load(open("answer"))["regions"] if r["detected"]])'
}
until_large() {
    for _ in {1..600}; do
        [[ $(curl -sS --noproxy '*' -o answer -w '%{http_code}' "${address}large?photo=0") == 202 ]] || break
        sleep 0.2
    done
    ask 200 "${address}large?photo=0"
}
faces >before
ask 200 "${address}small?photo=0"
mv answer small.before
until_large
mv answer large.before
ask 200 "${address}state"
version=$(python3 -c 'import json; print(json.load(open("answer"))["photos"][0]["small"])')
seen() { # what the page has: `clock`, and `digest` of the photo
    ask 200 "${address}state"
    read -r clock digest < <(python3 -c 'import json; a = json.load(open("answer")); print(a["clock"], a["photos"][0]["sha256"])')
}
seen
[[ $digest == "$(sha256sum photos/a.jpg | cut -d ' ' -f 1)" ]] || fail "the digest is $digest"
of_it="\"photo\": 0, \"sha256\": \"$digest\""
tell 200 edit "{$of_it, \"do\": \"blur\", \"box\": [0.1, 0.1, 0.2, 0.2]}"

# At once: nothing is said of it, and nothing made of it.
cp new/a.jpg photos/a.jpg.new
mv photos/a.jpg.new photos/a.jpg
tell 409 edit "{$of_it, \"do\": \"publish\", \"answer\": \"no\"}"
said '"this photo" in a["error"]'
tell_seen 200 undo
tell 409 clean "{\"clock\": $clock}"
said '"meanwhile" in a["error"]'
# Once it was looked at: neither by a page that has not seen it.
settled
tell 409 edit "{$of_it, \"do\": \"publish\", \"answer\": \"no\"}"
tell 409 clean "{\"clock\": $clock}"
nothing_in photos/sanitised
faces >after
ask 200 "${address}state"
said "a['photos'][0]['small'] not in (0, $version)"
ask 200 "${address}small?photo=0"
! cmp -s answer small.before || fail "the thumbnail is of the photo before"
until_large
! cmp -s answer large.before || fail "the picture is of the photo before"
seen
tell 200 edit "{\"photo\": 0, \"sha256\": \"$digest\", \"do\": \"publish\", \"answer\": \"no\"}"
settled

# Without anybody who asks for anything: within some seconds, also written over in its place.
for other in "$ROOT/samples/photos/portrett.jpg" new/a.jpg; do
    cp "$other" photos/a.jpg
    until_state "a['photos'][0]['sha256'] == '$(sha256sum "$other" | cut -d ' ' -f 1)' and a['waiting'] == 0"
done
tell_seen 200 undo
settled
# One that was only touched is the same one, at once or when it was looked at.
seen
change="{\"photo\": 0, \"sha256\": \"$digest\", \"do\": \"publish\", \"answer\": \"yes\"}"
for when in 2020-01-01 now; do
    touch -d "$when" photos/a.jpg
    (tell 200 edit "$change") 2>rest || { settled && tell 200 edit "$change"; }
    tell_seen 200 undo
    settled
done

# One that was away for a while, and was looked at as gone, may come back as another: it is shown anew, too.
until_large
mv answer large.before
ask 200 "${address}small?photo=0"
mv answer small.before
rm photos/a.jpg
until_state "a['photos'][0]['sha256'] == '' and a['waiting'] == 0"
cp "$ROOT/samples/photos/portrett.jpg" photos/a.jpg
until_state "a['photos'][0]['sha256'] == '$(sha256sum photos/a.jpg | cut -d ' ' -f 1)' and a['waiting'] == 0"
until_large
! cmp -s answer large.before || fail "the picture is of the photo that was there before"
ask 200 "${address}small?photo=0"
! cmp -s answer small.before || fail "the thumbnail is of the photo that was there before"
cp new/a.jpg photos/a.jpg
until_state "a['photos'][0]['sha256'] == '$(sha256sum new/a.jpg | cut -d ' ' -f 1)' and a['waiting'] == 0"

# A photo that came meanwhile is not among those that the page shows. One that is gone is told, and then there is no copy of it.
cp new/a.jpg photos/b.jpg
seen
tell 409 clean "{\"clock\": $clock}"
said '"b.jpg" in a["error"]'
nothing_in photos/sanitised
rm photos/b.jpg photos/z.jpg
tell 409 clean "{\"clock\": $clock}"
said '"meanwhile" in a["error"]'
settled
seen
tell 200 clean "{\"clock\": $clock}"
until_made
said 'a["code"] == 0 and a["summary"]["sanitised"] == 1'
stop_review
rm -r photos/sanitised

# What is found is what a session of its own finds.
review new
settled
faces >alone
same alone after
! cmp -s before after || fail "both photos have the same faces"
stop_review

# To begin anew in a sidecar with a photo that was replaced before asks the folder's manifest, too, for whom a policy
# withholds it.
mkdir anew
photo anew/a.jpg
printf 'version: 1\npeople: {liv: {name: Liv, role: client, born: 2012-01-01}}\n' >anew/consent.yaml
cat >anew/a.jpg.consent.yaml <<YAML
version: 1
people:
  liv: {role: staff, consent: [{form: written, given_by: self, date: 2026-01-01}]}
photos:
  a.jpg:
    sha256: $(printf '%064d' 0)
    faces:
      - {person: liv, box: [0.1, 0.1, 0.2, 0.2]}
YAML
review -p health-youth --date 2026-11-20 anew
settled
said 'a["photos"][0]["result"] == "withheld"'
tell 200 edit '{"photo": 0, "do": "renew"}'
settled
said 'a["photos"][0]["result"] == "withheld"'
tell_seen 200 save
grep -q 'publish: no' anew/a.jpg.consent.yaml || fail "nothing withholds it: $(<anew/a.jpg.consent.yaml)"
! grep -q 'person: liv' anew/a.jpg.consent.yaml || fail "it was not begun anew"
