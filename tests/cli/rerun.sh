# A re-run does only what changed: a photo, its consent, a setting, a copy that somebody touched.
needs "$ROOT/samples/photos/portrett.jpg"
mkdir photos
photo photos/a.jpg 1600 1200 ycc 2x2 # done last
for name in b c; do photo photos/$name.jpg; done
status_of() { # OPTION...: the statuses of a, b and c
    clean 0 --report report.json -o out "$@" photos
    python3 -c 'import json; print(*[p["status"] for p in json.load(open("report.json"))["photos"]])'
}
is() { # WANTED OPTION...
    local wanted=$1 got
    shift
    got=$(status_of "$@")
    [[ $got == "$wanted" ]] || fail "$* gave '$got' instead of '$wanted'"
}
is 'sanitised sanitised sanitised'
cp -p out/b.jpg b.jpg
is 'unchanged unchanged unchanged'
[[ b.jpg -nt out/b.jpg || out/b.jpg -nt b.jpg ]] && fail "an unchanged copy was written again"
photo photos/a.jpg 80 80 ycc 2x2
is 'sanitised unchanged unchanged'
redact photos/b.jpg 0.2 0.2 0.3 0.3
is 'unchanged sanitised unchanged'
# A copy that somebody touched is not sladd's any more: nothing is done before it is out of the way.
cp -a out touched
printf x >>out/c.jpg
sha256sum out/* >before
clean 2 -o out photos
says '*out/c.jpg has been changed since sladd made it*'
sha256sum -c --quiet before || fail "something was written although a copy had been changed"
rm out/c.jpg
is 'unchanged unchanged sanitised'
# Also one of the same size and time, which only its bytes tell.
cp -a out/c.jpg c.jpg
printf x | dd of=out/c.jpg bs=1 seek=300 conv=notrunc status=none
touch -r c.jpg out/c.jpg
cp -a out/c.jpg touched.jpg
clean 3 --report report.json -o out photos
report '[q["status"] for q in r["photos"]] == ["unchanged", "unchanged", "failed"]'
same out/c.jpg touched.jpg
cp -a c.jpg out/c.jpg
is 'unchanged unchanged unchanged'
rm out/a.jpg
is 'sanitised unchanged unchanged'
is 'sanitised sanitised sanitised' --style solid

# Receipts stand in the order of the copies' names, whichever worker was done first.
python3 -c 'import json, sys
names = [json.loads(line)["output"] for line in open("out/.sladd-receipts.jsonl")]
sys.exit(names != ["a.jpg", "b.jpg", "c.jpg"] and f"receipts in the order {names}")' || fail "receipts are not sorted"

# Without its receipt a copy is nobody's and not replaced. A receipt that was cut short costs one photo's work; rubbish
# in the file costs nothing else.
is 'unchanged unchanged unchanged' --style solid
head -c -40 out/.sladd-receipts.jsonl >receipts
printf '\nrubbish\n{"output": 7}\n[1]\n' >>receipts
cat receipts >out/.sladd-receipts.jsonl
clean 2 --style solid -o out photos
says '*out/c.jpg already exists*'
rm out/c.jpg
is 'unchanged unchanged sanitised' --style solid
is 'unchanged unchanged unchanged' --style solid
# However large the file has become, it is read to its end; whoever cannot read it is not told to give it up.
cp out/.sladd-receipts.jsonl receipts
head -n 1 receipts >out/.sladd-receipts.jsonl
for _ in {1..80}; do
    truncate -s +8M out/.sladd-receipts.jsonl
    printf '\n' >>out/.sladd-receipts.jsonl
done
tail -n 2 receipts >>out/.sladd-receipts.jsonl
is 'unchanged unchanged unchanged' --style solid
# A line that is too long for a receipt may be one that told whom a copy shows; it is not parsed.
{
    printf '{"output": "z.jpg", "origin": "/x", "row": {"regions": [0'
    head -c 5000000 /dev/zero | sed 's/\x0/,0/g'
    printf ']}}\n'
    cat receipts
} >out/.sladd-receipts.jsonl
cp out/.sladd-receipts.jsonl long
clean 2 --style solid -o out photos
says '*out/.sladd-receipts.jsonl: a line is longer than 8 MiB; it records what was published here*'
same long out/.sladd-receipts.jsonl
rm out/.sladd-receipts.jsonl
mkdir out/.sladd-receipts.jsonl
clean 2 --style solid -o out/ photos
says '*out/.sladd-receipts.jsonl: cannot read: not a regular file; it records what was published here*'
rmdir out/.sladd-receipts.jsonl
