#!/usr/bin/env python3
"""same_picture.py REPORT.json WORK: every copy of the report shows what its source's own tools show: heif-convert, dwebp, tiffcp
and tiff2rgba decode the source, cjpeg and djpeg code that as the copy is coded, and outside of what was redacted the copy
is the same, pixel by pixel. PNG copies are the very pixels. Says how much was compared."""
import io
import json
import os
import subprocess
import sys

import cv2
import numpy
from PIL import Image, ImageCms

LEAST = 0.4  # of a picture must have been left to compare
QUALITY, CODED_TWICE = "92", 12


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def decoded_tiff(path, work):
    """Samples as they are where the copy has them so (Pillow reads what has no coding left), else libtiff's own way to RGB."""
    image = Image.open(path)
    plain = image.mode in ("CMYK", "RGBA") or image.tag_v2.get(274, 1) != 1
    run(*(["tiffcp", "-s", "-r", str(image.height), "-c", "none"] if plain else ["tiff2rgba", "-c", "none"]), path, f"{work}/plain.tif")
    seen = Image.open(f"{work}/plain.tif")
    if seen.mode == "CMYK" and seen.tag_v2[258][0] == 16:  # of which Pillow leaves half
        samples = numpy.fromfile(f"{work}/plain.tif", "<u2", seen.width * seen.height * 4, offset=seen.tag_v2[273][0])
        return ((samples.reshape(seen.height, seen.width, 4).astype(int) + 128) // 257).astype(numpy.uint8)
    if not plain:
        return numpy.asarray(seen)[..., :3]
    seen.load()
    turns = {1: 0, 6: 1}[image.tag_v2.get(274, 1)]  # Pillow turns what it reads; stored, it lies as it lay
    return numpy.rot90(numpy.asarray(seen), turns)


def decoded(path, work):
    """As RGB, RGBA or CMYK of 8 bits, not turned by a tag."""
    ending = path.rsplit(".", 1)[-1].lower()
    for old in os.listdir(work):
        os.remove(f"{work}/{old}")
    if ending in ("heic", "avif", "hif"):
        run("heif-convert", path, f"{work}/seen.png")
        seen = cv2.imread(f"{work}/seen.png", cv2.IMREAD_UNCHANGED)
    elif ending == "webp":
        run("dwebp", path, "-o", f"{work}/seen.png")
        seen = cv2.imread(f"{work}/seen.png", cv2.IMREAD_UNCHANGED)
    else:
        return decoded_tiff(path, work)
    seen = seen >> 8 if seen.dtype == numpy.uint16 else seen
    seen = seen.astype(numpy.uint8)
    if seen.ndim == 2:
        return numpy.repeat(seen[..., None], 3, 2)
    return cv2.cvtColor(seen, cv2.COLOR_BGRA2RGBA if seen.shape[2] == 4 else cv2.COLOR_BGR2RGB)


def coded_as(copy, seen, work):
    """What libjpeg-turbo's own tools make of the pixels, at the copy's quality and sampling."""
    if Image.open(copy).mode == "CMYK":
        Image.fromarray(seen, "CMYK").save(f"{work}/again.jpg", quality=int(QUALITY), subsampling=0)
        return numpy.asarray(Image.open(f"{work}/again.jpg"))
    picture = Image.open(copy)
    sampling = {0: "1x1", 1: "2x1", 2: "2x2"}
    luma, chroma = picture.layer[0], picture.layer[1] if len(picture.layer) > 1 else picture.layer[0]
    ways = ["-grayscale"] if len(picture.layer) == 1 else ["-sample", f"{luma[1] // chroma[1]}x{luma[2] // chroma[2]}"]
    Image.fromarray(seen[..., :3]).save(f"{work}/seen.ppm")
    run("cjpeg", "-quality", QUALITY, *ways, "-outfile", f"{work}/again.jpg", f"{work}/seen.ppm")
    return numpy.asarray(Image.open(f"{work}/again.jpg").convert("RGB"))


def outside(photo, shape):
    """Everything that no redaction, its rim and the cells it touches can have changed, in the picture as it is stored."""
    clear = numpy.ones((photo["height"], photo["width"]), bool)
    for region in photo["regions"]:
        if region["action"] == "redact":
            x, y, w, h = region["box"]
            side = 0.8 * max(w, h) + 32 if region["kind"] == "face" else 32
            clear[max(0, int(y - side)):int(y + h + side), max(0, int(x - side)):int(x + w + side)] = False
    if clear.shape != shape[:2]:
        clear = numpy.rot90(clear)  # EXIF 6: stored is a quarter against the clock
    return clear


def colours_differ(source, copy):
    """The copy's profile, where the source has one, says of the same numbers what the source's says, as lcms2 has it."""
    profiles = [Image.open(path).info.get("icc_profile") for path in (source, copy)]
    if profiles[0] is None:
        return False
    if profiles[1] is None:
        return True
    picture, srgb = Image.open(copy), ImageCms.createProfile("sRGB")
    looks = [numpy.asarray(ImageCms.profileToProfile(picture, io.BytesIO(profile), srgb, outputMode="RGB")).astype(int)
             for profile in profiles]
    return abs(looks[0] - looks[1]).max() > 2


def compare(photo, work):
    copy = photo["output"]
    if copy is None:
        return photo["error"], 0, 0
    seen = decoded(photo["source"], work)
    picture = Image.open(copy)
    if picture.format == "PNG":
        got = numpy.asarray(picture.convert("RGBA"))
        expected = seen if seen.shape[2] == 4 else numpy.dstack([seen, numpy.full(seen.shape[:2], 255, numpy.uint8)])
        most = 0
    else:
        expected = coded_as(copy, seen, work)
        got = numpy.asarray(picture if picture.mode == "CMYK" else picture.convert("RGB"))
        most = 1
    if got.shape != expected.shape:
        return f"{got.shape} instead of {expected.shape}", 0, 0
    clear = outside(photo, got.shape)
    difference = abs(got.astype(int) - expected.astype(int)).max(2)
    if picture.format == "JPEG":  # the cells at the edge are coded a second time, without what lies beyond it
        edge = numpy.ones(difference.shape, bool)
        edge[:got.shape[0] // 16 * 16 - 1, :got.shape[1] // 16 * 16 - 1] = False
        difference = difference - numpy.where(edge, CODED_TWICE, 0)
    if picture.format == "PNG":
        difference = difference * expected[..., 3] // 255  # as it is seen: libtiff and libheif multiply colour and alpha
    worst = int(difference[clear].max())
    inside = abs(got.astype(int) - expected.astype(int))[~clear].max() if (~clear).any() else 0
    trouble = f"differs by {worst} at {numpy.argwhere(clear & (difference > most))[0]}" if worst > most else None
    if clear.mean() < LEAST:
        trouble = f"only {clear.mean():.2f} of it could be compared"
    if photo["source"].rsplit(".", 1)[-1] in ("tif", "webp") and colours_differ(photo["source"], copy):
        trouble = "its colours are others"
    return trouble, worst, (round(float(clear.mean()), 2), int(inside))


status = 0
os.makedirs(sys.argv[2], exist_ok=True)
for photo in json.load(open(sys.argv[1]))["photos"]:
    trouble, worst, much = compare(photo, sys.argv[2])
    print(f"{photo['source']}: most {worst}, of {much}", trouble or "")
    status |= trouble is not None
sys.exit(status)
