# Whoever interrupts a run gets its report: what was finished is complete, the rest is named as not processed.
for i in 1 2 3 4 5 6 7 8; do photo photos/$i.jpg 1200 900 ycc 2x2; done
"$SLADD" clean --models "$ROOT/models" -j 1 --report report.json -o out photos >log 2>&1 &
process=$!
until [[ -e out/2.jpg ]]; do # so the first one is over and done with
    kill -0 $process 2>/dev/null || fail "the run ended before it could be interrupted"
    sleep 0.05
done
kill -TERM $process
status=0
wait $process || status=$?
[[ $status == 3 ]] || fail "exit status $status instead of 3"
says '*interrupted*'
report 'len(r["photos"]) == 8 and r["summary"]["failed"] >= 1 and r["photos"][0]["status"] == "sanitised"'
report 'all((p["output"] is not None) == (p["status"] == "sanitised") for p in r["photos"])'

# With Ctrl+C, which every process of the run hears. Copies of an earlier run stay until there are new ones, also that of
# the photo at which it was, and nothing else is said of it.
clean 0 -o out photos
cp -a out earlier
setsid "$SLADD" clean --models "$ROOT/models" -j 2 --style solid --report report.json -o out photos >log 2>&1 &
process=$!
until [[ out/2.jpg -nt earlier/2.jpg ]]; do
    kill -0 $process 2>/dev/null || fail "the run ended before it could be interrupted"
    sleep 0.05
done
kill -TERM -- -$process
status=0
wait $process || status=$?
[[ $status == 3 ]] || fail "exit status $status instead of 3"
report '{p["cause"] for p in r["photos"] if p["status"] != "sanitised"} == {"interrupted"} and r["take_down"] == []'
exists out/{1,2,3,4,5,6,7,8}.jpg
[[ $(wc -l <out/.sladd-receipts.jsonl) == 8 ]] || fail "a copy has lost its receipt"
clean 0 -n --report report.json -o out photos
report '{"unchanged", "sanitised"} == {p["status"] for p in r["photos"]}'

# What whoever started it wants ignored ends nothing: nohup, and a script's background.
for signal in HUP INT; do
    (
        trap '' $signal
        exec "$SLADD" clean --models "$ROOT/models" -j 1 -o "ignored-$signal" photos >log 2>&1
    ) &
    process=$!
    until [[ -e ignored-$signal/2.jpg ]]; do
        kill -0 $process 2>/dev/null || fail "the run ended before it could be signalled"
        sleep 0.05
    done
    kill -$signal $process
    wait $process || fail "$signal ended the run although it is ignored"
    [[ $(copies_in "ignored-$signal") == 8 ]] || fail "not all copies are there"
done

# Small pictures are part of the run: without them there is no page, and the run is not complete.
if strace -qq -e trace=none true 2>/dev/null; then
    cp -a photos few
    rm few/[3-8].jpg
    stopped() { # ARGUMENT...: at the first small picture
        ASAN_OPTIONS="detect_leaks=0:$ASAN_OPTIONS" expect 3 strace -qq -o trace -e trace=memfd_create \
            -e inject=memfd_create:signal=TERM:when=1 "$SLADD" "$@" few
        says '*interrupted; the page*was not written*'
        absent page.html
    }
    stopped clean --models "$ROOT/models" -o pictured --html page.html
    [[ $(copies_in pictured) == 2 ]] || fail "the copies are not those of the run"
    stopped scan --models "$ROOT/models" --sheet page.html
    # A scan that saw none of them does not say that there is nothing to see.
    ASAN_OPTIONS="detect_leaks=0:$ASAN_OPTIONS" expect 3 strace -qq -o trace -e trace=poll \
        -e inject=poll:signal=TERM:when=1 "$SLADD" scan --models "$ROOT/models" -j 1 photos
    says '*interrupted; nothing was drafted*'
    ! grep -qE "Nothing to draft|photos drafted" log || fail "an interrupted scan is told as a finished one"
    absent photos/consent.yaml
fi
