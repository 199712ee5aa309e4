# Files that no encoder writes: whatever comes of them, sladd itself stays whole (status 99 would be a sanitizer's), and
# what it writes is one clean picture.
photo plain.jpg 96 64 ycc 2x2
redact plain.jpg 0.2 0.2 0.5 0.5
python3 - <<'PYTHON'
import random
data = open("plain.jpg", "rb").read()
quant = data.index(b"\xff\xdb")
open("h0.jpg", "wb").write(data[: quant + 5] + bytes(64) + data[quant + 69 :])
frame = data.index(b"\xff\xc0")
for i, value in enumerate([0x00, 0x10, 0x44, 0x41, 0xFF], 1):
    changed = bytearray(data)
    changed[frame + 11] = value
    open(f"h{i}.jpg", "wb").write(changed)
random.seed(1)
for i in range(6, 40):
    changed = bytearray(data)
    for _ in range(random.randint(1, 8)):
        changed[random.randrange(2, len(data))] = random.randrange(256)
    open(f"h{i}.jpg", "wb").write(changed)
PYTHON
for file in h*.jpg; do
    redact "$file" 0.2 0.2 0.5 0.5
done
rm plain.jpg
status=0
"$SLADD" clean --models "$ROOT/models" --seed 1 --report report.json -o out . >log 2>&1 || status=$?
[[ $status == 0 || $status == 3 ]] || fail "status $status"
report 'not any("signal" in (x["error"] or "") or "status" in (x["error"] or "") for x in r["photos"])'
report 'r["summary"]["photos"] == 40'
copies=(out/*.jpg)
[[ ! -e ${copies[0]} ]] || expect 0 python3 "$SUPPORT/one_picture.py" "${copies[@]}"
