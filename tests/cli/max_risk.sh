# --max-risk: photos are withheld, the riskiest first, until at most so many faces are probably still seen in all copies
# together, however many workers there are; copies of an earlier run count, and go where they do not fit.
python3 -c 'import PIL' 2>/dev/null || skip "needs python3-pil"
needs "$ROOT/samples/photos/foredrag.jpg" "$ROOT/samples/labels.jsonl"
mkdir photos
python3 - "$ROOT/samples" <<'PYTHON' # parts of a crowd, so that they carry some risk each
import json, sys
from PIL import Image

root = sys.argv[1]
label = next(l for l in map(json.loads, open(f"{root}/labels.jsonl")) if l["file"] == "foredrag.jpg")
picture = Image.open(f"{root}/photos/foredrag.jpg")
for number, (x, y, width, height) in enumerate(label["faces"][::max(1, len(label["faces"]) // 6)][:6]):
    side = 160 + 40 * number
    left, top = max(0, round(x - side / 2)), max(0, round(y - side / 2))
    picture.crop((left, top, left + side, top + side)).save(f"photos/{'fcebad'[number]}.jpg", quality=90)
PYTHON
photo photos/nobody.jpg 96 64 ycc 2x2
limited() { # STATUS N FOLDER OPTION...: clean into it
    clean "$1" --seed 1 --max-risk "$2" --report report.json -o "$3" "${@:4}" photos
}
# Every photo's risk as the first run has it; what may stand with N, by risk, then by name.
chosen() { # N: report.json is what it has to be
    python3 - "$1" <<'PYTHON' || fail "--max-risk $1 chose otherwise"
import json, sys
limit, total, wanted = float(sys.argv[1]), 0, set()
risks = {p["source"]: p["risk"] for p in json.load(open("first.json"))["photos"]}
for risk, name in sorted((risk, name) for name, risk in risks.items()):
    total += risk
    if total <= limit + 1e-9:
        wanted.add(name)
report = json.load(open("report.json"))
got = {p["source"] for p in report["photos"] if p["status"] in ("sanitised", "unchanged")}
withheld = [p for p in report["photos"] if p["source"] not in got]
bad = [p for p in withheld if p["status"] != "withheld" or p["cause"] != "risk" or p["output"] or p["verified"]
       or "--max-risk" not in p["error"]]
kept = sum(risks[name] for name in got)
sys.exit((got != wanted or bool(bad) or abs(report["summary"]["risk"] - kept) > 1e-6 or kept > limit + 1e-9)
         and f"{sorted(got)} instead of {sorted(wanted)}; {bad}")
PYTHON
}
is_in() { # FOLDER: just the copies that report.json tells of
    [[ $(copies_in "$1") == $(python3 -c 'import json
print(sum(bool(p["output"]) for p in json.load(open("report.json"))["photos"]))') ]] || fail "$1 holds other copies"
}

clean 0 --seed 1 --report first.json -o first photos
says '*Probably no face is left to be seen (0.*'
cp first.json report.json
report 'all(p["risk"] > 0 for p in r["photos"] if "nobody" not in p["source"])'
report 'all(p["risk"] == 0 for p in r["photos"] if "nobody" in p["source"])'
report 'abs(r["summary"]["risk"] - sum(p["risk"] for p in r["photos"])) < 1e-6'
# The sum of all but the two riskiest, and nearly the next: it does not fit, unless one of the small ones was not counted.
some=$(python3 -c 'import json
risks = sorted(p["risk"] for p in json.load(open("first.json"))["photos"])
print(f"{sum(risks[:-2]) + 0.97 * risks[-2]:.5f}")')

for jobs in 1 4; do
    limited 1 "$some" some$jobs -j $jobs
    chosen "$some"
    is_in some$jobs
    report 'r["summary"]["withheld"] == 2'
    sed "s|some$jobs/|some/|" report.json >report$jobs.json
done
same report1.json report4.json
diff -r -x '.sladd*' some1 some4 >log || fail "the copies depend on the number of jobs"
for copy in some1/*; do same "$copy" "first/${copy##*/}"; done
# A comma is a point.
limited 1 "${some/./,}" comma
chosen "$some"

limited 1 0 none
chosen 0
is_in none
exists none/nobody.jpg
limited 0 1000 all
chosen 1000
is_in all

# A dry run says it, and writes nothing.
clean 1 -n --max-risk "$some" --report report.json photos
chosen "$some"
report 'r["summary"]["withheld"] == 2 and r["summary"]["sanitised"] == 5'
report 'all(p["cause"] == "risk" for p in r["photos"] if p["status"] == "withheld")'

# Copies that stand count as much as new ones, and leave where they do not fit; those that fit are not touched.
touch -d '2 days ago' all/*
limited 1 "$some" all
chosen "$some"
is_in all
report 'r["summary"]["unchanged"] == 5 and r["summary"]["sanitised"] == 0'
says '*the copy of an earlier run was removed*'
[[ -z $(find all -name '*.jpg' -newermt yesterday) ]] || fail "a copy that stands was made again"
limited 0 7 all
report 'r["summary"]["unchanged"] == 5 and r["summary"]["sanitised"] == 2'
# A receipt from before there was a risk: the photo is done again.
sed -i 's/"risk":[^,}]*,\{0,1\}//' all/.sladd-receipts.jsonl
limited 0 7 all
report 'r["summary"]["sanitised"] == 7'

# Held copies are open files: the soft limit is no obstacle.
(ulimit -Sn 20 && limited 1 "$some" held -j 2) || exit 1
chosen "$some"

# Whoever interrupts a run gets no copy of which nobody knows whether it fits.
mkdir stopped
for i in 1 3 4 5 6 7; do cp photos/a.jpg stopped/$i.jpg; done
cp photos/nobody.jpg stopped/2.jpg
one=$(python3 -c 'import json # it fits alone, but who knows whether it may before the others are done
risk = next(p["risk"] for p in json.load(open("first.json"))["photos"] if p["source"] == "photos/a.jpg")
print(f"{1.5 * risk:.5f}")')
"$SLADD" clean --models "$ROOT/models" -j 1 --max-risk "$one" --report report.json -o few stopped >log 2>&1 &
process=$!
until [[ -e few/2.jpg ]]; do # so the first one is finished, and held
    kill -0 $process 2>/dev/null || fail "the run ended before it could be interrupted"
    sleep 0.05
done
kill -TERM $process
status=0
wait $process || status=$?
[[ $status == 3 ]] || fail "exit status $status instead of 3"
[[ $(copies_in few) == 1 ]] || fail "copies that were held have names"
report 'p["status"] == "failed" and p["risk"] is None and r["photos"][1]["status"] == "sanitised"'

# Once it is known which copies may stand, a signal comes too late: those that may get their names. But other copies were
# not judged, so that the run was interrupted all the same. In the middle of the last two.
if strace -qq -e trace=none true 2>/dev/null; then
    export ASAN_OPTIONS="detect_leaks=0:$ASAN_OPTIONS"
    named() { # STATUS STRACE-OPTION...: into the folder late
        status=0
        rm -rf late
        strace -qq -o trace -e trace=linkat "${@:2}" "$SLADD" clean --models "$ROOT/models" -j 1 --seed 1 --max-risk "$some" \
            --report report.json -o late photos >log 2>&1 || status=$?
        [[ $status == "$1" ]] || fail "exit status $status instead of $1"
        chosen "$some"
        is_in late
    }
    named 1
    last=$(grep -c '\.jpg"' trace)
    for moment in "$((last - 1))" "$last"; do
        named 3 -e inject="linkat:signal=TERM:when=$moment"
        says '*interrupted*'
    done
fi

for number in '' -1 x 1. .5 1e3 0x10 ' 1' 1,2,3; do
    clean 2 --max-risk "$number" -o wrong photos
done
nothing_in wrong
# A detector that nobody has measured: the report says so, and the option is refused.
mkdir other
cp "$ROOT/models/text.onnx" other/
{ cat "$ROOT/models/face.onnx" && printf '\x28\x63'; } >other/face.onnx # ModelProto.model_version once more: 99
expect 0 "$SLADD" clean --models other --report report.json -o unknown photos
report 'r["summary"]["risk"] is None and all(p["risk"] is None for p in r["photos"])'
expect 2 "$SLADD" clean --models other --max-risk 5 -o wrong photos
says '*--max-risk*face.onnx*'
nothing_in wrong
