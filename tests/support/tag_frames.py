"""Photos whose face tags were left as they were when the picture was changed.

    tag_frames.py make PHOTO REPORT FOLDER    PHOTO lies upright; REPORT is sladd's on it
    tag_frames.py judge REPORT FOLDER         sladd's report on the photos in FOLDER

Every face gets a name, P0 and so on, in XMP that is written by hand here. FOLDER/truth.json says of every photo where
each of them really is, in fractions of the upright photo, and whether somebody must be kept ("some"), nobody may be
("none"), or only the right ones ("right"), or nothing may be published ("withheld"). The pictures are changed by Pillow,
and so is a white patch for every face.
"""
import json
import os
import sys

from PIL import Image

HEAD = ("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        "<rdf:Description rdf:about='' xmlns:mwg-rs='http://www.metadataworkinggroup.com/schemas/regions/' "
        "xmlns:stArea='http://ns.adobe.com/xmp/sType/Area#' "
        "xmlns:stDim='http://ns.adobe.com/xap/1.0/sType/Dimensions#'><mwg-rs:Regions rdf:parseType='Resource'>")
TAIL = "</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>"

# What turns the upright photo into the stored one that this orientation turns back.
STORED = {2: Image.FLIP_LEFT_RIGHT, 3: Image.ROTATE_180, 4: Image.FLIP_TOP_BOTTOM, 5: Image.TRANSPOSE,
          6: Image.ROTATE_90, 7: Image.TRANSVERSE, 8: Image.ROTATE_270}


def region(name, box, extra=""):
    x, y, w, h = box
    return (f"<rdf:li><rdf:Description mwg-rs:Name='{name}' mwg-rs:Type='Face'><mwg-rs:Area stArea:x='{x + w / 2:.6f}' "
            f"stArea:y='{y + h / 2:.6f}' stArea:w='{w:.6f}' stArea:h='{h:.6f}' stArea:unit='normalized'{extra}/>"
            "</rdf:Description></rdf:li>")


def packet(faces, size, more=""):
    items = "".join(region(name, box) for name, box in faces.items())
    dimensions = f"<mwg-rs:AppliedToDimensions stDim:w='{size[0]}' stDim:h='{size[1]}' stDim:unit='pixel'/>"
    return (HEAD + dimensions + "<mwg-rs:RegionList><rdf:Bag>" + items + more + TAIL).encode()


def where(boxes, size, change):
    """The boxes, in fractions, after a change of the picture; what has left it is not there."""
    found = {}
    for name, (x, y, w, h) in boxes.items():
        patch = Image.new("L", size)
        patch.paste(255, tuple(round(v) for v in (x * size[0], y * size[1], (x + w) * size[0], (y + h) * size[1])))
        patch = change(patch)
        box = patch.point(lambda v: 255 if v > 127 else 0).getbbox()
        if box:
            found[name] = (box[0] / patch.width, box[1] / patch.height, (box[2] - box[0]) / patch.width,
                           (box[3] - box[1]) / patch.height)
    return found


