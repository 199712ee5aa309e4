# Folders in which nobody may change permissions, as network shares, phones and WSL have them: a real one, made with
# bindfs. Copies, report and receipts come into being with the permissions that they are to have.
command -v bindfs >/dev/null || skip "needs bindfs"
mkdir real seen
bindfs --chmod-deny --chown-deny --xattr-none real seen 2>log || skip "bindfs cannot be mounted here: $(<log)"
trap 'fusermount -u "$PWD/seen"' EXIT
touch seen/file
! chmod 600 seen/file 2>/dev/null || fail "permissions can be changed there"
rm seen/file

photo photos/a.jpg
png photos/b.png
chmod 644 photos/*
umask 022
clean 0 -o seen/out --report seen/report.json photos
[[ $(stat -c %a seen/out/a.jpg seen/out/b.png seen/report.json | tr '\n' ' ') == "644 644 644 " ]] ||
    fail "permissions: $(stat -c '%a %n' seen/out/* seen/report.json)"
[[ $(stat -c %a seen/out/.sladd-receipts.jsonl) == 600 ]] || fail "receipts: $(stat -c %a seen/out/.sladd-receipts.jsonl)"
(umask 077 && clean 0 -o seen/own photos)
[[ $(stat -c %a seen/own/a.jpg) == 600 ]] || fail "umask: $(stat -c %a seen/own/a.jpg)"
chmod 640 photos/a.jpg
clean 0 -o seen/narrow photos/a.jpg
[[ $(stat -c %a seen/narrow/a.jpg) == 640 ]] || fail "wider than its source: $(stat -c %a seen/narrow/a.jpg)"

# Again, and once something changed; check believes the receipts; scan drafts there.
clean 0 --report seen/report.json -o seen/out photos
cp seen/report.json .
report 'r["summary"]["sanitised"] <= 1 and r["summary"]["failed"] == 0'
photo photos/a.jpg 96 64 ycc 2x2 seed=2
clean 0 -o seen/out photos
check 0 seen/out
cp -r photos seen/photos
expect 0 "$SLADD" scan --models "$ROOT/models" seen/photos
exists seen/photos/consent.yaml
[[ -z $(find real -name '.sladd-*.part') ]] || fail "something was left over"
