# The alt text, and the credit where the manifest asks for it, stand in the outputs as any reader finds them; nothing else
# does, also where the source said otherwise.
mkdir photos
photo photos/a.jpg 96 64 ycc 2x2
png photos/b.png
photo photos/c.jpg 96 64 ycc 2x2
exiftool -q -overwrite_original -Artist=Secret -Copyright=Secret -XMP-dc:Description=Secret -XMP-dc:Creator=Secret \
    -XMP-dc:Rights=Secret -IPTC:Caption-Abstract=Secret -n -Orientation=6 photos/a.jpg photos/c.jpg
exiftool -q -overwrite_original -XMP-dc:Description=Secret -PNG:Description=Secret photos/b.png
cat >photos/consent.yaml <<'YAML'
version: 1
photos:
  a.jpg:
    rights: {photographer: Åse <Øyen> & co, permission: yes}
    credit: yes
    alt_text: "Tre kolleger ved sjøen, \"glade\""
  b.png:
    rights: {photographer: Åse <Øyen> & co, permission: yes}
    credit: yes
    alt_text: Ved sjøen
  c.jpg:
    rights: {photographer: Åse Øyen, permission: yes}
YAML
value() { # FILE TAG: its value, or nothing
    exiftool -s3 -charset exif=UTF8 "-$2" "$1"
}
is() { # FILE TAG WANTED
    [[ $(value "$1" "$2") == "$3" ]] || fail "$1: $2 is '$(value "$1" "$2")' instead of '$3'"
}
check() {
    for file in out/a.jpg out/b.png; do
        is "$file" EXIF:Artist 'Åse <Øyen> & co'
        is "$file" EXIF:Copyright 'Åse <Øyen> & co'
        is "$file" XMP-dc:Creator 'Åse <Øyen> & co'
        is "$file" XMP-dc:Rights 'Åse <Øyen> & co'
    done
    is out/a.jpg XMP-dc:Description 'Tre kolleger ved sjøen, "glade"'
    is out/a.jpg XMP-iptcCore:AltTextAccessibility 'Tre kolleger ved sjøen, "glade"'
    is out/a.jpg Orientation 'Rotate 90 CW'
    is out/b.png XMP-dc:Description 'Ved sjøen'
    is out/b.png XMP-iptcCore:AltTextAccessibility 'Ved sjøen'
    [[ $(exiftool -G1 -s -EXIF:all -XMP:all -IPTC:all -PNG:all out/c.jpg | sed 's/ *:.*//') == '[IFD0]          Orientation' ]] ||
        fail "c.jpg asked for nothing: $(exiftool -G1 -s out/c.jpg)"
    ! grep -l Secret out/*.* || fail "the source's own words survived"
}
clean 0 -o out photos
check
clean 0 --reencode 90 -o out photos
check

# No credit without a yes, and no words of an entry that is about another photo.
sed -i '/credit: yes/d; s/^  a.jpg:/&\n    sha256: 0000000000000000000000000000000000000000000000000000000000000000/' photos/consent.yaml
clean 0 -o out photos
says '*note: the manifest describes another version of this photo*(photos/a.jpg)*'
[[ $(<log) != *'no record'* ]] || fail "a permission that is written down was asked for"
is out/b.png EXIF:Artist ''
is out/b.png XMP-dc:Creator ''
is out/b.png XMP-dc:Description 'Ved sjøen'
is out/a.jpg XMP-dc:Description ''

# Too long for the file: the photo fails and says why.
python3 - <<'PYTHON'
text = open("photos/consent.yaml").read().replace("Ved sjøen", "a" * 70000)
open("photos/consent.yaml", "w").write(text)
PYTHON
clean 3 -o out photos
says '*b.png*alt_text*too long*'
