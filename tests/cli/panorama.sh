# What a panorama viewer needs (XMP GPano) goes with all other XMP, and the run says so once, however many photos had it.
# A photo with other XMP, and with the word alone, says nothing.
python3 - <<'PYTHON'
import io, os, struct, zlib
from PIL import Image
packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' \
    b'<rdf:Description xmlns:p="%s" p:ProjectionType="equirectangular"/></rdf:RDF></x:xmpmeta>'
gpano = packet % b"http://ns.google.com/photos/1.0/panorama/"
picture = Image.linear_gradient("L").resize((96, 64)).convert("RGB")
def jpeg(name, xmp):
    stream = io.BytesIO()
    picture.save(stream, "JPEG", comment=b"GPano")
    segment = b"http://ns.adobe.com/xap/1.0/\0" + xmp
    data = stream.getvalue()
    open(name, "wb").write(data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + data[2:])
for folder in ("in", "plain"):
    os.mkdir(folder)
jpeg("in/one.jpg", gpano)
jpeg("in/two.jpg", gpano)
picture.save("in/three.webp", xmp=gpano)
picture.save("in/four.tif", tiffinfo={700: gpano})
picture.save("in/five.png")
data = open("in/five.png", "rb").read()
text = b"iTXtXML:com.adobe.xmp\0\0\0\0\0" + gpano
open("in/five.png", "wb").write(data[:33] + struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text)) + data[33:])
jpeg("plain/other.jpg", packet % b"http://ns.example.org/GPano/")
PYTHON
clean 0 --text keep --report report.json -o out in
[[ $(grep -c "GPano" log) == 1 ]] || fail "not said once"
says "*note: this is a panorama or a 360-degree photo*flat picture (*and 2 more)*"
report 'len(r["photos"]) == 5'
report 'all("xmp:panorama" in p["removed"] and len([n for n in p["notices"] if "GPano" in n]) == 1 for p in r["photos"])'
for copy in out/*; do
    ! grep -qi -e panorama/ -e equirectangular "$copy" || fail "$copy still has it"
done
clean 0 --text keep -o plain-out plain
! grep -q GPano log || fail "said of photos that had none"
