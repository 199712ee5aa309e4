# What is written down is obeyed or named: an entry that is called a little differently from its photo speaks of it, one
# that only nearly fits withholds it, a file that is nearly a manifest's name ends the run, and an entry without a photo
# is a note of clean and a finding of check. (tests/unit/consent_resolver.c and consent_manifest_names.c have the many
# members of each class.)
photo made.jpg
entry() { printf 'version: 1\nphotos:\n  "%s": {publish: no}\n' "$1"; }
folder() { # PHOTO ENTRY [MANIFEST]
    rm -rf in out
    mkdir -p "in/$(dirname "$1")"
    cp made.jpg "in/$1"
    entry "$2" >"in/${3:-consent.yaml}"
}

# The same name to a person: its entry.
for pair in 'IMG_0001.JPG|IMG_0001.jpg' $'A\u030arsm\u00f8te.jpg|\u00c5rsm\u00f8te.jpg' 'dag1/IMG_1.jpg|dag1\\IMG_1.jpg'; do
    folder "${pair%|*}" "${pair#*|}"
    clean 1 -o out in
    says "*publish: no*is taken for*"
    nothing_in out
done
check 1 in
says "*entry-other-name*"

# Nearly the same: the photo is withheld, and what to write is said. Also by scan, which would hide the slip for good.
folder IMG_0001.jpg IMG_001.jpg
clean 1 -o out --report report.json in
says "*withheld: there is no photo 'IMG_001.jpg' (in/consent.yaml:3)*write 'IMG_0001.jpg'*"
report 'p["cause"] == "name-in-doubt"'
nothing_in out
cp in/consent.yaml before
expect 1 "$SLADD" scan --models "$ROOT/models" in
same in/consent.yaml before
clean 1 -o out in/IMG_0001.jpg # given alone, too
finds 1 'entry-without-photo notice photo-uncovered photo-withheld' in

# A file that is nearly a manifest: an error that names it, and nothing is written. A backup of an editor is nothing.
for name in consent.yml Consent.yaml consent.yaml.txt consents.yaml 'consent (1).yaml' IMG_1.JPG.consent.yaml \
    IMG_1.consent.yaml IMG_1.jpg.consent.yml; do
    folder IMG_1.jpg IMG_1.jpg "$name"
    clean 2 -o out in
    says "*in/$name: this is nearly a manifest's name*"
    absent out
done
clean 2 -n in/IMG_1.jpg
check 2 in
# In another folder of the tree, too, where that has photos: whoever says no there says it here.
for name in consent.yml IMG_2.consent.yaml; do
    folder a/IMG_1.jpg IMG_1.jpg a/consent.yaml
    entry b/IMG_1.jpg >in/consent.yaml
    mkdir in/b
    entry IMG_2.jpg >"in/b/$name"
    clean 1 -n in/a
    cp made.jpg in/b/IMG_2.jpg
    clean 2 -n in/a
    says "*in/b/$name: this is nearly a manifest's name*"
done
# Beside a manifest that is given by name, too, if that is called as a folder's own; elsewhere the folders' count for nothing.
folder a/IMG_1.jpg a/IMG_1.jpg consent.yaml
entry IMG_1.jpg >in/a/consent.yml
clean 1 -n -m in/consent.yaml in/a
entry IMG_1.jpg >in/consent.yml
clean 2 -n -m in/consent.yaml in/a
says "*in/consent.yml: this is nearly a manifest's name*"
check 2 -m in/consent.yaml in/a
mv in/consent.yaml in/given.yaml
clean 1 -n -m in/given.yaml in/a
folder sub/IMG_1.jpg sub/IMG_1.jpg consent.yml # above what was given
clean 2 -n in/sub
folder IMG_1.jpg IMG_1.jpg 'consent.yaml~'
clean 0 -n in
ln -s nowhere in/consent.yaml
clean 2 -n in
says "*in/consent.yaml: cannot read the manifest*"

# An entry for a folder, or a pattern, means every photo there and hides none: an error, whatever of the folder is given.
folder lukket/IMG_1.jpg lukket
for given in in in/lukket in/lukket/IMG_1.jpg; do
    clean 2 -q -o out $given
    says "*in/consent.yaml:3:3: 'lukket' is a folder or a pattern*rights: {permission: no}*"
    absent out
done
check 2 in
mkdir in/empty
entry empty >in/consent.yaml
check 2 in
for pattern in 'lukket/*.jpg' 'lukket/*' 'lukket/IMG_?.jpg' 'IMG*'; do
    entry "$pattern" >in/consent.yaml
    clean 2 -q -o out in
    says "*in/consent.yaml:3:3: '*' is a folder or a pattern*"
    check 2 in
done
entry "lukket\\\\" >in/consent.yaml
clean 2 -o out in
entry Lukket >in/consent.yaml
clean 1 -o out in
says "*withheld: 'Lukket' (in/consent.yaml:3) is this photo's folder*"
nothing_in out
# What the message says instead does it.
rm in/consent.yaml
printf 'version: 1\nrights: {permission: no}\n' >in/lukket/consent.yaml
clean 1 -o out in
nothing_in out

# A sidecar without a photo of its name, which speaks of another one that is there; and one that speaks of nobody.
folder IMG_1.jpg IMG_1.jpg IMG_2.jpg.consent.yaml
clean 2 -n in
says "*in/IMG_2.jpg.consent.yaml: this is nearly*IMG_1.jpg.consent.yaml*"
folder IMG_1.jpg another.jpg IMG_1.jpg.consent.yaml
clean 1 -n in
says "*is not the photo beside it: write 'IMG_1.jpg'*"
# One whose photo is gone is said once, also below a manifest, where the folder is looked through for itself and from above.
folder a/deeper/x.jpg a/deeper/x.jpg
entry gone.jpg >in/a/deeper/gone.jpg.consent.yaml
clean 1 -n in
[[ $(grep -c "there is no photo 'gone.jpg' here" log) == 1 ]] || fail "not once: gone.jpg"
clean 1 -n in/a/deeper

