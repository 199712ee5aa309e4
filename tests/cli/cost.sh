# shellcheck shell=bash
# What our own code does with a photo, networks and libraries left aside, in instructions as callgrind counts them: at most a
# twentieth more than when tests/bench/instructions.txt was written. Half a minute here instead of a benchmark that
# depends on who else uses the machine; SLADD_RECORD=1 writes the file anew, for whoever has a reason.
command -v valgrind >/dev/null || skip "needs valgrind"
PLAIN_OWN=yes PLAIN_TARGETS=(bench-stages)
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
photo baseline.jpg 640 480 ycc 2x2
photo progressive.jpg 640 480 ycc 2x2 progressive
png flat.png 320 240
recorded=$ROOT/tests/bench/instructions.txt
compiler="$(uname -m), gcc $(gcc -dumpfullversion)"
printf '# photo, heads, instructions of our own code without optimisation (tests/cli/cost.sh); %s\n' "$compiler" >measured
[[ -n ${SLADD_RECORD-} ]] || grep -qF "; $compiler" "$recorded" || skip "the figures are those of another compiler than $compiler"
for row in "baseline.jpg 0" "baseline.jpg 3" "baseline.jpg 12" "progressive.jpg 3" "flat.png 3"; do
    read -r photo heads <<<"$row"
    expect 0 valgrind -q --tool=callgrind --callgrind-out-file=counted "$PLAIN_TOOLS/bench-stages" "$photo" "$heads"
    own=$(python3 "$SUPPORT/callgrind_own.py" counted /bench-stages)
    [[ $own -gt 1000000 ]] || fail "$row: only $own instructions were seen"
    printf '%s %s %s\n' "$photo" "$heads" "$own" >>measured
done
if [[ -n ${SLADD_RECORD-} ]]; then
    cp measured "$recorded"
fi
python3 - measured "$recorded" >log <<'PYTHON' || fail "our own code does more than it did; is it worth it?"
import sys
now, then = ({tuple(line.split()[:2]): int(line.split()[2]) for line in open(name) if line[0] != "#"} for name in sys.argv[1:])
for row in now:
    print(*row, now[row], "instead of", then.get(row), f"({now[row] / then[row] - 1:+.1%})" if row in then else "")
sys.exit(now.keys() != then.keys() or any(now[row] > 1.05 * then[row] for row in now))
PYTHON
