#!/usr/bin/env python3
"""text_evaluate.py SIGNS MODEL.onnx... [--plain PHOTOS] [--rendered 60] [--time] [--curve]: judges text detectors on
held-out photos.

SIGNS: photos with labelled lines, longer side 960, one scale. A line is found when at least 70 % of its area is
redacted. Area precision is the share of the redacted area that lies on text, every line's quadrilateral made
higher and longer by a quarter of its short side. Lines marked difficult count as text but need not be found.
--plain PHOTOS: how much of held-out photos of people, objects and scenes is redacted, longer side 640.
--rendered N: words rendered over N of those photos (text_render.py), found by height in pixels.
"""
import argparse
import os
import random
import time

import cv2
import numpy as np

import text_crops
import text_render
from common import photos
from text_decode import GROW, Detector, fitted
from text_teach import SIGNS_HELD_OUT

RECOMMENDED = (.35, .55, .4)        # the product's at its finest scale
OTHERS = [(.35, score, .4) for score in (.45, .5, .6, .65, .7)]
HEIGHTS = (7, 8, 12, 16, 32, 100, 1000)
SOURCES = ("people", "objects", "scenes")


def draw(mask, quad):
    cv2.fillPoly(mask, [np.round(np.asarray(quad) * 16).astype(np.int32)], 1, shift=4)


def covered(quads, shape):
    mask = np.zeros(shape, np.uint8)
    for quad in quads:
        draw(mask, quad)
    return mask


def grown(quad, share):
    """A quadrilateral's smallest rectangle, grown by a share of its short side on every side."""
    centre, (width, height), angle = cv2.minAreaRect(np.asarray(quad, np.float32))
    margin = 2 * share * min(width, height)
    return cv2.boxPoints((centre, (width + margin, height + margin), angle))


def is_found(quad, redacted):
    quad = np.asarray(quad)
    left, top = np.maximum(quad.min(0).astype(int), 0)
    right, bottom = quad.max(0).astype(int) + 2
    around = redacted[top:bottom, left:right]
    line = covered([quad - [left, top]], around.shape)
    return (around & line).sum() >= .7 * line.sum()


def rule_name(detector, rule, grow):
    if not detector.own:
        return "its own values"
    return "%.2f %.2f %.1f, grown %.2f" % (*rule, grow)


def say(detector, rule, grow, text):
    print("%-20s %-46s %s" % (detector.name, rule_name(detector, rule, grow), text), flush=True)


def choices(detector, options):
    """[(rule, grow)] to try on a detector's maps."""
    if not detector.own:
        return [(None, None)]
    if not options.curve:
        return [(RECOMMENDED, options.grow)]
    return [(rule, grow) for grow in (.2, .25) for rule in [RECOMMENDED] + OTHERS]


def judge_signs(detector, labels, options):
    """Line recall and area precision on photos with labelled lines."""
    seen, spent = [], 0
    for label in labels:
        image = cv2.imread(label["path"])
        picture, scale = fitted(image, options.side)
        before = time.process_time()
        seen.append((detector.look(picture), scale, image.shape[:2]))
        spent += time.process_time() - before
    texts = []
    for label, (_, _, shape) in zip(labels, seen):
        texts.append(covered([grown(line["quad"], 1 / 8) for line in label["text"]], shape))
    for rule, grow in choices(detector, options):
        found = lines = good = area = 0
        for label, (maps, scale, shape), text in zip(labels, seen, texts):
            redacted = covered([quad / scale for quad in detector.lines(maps, rule, grow)], shape)
            needed = [line["quad"] for line in label["text"] if not line["difficult"]]
            found += sum(is_found(quad, redacted) for quad in needed)
            lines += len(needed)
            good += int((redacted & text).sum())
            area += int(redacted.sum())
        figures = (found / lines, good / max(area, 1), 1e3 * spent / len(labels))
        say(detector, rule, grow, "line recall %.3f  area precision %.3f  %.0f ms a photo" % figures)


