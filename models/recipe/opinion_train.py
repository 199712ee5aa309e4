#!/usr/bin/env python3
"""Trains a second opinion: is there a face, or text, where a detector sees one?

    opinion_train.py faces OUT.pt FACES[,FACES...] PLACES[,TAUGHT] [PLACES[,TAUGHT] ...] --minutes 60 [--resume OUT.pt]
    opinion_train.py lines OUT.pt SIGNS,LINES,SEEN PLAIN,LINES,SEEN --minutes 60 [--resume OUT.pt]

FACES are folders of labelled photos, each PLACES what the detector sees in some of their training photos and TAUGHT
what a teacher sees there, where the labels are not complete (opinion_places.py). SIGNS and PLAIN are the folders that
text_train.py has, LINES what the detector sees in them, SEEN what text_teach.py wrote (opinion_lines.py). One process
makes pictures, another trains. OUT.pt holds everything needed to go on; `--start` begins anew with the weights of
another: blocks that it lacks change nothing at first, and what has another shape is learnt anew.
"""
import argparse
import multiprocessing
import os
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from common import follow, rate, shared
from opinion_lines import LineSource
from opinion_net import FACE, LINE, UNKNOWN, Opinion
from opinion_places import FaceSource

SLOTS, BATCH = 60000, 256
SAVE_EVERY = 120    # seconds
SMOOTH = .02        # labels are this unsure
BESIDE = .5         # weight of what a teacher sees in a picture beside what the picture shows


class Pool:
    """Pictures with what they show, in memory that two processes share; `count` is how many were made and used."""

    def __init__(self, size):
        self.pictures = shared((SLOTS, *size, 3), np.uint8)
        self.kinds = shared((SLOTS,), np.uint8)
        self.taught = shared((SLOTS, size[0] // 8, size[1] // 8), np.uint8)
        self.count = shared((2,), np.int64)

    def fill(self, source, seed, reuse):
        """Runs for ever: every picture is used about `reuse` times."""
        cv2.setNumThreads(1)
        noise = np.random.default_rng(seed)
        while True:
            made, used = self.count
            if made > SLOTS / 3 and made * reuse > used + 20000:
                time.sleep(.05)
                continue
            for picture, taught, kind in source.samples(noise):
                slot = self.count[0] % SLOTS
                self.pictures[slot], self.taught[slot], self.kinds[slot] = picture, taught, kind
                self.count[0] += 1

    def batch(self, generator):
        chosen = generator.integers(0, min(self.count[0], SLOTS), BATCH)
        self.count[1] += BATCH
        pictures = torch.from_numpy(self.pictures[chosen]).permute(0, 3, 1, 2).float() / 128 - 1
        kinds, taught = (torch.from_numpy(x[chosen]).float() for x in (self.kinds, self.taught))
        return pictures.contiguous(memory_format=torch.channels_last), kinds, taught


class Training:
    """The network, its optimiser, its averaged weights, and where the training stands."""

    def __init__(self, options, size):
        self.options = options
        self.net = Opinion(size).to(memory_format=torch.channels_last)
        self.optimiser = torch.optim.AdamW(self.net.parameters(), options.peak, weight_decay=2e-2)
        self.steps, self.spent, self.history = 0, 0., []
        if options.start:
            weights = torch.load(options.start)
            own = self.net.state_dict()
            weights = weights.get("average", weights)
            self.net.load_state_dict({**own, **{k: v for k, v in weights.items() if k in own and v.shape == own[k].shape}})
        state = torch.load(options.resume) if options.resume else None
        if state:
            self.net.load_state_dict(state["net"])
            self.optimiser.load_state_dict(state["opt"])
            self.steps, self.spent, self.history = state["steps"], state["spent"], state["history"]
        self.average = state["average"] if state else {k: v.clone() for k, v in self.net.state_dict().items()}

    def save(self):
        state = dict(net=self.net.state_dict(), average=self.average, opt=self.optimiser.state_dict(),
                     steps=self.steps, spent=self.spent, history=self.history)
        torch.save(state, self.options.out + ".part")
        os.replace(self.options.out + ".part", self.options.out)

    def step(self, pictures, kinds, taught):
        for group in self.optimiser.param_groups:
            group["lr"] = rate(self.spent / (self.options.minutes * 60), self.steps, self.options.peak, 200)
        with torch.cpu.amp.autocast(dtype=torch.bfloat16):
            logits, seen = self.net.both(pictures)
        logits = logits.float().flatten()
        loss = F.binary_cross_entropy_with_logits(logits, kinds * (1 - 2 * SMOOTH) + SMOOTH)
        known = (taught < UNKNOWN).float()
        beside = F.binary_cross_entropy_with_logits(seen.float().squeeze(1), taught / (UNKNOWN - 1) * known, known,
                                                    reduction="sum") / known.sum().clamp(min=1)
        loss = loss + BESIDE * beside
        self.optimiser.zero_grad()
        loss.backward()
        self.optimiser.step()
        self.steps += 1
        follow(self.average, self.net, self.steps, .999, 10)
        return float(loss.detach()), float(((logits > 0) != (kinds > .5)).float().mean())

    def run(self, pool):
        self.net.train()
        generator = np.random.default_rng(self.steps)
        before = saved = time.time()
        sums = np.zeros(3)
        while self.spent < self.options.minutes * 60:
            sums += [*self.step(*pool.batch(generator)), 1]
            now = time.time()
            self.spent, before = self.spent + now - before, now
            if self.steps % 200 == 0:
                self.history.append("%d %.1f min loss %.4f wrong %.4f, %d pictures made" %
                                    (self.steps, self.spent / 60, *sums[:2] / sums[2], pool.count[0]))
                print(self.history[-1], flush=True)
                sums[:] = 0
            if now - saved > SAVE_EVERY:
                self.save()
                saved = now
        self.save()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("faces", "lines"))
    parser.add_argument("out")
    parser.add_argument("data", nargs="+")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--peak", type=float, default=3e-3, help="learning rate")
    parser.add_argument("--reuse", type=float, default=2, help="how often a picture is used")
    parser.add_argument("--start")
    parser.add_argument("--resume")
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("T", "1")))
    if options.what == "faces":
        source, size = FaceSource(options.data[0].split(","), options.data[1:]), FACE
    else:
        source, size = LineSource([(*part.split(","), i == 0) for i, part in enumerate(options.data)]), LINE
    pool = Pool(size)
    maker = multiprocessing.Process(target=pool.fill, args=(source, time.time_ns(), options.reuse), daemon=True)
    maker.start()
    training = Training(options, size)
    print("parameters", sum(p.numel() for p in training.net.parameters()), flush=True)
    while pool.count[0] < 20000 and maker.is_alive():
        time.sleep(.5)
    training.run(pool)


if __name__ == "__main__":
    main()
