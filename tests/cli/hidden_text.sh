# Text in places that tools take for plain numbers is seen by the gate and never written: behind the numbers of a chunk
# or segment, in their place, in tables that nothing uses, in EXIF between and behind the values.
# Release test 1.
photo a.jpg 96 64 ycc 2x2
png a.png
clean 0 -q -o clean a.jpg a.png
mkdir planted plain
cp clean/a.* plain
python3 - <<'PYTHON'
import struct, zlib
text = b"CANARY Kari Nordmann, Storgata 1, 0155 Oslo"
def write(name, data):
    open("planted/" + name, "wb").write(data)
chunk = lambda kind, content: struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
png = open("plain/a.png", "rb").read()
def planted_png(name, *chunks, end=b""):
    write(name, png[:33] + b"".join(chunks) + png[33:-12] + chunk(b"IEND", end))
gamma = struct.pack(">I", 45455)
planted_png("gama-long.png", chunk(b"gAMA", gamma + text))
planted_png("gama-word.png", chunk(b"gAMA", b"Kari"))
planted_png("gama-twice.png", chunk(b"gAMA", gamma), chunk(b"gAMA", struct.pack(">I", 45456)))
planted_png("chrm-words.png", chunk(b"gAMA", gamma), chunk(b"cHRM", b"CANARY Kari Nordmann, Storgata 1"))
planted_png("srgb-long.png", chunk(b"sRGB", b"\0" + text))
planted_png("srgb-word.png", chunk(b"sRGB", b"K"))
planted_png("phys-long.png", chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1) + text))
planted_png("cicp-long.png", chunk(b"cICP", b"\1\x0d\0\1" + text))
planted_png("sbit-long.png", chunk(b"sBIT", b"\x08\x08\x08" + text))
planted_png("end.png", end=text)

def tiff(entries, behind=b"", between=b""):
    """Little-endian; each entry: tag, type, count, value (4 bytes or longer)."""
    at = 8 + len(between) + 2 + 12 * len(entries) + 4
    body = b"II*\0" + struct.pack("<I", 8 + len(between)) + between + struct.pack("<H", len(entries))
    values = b""
    for tag, kind, count, value in entries:
        body += struct.pack("<HHI", tag, kind, count)
        body += value if len(value) == 4 else struct.pack("<I", at + len(values))
        values += value if len(value) > 4 else b""
    return body + bytes(4) + values + behind
short = lambda tag, value: (tag, 3, 1, struct.pack("<HH", value, 0))
exif = {
    "behind": tiff([short(0x112, 1)], behind=text),
    "between": tiff([short(0x112, 1)], between=text),
    "long-orientation": tiff([(0x112, 3, 20, text[:40])]),
    "long-unit": tiff([(0x128, 3, 20, text[:40])]),
    "resolution": tiff([(0x11A, 5, 1, b"Kari Nor")]),
    "many-resolutions": tiff([(0x11B, 5, 5, text[:40])]),
    "black-white": tiff([(0x214, 5, 6, (text + bytes(8))[:48])]),
    "sub-version": tiff([(0x8769, 4, 1, struct.pack("<I", 26))], behind=struct.pack("<HHHI", 1, 0x9000, 7, 4) + b"Kari" + bytes(4)),
}
jpeg = open("plain/a.jpg", "rb").read()
segment = lambda marker, content: b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content
for name, block in exif.items():
    write(f"exif-{name}.jpg", jpeg[:2] + segment(0xE1, b"Exif\0\0" + block) + jpeg[2:])
    planted_png(f"exif-{name}.png", chunk(b"eXIf", block))
table = jpeg.index(b"\xff\xdb")
huffman = jpeg.index(b"\xff\xc4")
write("table-replaced.jpg", jpeg[:table] + segment(0xDB, b"\0" + (text * 2)[:64]) + jpeg[table:])
write("table-unused.jpg", jpeg[:table] + segment(0xDB, b"\3" + (text * 2)[:64]) + jpeg[table:])
write("huffman-replaced.jpg", jpeg[:huffman] + segment(0xC4, b"\0" + bytes([0] * 7 + [43] + [0] * 8) + text) + jpeg[huffman:])
write("arithmetic-table.jpg", jpeg[:table] + segment(0xCC, b"\x00\x10") + jpeg[table:])
PYTHON
# All files in two runs; which of them are found to hide something.
hiding() { # FOLDER: their names
    "$SLADD" check --models "$ROOT/models" --format json "$1" >found.json 2>log || [[ $? == 1 ]] || fail "check $1"
    python3 -c 'import json
for p in json.load(open("found.json"))["photos"]:
    if any(f["rule"] == "hidden-bytes" for f in p["findings"]):
        print(p["source"])' | sort
}
hiding plain >log
[[ ! -s log ]] || fail "nothing is hidden in these"
diff <(hiding planted) <(find planted -type f | sort) >log || fail "the gate does not see the text in all"
clean 0 -q -o out planted
[[ $(copies_in out) == $(find planted -type f -printf x | wc -c) ]] || fail "not all were cleaned"
! grep -rlE "CANARY|Kari|Nordmann" out || fail "text was written"
