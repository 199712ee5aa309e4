# Which manifest speaks of a photo: the sidecar first, then consent.yaml in its folder, then in the parents, whatever was
# given; --manifest in place of the folders'. Any error ends the run before anything is written.
# Release test 17.
box() { printf 'version: 1\nphotos:\n  "%s":\n    redact: [{box: [%s, 0.5, 0.1, 0.1]}]\n' "$1" "$2"; }
boxes() { # LIST: the x of the redacted boxes in hundredths
    report "sorted(round(x['box'][0]) for x in p['regions'] if x['kind'] == 'manual') == $1"
}
photo top/mid/a.jpg 100 100 ycc 1x1
look() { clean 0 -n --report report.json "$@"; }

box mid/a.jpg 0.1 >top/consent.yaml
look top
boxes '[10]'
look top/mid # also above what was given
boxes '[10]'
look top/mid/a.jpg
boxes '[10]'
ln -s top/mid/a.jpg link.jpg
look link.jpg # and of what a link leads to
boxes '[10]'
ln -s top shortcut
look shortcut/mid/a.jpg
boxes '[10]'
look -m top/consent.yaml top/mid
boxes '[10]'
(cd top/mid && look a.jpg && mv report.json ../..)
boxes '[10]'
mkdir top/mid/.git # but not above a repository
look top/mid
boxes '[]'
rmdir top/mid/.git
box a.jpg 0.2 >top/mid/consent.yaml
look top # the nearest one wins, and what those further up protect stays protected
boxes '[10, 20]'
look top/mid/a.jpg
boxes '[10, 20]'
box a.jpg 0.3 >top/mid/a.jpg.consent.yaml
look top
boxes '[10, 20, 30]'
rm top/mid/a.jpg.consent.yaml
mkdir elsewhere
box a.jpg 0.4 >elsewhere/given.yaml
look -m elsewhere/given.yaml top/mid # from anywhere
boxes '[40]'
box mid/a.jpg 0.4 >elsewhere/given.yaml
look -m elsewhere/given.yaml top
boxes '[40]'
look -m elsewhere/given.yaml top/mid/a.jpg
boxes '[40]'
box top/mid/a.jpg 0.4 >given.yaml
look -m given.yaml top/mid
boxes '[40]'
box a.jpg 0.4 >given.yaml
look -m given.yaml top/mid # the path below the folder that is given
boxes '[40]'
rm given.yaml elsewhere/given.yaml

