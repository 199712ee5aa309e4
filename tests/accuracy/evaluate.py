#!/usr/bin/env python3
"""How much of what is in labelled photos does the full pipeline find?

    tests/accuracy/evaluate.py LABELS.jsonl PHOTOS [--models DIR] [--beside DIR] [--limit N] [--only SOURCE,...]
                               [--misses SHEET.jpg]

Runs `sladd clean --dry-run --report` over the photos and compares the report with the labels, one JSON object a line:

    {"file": "a.jpg", "faces": [[x, y, width, height], ...], "ignore": [[...], ...],
     "text": [{"quad": [[x, y], ...], "difficult": 0}, ...]}

in pixels of the upright photo. `faces` and `text` may each be absent; `ignore` marks places where a detection is
neither rewarded nor punished; `source` may name the kind of scene, for --only and for a table of them. A face is
found when a detection overlaps it with an IoU of at least 0.4; it stays exposed when less than nine tenths of it are
under the ellipses that cover the heads of all detections. A line of text is found when at least 70 % of its area is
redacted, counting the rectangles as they are in the report. Area precision is the share of the redacted area that lies
on text, the labelled lines made higher and longer by a quarter of their height. --beside runs a second folder of
models over the same photos; --misses draws the faces that were missed (by the first), each with its surroundings.
Needs python3-opencv and python3-numpy.
"""
import argparse
import json
import pathlib
import resource
import subprocess
import sys
import tempfile

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


def run(sladd, photos, models):
    """The report's rows by file name, and the CPU seconds of the whole run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.NamedTemporaryFile("r", suffix=".json") as report:
        command = [sladd, "clean", "-n", "-q", "--no-progress", "--report", report.name, "--files-from", "-"]
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


def face_mask(shape, box):
    x, y, width, height = box
    mask = numpy.zeros(shape, numpy.uint8)
    cv2.ellipse(mask, ((x + width / 2, y + height / 2), (width, height), 0), 1, -1)
    return mask.astype(bool)


def head_mask(shape, box):
    """What is redacted at least, from a box of brow to chin to the whole head """
    x, y, width, height = box
    return face_mask(shape, (x - 0.45 * width, y - 0.6 * height, 1.9 * width, 1.9 * height))


def exposed_faces(label, row):
    shape = (row["height"], row["width"])
    redacted = numpy.zeros(shape, bool)
    for box in detected_faces(row) if label["faces"] else []:
        redacted |= head_mask(shape, box)
    exposed = []
    for face in label["faces"]:
        own = face_mask(shape, face)
        if (redacted & own).sum() < 0.9 * own.sum():
            exposed.append(face)
    return exposed


def alarms_a_photo(labels, rows):
    return sum(len(false_alarms(label, rows[label["file"]])) for label in labels) / len(labels)


def judge_faces(labels, rows):
    for low, high in (*SIZES, (40, 1e9)):
        share = recall(labels, rows, low, high)
        if share:
            print(f"  faces of {low} {f'to {high:.0f}' if high < 1e9 else 'and more'} pixels: recall {share}")
    exposed = [size_of(face) for label in labels for face in exposed_faces(label, rows[label["file"]])]
    large, small = (sum(size >= least for size in exposed) for least in (40, 16))
    print(f"  left exposed: {large} faces of 40 and more pixels, {small} of 16 and more")
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
        photo = cv2.imread(str(pathlib.Path(photos) / name))  # upright: OpenCV follows the orientation
        reach = round(1.5 * max(width, height))
        framed = cv2.copyMakeBorder(photo, reach, reach, reach, reach, cv2.BORDER_CONSTANT)
        left, top = round(x + width / 2), round(y + height / 2)
        cells.append(cv2.resize(framed[top:top + 2 * reach, left:left + 2 * reach], (side, side)))
    if not cells:
        print("  no face was missed: no sheet")
        return
    cells += [numpy.zeros_like(cells[0])] * (-len(cells) % columns)
    lines = [numpy.hstack(cells[at:at + columns]) for at in range(0, len(cells), columns)]
    cv2.imwrite(path, numpy.vstack(lines))
    print(f"  {len(missed)} missed faces; the largest are in {path}")


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
    photos = [pathlib.Path(options.photos) / label["file"] for label in labels]
    rows, seconds = run(options.sladd, photos, models)
    failed = [name for name, row in rows.items() if row["status"] == "failed"]
    print(f"{models or 'the shipped models'}: {len(labels)} photos, {seconds / len(labels):.2f} CPU seconds each")
    if failed:
        sys.exit(f"not processed: {', '.join(failed)}")
    with_faces = [label for label in labels if "faces" in label]
    with_text = [label for label in labels if "text" in label]
    if with_faces:
        judge_faces(with_faces, rows)
        if misses:
            draw_misses(with_faces, options.photos, rows, misses)
    if with_text:
        judge_text(with_text, rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels")
    parser.add_argument("photos")
    parser.add_argument("--sladd", default=str(ROOT / "build/release/sladd"))
    parser.add_argument("--models")
    parser.add_argument("--beside")
    parser.add_argument("--limit", type=int, help="so many photos, evenly spread over the list")
    parser.add_argument("--misses", help="draw the faces that were missed into this picture")
    parser.add_argument("--only", help="sources to use, separated by commas")
    options = parser.parse_args()
    labels = [json.loads(line) for line in open(options.labels, encoding="utf-8")]
    if options.only:
        labels = [label for label in labels if label.get("source") in options.only.split(",")]
    if options.limit:
        labels = labels[:: max(1, len(labels) // options.limit)][: options.limit]
    evaluate(options, labels, options.models, options.misses)
    if options.beside:
        evaluate(options, labels, options.beside)


if __name__ == "__main__":
    main()
