#!/usr/bin/env python3
"""The variants in which phones, scanners and the web write one picture: 12 HEIC, 6 AVIF, 8 WebP, 20 TIFF, made with libheif's
encoder (heif-make in $TOOLS), Pillow, OpenCV and libtiff's tiffcp.

    formats_make.py base.ppm exif.bin faces.xmp rgb.icc cmyk.icc grey.icc FOLDER
"""
import json
import os
import subprocess
import sys
import tempfile

import cv2
import numpy
from PIL import Image, ImageCms, TiffImagePlugin

DEPTH, GAIN = "urn:mpeg:hevc:2015:auxid:2", "urn:com:apple:photo:2020:aux:hdrgainmap"
base_path, exif_path, xmp_path, rgb_path, cmyk_path, grey_path, folder = sys.argv[1:]
scratch = tempfile.mkdtemp(dir=".")
base = Image.open(base_path).convert("RGB")
width, height = base.size
exif, xmp, rgb_profile, cmyk_profile, grey_profile = (
    open(path, "rb").read() for path in (exif_path, xmp_path, rgb_path, cmyk_path, grey_path))


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def coded(name, picture, *wishes, codec="heic"):
    """A file of heif-make in the scratch folder."""
    picture.save(f"{scratch}/{name}.ppm")
    run(f"{os.environ['TOOLS']}/heif-make", f"{scratch}/{name}.ppm", f"{scratch}/{name}", codec, *wishes)
    return f"{scratch}/{name}"


def heif(name, *wishes, codec="heic"):
    run(f"{os.environ['TOOLS']}/heif-make", base_path, f"{folder}/{name}", codec, *wishes)


def mux(name, images, brand="heic", **more):
    with open(f"{scratch}/wish.json", "w") as wish:
        json.dump({"brand": brand, "images": images, **more}, wish)
    run(sys.executable, os.path.join(os.path.dirname(__file__), "heif_mux.py"), f"{scratch}/wish.json", f"{folder}/{name}")