# Publication, permission and people, as an entry further up has them and the nearest one is silent about.
above() { # ENTRY: what top/consent.yaml says
    printf 'version: 1\npeople:\n  kari: {role: staff, consent: [{}]}\n  ola: {role: staff}\nphotos:\n  mid/a.jpg: {%s}\n' "$1" >top/consent.yaml
}
near() { printf 'version: 1\npeople:\n  kari: {role: staff, consent: [{}]}\nphotos:\n  a.jpg: {%s}\n' "$1" >top/mid/consent.yaml; }
rows() { report "sorted((x['person'] or '', x['reason'], x['action']) for x in p['regions']) == $1"; }
near 'alt_text: A hall'
for said in 'publish: no' 'rights: {permission: no}'; do
    above "$said"
    clean 1 -n --report report.json top
    no=${said#*\{}
    report "'${no%\}}' in p['error']"
    near "${said//no/yes}"
    look top
    near 'alt_text: A hall'
done
# What holds for a folder stands in a manifest there: its no is not undone by a yes further up, and its yes undoes a
# folder's no further up, but none of an entry, which speaks of this very photo.
above 'rights: {permission: yes}'
for said in 'photos: {}' 'photos: {a.jpg: {alt_text: A hall}}'; do
    printf 'version: 1\nrights: {permission: no}\n%s\n' "$said" >top/mid/consent.yaml
    clean 1 -n --report report.json top
    report '"permission: no" in p["error"]'
    printf 'version: 1\nphotos: {a.jpg: {alt_text: A hall}}\n' >top/mid/a.jpg.consent.yaml
    clean 1 -n top
    rm top/mid/a.jpg.consent.yaml
    printf 'version: 1\nrights: {permission: yes}\n%s\n' "$said" >top/mid/consent.yaml
    above 'rights: {permission: no}'
    clean 1 -n top
    above ''
    echo 'rights: {permission: no}' >>top/consent.yaml
    look top
    above 'rights: {permission: yes}'
done
printf 'version: 1\nrights: {permission: no}\nphotos: {a.jpg: {rights: {permission: yes}}}\n' >top/mid/consent.yaml
look top
near 'alt_text: A hall'
above 'faces: [{person: ola, box: [0.1, 0.1, 0.2, 0.2]}, {person: kari, box: [0.6, 0.6, 0.2, 0.2]}]'
look top # nobody is kept by what is further up: the nearest manifest does not know them
rows '[("", "ambiguous", "redact")] * 2'
near 'faces: [{person: kari, box: [0.6, 0.6, 0.2, 0.2]}]'
look top
rows '[("", "ambiguous", "redact"), ("kari", "consent", "keep")]'
above ''
clean 0 -o out --report report.json top
above 'faces: [{person: ola, box: [0.1, 0.1, 0.2, 0.2]}]'
check 1 --format json out
clean 0 -o out --report report.json top
report 'p["status"] == "sanitised"'
rm -r out

# Each manifest has people of its own. A consent that one of them says was taken back, or an identity that is protected there,
# counts in all of them for the same person: the same name, or the same key where one has no name.
people() { # FOLDER PERSON PHOTO ENTRY
    printf 'version: 1\npeople:\n  %s\nphotos:\n  %s: {%s}\n' "$2" "$3" "$4" >"$1/consent.yaml"
}
stays() { look top && rows '[("k", "consent", "keep")]'; }
goes() { look top && rows "[('k', '$1', 'redact')]" && report 'any("hides them here" in n and "[k]" in n for n in p["notices"])'; }
old='consent: [{date: 2026-01-01}]' no='consent: [{date: 2026-01-01, withdrawn: 2026-03-01}]' at='faces: [{person: k, box: [0.1, 0.1, 0.2, 0.2]}]'
for known in 'k: {role: staff, name: Kari' 'k: {role: staff'; do
    people top/mid "$known, $old}" a.jpg "$at"
    people top "x: {name: Ola, $no}" b.jpg 'alt_text: x'
    stays
    people top "x: {name: KARI, aliases: [Ola], $old}" b.jpg 'alt_text: x'
    stays
    people top "k: {$no}" b.jpg 'alt_text: x'
    goes withdrawn
    people top "k: {protected_identity: yes}" b.jpg 'alt_text: x'
    goes protected-identity
done
people top/mid "k: {role: staff, name: Kari, $old}" a.jpg "$at"
people top "x: {name: Per, aliases: [kari], $no}" b.jpg 'alt_text: x'
goes withdrawn
people top "k: {name: Another Kari, $no}" b.jpg 'alt_text: x'
stays
people top "x: {name: Kari, ${no/]/, {date: 2026-04-01\}]}}" b.jpg 'alt_text: x'
goes withdrawn # a later consent that another folder has is not borrowed
people top/mid "k: {role: staff, name: Kari, consent: [{date: 2026-04-01}]}" a.jpg "$at"
stays
# Blanks and marks that nobody sees make nobody another where they say no, and two keys of one manifest may be one person.
for name in 'KARI  LI' ' Kari Li ' $'Kari\u00a0Li' $'Kari\u2009Li' $'Ka\u200bri Li' $'\uff2bari Li' $'Ka\u0301ri Li'; do
    people top/mid "k: {role: staff, name: Kari Li, $old}" a.jpg "$at"
    people top "x: {name: \"$name\", $no}" b.jpg 'alt_text: x'
    goes withdrawn
    people top/mid "k: {role: staff, name: \"$name\", $old}" a.jpg "$at"
    people top "x: {name: Per, aliases: [Kari Li], $no}" b.jpg 'alt_text: x'
    goes withdrawn
done
people top/mid "k: {role: staff, name: Kari, $old}"$'\n'"  x: {name: Kari, $no}" a.jpg "$at"
goes withdrawn
people top/mid "k: {role: staff, name: Kari, $old}"$'\n'"  x: {name: Kari B, aliases: [kari], protected_identity: yes}" a.jpg "$at"
goes protected-identity
people top/mid "k: {role: staff, name: Kari, $old}"$'\n'"  x: {name: Kari B, $no}" a.jpg "$at"
stays
people top/mid "k: {role: staff, name: Kari, $old}" a.jpg "$at"
people top "x: {name: Ola}" b.jpg 'alt_text: x'
clean 0 -o out --report report.json top
people top "x: {name: Kari, $no}" b.jpg 'alt_text: x'
clean 0 -o out --report report.json top
report 'p["status"] == "sanitised" and [t["person"] for t in r["take_down"]] == ["k"]'
check 1 --format json top
rm -r out top/consent.yaml

# So does a no beside another photo of the folder, however this one is given.
printf '%s\n' top/mid/a.jpg >list
ways=(top top/mid top/mid/a.jpg link.jpg shortcut/mid/a.jpg '--files-from list' '-m top/mid/consent.yaml top/mid/a.jpg')
photo top/mid/b.jpg 100 100 ycc 1x1
for way in "${ways[@]}"; do
    # shellcheck disable=SC2086 # an option and its value
    look $way && rows '[("k", "consent", "keep")]'
done
printf 'version: 1\npeople: {x: {name: Kari, %s}}\n' "$no" >top/mid/b.jpg.consent.yaml
for way in "${ways[@]}"; do
    # shellcheck disable=SC2086
    look $way && rows '[("k", "withdrawn", "redact")]'
done
rm top/mid/b.jpg*

# And in the manifests of all folders below the uppermost one that has one.
mkdir -p top/other/deep top/mid/deep
printf 'version: 1\n' >top/consent.yaml
refuse() { # FILE STATUS-OF-K [WAY...]
    local file=$1 row=$2 way
    shift 2
    printf 'version: 1\npeople: {x: {name: Kari, %s}}\n' "$no" >"$file"
    for way; do
        # shellcheck disable=SC2086
        look $way && rows "[('k', $row)]"
    done
    rm "$file"
}
refuse top/other/deep/consent.yaml '"withdrawn", "redact"' "${ways[@]::6}"
refuse top/other/deep/consent.json '"withdrawn", "redact"' top/mid
refuse top/other/c.jpg.consent.yaml '"withdrawn", "redact"' "${ways[@]::6}"
refuse top/mid/deep/c.jpg.consent.yaml '"withdrawn", "redact"' "${ways[@]}"
refuse top/mid/deep/consent.yaml '"consent", "keep"' "${ways[6]}" # --manifest stands in the place of the folders'
mkdir top/other/.git # another repository is another tree
refuse top/other/deep/consent.yaml '"consent", "keep"' top/mid
rmdir top/other/.git
echo 'surprise: 1' >top/other/deep/consent.yaml
clean 2 -o out top/mid
says '*top/other/deep/consent.yaml:1:1*surprise*'
absent out
rm -r top/other/deep/consent.yaml
clean 2 --limit folders=2 -o out top/mid
says '*top/consent.yaml: more than 2 folders *--limit folders=N*'
clean 0 --limit folders=4 -n top/mid
rm top/consent.yaml # nothing joins the folders
refuse top/other/consent.yaml '"consent", "keep"' top/mid
rm -r top/other top/mid/deep top/mid/consent.yaml list
box mid/a.jpg 0.1 >top/consent.yaml
python3 -c 'import json; json.dump({"version": 1, "photos": {"a.jpg": {"redact": [{"box": [0.6, 0.5, 0.1, 0.1]}]}}},
    open("top/mid/consent.json", "w"))'
