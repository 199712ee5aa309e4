# shellcheck shell=bash
# What the cases of tests/cli share. Everything happens in the case's own scratch folder; what a command printed is in
# the file `log`.

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    if [[ -s log ]]; then
        sed 's/^/    | /' log >&2
    fi
    exit 1
}

skip() {
    printf 'SKIPPED: %s\n' "$*"
    exit 77
}

needs() { # FILE-OR-FOLDER...: skip where it is not there
    local path
    for path; do
        [[ -e $path ]] || skip "needs $path"
    done
}

reads_lines() { # from here on sladd reads lines of text; skip where it cannot
    [[ $(nm -D "$SLADD") == *TessBaseAPIRecognize* ]] || skip "this sladd was built without Tesseract"
    unset TESSDATA_PREFIX
    [[ -z $READER_DATA ]] || export TESSDATA_PREFIX=$READER_DATA
    [[ -n $(find /usr/share/tesseract-ocr "${READER_DATA:-/nonexistent}" -name nor.traineddata 2>/dev/null) ]] ||
        skip "needs tesseract-ocr-nor"
}

expect() { # STATUS COMMAND...: run it and insist on its exit status
    local wanted=$1 status=0
    shift
    "$@" >log 2>&1 || status=$?
    [[ $status == "$wanted" ]] || fail "exit status $status instead of $wanted: $*"
}

bound() { # COMMAND...: as somebody whom permissions bind, also where root runs the tests
    if [[ $(id -u) == 0 ]]; then
        setpriv --bounding-set=-dac_override,-dac_read_search,-fowner "$@"
    else
        "$@"
    fi
}

clean() { # STATUS ARGUMENT...: sladd clean with the shipped models
    local wanted=$1
    shift
    expect "$wanted" "$SLADD" clean --models "$ROOT/models" "$@"
}

check() { # STATUS ARGUMENT...: sladd check with the shipped models
    local wanted=$1
    shift
    expect "$wanted" "$SLADD" check --models "$ROOT/models" "$@"
}

finds() { # STATUS RULES ARGUMENT...: check of one photo or more; all rules broken, each once, sorted; also report.json
    local wanted=$1 rules=$2 got
    shift 2
    check "$wanted" --format json "$@"
    sed '/^sladd: /d' log >report.json
    got=$(python3 -c 'import json
print(*sorted({f["rule"] for p in json.load(open("report.json"))["photos"] for f in p["findings"]}))')
    [[ $got == "$rules" ]] || fail "check $* found '$got' instead of '$rules'"
}

says() { # GLOB: what the last command printed
    local text
    text=$(<log)
    # shellcheck disable=SC2053 # the right-hand side is meant as a glob
    [[ $text == $1 ]] || fail "the output does not match $1"
}

exists() {
    local path
    for path; do
        [[ -e $path ]] || fail "$path is missing"
    done
}

absent() {
    local path
    for path; do
        [[ ! -e $path && ! -L $path ]] || fail "$path exists"
    done
}

same() { cmp -s "$1" "$2" || fail "$1 and $2 differ"; }

files_in() { # FOLDER: whatever is in it, but for the receipts and what review detected
    [[ ! -e $1 ]] || find "$1" -mindepth 1 -not -type d -not -name ".sladd-receipts*.jsonl" -not -name .sladd-detections
}

copies_in() { # FOLDER: how many files
    [[ ! -e $1 ]] || find "$1" -type f -not -name ".sladd-receipts*.jsonl" -not -name .sladd-detections -printf x | wc -c
}

nothing_in() { # FOLDER: it is empty, also of hidden files, or does not exist
    [[ -z $(files_in "$1") ]] || fail "$1 is not empty: $(files_in "$1" | head -5)"
}

photo() { # FILE [KIND...]: a picture of nobody; see jpeg_make.c
    local file=$1
    shift
    [[ $# -gt 0 ]] || set -- 96 64 ycc 2x2
    mkdir -p "$(dirname "$file")"
    "$TOOLS/jpeg-make" "$file" "$@" || fail "jpeg-make $*"
}

png() { # FILE [KIND...]: see png_make.py
    mkdir -p "$(dirname "$1")"
    python3 "$SUPPORT/png_make.py" "$@" || fail "png_make $*"
}

coefs() { # ARGUMENT...: see jpeg_coefs.c
    "$TOOLS/jpeg-coefs" "$@" >log 2>&1 || fail "jpeg-coefs $*"
}

upright() { # SAMPLE FILE SIDE [BRIGHTNESS]: turned as its tag says, without it, of at most so many pixels a side
    python3 - "$@" <<'PYTHON' || fail "upright $*"
import sys
from PIL import Image, ImageEnhance, ImageOps
image = ImageOps.exif_transpose(Image.open(sys.argv[1])).convert("RGB")
image.thumbnail((int(sys.argv[3]), int(sys.argv[3])))
if len(sys.argv) > 4:
    image = ImageEnhance.Brightness(image).enhance(float(sys.argv[4]))
image.save(sys.argv[2], quality=95)
PYTHON
}

redact() { # PHOTO X Y WIDTH HEIGHT: a sidecar that has this part of the upright photo redacted
    printf 'version: 1\nphotos:\n  "%s":\n    redact: [{box: [%s, %s, %s, %s]}]\n' \
        "$(basename "$1")" "$2" "$3" "$4" "$5" >"$1.consent.yaml"
}

report() { # PYTHON-EXPRESSION about the report r (in report.json) and its first photo p: must be true
    python3 - "$1" <<'PYTHON' || fail "report: $1"
import json, sys
r = json.load(open("report.json"))
p = r["photos"][0] if r["photos"] else None
sys.exit(0 if eval(f"({sys.argv[1]})") else json.dumps(r, indent=1))
PYTHON
}
