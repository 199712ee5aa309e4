# Somebody who widens the size in the frame header of an output sees nothing of the source. The source here is a larger
# picture whose frame header was made smaller: real content lies behind the visible edge, within the last visible block
# and in the whole blocks beside it that belong to the same MCU.
# Release test 9.
mkdir in large
number=0
while read -r small_width small_height kind; do
    number=$((number + 1))
    # shellcheck disable=SC2086 # several words
    photo large/$number.jpg 256 192 $kind
    expect 0 python3 "$SUPPORT/jpeg_size.py" large/$number.jpg in/$number.jpg "$small_width" "$small_height"
done <<'KINDS'
249 185 ycc 1x1 quality=95 grain=70
251 178 ycc 1x1 quality=95 grain=70
253 192 ycc 1x1 quality=95 grain=70
241 177 ycc 2x2 quality=95 grain=70
249 185 ycc 2x2 quality=95 grain=70
242 192 ycc 2x1 quality=95 grain=70
249 185 grey 1x1 quality=95 grain=70
241 177 ycck 2x2 quality=95 grain=70
249 185 cmyk 1x1 quality=95 grain=70
249 185 rgb 1x1 quality=95 grain=70
241 177 ycc 2x2 quality=95 grain=70 restart=1
249 185 grey 1x1 quality=30 grain=70
251 187 ycc 1x1 quality=60 grain=30
241 177 ycc 2x2 quality=60 grain=30
249 185 ycc 2x1 quality=75 grain=12
242 178 ycc 1x1 quality=85 grain=12
249 185 grey 1x1 quality=98 grain=4
KINDS
clean 0 --seed 1 --text keep -o out in
for copy in out/*.jpg; do
    name=$(basename "$copy")
    coefs dark "$copy"
    expect 0 python3 "$SUPPORT/jpeg_size.py" "$copy" wide.jpg 256 192
    read -r width height < <(python3 -c 'import sys; from PIL import Image; print(*Image.open(sys.argv[1]).size)' "$copy")
    expect 0 python3 "$SUPPORT/edge_repeats.py" "large/$name" wide.jpg "$width" "$height"
done

# The same for a lossless crop; what can be seen changes by a coding step or two, and only there.
mkdir cropped
for quality in 50 75 92 98; do
    for kind in "grey 1x1" "ycc 1x1" "ycc 2x2" "ycc 2x1"; do
        # shellcheck disable=SC2086 # several words
        photo large.jpg 256 192 $kind quality=$quality grain=40
        jpegtran -crop 241x177+0+0 large.jpg >"cropped/$quality ${kind/ /-}.jpg"
    done
done
clean 0 --seed 1 --text keep --report report.json -o cropped-out cropped
# Where coarse steps leave no more than an encoder's padding would, nothing is said to have been hidden.
report 'all("jpeg:hidden-edge" in p["removed"] for p in r["photos"] if "/9" in p["source"]) and len(r["photos"]) == 16'
for copy in cropped-out/*.jpg; do
    source=cropped/$(basename "$copy")
    expect 0 python3 "$SUPPORT/jpeg_size.py" "$copy" wide.jpg 248 184
    expect 0 python3 "$SUPPORT/jpeg_size.py" "$source" source.jpg 248 184
    expect 0 python3 "$SUPPORT/edge_repeats.py" source.jpg wide.jpg 241 177
    python3 - "$source" "$copy" <<'PYTHON' >log 2>&1 || fail "what can be seen of $copy changed"
import sys, numpy
from PIL import Image
a, b = (numpy.asarray(Image.open(f).convert("L"), int) for f in sys.argv[1:])
d = abs(a - b)
print("elsewhere", d[:160, :224].max(), "mean in the last blocks", d[:, 240:].mean(), d[176:].mean())
sys.exit(bool(d[:160, :224].any() or d[:, 240:].mean() > 12 or d[176:].mean() > 12))
PYTHON
done
# An encoder's own padding hides nothing, and the report does not say that it did.
mkdir padded
for quality in 50 75 92 98; do
    photo "padded/$quality-odd.jpg" 245 181 ycc 2x2 quality=$quality grain=40
    photo "padded/$quality-one.jpg" 241 179 grey 1x1 quality=$quality grain=10
done
clean 0 --seed 1 --text keep --report report.json -o padded-out padded
report 'all(p["removed"] == [] for p in r["photos"]) and len(r["photos"]) == 8'
