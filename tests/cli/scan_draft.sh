# scan drafts one manifest a folder. It parses, names every face that clean finds, and keeps nobody; what somebody wrote
# stays byte for byte.
needs "$ROOT/samples/photos/portrett.jpg" "$ROOT/samples/photos/verksted.jpg"
mkdir -p photos/sub
jpegtran -copy none "$ROOT/samples/photos/portrett.jpg" >photos/no.jpg # without its face tags, which name others
cp "$ROOT/samples/photos/verksted.jpg" 'photos/sub/rød "grøt".jpg'
expect 0 "$SLADD" scan --models "$ROOT/models" -n photos
absent photos/consent.yaml photos/sub/consent.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" photos
says '*photos/consent.yaml: no.jpg (*face*2 of 2 photos drafted*'
exists photos/consent.yaml photos/sub/consent.yaml
clean 0 --report report.json -o out photos
report 'all(g["action"] == "redact" or g["reason"] == "no-text" for p in r["photos"] for g in p["regions"])'
report 'all(any(g["kind"] == "face" for g in p["regions"]) for p in r["photos"])'

# Fill one in: that face, and no other, is kept.
sed -i '0,/person: "?"/s//person: kari/; s/^people:$/people:\n  kari:\n    role: staff\n    consent: [{form: written, given_by: self, date: 2026-05-01}]/' \
    photos/consent.yaml
clean 0 --date 2026-11-20 --report report.json -o out photos/no.jpg
report '[g["action"] for g in p["regions"] if g["person"] == "kari"] == ["keep"]'
report 'r["summary"]["faces_kept"] == 1'

# A photo that came later is added; comments, order and everything else stay.
printf '\n# our own last words\n' >>photos/consent.yaml
cp photos/consent.yaml before.yaml
cp "$ROOT/samples/photos/verksted.jpg" photos/later.jpg
expect 0 "$SLADD" scan --models "$ROOT/models" photos
says '*photos/consent.yaml: later.jpg*1 of 3 photos drafted*'
diff before.yaml photos/consent.yaml >added || true
if grep -q '^<' added; then fail "scan took lines away"; fi
grep -q '^> *later.jpg:' added || fail "scan did not add later.jpg"
tail -n 1 photos/consent.yaml | grep -q 'our own last words' || fail "the last words are not last any more"
clean 0 -n photos

# Run again: nothing to add, nothing changed.
cp photos/consent.yaml before.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" photos
says '*Nothing to draft*'
same before.yaml photos/consent.yaml

# What is known of any version of a photo needs no process that reads it; the one fork of the run tries the sandbox. (A
# leak that the sanitiser would find is the loader's, of the library that is put in front.)
sed -i '/^ *sha256:/d' photos/consent.yaml photos/sub/consent.yaml
expect 0 env ASAN_OPTIONS="verify_asan_link_order=0:${ASAN_OPTIONS-}:detect_leaks=0" LD_PRELOAD="$TOOLS/inject.so" \
    INJECT_CALL=fork INJECT_AT=2 "$SLADD" scan --models "$ROOT/models" photos
says '*Nothing to draft*'
