# A face tag is read wherever programs leave XMP, also where its format has it elsewhere; where a tag lies that cannot be
# taken for this picture's, the photo is withheld. Nothing of it is passed over in silence.
python3 -c 'import PIL' 2>log || skip "needs python3-pil"
photo plain.jpg
mkdir read lost others
python3 - <<'PYTHON' 2>log || fail "no photos"
import json, os, struct, subprocess, sys, zlib
sys.path.insert(0, os.environ["SUPPORT"])
from tag_frames import packet
from PIL import Image
xmp = packet({"Ulf": (.5, .3, .2, .3)}, (96, 64))
other = packet({}, (96, 64))
jpeg = open("plain.jpg", "rb").read()

def segment(number, payload):
    return bytes([0xff, 0xe0 + number]) + struct.pack(">H", len(payload) + 2) + payload

def app1(packet):
    return segment(1, b"http://ns.adobe.com/xap/1.0/\0" + packet)

def extension(packet, name, size=None):
    return segment(1, b"http://ns.adobe.com/xmp/extension/\0" + name + struct.pack(">II", size or len(packet), 0) + packet)

def resource(number, data):
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + b"\0" * (len(data) & 1)

def tiff(*directories):  # each a list of tags with their bytes; the second of them is a SubIFD of the first if it has one
    head, places, at = b"II*\0" + struct.pack("<I", 8), [], 8
    for tags in directories:
        places.append(at)
        at += 6 + 12 * len(tags)
    body, values = b"", b""
    for index, tags in enumerate(directories):
        body += struct.pack("<H", len(tags))
        for tag, kind, value in tags:
            if value == "below":
                value = struct.pack("<I", places[1])
            count = len(value) // {1: 1, 3: 2, 4: 4, 7: 1}[kind]
            where = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", at + len(values))
            body += struct.pack("<HHI", tag, kind, count) + where
            values += value if len(value) > 4 else b""
        last = index + 1 == len(directories) or any(value == "below" for _, _, value in tags)
        body += struct.pack("<I", 0 if last else places[index + 1])
    return head + body + values

def short(tag, value):
    return tag, 3, struct.pack("<H", value)

def page(*more, before=()):
    pixels = bytes([120, 130, 140]) * (96 * 64)
    tags = [short(256, 96), short(257, 64), (258, 3, struct.pack("<3H", 8, 8, 8)), short(259, 1), short(262, 2),
            (273, 4, b"\0\0\0\0"), short(277, 3), short(278, 64), (279, 4, struct.pack("<I", len(pixels))), *more]
    return sorted([*before, *tags], key=lambda tag: tag[0]), pixels

def save_tiff(path, more, below=()):
    tags, pixels = page(*more)
    whole = tiff(tags, *below)
    tags[[tag for tag, _, _ in tags].index(273)] = (273, 4, struct.pack("<I", len(whole)))
    open(path, "wb").write(tiff(tags, *below) + pixels)

def save_jpeg(path, *segments):
    open(path, "wb").write(jpeg[:2] + b"".join(segments) + jpeg[2:])

wide = b"\xff\xfe" + (b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns"
                      b"#'><rdf:Description xmlns:xmpNote='http://ns.adobe.com/xmp/note/' xmpNote:HasExtendedXMP='"
                      + b"0" * 32 + b"'/></rdf:RDF></x:xmpmeta>").decode().encode("utf-16-le")
save_jpeg("read/second.jpg", app1(other), app1(xmp))
save_jpeg("read/exif.jpg", segment(1, b"Exif\0\0" + tiff([(700, 1, xmp)])))
save_jpeg("read/8bim.jpg", segment(13, b"Photoshop 3.0\0" + resource(0x0404, b"abc") + resource(0x0424, xmp)))
save_jpeg("lost/8bim-behind.jpg", segment(13, b"Photoshop 3.0\0" + b"XXXX" + resource(0x0424, xmp)))
save_jpeg("lost/thumbnail.jpg", segment(1, b"Exif\0\0" + tiff([short(274, 1)], [(700, 1, xmp)])))
save_jpeg("lost/orphan.jpg", extension(xmp, b"1" * 32))
save_jpeg("lost/wide.jpg", app1(wide), extension(xmp, b"0" * 32))
save_jpeg("lost/other.jpg", app1(other), extension(other, b"1" * 32), extension(xmp, b"2" * 32))
save_jpeg("lost/short.jpg", app1(other), extension(xmp, b"1" * 32, 9999))
for name, more, below in (("page", [(700, 1, xmp)], ()), ("page-8bim", [(34377, 7, resource(0x0424, xmp))], ())):
    save_tiff(f"read/{name}.tif", more, below)
tags, pixels = page(*[(tag, 3, b"\1\0") for tag in range(400, 600)] * 6, (700, 1, xmp))
place = [tag for tag, _, _ in tags].index(273)
tags[place] = (273, 4, struct.pack("<I", len(tiff(tags))))
open("read/far.tif", "wb").write(tiff(tags) + pixels)
save_tiff("lost/below.tif", [(330, 4, "below")], [[short(254, 1), (700, 1, xmp)]])

def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

def save_png(path, kind, data):
    Image.new("RGB", (96, 64), (120, 130, 140)).save(path)
    png = open(path, "rb").read()
    open(path, "wb").write(png[:33] + chunk(kind, data) + png[33:])

