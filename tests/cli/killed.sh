# SIGKILL at any moment, for the whole run and for single workers: a name belongs to a verified copy or to nothing, no
# temporary file is left, and the death of one worker does not stop the others.
# Release test 20.
# shellcheck source=tests/support/interrupt.sh
source "$SUPPORT/interrupt.sh"
for i in 1 2 3 4; do
    photo photos/p$i.jpg 320 240 ycc 2x2 seed=$i
    redact photos/p$i.jpg 0.2 0.2 0.3 0.3
done
sha256sum photos/* >before
clean 0 --seed 1 -o reference photos
rounds=${SLADD_KILL_ROUNDS:-12}
for ((round = 0; round < rounds; round++)); do
    rm -rf out
    setsid "$SLADD" clean --models "$ROOT/models" --seed 1 -j 2 -o out photos >/dev/null 2>&1 &
    leader=$!
    sleep "$(python3 -c "import random; print(random.uniform(0.05, 1.5))")"
    kill -KILL -- -$leader 2>/dev/null || true
    wait $leader 2>/dev/null || true
    no_leftovers out
    only_verified out reference
done

# One worker after the other, as often as they come up.
for ((round = 0; round < 3; round++)); do
    rm -rf out
    "$SLADD" clean --models "$ROOT/models" --seed 1 -j 2 --report report.json -o out photos >log 2>&1 &
    leader=$!
    sleep "$(python3 -c "import random; print(random.uniform(0.1, 0.8))")"
    read -r worker _ < <(ps -o pid= --ppid $leader) || worker=
    [[ -z $worker ]] || kill -KILL "$worker" 2>/dev/null || true
    status=0
    wait $leader || status=$?
    no_leftovers out
    only_verified out reference
    report "(r['summary']['failed'] > 0) == ($status == 3) and r['summary']['sanitised'] >= 3"
    [[ $(copies_in out) == $(python3 -c 'import json; print(json.load(open("report.json"))["summary"]["sanitised"])') ]] ||
        fail "the report and the folder disagree"
done
sha256sum -c --quiet before || fail "an original was touched"
