"""Photos of one scene whose faces have names, as face tags in the file or beside it.

    tag_names.py PHOTO REPORT SCENES    PHOTO lies upright; REPORT is sladd's on it

SCENES is JSON: {"path.jpg": {"form": "mwg" or "microsoft", "beside": bool, "names": [of the largest face, the next ...],
"crop": bool}}. The packets are written by hand, so that a name may be anything that XML holds.
"""
import json
import pathlib
import subprocess
import sys
from xml.sax.saxutils import escape

from PIL import Image

FRAME = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
 xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#"
 xmlns:MP="http://ns.microsoft.com/photo/1.2/" xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"
 xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#">{}</rdf:Description></rdf:RDF></x:xmpmeta>"""
MWG = """<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:AppliedToDimensions stDim:w="{}" stDim:h="{}"
 stDim:unit="pixel"/><mwg-rs:RegionList><rdf:Bag>{}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"""
MWG_FACE = """<rdf:li rdf:parseType="Resource"><mwg-rs:Name>{}</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type><mwg-rs:Area
 stArea:x="{:.6f}" stArea:y="{:.6f}" stArea:w="{:.6f}" stArea:h="{:.6f}" stArea:unit="normalized"/></rdf:li>"""
MICROSOFT = """<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag>{}</rdf:Bag></MPRI:Regions>
</MP:RegionInfo>"""
MICROSOFT_FACE = """<rdf:li rdf:parseType="Resource"><MPReg:PersonDisplayName>{}</MPReg:PersonDisplayName>
<MPReg:Rectangle>{:.6f}, {:.6f}, {:.6f}, {:.6f}</MPReg:Rectangle></rdf:li>"""


def text(name):
    return "".join(escape(c) if c >= " " and not "\x7f" <= c <= "\x9f" else f"&#{ord(c)};" for c in name)


def packet(scene, boxes, size):
    faces = zip(map(text, scene["names"]), boxes, strict=False)
    if scene["form"] == "mwg":
        items = [MWG_FACE.format(n, x + w / 2, y + h / 2, w, h) for n, (x, y, w, h) in faces]
        return FRAME.format(MWG.format(*size, "".join(items)))
    return FRAME.format(MICROSOFT.format("".join(MICROSOFT_FACE.format(n, *box) for n, box in faces)))


def main(photo, report, scenes):
    image = Image.open(photo).convert("RGB")
    rows = json.load(open(report))["photos"][0]["regions"]
    found = sorted((r["box"] for r in rows if r["kind"] == "face" and r["score"]), key=lambda box: -box[2])
    boxes = [(x / image.width, y / image.height, w / image.width, h / image.height) for x, y, w, h in found]
    for path, scene in json.load(open(scenes, encoding="utf-8")).items():
        assert len(scene["names"]) <= len(boxes), len(boxes)
        to = pathlib.Path(path)
        to.parent.mkdir(parents=True, exist_ok=True)
        crop = image.crop((0, 0, image.width * 3 // 4, image.height)) if scene.get("crop") else image
        crop.save(to, quality=95)
        beside = to.with_name(to.name + ".xmp")
        beside.write_text(packet(scene, boxes, image.size), encoding="utf-8")
        if not scene.get("beside"):
            subprocess.run(["exiftool", "-q", "-overwrite_original", f"-xmp<={beside}", path], check=True)
            beside.unlink()


main(*sys.argv[1:])
