# What the machine lacks (a disk that is pulled out, room, a process) is no answer about a photo: the copy of an earlier
# run stays with its receipt, unless what it shows may not be seen any more.
manifest() { # KARI'S-CONSENT
    cat >photos/consent.yaml <<YAML
version: 1
people:
  kari: {role: staff, consent: [{form: written, given_by: self, date: 2026-01-01$1}]}
photos:
  6.jpg: {rights: {permission: yes}, faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]}
YAML
}
all_stand() { # as an earlier run or an undisturbed new one made them, each with its receipt
    local i
    for i in $names; do
        cmp -s "before/$i.jpg" "out/$i.jpg" || cmp -s "after/$i.jpg" "out/$i.jpg" || fail "$i.jpg is neither the old nor the new copy"
    done
    [[ $(grep -c '"output"' out/.sladd-receipts.jsonl) -ge $(wc -w <<<"$names") ]] || fail "a copy has lost its receipt"
}
anew() { # the state after the first run
    rm -rf out happened
    cp -a before out
}
names="1 2 3 4 5 6"
for i in $names; do photo "photos/$i.jpg" 1200 900 ycc 2x2 "seed=$i"; done
manifest ''
clean 0 --date 2026-06-01 --seed 1 -o before photos
clean 0 --date 2026-06-01 --seed 1 --style solid -o after photos

# The folder goes while the run is at work, here with everything to be done anew.
gone() { # OPTION...: and the copies of which there is nothing new
    local status=0
    anew
    "$SLADD" clean --models "$ROOT/models" --date 2026-06-01 --seed 1 -j 1 --style solid --report report.json -o out "$@" photos \
        >log 2>&1 &
    process=$!
    until [[ out/1.jpg -nt before/1.jpg ]]; do
        kill -0 $process 2>/dev/null || fail "the run ended before its folder could go"
        sleep 0.02
    done
    mv photos away
    wait $process || status=$?
    mv away photos
    [[ $status == 3 ]] || fail "exit status $status instead of 3"
    report 'r["photos"][-1]["status"] == "failed" and r["photos"][-1]["cause"] == "io"'
}
gone
report 'r["take_down"] == []'
all_stand
clean 0 --date 2026-06-01 --seed 1 --style solid -o out photos
diff -r -x '.sladd*' out after >log || fail "the next run does not make what was left out"
gone --shard 1/1
all_stand
# Whoever withdrew comes down all the same.
manifest ', withdrawn: 2026-05-01'
gone
report '[(t["output"], t["person"], t["reason"]) for t in r["take_down"]] == [("6.jpg", "kari", "withdrawn")]'
absent out/6.jpg
exists out/{1,2,3,4,5}.jpg
gone --shard 1/1
absent out/6.jpg
manifest ''

# The same of photos that are given by name and were out of reach from the start.
anew
mv photos away
clean 3 --date 2026-06-01 -o out photos/1.jpg photos/6.jpg
all_stand
says '*6.jpg: this copy shows somebody*'
# With --max-risk only if they fit, whatever the others carry.
sed -i 's/"risk":[^,}]*/"risk":5.0/' out/.sladd-receipts.jsonl
clean 3 --date 2026-06-01 --max-risk 10 -o out photos/1.jpg photos/6.jpg
all_stand
clean 3 --date 2026-06-01 --max-risk 9 -o out photos/1.jpg photos/6.jpg
absent out/1.jpg out/6.jpg
exists out/2.jpg
mv away photos

# A call that fails: of the parent's, a child's, or a child that cannot be made.
sha256sum photos/* >photos.sha256
names="1 6"
hits=0
for fault in pread:{1,2,3,4,5,6} write:{1,2,3} fsync:1 linkat:1 dup:1 fork:{1,2}; do
    anew
    rm out/{2,3,4,5}.jpg
    status=0
    LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=${fault%:*} INJECT_AT=${fault#*:} INJECT_LOG=$PWD/happened \
        ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0:$ASAN_OPTIONS" \
        "$SLADD" clean --models "$ROOT/models" --date 2026-06-01 --seed 1 -j 1 --style solid -o out photos/1.jpg photos/6.jpg \
        >log 2>&1 || status=$?
    [[ ! -e happened ]] || hits=$((hits + 1))
    [[ $status == 0 || $status == 2 || $status == 3 ]] || fail "status $status after $fault"
    all_stand
done
[[ $hits -gt 8 ]] || fail "only $hits faults came to pass"
sha256sum -c --quiet photos.sha256 || fail "an original was touched"

# A photo that is another by now is known to need a new copy: what shows the old one does not stay for lack of it.
anew
cp photos/2.jpg photos/1.jpg
LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=linkat INJECT_AT=1 ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0:$ASAN_OPTIONS" \
    clean 3 --date 2026-06-01 --seed 1 -j 1 -o out photos/1.jpg
absent out/1.jpg
# Nor does one that more people may read than its photo, now that somebody took that away.
rm -rf out
chmod 644 photos/2.jpg
(umask 022 && clean 0 --date 2026-06-01 --seed 1 -o out photos/2.jpg)
chmod 600 photos/2.jpg
LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=linkat INJECT_AT=1 ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0:$ASAN_OPTIONS" \
    clean 3 --date 2026-06-01 --seed 1 -j 1 -o out photos/2.jpg
absent out/2.jpg
