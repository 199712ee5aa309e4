#!/usr/bin/env python3
"""Trains sladd's face detector.

    face_train.py OUT.pt --faces FACES[,FACES...] --start WEIGHTS.pt --minutes 90 [--teacher TEACHER.jsonl]
                  [--heads HEADS.npz] [--more FOLDER...] [--mined ALARMS.jsonl] [--resume OUT.pt] [--stop SHARE]

FACES hold labelled photos (see common.py), TEACHER.jsonl comes from face_teach.py, HEADS.npz from face_heads.py,
ALARMS.jsonl from face_mine.py. One process makes pictures, the other one trains; every picture is used a few times, as
it is and mirrored. The batch norms are folded into the convolutions first (see face_net.fold): with bfloat16 and
channels last a step takes a quarter of the time.
OUT.pt holds everything needed to go on.
"""
import argparse
import mmap
import multiprocessing
import os
import time

import cv2
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from common import follow, need, rate
from face_crops import SIDE, Artist, damage
from face_net import STRIDES, boxes, load_net
from face_photos import cut_outs, load
from face_targets import BOX, COLUMNS, DOUBTFUL, FACE, KIND, MOST, WORTH, assign, inside, targets

SLOTS, BATCH, REUSE = 1600, 8, 5
EARLY_EVERY = 3      # steps; see Net.features
SCORE_SHARE, BOX_SHARE = 2.5, 2.
RIM, FITTING = .3, .6   # weight of a cell that answers for no face although its box fits one as well as this


class Pool:
    """Pictures and targets in memory that two processes share; the oldest is overwritten."""

    def __init__(self):
        self.picture = self._share((SLOTS, SIDE, SIDE, 3), np.uint8)
        self.target = self._share((SLOTS, MOST, COLUMNS), np.float32)
        self.made, self.used = self._share((1,), np.int64), self._share((1,), np.int64)

    @staticmethod
    def _share(shape, kind):
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
        return np.frombuffer(mmap.mmap(-1, size), kind).reshape(shape)

    def ahead(self):
        """Whether there are enough fresh pictures for now."""
        return self.made[0] >= SLOTS and self.made[0] * REUSE > self.used[0] + SLOTS

    def put(self, picture, target):
        slot = self.made[0] % SLOTS
        self.picture[slot], self.target[slot] = picture, target
        self.made[0] += 1

    def batch(self, rng):
        """Pictures as the network wants them, half of them mirrored, in another light each time; targets."""
        slots = rng.integers(0, min(self.made[0], SLOTS), BATCH)
        pictures, found = self.picture[slots], torch.from_numpy(self.target[slots])
        for i in np.nonzero(rng.random(BATCH) < .5)[0]:
            pictures[i] = pictures[i, :, ::-1]
            found[i, :, [0, 2]] = SIDE - found[i, :, [2, 0]]
        pictures = torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 128 - 1
        light = torch.from_numpy(rng.normal(0, .08, (2, BATCH, 1, 1, 1)).astype(np.float32))
        pictures = (pictures * (1 + light[0]) + light[1]).clamp(-1, 1).contiguous(memory_format=torch.channels_last)
        return pictures, found


def prepare(options, pool):
    """The process that makes pictures, for as long as the other one lives."""
    parent = os.getppid()
    cv2.setNumThreads(1)
    data = load(options.faces.split(","), options.teacher, options.more, options.mined)
    real, rendered = cut_outs(data, options.heads)
    artist = Artist(data, real, rendered, options.seed + int(time.time()) % 100000)
    while os.getppid() == parent:
        if pool.ahead():
            time.sleep(.05)
            continue
        made, faces, doubtful = artist.picture()
        pool.put(damage(made, artist.rng), targets(faces, doubtful))


