# shellcheck shell=bash
# For the cases that need one picture in all the variants in which phones, scanners and the web write it: they are in the
# folder `in` then, each named and dated in every way it can be (CANARY).
python3 -c 'import PIL.ImageCms, cv2, numpy' 2>log || skip "needs python3-pil, python3-opencv and python3-numpy"
for tool in exiftool heif-convert dwebp tiffcp tiff2rgba tificc cjpeg; do
    command -v "$tool" >/dev/null || skip "needs $tool"
done
[[ -x $TOOLS/heif-make ]] || skip "needs heif-make"
icc=/usr/share/color/icc/ghostscript
[[ -e $icc/default_cmyk.icc ]] || skip "needs libgs-common"
upright "$ROOT/samples/photos/sommerfest.jpg" base.jpg 520
djpeg base.jpg >base.ppm
exiftool -q -o tagged.jpg -Make="CANARY Camera" -GPSLatitude=59.9 -GPSLatitudeRef=N -DateTimeOriginal="2026:06:01 10:00:00" base.jpg
python3 - <<'PYTHON'
import struct
tagged = open("tagged.jpg", "rb").read()
at = tagged.index(b"\xff\xe1")
open("exif.bin", "wb").write(tagged[at + 10:at + 2 + struct.unpack(">H", tagged[at + 2:at + 4])[0]])
open("faces.xmp", "w").write("""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="CANARY Kari"/></rdf:RDF></x:xmpmeta>""")
PYTHON
python3 "$SUPPORT/formats_make.py" base.ppm exif.bin faces.xmp $icc/{a98,default_cmyk,default_gray}.icc in 2>log || fail "formats_make"
