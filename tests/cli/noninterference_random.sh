# Release test 12, at random: masks, styles and formats as they come, two photos that differ only inside the masks, one copy.
# SLADD_SEED begins elsewhere, SLADD_ROUNDS makes it longer; the seed of a failure is printed.
seed=${SLADD_SEED:-1} rounds=${SLADD_ROUNDS:-10} compared=0
for ((round = 0; round < rounds; round++)); do
    echo "seed $((seed + round))"
    rm -rf one two out-one out-two
    mkdir one two
    python3 - $((seed + round)) <<'PYTHON' >choice
import random, sys
random.seed(int(sys.argv[1]))
boxes = []
for _ in range(random.randint(1, 3)):
    w, h = random.uniform(0.15, 0.5), random.uniform(0.2, 0.5)
    boxes.append((random.uniform(0, 1 - w), random.uniform(0, 1 - h), w, h))
kind = random.choice(["jpg", "jpg", "png", "webp", "tif"])
width, height = random.randint(90, 260), random.randint(80, 200)
print(kind, random.choice(["blur", "pixel", "solid"]), width, height, random.choice(["ycc 1x1", "ycc 2x2", "ycc 2x1 progressive", "grey 1x1"]))
for box in boxes:
    print(*("%.4f" % b for b in box))
PYTHON
    read -r kind style width height sampling <choice
    # shellcheck disable=SC2086 # several words
    photo one/a.jpg "$width" "$height" $sampling seed=$((seed + round))
    cp one/a.jpg two/a.jpg
    printf 'version: 1\nphotos:\n  a.%s:\n    redact:\n' "$kind" >marks
    while read -r x y w h; do
        printf '      - box: [%s, %s, %s, %s]\n' "$x" "$y" "$w" "$h" >>marks
        # the whole pixels of the box
        read -ra box < <(python3 -c "import math
x, y, w, h = $x, $y, $w, $h
left, top = math.ceil(x * $width), math.ceil(y * $height)
print(left, top, int((x + w) * $width) - left, int((y + h) * $height) - top)")
        echo "${box[@]}" >>boxes.$round
        if [[ $kind == jpg ]]; then
            "$TOOLS/jpeg-coefs" edit two/a.jpg edited.jpg "${box[@]}" >log 2>&1 && mv edited.jpg two/a.jpg
        fi
    done < <(tail -n +2 choice)
    python3 - "$kind" boxes.$round <<'PYTHON'
import os, random, sys
from PIL import Image
kind = sys.argv[1]
if kind != "jpg":
    image = Image.open("one/a.jpg").convert("RGB")
    other = image.copy()
    for line in open(sys.argv[2]):
        x, y, w, h = map(int, line.split())
        other.paste(Image.effect_noise((w, h), 90).convert("RGB"), (x, y))
    options = {"webp": {"lossless": True}, "tif": {"compression": "tiff_lzw"}, "png": {}}[kind]
    image.save("one/a." + kind, **options)
    other.save("two/a." + kind, **options)
    os.remove("one/a.jpg"), os.remove("two/a.jpg")
PYTHON
    ! cmp -s "one/a.$kind" "two/a.$kind" || continue # no whole MCU in the boxes
    compared=$((compared + 1))
    for side in one two; do
        cp marks $side/consent.yaml
        clean 0 --seed 7 --text keep -s "$style" -o out-$side $side
    done
    for copy in out-one/*; do
        cmp -s "$copy" "out-two/${copy#*/}" || fail "seed $((seed + round)): $(head -n 1 choice)"
    done
done
[[ $compared -ge $((rounds / 2)) ]] || fail "only $compared of $rounds rounds compared anything"
