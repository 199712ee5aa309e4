# Two photos whose coefficients differ only inside the redacted MCUs become the same file: nothing of a region survives.
# Release test 12.
while read -r style width height kind; do
    # shellcheck disable=SC2086 # several words
    photo one/a.jpg "$width" "$height" $kind
    mkdir -p two
    x=$((width * 3 / 10)) y=$((height * 3 / 10))
    box=("$x" "$y" $(((width * 7 + 9) / 10 - x)) $(((height * 7 + 9) / 10 - y)))
    coefs edit one/a.jpg two/a.jpg "${box[@]}"
    coefs outside one/a.jpg two/a.jpg "${box[@]}"
    for side in one two; do
        redact $side/a.jpg 0.3 0.3 0.4 0.4
        clean 0 --seed 7 --text keep --style "$style" --report report.json -o out-$side $side/a.jpg
        report '[x["kind"] for x in p["regions"] if x["action"] == "redact"] == ["manual"]'
    done
    same out-one/a.jpg out-two/a.jpg
done <<'KINDS'
blur 200 150 ycc 2x2
blur 200 150 ycc 1x1
blur 200 150 ycc 2x1 progressive
blur 200 150 grey 1x1
blur 200 150 rgb 1x1
blur 200 150 ycck 2x2
blur 61 43 ycc 2x2
solid 200 150 ycc 2x2
solid 61 43 cmyk 1x1
solid 200 150 ycc 2x1 progressive
KINDS

# Nor does it change what is found beside it where a progressive photo was cut short: from the first scan alone, libjpeg
# smooths each block into its neighbours. Here a face lies half in the box.
needs "$ROOT/samples/photos/portrett.jpg"
upright "$ROOT/samples/photos/portrett.jpg" upright.jpg 1600
clean 0 -n --report report.json upright.jpg
python3 - >boxes <<'PYTHON' || fail "no face in the sample"
import json
from PIL import Image
Image.open("upright.jpg").save("whole.jpg", quality=95, subsampling=2, progressive=True)
photo = json.load(open("report.json"))["photos"][0]
face = max((r["box"] for r in photo["regions"] if r["kind"] == "face"), key=lambda box: box[2])
x, y, w, h = int(face[0] + 0.6 * face[2]) // 16 * 16, int(face[1]) // 16 * 16, 64, int(face[3]) // 16 * 16 # whole MCUs
print(x, y, w, h)
print(x / photo["width"], y / photo["height"], w / photo["width"], h / photo["height"])
PYTHON
{ read -ra box && read -ra share; } <boxes
coefs edit whole.jpg one.jpg "${box[@]}"
coefs edit one.jpg two.jpg "${box[@]}"
for side in one two; do
    python3 -c 'import sys
data = open(sys.argv[1], "rb").read()
second = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
open(sys.argv[2], "wb").write(data[:second] + b"\xff\xd9")' $side.jpg $side/a.jpg || fail "no second scan"
    redact $side/a.jpg "${share[@]}"
    clean 0 --seed 7 --text keep --report report.json -o out-$side $side/a.jpg
    python3 -c 'import json; print(json.load(open("report.json"))["photos"][0]["regions"])' >$side.regions
done
coefs outside one/a.jpg two/a.jpg "${box[@]}"
! cmp -s one/a.jpg two/a.jpg || fail "the photos are the same"
grep -q "'face'" one.regions || fail "no face was found"
same one.regions two.regions
same out-one/a.jpg out-two/a.jpg
