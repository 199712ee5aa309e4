# A photo whose name no manifest can hold is named, and the rest of its folder is drafted; nothing of such a name reaches
# the terminal as it is.
photo made.jpg
names=($'gr\xf8t.jpg' $'new\nline.jpg' $'tab\there.jpg' $'esc\x1b[31m.jpg' $'c1\xc2\x9b31m.jpg' $'nel\xc2\x85.jpg'
    $'non\xef\xbf\xbf.jpg')
good=('plain.jpg' 'two words.jpg' 'quote'\''s.jpg' 'say "so".jpg' 'back\slash.jpg' '#hash: a.jpg' '- dash.jpg' 'æøå.jpg' '📷.jpg'
    $'nbsp\xc2\xa0.jpg' 'yes' '~' 'null' '0x10' '{a}.jpg' '*star.jpg' '&and.jpg' '!bang.jpg' '%pct.jpg' '@at.jpg' '`tick.jpg'
    $'bom\xef\xbb\xbf.jpg')
for name in "${names[@]}" "${good[@]}"; do
    mkdir -p photos "odd/sub" $'folder\xf8/sub'
    cp made.jpg "photos/$name"
done
expect 3 "$SLADD" scan --models "$ROOT/models" photos
says '*22 of 29 photos drafted*'
[[ $(grep -c 'no manifest can name' log) == 7 ]] || fail "not seven names"
! grep -qP '\xc2[\x80-\x9f]|\x1b|\t' log || fail "a control character was printed"
iconv -f UTF-8 -t UTF-8 log >/dev/null || fail "what was printed is no UTF-8"
# What was drafted is found again under its name, and only once.
clean 0 --report report.json -n photos
python3 - <<'PYTHON' || fail "the draft does not speak of its photos"
import sys, yaml
photos = yaml.safe_load(open("photos/consent.yaml", encoding="utf-8"))["photos"]
sys.exit(0 if len(photos) == 22 and "æøå.jpg" in photos and 'say "so".jpg' in photos and "back\\slash.jpg" in photos else str(photos))
PYTHON
expect 3 "$SLADD" scan --models "$ROOT/models" photos
says '*0 of 29 photos drafted*'

# Alone, or in a folder of such a name: a manifest beside the photo names the photo only.
expect 3 "$SLADD" scan --models "$ROOT/models" --sidecar $'photos/gr\xf8t.jpg'
[[ $(find photos -name '*.consent.yaml' | wc -l) == 0 ]] || fail "a sidecar that cannot name its photo"
cp made.jpg $'folder\xf8/sub/a.jpg'
expect 0 "$SLADD" scan --models "$ROOT/models" $'folder\xf8'
exists $'folder\xf8/sub/consent.yaml'
! grep -qP '\xf8' log || fail "Latin-1 was printed"
# Below a manifest that knows the people, the folder's name is part of the photo's.
printf 'version: 1\npeople: {kari: {role: staff}}\n' >odd/consent.yaml
mkdir $'odd/gr\xf8t'
cp made.jpg $'odd/gr\xf8t/a.jpg'
cp made.jpg odd/sub/b.jpg
expect 3 "$SLADD" scan --models "$ROOT/models" odd
grep -q 'sub/b.jpg:' odd/consent.yaml || fail "the other photo was not drafted"
