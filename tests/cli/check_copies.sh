# Copies that clean made are known by their receipts: no detection, but today's consents. A touched copy is known no more.
mkdir photos
for name in a b c; do photo photos/$name.jpg 192 128 ycc 2x2; done
manifest() { # KARI'S-CONSENT
    cat >photos/consent.yaml <<YAML
version: 1
people:
  kari: {role: staff, consent: [{form: written, given_by: self, date: 2026-01-01$1}]}
photos:
  a.jpg: {rights: {permission: yes}, faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]}
  b.jpg: {rights: {permission: yes}, redact: [{box: [0.2, 0.2, 0.2, 0.3]}]}
YAML
}
known() { # STATUS RULES ARGUMENT...: without detectors, so that whatever had to be looked at would end the run
    local wanted=$1 rules=$2
    shift 2
    finds "$wanted" "$rules" --date 2026-06-01 --models no-such-folder "$@"
}
manifest ''
clean 0 --date 2026-06-01 -o public photos
known 1 consent-unknown public
report '[p["receipt"] for p in r["photos"]] == [True] * 3 and r["summary"]["by_receipt"] == 3'
report '[len(p["findings"]) for p in r["photos"]] == [1, 0, 0]'
known 0 '' -m photos/consent.yaml public
finds 0 '' --full --date 2026-06-01 -m photos/consent.yaml public
check 2 --full --models no-such-folder -m photos/consent.yaml public

