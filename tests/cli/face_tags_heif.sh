# Face tags in a HEIF photo lie where the person is, however its boxes turn, mirror and crop the coded picture: the place is
# known from what a copy without tags shows. A size that fits only the coded or only the shown picture says which of them
# the tags were drawn on; where it fits both, or there is none, both places are redacted, and nobody is kept.
[[ -x $TOOLS/heif-make ]] || skip "needs heif-make"
python3 -c 'import PIL' 2>log || skip "needs python3-pil"
photo base.jpg 320 224 ycc 1x1 grain=20 quality=97
djpeg base.jpg >base.ppm
cat >tags.py <<'PYTHON'
import json, os, subprocess, sys
from PIL import Image
HEAD = ("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
        "rdf:about='' xmlns:mwg-rs='http://www.metadataworkinggroup.com/schemas/regions/' xmlns:stArea='http://ns.adobe.com/xmp/"
        "sType/Area#' xmlns:stDim='http://ns.adobe.com/xap/1.0/sType/Dimensions#'><mwg-rs:Regions rdf:parseType='Resource'>")
TAIL = "</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>"
CODED, BOX = (320, 224), (120, 70, 60, 50)
KINDS = {"left": {"turn": 1}, "upset": {"turn": 2}, "right": {"turn": 3}, "flipped": {"mirror": 0}, "mirrored": {"mirror": 1},
         "both": {"turn": 1, "mirror": 1}, "cropped": {"clap": [200, 160]}, "all": {"clap": [200, 160], "turn": 3, "mirror": 0}}

def region(box, size):
    x, y, w, h = box[0] / size[0], box[1] / size[1], box[2] / size[0], box[3] / size[1]
    return (f"<rdf:li><rdf:Description mwg-rs:Name='Kari' mwg-rs:Type='Face'><mwg-rs:Area stArea:x='{x + w / 2:.6f}' "
            f"stArea:y='{y + h / 2:.6f}' stArea:w='{w:.6f}' stArea:h='{h:.6f}' stArea:unit='normalized'/></rdf:Description></rdf:li>")

def write(path, wish, box=None, size=None, told=None):
    more = {}
    if box:
        applied = f"<mwg-rs:AppliedToDimensions stDim:w='{told[0]}' stDim:h='{told[1]}' stDim:unit='pixel'/>" if told else ""
        open("tags.xmp", "w").write(HEAD + applied + "<mwg-rs:RegionList><rdf:Bag>" + region(box, size) + TAIL)
        more = {"xmp": "tags.xmp"}
    json.dump({"brand": "heic", "images": [{"file": "base.heic", **wish}], **more}, open("wish.json", "w"))
    subprocess.run([sys.executable, os.path.join(os.environ["SUPPORT"], "heif_mux.py"), "wish.json", path], check=True)

def patch_in(path):
    """Where the patch, the only thing as dark, is shown."""
    image = Image.open(path).convert("L")
    x, y, right, bottom = image.point(lambda v: 255 if v < 16 else 0).getbbox()
    return image.size, (x, y, right - x, bottom - y)

def covers(place, box):
    return (place[0] < box[0] + 3 and place[1] < box[1] + 3 and place[0] + place[2] > box[0] + box[2] - 3 and
            place[1] + place[3] > box[1] + box[3] - 3)

if sys.argv[1] == "patch":
    image = Image.open("base.ppm").point(lambda v: max(v, 60))
    image.paste((0, 0, 0), (BOX[0], BOX[1], BOX[0] + BOX[2], BOX[1] + BOX[3]))
    image.save("base.ppm")
if sys.argv[1] == "plain":
    for name, wish in KINDS.items():
        write(f"plain/{name}.heic", wish)
if sys.argv[1] == "tag":
    for name, wish in KINDS.items():
        size, box = patch_in(f"plain-out/{name}.jpg")
        write(f"in/{name}-coded.heic", wish, BOX, CODED, CODED)
        write(f"in/{name}-shown.heic", wish, box, size, size)
        write(f"in/{name}-silent.heic", wish, BOX, CODED)
        write(f"in/{name}-silentshown.heic", wish, box, size)
    write("aside.heic", {"turn": 2}, (10, 10, 40, 30), CODED)
if sys.argv[1] == "judge":
    for row in json.load(open("report.json"))["photos"]:
        name, kind = os.path.basename(row["source"])[:-5].split("-")
        size, box = patch_in(f"plain-out/{name}.jpg")
        places = [r["box"] for r in row["regions"] if r["kind"] == "face"]
        hit = [covers(place, box) for place in places]
        sure = kind in ("coded", "shown") and abs(size[0] * CODED[1] - size[1] * CODED[0]) > 320
        near = all(place[2] < box[2] + 6 and place[3] < box[3] + 6 for place in places)
        print(row["source"], size, box, places, sure)
        if not any(hit) or (sure and not (all(hit) and near)) or any(r["action"] != "redact" for r in row["regions"]):
            sys.exit("not there")
PYTHON
mkdir plain in
export SUPPORT
python3 tags.py patch || fail "no patch"
"$TOOLS/heif-make" base.ppm base.heic heic >log 2>&1 || fail "heif-make"
python3 tags.py plain || fail "no photos"
clean 0 --text keep -o plain-out plain
python3 tags.py tag || fail "no tags"
cat >in/consent.yaml <<'YAML'
version: 1
people:
  kari: {name: Kari, role: staff, protected_identity: yes}
YAML
clean 0 --report report.json -o out in
report 'len(r["photos"]) == 32'
python3 tags.py judge >log 2>&1 || fail "a tag is laid where nobody is"

# One tag at two places that do not touch is told as one.
clean 0 --text keep --report report.json -o aside aside.heic
report 'p["face_tags"] == 1 and sum(x["kind"] == "face" for x in p["regions"]) == 2'
