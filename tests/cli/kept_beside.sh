# Kept means seen: where somebody without consent stands beside somebody who stays, the cut runs between the heads, and
# of the kept face's pixels next to nothing changes. Who is covered is not reported as kept, but named.
# Release test 19.
cp "$ROOT/samples/photos/kontor-tavle.jpg" photo.jpg
manifest() { # X: of the one without consent, whom only the manifest sees; Samuel's box is 1637 500 125 159
    cat >consent.yaml <<YAML
version: 1
people:
  samuel:
    name: Samuel Østby
    role: staff
    consent: [{form: written, given_by: self, date: 2026-01-01, channels: [web]}]
  other: {role: staff}
photos:
  photo.jpg:
    faces:
      - {person: samuel, box: [0.68208, 0.3125, 0.05208, 0.09938]}
      - {person: other, box: [$(python3 -c "print($1 / 2400)"), 0.3125, 0.05208, 0.09938]}
YAML
}
for x in 1764 1790 1508; do
    manifest "$x"
    clean 0 --seed 1 --text keep --date 2026-11-20 --report report.json -o out-"$x" photo.jpg
    report 'next(x["visible"] for x in p["regions"] if x["person"] == "samuel" and x["action"] == "keep") >= 0.95'
    report 'all(x["visible"] is None for x in p["regions"] if x["person"] != "samuel")'
    report 'r["summary"]["faces_kept"] == 1'
    python3 - photo.jpg out-"$x"/photo.jpg "$x" <<'PYTHON' >log 2>&1 || fail "pixels beside a face at $x"
import subprocess, sys
def read(name):
    ppm = subprocess.run(["djpeg", "-ppm", name], check=True, capture_output=True).stdout
    head = ppm.split(None, 4)
    width = int(head[1])
    return width, ppm[-3 * width * int(head[2]):]
(width, before), (_, after) = read(sys.argv[1]), read(sys.argv[2])
def luma(ppm, x, y):
    at = 3 * (y * width + x)
    return 0.299 * ppm[at] + 0.587 * ppm[at + 1] + 0.114 * ppm[at + 2]
def changed(x, y):  # by more than coding a cut block anew does
    return abs(luma(before, x, y) - luma(after, x, y)) > 20
kept = [changed(x, y) for x in range(1637, 1762) for y in range(500, 659)]
assert sum(kept) < 0.05 * len(kept), sum(kept) / len(kept)
other = int(sys.argv[3])
def same(x, y):
    at = 3 * (y * width + x)
    return before[at:at + 3] == after[at:at + 3]
gone = [same(x, y) for x in range(other, other + 125) for y in range(500, 659)]
assert sum(gone) < 0.05 * len(gone), sum(gone) / len(gone)
PYTHON
done
manifest 1680
clean 0 --text keep --date 2026-11-20 --report report.json -o covered photo.jpg
says "*note: 'samuel' may be seen*photo.jpg*"
report '[(x["action"], x["reason"]) for x in p["regions"] if x["person"] == "samuel"] == [("redact", "covered")]'
report 'next(x["visible"] for x in p["regions"] if x["reason"] == "covered") < 0.9'
report 'r["summary"]["faces_kept"] == 0'
clean 0 -n --text keep --date 2026-11-20 photo.jpg
says "*samuel?, blurred: This person may be seen, but*"
finds 1 "face-ambiguous face-covered face-unknown metadata-identifying metadata-location notice text-readable thumbnail" --date 2026-11-20 photo.jpg

# Whom the detector did not see counts as kept where nothing is redacted, and as covered where something is.
photo nobody.jpg 320 240 ycc 2x2
nobody() { # WHAT-ELSE-THE-ENTRY-SAYS
    cat >nobody.jpg.consent.yaml <<YAML
version: 1
people: {kari: {role: staff, consent: [{form: written, given_by: self, date: 2026-01-01, channels: [web]}]}}
photos: {nobody.jpg: {faces: [{person: kari, box: [0.3, 0.3, 0.2, 0.3]}]$1}}
YAML
    clean 0 --date 2026-11-20 --report report.json -o nobody nobody.jpg
}
nobody ""
report '[(x["action"], x["score"], x["visible"]) for x in p["regions"] if x["person"]] == [("keep", None, 1)]'
report 'r["summary"]["faces_kept"] == 1'
nobody ", redact: [{box: [0.3, 0.3, 0.2, 0.15]}]"
report '[(x["action"], x["reason"], x["score"]) for x in p["regions"] if x["person"]] == [("redact", "covered", None)]'
report '0 < next(x["visible"] for x in p["regions"] if x["person"]) < 0.6 and r["summary"]["faces_kept"] == 0'
