# Coefficients beyond all that samples can give. A copy can be decoded by anybody, every decoder shows the same of it,
# those that count in few bits too, and it is searched as they show it.
alike() { # COPY: the transforms of 16 bits and of 32
    expect 0 djpeg -outfile few.ppm "$1"
    [[ ! -s log ]] || fail "a warning: $(<log)"
    JSIMD_FORCENONE=1 djpeg -outfile many.ppm "$1" || fail "djpeg $1"
    python3 - <<'PYTHON' || fail "decoders show other pictures of $1"
import sys
few, many = (open(name, "rb").read() for name in ("few.ppm", "many.ppm"))
sys.exit(len(few) != len(many) or max(abs(a - b) for a, b in zip(few, many)) > 4)
PYTHON
}

# With a redaction among them the steps would be too large to code.
for kind in "" progressive; do
    # shellcheck disable=SC2086 # no word, or one
    photo plain.jpg 160 96 grey 1x1 $kind
    coefs steep plain.jpg a.jpg 12000
    redact a.jpg 0.4 0.4 0.2 0.2
    clean 0 --seed 1 --text keep --report report.json -o out a.jpg
    report 'p["removed"] == []' # it has no edge that could hide anything
    alike out/a.jpg
done

# Each coefficient can be coded, and what it stands for is out of range: the first of a block and others, of tone and of
# colour, in steps of 8 bits and of 16.
wild() { # NAME COMPONENT K MOST STEP
    coefs wild "$kind.jpg" "wild/$kind-$1.jpg" "${@:2}"
}
mkdir wild
photo grey.jpg 160 96 grey 1x1
photo half.jpg 160 96 ycc 2x2 progressive
for kind in grey half; do
    wild wraps 0 0 257 255
    wild white 0 0 200 24
    wild detail 0 9 257 255
    wild wide 0 2 1 65535
    wild large 0 63 1023 40000
done
kind=half
wild colour 1 0 257 255
wild shade 2 17 900 80
clean 0 -j2 --seed 1 --text keep --report report.json -o tame wild
report 'all(p["removed"] == [] for p in r["photos"])'
clean 0 -j2 --seed 1 --text keep -o again tame
for copy in tame/*.jpg; do
    alike "$copy"
    same "$copy" "again/$(basename "$copy")"
done

# What stands so in a redacted box has no part in the copy.
mkdir one two
cp wild/grey-white.jpg one/a.jpg
coefs edit one/a.jpg two/a.jpg 64 32 32 32
for side in one two; do
    redact $side/a.jpg 0.39 0.32 0.22 0.36
    clean 0 --seed 1 --text keep -o out-$side $side/a.jpg
done
same out-one/a.jpg out-two/a.jpg

# What no encoder leaves out of sight is not in the copy: it is as white as every decoder shows it.
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
is_white() { # PHOTO
    djpeg "$1" >white.pgm
    python3 -c 'import numpy; from PIL import Image; assert numpy.asarray(Image.open("white.pgm")).mean() > 254.9' ||
        fail "$1 is not white"
}
is_white white.jpg
clean 0 --seed 1 --report report.json -o found white.jpg
is_white found/white.jpg
(($(stat -c %s found/white.jpg) * 10 < $(stat -c %s white.jpg))) || fail "there is more than white in the copy"

# A line that stands in no sample of 16 bits, and in every one of 32: the copy shows it to neither. One that is as large
# as the photo is no fancy of the search between things that went.
python3 - <<'PYTHON' || fail "no line"
import struct, numpy
from PIL import Image, ImageDraw, ImageFont
page = Image.new("1", (150, 24), 1)
ImageDraw.Draw(page).text((8, 3), "Kari Nordmann", font=ImageFont.truetype("DejaVuSans.ttf", 17), fill=0)
bits = numpy.asarray(page)
def segment(marker, data):
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data
file = b"\xff\xd8" + segment(0xDB, bytes([0, 255] + [1] * 63))
file += segment(0xC0, struct.pack(">BHHB", 8, bits.shape[0] * 8, bits.shape[1] * 8, 1) + bytes([1, 0x11, 0]))
file += segment(0xC4, bytes([0, 0, 0, 0, 12] + [0] * 12) + bytes(range(12)))
file += segment(0xC4, bytes([0x10, 1] + [0] * 15) + bytes([0])) + segment(0xDA, bytes([1, 1, 0, 0, 63, 0]))
code, last = "", 0
for bit in bits.flat:
    step, last = (257 if bit else -257) - last, 257 if bit else -257
    size = abs(step).bit_length()
    code += format(size, "04b") + (format(step if step > 0 else step + (1 << size) - 1, f"0{size}b") if size else "") + "0"
code += "1" * (-len(code) % 8)
data = int(code, 2).to_bytes(len(code) // 8, "big").replace(b"\xff", b"\xff\0")
open("line.jpg", "wb").write(file + data + b"\xff\xd9")
PYTHON
djpeg line.jpg >line.pgm
clean 0 --seed 1 --report report.json -o lines line.jpg
alike lines/line.jpg
if python3 -c 'import numpy; from PIL import Image; assert numpy.asarray(Image.open("line.pgm")).std() < 3'; then
    report 'any(x["kind"] == "text" and x["action"] == "redact" for x in p["regions"])' # it counts in few bits
    report 'not any(x["kind"] == "text" and x["action"] == "keep" for x in p["regions"])'
fi
check 0 --full lines
