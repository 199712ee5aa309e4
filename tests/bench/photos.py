#!/usr/bin/env python3
"""Photos for the benchmark: photos.py FOLDER [MEGAPIXELS ...]

Scenes of 2, 12 and 24 megapixels with 0, 10 and 100 people who do not exist (heads of samples/photos, at places that
samples/labels.jsonl gives) before a room with sensor noise; baseline JPEG, and of one scene progressive JPEG and PNG,
too. FOLDER/batch holds eight more of 12 megapixels with ten people. The same bytes every time with the same Pillow and
NumPy. Needs python3-pil and python3-numpy.
"""
import json
import pathlib
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZES = {2: (1632, 1224), 12: (4000, 3000), 24: (6000, 4000), 50: (8192, 6144)}
FACES = (0, 10, 100)
BATCH = 8
NOISE = 3.0  # standard deviation of a pixel, as at ISO 800


def heads():
    """Pictures of heads with their surroundings, and how much of the picture's height the face takes."""
    found = []
    for line in (ROOT / "samples/labels.jsonl").read_text().splitlines():
        row = json.loads(line)
        path = ROOT / "samples/photos" / row["file"]
        if path.suffix != ".jpg":
            continue
        with Image.open(path) as photo:
            photo = ImageOps.exif_transpose(photo).convert("RGB")  # the labels speak of the upright photo
            for x, y, width, height in row["faces"]:
                box = (x - 0.6 * width, y - 0.7 * height, x + 1.6 * width, y + 1.6 * height)
                if width >= 60 and box[0] >= 0 and box[1] >= 0 and box[2] <= photo.width and box[3] <= photo.height:
                    found.append(photo.crop(tuple(int(v) for v in box)))
    if len(found) < 10:
        sys.exit("only %d heads were found in the samples" % len(found))
    return found


def room(rng, size):
    """Walls, furniture and, in the foreground, things with sharp edges: something to look at, and nobody."""
    small = Image.new("RGB", (400, 400 * size[1] // size[0]))
    draw = ImageDraw.Draw(small)
    draw.rectangle((0, 0) + small.size, fill=(196, 190, 180))
    for _ in range(24):
        x, y = rng.integers(0, 400), rng.integers(0, small.height)
        width, height = rng.integers(20, 120, 2)
        draw.rectangle((x, y, x + width, y + height), fill=tuple(int(v) for v in rng.integers(60, 220, 3)))
    picture = small.filter(ImageFilter.GaussianBlur(1.5)).resize(size, Image.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = int(rng.integers(0, size[0])), int(rng.integers(0, size[1]))
        width, height = (int(v) for v in rng.integers(size[0] // 200, size[0] // 20, 2))
        draw.polygon([(x, y), (x + width, y + height // 3), (x + width // 2, y + height)],
                     fill=tuple(int(v) for v in rng.integers(60, 220, 3)))
    return picture


def scene(rng, people, size, count):
    picture = room(rng, size)
    cols = int(np.ceil(np.sqrt(count * size[0] / size[1]))) if count else 1
    rows = -(-count // cols)
    for i in range(count):
        cell = size[0] / cols, size[1] / rows
        head = people[rng.integers(len(people))]
        height = int(min(cell[1], cell[0] * head.height / head.width) * rng.uniform(0.45, 0.85))
        head = head.resize((height * head.width // head.height, height), Image.LANCZOS)
        rim = Image.new("L", head.size)
        ImageDraw.Draw(rim).ellipse((2, 2, head.width - 3, head.height - 3), fill=255)
        place = (int((i % cols + rng.uniform(0, 1 - head.width / cell[0])) * cell[0]),
                 int((i // cols + rng.uniform(0, 1 - head.height / cell[1])) * cell[1]))
        picture.paste(head, place, rim.filter(ImageFilter.GaussianBlur(2)))
    pixels = np.asarray(picture, dtype=np.float32)
    pixels += rng.normal(0, NOISE, pixels.shape[:2] + (1,)).astype(np.float32)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, people = pathlib.Path(sys.argv[1]), heads()
    folder.mkdir(parents=True, exist_ok=True)
    for megapixels in [int(v) for v in sys.argv[2:]] or (2, 12, 24):
        for count in FACES:
            picture = scene(np.random.default_rng(megapixels * 1000 + count), people, SIZES[megapixels], count)
            name = "%02d-megapixels-%03d-faces" % (megapixels, count)
            picture.save(folder / (name + ".jpg"), quality=92, subsampling=2)
            if (megapixels, count) == (12, 10):
                picture.save(folder / (name + "-progressive.jpg"), quality=92, subsampling=2, progressive=True)
                picture.save(folder / (name + ".png"), compress_level=6)
    (folder / "batch").mkdir(exist_ok=True)
    for i in range(BATCH):
        picture = scene(np.random.default_rng(900 + i), people, SIZES[12], 10)
        picture.save(folder / "batch" / ("IMG_%04d.jpg" % i), quality=92, subsampling=2)


if __name__ == "__main__":
    main()
