# A folder of 1,000 published copies checks in seconds, since only their digests are needed.
photo photos/a.jpg 640 480 ycc 2x2
clean 0 -o public photos
mkdir public/many
python3 - <<'PYTHON'
import hashlib, json
row = json.loads(open("public/.sladd-receipts.jsonl").read().splitlines()[0])
data = open("public/a.jpg", "rb").read()
with open("public/.sladd-receipts.jsonl", "a") as receipts:
    for i in range(1000):
        name, copy = f"many/{i:04}.jpg", data + bytes(200000) + i.to_bytes(4, "big")
        open("public/" + name, "wb").write(copy)
        row["output"] = name
        row["row"]["output_sha256"] = hashlib.sha256(copy).hexdigest()
        receipts.write(json.dumps(row) + "\n")
PYTHON
start=$(date +%s)
finds 0 '' --models no-such-folder public
seconds=$(($(date +%s) - start))
report 'r["summary"]["by_receipt"] == 1001'
[[ $seconds -le 60 ]] || fail "took $seconds seconds"
