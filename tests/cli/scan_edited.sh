# A photo that was edited after somebody wrote about it is drafted anew. Nothing that was written is lost, what hides goes on
# hiding, and nobody is kept until somebody confirms who is who.
sample=$ROOT/samples/photos/kantine.jpg
needs "$sample"
mkdir photos
upright "$sample" photos/a.jpg 800
upright "$sample" edited.jpg 800 1.05
cp photos/a.jpg photos/other.jpg
expect 0 "$SLADD" scan --models "$ROOT/models" photos
# Kari's is the first face of a.jpg; Ola was drawn by hand where no face is found; and everything else that an entry may say.
python3 - <<'PYTHON'
text = open("photos/consent.yaml", encoding="utf-8").read()
consent = "    role: staff\n    consent: [{form: written, given_by: self, date: 2026-01-01}]\n"
text = text.replace("people:\n", f"people:\n  kari:\n{consent}  ola:\n{consent}", 1)
head, entry = text.split("  a.jpg:\n", 1)
entry = entry.replace('"?"', "kari", 1)
before, faces = entry.split("    faces:\n", 1)
entry = (before + "    publish: no # not yet\n    alt_text: >-\n      Two lines\n      of text\n"
         "    rights: {permission: no}\n    keep:\n      - {box: [0, 0, 1, 0.2]}  # our sign\n"
         "    redact:\n      - {box: [0.25, 0.5, 0.1, 0.1], why: 'a list'}\n"
         "    faces:\n      - {person: ola, box: [0, 0, 0.02, 0.02]} # by hand\n      # a remark\n" + faces)
open("photos/consent.yaml", "w", encoding="utf-8").write(head + "  a.jpg:\n" + entry)
PYTHON
cp photos/consent.yaml before.yaml
sed 's/publish: no/publish: yes/; s/permission: no/permission: yes/' before.yaml >photos/consent.yaml
clean 0 --date 2026-06-01 --report report.json -n photos/a.jpg
report 'sorted(g["person"] for g in p["regions"] if g["kind"] == "face" and g["action"] == "keep" and g["reason"] != "no-face") == ["kari", "ola"]'

drafted() { # what a draft must be, made from before.yaml
    python3 - "$1" >>log 2>&1 <<'PYTHON' || fail "the entry that was drafted anew"
import hashlib, re, sys, yaml
old, new = (open(name, encoding="utf-8", newline="").read() for name in ("before.yaml", sys.argv[1]))
was, entry = yaml.safe_load(old)["photos"]["a.jpg"], yaml.safe_load(new)["photos"]["a.jpg"]
bad = []
lines = [line.strip() for line in old.split("  a.jpg:")[1].split("  other.jpg:")[0].splitlines()]
kept = [re.sub(r"^ *# ?", "", line).strip() for line in new.splitlines() if line.lstrip().startswith("#")]
bad += [line for line in lines if line and not any(line in comment for comment in kept)]
if new.count("\r") != (new.count("\n") if "\r" in old else 0) or yaml.safe_load(new)["people"] != yaml.safe_load(old)["people"]:
    bad.append("something else changed")
if yaml.safe_load(new)["photos"]["other.jpg"] != yaml.safe_load(old)["photos"]["other.jpg"]:
    bad.append("the other photo")
if entry["sha256"] != hashlib.sha256(open("edited.jpg", "rb").read()).hexdigest():
    bad.append(entry["sha256"])
if set(entry) != {"sha256", "publish", "rights", "redact", "faces"} or entry["publish"] or entry["rights"] != {"permission": False}:
    bad.append(entry)
if entry["redact"] != [{"box": [0.25, 0.5, 0.1, 0.1]}] or {"person": "?", "box": [0, 0, 0.02, 0.02]} not in entry["faces"]:
    bad.append("something is not hidden any more")
if any(face["person"] != "?" for face in entry["faces"]) or len(entry["faces"]) < 3:
    bad.append(entry["faces"])
was_kari = [line for line in new.splitlines() if "'kari' before the photo was edited" in line]
box = next(face["box"] for face in was["faces"] if face["person"] == "kari")
if len(was_kari) != 1 or max(abs(a - b) for a, b in zip(box, yaml.safe_load(was_kari[0])[0]["box"])) > 0.03:
    bad.append(was_kari)
if len(re.findall("'ola' before the photo was edited; no face was found here", new)) != 1:
    bad.append("ola")
sys.exit("\n".join(map(str, bad)) or 0)
PYTHON
}
cp edited.jpg photos/a.jpg
cp before.yaml photos/consent.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" -n photos
same before.yaml photos/consent.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" photos
says '*photos/consent.yaml: a.jpg (*faces)*1 of 2 photos drafted*'
drafted photos/consent.yaml
cp photos/consent.yaml after.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" photos
says '*Nothing to draft*'
same after.yaml photos/consent.yaml
# Nobody is kept, and what was hidden is; then Kari is confirmed, and only she is kept.
sed -i 's/^    publish: no$/    publish: yes/; s/^      permission: no$/      permission: yes/' photos/consent.yaml
clean 0 --date 2026-06-01 --report report.json -n photos/a.jpg
report 'not [g for g in p["regions"] if g["kind"] == "face" and g["action"] == "keep" and g["reason"] != "no-face"]'
report 'any(g["kind"] == "face" and g["box"][0] < 1 and g["box"][1] < 1 and g["action"] == "redact" for g in p["regions"])'
report '[g["reason"] for g in p["regions"] if g["kind"] == "manual"] == ["redact-box"]'
sed -i "/'kari' before/s/\"?\"/kari/" photos/consent.yaml
clean 0 --date 2026-06-01 --report report.json -n photos/a.jpg
report '[g["person"] for g in p["regions"] if g["kind"] == "face" and g["action"] == "keep" and g["reason"] != "no-face"] == ["kari"]'

