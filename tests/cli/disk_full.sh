# A full disk: the photo has failed, status 3, no part of a file is there, and what fitted is complete.
# Release test 21.
# shellcheck source=tests/support/interrupt.sh
source "$SUPPORT/interrupt.sh"
[[ $(id -u) == 0 ]] || skip "mounting a small file system needs root"
mkdir small
mount -t tmpfs -o size=160k tmpfs small 2>/dev/null || skip "no permission to mount a tmpfs"
trap 'umount "$PWD/small"' EXIT
for i in 1 2 3; do
    photo photos/p$i.jpg 500 400 ycc 1x1 quality=95 seed=$i
done
clean 0 --seed 1 -o reference photos
clean 3 --seed 1 -j 1 --report report.json -o small/out photos
report 'r["summary"]["failed"] > 0'
no_leftovers small
only_verified small/out reference
clean 3 --seed 1 --report small/report.json -o out photos/missing.jpg photos/p1.jpg
rm -f small/report.json
head -c 200000 /dev/zero >small/rest 2>/dev/null || true
status=0
"$SLADD" clean --models "$ROOT/models" --report small/report.json -o out photos/p1.jpg >log 2>&1 || status=$?
[[ $status == 2 || $status == 3 ]] || fail "status $status when the report has no room"
absent small/report.json

# No file can be made any more: what stands as it should needs none, and what should be made anew keeps the copy it has.
rm -r small/*
photo little/a.jpg
photo little/b.jpg 64 64 ycc 2x2
clean 0 --seed 1 -o small/out little
cp -a small/out before
mount -o remount,size=4m,nr_inodes=12 small || skip "the small file system cannot be made smaller"
for ((i = 0; i < 20; i++)); do : 2>/dev/null >small/$i || break; done
[[ $i -lt 20 ]] || fail "the small file system has room for more files than it was given"
clean 0 --seed 1 --report report.json -o small/out little
report 'all(p["status"] == "unchanged" for p in r["photos"])'
clean 3 --seed 1 --style solid --report report.json -o small/out little
report 'all(p["cause"] == "io" for p in r["photos"]) and r["take_down"] == []'
only_verified before small/out
