# A photo that was mirrored, turned, cropped or resized while its face tags were left as they were: everybody has agreed,
# so whoever is kept under another's name is a mistake. Where the tags still lie on the faces, people are kept.
mkdir photos
for name in kantine portrett; do
    sample=$ROOT/samples/photos/$name.jpg
    needs "$sample"
    upright "$sample" $name.jpg 640
    clean 0 -n --report report.json $name.jpg
    report 'len([x for x in p["regions"] if x["kind"] == "face"]) > 1'
    python3 "$SUPPORT/tag_frames.py" make $name.jpg report.json photos || fail "tag_frames make"
done
python3 - >photos/consent.yaml <<'PYTHON'
print("version: 1\npeople:")
for i in range(20):
    print(f"  P{i}: {{name: P{i}, role: staff, consent: [{{form: written, given_by: self, date: 2026-01-01}}]}}")
PYTHON
clean 1 -n --date 2026-06-01 --text keep --report report.json -o out photos
python3 "$SUPPORT/tag_frames.py" judge report.json photos >log 2>&1 || fail "kept under another's name, or not at all"
