# shellcheck shell=bash
# 12 HEIC, 6 AVIF, 8 WebP and 20 TIFF variants, as phones, scanners and the web write them: each copy is, pixel by pixel outside
# of what was redacted, what the format's own tools decode, coded once by libjpeg's own; its profile says the same; and
# exiftool finds nothing in it but structure and colour. Hostile files of each kind of box fail cleanly.
# Release test 19.
# shellcheck source=tests/support/variants.sh
source "$SUPPORT/variants.sh"
for kind in heic=12 avif=6 webp=8 tif=20; do
    [[ $(find in -name "*.${kind%=*}" | wc -l) == "${kind#*=}" ]] || fail "there are not ${kind#*=} ${kind%=*}"
done

clean 0 -j2 --text keep --seed 1 --no-progress --report report.json -o out in
report 'r["summary"]["sanitised"] == 46'
expect 0 python3 "$SUPPORT/same_picture.py" report.json work
expect 0 python3 "$SUPPORT/one_picture.py" out/*
exiftool -j -a -G1 -u -U out >tags.json
expect 0 python3 "$SUPPORT/only_structure.py" tags.json
! grep -rlE "CANARY|59\.9|2026:06" out || fail "words of the source in a copy"
report 'all("exif:GPSLatitude" in p["removed"] for p in r["photos"] if p["source"] in ("in/grid.heic", "in/depth.heic", "in/phone.heic", "in/grid.avif", "in/lossy.webp"))'
report 'all(n in next(p for p in r["photos"] if p["source"] == "in/phone.heic")["removed"] for n in ("heif:depthmap", "heif:gainmap", "heif:thumbnail", "xmp"))'
report '"heif:depthmap" in next(p for p in r["photos"] if p["source"] == "in/depth.heic")["removed"]'

# A profile of greys makes a grey copy of a TIFF whose header calls it grey; one of another kind than the picture is left out,
# with all viewers of the same mind about the copy then: greys of colours, inks, Lab, a link between two devices.
python3 - $icc/{default_gray,default_cmyk,a98}.icc <<'PYTHON' 2>log || fail "no profiles"
import os, subprocess, sys
from PIL import Image, ImageCms
grey, inks, link = (open(path, "rb").read() for path in sys.argv[1:])
profiles = {"grey": grey, "inks": inks, "link": link[:12] + b"link" + link[16:],
            "lab": ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()}
os.mkdir("profiles")
base = Image.open("base.ppm").convert("RGB")
base.convert("L").convert("RGB").save("grey.ppm")
for name, profile in profiles.items():
    open(f"{name}.icc", "wb").write(profile)
    for kind, source in ("colour", "base.ppm"), ("plain", "grey.ppm"):
        if kind == "plain" and name != "grey":
            continue
        picture = Image.open(source)
        picture.save(f"profiles/{kind}-{name}-lossy.webp", quality=90, icc_profile=profile)
        picture.save(f"profiles/{kind}-{name}-lossless.webp", lossless=True, icc_profile=profile)
        (picture if kind == "colour" else picture.convert("L")).save(f"profiles/{kind}-{name}.tif", icc_profile=profile)
        for codec in ("heic", "avif"):
            subprocess.run([f"{os.environ['TOOLS']}/heif-make", source, f"profiles/{kind}-{name}.{codec}", codec, f"icc={name}.icc"],
                           check=True)
PYTHON
clean 0 -j2 --text keep --seed 1 --report report.json --rename -o profiles-out profiles
report 'all(("icc:profile" in p["removed"]) != p["source"].endswith("/plain-grey.tif") for p in r["photos"])'
python3 - grey.icc <<'PYTHON' >log 2>&1 || fail "the copies have other colours"
import io, json, sys
import numpy
from PIL import Image, ImageCms
srgb, grey = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(sys.argv[1])
for photo in json.load(open("report.json"))["photos"]:
    copy, is_grey = Image.open(photo["output"]), photo["source"].endswith("/plain-grey.tif")
    profile = copy.info.get("icc_profile")
    if copy.mode != ("L" if is_grey else "RGB") or (profile is not None) != is_grey:
        sys.exit(f"{photo['source']}: {copy.mode}, profile {profile and profile[16:20]}")
    source = Image.open("grey.ppm" if "/plain-" in photo["source"] else "base.ppm").convert(copy.mode)
    looks = [numpy.asarray(source, int), numpy.asarray(copy, int)]
    if is_grey:
        looks = [numpy.asarray(ImageCms.profileToProfile(picture, made, srgb, outputMode="RGB"), int)[..., 0]
                 for picture, made in ((source, grey), (copy, io.BytesIO(profile)))]
    clear = numpy.ones(looks[0].shape[:2], bool)
    for region in photo["regions"]:
        x, y, w, h = map(int, region["box"])
        clear[max(0, y - h):y + 2 * h, max(0, x - w):x + 2 * w] = False
    differs = abs(looks[0] - looks[1])[clear].mean()
    print(photo["source"], copy.mode, round(float(differs), 2), round(float(clear.mean()), 2))
    if differs > 4 or clear.mean() < 0.3:
        sys.exit("others")
PYTHON

# A grid that lacks tiles, is larger than it says or is made of itself; data that lie elsewhere; a picture that is not there.
python3 - "$SUPPORT" <<'PYTHON' 2>log || fail "no hostile grids"
import json, os, subprocess, sys
from PIL import Image
os.mkdir("hostile")
Image.open("base.ppm").crop((0, 0, 128, 128)).save("tile.ppm")
for codec in ("heic", "avif"):
    subprocess.run([f"{os.environ['TOOLS']}/heif-make", "tile.ppm", f"tile-{codec}", codec], check=True)
    grid = {"tiles": [f"tile-{codec}"] * 4, "rows": 2, "columns": 2, "width": 256, "height": 256}
    lies = {"circle": True}, {"tiles": 2}, {"tiles": 0}, {"rows": 256, "columns": 256}, {"grid_size": [65535, 65535]}, \
        {"grid_size": [2**32 - 1, 2**32 - 1], "size": [2**32 - 1, 2**32 - 1]}, {"offset": 2**32 - 1}, {"length": 2**32 - 1}, \
        {"length": 0}, {"primary": 99}, {"grid_size": [0, 0]}
    for number, lie in enumerate(lies):
        with open("wish.json", "w") as wish:
            json.dump({"brand": codec, "images": [grid], "lie": lie}, wish)
        subprocess.run([sys.executable, f"{sys.argv[1]}/heif_mux.py", "wish.json", f"hostile/{number}.{codec}"], check=True)
PYTHON
clean 3 -j2 --text keep --report report.json -o hostile-out hostile
report 'r["summary"]["failed"] == 22 and all(x["error"] and "signal" not in x["error"] and "status" not in x["error"] for x in r["photos"])'
nothing_in hostile-out
