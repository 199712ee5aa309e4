#!/usr/bin/env python3
"""How much of what is in labelled photos does the full pipeline find, and what does it destroy for nothing?

    tests/accuracy/evaluate.py LABELS.jsonl PHOTOS [--models DIR] [--beside DIR] [--limit N] [--only SOURCE,...]
                               [--split val|a|b] [--misses SHEET.jpg] [--worst SHEET.jpg]

Runs `sladd clean` over the photos and compares copies and report with the labels, one JSON object a line:

    {"file": "a.jpg", "faces": [[x, y, width, height], ...], "ignore": [[...], ...],
     "text": [{"quad": [[x, y], ...], "difficult": 0}, ...]}

in pixels of the upright photo. `faces` and `text` may each be absent; `ignore` marks places where a detection is
neither rewarded nor punished; `source` may name the kind of scene, for --only and for tables by kind.

Faces are judged by what can still be seen in the copies, in which text is kept. A face is exposed when less than nine
tenths of the ellipse of 0.42 of its box's sides (brow to chin) have other pixels than in the photo. Destroyed away from
heads is what changed outside an ellipse of 1.1 of the sides and 8 pixels around every face and every place of doubt,
as a share of all pixels. In the tables of what is exposed a face's size is the longer side of its box.

Boxes are judged, too: a face is found when a detection overlaps it with an IoU of at least 0.4. A line of text is
found when at least 70 % of its area is redacted, counting the rectangles as they are in the report. Area precision is
the share of the redacted area that lies on text, the labelled lines made higher and longer by a quarter of their
height.

--beside runs a second folder of models over the same photos, and tables compare both; --misses draws the faces whose
boxes were missed (by the first), --worst the largest that stayed exposed and the largest places destroyed for nothing.
--split keeps the photos that no training may use (the file name's CRC-32 modulo 100 below 15), or one half of them: a
threshold that was chosen on one is reported on the other. Needs python3-opencv and python3-numpy.
"""
import argparse
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import zlib

import cv2
import numpy

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZES = ((0, 16), (16, 24), (24, 40), (40, 80), (80, 1e9))


def iou(a, b):
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / (a[2] * a[3] + b[2] * b[3] - across * down)


def covered(box, by):
    across = min(box[0] + box[2], by[0] + by[2]) - max(box[0], by[0])
    down = min(box[1] + box[3], by[1] + by[3]) - max(box[1], by[1])
    return max(across, 0) * max(down, 0) / (box[2] * box[3])


