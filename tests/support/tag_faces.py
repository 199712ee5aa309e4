"""Photos of one scene, tagged with exiftool as photo managers do it.

    tag_faces.py PHOTO REPORT FOLDER    PHOTO lies upright; REPORT is sladd's on it

Kari Nordmann gets the best face, Ola Nordmann the next; where Kari is goes to FOLDER/kari.json, in fractions. The
pictures are turned by Pillow, and so are the boxes, as the corners of a white patch: nothing here knows how an
orientation is calculated.
"""
import json
import subprocess
import sys

from PIL import Image

# What turns the upright photo into the stored one that this orientation turns back.
STORED = {1: None, 2: Image.FLIP_LEFT_RIGHT, 3: Image.ROTATE_180, 4: Image.FLIP_TOP_BOTTOM, 5: Image.TRANSPOSE,
          6: Image.ROTATE_90, 7: Image.TRANSVERSE, 8: Image.ROTATE_270}


def turn(image, orientation):
    way = STORED[orientation]
    return image if way is None else image.transpose(way)


def fractions(box, size, orientation):
    """Left, top, width and height of an upright box in the turned photo."""
    patch = Image.new("L", size)
    patch.paste(255, tuple(round(v) for v in box))
    patch = turn(patch, orientation)
    left, top, right, bottom = patch.getbbox()
    return left / patch.width, top / patch.height, (right - left) / patch.width, (bottom - top) / patch.height


def mwg(faces, size):
    regions = ",".join(
        f"{{Area={{X={x + w / 2:.6f},Y={y + h / 2:.6f},W={w:.6f},H={h:.6f},Unit=normalized}},Name={name},Type=Face}}"
        for name, (x, y, w, h) in faces)
    return [f"-RegionInfo={{AppliedToDimensions={{W={size[0]},H={size[1]},Unit=pixel}},RegionList=[{regions}]}}"]


def microsoft(faces, size):
    regions = ",".join(f"{{PersonDisplayName={name},Rectangle={x:.6f}|, {y:.6f}|, {w:.6f}|, {h:.6f}}}"
                       for name, (x, y, w, h) in faces)
    return [f"-RegionInfoMP={{Regions=[{regions}]}}"]


def exiftool(*arguments):
    subprocess.run(["exiftool", "-q", "-overwrite_original", *arguments], check=True)


def main(photo, report, folder):
    upright = Image.open(photo).convert("RGB")
    rows = json.load(open(report))["photos"][0]["regions"]
    found = sorted((r for r in rows if r["kind"] == "face" and r["score"]), key=lambda r: -r["box"][2])
    boxes = [(x, y, x + w, y + h) for x, y, w, h in (r["box"] for r in found[:2])]
    names = ["Kari Nordmann", "Ola Nordmann"]
    json.dump(fractions(boxes[0], upright.size, 1), open(f"{folder}/kari.json", "w"))

    def save(name, image, orientation, tags, suffix=".jpg", sidecar=None):
        path = f"{folder}/{name}{suffix}"
        image.save(path, quality=95)
        exiftool("-n", f"-Orientation={orientation}", path)
        if sidecar is None:
            exiftool(*tags, path)
        else:
            exiftool(*tags, f"{folder}/{name}{sidecar}")

    for orientation in STORED:
        stored = turn(upright, orientation)
        faces = [(n, fractions(b, upright.size, orientation)) for n, b in zip(names, boxes)]
        smaller = stored.resize((stored.width * 4 // 5, stored.height * 4 // 5), Image.LANCZOS)
        save(f"mwg-{orientation}", stored, orientation, mwg(faces, stored.size))
        save(f"microsoft-{orientation}", stored, orientation, microsoft(faces, stored.size))
        if orientation in (1, 3, 6, 8):
            save(f"resized-{orientation}", smaller, orientation, mwg(faces, stored.size))
    faces = [(n, fractions(b, upright.size, 1)) for n, b in zip(names, boxes)]
    tags = mwg(faces, upright.size)
    save("both", upright, 1, tags + microsoft(faces, upright.size))
    save("in-png", upright, 1, tags, suffix=".png")
    save("beside-digikam", upright, 1, tags, sidecar=".jpg.xmp")
    save("beside-adobe", upright, 1, tags, sidecar=".xmp")
    save("turned-writer", turn(upright, 6), 6, tags)
    # From here on nobody may be kept.
    cropped = upright.crop((0, 0, upright.width * 3 // 4, upright.height))
    save("lost-cropped", cropped, 1, tags)
    save("lost-turned", turn(upright, 6), 1, tags)
    swapped = [(names[1], faces[0][1])]
    save("lost-two-names", upright, 1, tags + microsoft(swapped, upright.size))
    save("lost-unknown", upright, 1, mwg([("Somebody Else", faces[0][1])], upright.size))


main(*sys.argv[1:])
