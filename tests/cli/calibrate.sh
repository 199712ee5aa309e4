# The program that turns scores into rates counts right: a program made by hand stands in for the pipeline.
python3 -c 'import cv2' 2>/dev/null || skip "needs python3-opencv"
mkdir photos
# Names that no training may use, two of each half (tests/accuracy/evaluate.py).
names=$(python3 - <<'PYTHON'
import zlib
numbers = {f"{i}.jpg": zlib.crc32(f"{i}.jpg".encode()) for i in range(2000)}
halves = [[n for n, crc in numbers.items() if crc % 100 < 15 and crc // 100 % 2 == half][:2] for half in (0, 1)]
print(*halves[0], *halves[1])
PYTHON
)
for name in $names; do
    photo "photos/$name" 1000 600 ycc 1x1
    # Both faces stay: one that a place shows, one that nothing shows; the third is too small to count.
    printf '{"file": "%s", "source": "crowds", "faces": [[100, 100, 30, 30], [600, 300, 20, 20], [800, 300, 12, 12]]}\n' \
        "$name" >>labels.jsonl
done
cat >program <<'SH'
#!/bin/sh
[ $# -eq 2 ] || { echo 7 1; exit; }
while read -r path; do
    echo "PHOTO $path 1000 600 1.25"
    echo "PLACE 101 101 28 28 0.035 1.000" # a face
    echo "PLACE 300 100 28 28 0.035 0.900" # none
    echo "PLACE 102 102 28 28 0.039 0.050" # hidden
    echo "FACE 300 300 20 20 0.9 redact"
    cp "$path" "$2" && echo "COPY $2/${path##*/}"
done
SH
chmod +x program
calibrate() { # STATUS OPTION...
    expect "$1" python3 "$ROOT/tests/accuracy/calibrate.py" labels.jsonl photos --program "$PWD/program" --keep kept "${@:2}"
}
calibrate 0 --plot plot.png
says '*4 of 4 photos, 8 faces exposed*'
says '*half b by the rates of half a, crowds, 2 photos: expected *, counted 4 *as built 2.5*'
says '*half a by the rates of half b, crowds, 2 photos: expected *, counted 4 *'
says '*.version = 7,*.opinion = 1,*'
exists plot.png
python3 - <<'PYTHON' || fail "the rates are others"
import re, sys
text = open("log").read()
expected = [float(number) for number in re.findall(r"crowds, .*expected ([0-9.]+)", text)]
numbers = lambda name: [float(n) for n in re.findall(r"[0-9]+\.[0-9]+", text.split(f".{name} = ")[1].split("}}" if name == "at" else "}")[0])]
at, beside = numbers("at"), numbers("beside")
# Half of the places at 0.03 to 0.045 and 24 to 40 pixels are faces: the fourth row's third; one face of 20 pixels is beside each.
good = all(3.5 < e < 4.7 for e in expected) and 0.4 < at[3 * 5 + 2] < 0.6 and 0.9 < beside[1] < 1.2 and beside[0] == 0
falls = any(at[5 * row + size] > at[5 * (row + 1) + size] for row in range(4) for size in range(5))
sys.exit(not good or falls)
PYTHON
# What was found once is not searched again, what broke off is; and a copy that cannot be read is not one without exposed faces.
printf '#!/bin/sh\n[ $# -eq 2 ] && exit 1\necho 7 1\n' >program
calibrate 0
says '*4 of 4 photos, 8 faces exposed*'
echo nothing >"kept/copies/${names%% *}"
calibrate 1
says '*cannot be compared*'
