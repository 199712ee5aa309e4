# The narrowest moments, one by one: ended just before the flush, the link, the rename. Afterwards the name belongs to
# the finished copy or to nothing, and no other name is there.
# Release test 21.
# shellcheck source=tests/support/interrupt.sh
source "$SUPPORT/interrupt.sh"
photo a.jpg
redact a.jpg 0.2 0.2 0.3 0.3
clean 0 --seed 1 -o reference a.jpg
export ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0:$ASAN_OPTIONS" INJECT_KILL=1 INJECT_LOG=$PWD/happened
for call in ftruncate fwrite fclose fsync linkat renameat; do
    for at in 1 2 3; do
        rm -rf out happened
        LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=$call INJECT_AT=$at \
            "$SLADD" clean --models "$ROOT/models" --seed 1 -o out a.jpg >log 2>&1 && status=0 || status=$?
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
