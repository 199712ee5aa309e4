# --shard: every photo belongs to exactly one share; shares on several machines make what one run makes, and their
# receipts merge, so that a re-run does nothing.
mkdir -p photos/sub
for i in 1 2 3 4 5 6 7 8; do photo photos/p$i.jpg $((64 + 8 * i)) 64 ycc 2x2; done
for i in 1 2 3 4; do photo photos/sub/p$i.jpg 64 $((64 + 8 * i)) ycc 1x1; done
redact photos/p1.jpg 0.2 0.2 0.4 0.4
redact photos/sub/p2.jpg 0.1 0.1 0.5 0.5
clean 0 --seed 7 -o whole photos

# Three folders, one a machine: disjoint, complete, and the same bytes.
for i in 1 2 3; do
    clean 0 --seed 7 --shard $i/3 -o part$i photos
    [[ $(copies_in part$i) -gt 0 ]] || fail "share $i of 3 is empty"
done
[[ $(($(copies_in part1) + $(copies_in part2) + $(copies_in part3))) == 12 ]] || fail "the shares overlap or lack a photo"
mkdir merged
cp -a part1/. part2/. part3/. merged
(cd whole && find . -type f -name '*.jpg') | while read -r file; do same "whole/$file" "merged/$file"; done

# Receipts merge by lying in one folder, or as one file; then nothing is left to do, and they become one file. Where that
# cannot be written, what the machines wrote stays.
find merged -name '.sladd-receipts*' | sort >receipts
ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0:$ASAN_OPTIONS" LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=fsync INJECT_AT=1 INJECT_LOG=$PWD/happened \
    clean 3 --seed 7 -o merged photos
exists happened
[[ $(find merged -name '.sladd-receipts*' | sort) == "$(<receipts)" ]] || fail "the receipts of the machines are gone"
clean 0 --seed 7 --report report.json -o merged photos
report 'all(p["status"] == "unchanged" for p in r["photos"]) and r["summary"]["photos"] == 12'
[[ $(find merged -name '.sladd-receipts*') == merged/.sladd-receipts.jsonl ]] || fail "the receipts are not one file"
mkdir appended
cp -a part1/. part2/. part3/. appended
rm appended/.sladd-receipts*
cat part?/.sladd-receipts* >appended/.sladd-receipts.jsonl
clean 0 --seed 7 --report report.json -o appended photos
report 'all(p["status"] == "unchanged" for p in r["photos"])'

# Into one folder at the same time.
pids=()
for i in 1 2 3; do
    "$SLADD" clean --models "$ROOT/models" --seed 7 --shard $i/3 -o shared photos >log$i 2>&1 &
    pids+=($!)
done
for pid in "${pids[@]}"; do wait "$pid" || fail "a share failed: $(cat log[123])"; done
for i in 1 2 3; do
    clean 0 --seed 7 --shard $i/3 --report report.json -o shared photos
    report 'all(p["status"] == "unchanged" for p in r["photos"])'
done
(cd whole && find . -type f -name '*.jpg') | while read -r file; do same "whole/$file" "shared/$file"; done

# A run that is alone waits for those at work, and they for it.
for share in "" "--shard 1/3"; do
    flock "$([[ -z $share ]] && echo --shared || echo --exclusive)" shared sleep 2 &
    sleep 0.5
    # shellcheck disable=SC2086 # two words, or none
    clean 0 --seed 7 $share -o shared photos
    says '*waiting for another run that writes into shared*'
    wait
done

# What a killed run left may be at work on another machine, as far as a share knows: whoever is alone sweeps it.
: >shared/.sladd-0123456789abcdef.part
for i in 1 2 3; do clean 0 --seed 7 --shard $i/3 -o shared photos; done
exists shared/.sladd-0123456789abcdef.part
cp -a shared swept
clean 0 --seed 7 -o swept photos
absent swept/.sladd-0123456789abcdef.part
rm shared/.sladd-0123456789abcdef.part

# A copy that may not exist any more is gone from the receipts, too, whichever machine wrote them.
printf 'version: 1\nphotos:\n  p3.jpg: {publish: no}\n' >photos/consent.yaml
for i in 1 2 3; do
    "$SLADD" clean --models "$ROOT/models" --seed 7 --shard $i/3 -o shared photos >>log 2>&1 || [[ $? == 1 ]] || fail "share $i"
done
absent shared/p3.jpg
clean 1 --seed 7 --report report.json -o shared photos
report 'sorted(p["status"] for p in r["photos"]) == ["unchanged"] * 11 + ["withheld"] and r["take_down"] == []'
rm photos/consent.yaml
mkdir kept && photo kept/k.jpg 192 128 ycc 2x2
kari='people: {kari: {role: staff, consent: [{form: written, given_by: self, date: 2026-01-01}]}}'
printf 'version: 1\n%s\nphotos: {k.jpg: {faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]%s}}\n' "$kari" "" >kept/consent.yaml
clean 0 --date 2026-06-01 --shard 1/1 -o kept-out kept
printf 'version: 1\n%s\nphotos: {k.jpg: {faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]%s}}\n' "$kari" ", publish: no" >kept/consent.yaml
clean 1 --date 2026-06-01 --shard 1/1 --report report.json -o kept-out kept
report '[t["output"] for t in r["take_down"]] == ["k.jpg"]'
clean 1 --date 2026-06-01 --report report.json -o kept-out kept
report 'r["take_down"] == []'

# A list gives the same shares as the folder; names do not depend on the share; a share may be empty.
clean 0 --seed 7 --rename -o named photos
for i in 1 2; do clean 0 --seed 7 --rename --shard $i/2 -o named-parts photos; done
(cd named && find . -type f -name '*.jpg') | while read -r file; do same "named/$file" "named-parts/$file"; done
mkdir one && photo one/only.jpg
for i in 1 2 3 4; do clean 0 --shard $i/4 -o one-out one; done
[[ $(copies_in one-out) == 1 ]] || fail "one photo in four shares"

for wrong in 0/3 4/3 1 1/ /3 1/3/5 -1/3 '1/ 3' a/b 1/999999999999999999999 ''; do
    expect 2 "$SLADD" clean --shard "$wrong" -o out photos
done
expect 2 "$SLADD" scan --models "$ROOT/models" --shard 1/2 photos
says '*--sidecar*'

# check and scan divide likewise.
for i in 1 2 3; do
    "$SLADD" check --models "$ROOT/models" --format json --shard $i/3 photos >part$i.json 2>log || [[ $? == 1 ]] || fail "check $i"
    python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["summary"]["photos"])' part$i.json >>counts
done
(($(paste -sd+ counts) == 12)) || fail "check looked at $(paste -sd+ counts) photos"
for i in 1 2 3; do
    expect 0 "$SLADD" scan --models "$ROOT/models" --sidecar --shard $i/3 photos
    sed -n "s/.* of \([0-9]*\) photos* drafted.*/\1/p" log >>scanned
done
(($(paste -sd+ scanned) == 12)) || fail "scan looked at $(paste -sd+ scanned) photos"
