# Somebody who widens the size in the frame header of an output sees nothing of the source. The source here is a larger
# picture whose frame header was made smaller: real content lies behind the visible edge, within the last visible block
# and in the whole blocks beside it that belong to the same MCU. (Content fainter than three times the photo's own
# quantisation noise cannot be told from an encoder's padding, and stays.)
while read -r width height small_width small_height kind; do
    # shellcheck disable=SC2086 # several words
    photo large.jpg "$width" "$height" $kind
    expect 0 python3 "$SUPPORT/jpeg_size.py" large.jpg a.jpg "$small_width" "$small_height"
    clean 0 --seed 1 --text keep --report report.json -o out a.jpg
    coefs dark out/a.jpg
    expect 0 python3 "$SUPPORT/jpeg_size.py" out/a.jpg wide.jpg "$width" "$height"
    expect 0 python3 "$SUPPORT/edge_repeats.py" large.jpg wide.jpg "$small_width" "$small_height"
done <<'KINDS'
256 192 249 185 ycc 1x1 quality=95 grain=70
256 192 251 178 ycc 1x1 quality=95 grain=70
256 192 253 192 ycc 1x1 quality=95 grain=70
256 192 241 177 ycc 2x2 quality=95 grain=70
256 192 249 185 ycc 2x2 quality=95 grain=70
256 192 242 192 ycc 2x1 quality=95 grain=70
256 192 249 185 grey 1x1 quality=95 grain=70
256 192 241 177 ycck 2x2 quality=95 grain=70
256 192 249 185 cmyk 1x1 quality=95 grain=70
256 192 249 185 rgb 1x1 quality=95 grain=70
256 192 241 177 ycc 2x2 quality=95 grain=70 restart=1
KINDS