def judge_plain(detector, labels, options):
    """Share of plain photos that is redacted; little of it is text."""
    shares = {(source, i): [] for source in SOURCES for i in range(len(choices(detector, options)))}
    for label in labels:
        picture, scale = fitted(cv2.imread(label["path"]), 640)
        seen = detector.look(picture)
        for i, (rule, grow) in enumerate(choices(detector, options)):
            shares[label["source"], i].append(covered(detector.lines(seen, rule, grow), picture.shape[:2]).mean())
    for i, (rule, grow) in enumerate(choices(detector, options)):
        means = ["%s %.2f %%" % (source, 100 * np.mean(shares[source, i])) for source in SOURCES]
        say(detector, rule, grow, "redacted: " + ", ".join(means))


def scene(label, seed):
    """A held-out photo with words rendered over it: (picture, quadrilaterals)."""
    side, chance, noise = 736, random.Random(seed), np.random.default_rng(seed)
    image = cv2.imread(label["path"])
    scale = side / min(image.shape[:2])
    image = cv2.resize(image, None, fx=scale, fy=scale)[:side, :side].astype(np.float32)
    quads = []
    for _ in range(4):
        text_render.rendered(image, quads, side, chance, noise)
    return text_crops.damage(image, chance, noise), quads


def judge_rendered(detector, labels, options):
    """Recall of rendered lines by height; those that the frame cuts are left out."""
    tried = choices(detector, options)
    found, lines = np.zeros((len(tried), len(HEIGHTS) - 1), int), np.zeros(len(HEIGHTS) - 1, int)
    for seed, label in enumerate(labels[:options.rendered]):
        picture, quads = scene(label, seed)
        seen = detector.look(picture)
        redacted = [covered(detector.lines(seen, rule, grow), picture.shape[:2]) for rule, grow in tried]
        for quad in quads:
            band = np.searchsorted(HEIGHTS, text_crops.line_height(quad), "right") - 1
            if 0 <= band < len(lines) and quad.min() >= 0 and quad.max() < picture.shape[0]:
                lines[band] += 1
                found[:, band] += [is_found(quad, mask) for mask in redacted]
    for i, (rule, grow) in enumerate(tried):
        bands = zip(HEIGHTS, HEIGHTS[1:], found[i] / np.maximum(lines, 1), lines)
        say(detector, rule, grow, "rendered: " + ", ".join("%d-%d px %.3f of %d" % band for band in bands))


def judge_time(detector):
    """Least processor time of eight runs on one thread."""
    picture = np.random.default_rng(0).integers(0, 255, (736, 960, 3)).astype(np.uint8)
    times = []
    for _ in range(8):
        before = time.process_time()
        detector.look(picture)
        times.append(time.process_time() - before)
    print("%-20s %.0f ms for 960 x 736" % (detector.name, 1e3 * min(times)), flush=True)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("signs")
    parser.add_argument("models", nargs="+")
    parser.add_argument("--plain")
    parser.add_argument("--rendered", type=int, default=0)
    parser.add_argument("--time", action="store_true")
    parser.add_argument("--curve", action="store_true", help="try many rules")
    parser.add_argument("--side", type=int, default=960)
    parser.add_argument("--grow", type=float, default=GROW)
    return parser.parse_args()


def main():
    options = arguments()
    cv2.setNumThreads(int(os.environ.get("T", "1")))
    signs = list(photos(options.signs, "val", SIGNS_HELD_OUT))
    lines = [line for label in signs for line in label["text"]]
    difficult = sum(line["difficult"] for line in lines)
    print("%d photos, %d lines, %d of them difficult" % (len(signs), len(lines), difficult))
    plain = list(photos(options.plain, "val", sources=SOURCES)) if options.plain else []
    for detector in map(Detector, options.models):
        judge_signs(detector, signs, options)
        if plain:
            judge_plain(detector, plain, options)
        if plain and options.rendered:
            judge_rendered(detector, plain, options)
        if options.time:
            judge_time(detector)


if __name__ == "__main__":
    main()
