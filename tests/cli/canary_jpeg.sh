# A marker text in every place where a JPEG can hide something: nothing of it reaches the output, whatever the output's
# way of writing.
# Release tests 1, 2 and 4.
text=KanariFugl77GeheimnisXy
while read -r kind; do
    # shellcheck disable=SC2086 # several words
    photo plain.jpg 96 64 $kind
    expect 0 python3 "$SUPPORT/jpeg_canary.py" plain.jpg a.jpg $text
    expect 1 python3 "$SUPPORT/find_bytes.py" $text a.jpg
    for way in "" "--reencode 90"; do
        # shellcheck disable=SC2086
        clean 0 --report report.json $way -o out a.jpg
        expect 0 python3 "$SUPPORT/find_bytes.py" $text out/a.jpg report.json
        expect 0 python3 "$SUPPORT/one_picture.py" out/a.jpg
        report 'p["verified"] and "exif:GPSLatitude" in p["removed"] and "jpeg:trailer" in p["removed"]'
    done
done <<'KINDS'
ycc 2x2
ycc 2x1 progressive
ycc 2x2 restart=2
grey 1x1
ycc 1x1 progressive restart=3
KINDS
