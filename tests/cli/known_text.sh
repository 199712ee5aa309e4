# shellcheck shell=bash
# known_text: a line that reads exactly so stays, and nothing else does; what a line holds is told by its kind, never quoted.
reads_lines
mkdir photos
cp "$ROOT/samples/photos/sommerfest.jpg" "$ROOT/samples/photos/portrett.jpg" photos

manifest() { # LINES: of known_text
    cat >photos/consent.yaml <<YAML
version: 1
known_text: [$1]
people:
  samuel: {name: Samuel Østby, role: staff}
YAML
}
kept() { # of sommerfest.jpg: reasons of kept lines
    report "sorted(x['reason'] for q in r['photos'] if 'sommerfest' in q['source'] for x in q['regions']
        if x['kind'] == 'text' and x['action'] == 'keep') == $1"
}

# Both lines of the banner, spelt as somebody might; the badge, which says one of them, goes all the same.
manifest '"SOMMERFEST  2026", fjordvik kommune onsker velkommen, "Fjordvik kommune ønsker velkommen", Fjordvik kommune, Tillitsvalgt'
clean 0 --seed 1 --report report.json -o out photos
kept "['known-text', 'known-text']"
report 'not any(x["kind"] == "text" and x["action"] == "keep" and x["reason"] != "no-text" for q in r["photos"] if "portrett" in q["source"] for x in q["regions"])'
report 'any(x["holds"] == "name" for q in r["photos"] if "portrett" in q["source"] for x in q["regions"])'
report 'all(x["holds"] in (None, "name") for q in r["photos"] for x in q["regions"])'
! grep -qi "østby\|samuel ø" report.json out/.sladd-receipts* log || fail "what a badge says was written down"
check 0 --fail-on error -m photos/consent.yaml out

# Nothing is done again as long as nothing changes; when a line is known no more, it is.
clean 0 --seed 1 --report report.json -o out photos
report 'all(q["status"] == "unchanged" for q in r["photos"])'
manifest '"Sommerfest 2026"'
clean 0 --seed 1 --report report.json -o out photos
kept "['known-text']"

# Who reads decides: what nobody read is blurred, and done again once there is somebody who can, and the other way round.
TESSDATA_PREFIX=$PWD clean 0 --seed 1 --report report.json -o out photos
kept '[]'
clean 0 --seed 1 --report report.json -o out photos
kept "['known-text']"

# One word less or another, and the line goes.
mkdir others
for line in Sommerfest "Sommerfest 2027" "Sommerfest 2026 Kari" "Sommerfest 2026." "Sommerfest 2026"; do
    cp photos/sommerfest.jpg "others/$line.jpg"
    printf 'version: 1\nknown_text: ["%s"]\n' "$line" >"others/$line.jpg.consent.yaml"
done
clean 0 --report report.json -n others
report '[q["source"].split("/")[-1] for q in r["photos"] for x in q["regions"] if x["reason"] == "known-text"] == ["Sommerfest 2026.jpg"]'
report 'len(r["photos"]) == 5 and all(any(x["kind"] == "text" and x["action"] == "redact" for x in q["regions"]) for q in r["photos"])'

# check names the kind.
check 1 photos/portrett.jpg
says '*holds the name of somebody*'