# A photo that a policy withholds for somebody's role or age goes on being withheld, although nobody stays named; what no
# shipped policy withholds for staff does not become withheld.
mkdir named
cat >named/consent.yaml <<'YAML'
version: 1
people:
  client: {name: Liv, role: client, born: 2012-01-01}
  patient: {name: Per, role: patient}
  pupil: {name: Ida, role: pupil}
  child: {name: Kim, role: child}
  someone: {name: Siv}
  staff: {name: Kari, role: staff, born: 1984-05-02}
  trainee: {name: Geir, role: staff, minor: yes}
photos:
YAML
for person in client patient pupil child someone staff trainee; do
    photo named/$person.jpg
    printf '  %s.jpg:\n    sha256: %s\n    rights: {permission: yes}\n    publish: yes\n    faces:\n      - {person: %s, box: [0.1, 0.1, 0.3, 0.3]}\n' \
        $person "$(sha256sum named/$person.jpg | cut -d ' ' -f 1)" $person >>named/consent.yaml
done
withheld() { # POLICY: the names of the photos
    clean 1 -n -p "$1" --date 2026-06-01 --report report.json named
    python3 -c 'import json
print(*sorted(p["source"].split("/")[-1] for p in json.load(open("report.json"))["photos"] if p["status"] == "withheld"))'
}
before=$(withheld health-youth)
[[ $before == 'child.jpg client.jpg patient.jpg pupil.jpg someone.jpg' ]] || fail "withheld before: $before"
for person in client patient pupil child someone staff trainee; do printf x >>named/$person.jpg; done
[[ $(withheld health-youth) == "$before" ]] || fail "withheld once they were edited"
expect 0 "$SLADD" scan --models "$ROOT/models" named
for policy in health-youth nordic-public; do
    [[ $(withheld $policy) == "${before/someone.jpg/someone.jpg trainee.jpg}" ]] || fail "no longer withheld by $policy: $(withheld $policy)"
done
grep -q "^    publish: no  # .*'client'" named/consent.yaml || fail "why: $(<named/consent.yaml)"

# Lines that end as on Windows, beside the photo.
mkdir beside
cp edited.jpg beside/a.jpg
sed -i 's/$/\r/' before.yaml
cp before.yaml beside/a.jpg.consent.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" beside
drafted beside/a.jpg.consent.yaml
absent beside/consent.yaml

# Brackets have no place for a comment: the manifest is left as it is, and that is said.
mkdir json yaml
hash=$(sha256sum photos/other.jpg | cut -d ' ' -f 1)
printf '{"version": 1, "photos": {"a.jpg": {"sha256": "%s"}}}' "$hash" >json/consent.yaml
printf 'version: 1\nphotos: {a.jpg: {sha256: %s}}\n' "$hash" >yaml/consent.yaml
for folder in json yaml; do
    cp edited.jpg $folder/a.jpg
    cp $folder/consent.yaml as-it-was
    expect 3 "$SLADD" scan --models "$ROOT/models" $folder
    says "*$folder/consent.yaml: 'a.jpg' was edited after this was written*"
    same as-it-was $folder/consent.yaml
done
# An entry in brackets on a line of its own has one.
printf 'version: 1\nphotos:\n    a.jpg: {sha256: %s, publish: no} # the one' "$hash" >yaml/consent.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" yaml
grep -qx "    # *a.jpg: {sha256: $hash, publish: no} # the one" yaml/consent.yaml || fail "the entry is not in a comment"
grep -qx '      publish: no' yaml/consent.yaml || fail "a photo that was not to be published"
