# --html writes one page that needs nothing but itself; it shows the copies, and not one pixel of an original.
needs "$ROOT/samples/photos/portrett.jpg"
command -v djpeg >/dev/null || skip "needs djpeg"
page() { # PAGE [--pictures FOLDER]
    python3 "$SUPPORT/page_check.py" "$@" >seen 2>log || fail "page_check $*"
}
mkdir photos
cp "$ROOT/samples/photos/portrett.jpg" photos
photo photos/small.jpg 200 150 ycc 2x2
clean 0 --html page.html --report report.json -o out photos
page page.html --pictures out
[[ $(head -1 seen) == "pictures 2" ]] || fail "$(<seen)"
if ! { grep -q '^portrett.jpg' seen && grep -q '^small.jpg' seen; }; then fail "other pictures: $(<seen)"; fi
# The check can fail: the originals are not in the page.
if python3 "$SUPPORT/page_check.py" page.html --pictures photos >log 2>&1; then fail "the originals pass as well"; fi
if ! { grep -q 'Content-Security-Policy' page.html && ! grep -q '<script' page.html; }; then fail "policy or script"; fi

# A re-run changes nothing, and the page shows the same copies; one that was touched since is not shown.
clean 0 --html again.html -o out photos
page again.html --pictures out
[[ $(head -1 seen) == "pictures 2" ]] || fail "a re-run shows $(<seen)"

rm -r photos && photo photos/portrett.jpg && photo photos/verksted.jpg 120 80 ycc 2x2
# Nothing was written, so nothing is shown; withheld and failed photos are named first.
printf 'version: 1\nphotos: {portrett.jpg: {publish: no}}\n' >photos/consent.yaml
printf 'not a photo' >photos/broken.jpg
clean 3 --html other.html -o out2 photos
page other.html --pictures out2
[[ $(head -1 seen) == "pictures 1" ]] || fail "$(<seen)"
grep -q '<h2>Without a copy</h2>' other.html || fail "withheld photos are not named"
grep -q '>withheld: the manifest says' other.html || fail "it does not say why: $(grep -n withheld other.html)"
grep -q '>failed: ' other.html || fail "it does not say that a photo failed"
[[ $(grep -n 'portrett.jpg' other.html | head -1 | cut -d: -f1) -lt $(grep -n '<h2>Photos</h2>' other.html | cut -d: -f1) ]] || fail "order"
clean 3 -n --html dry.html photos
page dry.html
[[ $(<seen) == "pictures 0" ]] || fail "a dry run shows pictures"

# Whatever a name holds is text. The page says in Norwegian and Swedish what it says in English.
odd='<b onclick="x()">&amp;'\''"\x01.jpg'
odd=$(printf '%b' "$odd")
mkdir odd && photo one.jpg && mv one.jpg "odd/$odd"
redact "odd/$odd" 0.1 0.1 0.2 0.2
rm -f odd/*.consent.yaml
printf 'version: 1\npeople:\n  "<i>&x": {role: staff, consent: [{form: verbal}]}\nphotos: {}\n' >odd/consent.yaml
clean 0 --html odd.html -o out3 odd
page odd.html
grep -qF '&lt;b onclick=&quot;x()&quot;&gt;&amp;amp;&apos;&quot;' odd.html || fail "the name: $(grep -n onclick odd.html)"
for language in nb sv; do
    LC_ALL=C.UTF-8 LANGUAGE=$language expect 0 env -u LC_ALL LANG=C.UTF-8 LANGUAGE=$language "$SLADD" clean --models "$ROOT/models" --html "$language.html" -o out3 odd
    page $language.html
done

# check: findings and no picture at all, of an original least of all.
check 3 --html check.html photos
page check.html
[[ $(<seen) == "pictures 0" ]] || fail "check shows pictures"
grep -q 'photo-uncovered' check.html || fail "no finding in the page"
! grep -q $'\xef\xbf\xbd' check.html || fail "a line end became a sign: $(grep $'\xef\xbf\xbd' check.html)"
# What is said of many places is said once, with their number.
[[ $(grep -c '<code>text-readable</code>' check.html) == "$(grep '<code>text-readable</code>' check.html | sort -u | wc -l)" ]] ||
    fail "said more than once: $(grep text-readable check.html)"
! grep -q 'data:image' check.html || fail "check shows a picture"
check 0 -m odd/consent.yaml --html clean.html out3
page clean.html

# Like a report it overwrites nothing that is read or written.
cp -a photos kept
clean 2 --html photos/verksted.jpg -o out photos
same photos/verksted.jpg kept/verksted.jpg
clean 2 --html out4/verksted.jpg -o out4 photos
absent out4/verksted.jpg
check 2 --html photos/consent.yaml photos
same photos/consent.yaml kept/consent.yaml
clean 2 --html - -o out photos
clean 2 --html same --report same -o out photos
absent same
clean 2 --html nowhere/page.html -o out photos