# Also two folders of them whose originals are away: each is that original's by its receipt.
clean 0 --date 2026-06-01 -o print photos
mkdir away
mv photos/*.jpg away
known 0 '' -m photos/consent.yaml public print
mv away/*.jpg photos
rm -r print

# A manifest above both is found for both.
mv photos/consent.yaml .
sed -i 's|  \([ab]\).jpg|  photos/\1.jpg|' consent.yaml
known 0 '' public
known 0 '' --files-from <(printf 'public/a.jpg\npublic/b.jpg\n')
rm consent.yaml

# Copies of equal content: a and c are, and only one of them is of kari. Where they were moved, both count as hers.
cmp -s public/a.jpg public/c.jpg || fail "these two should be equal"
cp -a public moved
mv moved/c.jpg moved/d.jpg
mv moved/a.jpg moved/e.jpg
known 1 consent-unknown moved
report '[len(p["findings"]) for p in r["photos"]] == [0, 1, 1]'
tac public/.sladd-receipts.jsonl >moved/.sladd-receipts.jsonl
known 1 consent-unknown moved
report '[len(p["findings"]) for p in r["photos"]] == [0, 1, 1]'

# What changed since: consents, places, the photo's own entry.
manifest ', withdrawn: 2026-05-01'
known 1 consent-withdrawn -m photos/consent.yaml public
report 'p["findings"][0]["person"] == "kari" and p["findings"][0]["box"] == [38, 26, 38, 38]'
manifest ', expires: 2026-06-10'
known 1 consent-ends -m photos/consent.yaml public
manifest ''
edited() { # RULES SED-SCRIPT OPTION...: what the manifest would break if it were different
    local rules=$1
    sed "$2" photos/consent.yaml >edited.yaml
    shift 2
    known 1 "$rules" -m edited.yaml "$@" public
}
edited consent-missing 's/2026-01-01/&, channels: [web]/' -c instagram
edited photo-withheld 's/a.jpg: {/&publish: no, /'
edited place-marked 's/redact: \[/&{box: [0.7, 0.7, 0.1, 0.1]}, /'
edited consent-missing 's/redact:/faces: [{person: ola, box: [0.6, 0.6, 0.2, 0.2]}], &/; s/^photos:/  ola: {role: staff}\n&/'

# Text that was kept is judged again, too: by the option, and by today's entry.
cp -a public kept
keeps() { # REASON: text that the copy c.jpg shows
    python3 - "$1" <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open("public/.sladd-receipts.jsonl")]
region = {"kind": "text", "box": [20, 20, 40, 10], "score": 0.9, "action": "keep", "reason": sys.argv[1], "person": None}
next(line for line in lines if line["output"] == "c.jpg")["row"]["regions"] = [region]
open("kept/.sladd-receipts.jsonl", "w").write("".join(json.dumps(line) + "\n" for line in lines))
PYTHON
}
keeps text-keep
known 1 text-readable -m photos/consent.yaml kept
known 0 '' --text keep -m photos/consent.yaml kept
check 2 -p strict --text keep -m photos/consent.yaml kept
keeps keep-box
sed '$a\  c.jpg: {rights: {permission: yes}, keep: [{box: [0.1, 0.1, 0.3, 0.2], what: text}]}' photos/consent.yaml >edited.yaml
sed -i 's/"regions": \[/&{"kind": "manual", "box": [19.2, 12.8, 57.6, 25.6], "score": null, "action": "keep", "reason": "keep-box", "person": null}, /' \
    kept/.sladd-receipts.jsonl
known 0 '' -m edited.yaml kept
known 0 '' -m photos/consent.yaml kept
sed -i 's/0.1, 0.1, 0.3, 0.2/0.7, 0.7, 0.1, 0.1/' edited.yaml
known 1 text-readable -m edited.yaml kept

# Somebody who is blurred in a photo that a policy does not publish at all.
sed 's/redact:/faces: [{person: ola, box: [0.6, 0.6, 0.2, 0.2]}], &/; s/^photos:/  ola: {role: patient, born: 2010-01-01}\n&/' \
    photos/consent.yaml >young.yaml
cp young.yaml photos/consent.yaml
clean 0 --date 2026-06-01 -o blurred photos
known 0 '' -m young.yaml blurred
known 1 photo-withheld -p health-youth -m young.yaml blurred
manifest ''

# Renamed and moved copies are known, touched ones and strangers are not.
mkdir public/new
mv public/b.jpg "public/new/b ø.jpg"
known 0 '' -m photos/consent.yaml public
printf x >>public/c.jpg
check 2 --models no-such-folder -m photos/consent.yaml public
finds 1 'hidden-bytes notice photo-uncovered' --date 2026-06-01 -m photos/consent.yaml public
report '[p["receipt"] for p in r["photos"]] == [True, False, True]'

# A copy that is not called as its photo is: of another format, or renamed. The photo's entry speaks of it, also where the
# photo is not there any more and the manifest lies elsewhere.
mkdir -p others/day
python3 -c 'import sys; from PIL import Image; Image.open("photos/b.jpg").save("others/day/e.webp")'
photo others/day/f.jpg 192 128 ycc 2x2 seed=7
others() { # E'S-ENTRY F'S-ENTRY
    printf 'version: 1\nrights: {permission: yes}\nphotos:\n  day/e.webp: {%s}\n  day/f.jpg: {%s}\n' "$1" "$2" >others/consent.yaml
}
others 'alt_text: x' 'alt_text: x'
clean 0 --date 2026-06-01 -o formats others
clean 0 --date 2026-06-01 --rename --report renamed.json -o neutral others
# In `neutral` the numbers decide which comes first.
turned=$(python3 -c 'import json
copies = [p["output"] for p in json.load(open("renamed.json"))["photos"]]
print(copies != sorted(copies))')
rm -r others
mkdir others
for copies in formats neutral; do
    others 'alt_text: x' 'alt_text: x'
    known 0 '' -m others/consent.yaml $copies
    for entry in 'publish: no' 'rights: {permission: no}' 'redact: [{box: [0.7, 0.7, 0.1, 0.1]}]'; do
        rule=photo-withheld
        [[ $entry != redact* ]] || rule=place-marked
        others "$entry" 'alt_text: x'
        known 1 "$rule" -m others/consent.yaml $copies
        report "[len(p['findings']) for p in r['photos']][:2] == [1, 0][::-1 if $turned and '$copies' == 'neutral' else 1]"
        others 'alt_text: x' "$entry"
        known 1 "$rule" -m others/consent.yaml $copies
        report "[len(p['findings']) for p in r['photos']][:2] == [0, 1][::-1 if $turned and '$copies' == 'neutral' else 1]"
    done
done

# A manifest above the copies speaks of them as of their photos, whatever is given; an entry without either is named.
mkdir -p repo away/fest
photo away/fest/g.jpg 192 128 ycc 2x2 seed=8
printf 'version: 1\nrights: {permission: yes}\nphotos:\n  fest/g.jpg: {alt_text: x}\n' >away/consent.yaml
clean 0 --date 2026-06-01 -o repo/media away
mv away/consent.yaml repo
rm -r away
cd repo
for path in media . consent.yaml; do known 0 '' $path; done
printf '  fest/h.jpg: {}\n' >>consent.yaml
known 1 entry-without-photo .
report 'sum(len(x["findings"]) for x in r["photos"]) == 1'
cd ..

# So does one that lies among the copies, also of a copy that was renamed.
mkdir -p among/fest
photo among/fest/g.jpg 192 128 ycc 2x2 seed=8
printf 'version: 1\nrights: {permission: yes}\npeople: {kari: {role: staff, consent: [{form: written, date: 2026-01-01}]}}\nphotos:\n  g.jpg: {faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]}\n' >among/fest/consent.yaml
clean 0 --date 2026-06-01 -o copies among
cp among/fest/consent.yaml copies/fest
mv copies/fest/g.jpg copies/fest/new.jpg
known 0 '' copies

# A copy under the name of another one is not that one's: its receipt knows its photo. Both entries count.
mkdir swapped
photo swapped/a.jpg 192 128 ycc 2x2 seed=10
photo swapped/b.jpg 192 128 ycc 2x2 seed=11
swapped() { # FOLDER IN FRONT OF THE NAMES, KARI'S CONSENT, SAM'S PHOTO
    printf '%s\n' 'version: 1' 'rights: {permission: yes}' 'people:' \
        '  sam: {role: staff, consent: [{form: written, date: 2026-01-01}]}' \
        "  kari: {role: staff, consent: [{form: written, date: 2026-01-01$2}]}" 'photos:' \
        "  $1a.jpg: {faces: [{person: sam, box: [0.2, 0.2, 0.2, 0.3]}]$3}" \
        "  $1b.jpg: {faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]}"
}
swapped '' '' '' >swapped/consent.yaml
clean 0 --date 2026-06-01 -o site/taken swapped
mv site/taken/b.jpg site/taken/a.jpg
for where in taken/ ''; do # a manifest among the copies, and one above them
    folder=taken/
    [[ $where == '' ]] || folder=
    swapped "$folder" '' '' >site/${where}consent.yaml
    known 0 '' site/taken
    swapped "$folder" ', withdrawn: 2026-05-01' '' >site/${where}consent.yaml
    known 1 consent-withdrawn site/taken
    report 'p["findings"][0]["person"] == "kari"'
    swapped "$folder" '' ', publish: no' >site/${where}consent.yaml
    known 1 photo-withheld site/taken
    rm site/${where}consent.yaml
done

# Nor is a number as a name that of the photo which is called so.
mkdir numbered
swapped '' '' '' >numbered/consent.yaml
photo numbered/b.jpg 192 128 ycc 2x2 seed=11
clean 0 --date 2026-06-01 --rename -o numbers numbered
swapped '' ', withdrawn: 2026-05-01' '' | sed 's/a.jpg/photo-0001.jpg/' >numbered/consent.yaml
known 1 consent-withdrawn -m numbered/consent.yaml numbers

# Equal copies of which one was moved: it is one of them, and every photo's entry is asked. What all say is no doubt.
mkdir twins
for name in a b; do photo twins/$name.jpg 192 128 ycc 2x2 seed=3; done
swapped '' '' '' | sed 's/person: kari/person: sam/' >twins/consent.yaml
clean 0 --date 2026-06-01 -o pair twins
cmp -s pair/a.jpg pair/b.jpg || fail "these two should be equal"
mv pair/a.jpg pair/c.jpg
known 0 '' -m twins/consent.yaml pair
for name in a b; do
    sed "/ $name.jpg/s/: {/: {publish: no, /" twins/consent.yaml >edited.yaml
    known 1 photo-withheld -m edited.yaml pair
    report 'next(p for p in r["photos"] if p["source"] == "pair/c.jpg")["findings"] != []'
done
sed 's/a.jpg/c.jpg/' twins/consent.yaml >pair/consent.yaml
known 0 '' pair

# What lies beside the original counts, where it is there: whatever manifest is given, and wherever the copies lie.
mkdir originals
for name in a z/b; do photo originals/$name.jpg 192 128 ycc 2x2 seed=12; done
swapped '' '' '' | sed 's/a.jpg/z\/b.jpg/; s/ b.jpg/ a.jpg/' >originals/consent.yaml # kari is in a.jpg, sam in z/b.jpg
for copies in copied originals/copied; do
    clean 0 --date 2026-06-01 -o $copies originals
    for given in '' '-m originals/consent.yaml'; do
        [[ $copies$given != copied ]] || continue # which finds nothing that shows anybody
        beside() { # RULE FILE TEXT
            printf 'version: 1\n%s\n' "$3" >"originals/$2"
            # shellcheck disable=SC2086 # two words, or none
            known 1 "$1" $given $copies
            report 'sorted(len(p["findings"]) for p in r["photos"]) == [0, 1]'
            rm "originals/$2"
        }
        # shellcheck disable=SC2086
        known 0 '' $given $copies
        beside photo-withheld a.jpg.consent.yaml 'photos: {a.jpg: {publish: no}}'
        beside photo-withheld z/b.jpg.consent.yaml 'photos: {b.jpg: {publish: no}}'
        beside place-marked a.jpg.consent.yaml 'photos: {a.jpg: {redact: [{box: [0.7, 0.7, 0.1, 0.1]}]}}'
        kari='people: {kari: {consent: [{date: 2026-01-01, withdrawn: 2026-05-01}]}}'
        beside consent-withdrawn z/b.jpg.consent.yaml "$kari" # who is in a.jpg
        [[ -z $given ]] || continue # with it, those of other folders count for nothing
        beside consent-withdrawn z/consent.yaml "$kari"
        sam='people: {sam: {role: staff, consent: [{form: written, date: 2026-01-01}]}}'
        faces='faces: [{person: sam, box: [0.2, 0.2, 0.2, 0.3]}]'
        beside photo-withheld z/consent.yaml "$sam"$'\n'"photos: {b.jpg: {publish: no, $faces}}"
    done
    rm -r $copies
done

# An entry that was left behind speaks of the photo that has its SHA-256: a copy of it is found, whatever manifest is
# given, and whether the photos are at hand or not. One that has its photo, or is another's, speaks of nobody else.
left() { # ENTRY...: of left/consent.yaml, once x.jpg and y.jpg have their copies
    rm -rf left lost above
    photo left/x.jpg 192 128 ycc 2x2 seed=20
    photo left/y.jpg 192 128 ycc 2x2 seed=21
    printf 'version: 1\nrights: {permission: yes}\n' >left/consent.yaml
    clean 0 --date 2026-06-01 -o above/copies "${rename[@]}" left
    of_y=$(sha256sum left/y.jpg | cut -c1-64)
    { echo photos: && printf '  %s\n' "${@//SHA/"sha256: $of_y"}"; } >>left/consent.yaml
}
withheld() { # NUMBER ARGUMENT...: of the copies that are found not to be published
    local status=0
    "$SLADD" check --date 2026-06-01 --models no-such-folder --format json "${@:2}" >report.json 2>log || status=$?
    [[ $1 == 0 || $status == 1 ]] || fail "exit status $status: check ${*:2}"
    report '[f["rule"] for p in r["photos"] for f in p["findings"]].count("photo-withheld") == '"$1"
}
is_left() { # NUMBER: by whichever manifest the copies are checked
    withheld "$1" above/copies
    withheld "$1" -m left/consent.yaml above/copies
    cp left/consent.yaml above
    withheld "$1" above/copies
    rm above/consent.yaml
    mv left lost
    withheld "$1" -m lost/consent.yaml above/copies
    cp lost/consent.yaml above
    withheld "$1" above/copies
}
for option in '' --rename; do
    rename=(${option:+"$option"})
    left 'g.jpg: {SHA, publish: no}'
    is_left 1
    left 'g.jpg: {SHA, publish: no}' 'y.jpg: {alt_text: x}'
    is_left 0
    left 'g.jpg: {sha256: '"$(printf 0%.0s {1..64})"', publish: no}'
    is_left 0
    left 'g.jpg: {SHA, publish: no}' # of another photo with the same bytes, which is there
    cp left/y.jpg left/g.jpg
    withheld 0 above/copies
    withheld 0 -m left/consent.yaml above/copies
    left 'x.jpg: {}' 'g.jpg: {SHA}' # which has a copy, too
    cp left/y.jpg left/g.jpg
    clean 0 --date 2026-06-01 -o above/copies "${rename[@]}" left
    mv left/consent.yaml above
    withheld 0 above/copies
    withheld 0 -m above/consent.yaml above/copies
    rm -r left
    withheld 0 above/copies
    withheld 0 -m above/consent.yaml above/copies
done

# Manifests beside an original that cannot be read are a doubt of its copies, and of no other; nothing else is lost.
mkdir -p one two given
photo one/a.jpg 192 128 ycc 2x2 seed=22
photo two/b.jpg 192 128 ycc 2x2 seed=23
swapped '' '' '' | tee one/consent.yaml >two/consent.yaml
swapped '' ', withdrawn: 2026-05-01' '' >given/all.yaml # kari, who is in two/b.jpg
clean 0 --date 2026-06-01 -o both one two
doubted() { # ARGUMENT...: the copy of one/a.jpg, and why; the other one is judged by its consents
    expect 1 bound "$SLADD" check --date 2026-06-01 --models no-such-folder --format json "$@" both
    sed '/^sladd: /d' log >report.json
    report '[(f["rule"], p["source"], "one/" in f["message"]) for p in r["photos"] for f in p["findings"] if p["source"] == "both/a.jpg"] == [("photo-withheld", "both/a.jpg", True)]'
    report '[f["rule"] for p in r["photos"] for f in p["findings"] if p["source"] == "both/b.jpg"] == ["consent-withdrawn"]'
}
printf 'version: 1\nfoo: 1\n' >one/a.jpg.consent.yaml
doubted -m given/all.yaml
withheld 1 both
mv one/a.jpg.consent.yaml one/consent.yaml
withheld 1 both
known 1 consent-withdrawn -m given/all.yaml both # for which those of the folders count for nothing
# One that may not be entered is as one on another machine.
chmod 000 one
expect 1 bound "$SLADD" check --date 2026-06-01 --models no-such-folder --format json -m given/all.yaml both
sed '/^sladd: /d' log >report.json
report '[(p["source"], f["rule"]) for p in r["photos"] for f in p["findings"]] == [("both/b.jpg", "consent-withdrawn")]'
chmod 755 one
swapped '' '' '' >one/consent.yaml
swapped '' '' '' >given/all.yaml
known 0 '' -m given/all.yaml both
# One that is not at hand says nothing, as where nobody may know whether it is there.
mkdir -p away/inner
mv one away/inner
ln -s away/inner/one one
clean 0 --date 2026-06-01 -o inner one/a.jpg
chmod 000 away
expect 0 bound "$SLADD" check --date 2026-06-01 --models no-such-folder -m two/consent.yaml inner
chmod 755 away

# Whoever says no beside one original says it of all, also beside the photo that another one is by now.
mkdir -p before gone newer
photo before/a.jpg 192 128 ycc 2x2 seed=24
photo gone/z.jpg 192 128 ycc 2x2 seed=25
cp gone/z.jpg newer/w.jpg
swapped '' '' '' >before/consent.yaml
sed -i '/ b.jpg/d; s/: sam,/: kari,/' before/consent.yaml
clean 0 --date 2026-06-01 -o all before gone newer
cp before/consent.yaml all
rm all/w.jpg gone/z.jpg
known 0 '' all
printf 'version: 1\npeople: {kari: {consent: [{date: 2026-01-01, withdrawn: 2026-05-01}]}}\n' >newer/consent.yaml
known 1 consent-withdrawn all
report '[p["source"] for p in r["photos"] if p["findings"]] == ["all/a.jpg"]'

# Hundreds of equal copies that were moved do not ask each other about each other.
mkdir -p equal/new
python3 - <<'PYTHON'
import json
row = next(json.loads(line) for line in open("both/.sladd-receipts.jsonl") if '"a.jpg"' in line)
copy = open("both/a.jpg", "rb").read()
with open("equal/.sladd-receipts.jsonl", "w") as receipts:
    for i in range(400):
        row["output"] = f"{i}.jpg"
        row["origin"] = row["origin"].rsplit("/", 1)[0] + f"/{i}.jpg"
        receipts.write(json.dumps(row) + "\n")
        open(f"equal/new/x{i}.jpg", "wb").write(copy)
PYTHON
sed -i '/  a.jpg/d' two/consent.yaml
expect 1 timeout 20 "$SLADD" check --date 2026-06-01 --models no-such-folder --format json -m two/consent.yaml equal
sed '/^sladd: /d' log >report.json
report 'len(r["photos"]) == 400 and {f["rule"] for p in r["photos"] for f in p["findings"]} == {"face-unknown"}'
# Nor is a manifest with an error in it read again for each of them.
python3 -c 'print("version: 1", "photos:", *(f"  x{i}.jpg: {{}}" for i in range(120000)), "foo: 1", sep="\n")' >one/consent.yaml
expect 1 timeout 10 "$SLADD" check --date 2026-06-01 --models no-such-folder --format json equal
sed '/^sladd: /d' log >report.json
report '{f["rule"] for p in r["photos"] for f in p["findings"]} >= {"photo-withheld"}'

# Receipts that cannot be read are an error, and a file without any vouches for nothing.
cp public/a.jpg stranger.jpg
finds 1 'notice photo-uncovered' stranger.jpg
printf 'rubbish\n[1]\n{"output": 7}\n{"output": "x", "row": 3}\n' >public/.sladd-receipts.jsonl
check 2 --models no-such-folder -m photos/consent.yaml public