# An entry of a photo that is not there at all.
folder IMG_1.jpg gruppe.jpg
clean 0 -n in
says "*in/consent.yaml:3: note: there is no photo 'gruppe.jpg' here*"
finds 1 'entry-without-photo notice photo-uncovered' in
report '[f["message"] for q in r["photos"] for f in q["findings"] if f["rule"] == "entry-without-photo"][0].count("gruppe.jpg") == 1'
clean 0 -n in/IMG_1.jpg # nobody looked for the others
# Of many, those that hide somebody are named.
{
    printf 'version: 1\nphotos:\n'
    printf '  stale-%s.jpg: {alt_text: A hall}\n' {10..40}
    printf '  hidden.jpg: {publish: no}\n  drawn.jpg: {redact: [{box: [0, 0, 0.5, 0.5]}]}\n  known.jpg: {faces: [{box: [0, 0, 0.5, 0.5]}]}\n'
} >in/consent.yaml
clean 0 -n in
says "*'hidden.jpg' here*'drawn.jpg' here*'known.jpg' here*'stale-10.jpg' here*and 26 more like this*"

# rights: of a manifest, for every photo that says nothing itself.
folder IMG_1.jpg IMG_1.jpg
printf 'version: 1\nrights: {permission: no}\nphotos:\n  IMG_1.jpg: {alt_text: A hall}\n' >in/consent.yaml
clean 1 -n in
says "*permission: no*"
printf 'version: 1\nrights: {permission: no}\nphotos:\n  IMG_1.jpg: {rights: {permission: yes}}\n' >in/consent.yaml
clean 0 -n in
printf 'version: 1\nrights: {permission: yes}\n' >in/consent.yaml
clean 0 -n --report report.json in
report 'p["notices"] == []'

# An XMP file that is nearly called like the photo's: nobody reads it, so that the photo is withheld and the file named. One
# that is another photo's counts as well where only case tells them apart; under its right name, or of another photo, it does
# not.
xmp() { # PHOTO XMP...
    rm -rf in out
    mkdir in
    cp made.jpg "in/$1"
    (cd in && printf '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>' | tee "${@:2}" >/dev/null)
}
for pair in couple.jpg/Couple.XMP IMG_1.JPG/img_1.xmp IMG_1.JPG/IMG_1.jpg.xmp IMG_1.JPG/IMG_1.Xmp \
    $'\u00c5se.jpg/A\u030ase.xmp' $'A\u030ase.jpg/\u00c5se.xmp' $'\u00c5se.jpg/A\u030ase.jpg.xmp' $'\u00c5se.jpg/\xc5se.xmp'; do
    xmp "${pair%/*}" "${pair#*/}"
    clean 1 -o out --report report.json in
    says "*is nearly the name of this photo's XMP file and is not read: rename it to*"
    report 'p["status"] == "withheld" and p["cause"] == "name-in-doubt"'
    nothing_in out
    check 1 "in/${pair%/*}"
done
xmp a.jpg a.jpg.xmp A.xmp a.Xmp # also where others have the right names
clean 1 -n in
xmp IMG_1.JPG img_1.xmp
cp made.jpg in/img_1.png
clean 1 -n --report report.json in
report '[q["status"] for q in r["photos"]] == ["withheld", "sanitised"]'
xmp IMG_1.JPG IMG_1.XMP IMG_1.xmp IMG_1.JPG.xmp IMG_1.JPG.XMP IMG_1.CR2.xmp IMG_10.xmp img_1.jpg.xmp.txt
clean 0 -n in
xmp IMG_1.JPG IMG_1.xmp
ln in/IMG_1.xmp in/img_1.xmp # as a disk without case shows one file
clean 0 -n in
ln -s in/IMG_1.JPG link.jpg
clean 1 -n link.jpg
says "*the XMP file 'IMG_1.xmp' of the photo that this link leads to is not read*"

# A photo that was renamed, or moved, and its entry was not: its SHA-256 says so, and what the entry hides is not lost.
# Wherever the photo lies, each copy of it, and also where the entry was left behind in a sidecar.
sealed() { # PHOTO: its entry, as scan writes it
    printf 'version: 1\nphotos:\n  "%s": {sha256: %s, publish: no}\n' "$(basename "$1")" "$(sha256sum "$1" | cut -d ' ' -f 1)"
}
for where in consent.yaml a.jpg.consent.yaml; do
    rm -rf in out
    photo in/a.jpg 96 64 ycc 2x2 seed=3
    photo in/b.jpg
    sealed in/a.jpg >in/$where
    clean 1 -o out in # here it is still called so
    mv in/a.jpg in/c.jpg
    clean 1 -o out --report report.json in
    says "*in/c.jpg: withheld: there is no photo 'a.jpg' (in/$where:3), and by its SHA-256 this one is it*"
    report '[q.get("cause") for q in r["photos"]] == [None, "name-in-doubt"]'
    absent out/c.jpg
    clean 1 -n in/c.jpg
    finds 1 'entry-without-photo notice photo-uncovered photo-withheld' in
    mkdir in/sub
    cp in/c.jpg in/sub/d.jpg
    clean 1 --report report.json -o out in
    report 'r["summary"]["withheld"] == 2'
    absent out/c.jpg out/sub/d.jpg
done
