# XMP that may name somebody and cannot be read withholds the photo, in the photo or beside it; what can be read, however it
# is written, does not.
photo plain.jpg
python3 - <<'PYTHON'
import os, shutil, sys
sys.path.insert(0, os.environ["SUPPORT"])
from tag_frames import packet
whole = packet({"Ulf": (.5, .3, .2, .3)}, (96, 64))
os.makedirs("bad"), os.makedirs("good")
data = open("plain.jpg", "rb").read()

def inside(path, xmp):
    payload = b"http://ns.adobe.com/xap/1.0/\0" + xmp
    open(path, "wb").write(data[:2] + b"\xff\xe1" + (len(payload) + 2).to_bytes(2, "big") + payload + data[2:])

def beside(photo, name, xmp):
    shutil.copy("plain.jpg", photo)
    open(name, "wb").write(xmp)

doctype = b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + whole
deep = b"<a>" * 100 + b"</a>" * 100
for name, xmp in {"half": whole[:len(whole) // 2], "almost": whole[:-1], "empty": b"", "doctype": doctype, "deep": deep,
                  "text": b"no XML"}.items():
    inside(f"bad/in-{name}.jpg", xmp)
    beside(f"bad/beside-{name}.jpg", f"bad/beside-{name}.xmp", xmp)
beside("bad/large.jpg", "bad/large.jpg.xmp", whole + b" " * (5 << 20))
beside("bad/upper.jpg", "bad/upper.XMP", whole[:-9])
beside("bad/longer.jpg", "bad/longer.jpg.XMP", whole[:-9])
for name in "link", "folder", "pipe":
    shutil.copy("plain.jpg", f"bad/{name}.jpg")
os.symlink("nowhere", "bad/link.xmp")
os.mkdir("bad/folder.jpg.xmp")
os.mkfifo("bad/pipe.xmp")
inside("good/nul.jpg", whole + b"\0\0")
for name, xmp in {"utf16": b"\xff\xfe" + whole.decode().encode("utf-16-le"), "bom": b"\xef\xbb\xbf" + whole,
                  "space": b"\n \n" + whole, "notype": whole.replace(b" mwg-rs:Type='Face'", b""),
                  "comma": whole.replace(b"='0.", b"='0,")}.items():
    beside(f"good/{name}.jpg", f"good/{name}.xmp", xmp)
beside("good/upper.jpg", "good/upper.XMP", whole)
beside("good/longer.jpg", "good/longer.jpg.XMP", whole)
PYTHON
clean 0 -n --report report.json -o out good
report 'len(r["photos"]) == 8 and all(p["face_tags"] == 1 for p in r["photos"])'
report 'all(x["action"] == "redact" for p in r["photos"] for x in p["regions"] if x["kind"] == "face")'
clean 1 --report report.json -o out bad
says '*withheld*XMP*'
nothing_in out
report 'len(r["photos"]) == 18 and all(p["status"] == "withheld" and p["cause"] == "tags-unreadable" for p in r["photos"])'
report 'len({p["error"] for p in r["photos"]}) > 5'
check 1 bad
says '*withheld*'
# One that may not be opened might be a photo, too: it has failed, and what it lies beside is withheld.
if [[ $(id -u) != 0 ]]; then
    mkdir closed
    cp plain.jpg closed/a.jpg
    printf x >closed/a.xmp
    chmod 0 closed/a.xmp
    clean 3 --report report.json -o out closed
    nothing_in out
    report '{p["source"]: (p["status"], p["cause"]) for p in r["photos"]} ==
        {"closed/a.jpg": ("withheld", "tags-unreadable"), "closed/a.xmp": ("failed", "io")}'
    check 3 closed
    says '*withheld*'
fi

# A sidecar that breaks, and one that is mended, are changes of the photo.
mkdir one
cp plain.jpg one/a.jpg
cp good/bom.xmp one/a.xmp
clean 0 -o copies one
exists copies/a.jpg
head -c 300 good/bom.xmp >one/a.xmp
clean 1 -o copies one
nothing_in copies
cp good/bom.xmp one/a.xmp
clean 0 -o copies one
exists copies/a.jpg
