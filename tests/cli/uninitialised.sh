# Release test 24, the part about memory: nothing that was in memory before gets into a copy. Every photo has a process of
# its own, so that there is nothing of another; and what malloc and free leave behind (glibc fills it with a pattern, here
# with two) has no influence on one byte of a copy, of the report or of the answer, for whole photos of every format, and
# for ones that break off after the last block that is needed. A secret photo goes first; nothing of it is in the next.
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
photo in/1-secret.jpg 160 120 ycc 2x2 seed=77
photo in/2-whole.jpg 160 120 ycc 2x2
photo in/3-progressive.jpg 75 61 ycc 2x1 progressive
photo in/4-grey.jpg 75 61 grey 1x1 restart=2
png in/5-palette.png 40 30 color=3 depth=4
png in/6-deep.png 40 30 color=6 depth=16 interlace
redact in/2-whole.jpg 0.2 0.2 0.3 0.3
redact in/6-deep.png 0.2 0.2 0.3 0.3
python3 - <<'PYTHON'
from PIL import Image
image = Image.open("in/2-whole.jpg")
image.save("in/7.webp")
image.save("in/8.tif", compression="tiff_lzw")
data = open("in/2-whole.jpg", "rb").read()
open("in/9-no-end.jpg", "wb").write(data[:-2])
for i, share in enumerate((0.3, 0.6, 0.9)):
    open(f"in/cut-{i}.jpg", "wb").write(data[: int(len(data) * share)])
for name in ("5-palette.png", "6-deep.png", "7.webp", "8.tif"):
    whole = open("in/" + name, "rb").read()
    open("in/cut-" + name, "wb").write(whole[: int(len(whole) * 0.8)])
PYTHON
run() { # FOLDER PATTERN
    rm -rf out
    MALLOC_PERTURB_=$2 expect 3 "$PLAIN" clean --models "$ROOT/models" --seed 1 --text keep -j 1 --report report.json -o out in
    sed -i '/timings_ms/,/}/d; /"date"/d' report.json
    mv out "$1"
    mv report.json "$1.json"
    sort log >"$1.log"
}
run one 85
run two 170
[[ $(copies_in one) -ge 9 ]] || fail "only $(copies_in one) copies"
for copy in one/*; do
    same "$copy" "two/${copy#*/}"
done
same one.json two.json
same one.log two.log
# Alone, without the secret one before it, each is the same as well.
mv in/1-secret.jpg .
run three 85
rm one/1-secret.jpg
for copy in one/*; do
    same "$copy" "three/${copy#*/}"
done
