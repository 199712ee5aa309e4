# Somebody who widens the size in the frame header of an output sees nothing of the source. The source here is a larger
# picture whose frame header was made smaller: real content lies behind the visible edge, within the last visible block
# and in the whole blocks beside it that belong to the same MCU.
while read -r width height small_width small_height kind; do
    # shellcheck disable=SC2086 # several words
    photo large.jpg "$width" "$height" $kind
    expect 0 python3 "$SUPPORT/jpeg_size.py" large.jpg a.jpg "$small_width" "$small_height"
    clean 0 --seed 1 --text keep --report report.json -o out a.jpg
    coefs dark out/a.jpg
    expect 0 python3 "$SUPPORT/jpeg_size.py" out/a.jpg wide.jpg "$width" "$height"
    expect 0 python3 "$SUPPORT/edge_repeats.py" large.jpg wide.jpg "$small_width" "$small_height"
done <<'KINDS'
64 48 57 41 ycc 1x1 quality=95
64 48 50 34 ycc 1x1 quality=95
64 48 61 48 ycc 1x1 quality=95
64 48 49 33 ycc 2x2 quality=95
64 48 57 41 ycc 2x2 quality=95
64 48 60 44 ycc 2x2 quality=80
64 48 50 48 ycc 2x1 quality=95
64 48 57 41 grey 1x1 quality=95
64 48 49 33 ycck 2x2 quality=95
64 48 57 41 cmyk 1x1 quality=95
64 48 57 41 rgb 1x1 quality=95
64 48 49 33 ycc 2x2 quality=95 progressive
64 48 49 33 ycc 2x2 quality=95 restart=1
KINDS