def overlap(a, b):
    """Intersection over union of pairs of boxes, and its generalisation that tells distant boxes apart (GIoU,
    Rezatofighi et al., 2019)."""
    both = (torch.min(a[:, 2:], b[:, 2:]) - torch.max(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    union = (a[:, 2:] - a[:, :2]).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - both + 1e-6
    hull = (torch.max(a[:, 2:], b[:, 2:]) - torch.min(a[:, :2], b[:, :2])).prod(1) + 1e-6
    return both / union, both / union - (hull - union) / hull


def quality(fit):
    """What a box's overlap with its face makes of its score: nothing is lost from 0.75 on, two thirds at 0.4, where a
    face just counts as found."""
    return ((fit - .2) / .55).clamp(.15, 1)


def flat(outputs):
    """Logits [n, cells] and boxes [n, cells, 4], strides one after another."""
    score = torch.cat([output[:, 0].flatten(1) for output in outputs], 1)
    return score, torch.cat([boxes(output, s).flatten(1, 2) for output, s in zip(outputs, STRIDES)], 1)


def detection_loss(outputs, found):
    """Scores by quality focal loss (Li et al., 2020): the score to reach is the face's worth times how well the box
    fits, so that of a face's many boxes the best one wins. Boxes by GIoU."""
    score, box = flat(outputs)
    goal, weight = torch.zeros_like(score), torch.ones_like(score)
    box_loss = positives = 0
    for i, rows in enumerate(found):
        faces, doubtful = rows[rows[:, KIND] == FACE], rows[rows[:, KIND] == DOUBTFUL]
        owner, fit = assign(score[i].detach(), box[i].detach(), faces[:, BOX])
        own = owner >= 0
        weight[i][(fit > FITTING) & ~own] = RIM
        if len(doubtful):
            weight[i][inside(doubtful[:, BOX]) & ~own] = 0
        if own.any():
            of = faces[owner[own]]
            near, general = overlap(box[i][own], of[:, BOX])
            value = of[:, WORTH]
            box_loss = box_loss + (value * (1 - general)).sum()
            positives += float(value.sum())
            goal[i][own] = value * quality(near.detach())
    entropy = F.binary_cross_entropy_with_logits(score, goal, reduction="none")
    distance = (goal - torch.sigmoid(score)).abs().pow(1.5)
    most = max(positives, 1)
    return (weight * entropy * distance).sum() / most, box_loss / most


class Trainer:
    """The network, its running average, the optimiser and the history; everything that a checkpoint holds."""

    def __init__(self, options):
        self.options = options
        self.net = load_net(need(options.resume or options.start, "weights to start from")).train()
        self.net = self.net.to(memory_format=torch.channels_last)
        self.average = {k: v.clone() for k, v in self.net.state_dict().items()}
        self.parameters = list(self.net.parameters())
        self.optimiser = torch.optim.AdamW(self.parameters, options.peak, weight_decay=options.decay)
        self.step, self.spent, self.history, self.sums = 0, 0., [], np.zeros(3)
        if options.resume:
            state = torch.load(options.resume)
            self.net.load_state_dict(state["net"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.average, self.history = state["average"], state["history"]
            self.step, self.spent = state["step"], state["spent"]

    def save(self):
        state = dict(net=self.net.state_dict(), optimiser=self.optimiser.state_dict(), average=self.average,
                     history=self.history, step=self.step, spent=self.spent)
        torch.save(state, self.options.out + ".part")
        os.replace(self.options.out + ".part", self.options.out)

    def share(self):
        return self.spent / (self.options.minutes * 60)

    def learn(self, pool, rng):
        for group in self.optimiser.param_groups:
            group["lr"] = rate(self.share(), self.step, self.options.peak)
        pictures, found = pool.batch(rng)
        with torch.cpu.amp.autocast(dtype=torch.bfloat16):
            features = self.net.features(pictures, self.step % EARLY_EVERY == 0)
            outputs = [head(feature) for head, feature in zip(self.net.head, features)]
        score, box = detection_loss([output.float() for output in outputs], found)
        self.optimiser.zero_grad(set_to_none=True)
        (SCORE_SHARE * score + BOX_SHARE * box).backward()
        if torch.isfinite(nn.utils.clip_grad_norm_(self.parameters, 10.)):
            self.optimiser.step()
        self.step += 1
        follow(self.average, self.net, self.step, .998)
        pool.used[0] += BATCH
        self.sums += [float(score), float(box), 1]

    def note(self, made):
        score, box = self.sums[:2] / self.sums[2]
        self.sums[:] = 0
        self.history.append("%d %.2f score %.3f box %.3f crops/s %.1f made %d" % (
            self.step, self.share(), score, box, self.step * BATCH / self.spent, made))
        print(self.history[-1], flush=True)

    def run(self, pool):
        rng = np.random.default_rng(self.options.seed + 1 + self.step)
        last = saved = time.time()
        while self.share() < self.options.stop:
            self.learn(pool, rng)
            now = time.time()
            self.spent += now - last
            last = now
            if self.step % 100 == 0:
                self.note(pool.made[0])
            if now - saved > 120:
                self.save()
                saved = now
        self.save()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--faces", required=True, help="folders of labelled photos, separated by commas")
    parser.add_argument("--teacher")
    parser.add_argument("--start", help="weights to begin with")
    parser.add_argument("--heads")
    parser.add_argument("--mined")
    parser.add_argument("--more", nargs="*", default=[], help="folders of photos without face labels")
    parser.add_argument("--resume", help="checkpoint to go on from")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--stop", type=float, default=1, help="share of the minutes after which to stop")
    parser.add_argument("--peak", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--decay", type=float, default=1e-3, help="weight decay")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def main():
    options = arguments()
    torch.set_num_threads(int(os.environ.get("T", "1")))
    pool = Pool()
    maker = multiprocessing.Process(target=prepare, args=(options, pool), daemon=True)
    maker.start()
    while pool.made[0] < 600:
        if not maker.is_alive():
            raise SystemExit("the process that makes pictures ended")
        time.sleep(.5)
    trainer = Trainer(options)
    print("parameters", sum(p.numel() for p in trainer.net.parameters()), flush=True)
    trainer.run(pool)


if __name__ == "__main__":
    main()
