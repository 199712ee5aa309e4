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
