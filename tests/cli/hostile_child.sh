# A child that a hostile photo has taken over answers with a lie: any bit of its word is the other way round. What the
# parent can know, it checks: whatever the child says, no copy appears but the one that was verified, no earlier copy is
# taken for a new one's, and the run says that something failed or reports no digest that is not a file's.
# Release test 25.
# shellcheck source=tests/support/interrupt.sh
source "$SUPPORT/interrupt.sh"
photo photos/a.jpg
redact photos/a.jpg 0.2 0.2 0.3 0.3
clean 0 --seed 1 -o reference photos
export ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0:$ASAN_OPTIONS"
export INJECT_LOG=$PWD/happened
lies=0 refused=0
for ((bit = 0; bit < 2600; bit += 131)); do
    status=0
    rm -rf out happened
    LD_PRELOAD=$TOOLS/inject.so INJECT_LIE=$bit \
        "$SLADD" clean --models "$ROOT/models" --seed 1 --report report.json -o out photos >log 2>&1 || status=$?
    [[ -e happened ]] || continue
    lies=$((lies + 1))
    [[ $status == 0 || $status == 1 || $status == 3 ]] || fail "status $status after bit $bit"
    no_leftovers out
    if [[ $status == 0 ]]; then
        only_verified out reference
        [[ $(copies_in out) == 1 ]] || fail "bit $bit: status 0 without a copy"
        report 'p["source_sha256"] == __import__("hashlib").sha256(open("photos/a.jpg", "rb").read()).hexdigest()'
        report 'p["output_sha256"] == __import__("hashlib").sha256(open("out/a.jpg", "rb").read()).hexdigest()'
    else
        refused=$((refused + 1))
        nothing_in out
    fi
done
[[ $lies -gt 12 && $refused -gt 5 ]] || fail "$lies lies, $refused refused"

# "Nothing is to be done" is not for a child to say: the photo changed, and its old copy is not its copy.
cp -r reference again
photo photos/a.jpg 136 104 ycc 2x2
redact photos/a.jpg 0.2 0.2 0.3 0.3
LD_PRELOAD=$TOOLS/inject.so INJECT_LIE=32 clean 3 --seed 1 --report report.json -o again photos
report 'p["status"] == "failed" and "impossible answer" in p["error"]'
nothing_in again
# Nor which photo it was: another digit in the digest (byte 36 of an answer and on), as when somebody wrote to the photo meanwhile.
digits=$(sha256sum photos/a.jpg) before=${digits%%[0-9]*}
LD_PRELOAD=$TOOLS/inject.so INJECT_LIE=$(((36 + ${#before}) * 8)) clean 3 --seed 1 --report report.json -o again photos/a.jpg
report 'p["status"] == "failed" and "the photo was changed while it was worked on" in p["error"]'
nothing_in again

# One that has answered and stays is not waited for longer than any photo may take, nor at all once it has closed its end,
# which only one without a sandbox can do.
for way in "--limit seconds=2" --no-sandbox; do
    rm -rf out happened
    # shellcheck disable=SC2086 # two words
    INJECT_HANG=1 LD_PRELOAD=$TOOLS/inject.so \
        expect 3 timeout 100 "$SLADD" clean --models "$ROOT/models" --seed 1 --report report.json $way -o out photos
    exists happened
    report 'p["status"] == "failed" and ("took longer than 2 seconds" if "'"$way"'" != "--no-sandbox" else "signal 9") in p["error"]'
    nothing_in out
done
