# shellcheck shell=bash
# What a line holds is told by its kind, never quoted, and nothing is told of ordinary lines; --text personal lets ordinary
# lines stay and nobody's data.
reads_lines
python3 -c 'import numpy, PIL' 2>/dev/null || skip "needs python3-pil and python3-numpy"
[[ -e /usr/share/fonts/truetype/dejavu/DejaVuSansCondensed.ttf ]] || skip "needs fonts-dejavu-core"
# Hundreds of lines to be read: without sanitizers, which known_text.sh has.
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
SLADD=$PLAIN
python3 "$SUPPORT/lines_make.py" photos || fail "lines_make"

cat >judge.py <<'PYTHON'
import collections, json, sys
truth, report = json.load(open("photos/lines.json")), json.load(open(sys.argv[1]))
rows = {p["source"].split("/")[-1]: [r for r in p["regions"] if r["kind"] == "text"] for p in report["photos"]}
right, wrong, kept, leaked = collections.Counter(), [], 0, []
for photo, lines in truth.items():
    for kind, text, x, y in lines:
        here = [r for r in rows[photo] for left, top, w, h in [r["box"]] if left <= x <= left + w and top <= y <= top + h]
        told = {r["holds"] for r in here if r["holds"]}
        is_told = "number-plate" if kind == "mounted-plate" else kind
        stays = bool(here) and all(r["action"] == "keep" for r in here)
        right[kind] += told == {is_told} if kind else not told
        if told - {is_told}:
            wrong.append((text, told))
        kept += stays and kind is None
        if stays and kind:
            leaked.append(text)
ordinary = [r["holds"] for photo, found in rows.items() if "ordinary" in photo for r in found if r["holds"]]
print(dict(right), "wrong:", wrong, "of ordinary rows:", ordinary, "kept:", kept, "leaked:", leaked)
asked = collections.Counter(kind for lines in truth.values() for kind, *_ in lines)
assert asked == {"identity-number": 10, "e-mail": 10, "number-plate": 10, "telephone": 10, "mounted-plate": 20, None: 100}, asked
kinds = [right[kind] for kind in ("identity-number", "e-mail", "number-plate")]
many = min(kinds) >= 9 and right["telephone"] >= 8 and right["mounted-plate"] >= 18  # of ten each, and of twenty
few = kept == 0 if sys.argv[2] == "blur" else kept >= 40
sys.exit(0 if many and few and not ordinary and not leaked else 1)
PYTHON
clean 0 --no-progress --report blur.json -o blur photos/*.jpg
python3 judge.py blur.json blur >&2 || fail "what lines hold is not told rightly"
clean 0 --no-progress --text personal --report personal.json -o personal photos/*.jpg
python3 judge.py personal.json personal >&2 || fail "--text personal"
mv personal.json report.json
report 'any(x["action"] == "keep" and x["reason"] == "plain-text" for q in r["photos"] for x in q["regions"])'
for said in blur.json report.json log blur/.sladd-receipts*; do
    ! grep -qE '@|[0-9]{6}[- ][0-9]{5}|Velkommen|RESEPSJON' "$said" || fail "$said quotes a line"
done

# A line stays until somebody is called so, also in copies that were made before.
clean 0 --no-progress --text personal --report report.json -o personal photos/*.jpg
report 'all(q["status"] == "unchanged" for q in r["photos"])'
printf 'version: 1\npeople:\n  a: {name: Leder Kantine, role: staff}\n  b: {name: Vakt Bibliotek, role: staff}\n' >photos/consent.yaml
clean 0 --no-progress --text personal --report report.json -o personal photos/*.jpg
report 'any(x["holds"] == "name" and x["action"] == "redact" for q in r["photos"] for x in q["regions"])'
rm photos/consent.yaml

# Where text is kept unread, nothing is told; a policy that always redacts text allows no reading either.
clean 0 -n --text keep --report report.json photos/personal-0.jpg
report 'all(x["holds"] is None for x in p["regions"])'
clean 2 --text personal -p strict -o strict photos/personal-0.jpg
says '*--text personal: the policy strict does not allow it*'
