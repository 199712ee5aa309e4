#!/usr/bin/env python3
"""Can a text reader still read what `sladd clean` was to destroy?

    tests/accuracy/ocr.py [PHOTO...] [--pages 40] [--models DIR] [--beside DIR] [--languages nor+swe+eng]

Tesseract reads every photo before and after: a word counts when it has at least three letters or digits and Tesseract
is at least 60 % sure of it. A word is still readable when Tesseract reads it in the sanitised copy as well, at the
same place. Without PHOTO the samples in samples/photos are read. --pages renders so many pages, badges, signs,
screens and boards with known words on them, which need no labels either. --beside judges a second folder of models on
the same pictures. Tesseract finds and reads mostly what is large and straight: this says whether what is destroyed is
destroyed, while evaluate.py says how much is found. Needs python3-pil, python3-opencv, tesseract-ocr and its
languages; without Tesseract it says so and ends with 77.
"""
import argparse
import csv
import io
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import cv2
import numpy
from PIL import Image, ImageDraw, ImageFont

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
SURE = 60
LETTERS = 3
FONTS = ("DejaVuSans.ttf", "DejaVuSerif.ttf", "DejaVuSans-Bold.ttf", "DejaVuSansMono.ttf", "LiberationSans-Regular.ttf",
         "LiberationSerif-Regular.ttf")
WORDS = """
    avdeling sykehus pasient journal fødselsnummer Åse Bjørn Solveig Øyvind Hansen Johansen Ødegård Sjöberg
    Åkesson Lindström møte onsdag kantine resepsjon besøkende nødutgang stengt åpent vaktrom laboratorium
    prøvesvar innkalling diagnose time klokken telefon passord bruker nettverk budsjett referat styremøte
    konfidensielt personal lønn kontrakt samtykke barnehage skole elev foreldre adresse postkasse Storgata
    Kungsgatan Helsingborg Meråker Trondheim kommune vårdcentral läkare sköterska möte fredag öppet stängt
    skyddsrum rehabilitering besökare visitors meeting confidential patient appointment ward reception
    password
""".split()
# size of the picture, height of the letters, lines, words in one, tilt in degrees, light or dark paper
LAYOUTS = {
    "page": ((1240, 1754), (18, 30), (20, 40), (4, 9), 0.5, (235, 255)),
    "badge": ((640, 420), (26, 56), (2, 4), (1, 2), 4, (225, 255)),
    "sign": ((1000, 700), (60, 130), (1, 4), (1, 2), 3, (20, 120)),
    "screen": ((1280, 800), (14, 24), (10, 22), (3, 8), 1, (10, 60)),
    "board": ((1200, 900), (30, 60), (4, 9), (2, 5), 2, (215, 245)),
}


def font(chance, size):
    names = list(FONTS)
    chance.shuffle(names)
    for name in names:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    sys.exit("no font: install fonts-dejavu or fonts-liberation")


def page(seed):
    """A rendered picture of text, slightly tilted, on a background with some light and shade."""
    chance, noise = random.Random(seed), numpy.random.default_rng(seed)
    name = list(LAYOUTS)[seed % len(LAYOUTS)]
    (width, height), sizes, lines, words, tilt, paper = LAYOUTS[name]
    tone, size = chance.randint(*paper), chance.randint(*sizes)
    ink = chance.randint(0, 60) if tone > 130 else chance.randint(200, 255)
    sheet = Image.new("RGB", (width, height), tuple(max(0, min(255, tone + chance.randint(-12, 12))) for _ in range(3)))
    pen, face, y = ImageDraw.Draw(sheet), font(chance, size), size
    for _ in range(chance.randint(*lines)):
        text = " ".join(chance.choice(WORDS) for _ in range(chance.randint(*words)))
        if y + 2 * size > height:
            break
        pen.text((size, y), text, font=face, fill=(ink, ink, ink))
        y += int(size * chance.uniform(1.4, 2))
    picture = numpy.asarray(sheet)[:, :, ::-1].astype(numpy.float32)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-tilt, tilt), 0.9)
    picture = cv2.warpAffine(picture, turn, (width, height), borderValue=(chance.randint(60, 200),) * 3)
    light = noise.uniform(0.8, 1.1, (3, 3)).astype(numpy.float32)
    light = cv2.resize(light, (width, height), interpolation=cv2.INTER_CUBIC)
    picture = picture * light[..., None] + noise.normal(0, 3, picture.shape)
    return name, numpy.clip(picture, 0, 255).astype(numpy.uint8)


