# Release tests 20 and 21: every system call that the parent makes from the lock of the output folder to its end fails once, fails
# from there on, is interrupted by a signal, or is its last: ENOSPC, EIO, EDQUOT, EINTR, kill -9. Whatever happens: a
# complete verified copy or none, the status not 0 unless nothing is missing, no leftover but what a kill leaves and the
# next run sweeps, originals as they were, and the next run succeeds. What a signal interrupts is done again.
# It takes ten minutes and more, or hours with all, so that it runs on demand only.
[[ -n ${SLADD_FAULTS:-} ]] || skip "takes long; SLADD_FAULTS=some or all runs it"
# shellcheck source=tests/support/interrupt.sh
source "$SUPPORT/interrupt.sh"
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
strace -qq -e trace=none true 2>/dev/null || skip "needs strace, and permission to trace"
photo photos/sub/a.jpg
png photos/b.png 48 40
redact photos/sub/a.jpg 0.2 0.2 0.3 0.3
sha256sum photos/sub/a.jpg photos/b.png >before
run() { "$PLAIN" clean --models "$ROOT/models" --seed "$seed" -j 1 --report reports/report.json -o out photos; }
fresh() { # what stands there before: nothing, or the copies, receipts and report of a run with another seed
    rm -rf out reports
    mkdir reports
    [[ $seed == 1 ]] || cp -rp earlier/. .
}
is_whole() {
    [[ $(copies_in out) == 2 ]] && python3 -m json.tool reports/report.json >/dev/null && [[ -s out/.sladd-receipts.jsonl ]]
}
# What needs no retry: it opens nothing, moves nothing, and costs its photo or nothing when it fails.
retried="openat write fsync fdatasync linkat renameat renameat2 flock pread64 read poll wait4"
tried=0 failed=0
try() { # CALL WHEN FAULT
    local status=0 call=$1 when=$2 fault=$3
    fresh
    {
        strace -qq -o /dev/null -e trace="$call" -e inject="$call:$fault:when=$when" \
            "$PLAIN" clean --models "$ROOT/models" --seed "$seed" -j 1 --report reports/report.json -o out photos >log 2>&1
    } 2>/dev/null || status=$?
    tried=$((tried + 1))
    printf '%s\n' "($call $when $fault, seed $seed, status $status)" >>log
    case $status in
    0) is_whole || fail "status 0, and something is missing" ;;
    # 1: a manifest or sidecar that could not be opened withholds its photo
    1 | 2 | 3) failed=$((failed + 1)) ;;
    137) [[ $fault == signal=KILL ]] || fail "killed" ;;
    *) fail "status $status" ;;
    esac
    if [[ $fault == error=EINTR && " $retried " == *" $call "* ]]; then
        [[ $status == 0 ]] || [[ $call == write && " $spoken " == *" $when "* ]] || fail "an interrupted call was not done again"
    fi
    [[ $status == 0 || $status == 137 || $when == *+ ]] || no_leftovers out
    one_of_two
    expect 0 run
    no_leftovers .
    only_verified out reference
    is_whole || fail "the next run is not whole"
    if [[ $((tried % 20)) == 0 ]]; then sha256sum -c --quiet before >>log || fail "an original was touched"; fi
}
# Whatever has its name is the earlier copy, where there was one, or the new one. A name that a killed run left may be any
# of them, since the two change places under it, or receipts, and nothing else.
one_of_two() {
    local file
    while IFS= read -r file; do
        if [[ $file == *.part ]]; then
            is_a_copy "$file" || python3 -m json.tool --json-lines "$file" >/dev/null 2>&1 || fail "$file is nothing that was ever whole"
        else
            cmp -s "$file" "reference/${file#out/}" || { [[ $seed != 1 ]] && cmp -s "$file" "earlier/$file"; } || fail "$file is neither the old copy nor the new one"
        fi
    done < <(files_in out)
}
is_a_copy() {
    local copy
    while IFS= read -r copy; do
        if cmp -s "$1" "$copy"; then return 0; fi
    done < <(files_in reference && files_in earlier/out)
    return 1
}
faults_of() { # CALL
    case $1 in
    fsync | fdatasync) echo error=EIO error=EINTR error=ENOSPC signal=KILL ;;
    write | openat | linkat | renameat | renameat2) echo error=ENOSPC error=EIO error=EDQUOT error=EINTR signal=KILL ;;
    *) echo error=EIO error=EINTR signal=KILL ;;
    esac
}
walk() { # SLADD_FAULTS=all: every call of every kind with every fault; else every fifth call, with one of them in turn
    local call when fault every=0 faults
    fresh
    expect 0 strace -qq -o trace "$PLAIN" clean --models "$ROOT/models" --seed "$seed" -j 1 --report reports/report.json -o out photos
    [[ -d reference ]] || cp -r out reference
    # name of each call from the lock on, and how many of its kind there were before
    python3 - <<'PYTHON' >calls
import re
seen, locked = {}, False
for line in open("trace"):
    call = re.match(r"(\w+)\((\d*)", line)
    if call:
        seen[call[1]] = seen.get(call[1], 0) + 1
        locked = locked or call[1] == "flock"
        if locked and call[1] not in ("exit_group", "brk", "mmap", "munmap", "mremap", "rt_sigprocmask", "getpid"):
            print(call[1], seen[call[1]], call[2])
PYTHON
    spoken=$(sed -n 's/^write \([0-9]*\) [12]$/\1/p' calls | tr '\n' ' ')
    [[ $(wc -l <calls) -gt 60 ]] || fail "only $(wc -l <calls) calls were seen"
    while read -r call when _; do
        read -ra faults < <(faults_of "$call")
        every=$((every + 1))
        for fault in "${!faults[@]}"; do
            if [[ ${SLADD_FAULTS:-} == all || $((every % 5)) == 0 && $((every / 5 % ${#faults[@]})) == "$fault" ]]; then
                try "$call" "$when" "${faults[fault]}"
            fi
        done
    done <calls
    for call in fsync fdatasync linkat renameat renameat2 write openat flock; do
        when=$(sed -n "s/^$call \([0-9]*\) .*/\1/p" calls | head -n 1)
        if [[ -n $when ]]; then try $call "$when+" error=EIO; fi
        if [[ -n $when && $call == write ]]; then try $call "$when+" error=ENOSPC; fi
    done
}
seed=2
mkdir reports earlier
expect 0 run
cp -rp out reports earlier
seed=1
walk
rm -r reference
seed=3
walk
[[ $failed -gt 15 ]] || fail "only $failed of $tried faults were noticed"
sha256sum -c --quiet before || fail "an original was touched"
