# Release tests 5, 6 and 7: whatever other picture, film or claim a photo carries, a copy is one picture and says nothing of
# them: thumbnails of every kind, a gain map and other pictures of an MPF, depth and portrait originals in XMP, motion
# films behind the end, C2PA manifests with their own thumbnails. The second picture is a real one, so that a search for
# its bytes, whole or in base64, finds it wherever it went.
photo inner.jpg 48 32 ycc 1x1 seed=9
photo plain.jpg 160 120 ycc 2x2
png plain.png 40 30
mkdir in
python3 - <<'PYTHON'
import base64, struct, zlib
inner = open("inner.jpg", "rb").read()
jpeg, png = open("plain.jpg", "rb").read(), open("plain.png", "rb").read()

def segment(marker, payload):
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload

def with_segments(*segments, behind=b""):
    return jpeg[:2] + b"".join(segments) + jpeg[2:] + behind

def ifd1(data):
    head = b"MM\0*\0\0\0\x08" + struct.pack(">HI", 0, 14)
    entries = [(0x0103, 3, 1, 6 << 16), (0x0201, 4, 1, 14 + 2 + 36 + 4), (0x0202, 4, 1, len(data))]
    return head + struct.pack(">H", 3) + b"".join(struct.pack(">HHII", *e) for e in entries) + bytes(4) + data

def resource(kind, data):
    return b"8BIM" + struct.pack(">HHI", kind, 0, len(data)) + data + bytes(len(data) % 2)

def box(kind, payload):
    return struct.pack(">I", len(payload) + 8) + kind + payload

def mpf(second):
    entry = struct.pack("<IIIHH", 0x20030000, 1, 0, 0, 0) + struct.pack("<IIIHH", 0x00020002, second, 1, 0, 0)
    head = b"MPF\0II*\0\x08\0\0\0" + struct.pack("<H", 3)
    head += struct.pack("<HHI4s", 0xB000, 7, 4, b"0100") + struct.pack("<HHII", 0xB001, 4, 1, 2)
    return segment(0xE2, head + struct.pack("<HHII", 0xB002, 7, 32, 50) + bytes(4) + entry)

xmp = b"http://ns.adobe.com/xap/1.0/\0"
depth = (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
         b'xmlns:%s="http://ns.google.com/photos/1.0/%s/" %s:Mime="image/jpeg" %s:Data="' + base64.b64encode(inner) + b'"/></rdf:RDF></x:xmpmeta>')
thumb = resource(0x040C, struct.pack(">IIIIIIHH", 1, 48, 32, 144, 4608, len(inner), 24, 1) + inner)
film = box(b"ftyp", b"mp42\0\0\0\0mp42isom") + box(b"mdat", inner)
claim = box(b"jumb", box(b"jumd", b"c2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0") + box(b"bfdb", b"\0image/jpeg\0") + box(b"bidb", inner))
photos = {
    "exif-thumbnail": with_segments(segment(0xE1, b"Exif\0\0" + ifd1(inner))),
    "photoshop-thumbnails": with_segments(segment(0xED, b"Photoshop 3.0\0" + thumb + thumb.replace(b"\x04\x0c", b"\x04\x09", 1))),
    "jfxx-thumbnail": with_segments(segment(0xE0, b"JFIF\0\1\2\0\0\1\0\1\0\0"), segment(0xE0, b"JFXX\0\x10" + inner)),
    "gain-map": with_segments(segment(0xE1, xmp + b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"/></rdf:RDF></x:xmpmeta>'), mpf(len(inner)), behind=inner),
    "depth": with_segments(segment(0xE1, xmp + depth.replace(b"%s", b"GDepth"))),
    "portrait": with_segments(segment(0xE1, xmp + depth.replace(b"%s", b"GImage"))),
    "motion-samsung": with_segments(behind=film + b"SEFH" + struct.pack("<II", 106, 0) + b"SEFT"),
    "motion-google": with_segments(segment(0xE1, xmp + b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MicroVideo="1" GCamera:MicroVideoOffset="%d"/></rdf:RDF></x:xmpmeta>' % len(film)), behind=film),
    "c2pa": with_segments(segment(0xEB, b"JP\0\1\0\0\0\1" + claim)),
}
for name, data in photos.items():
    open(f"in/{name}.jpg", "wb").write(data)
chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
for name, extra in {"c2pa": chunk(b"caBX", claim), "exif": chunk(b"eXIf", ifd1(inner)), "private": chunk(b"puTT", inner)}.items():
    open(f"in/{name}.png", "wb").write(png[:33] + extra + png[33:])
    open(f"in/{name}-behind.png", "wb").write(png + extra + inner)
open("needles", "wb").write(inner)
PYTHON
clean 0 --report report.json -o out in
report 'len(r["photos"]) == 15 and all(p["removed"] for p in r["photos"])'
expect 0 python3 "$SUPPORT/one_picture.py" out/*
for copy in out/*; do
    python3 - "$copy" <<'PYTHON' >log 2>&1 || fail "$copy: a second picture, a film or a claim is left"
import base64, re, sys, zlib
data, inner = open(sys.argv[1], "rb").read(), open("needles", "rb").read()
encoded = base64.b64encode(inner)
needles = [inner[i : i + 24] for i in range(0, len(inner) - 24, 8)] + [encoded[i : i + 32] for i in range(0, len(encoded) - 32, 8)]
# The standard Huffman tables stand in both, and say nothing.
tables = b"".join(re.findall(rb"\xff\xc4.{2}(.{16,420}?)\xff", inner, re.S))
whole = data
if data.startswith(b"\x89PNG"):
    whole += b"".join(zlib.decompressobj().decompress(data[m.end():]) for m in re.finditer(b"IDAT|iCCP", data) if data[m.end():m.end() + 1] == b"x")
found = [n for n in needles if n in whole and n not in open("plain.jpg", "rb").read() and n not in tables]
print(found[:3], data.count(b"\xff\xd8\xff"))
words = [w for w in (b"ftyp", b"jumb", b"c2pa", b"MPF\0", b"hdrgm", b"GImage", b"GDepth", b"MicroVideo", b"SEFH", b"8BIM", b"JFXX") if w in whole]
print(words)
sys.exit(bool(found or words or data.count(b"\xff\xd8\xff") > 1))
PYTHON
done
# The gate sees each of them in the originals.
check 1 --format json in
sed '/^sladd: /d' log >report.json
seen='{"thumbnail", "hidden-image", "hidden-bytes", "metadata-identifying"}'
report "len(r['photos']) == $(find in -type f | wc -l) and all({f['rule'] for f in x['findings']} & $seen for x in r['photos'])"
