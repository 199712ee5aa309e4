# Where Tesseract is refused memory while it is opened, by a limit or at one of its places, the run ends with a word and a status
# of failure, not by a signal; nothing was written, and the next run succeeds. The same where its files are damaged.
reads_lines
# shellcheck source=tests/support/interrupt.sh
source "$SUPPORT/interrupt.sh"
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
trained=$(find /usr/share/tesseract-ocr "${READER_DATA:-/nonexistent}" -name eng.traineddata 2>/dev/null | head -n 1 || true)
[[ -n $trained ]] || skip "needs tesseract-ocr"
photo photos/a.jpg
sha256sum photos/a.jpg >before
run() { "$PLAIN" clean --models "$ROOT/models" --seed 1 -j 1 --text "$text" -o out photos; }
ended() { # HOW: the run that had just this happen to it
    [[ $status == [023] ]] || fail "status $status, $1"
    [[ $status == 0 ]] || grep -q '^sladd: ' log || fail "not a word, $1"
    [[ $status != 2 ]] || nothing_in out
    [[ $status == 0 ]] || failed=$((failed + 1))
    no_leftovers .
    only_verified out reference
}
places() { # how many places there are
    LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=memory INJECT_SITE=1000000 INJECT_COUNT=$PWD/count run >log 2>&1 || fail "status $?"
    cat count
}
text=keep
expect 0 run
mv out reference
without=$(places)
text=personal
with=$(places)
[[ $((with - without)) -gt 500 ]] || fail "Tesseract asks for memory at only $((with - without)) places"
# Which of them are Tesseract's is not known, so that places from all over are tried; what it does with one it does with all.
failed=0
for try in {1..12}; do
    place=$((try * with / 13)) status=0
    rm -rf out
    unset INJECT_ON
    if ((try % 2)); then export INJECT_ON=1; fi
    { LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=memory INJECT_SITE=$place run >log 2>&1; } 2>/dev/null || status=$?
    ended "at place $place of $with"
done
unset INJECT_ON
[[ $failed -gt 3 ]] || fail "only $failed of the places were noticed"

# Less and less memory.
for mebibytes in 400 300 250 200 150; do
    status=0
    rm -rf out
    { (ulimit -v $((mebibytes * 1024)) && run) >log 2>&1; } 2>/dev/null || status=$?
    [[ $status != 127 ]] || break # not enough to load the program's libraries
    ended "with $mebibytes MiB"
done
[[ $status != 0 ]] || fail "150 MiB were enough"

# Languages that were cut short, or are something else.
mkdir tessdata
for size in 0 100 100000 1000000; do
    head -c $size "$trained" >tessdata/eng.traineddata
    status=0
    rm -rf out
    { TESSDATA_PREFIX=$PWD/tessdata run >log 2>&1; } 2>/dev/null || status=$?
    ended "with $size bytes of a language"
done
rm -rf out
expect 0 run
sha256sum -c --quiet before || fail "an original was touched"
