# Somebody who widens the size in the frame header of an output sees nothing of the source. The source here is a larger
# picture whose frame header was made smaller: real content lies behind the visible edge, within the last visible block
# and in the whole blocks beside it that belong to the same MCU.
# The same for a lossless crop. What can be seen changes by no more than a coding step or two.
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
256 192 249 185 grey 1x1 quality=30 grain=70
256 192 251 187 ycc 1x1 quality=60 grain=30
256 192 241 177 ycc 2x2 quality=60 grain=30
256 192 249 185 ycc 2x1 quality=75 grain=12
256 192 242 178 ycc 1x1 quality=85 grain=12
256 192 249 185 grey 1x1 quality=98 grain=4
KINDS

for quality in 50 75 92 98; do
    for kind in "grey 1x1" "ycc 1x1" "ycc 2x2" "ycc 2x1"; do
        # shellcheck disable=SC2086 # several words
        photo large.jpg 256 192 $kind quality=$quality grain=40
        jpegtran -crop 241x177+0+0 large.jpg >a.jpg
        clean 0 --seed 1 --text keep --report report.json -o out a.jpg
        report '"jpeg:hidden-edge" in p["removed"]'
        expect 0 python3 "$SUPPORT/jpeg_size.py" out/a.jpg wide.jpg 248 184
        expect 0 python3 "$SUPPORT/jpeg_size.py" a.jpg source.jpg 248 184
        expect 0 python3 "$SUPPORT/edge_repeats.py" source.jpg wide.jpg 241 177
        python3 - <<'PYTHON' || fail "what can be seen changed at quality $quality, $kind"
import sys, numpy
from PIL import Image
a, b = (numpy.asarray(Image.open(f).convert("L"), int) for f in ("a.jpg", "out/a.jpg"))
d = abs(a - b)
print("largest", d.max(), "mean in the last blocks", d[:, 240:].mean(), d[176:].mean(), "elsewhere", d[:160, :224].max(), file=open("log", "w"))
sys.exit(bool(d[:160, :224].any() or d[:, 240:].mean() > 12 or d[176:].mean() > 12))
PYTHON
    done
done
