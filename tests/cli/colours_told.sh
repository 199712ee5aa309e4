# Colours that a file tells in another way than by a profile (EXIF's R03, the code points of cICP) are told by a profile
# in the copy, so that they look the same there; where they are sRGB anyway, there is none.
command -v exiftool >/dev/null || skip "needs exiftool"
photo plain.jpg
cp plain.jpg adobe.jpg
exiftool -q -overwrite_original -n -ColorSpace=65535 -InteropIndex=R03 adobe.jpg
cp plain.jpg srgb.jpg
exiftool -q -overwrite_original -n -ColorSpace=1 -InteropIndex=R98 srgb.jpg
cp plain.jpg unknown.jpg
exiftool -q -overwrite_original -n -ColorSpace=65535 unknown.jpg
png plain.png
python3 - <<'PYTHON'
import struct, zlib
data = open("plain.png", "rb").read()
chunk = lambda kind, content: struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
for name, points in (("p3", (12, 13, 0, 1)), ("pq", (9, 16, 0, 1)), ("hlg", (9, 18, 0, 1)), ("cicp-srgb", (1, 13, 0, 1)), ("cicp-film", (8, 7, 0, 1))):
    open(name + ".png", "wb").write(data[:33] + chunk(b"cICP", bytes(points)) + data[33:])
PYTHON
clean 0 -q --text keep --report report.json -o out ./*.jpg ./*.png
profile() { # FILE: what exiftool says of the copy's primaries, rounded; nothing where it has no profile
    exiftool -s3 -n -RedMatrixColumn -GreenMatrixColumn "out/$1" | tr '\n' ' ' |
        python3 -c 'print(*(f"{float(x):.2f}" for x in input().split()))' 2>/dev/null || true
}
has() { # FILE PRIMARIES: red and green in the profile connection space
    [[ $(profile "$1") == "$2" ]] || fail "$1: '$(profile "$1")' instead of '$2'"
}
has adobe.jpg "0.61 0.31 0.02 0.21 0.63 0.06"
has p3.png "0.52 0.24 -0.00 0.29 0.69 0.04"
has pq.png "0.67 0.28 -0.00 0.17 0.68 0.03"
has hlg.png "0.67 0.28 -0.00 0.17 0.68 0.03"
for none in srgb.jpg unknown.jpg plain.jpg plain.png cicp-srgb.png cicp-film.png; do
    has $none ""
done
# Named among what was removed only where the copy says nothing of the kind.
report 'all(("png:cICP" in p["removed"]) == ("film" in p["source"]) for p in r["photos"])'
