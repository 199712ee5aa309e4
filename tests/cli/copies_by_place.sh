# A copy shows places, and a short name is not who stands there: when the manifest says another thing of a place that a
# copy shows, check finds it in the copy; clean lists the copy where it makes another, and removes it where the original
# is gone.
needs "$ROOT/samples/photos/portrett.jpg"
A='[0.1185, 0.3605, 0.1696, 0.2968]'
B='[0.6922, 0.2417, 0.1542, 0.2670]'
consent='consent: [{form: written, given_by: self, date: 2026-01-01}]'
mkdir p
upright "$ROOT/samples/photos/portrett.jpg" p/a.jpg 900
photo p/other.jpg
manifest() { # KEYS OF THE ENTRY, PEOPLE'S LINE
    printf 'version: 1\nrights: {permission: yes}\npeople:\n  %s\n  ing: {name: Ing Dahl, role: staff}\nphotos:\n' \
        "${2:-sam: {name: Sam Berg, role: staff, $consent\}}" >p/consent.yaml
    [[ $1 == - ]] || printf '  a.jpg: {%s}\n' "$1" >>p/consent.yaml
    printf '  other.jpg: {}\n' >>p/consent.yaml
}
run() { # STATUS
    clean "$1" --text keep --date 2026-06-01 --report report.json -o out p
}
corrected() { # FIRST THEN RULES TAKE-DOWNS: one entry, and what became of its copy under another
    local bad=$((${#3} > 0))
    rm -rf out kept
    manifest "$1"
    run 0
    cp -a out kept
    finds 0 '' --text keep --date 2026-06-01 -m p/consent.yaml kept
    manifest "$2" "${5:-}"
    finds $bad "$3" --text keep --date 2026-06-01 -m p/consent.yaml kept
    # The original is there: another copy takes its place, and what the old one showed is listed.
    run 0
    report "[(t['person'], t['reason']) for t in r['take_down']] == [$4]"
    finds 0 '' --text keep --date 2026-06-01 -m p/consent.yaml out
    run 0
    report 'r["take_down"] == []'
    # It is gone: the copy goes, too.
    rm -r out
    cp -a kept out
    mv p/a.jpg a.jpg
    run $bad
    if ((bad)); then absent out/a.jpg; else exists out/a.jpg; fi
    report "[t['output'] for t in r['take_down']] == ['a.jpg'] * $bad"
    mv a.jpg p
}
sam="{person: sam, box: $A}"
corrected "faces: [$sam]" "faces: [{person: sam, box: $B}]" face-unknown '(None, "no-subject")'
corrected "faces: [$sam, {person: ing, box: $B}]" "faces: [{person: ing, box: $A}, {person: sam, box: $B}]" \
    consent-missing '("ing", "no-consent")'
no_face="keep: [{box: $A, what: no-face}]"
corrected "$no_face" 'alt_text: x' face-unknown '(None, "no-subject")'
corrected "$no_face" "faces: [{person: ing, box: $A}]" consent-missing '("ing", "no-consent")'
corrected "faces: [$sam]" "faces: [$sam], redact: [{box: [0.4, 0.8, 0.1, 0.1]}]" place-marked '(None, "redact-box")'
corrected "faces: [$sam]" "faces: [$sam, {person: ing, box: [0.4, 0.75, 0.1, 0.15]}]" consent-missing \
    '("ing", "no-consent")'
corrected "faces: [$sam]" 'alt_text: x' face-unknown '("sam", "no-subject")'
corrected "faces: [$sam]" - face-unknown '("sam", "no-subject")'
corrected "faces: [$sam]" "faces: [{person: samuel, box: $A}]" '' '' "samuel: {name: Sam Berg, role: staff, $consent}"

# A short name that stands for somebody else by now: nobody looked at the photo since. Another spelling is an alias.
named() { # NAME KEYS STATUS RULES, of whoever is sam today; the original is gone
    rm -rf out
    cp -a kept out
    manifest "faces: [$sam]" "sam: {name: $1, role: staff$2, $consent}"
    finds "$3" "$4" --text keep --date 2026-06-01 -m p/consent.yaml out
    run "$3"
    report "[(t['output'], t['person'], t['reason']) for t in r['take_down']] == [('a.jpg', 'sam', 'no-subject')] * $3"
}
rm -rf out kept
manifest "faces: [$sam]"
run 0
! grep -qi berg out/.sladd-receipts.jsonl || fail "the receipts hold a name"
mv out kept
mv p/a.jpg a.jpg
named 'Samira Dahl' '' 1 face-unknown
named 'sam BERG' '' 0 ''
named 'Samuel Berg' ', aliases: [Sam Berg]' 0 ''
# So it is where no entry is left, and where the manifest above has somebody of that key.
rm -rf out
cp -a kept out
manifest - "sam: {name: Samira Dahl, role: staff, $consent}"
run 1
absent out/a.jpg
cp -a kept/. out
photo p/sub/b.jpg 96 64 ycc 2x2 seed=2
sed 's|"[^"]*/p/a.jpg"|"'"$PWD"'/p/sub/a.jpg"|' kept/.sladd-receipts.jsonl >out/.sladd-receipts.jsonl
run 1
absent out/a.jpg

# While the photo is there, its entry says whose the face is: the copy is the same, and its receipt is renewed.
rm -rf out p/sub
mv a.jpg p
cp -a kept out
manifest "faces: [$sam]" "sam: {name: Samira Dahl, role: staff, $consent}"
run 0
report '[x["status"] for x in r["photos"] if x["source"] == "p/a.jpg"] == ["sanitised"] and r["take_down"] == []'
finds 0 '' --text keep --date 2026-06-01 -m p/consent.yaml out

# Receipts of earlier versions: such a copy is made again where its photo is there, and stays where it is not, unless
# nobody knows by whose word a face stayed.
old() { # the receipts as an earlier version wrote them
    rm -rf out
    cp -a kept out
    python3 -c 'import json
lines = [json.loads(line) for line in open("kept/.sladd-receipts.jsonl")]
for line in lines:
    line.pop("called", None)
    for region in line["row"]["regions"]:
        region.pop("said_by", None)
open("out/.sladd-receipts.jsonl", "w").writelines(json.dumps(line) + "\n" for line in lines)'
}
manifest "faces: [$sam]"
old
finds 0 '' --text keep --date 2026-06-01 -m p/consent.yaml out
run 0
report 'p["status"] == "sanitised" and r["take_down"] == []'
run 0
report 'p["status"] == "unchanged"'
mv p/a.jpg a.jpg
old
run 0
exists out/a.jpg
report 'r["take_down"] == []'
manifest 'alt_text: x'
old
run 1
absent out/a.jpg
