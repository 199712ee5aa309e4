# What the alpha of a HEIF photo hides stays hidden: where it lies over the picture as both are turned and cropped, the
# copy has it; where libheif would leave it out or lay it elsewhere, or where it is told too late in the file for a copy
# that can hold it, the photo is refused.
[[ -x $TOOLS/heif-make ]] || skip "needs heif-make"
python3 -c 'import PIL' 2>log || skip "needs python3-pil"
photo base.jpg 160 112 ycc 1x1 grain=20 quality=97
djpeg base.jpg >base.ppm
mkdir in no
python3 - <<'PYTHON' || fail "no alpha"
from PIL import Image
alpha = Image.new("RGB", (160, 112), "white")
alpha.paste((0, 0, 0), (0, 0, 160, 40))
alpha.save("alpha.ppm"), alpha.resize((80, 56)).save("half.ppm")
PYTHON
for part in base alpha half; do
    "$TOOLS/heif-make" $part.ppm $part.heic heic >log 2>&1 || fail "heif-make $part"
done
cat >mux.py <<'PYTHON'
import json, os, struct, subprocess, sys
def mux(path, alpha, of_picture, of_alpha, urn="urn:mpeg:hevc:2015:auxid:1", **lie):
    above = {"file": alpha, "auxiliary": [urn, 0], "no_colour": True, "hidden": True, **of_alpha}
    wish = {"brand": "heic", "lie": lie, "images": [{"file": "base.heic", **of_picture}, above]}
    json.dump(wish, open("wish.json", "w"))
    subprocess.run([sys.executable, os.path.join(os.environ["SUPPORT"], "heif_mux.py"), "wish.json", path], check=True)
    return open(path, "rb").read()
turns = {"turned": {"turn": 1}, "upset": {"turn": 2}, "mirrored": {"mirror": 0}, "cropped": {"clap": [96, 64]}}
plain = mux("in/plain.heic", "alpha.heic", {}, {})
mux("in/mpeg.heic", "alpha.heic", {}, {}, "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha")
mux("no/half.heic", "half.heic", {}, {})
mux("no/twice.heic", "alpha.heic", {"turn": 2}, {"turn": 2}, second_entry=True)  # of the picture's, libheif takes the first
for name, turn in turns.items():
    mux(f"in/{name}.heic", "alpha.heic", turn, turn)
    mux(f"no/{name}-picture.heic", "alpha.heic", turn, {})
    mux(f"no/{name}-alpha.heic", "alpha.heic", {}, turn)
# The boxes behind 64 KiB of nothing.
head, gap = struct.unpack(">I", plain[:4])[0], 70000
far = bytearray(plain[:head] + struct.pack(">I4s", gap, b"free") + bytes(gap - 8) + plain[head:])
at = far.index(b"iloc") + 10
for i in range(struct.unpack_from(">H", far, at - 0)[0]):
    place = at + 2 + i * 14 + 6
    struct.pack_into(">I", far, place, struct.unpack_from(">I", far, place)[0] + gap)
open("no/far.heic", "wb").write(far)
PYTHON
export SUPPORT
python3 mux.py || fail "mux"
clean 0 --text keep -o out in
python3 - <<'PYTHON' >log 2>&1 || fail "the copies show something else"
import sys
from PIL import Image
for name, (size, share) in {"plain": ((160, 112), 40 / 112), "mpeg": ((160, 112), 40 / 112), "turned": ((112, 160), 40 / 112),
                            "upset": ((160, 112), 40 / 112), "mirrored": ((160, 112), 40 / 112),
                            "cropped": ((96, 64), 16 / 64)}.items():
    image = Image.open(f"out/{name}.png")
    hidden = image.getchannel("A").histogram()[:9]
    print(name, image.size, sum(hidden) / (image.width * image.height))
    if image.size != size or abs(sum(hidden) / (image.width * image.height) - share) > 0.02:
        sys.exit("differs")
PYTHON
clean 3 --text keep --report report.json -o none no
report 'len(r["photos"]) == 11 and all("transparency" in p["error"] and "export it as PNG" in p["error"] for p in r["photos"])'
nothing_in none
