# Release test 25: a worker, traced from the moment its doors are shut, makes no call that is not on the list below, which
# was written down by hand and not by sladd: nothing that takes a name, makes a socket or a process, or reaches another.
# Where the kernel offers no such doors, nothing is read unless the user asks for it. And nothing is sent anywhere: in a
# network namespace without interfaces every byte is the same. tests/unit/work_sandbox.c tries the doors from inside.
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
photo photos/a.jpg 320 240 ycc 2x2
photo photos/b.jpg 96 64 ycc 2x2 progressive
png photos/c.png 48 40
redact photos/a.jpg 0.2 0.2 0.3 0.3
python3 - <<'PYTHON'
from PIL import Image
image = Image.open("photos/a.jpg")
image.save("photos/d.webp")
image.save("photos/e.webp", lossless=True)
image.save("photos/f.tif", compression="tiff_lzw")
image.save("a.ppm")
PYTHON
if [[ -x $TOOLS/heif-make ]]; then
    expect 0 "$TOOLS/heif-make" a.ppm photos/g.heic heic
    expect 0 "$TOOLS/heif-make" a.ppm photos/h.avif avif
fi
run() { "$PLAIN" clean --models "$ROOT/models" --seed 1 -j 2 -o "$1" photos; }
expect 0 run reference
if unshare -rn true 2>/dev/null; then
    expect 0 unshare -rn "$PLAIN" clean --models "$ROOT/models" --seed 1 -j 2 -o alone photos
    for copy in reference/*; do
        same "$copy" "alone/${copy#*/}"
    done
fi

strace -qq -e trace=none true 2>/dev/null || skip "needs strace, and permission to trace"
# With a line of text in one of them, so that the reader is among what is traced.
if (reads_lines) 2>/dev/null; then
    reads_lines
fi
cp "$ROOT/samples/photos/portrett.jpg" photos/text.jpg
expect 0 strace -f -qq -o trace "$PLAIN" clean --models "$ROOT/models" --seed 1 -j 2 --report report.json -o traced photos
[[ -n ${TESSDATA_PREFIX-} ]] || report 'any(x["kind"] == "text" for q in r["photos"] for x in q["regions"])'
rm photos/text.jpg
python3 - >log <<'PYTHON' || fail "a worker makes calls that it should not need"
import re, sys
NEEDED = set("""brk mmap munmap mremap mprotect madvise pread64 fstat write clock_gettime getrandom futex
    restart_syscall sysinfo sched_getaffinity rseq set_robust_list rt_sigprocmask getpid tgkill clone exit exit_group""".split())
FORBIDDEN = re.compile(r"open|socket|connect|bind|sendto|exec|fork|ptrace|kill|link|rename|unlink|mkdir|chmod|stat|access|process_vm")
workers, refused, made, bad = set(), set(), 0, []
for line in open("trace"):
    call = re.match(r"(\d+) +(?:<\.\.\. )?(\w+)(.*)", line)
    if not call:
        continue
    who, name, rest = call.groups()
    result = re.search(r"= (-?\d+)(?: (E\w+))?", rest)
    if who in workers:
        made += 1
        if result and result[2] in ("EPERM", "ENOSYS") and name in ("prctl", "rt_sigaction", "clone3"):
            refused.add(name)  # the names of threads, and what the C library tries first
        elif name not in NEEDED and "unfinished" not in rest:
            bad.append(line)  # what is unfinished is judged when it is resumed
        if FORBIDDEN.search(name) and name not in ("fstat", "tgkill"):
            bad.append(line)
        if name == "mmap" and "PROT_EXEC" in rest or name == "mmap" and "MAP_ANONYMOUS" not in rest and "resumed" not in rest:
            bad.append(line)
        if name == "clone":
            child = re.search(r"= (\d+)$", rest.strip())
            workers |= {child[1]} if child else set()
            if "CLONE_THREAD" not in rest and "resumed" not in rest:
                bad.append(line)
    elif name == "seccomp" and "SET_MODE_FILTER" in rest and result and result[1] == "0":
        workers.add(who)
print(*bad[:20], made, "calls of", len(workers), "processes and threads; refused:", *sorted(refused))
sys.exit(bool(bad) or len(workers) < 6 or made < 60)
PYTHON

# What the kernel has no memory for may do another time.
expect 3 strace -f -qq -o /dev/null -e trace=landlock_restrict_self -e inject=landlock_restrict_self:error=ENOMEM \
    "$PLAIN" clean --models "$ROOT/models" --seed 1 -o shut photos
says "sladd: out of memory"
nothing_in shut

# No doors: seccomp that is not there, Landlock that refuses.
for fault in seccomp:error=EINVAL landlock_restrict_self:error=EPERM; do
    expect 2 strace -f -qq -o /dev/null -e trace="${fault%%:*}" -e inject="$fault" \
        "$PLAIN" clean --models "$ROOT/models" --seed 1 -o shut photos
    says "*no sandbox*--no-sandbox*"
    nothing_in shut
    expect 2 timeout 120 strace -f -qq -o /dev/null -e trace="${fault%%:*}" -e inject="$fault" \
        "$PLAIN" review --no-open --models "$ROOT/models" photos
    says "*no sandbox*--no-sandbox*"
    expect 0 strace -f -qq -o /dev/null -e trace="${fault%%:*}" -e inject="$fault" \
        "$PLAIN" clean --models "$ROOT/models" --seed 1 --no-sandbox -o "open-${fault%%:*}" photos
    same reference/a.jpg "open-${fault%%:*}/a.jpg"
done
