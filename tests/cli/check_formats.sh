# Every format says the same, in its own words, and follows its own rules, whatever the names of the files are.
mkdir media
odd=$'media/100%, "a\' & <b>: \xc3\xb8\xff\n::error::x.jpg'
photo "$odd" 192 128 ycc 2x2
photo media/good.jpg
photo media/odd:name,.jpg
printf 'x' >>media/odd:name,.jpg
echo text >media/broken.jpg
cat >media/consent.yaml <<'YAML'
version: 1
people:
  kari: {role: staff, consent: [{form: written, given_by: self, date: 2026-01-01, expires: 2026-06-10}]}
  ola: {role: staff}
photos:
  good.jpg: {rights: {permission: yes}, faces: [{person: kari, box: [0.1, 0.1, 0.2, 0.3]}]}
  "odd:name,.jpg": {rights: {permission: yes}, faces: [{person: ola, box: [0.1, 0.1, 0.2, 0.3]}, {person: "?", box: [0.5, 0.1, 0.2, 0.3]}, {person: "?", box: [0.51, 0.11, 0.2, 0.3]}]}
YAML
as() { # FORMAT ARGUMENT...: into the file FORMAT
    local format=$1
    shift
    check 3 --date 2026-06-01 --format "$format" "$@" media
    sed '/^sladd: /d' log >"$format"
}
as json
cp json report.json
status=0
"$SLADD" check --models "$ROOT/models" --format json --report written.json media >/dev/full 2>log || status=$?
[[ $status == 3 ]] || fail "status $status when the findings did not arrive"
says "*standard output*"
! grep -q memory log || fail "a full disk is told as lack of memory"
exists written.json
report 'r["command"] == "check" and r["date"] == "2026-06-01" and r["channel"] == "web" and len(r["photos"]) == 4'
report 'r["summary"]["errors"] == 5 and r["summary"]["warnings"] == 2 and r["summary"]["failed"] == 1'

# SARIF: against the schema's rules, and equal fingerprints on another day and for another number of jobs.
python3 -c 'import jsonschema' 2>log || skip "needs python3-jsonschema"
as sarif -j 1
mv sarif sarif-one
as sarif -j 3
python3 "$SUPPORT/sarif_check.py" sarif sarif-one >log 2>&1 || fail "SARIF"
grep -q '"media/odd%3Aname%2C.jpg"' sarif || fail "an address is not encoded"
grep -q '%C3%B8%FF%0A%3A%3Aerror' sarif || fail "the bytes of an address are lost"
python3 - <<'PYTHON' || fail "a place in pixels is missing"
import json, sys
results = json.load(open("sarif"))["runs"][0]["results"]
sys.exit(not any(r["properties"].get("pixelRegion") == {"x": 10, "y": 6, "width": 19, "height": 19} for r in results))
PYTHON
(cd media && "$SLADD" check --models "$ROOT/models" --format sarif --date 2026-06-01 "$PWD/good.jpg") >sarif-absolute || true
grep -q '"good.jpg"' sarif-absolute || fail "an address below the working folder is not relative"

# JUnit: against the schema, with counts that add up, and failures as --fail-on says.
as junit
xmllint --noout --schema "$SUPPORT/junit.xsd" junit >log 2>&1 || fail "JUnit does not follow the schema"
python3 "$SUPPORT/junit_check.py" junit 5 1 >log 2>&1 || fail "JUnit"
as junit --fail-on error
xmllint --noout --schema "$SUPPORT/junit.xsd" junit >log 2>&1 || fail "JUnit does not follow the schema"
python3 "$SUPPORT/junit_check.py" junit 3 1 >log 2>&1 || fail "JUnit with --fail-on error"

# GitHub: one line for findings that are alike, nothing in a name begins another, commands are escaped.
as github
[[ $(grep -c '^::' github) == $(($(grep -c '"rule"' json) - 1)) ]] || fail "the two unknown faces are not one annotation"
grep -q 'face-unknown::.* pixels), and 1 more like this\. ' github || fail "the second unknown face is not counted"
grep -q '^::error file=media/odd%3Aname%2C.jpg,title=sladd hidden-bytes::' github || fail "a property is not escaped"
grep -q '^::warning file=media/100%25%2C "a' github || fail "a percent sign is not escaped"
! grep -q '^::error::x' github || fail "a file name is a command"
check 2 --format github -m none.yaml media
says '*::error title=sladd::none.yaml*'

