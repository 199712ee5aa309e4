# A disk that is read-only is called so wherever something was to be written: copies, a new output folder, the report, a
# draft.
[[ $(id -u) == 0 ]] || skip "mounting a file system needs root"
mkdir disk
mount -t tmpfs -o size=1m tmpfs disk 2>/dev/null || skip "no permission to mount a tmpfs"
trap 'umount "$PWD/disk"' EXIT
photo a.jpg
photo photos/a.jpg
mkdir -p disk/photos/sub disk/out disk/earlier
cp a.jpg disk/photos/a.jpg
cp a.jpg disk/photos/sub/b.jpg
clean 0 -o disk/earlier disk/photos/a.jpg
mount -o remount,ro disk

told() { # STATUS COMMAND...
    expect "$@"
    says '*this disk is read-only*'
    ! grep -qi 'read-only file system' log || fail "it is said twice, in two ways"
}
told 3 "$SLADD" clean --models "$ROOT/models" -o disk/out a.jpg
told 2 "$SLADD" clean --models "$ROOT/models" -o disk/new a.jpg
told 2 "$SLADD" clean --models "$ROOT/models" -o disk/new/deeper a.jpg
told 3 "$SLADD" clean --models "$ROOT/models" -o disk/earlier disk/photos/sub/b.jpg
told 2 "$SLADD" clean --models "$ROOT/models" --report disk/report.json -o out a.jpg
says '*--report disk/report.json: *'
told 2 "$SLADD" check --models "$ROOT/models" --report disk/report.json a.jpg
told 3 "$SLADD" scan --models "$ROOT/models" disk/photos
says '*disk/photos/consent.yaml: *disk/photos/sub/consent.yaml: *'
told 3 "$SLADD" scan --models "$ROOT/models" --sidecar disk/photos/a.jpg
says '*disk/photos/a.jpg.consent.yaml: *'
# The review page says at once that nothing can be saved. (In a shell of its own: it has a trap of its own.)
(
    command -v curl >/dev/null || exit 0
    # shellcheck source=tests/support/review.sh disable=SC1091
    source "$SUPPORT/review.sh"
    review disk/photos
    grep -q 'disk/photos/consent.yaml cannot be written' served.errors || fail "not told: $(<served.errors)"
    ask 200 "${address}state"
    said 'a["closed"].endswith("disk/photos/consent.yaml")'
    stop_review
    review photos
    ask 200 "${address}state"
    said 'a["closed"] is None'
    stop_review
)
nothing_in out
# Reading is all that is needed to check, and a dry run writes nothing.
check 0 disk/earlier
clean 0 -n disk/photos
