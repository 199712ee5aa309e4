# scan --sidecar drafts one manifest a photo, adds to JSON as to YAML, and leaves a manifest that it cannot add to alone.
needs "$ROOT/samples/photos/portrett.jpg"
mkdir photos
cp "$ROOT/samples/photos/portrett.jpg" photos/a.jpg
expect 0 "$SLADD" scan --models "$ROOT/models" --sidecar photos
exists photos/a.jpg.consent.yaml
absent photos/consent.yaml
clean 0 --report report.json -n photos
report 'r["summary"]["faces_kept"] == 0 and r["summary"]["faces_redacted"] > 0'

rm photos/a.jpg.consent.yaml
# JSON stays JSON, and what was in it stays as it was.
printf '{"version": 1, "photos": {"other.jpg": {"publish": "no"}}}' >photos/consent.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" photos
python3 - <<'PYTHON' || fail "the JSON manifest"
import json, sys
photos = json.load(open("photos/consent.yaml"))["photos"]
sys.exit(not (photos["other.jpg"] == {"publish": "no"} and photos["a.jpg"]["faces"] and len(photos["a.jpg"]["sha256"]) == 64))
PYTHON
[[ $(<photos/consent.yaml) == '{"version": 1, "photos": {"other.jpg": {"publish": "no"}, "a.jpg": {'* ]] || fail "rewritten"

# A manifest that has no place for photos is left alone.
printf 'version: 1\nphotos: ~\n' >photos/consent.yaml
cp photos/consent.yaml before.yaml
expect 3 "$SLADD" scan --models "$ROOT/models" photos
says '*photos/consent.yaml: nothing can be added*'
same before.yaml photos/consent.yaml

printf 'version: 1\nphotos:\n  a.jpg: {publish: maybe}\n' >photos/consent.yaml
expect 2 "$SLADD" scan --models "$ROOT/models" photos
says '*photos/consent.yaml:3:*'
