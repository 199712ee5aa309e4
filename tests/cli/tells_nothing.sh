# Release test 11: names, times, rights, extended attributes, logs and whatever else a run leaves say nothing of what was
# removed. A run over a photo full of secrets is searched whole: what it printed at its most talkative, the report, the
# page, the receipts, temporary files, the home folder; its copies have neutral names when asked, the time of the run, no
# attribute, and no wider rights. Times and rights of the originals: tests/cli/copies.sh.
text=KanariFugl77GeheimnisXy
mkdir in home temporary runtime
photo plain.jpg 96 64 ycc 2x2
expect 0 python3 "$SUPPORT/jpeg_canary.py" plain.jpg in/PXL_20231217_175442599.jpg $text
png in/Ola-Nordmann.png 96 64 canary=$text
head -c 700 in/PXL_20231217_175442599.jpg >in/broken.jpg
printf '<x:xmpmeta xmlns:x="adobe:ns:meta/">%s</x:xmpmeta>' $text >in/Ola-Nordmann.xmp
redact in/PXL_20231217_175442599.jpg 0.2 0.2 0.3 0.3
touch -d 2001-02-03T04:05:06Z in/*
chmod 600 in/*
python3 -c 'import os
for name in os.listdir("in"):
    os.setxattr("in/" + name, "user.xdg.origin.url", b"https://example.org/KanariFugl77GeheimnisXy")' 2>/dev/null || true
started=$(date +%s)
HOME=$PWD/home TMPDIR=$PWD/temporary XDG_RUNTIME_DIR=$PWD/runtime XDG_CACHE_HOME=$PWD/home/cache clean 3 -v --rename --seed 1 --report report.json --html page.html -o out in
[[ $(copies_in out) == 2 ]] || fail "not both copies are there"
cp log printed
for command in check "check --format json" "check --format sarif" "scan -n"; do
    # shellcheck disable=SC2086 # several words
    "$SLADD" $command --models "$ROOT/models" in >>printed 2>&1 || [[ $? == 1 || $? == 3 ]] || fail "$command"
done
find home temporary runtime -type f >left
[[ ! -s left ]] || fail "left behind: $(<left)"
expect 0 python3 "$SUPPORT/find_bytes.py" $text printed report.json page.html out/* out/.sladd-receipts.jsonl
for copy in out/*; do
    name=$(basename "$copy")
    [[ $name != *Ola* && $name != *Nordmann* && $name != *2023* && $name != *PXL* ]] || fail "the copy is called $name"
    [[ $(stat -c %Y "$copy") -ge $started ]] || fail "$copy has the time of its source"
    [[ $(stat -c %a "$copy") == 600 ]] || fail "$copy may be read by more people than its source"
    python3 -c 'import os, sys; sys.exit(os.listxattr(sys.argv[1]) != [])' "$copy" || fail "$copy has extended attributes"
    expect 1 grep -aqE 'Nordmann|PXL_|2023:12:17' "$copy"
done
# Report and page show what is in all of them.
[[ $(stat -c %a report.json page.html) == 600$'\n'600 ]] || fail "$(stat -c '%a %n' report.json page.html)"
mkdir open
photo open/a.jpg
photo open/b.jpg 64 64 ycc 2x2
chmod 644 open/*
(umask 022 && clean 0 --report open.json --html open.html -o opened open)
[[ $(stat -c %a open.json open.html) == 644$'\n'644 ]] || fail "$(stat -c '%a %n' open.json open.html)"
chmod 640 open/b.jpg
(umask 022 && clean 0 --report open.json --html open.html -o opened open)
[[ $(stat -c %a open.json open.html) == 640$'\n'640 ]] || fail "$(stat -c '%a %n' open.json open.html)"
# Of one that cannot be opened nobody knows who may read it, whether others can be or none.
mkdir closed
photo closed/c.jpg
chmod 000 closed/c.jpg
for folders in "closed" "open closed"; do
    # shellcheck disable=SC2086 # several words
    (umask 022 && expect 3 bound "$SLADD" clean --models "$ROOT/models" --report closed.json -o closed-out $folders)
    [[ $(stat -c %a closed.json) == 600 ]] || fail "$(stat -c '%a %n' closed.json) of $folders"
done
# Where an access control list lets somebody in, the mode shows its mask in the place of what the owning group has.
cat >list.py <<'PYTHON'
import os, struct, sys
GROUP = int(sys.argv[2])
entries = [(1, 6, -1), (2, 6, 65534), (4, GROUP, -1), (16, 4, -1), (32, 0, -1)]  # user::rw user:nobody:rw group::? mask::r
acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
os.setxattr(sys.argv[1], "system.posix_acl_access", acl)
PYTHON
for group in 0 6; do
    photo listed$group.jpg
    if python3 list.py listed$group.jpg $group 2>/dev/null; then
        clean 0 -o listed listed$group.jpg
        wanted=$((group == 0 ? 600 : 640))
        [[ $(stat -c %a listed/listed$group.jpg) == "$wanted" ]] || fail "$(stat -c '%a %n' listed/*) instead of $wanted"
        chmod g=r listed/listed$group.jpg
        clean 0 -o listed listed$group.jpg
        [[ $(stat -c %a listed/listed$group.jpg) == "$wanted" ]] || fail "a copy that is too wide is left so"
    fi
done
# A list may also take away from somebody what everybody else has.
photo denied.jpg
cat >deny.py <<'PYTHON'
import os, struct, sys
entries = [(1, 6, -1), (2, 0, 65534), (4, 4, -1), (16, 4, -1), (32, 4, -1)]  # user::rw user:nobody:- group::r mask::r other::r
acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
os.setxattr(sys.argv[1], "system.posix_acl_access", acl)
PYTHON
if python3 deny.py denied.jpg 2>/dev/null; then
    (umask 022 && clean 0 --report denied.json -o denied denied.jpg)
    [[ $(stat -c %a denied.json denied/denied.jpg) == 600$'\n'600 ]] || fail "$(stat -c '%a %n' denied.json denied/*) instead of 600"
fi
# What a group may, another group may not: new files have that of whoever runs sladd, or of the folder.
photo grouped.jpg
if chgrp 12345 grouped.jpg 2>/dev/null; then
    chmod 640 grouped.jpg
    (umask 022 && clean 0 --report grouped.json -o grouped grouped.jpg)
    [[ $(stat -c %a grouped.json grouped/grouped.jpg) == 600$'\n'600 ]] || fail "$(stat -c '%a %n' grouped.json grouped/*) instead of 600"
    mkdir ours
    chgrp 12345 ours
    chmod 2755 ours
    (umask 022 && clean 0 --report ours/report.json -o ours/out grouped.jpg)
    [[ $(stat -c %a ours/report.json ours/out/grouped.jpg) == 640$'\n'640 ]] || fail "$(stat -c '%a %n' ours/report.json ours/out/*) instead of 640"
fi
[[ $(stat -c %a out/.sladd-receipts.jsonl) == 600 ]] || fail "the receipts may be read by others"