look top
boxes '[10, 60]'

# Errors: place and status 2, and nothing is written, whichever photo the manifest belongs to.
photo top/z.jpg
box z.jpg 0.1 >top/z.jpg.consent.yaml
echo "surprise: 1" >>top/z.jpg.consent.yaml
clean 2 -o out top
says "*top/z.jpg.consent.yaml:5:1*surprise*"
absent out
rm top/z.jpg.consent.yaml
cp top/mid/consent.json top/mid/consent.yaml
clean 2 -o out top
says "*both exist*"
absent out
clean 2 -m missing.yaml -o out top
says "*missing.yaml*"
clean 2 -m top -o out top
absent out

# A manifest given by name shows nobody in another photo of the same name: cameras count from 1 again on each day.
photo day1/IMG_1.jpg 100 100 ycc 1x1
photo day2/IMG_1.jpg 116 100 ycc 1x1
cat >day1/consent.yaml <<'YAML'
version: 1
people: {kari: {role: staff, consent: [{form: written, given_by: self, date: 2026-01-01}]}}
photos: {IMG_1.jpg: {faces: [{person: kari, box: [0.2, 0.2, 0.3, 0.3]}]}}
YAML
shown_in() { # LIST of the photos in which somebody is kept
    report "[q['source'] for q in r['photos'] if q['status'] != 'withheld' and any(x['action'] == 'keep' for x in q['regions'])] == $1"
}
clean 1 -n --date 2026-06-01 --report report.json -m day1/consent.yaml day1 day2
shown_in "['day1/IMG_1.jpg']"
says "*day2/IMG_1.jpg: withheld: 'IMG_1.jpg' (day1/consent.yaml:3) speaks of one photo*"
clean 1 -n --date 2026-06-01 --report report.json -m day1/consent.yaml day2
shown_in '[]'
clean 0 -n --date 2026-06-01 --report report.json -m day1/consent.yaml day1
shown_in "['day1/IMG_1.jpg']"
mkdir copied && cp day1/IMG_1.jpg copied
clean 0 -n --date 2026-06-01 --report report.json -m day1/consent.yaml copied day1 # the same picture is the same photo
shown_in "['copied/IMG_1.jpg', 'day1/IMG_1.jpg']"
mv day1 day3 && mkdir day1 && mv day3/consent.yaml day1
clean 1 -n --date 2026-06-01 --report report.json -m day1/consent.yaml day3 day2
shown_in '[]'
says "*day3/IMG_1.jpg: withheld: *"
says "*day2/IMG_1.jpg: withheld: *"
clean 0 -n --date 2026-06-01 --report report.json -m day1/consent.yaml day3
shown_in "['day3/IMG_1.jpg']"
