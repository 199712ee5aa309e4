# Release test 8: what a copy's headers say is sladd's own choice. Sources that are one picture in other clothes (Huffman
# tables, restart intervals, density, segments, unused tables) give one copy, byte for byte; its JFIF segment is always the
# same. Not as the test is written: the quantisation tables are the source's, because a block could not stay exact
# otherwise, and the user is told; with --reencode they are constant, whatever the source.
djpeg -version >/dev/null 2>&1 || skip "needs jpegtran"
photo in/base.jpg 160 96 ycc 2x2
jpegtran -optimize in/base.jpg >in/optimised.jpg
jpegtran -restart 2B in/base.jpg >in/restart.jpg
expect 0 python3 "$SUPPORT/jpeg_canary.py" in/base.jpg in/full.jpg "some text that is long enough"
python3 - <<'PYTHON'
data = bytearray(open("in/base.jpg", "rb").read())
data[11:18] = b"\1\2\x01\x2c\0\x48\1"  # version 1.02, 300 by 72 dots
open("in/density.jpg", "wb").write(data)
PYTHON
clean 0 --seed 1 --text keep -o out in
for copy in out/*; do
    same out/base.jpg "$copy"
done
for quality in 31 77 92; do
    photo more/q$quality.jpg 160 96 ycc 2x2 quality=$quality seed=$quality
done
photo more/grey.jpg 75 61 grey 1x1
clean 0 --seed 1 --text keep -o more-out more
clean 0 --seed 1 --text keep --reencode 85 -o anew more
expect 0 python3 - <<'PYTHON'
import re, sys
from PIL import Image
jfif = {open(f"{folder}/{name}.jpg", "rb").read()[:20] for folder in ("out", "more-out", "anew") for name in
        (("base",) if folder == "out" else ("q31", "q77", "q92", "grey"))}
tables = [Image.open(f"anew/q{quality}.jpg").quantization for quality in (31, 77, 92)]
print(jfif, tables)
sys.exit(len(jfif) != 1 or any(t != tables[0] for t in tables))
PYTHON
