#!/usr/bin/env python3
"""Trains sladd's text detector.

    text_train.py SIGNS PLAIN OUT.pt --seen-signs DIR --seen-plain DIR --minutes 90
                  [--start WEIGHTS.pt] [--resume OUT.pt]

SIGNS holds photos of signs with their lines labelled (the training part is used), PLAIN photos of anything, the two
DIR what text_teach.py wrote about them, with what text_mine.py added. One process makes crops, real and rendered;
another trains. OUT.pt holds everything needed to go on.

Losses: cross-entropy with hard negatives in the ratio of three to one and dice, as in DB (Liao et al., 2020), for the
core of a line and the whole line; cross-entropy with PP-OCRv3's own map, as a third thing to predict, which carries
what a teacher knows about places that no label mentions (distillation, Hinton et al., 2015).
"""
import argparse
import json
import multiprocessing
import os
import random
import sys
import time

import cv2
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import text_crops
import text_render
import text_words
from common import follow, need, photos, rate, shared
from text_net import TextNet, fold, load_net
from text_teach import SIGNS_HELD_OUT, SURE, map_path

SIZE, SLOTS, BATCH = 512, 2000, 7
UNSURE = 20             # of 255: from here up PP-OCRv3's map means that there may be text
SIGNS, RENDERED = .4, .3    # shares of the crops; the rest is plain photos
CLUTTERED = .1          # share of the crops that are signs among things that are no text
SAVE_EVERY = 150        # seconds


def load(folder, seen_folder, signs):
    """Training photos as the bytes of their files, with lines, doubtful lines, the teacher's map and mistakes made
    before."""
    lines = {}
    for line in open(need(os.path.join(seen_folder or "", "lines.jsonl"), "what the teacher saw")):
        line = json.loads(line)
        lines[line["file"]] = line["text"]
    mistakes, doubtful = {}, {}
    mined = os.path.join(seen_folder, "mistakes.jsonl")
    if os.path.exists(mined):
        for line in open(mined):
            line = json.loads(line)
            mistakes[line["file"]], doubtful[line["file"]] = line["places"], line["doubtful"]
    found = []
    for label in photos(folder, "train", SIGNS_HELD_OUT) if signs else photos(folder, "train"):
        name = label["file"]
        if name not in lines:
            continue
        if signs:
            quads = [(line["quad"], not line["difficult"]) for line in label["text"]]
        else:
            quads = [(line["quad"], line["score"] >= SURE) for line in lines[name]]
        quads += [(quad, False) for quad in doubtful.get(name, [])]
        found.append({
            "image": np.fromfile(label["path"], np.uint8),
            "seen": np.fromfile(map_path(seen_folder, name), np.uint8),
            "shape": (label["height"], label["width"]),
            "quads": [np.array(quad, np.float32) for quad, sure in quads if sure],
            "doubtful": [np.array(quad, np.float32) for quad, sure in quads if not sure],
            "mistakes": mistakes.get(name, [])})
    print("%s: %d photos, %d lines, %d mistakes" % (folder, len(found), sum(len(photo["quads"]) for photo in found),
                                                   sum(len(photo["mistakes"]) for photo in found)), flush=True)
    return found


