# Every case of tests/policies/cases.tsv, worked out by hand from the guidelines, through the program itself; then how a
# policy is chosen, and what is refused before anything is written.
expect 0 python3 "$SUPPORT/policy_cases.py" "$SLADD" "$ROOT"

photo in/a.jpg
run() { # STATUS ARGUMENT...: a dry run with its report
    clean "$1" -n -q --report report.json "${@:2}" in
}

run 0
report 'r["policy"]["name"] == "nordic-public"'
sum=$(sha256sum "$ROOT/src/consent/policies/meraker.yaml" | cut -c1-64)
run 0 --policy meraker
report "r['policy'] == {'name': 'meraker', 'version': '1.0', 'sha256': '$sum'}"

# A file of one's own: what has a slash or an ending is a file, everything else is a name.
cp "$ROOT/tests/policies/valid/minimal.yaml" own.yaml
cp own.yaml own
for file in own.yaml ./own "$PWD/own.yaml" "$ROOT/tests/policies/valid/json.json"; do
    run 0 --policy "$file"
    report 'r["policy"]["name"] == "ours"'
done
# The policy of the samples is one.
cp "$ROOT/samples/policy/our-municipality.yaml" .
run 1 --policy ./our-municipality.yaml
report 'r["policy"]["name"] == "our-municipality" and "permission" in p["error"]'
for name in own nordic-publik '' .. 'nordic-public.yml'; do
    clean 2 -o out --policy "$name" in
    nothing_in out
done
clean 2 -o out --policy nordic-publik in
says "*nordic-publik*choose one of: health-youth, helsingborg, mental-helse, meraker, nordic-public, strict*"
clean 2 -o out --policy ./none.yaml in
says "*./none.yaml: cannot read the policy*"
clean 2 -o out --policy "$ROOT/tests/policies/invalid/no_source.yaml" in
says "*no_source.yaml:4:7: *source*"
head -c 1000000 /dev/zero | tr '\0' '#' >long.yaml
clean 2 -o out --policy ./long.yaml in
clean 2 -o out --policy ./in in
nothing_in out
clean 2 -o out --policy strict --text keep in
says "*--text keep: the policy strict does not allow it*"
nothing_in out
for command in check "review --no-open"; do
    # shellcheck disable=SC2086
    expect 2 timeout 60 "$SLADD" $command --models "$ROOT/models" --policy strict --text keep in
    says "*--text keep: the policy strict does not allow it*"
done

# Notes go to standard error, once for all photos, and not when quiet; the report has them photo by photo.
photo in/b.jpg
photo in/c.jpg
photo in/d.jpg
clean 0 -n in
says "*sladd: note: *permission: yes*(in/a.jpg, in/b.jpg, in/c.jpg and 1 more)*"
run 0
report 'len(r["photos"]) == 4 and all("permission" in p["notices"][0] for p in r["photos"])'
[[ ! -s log ]] || fail "quiet, but it speaks"
