# Every call that can fail does: the copy is complete or absent, a failure is never status 0, and no original is touched.
# Release tests 20 and 21.
# shellcheck source=tests/support/interrupt.sh
source "$SUPPORT/interrupt.sh"
photo photos/a.jpg
redact photos/a.jpg 0.2 0.2 0.3 0.3
png photos/b.png 48 40
sha256sum photos/* >before
clean 0 --seed 1 -o reference photos
export ASAN_OPTIONS="verify_asan_link_order=0:allocator_may_return_null=1:detect_leaks=0:$ASAN_OPTIONS"
export INJECT_LOG=$PWD/happened
hits=0
# Tesseract and its Leptonica do not survive being refused memory: they end the run while they are opened, before anything is
# written. --text keep leaves them out, so that every other place is reached. A child whose doors close behind it without
# the means to end is not waited for any longer than for a photo.
try() { # CALL AT
    local status=0
    rm -rf out happened
    LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=$1 INJECT_AT=$2 \
        "$SLADD" clean --models "$ROOT/models" --seed 1 -j 2 --text keep --limit seconds=20 --report report.json -o out photos >log 2>&1 ||
        status=$?
    [[ ! -e happened ]] || hits=$((hits + 1))
    # close and fclose of what was only read may fail without harm, and so may memory that has a second way, the look at a
    # photo's first bytes for its ending, and the flush of the folder once a copy has its name or for the name of the receipts.
    if [[ -e happened && $status == 0 ]]; then
        [[ $1 == close || $1 == fclose || $1 == *alloc || $1 == pread || "$1 $2" =~ ^(fsync\ [24]|fdatasync\ 1)$ ]] || fail "$1 number $2 failed, and the status is 0"
        [[ $(copies_in out) == 2 ]] || fail "$1 number $2 failed: status 0, but not every copy is there"
    fi
    [[ $status == 0 || $status == 2 || $status == 3 ]] || fail "status $status after $1 number $2"
    no_leftovers out
    only_verified out reference
}
for call in write pread fwrite fclose fsync fdatasync ftruncate linkat renameat dup fork; do
    for at in 1 2 3 4; do
        try $call $at
    done
done
[[ $hits -gt 20 ]] || fail "only $hits faults came to pass"
RANDOM=${SLADD_SEED:-1}
for call in malloc calloc realloc; do
    for ((i = 0; i < 8; i++)); do
        try $call $((1 + RANDOM % (10 + i * i * i * 30)))
    done
done
sha256sum -c --quiet before || fail "an original was touched"
