# DC coefficients beyond all that samples can give: with a redaction among them the steps would be too large to code. The
# copy can be decoded, by anybody.
for kind in "" progressive; do
    # shellcheck disable=SC2086 # no word, or one
    photo plain.jpg 160 96 grey 1x1 $kind
    coefs steep plain.jpg a.jpg 12000
    redact a.jpg 0.4 0.4 0.2 0.2
    clean 0 --seed 1 --text keep --report report.json -o out a.jpg
    report 'p["removed"] == []' # it has no edge that could hide anything
    expect 0 djpeg -outfile picture.pgm out/a.jpg
    [[ ! -s log ]] || fail "a warning: $(<log)"
    expect 0 python3 "$SUPPORT/one_picture.py" out/a.jpg
done

# Where they are so large that every decoder shows white, the copy would show what lay under it, and is searched again.
python3 -c 'import numpy, PIL' 2>log || skip "needs python3-numpy and python3-pil"
upright "$ROOT/samples/photos/portrett.jpg" small.jpg 480
python3 - <<'PYTHON' || fail "no photo"
import numpy
from PIL import Image
light = numpy.asarray(Image.open("small.jpg").convert("L")) / 255.0
deep = numpy.kron(1 - light, numpy.ones((2, 2))) * 120
squares = numpy.indices(deep.shape).sum(0) % 2 * 2 - 1
Image.fromarray((128 + deep * squares).astype("uint8")).save("hidden.jpg", quality=100)
PYTHON
coefs steep hidden.jpg white.jpg 3000
djpeg white.jpg >white.pgm
python3 -c 'import numpy; from PIL import Image; assert numpy.asarray(Image.open("white.pgm")).mean() > 254.9' ||
    fail "the photo is not white"
clean 0 --seed 1 --report report.json -o found white.jpg
report 'any(x["kind"] == "face" and x["action"] == "redact" for x in p["regions"])'
check 0 --full found
