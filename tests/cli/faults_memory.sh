# Release test 24: every place that asks for memory is refused it once, in the parent and in the workers, in a build
# without sanitizers, as it is used. There is a copy that was verified or none, status 0 only when nothing is missing, no
# end by a signal, no leftover; and the next run succeeds. Then the same with no memory from there on.
# shellcheck source=tests/support/interrupt.sh
source "$SUPPORT/interrupt.sh"
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
photo photos/a.jpg
png photos/b.png 48 40
python3 -c 'from PIL import Image; Image.open("photos/b.png").convert("RGB").save("photos/c.tif")' || fail "no TIFF"
redact photos/a.jpg 0.2 0.2 0.3 0.3
sha256sum photos/* >before
# Tesseract and its Leptonica do not survive being refused memory: they end the run while they are opened, before anything is
# written. --text keep leaves them out, so that every other place is reached.
run() { "$PLAIN" clean --models "$ROOT/models" --seed 1 -j 1 --text keep --report report.json -o out photos; }
told() { python3 -c 'import json
for photo in json.load(open("report.json"))["photos"]:
    print({key: value for key, value in photo.items() if key != "timings_ms"})'; }
# What there was no memory for says nothing of the photo or of the models: the photo is tried alone, and its earlier copy stays.
blames() { python3 -c 'import json, sys
sys.exit(all(photo["cause"] not in ("damaged", "verify", "unsupported", "not-a-photo", "model")
             for photo in json.load(open("report.json"))["photos"]))'; }
# No lack of memory or of processes may make anybody do without the sandbox, which every system of these tests has.
transient="out of memory|Cannot allocate memory|no sandbox"
expect 0 run
told >before.txt
mv out reference
try() { # PLACE
    local status=0
    rm -rf out happened report.json
    { LD_PRELOAD=$TOOLS/inject.so INJECT_LOG=$PWD/happened INJECT_CALL=memory INJECT_SITE=$1 run >log 2>&1; } 2>/dev/null || status=$?
    [[ $status == 0 || $status == 2 || $status == 3 ]] || fail "status $status after place $1"
    [[ -e happened ]] || return 1
    no_leftovers .
    only_verified out reference
    [[ ! -s report.json ]] || ! blames || fail "place $1: something else is blamed"
    if [[ $status == 0 ]]; then
        [[ $(copies_in out) == 3 ]] || fail "place $1: status 0, but not every copy is there"
        diff before.txt <(told) >log || fail "place $1: status 0, but the report is another"
    elif [[ $status == 2 ]]; then
        ! grep -qE "$transient" log || fail "place $1: what may do another time is told as somebody's mistake"
        nothing_in out
    fi
}
# Not every machine has the time for all of them: SLADD_FAULTS=all does it.
step=$([[ ${SLADD_FAULTS:-} == all ]] && echo 1 || echo 13)
place=1
while try $place; do
    place=$((place + step))
done
[[ $place -gt 600 ]] || fail "only $place places were found"
last=$place
refused=0
export INJECT_ON=1
for ((place = 1; place < last; place += step * 6)); do
    try $place || fail "place $place is gone"
    [[ $(copies_in out) == 3 ]] || refused=$((refused + 1))
done
unset INJECT_ON
[[ $refused -gt 5 ]] || fail "without any memory, $refused runs failed"
expect 0 run
only_verified out reference
sha256sum -c --quiet before || fail "an original was touched"

# The process that tries the sandbox cannot be made.
expect 3 env LD_PRELOAD="$TOOLS/inject.so" INJECT_CALL=fork INJECT_AT=1 "$PLAIN" clean --models "$ROOT/models" -o none photos
says "sladd: cannot start a worker: *"
nothing_in none

# Nor may a file or folder that the kernel has no memory to open be somebody's mistake.
cp "$ROOT/src/consent/policies/nordic-public.yaml" own.yaml
printf 'version: 1\n' >people.yaml
printf 'photos/a.jpg\n' >list
printf 'name\nKari Nordmann\n' >people.csv
refused() { # PATH ARGUMENT...
    expect 3 strace -f -qq -o /dev/null -P "$1" -e trace=openat -e inject=openat:error=ENOMEM "$PLAIN" "${@:2}"
    says "*memory*"
}
if strace -qq -e trace=none true 2>/dev/null; then
    for command in "clean -n -o none" check; do
        for given in "own.yaml -p own.yaml photos" "people.yaml -m people.yaml photos" "$ROOT/models photos" \
            "list --files-from list" "photos photos"; do
            # shellcheck disable=SC2086 # options, none of which has a blank in it
            refused "${given%% *}" $command --models "$ROOT/models" ${given#* }
        done
    done
    refused out clean --models "$ROOT/models" -o out photos
    refused people.csv import -m people.yaml people.csv
    refused people.yaml import -m people.yaml people.csv
    expect 3 strace -qq -o /dev/null -e trace=getrandom -e inject=getrandom:error=ENOMEM "$PLAIN" check photos
    sha256sum -c --quiet before || fail "an original was touched"
fi

# scan, of whose places these are the last, where it puts its drafts together and writes them.
mkdir drafts
cp photos/a.jpg drafts/
scan() { # VARIABLE=VALUE...
    rm -f drafts/consent.yaml happened
    env LD_PRELOAD="$TOOLS/inject.so" INJECT_CALL=memory "$@" "$PLAIN" scan --models "$ROOT/models" -j 1 drafts
}
expect 0 scan INJECT_COUNT="$PWD/places" INJECT_SITE=1000000
mv drafts/consent.yaml draft.yaml
places=$(<places)
for ((place = places - 240; place <= places; place += step > 1 ? 3 : 1)); do
    status=0
    { scan INJECT_LOG="$PWD/happened" INJECT_SITE=$place >log 2>&1; } 2>/dev/null || status=$?
    [[ $status == 0 || $status == 2 || $status == 3 ]] || fail "scan: status $status after place $place"
    [[ $status != 2 ]] || ! grep -qE "$transient" log || fail "scan: status 2 after place $place"
    [[ $status != 0 ]] || same draft.yaml drafts/consent.yaml
done

# import, which must not blame the sheet or the manifest: there is nothing wrong with either.
cat >sheet.csv <<'CSV'
name (first and last name);role;consent: yes or no;form;given by;date (dd.mm.yyyy);expires;channels;withdrawn;protected identity;class;comments
Kari Nordmann (Kaia);staff;yes;written;self;1.5.2026;2027-05-01;web, instagram;;no;7B;none
Ola Nordmann;client;yes;written;self;2026-05-02;;web, sommeravis;2026-06-01;;;
Nordmann, Per;pupil;no;;;;;;;yes;6A;-
CSV
printf '%s\n' 'version: 1' 'people:' '  ola:' '    name: Ola Nordmann' '    consent:' \
    '      - {form: written, given_by: self, date: 2026-05-02, channels: [sommeravis, web]}' >known.yaml
import() { # VARIABLE=VALUE...
    rm -f happened
    cp known.yaml new.yaml
    env LD_PRELOAD="$TOOLS/inject.so" INJECT_CALL=memory "$@" "$PLAIN" import -m new.yaml sheet.csv
}
expect 0 import INJECT_SITE=1000000
mv new.yaml imported.yaml
for ((place = 1; ; place += step > 1 ? 5 : 1)); do
    status=0
    import INJECT_LOG="$PWD/happened" INJECT_SITE=$place >log 2>&1 || status=$?
    [[ -e happened ]] || break
    case $status in
    0) same imported.yaml new.yaml ;;
    3) same known.yaml new.yaml ;;
    *) fail "import: status $status after place $place" ;;
    esac
done
[[ $place -gt 250 ]] || fail "import: only $place places were found"
