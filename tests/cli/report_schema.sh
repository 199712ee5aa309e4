# The report has every key that is promised, rows in a stable order, and says the same for one job and for four; so do
# the outputs. Removed things are named, never quoted.
for i in 1 2 3 4 5 6; do
    photo photos/p$i.jpg 96 64 ycc 2x2 seed=$i
done
expect 0 python3 "$SUPPORT/jpeg_canary.py" photos/p1.jpg photos/sub.jpg SecretCanaryText
mkdir photos/folder
mv photos/sub.jpg photos/folder/
redact photos/p2.jpg 0.1 0.2 0.3 0.4
echo "no photo" >photos/broken.jpg
for jobs in 1 4; do
    mkdir $jobs
    clean 3 --seed 3 -j $jobs --date 2026-06-01 -c web --report $jobs/report.json -o $jobs/out photos
    sed -i "s|\"$jobs/out/|\"out/|" $jobs/report.json
done
same 1/report.json 4/report.json
diff -r -x '.sladd*' 1/out 4/out >log || fail "outputs depend on the number of jobs"
clean 3 --seed 3 -j 2 --date 2026-06-01 -o again photos
diff -r -x '.sladd*' 1/out again >log || fail "outputs are not repeatable"
clean 3 --seed 4 -o other photos
! cmp -s 1/out/p2.jpg other/p2.jpg || fail "the seed changes nothing"
same 1/out/p3.jpg other/p3.jpg

cp 1/report.json report.json
report 'set(r) >= {"sladd", "command", "date", "channel", "policy", "photos", "summary"}'
report 'set(r["policy"]) >= {"name", "version", "sha256"}'
report 'all(set(m) >= {"file", "kind", "version", "sha256", "inputs", "outputs"} for m in r["models"].values())'
report '[x["name"] for x in r["models"]["face"]["outputs"]] == ["face_8", "face_16", "face_32"]'
report 'r["models"]["text"]["inputs"] == [{"name": "image", "shape": [1, 3, None, None]}]'
python3 -c 'import json, sys
lines = [json.loads(line) for line in open("1/out/.sladd-receipts.jsonl")]
models = {role: {key: model[key] for key in model if key not in ("inputs", "outputs")}
          for role, model in json.load(open("report.json"))["models"].items()}
sys.exit(not lines or any(line["models"] != models for line in lines))' || fail "receipts do not name the models"
report '[(n["notice"], n["text"], n["photos"]) for n in r["notes"]] ==
    [(t, t, [x["source"] for x in r["photos"] if t in x["notices"]]) for t in sorted({t for x in r["photos"] for t in x["notices"]})]'
report 'r["notes"] and r["warnings"] == []'
report 'r["command"] == "clean" and r["date"] == "2026-06-01" and r["channel"] == "web"'
report 'all(set(x) >= {"source", "source_sha256", "output", "output_sha256", "status", "error", "width", "height",
    "regions", "removed", "verified", "risk", "timings_ms"} for x in r["photos"])'
report 'set(r["summary"]) >= {"photos", "sanitised", "withheld", "failed", "faces_redacted", "faces_kept",
    "text_redacted", "risk"}'
report 'all((x["risk"] is None) == (x["status"] == "failed") for x in r["photos"])'
report 'r["summary"]["risk"] == round(sum(x["risk"] for x in r["photos"] if x["output"]), 4)'
report '[x["source"] for x in r["photos"]] == sorted(x["source"] for x in r["photos"])'
report '[(x["box"], x["score"], x["action"], x["kind"], x["reason"], x["person"]) for y in r["photos"]
    for x in y["regions"] if x["kind"] == "manual"] ==
    [([9.6, 12.8, 28.8, 25.6], None, "redact", "manual", "redact-box", None)]'
report 'all(y["removed"] == sorted(set(y["removed"])) for y in r["photos"])'
report '[x["status"] for x in r["photos"] if x["source"].endswith("broken.jpg")] == ["failed"]'
report 'all((x["status"] == "sanitised") == x["verified"] == bool(x["output"]) for x in r["photos"])'
report 'r["summary"]["sanitised"] == 7 and r["summary"]["failed"] == 1'
report 'all(__import__("hashlib").sha256(open(x["source"], "rb").read()).hexdigest() == x["source_sha256"]
    for x in r["photos"])'
report 'all(__import__("hashlib").sha256(open("1/" + x["output"], "rb").read()).hexdigest() == x["output_sha256"]
    for x in r["photos"] if x["output"])'
! grep -q SecretCan report.json || fail "the report holds what was removed"

# On standard output: the report alone.
"$SLADD" clean --models "$ROOT/models" --report - -o stdout photos/p1.jpg >report.json 2>log
report 'r["summary"]["photos"] == 1'
"$SLADD" clean --models "$ROOT/models" -n --report - photos/p1.jpg >report.json 2>log
report 'r["dry_run"] and p["output"] is None'
status=0
"$SLADD" clean --models "$ROOT/models" -n --report - photos/p1.jpg >/dev/full 2>log || status=$?
[[ $status == 3 ]] || fail "status $status when the report did not arrive"
# The times of the steps, which no two runs share, are there when asked for.
report 'all(x["timings_ms"] == {} for x in r["photos"])'
clean 0 -n -v --report report.json photos/p1.jpg
report 'p["timings_ms"]["detect"] > 0'
