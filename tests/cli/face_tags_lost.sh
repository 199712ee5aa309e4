# A face tag of which nobody can tell where it lies withholds the photo, unless whoever it names may be seen, or the manifest
# says where they are or that the tag is wrong; a name that two people share names both.
photo plain.jpg
mkdir photos
cat >tagged.py <<'PYTHON'
import os, sys
sys.path.insert(0, os.environ["SUPPORT"])
from tag_frames import HEAD, TAIL, packet
data = open("plain.jpg", "rb").read()
def mwg(name, area):
    return (HEAD + "<mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description mwg-rs:Type='Face'"
            + (f" mwg-rs:Name='{name}'" if name else "") + f">{area}</rdf:Description></rdf:li>" + TAIL).encode()
circle = "<mwg-rs:Area stArea:x='0.5' stArea:y='0.4' stArea:d='0.2' stArea:unit='normalized'/>"
outside = "<mwg-rs:Area stArea:x='1.5' stArea:y='0.4' stArea:w='0.2' stArea:h='0.2' stArea:unit='normalized'/>"
microsoft = ("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
             "<rdf:Description xmlns:MP='http://ns.microsoft.com/photo/1.2/' "
             "xmlns:MPRI='http://ns.microsoft.com/photo/1.2/t/RegionInfo#' "
             "xmlns:MPReg='http://ns.microsoft.com/photo/1.2/t/Region#'><MP:RegionInfo rdf:parseType='Resource'>"
             "<MPRI:Regions><rdf:Bag><rdf:li rdf:parseType='Resource'>%s</rdf:li></rdf:Bag></MPRI:Regions>"
             "</MP:RegionInfo></rdf:Description></rdf:RDF></x:xmpmeta>")
kind, name = sys.argv[1:]
xmp = {"circle": lambda: mwg(name, circle), "outside": lambda: mwg(name, outside), "bare": lambda: mwg(name, ""),
       "microsoft": lambda: (microsoft % f"<MPReg:PersonDisplayName>{name}</MPReg:PersonDisplayName>").encode(),
       "numbers": lambda: (microsoft % (f"<MPReg:PersonDisplayName>{name}</MPReg:PersonDisplayName>"
                                        "<MPReg:Rectangle>0.1, 0.2, 0.3</MPReg:Rectangle>")).encode(),
       "placed": lambda: packet({name: (.4, .3, .2, .3)}, (96, 64))}[kind]()
payload = b"http://ns.adobe.com/xap/1.0/\0" + xmp
open("photos/a.jpg", "wb").write(data[:2] + b"\xff\xe1" + (len(payload) + 2).to_bytes(2, "big") + payload + data[2:])
PYTHON
manifest() { # LINE...: what the photo's entry says
    cat >photos/consent.yaml <<'YAML'
version: 1
people:
  per: {name: Per, role: visitor}
  kari: {name: Kari, role: staff, consent: [{form: written, given_by: self, date: 2026-01-01}]}
  anne: {name: Anne, role: staff, consent: [{form: written, given_by: self, date: 2026-01-01}]}
  anne2: {name: Anne, role: client, born: 2012-01-01}
photos:
YAML
    printf '  a.jpg: {%s}\n' "$1" >>photos/consent.yaml
}
withheld() { # KIND NAME [ENTRY]
    python3 tagged.py "$1" "$2" && manifest "${3-}"
    clean 1 --report report.json -o out photos
    report 'p["status"] == "withheld" and p["cause"] == "tags-unreadable"'
    nothing_in out
    says '*withheld*face tag*may be of somebody*'
}
published() {
    python3 tagged.py "$1" "$2" && manifest "${3-}"
    clean 0 --report report.json -o out photos
    report 'p["status"] == "sanitised" and any("face tag" in n for n in p["notices"])'
    rm -r out
}
for kind in circle numbers; do
    withheld $kind Per
    withheld $kind Ulf # nobody's name
    withheld $kind Anne
    withheld $kind ''
    withheld $kind Per 'faces: [{person: kari, box: [0.1, 0.1, 0.2, 0.2]}]'
    withheld $kind '' 'faces: [{person: per, box: [0.1, 0.1, 0.2, 0.2]}]'
    published $kind Kari
    published $kind Per 'faces: [{person: per, box: [0.1, 0.1, 0.2, 0.2]}]'
    published $kind Per 'faces: [{person: kari, box: [0.1, 0.1, 0.2, 0.2], wrong_tags: [Per]}]'
    published $kind Per 'keep: [{box: [0.1, 0.1, 0.2, 0.2], what: no-face, wrong_tags: [per]}]'
    withheld $kind Per "sha256: $(printf '%064d' 0), faces: [{person: per, box: [0.1, 0.1, 0.2, 0.2]}]"
done
# A name of a whole photo has no place that could be lost, and whoever was cut away is not there.
published bare Per
published outside Per
published microsoft Per

# Two people are called Anne, and one of them is a young client.
for kind in circle placed microsoft; do
    python3 tagged.py $kind Anne && manifest ''
    clean 1 --policy health-youth --report report.json -o out photos
    report 'p["status"] == "withheld" and p["cause"] == "policy-withholds"'
    nothing_in out
done
python3 tagged.py placed Kari && manifest ''
clean 0 --policy health-youth -o out photos
