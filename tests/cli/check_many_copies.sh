# A folder of 500 published copies: digests and structure are all that is looked at, and no model is opened. What a file
# carries besides its pixels is seen all the same, whatever a receipt says of it.
photo photos/a.jpg 64 48 ycc 2x2
clean 0 -o public photos
mkdir public/many
python3 - <<'PYTHON'
import hashlib, json
row = json.loads(open("public/.sladd-receipts.jsonl").read().splitlines()[0])
data = bytearray(open("public/a.jpg", "rb").read())
table = data.index(b"\xff\xdb") + 5  # its steps, all of which are valid from 1 to 255
with open("public/.sladd-receipts.jsonl", "a") as receipts:
    for i in range(500):
        data[table + 62], data[table + 63] = 1 + i % 250, 1 + i // 250
        row["output"] = f"many/{i:04}.jpg"
        open("public/" + row["output"], "wb").write(data)
        row["row"]["output_sha256"] = hashlib.sha256(data).hexdigest()
        receipts.write(json.dumps(row) + "\n")
PYTHON
finds 0 '' --models no-such-folder public
report 'r["summary"]["by_receipt"] == 501'

mkdir forged
cp public/a.jpg forged/plain.jpg
python3 - <<'PYTHON'
import hashlib, json, struct
row = json.loads(open("public/.sladd-receipts.jsonl").read().splitlines()[0])
data = open("public/a.jpg", "rb").read()
segment = lambda marker, content: bytes([255, marker]) + struct.pack(">H", len(content) + 2) + content
exif = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHI4sI", 1, 0x13B, 2, 4, b"Ola\0", 0)
members = {
    "trailer": data + b"CANARY",
    "comment": data[:2] + segment(0xFE, b"CANARY") + data[2:],
    "exif": data[:2] + segment(0xE1, exif.replace(b"\x3b\x01", b"\x0f\x01")) + data[2:],
    "xmp": data[:2] + segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0CANARY") + data[2:],
    "app": data[:2] + segment(0xEB, b"CANARY") + data[2:],
}
with open("forged/.sladd-receipts.jsonl", "w") as receipts:
    for name, content in dict(members, plain=data).items():
        open(f"forged/{name}.jpg", "wb").write(content)
        row["output"] = name + ".jpg"
        row["row"]["output_sha256"] = hashlib.sha256(content).hexdigest()
        receipts.write(json.dumps(row) + "\n")
PYTHON
check 1 --format json --models no-such-folder forged
sed '/^sladd: /d' log >report.json
report 'r["summary"]["by_receipt"] == 6'
report '{p["source"].split("/")[-1] for p in r["photos"] if p["findings"]} == {"trailer.jpg", "comment.jpg", "exif.jpg", "xmp.jpg", "app.jpg"}'
