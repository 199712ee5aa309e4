# Where Git LFS left a pointer instead of the photo, everybody who looks at it says so, and how to get the photo.
mkdir -p media
for name in a.jpg b.JPEG c.png d.heic e.tif f.webp; do
    printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 4183923\n' 7 >"media/$name"
done
# A text that only mentions it is a text.
printf 'see version https://git-lfs.github.com/spec/v1\n' >media/g.jpg
clean 3 -o out media
[[ $(grep -c 'git lfs pull' log) == 6 ]] || fail "not six pointers"
says '*media/g.jpg: *text file*'
nothing_in out
check 3 media
[[ $(grep -c 'git lfs pull' log) -ge 1 ]] || fail "check does not say it"
check 3 --format github media
says '*git lfs pull*'
expect 3 "$SLADD" scan --models "$ROOT/models" media
[[ $(grep -c 'git lfs pull' log) == 6 ]] || fail "scan does not say it"
absent media/consent.yaml
