# The report overwrites no original, no manifest, no list and no copy.
photo a/x.jpg
redact a/x.jpg 0.1 0.1 0.2 0.2
mv a/x.jpg.consent.yaml a/consent.yaml
echo a/x.jpg >list
cp -a a kept
cp list kept.list
for way in "-o out" "-n" "-n -o out"; do
    # shellcheck disable=SC2086 # several words
    clean 2 $way --report a/x.jpg a
    same a/x.jpg kept/x.jpg
    # shellcheck disable=SC2086
    clean 2 $way --report a/consent.yaml a
    same a/consent.yaml kept/consent.yaml
    # shellcheck disable=SC2086
    clean 2 $way -m kept/consent.yaml --report kept/consent.yaml a
    same a/consent.yaml kept/consent.yaml
    # shellcheck disable=SC2086
    clean 2 $way --report list --files-from list
    same list kept.list
done
mkdir -p out
clean 2 -o out --report out/x.jpg a
nothing_in out

# A forgotten value makes the next word the report's name. Whatever that file is, and whether or not this run reads it,
# it stays, and nothing is done.
mkdir other
photo other/x.jpg
printf '{"sladd": "0.1.0", "output": "x.jpg"}\n' >other/.sladd-receipts.jsonl
printf '<?xml version="1.0"?>\n<x/>\n' >other/x.xmp
printf 'version: 1\n' >other/policy.yaml
printf '<!DOCTYPE html>\n<html lang="en"></html>\n' >other/page.html
ln -s x.jpg other/link.html
ln -s nowhere other/dangling.html
mkdir other/folder.html
state() { find other -printf '%p %y %l %T@\n' | sort && find other -type f -exec sha256sum {} + | sort; }
state >before
for target in x.jpg .sladd-receipts.jsonl x.xmp policy.yaml page.html link.html dangling.html folder.html; do
    for option in --report --html; do
        clean 2 -o out2 $option other/$target a
        says "*$option other/$target: *"
        check 2 $option other/$target a
        says "*$option other/$target: *"
    done
    [[ $target != *.html ]] || expect 2 "$SLADD" scan --models "$ROOT/models" -n --sheet other/$target a
    absent out2
done
clean 2 -o out2 --html other/x.jpg a
says '*exists and is no report of sladd; remove it*'
state >after
same before after

# What sladd wrote before is replaced, and so is an empty file, as mktemp makes one; of a link, what it leads to.
again() { # FILE COMMAND...: twice, then through a link
    local file=$1
    shift
    : >"$file"
    ln -sf "$file" "link-$file"
    for _ in 1 2; do
        "$@" "$file" a >log 2>&1 || [[ $? == 1 ]] || fail "$* $file is not written again"
        [[ -s $file ]] || fail "$file is empty"
    done
    : >"$file"
    "$@" "link-$file" a >log 2>&1 || [[ $? == 1 ]] || fail "$* link-$file is not written"
    [[ -L link-$file && -s $file ]] || fail "the link link-$file was replaced"
}
clean=("$SLADD" clean --models "$ROOT/models" -n) check=("$SLADD" check --models "$ROOT/models")
again clean.json "${clean[@]}" --report
again clean.html "${clean[@]}" --html
again check.json "${check[@]}" --report
again check.sarif "${check[@]}" --report
again check.xml "${check[@]}" --report
again check.html "${check[@]}" --html
again sheet.html "$SLADD" scan --models "$ROOT/models" -n --sheet
clean 2 -n --report clean.json --html ./clean.json a
clean 2 -n --report clean.json --html link-clean.json a
says '*two different files*'

# What came there while sladd was at work stays, too.
mkfifo hold
mkdir locked
exec 7<locked
flock 7
"$SLADD" clean --models "$ROOT/models" --report late.json -o locked a >log 2>&1 &
process=$!
until grep -q waiting log; do
    kill -0 $process 2>/dev/null || fail "the run did not wait for its folder"
    sleep 0.02
done
cp other/x.jpg late.json
flock -u 7
exec 7<&-
status=0
wait $process || status=$?
[[ $status == 3 ]] || fail "exit status $status where a photo would become the report"
same other/x.jpg late.json

# What is no file is written into and stays what it is; what is printed besides stands elsewhere.
is_report() { python3 -c 'import json, sys; json.load(sys.stdin)["summary"]' <"$1" || fail "$1 holds no report"; }
"${clean[@]}" --report hold a >log 2>&1 &
cat hold >piped
wait
is_report piped
[[ -p hold ]] || fail "the pipe was replaced"
clean 0 -n --report >(cat >piped) a
wait $!
is_report piped
"${clean[@]}" --report /dev/stdout a >printed 2>log || fail "/dev/stdout"
is_report printed
"${clean[@]}" --report /dev/fd/7 a 7>seven >log 2>&1 || fail "/dev/fd/7"
is_report seven
check 2 --report /dev/stdout a
clean 2 -n --report /dev/fd/9 a
if mknod null c 1 3 2>/dev/null && mknod full c 1 7 && : 2>/dev/null >null; then
    clean 0 -n --report null a
    clean 3 -n --report full a
    says '*cannot write the report full: *'
    [[ -c null && -c full ]] || fail "a device was replaced"
fi

# The folder of the copies is there as soon as the report needs it, and only where there is something to do.
clean 0 -o new/out --report new/out/r.json --html new/page.html a
exists new/out/x.jpg new/page.html
is_report new/out/r.json
clean 0 -o new/out/ --report new/out/r.json a
is_report new/out/r.json
clean 2 -n -o new2 --report new2/r.json a
clean 2 -o new2 --report new2/deeper/r.json a
clean 2 -o new2 --report new2x/r.json a
clean 2 -o new2 --report new2/x.jpg a
clean 2 -o new2 --report new2/r.json --html new2/r.json a
mkdir empty
clean 2 -o new2 --report new2/r.json empty
clean 2 -o new2 --report new2/r.json --html other/x.jpg a
clean 2 -o new2 --report new2/r.json -p none a
absent new2
