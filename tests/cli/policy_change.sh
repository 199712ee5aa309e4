# A photo is done again when the policy changes, and only then; a copy that the new policy forbids is removed.
photo in/a.jpg
cat >in/consent.yaml <<'YAML'
version: 1
people:
  kari: {role: pupil, born: 2008-05-01, consent: [{form: written, given_by: self}]}
photos:
  a.jpg:
    rights: {permission: yes}
    faces: [{person: kari, box: [0.3, 0.3, 0.2, 0.3]}]
YAML
status() { report "p['status'] == '$1'"; }

cp "$ROOT/src/consent/policies/nordic-public.yaml" own.yaml
clean 0 --date 2026-11-20 -o out --report report.json --policy ./own.yaml in
status sanitised
clean 0 --date 2026-11-20 -o out --report report.json --policy ./own.yaml in
status unchanged
expect 0 grep -c '"policy": *{"name": *"nordic-public", *"version": *"1.0", *"sha256"' out/.sladd-receipts.jsonl
report 'p["notices"] and "single trait" in p["notices"][0]'
echo "# a remark" >>own.yaml
clean 0 --date 2026-11-20 -o out --report report.json --policy ./own.yaml in
status sanitised
clean 0 --date 2026-11-20 -o out --report report.json --policy ./own.yaml in
status unchanged

exists out/a.jpg
clean 1 --date 2026-11-20 -o out --report report.json --policy health-youth in
status withheld
report '"Helsedirektoratet" in p["error"] and p["regions"][0]["reason"] == "policy-withholds"'
report '[t["person"] for t in r["take_down"]] == ["kari"]'
absent out/a.jpg
