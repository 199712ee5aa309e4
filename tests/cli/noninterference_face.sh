# The same for a head: the whole of it, not only the detector's box, is independent of what was there. The manifest
# names a person without consent, so that both photos have the same region whatever the detector sees.
# Release test 12.
photo one/a.jpg 320 240 ycc 2x2
mkdir -p two
# The box 0.4 0.4 0.1 0.15 is 32 by 36 pixels; the head around it reaches 14 to each side, 21 above and 10 below. Only
# the middle of that is edited: a head is round.
coefs edit one/a.jpg two/a.jpg 120 88 48 48
for style in blur solid; do
    for side in one two; do
        cat >$side/consent.yaml <<'YAML'
version: 1
people: {kari: {role: staff}}
photos: {a.jpg: {faces: [{person: kari, box: [0.4, 0.4, 0.1, 0.15]}]}}
YAML
        clean 0 --seed 7 --text keep --style $style --report report.json -o out-$side $side/a.jpg
        report '[(x["kind"], x["person"], x["reason"]) for x in p["regions"] if x["action"] == "redact"] ==
                [("face", "kari", "no-consent")]'
    done
    same out-one/a.jpg out-two/a.jpg
done
