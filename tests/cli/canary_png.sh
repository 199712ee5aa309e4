# The same for a PNG: every chunk, behind the end of the image data and of the file, spare palette entries, and colour
# under alpha 0.
# Release tests 1, 3, 4 and 10.
text=KanariFugl77GeheimnisXy
while read -r kind; do
    # shellcheck disable=SC2086 # several words
    png a.png 96 64 $kind canary=$text
    expect 1 python3 "$SUPPORT/find_bytes.py" $text a.png
    clean 0 --report report.json -o out a.png
    expect 0 python3 "$SUPPORT/find_bytes.py" $text out/a.png report.json
    expect 0 python3 "$SUPPORT/one_picture.py" out/a.png
    expect 0 python3 "$SUPPORT/png_same.py" a.png out/a.png 0,0,0,0
done <<'KINDS'
color=0
color=2
color=3
color=3 depth=4
color=4
color=6
color=6 interlace
color=2 depth=16
KINDS
