# The narrowest moments, one by one: ended just before the receipt is on the disk, the flush, the link, the rename.
# Afterwards the name belongs to the finished copy or to nothing, and no other name is there.
# Release test 21.
# shellcheck source=tests/support/interrupt.sh
source "$SUPPORT/interrupt.sh"
photo a.jpg
redact a.jpg 0.2 0.2 0.3 0.3
clean 0 --seed 1 -o reference a.jpg
export ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0:$ASAN_OPTIONS" INJECT_KILL=1 INJECT_LOG=$PWD/happened
for call in ftruncate fwrite fclose fdatasync fsync linkat renameat; do
    for at in 1 2 3; do
        rm -rf out happened
        LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=$call INJECT_AT=$at \
            "$SLADD" clean --models "$ROOT/models" --seed 1 -o out a.jpg >log 2>&1 && status=0 || status=$?
        [[ $call$at != fdatasync[12] || -e happened ]] || fail "the receipt was not flushed to the disk"
        [[ $call != fdatasync || ! -e happened || ! -e out/a.jpg ]] || fail "a copy has its name before its receipt is on the disk"
        [[ ! -e happened || $status == 3 || $status == 137 ]] || fail "status $status when ended at $call $at"
        echo "ended at $call $at" >>log
        # Only a worker died: nobody vouches for its photo, so there is no copy either.
        [[ $status != 3 || ! -e out/a.jpg ]] || fail "a failed photo has a copy when ended at $call $at"
        # Only what replaces an older file needs a second name, for the moment before the rename.
        [[ $call != renameat ]] || rm -f out/.sladd-*.part
        no_leftovers out
        only_verified out reference
    done
done

# Twice in a row, each time with another copy: what stands there is known all the same, and gets replaced or removed.
rm -rf out
clean 0 --seed 1 -o out a.jpg
for seed in 2 3; do
    rm -f happened
    LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=linkat INJECT_AT=1 \
        "$SLADD" clean --models "$ROOT/models" --seed $seed -o out a.jpg >log 2>&1 && status=0 || status=$?
    [[ -e happened && $status == 137 ]] || fail "status $status when ended at the link"
    same out/a.jpg reference/a.jpg
done
cp -a out twice
clean 0 --seed 4 -o out a.jpg
! cmp -s out/a.jpg reference/a.jpg || fail "the copy was not made anew"
printf 'version: 1\nphotos: {a.jpg: {publish: no}}\n' >consent.yaml
clean 1 -o twice a.jpg
absent twice/a.jpg

# A copy that must come down is gone for good before its receipt is: a power cut brings neither back alone.
printf 'version: 1\nphotos: {a.jpg: {publish: no}}\n' >consent.yaml
for kill in 1 ''; do
    rm -rf twice happened
    cp -a reference twice
    INJECT_KILL=$kill
    [[ -n $kill ]] || unset INJECT_KILL
    LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=fsync INJECT_AT=1 \
        "$SLADD" clean --models "$ROOT/models" -o twice a.jpg >log 2>&1 && status=0 || status=$?
    [[ -e happened && $status == $((${kill:-0} ? 137 : 3)) ]] || fail "status $status when the folder could not be flushed"
    absent twice/a.jpg
    grep -q '"output":"a.jpg"' twice/.sladd-receipts.jsonl || fail "the receipt is gone"
    ! grep -q '"row":null' twice/.sladd-receipts.jsonl || fail "the receipt was taken back before the copy was gone for good"
done
says "*a.jpg: a copy from an earlier run must be removed, but that failed*"
clean 1 -o twice a.jpg
[[ ! -s twice/.sladd-receipts.jsonl ]] || fail "$(<twice/.sladd-receipts.jsonl)"
export INJECT_KILL=1

# A line that was cut off by an earlier crash does not take the next one with it: that of a copy that has got its name since.
rm -rf out happened
mkdir out
printf '{"output": "a.jpg", "sour' >out/.sladd-receipts.jsonl
rm consent.yaml
LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=fsync INJECT_AT=2 \
    "$SLADD" clean --models "$ROOT/models" --seed 1 -o out a.jpg >log 2>&1 && status=0 || status=$?
[[ -e happened && $status == 137 && -e out/a.jpg ]] || fail "status $status when ended behind the link"
clean 0 --seed 1 --report report.json -o out a.jpg
report 'p["status"] == "unchanged"'