# Text: grouped by photo, with what to do; in colour on a terminal only, and not against the user's wish.
as text
says '*media/good.jpg*warning: A face whose consent ends soon. Person: kari. Last day: 2026-06-10.*Ask for a new consent*'
! grep -q $'\033' text || fail "colours in a file"
coloured() { TERM=xterm script -qec "$SLADD check --models '$ROOT/models' --no-progress --date 2026-06-01 media/good.jpg" \
    /dev/null >log </dev/null || true; }
coloured
grep -q $'\033\\[33mwarning' log || fail "no colours on a terminal"
NO_COLOR=1 coloured
! grep -q $'\033\\[3' log || fail "NO_COLOR is not respected"
check 2 --format html media
says '*text|json|sarif|junit|github*'

# --report beside any format: in the format of the file's name, and in the place of no input.
as text --report findings.json
cmp -s json findings.json || fail "the JSON of the file is another"
as github --report findings.sarif
cmp -s github findings.sarif && fail "the report is what was printed"
grep -q '"ruleId": "hidden-bytes"' findings.sarif || fail "no SARIF"
as json --report findings.xml
xmllint --noout --schema "$SUPPORT/junit.xsd" findings.xml >log 2>&1 || fail "no JUnit"
cp media/consent.yaml media/good.jpg .
for target in media/consent.yaml media/good.jpg none/x.json -; do
    check 2 --report $target media
done
same consent.yaml media/consent.yaml
same good.jpg media/good.jpg

# What is wrong in a manifest is shown at its line.
cat >>media/consent.yaml <<'YAML'
  gone.jpg: {publish: no}
YAML
line=$(grep -n gone.jpg media/consent.yaml | cut -d: -f1)
as sarif
python3 - "$line" <<'PYTHON' || fail "SARIF has another line"
import json, sys
[place] = [r["locations"][0]["physicalLocation"] for r in json.load(open("sarif"))["runs"][0]["results"] if r["ruleId"] == "entry-without-photo"]
sys.exit(place["artifactLocation"]["uri"] != "media/consent.yaml" or place["region"]["startLine"] != int(sys.argv[1]))
PYTHON
as github
grep -q "^::warning file=media/consent.yaml,line=$line,title=sladd entry-without-photo::" github || fail "GitHub has another line"
as json
cp json report.json
report '[f["line"] for p in r["photos"] for f in p["findings"] if f["rule"] == "entry-without-photo"] == ['"$line"']'
report 'all(f["line"] is None for p in r["photos"] for f in p["findings"] if f["rule"] != "entry-without-photo")'
printf '  gone.jpg: {publish: no}\n' >>media/consent.yaml
check 2 --format github ./media
says "*::error file=media/consent.yaml,line=$((line + 1)),title=sladd::*media/consent.yaml:$((line + 1)):*"

# SARIF: no more results than GitHub takes, the gravest first, what is left out is told, and the time is that of the other
# formats.
mkdir an-event
photo few/x.jpg
python3 - <<'PYTHON'
for name, names in (("an-event/consent.yaml", range(25000)), ("few/x.jpg.consent.yaml", [*range(40), "x"])):
    with open(name, "w") as manifest:
        print("version: 1\nphotos:", *(f"  {name}.jpg: {{}}" for name in names), sep="\n", file=manifest)
PYTHON
expect 1 timeout 60 "$SLADD" check --models "$ROOT/models" -m an-event/consent.yaml --format sarif few
mv log sarif
python3 - <<'PYTHON' || fail "other results"
import json, sys
log = json.load(open("sarif"))
run = log["runs"][0]
levels = [r["level"] for r in run["results"]]
told = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
prints = {r["partialFingerprints"]["sladd/v1"] for r in run["results"]}
del run["results"][10:-10]  # the schema is slow
json.dump(log, open("sarif-part", "w"))
sys.exit(not (len(levels) == len(prints) == 25000 and levels.count("warning") == 40 and told.startswith("41 findings")) and (len(levels), len(prints), levels.count("warning"), told))
PYTHON
python3 "$SUPPORT/sarif_check.py" sarif-part >log 2>&1 || fail "SARIF with a notification"
