# scan --sidecar drafts one manifest a photo, and leaves a manifest that it cannot add lines to alone.
needs "$ROOT/samples/photos/portrett.jpg"
mkdir photos
cp "$ROOT/samples/photos/portrett.jpg" photos/a.jpg
expect 0 "$SLADD" scan --models "$ROOT/models" --sidecar photos
exists photos/a.jpg.consent.yaml
absent photos/consent.yaml
clean 0 --report report.json -n photos
report 'r["summary"]["faces_kept"] == 0 and r["summary"]["faces_redacted"] > 0'

rm photos/a.jpg.consent.yaml
printf '{"version": 1, "photos": {"other.jpg": {"publish": "no"}}}' >photos/consent.yaml
cp photos/consent.yaml before.yaml
expect 3 "$SLADD" scan --models "$ROOT/models" photos
says '*photos/consent.yaml: photos can only be added where*'
same before.yaml photos/consent.yaml

printf 'version: 1\nphotos:\n  a.jpg: {publish: maybe}\n' >photos/consent.yaml
expect 2 "$SLADD" scan --models "$ROOT/models" photos
says '*photos/consent.yaml:3:*'
