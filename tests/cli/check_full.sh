# A receipt is believed for the pixels until --full: then the detectors look again, and what the receipt does not know is
# found.
# Release test 14.
needs "$ROOT/samples/photos/portrett.jpg"
mkdir public
cp "$ROOT/samples/photos/portrett.jpg" public/
python3 - <<'PYTHON'
import hashlib, json
digest = hashlib.sha256(open("public/portrett.jpg", "rb").read()).hexdigest()
row = {"output_sha256": digest, "width": 2000, "height": 1500, "regions": []}
open("public/.sladd-receipts.jsonl", "w").write(json.dumps({"output": "portrett.jpg", "key": "0", "row": row}) + "\n")
PYTHON
finds 1 'metadata-identifying thumbnail' public
check 1 --full --format json public
sed '/^sladd: /d' log >report.json
report '{"face-second-look", "text-second-look", "thumbnail", "metadata-identifying"} <= {f["rule"] for f in p["findings"]} and p["receipt"]'
# A manifest that describes the original by its digest does not describe the copy; that is no finding.
printf 'version: 1\nphotos:\n  portrett.jpg: {rights: {permission: yes}, sha256: %064d}\n' 0 >public/consent.yaml
check 1 --full --format json public
! grep -q photo-changed log || fail "a copy was taken for a changed original"
grep -q face-second-look log || fail "a face was lost"
# What to do about it is not to make the copy that it is already.
check 1 --full public
says "*A second search finds a face*Look at this place*redact*"
