# A photo that somebody replaces while the review page is open: what was detected in the one before says nothing of it, and
# its pictures are made anew.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
command -v curl >/dev/null || skip "needs curl"
needs "$ROOT/samples/photos/portrett.jpg"
needs "$ROOT/samples/photos/kantine.jpg"
mkdir photos new
cp "$ROOT/samples/photos/portrett.jpg" photos/a.jpg
cp "$ROOT/samples/photos/kantine.jpg" new/a.jpg
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

cp new/a.jpg photos/a.jpg.new
mv photos/a.jpg.new photos/a.jpg
tell 200 edit '{"photo": 0, "do": "publish", "answer": "no"}'
settled
faces >after
ask 200 "${address}state"
said "a['photos'][0]['small'] not in (0, $version)"
ask 200 "${address}small?photo=0"
! cmp -s answer small.before || fail "the thumbnail is of the photo before"
until_large
! cmp -s answer large.before || fail "the picture is of the photo before"
stop_review

# What is found is what a session of its own finds.
review new
settled
faces >alone
same alone after
! cmp -s before after || fail "both photos have the same faces"
