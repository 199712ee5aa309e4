# Every style destroys the box; the styles differ; --reencode writes constant tables and keeps nothing of the source's.
# Release test 8.
photo a.jpg 200 150 ycc 2x2 quality=77
redact a.jpg 0.3 0.3 0.4 0.4
for style in blur pixel solid mosaic; do
    clean 0 --seed 1 --text keep --style $style -o $style a.jpg
    coefs outside a.jpg $style/a.jpg 60 45 80 60
done
! cmp -s blur/a.jpg solid/a.jpg || fail "blur is solid"
! cmp -s blur/a.jpg mosaic/a.jpg || fail "blur is mosaic"

photo b.jpg 200 150 ycc 2x2 quality=31
for file in a b; do
    clean 0 --seed 1 --reencode 80 -o anew $file.jpg
    expect 0 python3 "$SUPPORT/one_picture.py" anew/$file.jpg
done
expect 0 python3 - <<'PYTHON'
import sys
from PIL import Image
a, b, source = (Image.open(f).quantization for f in ("anew/a.jpg", "anew/b.jpg", "a.jpg"))
sys.exit(a != b or a == source)
PYTHON
