# A receipt describes a copy only where that copy stands: after a restored backup, a power cut, or a merge of what
# several machines wrote, the newest line may speak of another one. The photo is archived, so that nothing is made anew.
photo p/a.jpg 192 128 ycc 2x2
photo p/b.jpg 192 128 ycc 2x2 seed=2
manifest() { # KARI'S CONSENTS
    printf 'version: 1\nrights: {permission: yes}\npeople: {kari: {role: staff, consent: [%s]}}\n' "$1" >p/consent.yaml
    printf 'photos: {a.jpg: {faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]}, b.jpg: {}}\n' >>p/consent.yaml
}
given='{form: written, given_by: self, date: 2026-01-01'
run() { # STATUS OPTION...
    local status=$1
    shift
    clean "$status" --date 2026-06-01 --report report.json "$@" p
}
manifest ''
run 0 -o blurred
cp -a blurred shown
manifest "$given}"
run 0 -o shown
report '[x["status"] for x in r["photos"]] == ["sanitised", "unchanged"]'
cmp -s blurred/a.jpg shown/a.jpg && fail "these two should differ"
mv p/a.jpg a.jpg
line() { grep '"output":"a.jpg"\|"output": "a.jpg"' "$1/.sladd-receipts.jsonl"; }
down() { # kari's copy comes down, and check says why
    finds 1 consent-withdrawn --date 2026-06-01 -m p/consent.yaml out
    run 1 -o out
    report '[(t["output"], t["person"], t["reason"]) for t in r["take_down"]] == [("a.jpg", "kari", "withdrawn")]'
    absent out/a.jpg
    run 0 -o out
}
stays() { # the other one
    run 0 -o out
    same blurred/a.jpg out/a.jpg
}
anew() { # FOLDER: its copies, with the lines that come in
    rm -rf out
    cp -a "$1" out
    cat >out/.sladd-receipts.jsonl
}
manifest "$given, withdrawn: 2026-05-01}"

# The line that speaks of what stands there counts, wherever it is: a power cut before the copy had its name, a merge.
anew shown < <(cat shown/.sladd-receipts.jsonl && line blurred)
down
anew shown < <(line shown && cat blurred/.sladd-receipts.jsonl && line blurred)
down
anew blurred < <(cat shown/.sladd-receipts.jsonl && line blurred)
stays
anew blurred < <(cat blurred/.sladd-receipts.jsonl && line shown)
stays
anew shown < <(cat shown/.sladd-receipts.jsonl && printf '{"output": "a.jpg", "row": null}\n')
down
# So it is where the clocks of machines disagree.
anew shown <shown/.sladd-receipts.jsonl
cp blurred/.sladd-receipts.jsonl out/.sladd-receipts.1-of-1.jsonl
touch -d 2099-01-01 out/.sladd-receipts.1-of-1.jsonl
cp -a out clocks
down
rm -rf out
cp -a clocks out
mv out/.sladd-receipts.jsonl out/.sladd-receipts.1-of-2.jsonl
down

# Where no line does, nobody knows whom it shows, until somebody has looked at it.
for how in --preserve=timestamps --preserve=mode; do # the receipts are of another day; the copy is
    rm -rf out
    cp -a blurred out
    cp "$how" shown/a.jpg out
    cp -a out before
    run 1 -n -o out
    for _ in first second; do
        run 1 -o out
        says '*a.jpg: this is not the copy that its receipt speaks of*look at it*'
        report 'r["take_down"] == []'
    done
    diff -r before out >log || fail "something was changed"
    rm -r before
    mv out/a.jpg .
    run 0 -o out
done
# A copy that lost its time alone is read once, and not in every run.
rm -rf out
cp -r blurred out
run 0 -o out
python3 -c 'import json, os, sys
lines = [json.loads(line) for line in open("out/.sladd-receipts.jsonl")]
sys.exit(lines[0]["output"] != "a.jpg" or lines[0]["modified"] != os.stat("out/a.jpg").st_mtime_ns)' ||
    fail "the time was not noted"
