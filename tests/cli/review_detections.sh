# What review detected is kept beside the receipts: a second opening and the `clean` that follows search no photo before
# the copy is made, and make the very same copies and reports. What anybody else wrote or changed there counts for
# nothing, nor does what speaks of another photo, other boxes to fill or other models: then the photo is searched.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
command -v curl >/dev/null || skip "needs curl"
needs "$ROOT/samples/photos/portrett.jpg"
python3 -c 'import PIL' 2>/dev/null || skip "needs python3-pil"
mkdir -p photos
upright "$ROOT/samples/photos/kantine.jpg" photos/a.jpg 400
upright "$ROOT/samples/photos/resepsjon.jpg" upright.jpg 560
python3 -c 'from PIL import Image
Image.open("upright.jpg").transpose(Image.Transpose.ROTATE_90).save("photos/b.jpg", quality=92)'
kept=photos/sanitised/.sladd-detections
key=$XDG_STATE_HOME/sladd/key

work() { # how many clock ticks the server's workers took (proc(5): cutime and cstime)
    awk '{print $16 + $17}' "/proc/$server/stat"
}
look() { # NAME [OPTION...]: what is shown of both photos, into NAME.0 and NAME.1
    local name=$1 number
    shift
    review "$@" photos
    settled
    for number in 0 1; do
        ask 200 "${address}photo?photo=$number"
        python3 -c 'import json
a = json.load(open("answer"))
print(a["result"], a["notices"], *((r["kind"], r["box"], r["score"], r["state"]) for r in a["regions"]), sep="\n")' >"$name.$number"
    done
    work >"$name.work"
    stop_review
}
same_look() { # NAME
    same first.0 "$1.0"
    same first.1 "$1.1"
}

look first
grep -q "lies on its side\|lie on its side" first.1 || fail "the photo on its side is not noticed: $(<first.1)"
exists "$kept" "$key"
[[ $(stat -c %a "$kept" "$key") == $'600\n600' ]] || fail "others may read it: $(stat -c %a "$kept" "$key")"
[[ $(wc -l <"$kept") == 2 ]] || fail "not one line a photo"
! grep -qiE 'a\.jpg|b\.jpg|photos|kari' "$kept" || fail "a name was kept"
cp "$kept" good

# The second opening searches nothing, and says the same.
look second
same_look second
same good "$kept"
(($(<second.work) * 2 < $(<first.work))) || fail "the second opening took $(<second.work) ticks, the first $(<first.work)"

# So does clean; its copies and its report are those of a clean that knows nothing.
mkdir plain
cp photos/*.jpg plain
tidy() { # REPORT FOLDER: without timings and paths
    python3 - "$1" "$2" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
for photo in report["photos"]:
    photo["timings_ms"] = photo["source"] = photo["output"] = None
for note in report["notes"]:
    note["photos"] = len(note["photos"])
print(json.dumps(report, indent=1))
PYTHON
}
clean 0 --seed 1 --report plain.json -v -o plain/sanitised plain
clean 0 --seed 1 --report known.json -v -o photos/sanitised photos
for name in a b; do
    same "plain/sanitised/$name.jpg" "photos/sanitised/$name.jpg"
done
tidy plain.json plain >plain.tidy
tidy known.json photos >known.tidy
diff plain.tidy known.tidy >log || fail "the reports differ"
rm -r photos/sanitised/*.jpg photos/sanitised/.sladd-receipts*

searches() { # PHOTOS [OPTION...]: so many of the two are searched by a dry run, which decides as without what was kept
    local wanted=$1
    shift
    clean 0 -n --seed 1 --report now.json -v "$@" -o photos/sanitised photos
    python3 - "$wanted" <<'PYTHON' || fail "not $wanted photos are searched"
import json, sys
plain, now = (json.load(open(f"{name}.json"))["photos"] for name in ("plain", "now"))
# what is not searched takes a thousandth of it; how busy the machine is changes no more than this
seen = [n["timings_ms"]["detect"] * 12 > p["timings_ms"]["detect"] for n, p in zip(now, plain)]
faces = [[r["box"] for photo in photos for r in photo["regions"] if r["kind"] == "face" and r["reason"] != "found-again"]
         for photos in (plain, now)]
assert faces[0] == faces[1], faces
assert sum(seen) == int(sys.argv[1]), [(p["timings_ms"]["detect"], n["timings_ms"]["detect"]) for n, p in zip(now, plain)]
PYTHON
}
searches 0
forge() { # PYTHON that changes the list `lines` of (code, text)
    python3 - "$1" <<'PYTHON'
import sys
lines = [line.rstrip("\n").split(" ", 1) for line in open("good")]
exec(sys.argv[1])
open("photos/sanitised/.sladd-detections", "w").write("".join(f"{code} {text}\n" for code, text in lines))
PYTHON
}
without_faces='import json
def strip(text):
    found = json.loads(text); found["found"] = []; found["doubtful"] = []
    return json.dumps(found, separators=(",", ":"))
'
forge "$without_faces
lines = [(code, strip(text)) for code, text in lines]" # a face is taken away
searches 2
forge "$without_faces
lines = [(code, strip(text)) for code, text in lines]"
clean 0 --seed 1 -o photos/sanitised photos
for name in a b; do
    same "plain/sanitised/$name.jpg" "photos/sanitised/$name.jpg"
done
rm -r photos/sanitised/*.jpg photos/sanitised/.sladd-receipts*

# Another user's, and a key that others may read. (More of both: unit/ledger_detections.)
cp good "$kept"
mv "$key" elsewhere
searches 2
absent "$key" # clean makes none
cp elsewhere "$key"
chmod 640 "$key"
searches 2
chmod 600 "$key"
searches 0

# Another photo, other boxes to fill.
cp photos/a.jpg a.jpg
printf x >>photos/a.jpg
searches 1
cp a.jpg photos/a.jpg
redact photos/a.jpg 0 0 0.05 0.05
clean 0 -n --report now.json -v -o photos/sanitised photos
python3 - <<'PYTHON' || fail "a photo with a box to fill was not searched anew"
import json
plain, now = (json.load(open(f"{name}.json"))["photos"][0]["timings_ms"]["detect"] for name in ("plain", "now"))
assert now * 12 > plain, (now, plain)  # as above
PYTHON
rm photos/a.jpg.consent.yaml

# Review makes what is bad good again, and nothing of it is shown.
forge "$without_faces
lines = [(code, strip(text)) for code, text in lines]"
look again
same_look again
[[ $(sort "$kept") == "$(sort good)" ]] || fail "the kept lines are not good again"
# Where nothing can be kept, it works as ever.
rm -r photos/sanitised
XDG_STATE_HOME=/dev/null look nowhere
same_look nowhere
absent "$kept"