def tiles_of(picture, side, *wishes, codec="heic"):
    """A grid of square tiles, as phones write it: the last ones stick out."""
    columns, rows = -(-picture.width // side), -(-picture.height // side)
    parts = []
    for row in range(rows):
        for column in range(columns):
            pixels = numpy.asarray(picture)[row * side:(row + 1) * side, column * side:(column + 1) * side]
            pixels = numpy.pad(pixels, ((0, side - pixels.shape[0]), (0, side - pixels.shape[1]), (0, 0)), "edge")
            parts.append(coded(f"tile{len(parts)}-{side}-{len(wishes)}-{codec}", Image.fromarray(pixels), *wishes, codec=codec))
    return {"tiles": parts, "rows": rows, "columns": columns, "width": picture.width, "height": picture.height}


def heics():
    grey = base.convert("L").convert("RGB").resize((width // 2, height // 2))
    whole, half = coded("whole.heic", base), coded("half.heic", grey)
    small = coded("small.heic", base.resize((width // 4, height // 4)))
    grid = tiles_of(base, 256)
    heif("plain.heic")
    heif("p3.heic", "nclx=12,13")
    heif("icc.heic", f"icc={rgb_path}")
    heif("ten.heic", "ten", "nclx=9,1")
    heif("alpha.heic", "alpha")
    heif("turned.heic", "turn=6", f"exif={exif_path}")
    heif("mirrored.heic", "turn=2")
    mux("grid.heic", [grid], exif=exif_path, xmp=xmp_path)
    mux("grid-turned.heic", [tiles_of(base, 128) | {"turn": 3}], exif=exif_path)
    mux("depth.heic", [{"file": whole}, {"file": half, "auxiliary": [DEPTH, 0], "no_colour": True}], exif=exif_path)
    mux("clap.heic", [{"file": whole, "clap": [width - 64, height - 32]}])
    # As an iPhone does it: tiles in Display P3, turned, with depth, gain map, thumbnail, EXIF and XMP.
    mux("phone.heic", [tiles_of(base, 256, "nclx=12,13") | {"turn": 1}, {"file": half, "auxiliary": [DEPTH, 0], "no_colour": True},
                       {"file": half, "auxiliary": [GAIN, 0], "no_colour": True}, {"file": small, "hidden": True, "thumbnail": 0}],
        exif=exif_path, xmp=xmp_path)


def avifs():
    heif("plain.avif", codec="avif")
    heif("all.avif", f"exif={exif_path}", f"xmp={xmp_path}", codec="avif")
    heif("alpha.avif", "alpha", codec="avif")
    heif("p3.avif", "nclx=12,13", codec="avif")
    heif("turned.avif", "turn=8", codec="avif")
    mux("grid.avif", [tiles_of(base, 256, codec="avif")], "avif", exif=exif_path)


def see_through():
    alpha = Image.new("L", base.size, 255)
    alpha.paste(0, (0, 0, width // 4, height)), alpha.paste(120, (width // 4, 0, width // 3, height))
    picture = base.convert("RGBA")
    picture.putalpha(alpha)
    return picture


def webps():
    base.save(f"{folder}/lossy.webp", quality=90, exif=b"Exif\0\0" + exif, xmp=xmp)
    base.save(f"{folder}/lossless.webp", lossless=True, exif=b"Exif\0\0" + exif)
    see_through().save(f"{folder}/alpha.webp", lossless=True)
    see_through().save(f"{folder}/lossy-alpha.webp", quality=90)
    base.convert("L").save(f"{folder}/grey.webp", quality=90)
    base.resize((333, 247)).save(f"{folder}/odd.webp", quality=100)
    base.save(f"{folder}/icc.webp", quality=90, icc_profile=rgb_profile)
    turned = Image.Exif()
    turned[274] = 6
    base.save(f"{folder}/turned.webp", quality=90, exif=turned.tobytes())


def tiffs():
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    for key, value in {700: xmp, 270: "CANARY title", 306: "2026:06:01 10:00:00", 315: "CANARY"}.items():
        tags[key] = value
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits"):
        base.save(f"{folder}/rgb-{compression}.tif", compression=compression, tiffinfo=tags)
    base.convert("L").save(f"{folder}/grey.tif", compression="tiff_lzw", tiffinfo=tags)
    base.convert("P", palette=Image.ADAPTIVE).save(f"{folder}/palette.tif", compression="tiff_lzw")
    base.convert("1").save(f"{folder}/bilevel.tif", compression="group4")
    see_through().save(f"{folder}/alpha.tif", compression="tiff_lzw")
    turned = TiffImagePlugin.ImageFileDirectory_v2()
    turned[274] = 6
    base.save(f"{folder}/turned.tif", tiffinfo=turned)
    wide = numpy.asarray(base).astype(numpy.uint16) * 257
    wide[1::2] ^= 40  # more than eight bits say
    cv2.imwrite(f"{folder}/rgb16.tif", wide[..., ::-1])
    cv2.imwrite(f"{folder}/grey16.tif", wide[..., 1])
    inks = ImageCms.profileToProfile(base, ImageCms.createProfile("sRGB"), cmyk_path, outputMode="CMYK")
    inks.save(f"{folder}/cmyk.tif", compression="tiff_lzw", icc_profile=cmyk_profile)
    inks.save(f"{scratch}/inks.tif", icc_profile=cmyk_profile)
    base.save(f"{scratch}/rgb.tif")
    run("tiffcp", "-B", "-t", "-w", "128", "-l", "128", "-c", "lzw:2", f"{scratch}/rgb.tif", f"{folder}/tiled.tif")
    run("tiffcp", "-p", "separate", "-c", "zip", f"{scratch}/rgb.tif", f"{folder}/planes.tif")
    run("tiffcp", "-t", "-w", "128", "-l", "128", "-c", "none", f"{scratch}/inks.tif", f"{folder}/cmyk-tiled.tif")
    run("tiffcp", "-p", "separate", "-c", "lzw", f"{scratch}/inks.tif", f"{folder}/cmyk-planes.tif")
    run("tificc", f"-o{cmyk_path}", "-w16", "-e", f"{scratch}/rgb.tif", f"{folder}/cmyk16.tif")
    inks.save(f"{folder}/cmyk-jpeg.tif", compression="jpeg", quality=92)
    base.convert("L").save(f"{folder}/grey-icc.tif", compression="tiff_lzw", icc_profile=grey_profile)


os.makedirs(folder, exist_ok=True)
heics(), avifs(), webps(), tiffs()