class Source:
    """Draws crops from the photos."""

    def __init__(self, signs, plain):
        self.signs, self.plain = signs, plain
        self.with_text = [photo for photo in plain if photo["quads"]]
        self.mistaken = [photo for photo in plain if photo["mistakes"]]

    def photo(self, random, share):
        if share < SIGNS:
            return random.choice(self.signs)
        choice = random.random()
        if self.mistaken and choice < .35:
            return random.choice(self.mistaken)
        return random.choice(self.with_text if choice < .6 else self.plain)

    def sample(self, seed):
        """(crop, target maps), the same for the same seed."""
        chance, noise = random.Random(seed), np.random.default_rng(seed)
        share = chance.random()
        image, quads, doubtful, seen = text_crops.crop(self.photo(chance, share), SIZE, chance, noise)
        side = SIZE // 4
        unsure = seen >= UNSURE
        seen_weight = np.full((side, side), 1, np.uint8)
        taken = None
        if share > 1 - RENDERED:
            taken = text_render.rendered(image, quads, SIZE, chance, noise)
        elif share < CLUTTERED:
            taken = text_render.cluttered(image, quads + doubtful, SIZE, chance, noise)[1]
            unsure[cv2.resize(taken, (side, side), interpolation=cv2.INTER_AREA) > 127] = False
        if taken is not None:
            taken = cv2.resize(taken, (side, side), interpolation=cv2.INTER_AREA) > 0
            seen_weight[cv2.dilate(taken.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 0
        maps = text_crops.targets(quads, doubtful, SIZE, seen, seen_weight, unsure)
        return text_crops.damage(image, chance, noise), maps


class Pool:
    """Crops with their target maps, in memory that two processes share; `count` is how many were made, how many were
    used."""

    def __init__(self):
        self.crops = shared((SLOTS, SIZE, SIZE, 3), np.uint8)
        self.targets = shared((SLOTS, 5, SIZE // 4, SIZE // 4), np.uint8)
        self.count = shared((2,), np.int64)

    def fill(self, source, seed, reuse):
        """Runs for ever: makes crops as fast as they are used up, every one being used about `reuse` times."""
        cv2.setNumThreads(1)
        seed *= 10 ** 7
        while True:
            made, used = self.count
            if made > SLOTS / 5 and made * reuse > used + 900:
                time.sleep(.05)
                continue
            seed += 1
            try:
                crop, maps = source.sample(seed)
            except (cv2.error, OSError, ValueError):
                continue
            self.crops[made % SLOTS], self.targets[made % SLOTS] = crop, maps
            self.count[0] += 1

    def batch(self, generator):
        chosen = generator.integers(0, min(self.count[0], SLOTS), BATCH)
        crops = torch.from_numpy(self.crops[chosen]).permute(0, 3, 1, 2).float() / 128 - 1
        self.count[1] += BATCH
        return crops.contiguous(memory_format=torch.channels_last), torch.from_numpy(self.targets[chosen]).float()


def losses(output, target):
    """(cross-entropy of text, of hard negatives, dice, distance from the teacher)."""
    shape, weight = target[:, :2], target[:, 2:3] / text_crops.UNIT
    logits = output[:, :2]
    entropy = F.binary_cross_entropy_with_logits(logits, shape, reduction="none") * weight
    text = shape * weight
    positive = (entropy * shape).sum() / text.sum().clamp(min=1)
    hard = (entropy * (1 - shape)).flatten()
    hard = hard.topk(int(min(hard.numel() - 1, max(2000, 3 * float(shape.sum())))))[0].mean()
    counts = (weight > 0).float()
    guess, truth = torch.sigmoid(logits) * counts, shape * counts
    dice = 1 - 2 * (guess * truth).sum((2, 3)) / ((guess * guess).sum((2, 3)) + (truth * truth).sum((2, 3)) + 1)
    present = truth.sum((2, 3)) > 0
    dice = dice[present].mean() if present.any() else output.sum() * 0
    seen, seen_weight = target[:, 3] / 255, target[:, 4]
    teacher = F.binary_cross_entropy_with_logits(output[:, 2], seen, reduction="none") * seen_weight
    teacher = teacher.sum() / (seen * seen_weight).sum().clamp(min=100)
    return positive, hard, dice, teacher


class Training:
    """The network, its optimiser, its averaged weights, and where the training stands."""

    def __init__(self, options):
        self.options = options
        state = torch.load(options.resume) if options.resume else None
        self.frozen = state["frozen"] if state else bool(options.start)
        if self.frozen:     # a trained network's first layers stay, and its batch norms are folded
            self.net = load_net(options.start) if options.start else fold(TextNet())
        else:
            self.net = TextNet()
        self.net = self.net.to(memory_format=torch.channels_last)
        self.net.edges.requires_grad_(not self.frozen)
        self.learnt = [p for p in self.net.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(self.learnt, options.peak, weight_decay=1e-2)
        self.average = {name: value.clone() for name, value in self.net.state_dict().items()}
        self.steps, self.spent, self.history = 0, 0., []
        if state:
            self.net.load_state_dict(state["net"])
            self.average = state["average"]
            self.optimiser.load_state_dict(state["opt"])
            self.steps, self.spent, self.history = state["steps"], state["spent"], state["history"]

    def save(self):
        state = dict(net=self.net.state_dict(), average=self.average, opt=self.optimiser.state_dict(), steps=self.steps,
                     spent=self.spent, history=self.history, frozen=self.frozen)
        torch.save(state, self.options.out + ".part")
        os.replace(self.options.out + ".part", self.options.out)

    def forward(self, crops):
        with torch.cpu.amp.autocast(dtype=torch.bfloat16):
            return self.net(crops).float()

    def step(self, crops, target):
        share = self.spent / (self.options.minutes * 60)
        for group in self.optimiser.param_groups:
            group["lr"] = rate(share, self.steps, self.options.peak, self.options.warm)
        parts = losses(self.forward(crops), target)
        positive, hard, dice, teacher = parts
        self.optimiser.zero_grad()
        # there are three times as many hard negatives as cells of text: weighed so that every cell counts the same
        (positive + 3 * hard + dice + self.options.teacher * teacher).backward()
        nn.utils.clip_grad_norm_(self.learnt, 5.)
        self.optimiser.step()
        self.steps += 1
        follow(self.average, self.net, self.steps, self.options.average, 10)
        return [float(part) for part in parts]

    def run(self, pool):
        self.net.train()
        if self.frozen:
            self.net.edges.eval()
        generator = np.random.default_rng(self.options.seed + self.steps)
        before = saved = time.time()
        sums = np.zeros(5)
        while self.spent < self.options.minutes * 60 * self.options.stop:
            sums += [*self.step(*pool.batch(generator)), 1]
            now = time.time()
            self.spent, before = self.spent + now - before, now
            if self.steps % 50 == 0:
                figures = (self.steps, self.spent / 60, *sums[:4] / sums[4], pool.count[0])
                pattern = "%d %.1f min text %.3f hard %.3f dice %.3f teacher %.3f, %d crops made"
                self.history.append(pattern % figures)
                print(self.history[-1], flush=True)
                sums[:] = 0
            if now - saved > SAVE_EVERY:
                self.save()
                saved = now
        self.save()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("signs")
    parser.add_argument("plain")
    parser.add_argument("out")
    parser.add_argument("--seen-signs")
    parser.add_argument("--seen-plain")
    parser.add_argument("--start")
    parser.add_argument("--resume")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--peak", type=float, default=1.2e-3, help="learning rate")
    parser.add_argument("--warm", type=int, default=100, help="steps until the peak is reached")
    parser.add_argument("--average", type=float, default=.998, help="how much the averaged weights keep at every step")
    parser.add_argument("--teacher", type=float, default=.5, help="weight of the teacher's map")
    parser.add_argument("--reuse", type=float, default=3, help="how often a crop is used")
    parser.add_argument("--stop", type=float, default=1, help="leave off at this share of the minutes, to go on later")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main():
    options = arguments()
    torch.set_num_threads(int(os.environ.get("T", "1")))
    text_words.fonts(), text_words.words()   # without these nothing can be rendered: say so at once
    source = Source(load(options.signs, options.seen_signs, True), load(options.plain, options.seen_plain, False))
    pool = Pool()
    maker = multiprocessing.Process(target=pool.fill, args=(source, options.seed, options.reuse), daemon=True)
    maker.start()
    training = Training(options)
    print("parameters", sum(p.numel() for p in training.net.parameters()), flush=True)
    while pool.count[0] < 300:
        if not maker.is_alive():
            sys.exit("the process that makes crops ended")
        time.sleep(.5)
    training.run(pool)


if __name__ == "__main__":
    main()
