# What a policy says of a photo counts for everybody whom any manifest above it names there, or knows by the name of a
# tag: also where a nearer manifest is silent, or names somebody else at the place.
photo top/sub/a.jpg
box='box: [0.3, 0.3, 0.2, 0.3]'
top() { # ROLE ENTRY
    printf 'version: 1\npeople: {per: {name: Per, role: %s, born: 2015-01-01}}\nphotos: {sub/a.jpg: {%s}}\n' "$1" "$2" \
        >top/consent.yaml
}
near() { # FILE ENTRY
    printf 'version: 1\npeople: {ola: {role: staff, consent: [{date: 2026-01-01}]}}\nphotos: {a.jpg: {%s}}\n' "$2" >"$1"
}
withheld() { # and under a policy that publishes it, the reminder comes
    clean 1 -n -p health-youth --date 2026-06-01 --report report.json top
    report 'p["status"] == "withheld" and "of this role or age" in p["error"]'
    clean 0 -n -p nordic-public --date 2026-06-01 --report report.json top
    report 'any("a single trait can identify somebody" in n for n in p["notices"])'
}
tagged() { # NAME
    python3 - "$1" <<'PYTHON' || fail "tag"
import os, sys
sys.path.insert(0, os.environ["SUPPORT"])
from tag_frames import packet
open("top/sub/a.xmp", "wb").write(packet({sys.argv[1]: (.4, .3, .2, .3)}, (96, 64)))
PYTHON
}
in_nearer_ones() { # with every nearer manifest that may speak of the photo
    local file entry
    withheld
    for file in top/sub/consent.yaml top/sub/a.jpg.consent.yaml; do
        for entry in 'alt_text: A hall' "faces: [{person: ola, $box}]" "sha256: $(printf '%064d' 0)"; do
            near "$file" "$entry"
            withheld
        done
        rm "$file"
    done
}
top pupil "faces: [{person: per, $box}]"
in_nearer_ones

# A tag: above, somebody is known by its name, in a manifest that does not mention the photo.
top pupil ''
sed -i 's/sub.a.jpg/sub\/b.jpg/' top/consent.yaml
tagged Per
in_nearer_ones
near top/sub/consent.yaml 'alt_text: A hall'
tagged Per2
clean 0 -n -p health-youth --date 2026-06-01 --report report.json top
report 'not any("trait" in n for n in p["notices"])'

# That a tag is wrong is said of one version of the photo: of another it answers nothing.
tagged Per
for answer in 'faces: [{person: ola, box: [0.4, 0.3, 0.2, 0.3]' 'keep: [{what: no-face, box: [0.4, 0.3, 0.2, 0.3]'; do
    near top/sub/consent.yaml "sha256: $(sha256sum top/sub/a.jpg | cut -d ' ' -f 1), $answer, wrong_tags: [Per]}]"
    clean 0 -n -p health-youth --date 2026-06-01 top
    near top/sub/consent.yaml "sha256: $(printf '%064d' 0), $answer, wrong_tags: [Per]}]"
    withheld
done
rm top/sub/consent.yaml

# Somebody who stands in the folder's manifest and in the sidecar is who both together say, whichever of them names whom.
photo both/a.jpg
printf 'version: 1\npeople: {kari: {role: staff, minor: no}}\nphotos: {a.jpg: {faces: [{person: kari, %s}]}}\n' "$box" \
    >both/consent.yaml
clean 0 -n -p health-youth --date 2026-06-01 both
for person in '"?"' kari; do
    printf 'version: 1\npeople: {kari: {role: pupil, born: 2014-01-01}}\nphotos: {a.jpg: {faces: [{person: %s, %s}]}}\n' \
        "$person" "$box" >both/a.jpg.consent.yaml
    clean 1 -n -p health-youth --date 2026-06-01 --report report.json both
    report 'p["status"] == "withheld" and "of this role or age" in p["error"]'
done

# A role that changes further up does the photo again: by a tag, and by an entry.
rm top/sub/a.xmp
for way in tag entry; do
    entry=
    [[ $way == tag ]] && tagged Per || entry="faces: [{person: per, $box}]"
    top visitor "$entry"
    clean 0 -o out -p health-youth --date 2026-06-01 top
    clean 0 -o out -p health-youth --date 2026-06-01 --report report.json top
    report 'p["status"] == "unchanged"'
    top pupil "$entry"
    clean 1 -o out -p health-youth --date 2026-06-01 top
    absent out/sub/a.jpg
    rm -f top/sub/a.xmp
done