def read(photo, languages):
    """[(word, box)] that Tesseract is sure of."""
    command = ["tesseract", str(photo), "-", "-l", languages, "--psm", "11", "tsv"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    words = []
    for row in csv.DictReader(io.StringIO(done.stdout), delimiter="\t", quoting=csv.QUOTE_NONE):
        letters = "".join(c for c in row["text"] or "" if c.isalnum()).casefold()
        if len(letters) >= LETTERS and float(row["conf"]) >= SURE:
            words.append((letters, [int(row[key]) for key in ("left", "top", "width", "height")]))
    return words


def touch(a, b):
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def upright(photo, folder):
    """Tesseract does not know which way is up: a copy without orientation, as it is seen."""
    copy = folder / (photo.stem + ".png")
    cv2.imwrite(str(copy), cv2.imread(str(photo)))
    return copy


def judge(options, photos, before, models, work):
    """Cleans the photos with these models, reads again and prints what can still be read."""
    out = work / "cleaned"
    shutil.rmtree(out, ignore_errors=True)
    command = [options.sladd, "clean", "-q", "--no-progress", "-o", str(out), "--files-from", "-"]
    command += ["--models", models] if models else []
    done = subprocess.run(command, input="\n".join(map(str, photos)), text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"sladd ended with status {done.returncode}")
    print(f"{models or 'the shipped models'}:")
    total = left = 0
    kinds = {}
    for photo in photos:
        copies = list(out.rglob(photo.name))
        if not copies:
            print(f"  {photo.name}: withheld, so nothing to read")
            continue
        after = read(upright(copies[0], work), options.languages)
        still = []
        for word, box in before[photo]:
            if any(word == other and touch(box, place) for other, place in after):
                still.append(word)
        kind = kinds.setdefault(photo.stem.split("-")[0] if photo.parent == work else photo.stem, [0, 0, []])
        kind[0] += len(before[photo])
        kind[1] += len(still)
        kind[2] += still
        total += len(before[photo])
        left += len(still)
    for name, (words, readable, which) in kinds.items():
        print(f"  {name:16} {words:5} words read before, {readable:3} after {' '.join(sorted(set(which))[:12])}")
    print(f"  {left} of {total} words can still be read ({left / max(total, 1):.2%})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", nargs="*", type=pathlib.Path)
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--sladd", default=str(ROOT / "build/release/sladd"))
    parser.add_argument("--models")
    parser.add_argument("--beside")
    parser.add_argument("--languages", default="nor+swe+eng")
    options = parser.parse_args()
    if not shutil.which("tesseract"):
        print("skipped: tesseract is not installed (apt-get install tesseract-ocr tesseract-ocr-nor tesseract-ocr-swe)")
        return SKIPPED
    photos = [photo.resolve() for photo in options.photos]
    if not photos and not options.pages:
        photos = sorted(path for path in (ROOT / "samples/photos").iterdir() if path.suffix in (".jpg", ".png"))
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder).resolve()
        for seed in range(options.pages):
            name, picture = page(seed)
            photos.append(work / f"{name}-{seed:03}.jpg")
            cv2.imwrite(str(photos[-1]), picture, [cv2.IMWRITE_JPEG_QUALITY, 90])
        before = {photo: read(upright(photo, work), options.languages) for photo in photos}
        judge(options, photos, before, options.models, work)
        if options.beside:
            judge(options, photos, before, options.beside, work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