def raw(name, data):
    lines = [data.hex()[at:at + 72] for at in range(0, 2 * len(data), 72)]
    return f"\n{name}\n{len(data):8}\n".encode() + "\n".join(lines).encode() + b"\n"

key = b"XML:com.adobe.xmp\0"
save_png("read/text.png", b"tEXt", key + xmp)
save_png("read/packed.png", b"zTXt", key + b"\0" + zlib.compress(xmp))
save_png("read/exif.png", b"eXIf", tiff([(700, 1, xmp)]))
for name, data in (("xmp", xmp), ("APP1", b"http://ns.adobe.com/xap/1.0/\0" + xmp), ("8bim", resource(0x0424, xmp)),
                   ("exif", b"Exif\0\0" + tiff([(700, 1, xmp)]))):
    save_png(f"read/raw-{name}.png", b"zTXt", f"Raw profile type {name}\0\0".encode() + zlib.compress(raw(name, data)))
save_png("read/raw-plain.png", b"tEXt", b"Raw profile type xmp\0" + raw("xmp", xmp))
for folder, name, data in (("read", "wide", xmp.decode().encode("utf-16")), ("lost", "odd", b"Ulf")):
    save_png(f"{folder}/raw-{name}.png", b"tEXt", b"Raw profile type xmp\0" + raw("xmp", data))
save_png("lost/raw.png", b"tEXt", b"Raw profile type xmp\0" + xmp)
save_png("lost/method.png", b"iTXt", key + b"\1\7\0\0" + xmp)

def riff(*chunks):
    body = b"WEBP" + b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1) for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body

Image.new("RGB", (96, 64), (120, 130, 140)).save("plain.webp")
picture = open("plain.webp", "rb").read()
head = (b"VP8X", bytes([0x0c, 0, 0, 0, 95, 0, 0, 63, 0, 0]))
picture = (picture[12:16], picture[20:20 + struct.unpack("<I", picture[16:20])[0]])
open("read/twice.webp", "wb").write(riff(head, picture, (b"XMP ", other), (b"XMP ", xmp)))
open("read/exif.webp", "wb").write(riff(head, picture, (b"EXIF", tiff([(700, 1, xmp)]))))
maker = os.environ["TOOLS"] + "/heif-make"
if os.path.exists(maker):
    Image.new("RGB", (96, 64), (120, 130, 140)).save("plain.ppm")
    open("tags.xmp", "wb").write(xmp)
    for path, more in (("read/few.avif", ["blocks=31"]), ("lost/many.avif", ["blocks=32"]), ("read/type.avif", [])):
        subprocess.run([maker, "plain.ppm", path, "avif", "xmp=tags.xmp", *more], check=True)
    def length_of(path, before, after):  # of the last item, which a row of 20 bytes places (iloc version 1, one extent)
        photo = bytearray(open(path, "rb").read())
        end = photo.index(b"iloc") - 4 + struct.unpack_from(">I", photo, photo.index(b"iloc") - 4)[0]
        assert struct.unpack_from(">I", photo, end - 4)[0] == before, photo[end - 40:end]
        struct.pack_into(">I", photo, end - 4, after)
        open(path, "wb").write(photo)

    exif = tiff([(700, 1, xmp)])
    open("tags.exif", "wb").write(exif)
    for path, length in (("read/exif.avif", len(exif) + 4), ("lost/exif-empty.avif", 0)):
        subprocess.run([maker, "plain.ppm", path, "avif", "exif=tags.exif"], check=True)
        length_of(path, len(exif) + 4, length)
    # Of no picture, and of another one, as phones have it of their gain maps: withheld where it tags somebody.
    open("other.xmp", "wb").write(other)
    subprocess.run([maker, "plain.ppm", "plain.avif", "avif"], check=True)
    for path, of, about in (("lost/nobodys", "tags", None), ("lost/gain", "tags", 2), ("others/nobodys", "other", None),
                            ("others/gain", "other", 2)):
        gain = {"file": "plain.avif", "auxiliary": ["urn:com:apple:photo:2020:aux:hdrgainmap", 0], "hidden": True}
        wish = {"brand": "avif", "images": [{"file": "plain.avif"}, gain], "xmp": of + ".xmp", "about": about}
        json.dump(wish, open("wish.json", "w"))
        subprocess.run([sys.executable, os.environ["SUPPORT"] + "/heif_mux.py", "wish.json", path + ".avif"], check=True)
    for path, kind in (("read/type.avif", b"application/xyz+xml"), ("read/few.avif", b"Application/RDF+xml")):
        photo = open(path, "rb").read()
        open(path, "wb").write(photo.replace(b"application/rdf+xml", kind))
PYTHON
clean 0 -j2 --report report.json -o out read
report '{p["source"]: p["face_tags"] for p in r["photos"] if p["face_tags"] != 1} == {}'
report 'all(any(x["kind"] == "face" and x["action"] == "redact" for x in p["regions"]) for p in r["photos"])'
[[ ! -x $TOOLS/heif-make ]] || {
    clean 0 --text keep --report report.json -o others-out others
    report 'all(any(name.startswith("xmp") for name in p["removed"]) for p in r["photos"])'
}
clean 1 -j2 --report report.json -o none lost
report '{p["source"]: p["cause"] for p in r["photos"] if p["cause"] != "tags-unreadable"} == {}'
nothing_in none