def run(sladd, photos, models, *options):
    """The report's rows by file name, and the CPU seconds of the whole run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.NamedTemporaryFile("r", suffix=".json") as report:
        command = [sladd, "clean", *options, "-q", "--no-progress", "--report", report.name, "--files-from", "-"]
        command += ["--models", models] if models else []
        listing = "\n".join(str(photo) for photo in photos)
        done = subprocess.run(command, input=listing, text=True, check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"sladd ended with status {done.returncode}")
        rows = json.load(open(report.name, encoding="utf-8"))["photos"]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {pathlib.Path(row["source"]).name: row for row in rows}, seconds


def detected_faces(row):
    return [r["box"] for r in row["regions"] if r["kind"] == "face" and r["score"] is not None]


def missed_faces(label, row):
    boxes = detected_faces(row)
    return [face for face in label["faces"] if not any(iou(face, box) >= 0.4 for box in boxes)]


def false_alarms(label, row):
    """The detections where no face is, and where nobody doubts it."""
    return [box for box in detected_faces(row)
            if not any(iou(face, box) >= 0.4 for face in label["faces"])
            and not any(covered(box, place) >= 0.5 for place in label.get("ignore", []))]


def size_of(face):
    return (face[2] * face[3]) ** 0.5


def recall(labels, rows, low, high):
    """"0.950 (19 of 20)" for the faces of these sizes in pixels, or None where there are none."""
    there = sum(low <= size_of(face) < high for label in labels for face in label["faces"])
    missed = sum(low <= size_of(face) < high for label in labels for face in missed_faces(label, rows[label["file"]]))
    return f"{1 - missed / there:.3f} ({there - missed} of {there})" if there else None


def ellipse(shape, x, y, across, down):
    mask = numpy.zeros(shape, numpy.uint8)
    cv2.ellipse(mask, (int(x), int(y)), (max(1, int(across)), max(1, int(down))), 0, 0, 360, 1, -1)
    return mask


def away_from_heads(label, shape):
    heads = numpy.zeros(shape, numpy.uint8)
    for x, y, width, height in label["faces"] + label.get("ignore", []):
        heads |= ellipse(shape, x + width / 2, y + 0.45 * height, 1.1 * width + 8, 1.1 * height + 8)
    return heads == 0


class Copies:
    """What the copies still show, and what is gone for nothing."""

    def __init__(self):
        self.faces = []  # (longer side, is exposed, kind of scene, file name, box)
        self.places = []  # (pixels, file name, box) of what is destroyed away from heads
        self.areas = {}  # by kind of scene: [pixels destroyed away from heads, pixels]
        self.lost = []

    def look(self, label, photo, copy):
        before, after = cv2.imread(str(photo)), cv2.imread(copy) if copy else None  # upright, both
        if after is None or before.shape != after.shape:
            self.lost.append(label["file"])
            return
        changed = (before != after).any(2).astype(numpy.uint8)
        changed = cv2.morphologyEx(changed, cv2.MORPH_CLOSE, numpy.ones((5, 5), numpy.uint8))
        for x, y, width, height in label["faces"]:
            own = ellipse(changed.shape, x + width / 2, y + height / 2, 0.42 * width, 0.42 * height) > 0
            if own.any():
                exposed, box = changed[own].mean() < 0.9, (x, y, width, height)
                self.faces.append((max(width, height), exposed, label.get("source"), label["file"], box))
        needless = changed * away_from_heads(label, changed.shape)
        area = self.areas.setdefault(label.get("source"), [0, 0])
        area[0] += int(needless.sum())
        area[1] += needless.size
        count, _, places, _ = cv2.connectedComponentsWithStats(needless)
        self.places += [(int(place[4]), label["file"], tuple(place[:4].tolist())) for place in places[1:count]]

    def exposed(self, low, high, source=None):
        """(exposed faces, faces) of these sizes, in one kind of scene or all."""
        those = [face[1] for face in self.faces if low <= face[0] < high and source in (None, face[2])]
        return sum(those), len(those)

    def destroyed(self, source=None):
        """The share of all pixels that is destroyed away from heads."""
        those = [area for kind, area in self.areas.items() if source in (None, kind)]
        return sum(area[0] for area in those) / max(1, sum(area[1] for area in those))


def alarms_a_photo(labels, rows):
    return sum(len(false_alarms(label, rows[label["file"]])) for label in labels) / len(labels)


def judge_faces(labels, rows):
    for low, high in (*SIZES, (40, 1e9)):
        share = recall(labels, rows, low, high)
        if share:
            print(f"  faces of {low} {f'to {high:.0f}' if high < 1e9 else 'and more'} pixels: recall {share}")
    print(f"  false alarms a photo: {alarms_a_photo(labels, rows):.2f}")
    sources = sorted({label["source"] for label in labels if "source" in label})
    for source in sources if len(sources) > 1 else []:
        those = [label for label in labels if label.get("source") == source]
        share = recall(those, rows, 16, 1e9) or "(no faces)"
        alarms = alarms_a_photo(those, rows)
        print(f"  {source}, {len(those)} photos: recall from 16 pixels {share}, false alarms {alarms:.2f}")


def draw_misses(labels, photos, rows, path):
    """A sheet of the missed faces, largest first, each in the middle of a square three times its size."""
    side, columns, most = 120, 8, 40
    missed = []
    for label in labels:
        missed += [(size_of(face), label["file"], face) for face in missed_faces(label, rows[label["file"]])]
    cells = []
    for size, name, (x, y, width, height) in sorted(missed, reverse=True)[:most]:
        cells.append(cut(photos, name, (x, y, width, height), round(1.5 * max(width, height)), side))
    if not cells:
        print("  no face was missed: no sheet")
        return
    cells += [numpy.zeros_like(cells[0])] * (-len(cells) % columns)
    lines = [numpy.hstack(cells[at:at + columns]) for at in range(0, len(cells), columns)]
    cv2.imwrite(path, numpy.vstack(lines))
    print(f"  {len(missed)} missed faces; the largest are in {path}")


def named(low, high):
    return f"{low} to {high:.0f}" if high < 1e9 else f"{low} and more"


def judge_copies(all_copies):
    """One table for all models that were run: what is exposed by size, and by kind of scene; what is destroyed."""
    print("in the copies:" + "".join(f"  {name}" for name in all_copies))
    for low, high in (*SIZES, (16, 40), (40, 1e9)):
        cells = [copies.exposed(low, high) for copies in all_copies.values()]
        if any(faces for _, faces in cells):
            shares = "".join(f"  {out / max(1, faces):.3f} ({out} of {faces})" for out, faces in cells)
            print(f"  exposed of {named(low, high)} pixels:{shares}")
    shares = "".join(f"  {copies.destroyed():.2%}" for copies in all_copies.values())
    print(f"  destroyed away from heads:{shares}")
    first = next(iter(all_copies.values()))
    for source in sorted(kind for kind in first.areas if kind) if len(first.areas) > 1 else []:
        cells = [(*copies.exposed(16, 1e9, source), copies.destroyed(source)) for copies in all_copies.values()]
        shares = "".join(f"  {out} of {faces}, {share:.2%}" for out, faces, share in cells)
        print(f"  {source}: exposed from 16 pixels, destroyed away from heads:{shares}")
    for name, copies in all_copies.items():
        if copies.lost:
            print(f"  {name}: no copy of {len(copies.lost)} photos: {', '.join(copies.lost[:5])}")


def cut(photos, name, box, reach, side):
    """The square of twice this reach around a box, `side` pixels wide."""
    x, y, width, height = box
    photo = cv2.imread(str(pathlib.Path(photos) / name))
    framed = cv2.copyMakeBorder(photo, reach, reach, reach, reach, cv2.BORDER_CONSTANT)
    left, top = round(x + width / 2), round(y + height / 2)
    return cv2.resize(framed[top:top + 2 * reach, left:left + 2 * reach], (side, side))


def draw_worst(copies, photos, path, side=120, columns=8, most=32):
    """A sheet: the largest faces that are exposed in red frames, then the largest places destroyed for nothing."""
    exposed = sorted((face for face in copies.faces if face[1]), key=lambda face: -face[0])[:most]
    chosen = [((0, 0, 255), name, box) for _, _, _, name, box in exposed]
    chosen += [((255, 160, 0), name, box) for _, name, box in sorted(copies.places, reverse=True)[:most]]
    cells = []
    for colour, name, box in chosen:
        reach = max(4, round(1.2 * max(box[2:])))
        cell, scale = cut(photos, name, box, reach, side), side / (2 * reach)
        half = round(box[2] * scale / 2), round(box[3] * scale / 2)
        middle = side // 2
        cv2.rectangle(cell, (middle - half[0], middle - half[1]), (middle + half[0], middle + half[1]), colour, 1)
        cells.append(cell)
    if not cells:
        print("  nothing exposed and nothing destroyed for nothing: no sheet")
        return
    cells += [numpy.zeros_like(cells[0])] * (-len(cells) % columns)
    cv2.imwrite(path, numpy.vstack([numpy.hstack(cells[at:at + columns]) for at in range(0, len(cells), columns)]))
    needless = len(chosen) - len(exposed)
    print(f"  {len(exposed)} of the faces that stay exposed, and {needless} needless places, are in {path}")


def painted(shape, quads):
    mask = numpy.zeros(shape, numpy.uint8)
    for quad in quads:
        cv2.fillPoly(mask, [numpy.round(numpy.array(quad)).astype(numpy.int32)], 1)
    return mask.astype(bool)


def grown(quad):
    (x, y), (width, height), angle = cv2.minAreaRect(numpy.array(quad, numpy.float32))
    more = 0.25 * min(width, height)
    return cv2.boxPoints(((x, y), (width + more, height + more), angle))


def found_lines(labels, rows):
    """(lines that were found, lines, mean share of text that is redacted rightly, mean share that is redacted)"""
    found = lines = 0
    on_text = redacted = 0.0
    for label in labels:
        row = rows[label["file"]]
        shape = (row["height"], row["width"])
        mask = painted(shape, [r["quad"] for r in row["regions"] if r["kind"] == "text" and r["action"] == "redact"])
        redacted += mask.mean() / len(labels)
        on_text += (mask & painted(shape, [grown(line["quad"]) for line in label["text"]])).mean() / len(labels)
        for line in label["text"]:
            own = painted(shape, [line["quad"]])
            if line.get("difficult") or not own.any():
                continue
            lines += 1
            found += (mask & own).sum() >= 0.7 * own.sum()
    return found, lines, on_text, redacted


def judge_text(labels, rows):
    found, lines, on_text, redacted = found_lines(labels, rows)
    print(f"  lines of text: recall {found / max(lines, 1):.3f} ({found} of {lines})")
    print(f"  area precision {on_text / max(redacted, 1e-9):.3f}; {redacted:.1%} of the area is redacted as text")
    sources = sorted({label["source"] for label in labels if "source" in label})
    for source in sources if len(sources) > 1 else []:
        those = [label for label in labels if label.get("source") == source]
        found, lines, on_text, redacted = found_lines(those, rows)
        print(f"  {source}: {found} of {lines} lines, area precision {on_text / max(redacted, 1e-9):.3f}")


def evaluate(options, labels, models, misses=None):
    """Prints what the boxes say; returns what the copies say (None without labelled faces)."""
    name = models or "the shipped models"
    with_faces, with_text = ([label for label in labels if kind in label] for kind in ("faces", "text"))
    copies = Copies() if with_faces else None

    def search(those, *how):
        photos = [pathlib.Path(options.photos) / label["file"] for label in those]
        rows, seconds = run(options.sladd, photos, models, *how)
        failed = [file for file, row in rows.items() if row["status"] == "failed"]
        print(f"{name}: {len(those)} photos, {seconds / len(those):.2f} CPU seconds each")
        if failed and not copies:
            sys.exit(f"not processed: {', '.join(failed)}")
        return rows

    if with_faces:
        with tempfile.TemporaryDirectory() as folder:
            rows = search(with_faces, "--text", "keep", "-o", folder)
            for label in with_faces:
                copies.look(label, pathlib.Path(options.photos) / label["file"], rows[label["file"]].get("output"))
        judge_faces([label for label in with_faces if label["file"] not in copies.lost], rows)
        if misses:
            draw_misses(with_faces, options.photos, rows, misses)
    if with_text:
        judge_text(with_text, search(with_text, "-n"))
    return copies


def in_split(label, part):
    number = zlib.crc32(label["file"].encode())
    return part is None or number % 100 < 15 and (part == "val" or number // 100 % 2 == "ab".index(part))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels")
    parser.add_argument("photos")
    parser.add_argument("--sladd", default=str(ROOT / "build/release/sladd"))
    parser.add_argument("--models")
    parser.add_argument("--beside")
    parser.add_argument("--limit", type=int, help="so many photos, evenly spread over the list")
    parser.add_argument("--misses", help="draw the faces that were missed into this picture")
    parser.add_argument("--worst", help="draw what is exposed, and what is destroyed for nothing, into this picture")
    parser.add_argument("--only", help="sources to use, separated by commas")
    parser.add_argument("--split", choices=("val", "a", "b"), help="photos that no training may use, or a half of them")
    options = parser.parse_args()
    labels = [json.loads(line) for line in open(options.labels, encoding="utf-8")]
    labels = [label for label in labels if in_split(label, options.split)]
    if options.only:
        labels = [label for label in labels if label.get("source") in options.only.split(",")]
    if options.limit:
        labels = labels[:: max(1, len(labels) // options.limit)][: options.limit]
    if not labels:
        sys.exit("no such photos")
    copies = {"the shipped models" if not options.models else options.models:
              evaluate(options, labels, options.models, options.misses)}
    if options.beside:
        copies[options.beside] = evaluate(options, labels, options.beside)
    if all(copies.values()):
        judge_copies(copies)
        if options.worst:
            draw_worst(next(iter(copies.values())), options.photos, options.worst)


if __name__ == "__main__":
    main()