class Maker:
    def __init__(self, photo, report, folder):
        self.upright, self.folder, self.truth = Image.open(photo).convert("RGB"), folder, {}
        self.base = os.path.splitext(os.path.basename(photo))[0]
        rows = json.load(open(report))["photos"][0]["regions"]
        w, h = self.upright.size
        boxes = [r["box"] for r in rows if r["kind"] == "face" and r["score"]]
        self.boxes = {f"P{i}": (b[0] / w, b[1] / h, b[2] / w, b[3] / h) for i, b in enumerate(boxes)}

    def save(self, name, wanted, stored, xmp, true, orientation=None):
        """`true` is where everybody is once the photo is upright."""
        path = f"{self.folder}/{self.base}-{name}.jpg"
        exif = Image.Exif()
        if orientation:
            exif[0x0112] = orientation
        stored.save(path, quality=95, **({"exif": exif} if orientation else {}))
        data = open(path, "rb").read()
        payload = b"http://ns.adobe.com/xap/1.0/\0" + xmp
        assert len(payload) < 65534
        with open(path, "wb") as out:
            out.write(data[:2] + b"\xff\xe1" + (len(payload) + 2).to_bytes(2, "big") + payload + data[2:])
        self.truth[os.path.basename(path)] = {"wanted": wanted, "faces": true}

    def changed(self, name, wanted, change, tags=None, **options):
        """The picture is changed and its tags are left."""
        tags = packet(self.boxes, self.upright.size) if tags is None else tags
        self.save(name, wanted, change(self.upright), tags, where(self.boxes, self.upright.size, change), **options)

    def make(self):
        width, height = size = self.upright.size
        self.changed("plain", "some", lambda i: i)
        # The pixels were turned and the tags were not; nothing says so, or the orientation says it twice.
        for orientation, way in STORED.items():
            self.changed(f"turned{orientation}", "none", lambda i, w=way: i.transpose(w))
        self.save("twice3", "none", self.upright.transpose(STORED[3]), packet(self.boxes, size), self.boxes, 3)
        # Written upright, which the size shows.
        self.save("upright6", "some", self.upright.transpose(STORED[6]), packet(self.boxes, size), self.boxes, 6)
        for name, box in {"middle88": (.06, .06, .94, .94), "middle95": (.025, .025, .975, .975),
                          "left80": (0, .1, .8, .9), "right70": (.3, .2, 1, .9), "top85": (.1, 0, .95, .85)}.items():
            crop = tuple(round(v * s) for v, s in zip(box, (width, height, width, height)))
            self.changed(name, "right", lambda i, c=crop: i.crop(c))
            # And blown up again to the size that the tags were drawn on.
            if name not in ("middle88", "left80"):
                continue
            self.changed(name + "-same", "right", lambda i, c=crop: i.crop(c).resize(size, Image.LANCZOS))
            one = {k: v for k, v in list(self.boxes.items())[:1]}
            self.changed(name + "-one", "none", lambda i, c=crop: i.crop(c), tags=packet(one, size))
        self.changed("aspect", "right", lambda i: i.crop((0, height // 5, width, height)))
        self.changed("narrow", "right", lambda i: i.crop((width // 4, 0, width, height)))
        self.changed("smaller", "some", lambda i: i.resize((width * 4 // 5, height * 4 // 5), Image.LANCZOS))
        self.changed("unread", "withheld", lambda i: i,
                     tags=packet(self.boxes, size, region("Px", (0, 0, .1, .1)).replace("stArea:w='0.100000'", "")))
        self.changed("outside", "none", lambda i: i, tags=packet(self.boxes, size, region("Px", (1.2, 0, .1, .1))))
        json.dump(self.truth, open(f"{self.folder}/truth-{self.base}.json", "w"))


def iou(a, b):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    both = max(w, 0) * max(h, 0)
    return both / (a[2] * a[3] + b[2] * b[3] - both)


def judge(report, folder):
    truth, bad = {}, []
    for name in os.listdir(folder):
        if name.startswith("truth-"):
            truth.update(json.load(open(f"{folder}/{name}")))
    rows = json.load(open(report))["photos"]
    for row in rows:
        name = os.path.basename(row["source"])
        wanted, faces = truth[name]["wanted"], truth[name]["faces"]
        size = row["width"], row["height"], row["width"], row["height"]
        kept = {r["person"]: [v / s for v, s in zip(r["box"], size)]
                for r in row["regions"] if r["kind"] == "face" and r["action"] == "keep"}
        wrong = [p for p, box in kept.items() if p not in faces or iou(box, faces[p]) < 0.3]
        said = any("tag" in notice for notice in row["notices"])
        if wrong or row["status"] != ("withheld" if wanted == "withheld" else "sanitised"):
            bad.append((name, row["status"], "kept under another's name", wrong))
        if wanted == "some" and (len(kept) < 0.6 * len(faces) or said):
            bad.append((name, "kept", len(kept), "of", len(faces), row["notices"]))
        if wanted == "none" and (kept or not said):
            bad.append((name, "kept", sorted(kept), row["notices"]))
        if "-v" in sys.argv:
            print(name, wanted, len(kept), "of", len(faces), said, wrong)
    sys.exit("\n".join(map(str, bad)) or len(rows) != len(truth))


if __name__ == "__main__":
    Maker(*sys.argv[2:5]).make() if sys.argv[1] == "make" else judge(*sys.argv[2:4])
