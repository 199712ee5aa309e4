# Release test 22, the races (links, hard links, existing targets and names with dots: cli/collisions, cli/inputs_unreadable).
# While the copy waits to get its name, somebody puts a file there, or a link; or a link in place of its folder; or
# another photo in place of the source. What is somebody else's stays, nothing is written through a link, and a copy is of
# the photo that was opened and of no other. strace holds the call for as long as that takes.
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
strace -qq -e trace=none true 2>/dev/null || skip "needs strace, and permission to trace"
photo photos/sub/a.jpg
photo other.jpg 96 64 ycc 2x2 seed=5
held() { # CALL: start a run that stops for two seconds before this call
    rm -rf out elsewhere
    mkdir -p out elsewhere
    strace -qq -o trace -e trace="$1" -e inject="$1:delay_enter=2000000:when=${2:-1}" \
        "$PLAIN" clean --models "$ROOT/models" --seed 1 -j 1 -o out photos >log 2>&1 &
    run=$!
    for ((i = 0; i < 600; i++)); do
        [[ ! -d out/sub ]] || break
        sleep 0.05
    done
    sleep 0.7
}
ended() { # STATUS
    local status=0
    wait $run || status=$?
    [[ $status == "$1" ]] || fail "status $status instead of $1"
}
expect 0 "$PLAIN" clean --models "$ROOT/models" --seed 1 -o reference photos
held linkat
cp other.jpg out/sub/a.jpg
ended 3
same other.jpg out/sub/a.jpg
says "*did not write*left alone*"

held linkat
ln -s ../../other.jpg out/sub/a.jpg
cp other.jpg before.jpg
ended 3
[[ -L out/sub/a.jpg ]] || fail "the link is gone"
same other.jpg before.jpg

held linkat
mv out/sub out/moved
ln -s ../elsewhere out/sub
ended 0
nothing_in elsewhere
same out/moved/a.jpg reference/sub/a.jpg

# The output folder itself: nobody is told that the copies are where they are not.
for there in '' out; do
    rm -rf moved
    held linkat
    mv out moved
    [[ -z $there ]] || mkdir $there
    ended 3
    says "*output folder out was moved*the copies are in $PWD/moved*"
    ! grep -q 'Look at them' log || fail "the copies are said to be where they are not"
    same moved/sub/a.jpg reference/sub/a.jpg
    nothing_in out
done

held linkat
cp other.jpg photos/sub/swapped && mv photos/sub/swapped photos/sub/a.jpg
ended 0
same out/sub/a.jpg reference/sub/a.jpg
