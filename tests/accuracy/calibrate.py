#!/usr/bin/env python3
"""What do the scores of doubtful places say of the faces that stay exposed? The tables of src/vision/misses.c.

    tests/accuracy/calibrate.py LABELS.jsonl PHOTOS [--models DIR] [--keep DIR] [--jobs N] [--plot PLOT.png]

Sends the photos that no training may use (evaluate.py) down the pipeline, counts the faces of 16 pixels and more that
stay exposed in the copies, as evaluate.py does, and gives each of them to the doubtful place that shows it, or to none.
The counts become rates: of places by score and by the longer side of their boxes (a product of both, so that few faces
are enough for many cells), and, for each face that was found, of those that no place shows. Photos of at most half a
million pixels, which are looked at enlarged, have a factor of their own.

Each half of the photos is judged by the rates of the other half: how many faces are expected to stay exposed, and how
many do. What is printed for the source is fitted on both halves. --plot draws expected against counted, both ways
together; --keep keeps the copies and what was found in a folder, and goes on from there.

The program it runs is built with the tests:
    cmake --preset release -DBUILD_TESTING=ON && cmake --build --preset release --target doubtful
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import cv2
import numpy

import evaluate

LEAST = 16  # pixels: nobody is recognised by a smaller face
LEFT = 0.1  # the share of a place's middle that has to be left (src/stages/risk.c)
SAME = 0.2  # the IoU from which on a place shows a face
ENLARGED = 500000  # pixels: src/vision/search.h
SCORES = (0, 0.01, 0.02, 0.03, 0.045, 1.01)
SIZES = [low for low, _ in evaluate.SIZES] + [1e9]
A_FACE = (1, 0.5, 0.2, 0.1, 0.05)  # places of each row of scores that every face found brings with it, chosen by eye
PRIOR = 0.5  # exposed faces that are added to every row and column: none seen is not never


def lines_in(folder):
    """What was said of the photos, but for a line that broke off."""
    return [line.split() for file in sorted(folder.glob("*.txt")) for line in open(file, encoding="utf-8")
            if line.endswith("\n")]


def run_all(program, models, paths, folder, jobs):
    """Send every photo down the pipeline that has no copy in the folder yet; what was said of all."""
    (folder / "copies").mkdir(parents=True, exist_ok=True)
    done = {pathlib.Path(words[1]).name for words in lines_in(folder) if words[0] == "COPY"}
    paths = [path for path in paths if path.name not in done]
    running = []
    for part in range(min(jobs, len(paths))):
        listing = folder / f"{len(done)}-{part}.list"
        listing.write_text("".join(f"{path}\n" for path in paths[part::jobs]), encoding="utf-8")
        with open(listing, encoding="utf-8") as these, open(listing.with_suffix(".txt"), "w", encoding="utf-8") as said:
            running.append(subprocess.Popen([program, models, folder / "copies"], stdin=these, stdout=said))
    if any([process.wait() for process in running]):
        sys.exit("the photos could not be processed")
    return lines_in(folder)


class Photo:
    def __init__(self, path, width, height, built):
        self.path, self.name, self.built = path, pathlib.Path(path).name, float(built)
        self.enlarged = int(width) * int(height) <= ENLARGED
        self.places, self.faces, self.copy = [], [], None  # (box, score); boxes

    def count(self, label):
        """Which places show a face that is exposed, and how large are the exposed faces that no place shows?"""
        copies = evaluate.Copies()
        copies.look(label, self.path, self.copy)
        if copies.lost:
            sys.exit(f"{self.copy}: cannot be compared with its photo")
        exposed = [face[4] for face in copies.faces if face[1] and face[0] >= LEAST]
        pairs = sorted(((evaluate.iou(face, place[0]), f, p) for f, face in enumerate(exposed)
                        for p, place in enumerate(self.places)), reverse=True)
        faces, places = set(), set()
        for overlap, f, p in pairs:
            if overlap >= SAME and f not in faces and p not in places:
                faces.add(f)
                places.add(p)
        self.shown = [p in places for p in range(len(self.places))]
        self.unshown = [face for f, face in enumerate(exposed) if f not in faces]
        self.counted = len(exposed)


def read_photos(lines):
    photos = []
    for kind, *words in lines:
        if kind == "PHOTO":
            photos.append(Photo(*words))
        elif kind == "COPY":
            photos[-1].copy = words[0]
        else:
            *box, score = map(float, words[:5])
            if kind == "FACE":
                photos[-1].faces.append(box)
            elif float(words[5]) > LEFT:
                photos[-1].places.append((box, score))
    return sorted((photo for photo in photos if photo.copy), key=lambda photo: photo.name)


def size_bin(box):
    return sum(max(box[2:]) >= low for low in SIZES[1:-1])


def score_bin(score):
    return sum(score >= low for low in SCORES[1:-1])


def rising(rates, weights):
    """The nearest rates that never fall (pool adjacent violators): a surer place is not less often a face."""
    pools = []  # (rate, weight, members)
    for rate, weight in zip(rates, weights):
        pools.append((rate, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (low, a, m), (high, b, n) = pools.pop(), pools.pop()
            pools.append(((low * a + high * b) / max(a + b, 1e-9), a + b, m + n))
    return numpy.repeat([pool[0] for pool in pools], [pool[2] for pool in pools])


class Rates:
    """Fitted on some photos: `at` by score and size, `beside` by size, for photos at their own size; `enlarged` times
    that for the others."""

    def __init__(self, photos):
        self.enlarged = 1
        own = [photo for photo in photos if not photo.enlarged]
        places, shown = numpy.zeros((2, len(SCORES) - 1, len(SIZES) - 1))
        found, unshown = numpy.zeros((2, len(SIZES) - 1))
        for photo in own:
            for (box, score), hit in zip(photo.places, photo.shown):
                places[score_bin(score), size_bin(box)] += 1
                shown[score_bin(score), size_bin(box)] += hit
            for box in photo.faces:
                found[size_bin(box)] += 1
            for box in photo.unshown:
                unshown[size_bin(box)] += 1
        self.at = self.product(places, shown)
        usual = unshown.sum() / max(1, found.sum())
        self.beside = (unshown + PRIOR) / (found + PRIOR / max(usual, 1e-3))
        self.beside[0] = 0  # a face that could be recognised is not smaller
        enlarged = [photo for photo in photos if photo.enlarged]
        counted, expected = sum(photo.counted for photo in enlarged), sum(map(self.expected, enlarged))
        self.enlarged = min(1, (counted + PRIOR) / max(expected, PRIOR))

    @staticmethod
    def product(places, shown):
        """Rates of score times rates of size, so that every row and column adds up to what was counted in it."""
        usual = max(shown.sum(), PRIOR) / max(1, places.sum())
        by_score, by_size = numpy.ones(places.shape[0]), numpy.full(places.shape[1], usual)
        for _ in range(50):
            by_score = (shown.sum(1) + PRIOR) / (places @ by_size + PRIOR)
            by_size = (shown.sum(0) + PRIOR) / (by_score @ places + PRIOR / usual)
        return numpy.minimum(rising(by_score, places @ by_size)[:, None] * by_size[None, :], 1)

    def at_place(self, photo, box, score):
        return self.at[score_bin(score), size_bin(box)] * (self.enlarged if photo.enlarged else 1)

    def expected(self, photo):
        beside = sum(self.beside[size_bin(box)] for box in photo.faces) * (self.enlarged if photo.enlarged else 1)
        return sum(self.at_place(photo, *place) for place in photo.places) + beside

    def print_source(self, photos, version, opinion):
        most = [max(sum(score_bin(score) == row for _, score in photo.places) - a * len(photo.faces) for photo in photos)
                for row, a in enumerate(A_FACE)]
        rows = [", ".join(f"{rate:.4f}" for rate in row) for row in self.at]
        print(f"    .version = {version},\n    .opinion = {opinion},\n    .scores = {{{', '.join(f'{score:g}' for score in SCORES[1:-1])}}},")
        print("    .at = {{" + "},\n           {".join(rows) + "}},")
        print(f"    .beside = {{{', '.join(f'{rate:.4f}' for rate in self.beside)}}},")
        print(f"    .enlarged = {self.enlarged:.4f},")
        print(f"    .most = {{{', '.join(f'{numpy.ceil(places):.0f}' for places in most)}}},")
        print(f"    .most_a_face = {{{', '.join(f'{a:g}' for a in A_FACE)}}},")


def spread(photos, rates, times=400):
    """A range that holds counted / expected in nine of ten draws of so many photos like these (bootstrap by photo)."""
    pairs = [(photo.counted, rates.expected(photo)) for photo in photos]
    chance = random.Random(1)
    draws = sorted(sum(p[0] for p in draw) / max(1e-9, sum(p[1] for p in draw))
                   for draw in (chance.choices(pairs, k=len(pairs)) for _ in range(times)))
    return draws[times // 20], draws[-times // 20 - 1]


def check(photos, rates, name):
    for kind, those in (("crowds", [p for p in photos if p.source == "crowds"]),
                        ("the rest", [p for p in photos if p.source != "crowds"])):
        expected, counted = sum(map(rates.expected, those)), sum(photo.counted for photo in those)
        low, high = spread(those, rates) if those else (0, 0)
        built = [photo.built for photo in those]
        told = f"; as built {sum(built):.1f}" if built and min(built) >= 0 else ""
        print(f"  {name}, {kind}, {len(those)} photos: expected {expected:.1f}, counted {counted} "
              f"({counted / max(expected, 1e-9):.2f}, 90 % of draws {low:.2f} to {high:.2f}){told}")


def agreement(photos, times=200):
    """How often do expected and counted agree within a third, where one random half tells what to expect of another?"""
    chance, close = random.Random(2), 0
    for _ in range(times):
        drawn = chance.sample(photos, len(photos))
        half, other = drawn[::2], drawn[1::2]
        rates = Rates(half)
        counted, expected = sum(photo.counted for photo in other), sum(map(rates.expected, other))
        close += 2 / 3 <= counted / max(expected, 1e-9) <= 4 / 3
    print(f"  of {times} random halves {close} agree within a third with what the other tells")


def points(pairs, groups):
    """Mean expectation, mean count and its standard error of equally large groups of (expectation, count)."""
    pairs = numpy.array(sorted(pairs), float)
    parts = [part for part in numpy.array_split(pairs, groups) if len(part)]
    return [(part[:, 0].mean(), part[:, 1].mean(), part[:, 1].std() / len(part) ** 0.5) for part in parts]


def panel(title, marks, side=420, margin=60):
    """Expected to the right, counted upwards, on square-root axes, so that the small ones can be told apart."""
    picture = numpy.full((side, side, 3), 255, numpy.uint8)
    most = max(max(x, y + e) for x, y, e in marks) * 1.05 or 1

    def at(x, y):
        reach = side - 2 * margin
        return round(margin + (max(x, 0) / most) ** 0.5 * reach), round(side - margin - (max(y, 0) / most) ** 0.5 * reach)

    def write(text, where, scale=0.4):
        cv2.putText(picture, text, where, cv2.FONT_HERSHEY_SIMPLEX, scale, (60, 60, 60), 1, cv2.LINE_AA)

    cv2.line(picture, at(0, 0), at(most, most), (180, 180, 180), 1, cv2.LINE_AA)
    for share in (0, 0.1, 0.4, 1):
        value = share * most
        x, y = at(value, value)
        write(f"{value:.2g}", (x - 10, side - margin + 18))
        write(f"{value:.2g}", (margin - 45, y + 4))
    cv2.rectangle(picture, at(0, most), at(most, 0), (120, 120, 120), 1)
    for x, y, error in marks:
        cv2.line(picture, at(x, y - error), at(x, y + error), (200, 120, 40), 1, cv2.LINE_AA)
        cv2.circle(picture, at(x, y), 4, (200, 80, 20), -1, cv2.LINE_AA)
    write(title, (margin, 30), 0.45)
    write("expected", (side // 2 - 30, side - 15))
    write("counted", (5, margin - 12))
    return picture


def draw(judged, path):
    places = [(rates.at_place(photo, *place), hit) for photo, rates in judged
              for place, hit in zip(photo.places, photo.shown)]
    photos = [(rates.expected(photo), photo.counted) for photo, rates in judged]
    cv2.imwrite(path, numpy.hstack([panel("a doubtful place shows a face", points(places, 10)),
                                    panel("faces left in a photo", points(photos, 10))]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels")
    parser.add_argument("photos")
    parser.add_argument("--program", default=str(evaluate.ROOT / "build/release/tests/doubtful"))
    parser.add_argument("--models", default=str(evaluate.ROOT / "models"))
    parser.add_argument("--keep", help="folder for copies and findings")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--plot", help="draw expected against counted into this PNG")
    options = parser.parse_args()
    labels = {label["file"]: label for label in map(json.loads, open(options.labels, encoding="utf-8"))
              if "faces" in label and evaluate.in_split(label, "val")}
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(options.keep or scratch).resolve()
        paths = [pathlib.Path(options.photos) / file for file in labels]
        lines = run_all(options.program, options.models, paths, folder, options.jobs)
        photos = [photo for photo in read_photos(lines) if photo.name in labels]
        for photo in photos:
            photo.count(labels[photo.name])
            photo.source = labels[photo.name].get("source")
    halves = [[photo for photo in photos if evaluate.in_split(labels[photo.name], part)] for part in "ab"]
    rates = [Rates(half) for half in halves]
    print(f"{len(photos)} of {len(labels)} photos, {sum(photo.counted for photo in photos)} faces exposed")
    check(halves[1], rates[0], "half b by the rates of half a")
    check(halves[0], rates[1], "half a by the rates of half b")
    agreement(photos)
    if options.plot:
        draw([(photo, rates[1]) for photo in halves[0]] + [(photo, rates[0]) for photo in halves[1]], options.plot)
    version = subprocess.run([options.program, options.models], capture_output=True, text=True, check=True).stdout
    print("for src/vision/misses.c:")
    Rates(photos).print_source(photos, *version.split())


if __name__ == "__main__":
    main()
