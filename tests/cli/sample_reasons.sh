# The filled-in sample shows each reason at least once: all but two on its own, the rest as samples/README.md says. Not
# shown are "undecided", which no finished row has, "found-again", "no-face" and "no-text", which no manifest asks for,
# "covered" (kept_beside.sh), and what needs a code or a reader of text (codes.sh, known_text.sh, holds.sh).
cp -r "$ROOT/samples/photos" all
mkdir party
cp all/sommerfest.jpg all/consent.yaml party
clean 1 -n -q --date 2026-11-20 --report report.json all
mv report.json all.json
clean 0 -n -q --date 2026-11-20 --report report.json --policy meraker --text keep party
mv report.json meraker.json
clean 1 -n -q --date 2026-11-20 --report report.json --policy health-youth party
python3 - "$ROOT/include/sladd/decision.h" <<'PYTHON' >log 2>&1 || fail "reasons"
import json, re, sys
known = set(re.findall(r'X\(\w+, "([a-z-]+)"', open(sys.argv[1], encoding="utf-8").read()))
shown = {}
for name in ("all", "meraker", "report"):
    shown[name] = {row["reason"] for photo in json.load(open(name + ".json"))["photos"] for row in photo["regions"]}
elsewhere = {"undecided", "found-again", "no-face", "no-text", "covered", "code", "keep-code", "known-text", "plain-text"}
assert elsewhere < known
by_itself = known - elsewhere - {"role", "policy-withholds", "text-keep"}
missing = by_itself - shown["all"] | known - elsewhere - set().union(*shown.values())
sys.exit(f"not shown: {sorted(missing)}" if missing or len(known) < 20 else 0)
PYTHON
