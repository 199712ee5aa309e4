# A name in a face tag that nobody in the manifest has is offered as a person to add, by name alone, whatever the name looks
# like: nobody is kept for it until somebody writes a consent, and then that person is. The people do not exist.
sample=$ROOT/samples/photos/kantine.jpg
needs "$sample"
upright "$sample" upright.jpg 800
clean 0 -n --report report.json upright.jpg
python3 - <<'PYTHON'
import json
scenes = {
    "photos/a.jpg": {"form": "mwg", "names": ["Kari Nordmann", "Åse-Lill Ødegård"]},
    "photos/b.jpg": {"form": "microsoft", "names": ["KARI NORDMANN", "Ola Nordmann"]},
    "photos/c.jpg": {"form": "mwg", "beside": True, "names": ["Åse-Lill Ødegård", "Kari Nordmann"]},
    "photos/d.jpg": {"form": "microsoft", "beside": True, "names": ["Zoë \"Z\" O'Brien", "null"]},
    "photos/e.jpg": {"form": "mwg", "names": ["Kari: {role: staff} # boss", "- *a &b !c |"]},
    "photos/f.jpg": {"form": "microsoft", "names": ["back\\slash, [x]", "張偉"]},
    # Nobody of these is offered.
    "photos/n.jpg": {"form": "mwg", "names": ["Per\n    role: staff\n    consent: [{form: written}]", "Nils" * 2560]},
    "photos/o.jpg": {"form": "microsoft", "names": ["\u202enna", "?"]},
    "photos/p.jpg": {"form": "mwg", "names": ["c1 \x85", "Nils" * 51]},
    "photos/twice.jpg": {"form": "mwg", "names": ["Twice Told", "twice told"]},
    "photos/moved.jpg": {"form": "mwg", "names": ["Moved Away", "Gone Away"], "crop": True},
}
json.dump(scenes, open("scenes.json", "w"))
PYTHON
python3 "$SUPPORT/tag_names.py" upright.jpg report.json scenes.json || fail "tag_names"

# Only a draft tells a name.
clean 0 --report report.json --html page.html -o before photos
! grep -rqi 'nordmann\|degård\|brien' before report.json page.html log || fail "clean tells the name of a tag"

expect 0 "$SLADD" scan --models "$ROOT/models" --sheet sheet.html photos
says '*photos/consent.yaml: 9 people named in face tags; write what each of them agreed to*'
! grep -qi 'nordmann\|degård\|brien' sheet.html log || fail "scan tells the name of a tag elsewhere than in the draft"
python3 - >log 2>&1 <<'PYTHON' || fail "the people that were offered"
import sys, yaml
text = open("photos/consent.yaml", encoding="utf-8").read()
draft = yaml.safe_load(text)
names = {key: person["name"] for key, person in draft["people"].items()}
keys = {name: key for key, name in names.items()}
wanted = {"Kari Nordmann", "Åse-Lill Ødegård", "Ola Nordmann", "Zoë \"Z\" O'Brien", "null", "Kari: {role: staff} # boss",
          "- *a &b !c |", "back\\slash, [x]", "張偉"}
def people(photo):
    return sorted(face["person"] for face in draft["photos"][photo]["faces"] if face["person"] != "?")
bad = []
if set(names.values()) != wanted or any(list(person) != ["name"] for person in draft["people"].values()):
    bad.append(draft["people"])
if keys["Kari Nordmann"] != "kari-nordmann" or keys["Åse-Lill Ødegård"] != "ase-lill-odegard":
    bad.append(keys)
if not people("a.jpg") == people("c.jpg") == ["ase-lill-odegard", "kari-nordmann"]:
    bad.append((people("a.jpg"), people("c.jpg")))
if people("b.jpg") != ["kari-nordmann", "ola-nordmann"]:
    bad.append(people("b.jpg"))
if any(len(people(photo)) != 2 for photo in ("d.jpg", "e.jpg", "f.jpg")):
    bad.append([people(photo) for photo in ("d.jpg", "e.jpg", "f.jpg")])
if any(people(photo) for photo in ("n.jpg", "o.jpg", "p.jpg", "twice.jpg", "moved.jpg")):
    bad.append([people(photo) for photo in ("n.jpg", "o.jpg", "p.jpg", "twice.jpg", "moved.jpg")])
sys.exit(bad or 0)
PYTHON

# Nobody is kept for it, under any policy.
for policy in "$ROOT"/src/consent/policies/*.yaml; do
    "$SLADD" clean --models "$ROOT/models" --policy "$policy" -n --report report.json photos/a.jpg >log 2>&1 || true
    report 'sum(g["action"] == "redact" for g in p["regions"] if g["kind"] == "face") > 2 and not any(g["action"] == "keep" for g in p["regions"] if g["kind"] == "face")'
done
# Drafted again, nothing is added.
cp photos/consent.yaml drafted.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" photos
same drafted.yaml photos/consent.yaml
# The consent is all that there is to do.
sed -i 's/^  kari-nordmann:$/&\n    role: staff\n    consent: [{form: written, given_by: self, date: 2026-05-01}]/' photos/consent.yaml
clean 0 --date 2026-06-01 --report report.json -o out photos/[abc].jpg
report '[[g["person"] for g in p["regions"] if g["kind"] == "face" and g["action"] == "keep" and g["reason"] != "no-face"] for p in r["photos"]] == [["kari-nordmann"]] * 3'

# A key that means somebody else, in the manifest that is added to or in the one above a sidecar, is not taken.
mkdir taken
cp photos/a.jpg taken/
printf 'version: 1\npeople:\n  kari-nordmann: {name: Kari Hansen}\n' >taken/consent.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" --sidecar taken
grep -q '^  kari-nordmann-2:$' taken/a.jpg.consent.yaml || fail "the sidecar takes a key of the folder's"
rm taken/a.jpg.consent.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" taken
grep -q 'kari-nordmann-2:' taken/consent.yaml || fail "a key means two people"
# JSON stays JSON, and somebody known is not offered again.
mkdir json
cp photos/a.jpg json/
printf '{"version": 1, "people": {"kari": {"name": "kari nordmann"}}}' >json/consent.yaml
expect 0 "$SLADD" scan --models "$ROOT/models" json
python3 - <<'PYTHON' || fail "the JSON manifest"
import json, sys
draft = json.load(open("json/consent.yaml"))
faces = sorted(face["person"] for face in draft["photos"]["a.jpg"]["faces"] if face["person"] != "?")
sys.exit(draft["people"] != {"kari": {"name": "kari nordmann"}, "ase-lill-odegard": {"name": "Åse-Lill Ødegård"}}
         or faces != ["ase-lill-odegard", "kari"])
PYTHON
