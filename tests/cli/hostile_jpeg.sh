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

# In steps of 0 (T.81, B.2.4.1: there are none) nobody sees what a file holds, and all of it in others: it is no photo,
# whether one step is so or all are, and whatever order its scans have.
mkdir zero
photo zero/plain.jpg 96 64 ycc 2x2
photo zero/scans.jpg 96 64 ycc 2x2 progressive
python3 - <<'PYTHON'
for name in "plain", "scans":
    data = open(f"zero/{name}.jpg", "rb").read()
    for kind, at, count in ("all", 0, 64), ("one", 63, 1), ("tone", 0, 1):
        for table in data.index(b"\xff\xdb"), data.rindex(b"\xff\xdb"):
            changed = bytearray(data)
            changed[table + 5 + at : table + 5 + at + count] = bytes(count)
            open(f"zero/{name}-{kind}-{table}.jpg", "wb").write(changed)
PYTHON
rm zero/plain.jpg zero/scans.jpg
clean 3 --text keep --report report.json -o none zero
report 'len(r["photos"]) == 12 and all("quantisation step of 0; save it anew" in p["error"] for p in r["photos"])'
nothing_in none
