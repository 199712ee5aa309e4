# Two PNGs that differ only inside the redacted box become the same file.
# Release test 12.
while read -r style kind; do
    # shellcheck disable=SC2086 # several words
    png one/a.png 96 64 $kind
    # shellcheck disable=SC2086
    png two/a.png 96 64 $kind edit=30,20,36,24
    ! cmp -s one/a.png two/a.png || fail "the two sources are the same"
    for side in one two; do
        redact $side/a.png 0.3 0.3 0.4 0.4
        clean 0 --seed 7 --text keep --style "$style" -o out-$side $side/a.png
    done
    same out-one/a.png out-two/a.png
done <<'KINDS'
blur color=2
blur color=0
blur color=6 depth=16
blur color=4
blur color=3
blur color=0 depth=2 interlace
solid color=2
solid color=6 interlace
KINDS

# What a copy is written as is the container's to say: no colour and no transparency in a redacted box decides about it.
python3 -c 'import PIL, numpy' 2>log || skip "needs python3-pil and python3-numpy"
icc=/usr/share/color/icc/ghostscript
needs $icc/default_gray.icc
python3 - $icc/default_gray.icc <<'PYTHON' 2>log || fail "no pictures"
import sys
from PIL import Image
profile = open(sys.argv[1], "rb").read()
base = Image.open("one/a.png").convert("L")
for side in "one", "two":
    seen, grey = base.convert("RGBA"), base.convert("RGB")
    if side == "two":
        seen.paste((250, 20, 20, 90), (34, 24, 60, 40))
        grey.paste((250, 20, 20), (34, 24, 60, 40))
    else:
        seen.paste((250, 20, 20, 255), (34, 24, 60, 40))
    for name in "webp", "tif":
        how = {"lossless": True, "exact": True} if name == "webp" else {}
        seen.save(f"{side}/seen-{name}.{name}", **how)
        grey.save(f"{side}/grey-{name}.{name}", icc_profile=profile, **how)
    webp = bytearray(open(f"{side}/seen-webp.webp", "rb").read())
    webp[webp.index(b"VP8L") + 12] |= 0x10  # the header says that there is alpha, though none of it be used
    open(f"{side}/seen-webp.webp", "wb").write(webp)
PYTHON
for photo in {seen,grey}-webp.webp {seen,grey}-tif.tif; do
    for side in one two; do
        redact "$side/$photo" 0.3 0.3 0.4 0.4
        clean 0 --seed 7 --text keep -o out-$side "$side/$photo"
    done
done
for copy in out-one/*; do
    same "$copy" "out-two/${copy#*/}"
done
[[ $(copies_in out-one) == 5 ]] || fail "$(copies_in out-one) copies"
