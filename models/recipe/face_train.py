#!/usr/bin/env python3
"""Trains sladd's face detector.

    face_train.py FACES OUT.pt --teacher TEACHER.jsonl --yunet YUNET.onnx --start WEIGHTS.pt --minutes 90
                  [--heads HEADS.npz] [--more FOLDER...] [--mined ALARMS.jsonl] [--resume OUT.pt]

FACES holds labelled photos (see common.py), TEACHER.jsonl comes from face_teach.py, HEADS.npz from face_heads.py,
ALARMS.jsonl from face_mine.py. One process makes pictures and asks the teacher about them, the other one trains;
every picture is used about four times. The network learns the labels, the teacher's score maps, and to have features
from which the teacher's can be read (FitNets, Romero et al., 2015): these say something about every place, faces only
about few.
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
from face_net import CHANNELS, STRIDES, Net, boxes
from face_photos import cut_outs, load
from face_targets import BOX, CELLS, COLUMNS, OTHER, RING, TEACHER, WEIGHT, WORTH, Lesson, targets
from yunet import Yunet

SLOTS, BATCH, REUSE = 3000, 8, 4
EARLY_EVERY = 3      # steps; see Net.features
NATURAL_FROM = .85   # share of the training; see Artist.picture
FEATURE_SIDES = [SIDE // s for s in (8, 16, 32, 8, 16)]   # the teacher's features at one size, then at double size
SCORE_SHARE, BOX_SHARE, HINT_SHARE = 2.5, 2., 4.


class Pool:
    """Pictures, targets and the teacher's features in memory that two processes share; the oldest is overwritten."""

    def __init__(self):
        self.picture = self._share((SLOTS, SIDE, SIDE, 3), np.uint8)
        self.target = self._share((SLOTS, CELLS, COLUMNS), np.float16)
        self.features = [self._share((SLOTS, CHANNELS, n, n), np.float16) for n in FEATURE_SIDES]
        self.made, self.used = self._share((1,), np.int64), self._share((1,), np.int64)
        self.trained = self._share((1,), np.float64)   # share of the training that is done

    @staticmethod
    def _share(shape, kind):
        size = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
        return np.frombuffer(mmap.mmap(-1, size), kind).reshape(shape)

    def ahead(self):
        """Whether there are enough fresh pictures for now."""
        return self.made[0] >= SLOTS and self.made[0] * REUSE > self.used[0] + SLOTS

    def put(self, picture, target, lesson):
        slot = self.made[0] % SLOTS
        self.picture[slot], self.target[slot] = picture, target
        for store, feature in zip(self.features, lesson.once + lesson.twice):
            store[slot] = feature
        self.made[0] += 1

    def batch(self, rng):
        """Pictures as the network wants them, in a slightly different light each time; targets; features."""
        slots = rng.integers(0, min(self.made[0], SLOTS), BATCH)
        pictures = torch.from_numpy(self.picture[slots]).permute(0, 3, 1, 2).float() / 128 - 1
        light = torch.from_numpy(rng.normal(0, .08, (2, BATCH, 1, 1, 1)).astype(np.float32))
        pictures = (pictures * (1 + light[0]) + light[1]).clamp(-1, 1).contiguous(memory_format=torch.channels_last)
        target, per_stride, at = torch.from_numpy(self.target[slots].astype(np.float32)), [], 0
        for stride in STRIDES:
            n = SIDE // stride
            per_stride.append(target[:, at:at + n * n].reshape(BATCH, n, n, COLUMNS))
            at += n * n
        return pictures, per_stride, [torch.from_numpy(f[slots]) for f in self.features]


def prepare(options, pool):
    """The process that makes pictures, for as long as the other one lives."""
    parent = os.getppid()
    os.nice(5)
    os.setsid()   # a session of its own: Linux shares the processor between sessions first
    cv2.setNumThreads(1)
    data = load(options.faces, options.teacher, options.more, options.mined)
    real, rendered = cut_outs(data, options.heads)
    seed = options.seed + int(time.time()) % 100000 if options.resume else options.seed
    artist, teacher = Artist(data, real, rendered, seed), Yunet(options.yunet, features=True)
    while os.getppid() == parent:
        if pool.ahead():
            time.sleep(.05)
            continue
        canvas, faces, doubtful = artist.picture(pool.trained[0] >= NATURAL_FROM)
        lesson = Lesson(teacher, canvas)
        small = cv2.resize(canvas, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        pool.put(damage(small, artist.rng), targets(faces, doubtful, lesson), lesson)


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


def detection_loss(outputs, per_stride):
    """Scores by quality focal loss (Li et al., 2020): the score to reach is what the label or the teacher says, times
    how well the box fits, so that of a face's many boxes the best one wins. Cells at a face's rim, and of strides that
    do not answer for it, are left alone as long as their boxes fit. Boxes by GIoU."""
    score_loss = box_loss = positives = 0
    for output, stride, target in zip(outputs, STRIDES, per_stride):
        worth, teacher, weight = target[..., WORTH], target[..., TEACHER], target[..., WEIGHT].clone()
        goal = teacher * (teacher > .02)
        positive = (worth > 0) | (teacher > .3)
        found = boxes(output, stride)
        if positive.any():
            fit, general = overlap(found[positive], target[..., BOX][positive])
            value = torch.where(worth > 0, torch.maximum(worth, teacher), teacher)[positive]
            box_loss = box_loss + (value * (1 - general)).sum()
            positives = positives + float(value.sum())
            goal[positive] = value * quality(fit.detach())
        for rule, fitting in ((RING, RING), (OTHER, 0.)):
            aside = weight == rule
            fit, _ = overlap(found[aside].detach(), target[..., BOX][aside])
            weight[aside] = torch.where(fit > .5, fitting, 1.)
        entropy = F.binary_cross_entropy_with_logits(output[:, 0], goal, reduction="none")
        distance = (goal - torch.sigmoid(output[:, 0])).abs().pow(1.5)
        score_loss = score_loss + (weight * entropy * distance).sum()
    return score_loss / max(positives, 1), box_loss / max(positives, 1)


class Hints(nn.Module):
    """Reads the teacher's features out of the network's; only training needs it."""

    def __init__(self):
        super().__init__()
        self.read = nn.ModuleList([nn.Conv2d(CHANNELS, CHANNELS, 1) for _ in FEATURE_SIDES])
        self.register_buffer("power", torch.ones(len(FEATURE_SIDES), CHANNELS))

    def forward(self, features, taught, per_stride):
        """Mean squared difference, each of the teacher's channels counted in units of its own usual power; places where
        the teacher sees a face count for more."""
        total = 0
        for i, goal in enumerate(taught):
            goal, level = goal.float(), i % 3
            if self.training:
                self.power[i].lerp_(goal.pow(2).mean((0, 2, 3)), .02)
            weight = 1 + 10 * F.max_pool2d(per_stride[level][..., TEACHER][:, None], 3, 1, 1)
            difference = (self.read[i](features[level]).float() - goal).pow(2) / (self.power[i][:, None, None] + 1e-3)
            total = total + (difference.mean(1, keepdim=True) * weight).sum() / weight.sum()
        return total / len(taught)


class Trainer:
    """The network, its running average, the optimiser and the history; everything that a checkpoint holds."""

    def __init__(self, options):
        self.options = options
        self.net, self.hints = Net(), Hints()
        if options.start:
            start = torch.load(need(options.start, "weights to start from"), map_location="cpu")
            self.net.load_state_dict(start.get("average", start))
        self.net = self.net.train().to(memory_format=torch.channels_last)
        self.average = {k: v.clone() for k, v in self.net.state_dict().items()}
        self.parameters = list(self.net.parameters()) + list(self.hints.parameters())
        self.optimiser = torch.optim.AdamW(self.parameters, options.peak, weight_decay=1e-2)
        self.step, self.spent, self.history, self.sums = 0, 0., [], np.zeros(4)
        if options.resume:
            state = torch.load(need(options.resume, "checkpoint"))
            self.net.load_state_dict(state["net"])
            self.hints.load_state_dict(state["hints"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.average, self.history = state["average"], state["history"]
            self.step, self.spent = state["step"], state["spent"]

    def save(self):
        state = dict(net=self.net.state_dict(), hints=self.hints.state_dict(), optimiser=self.optimiser.state_dict(),
                     average=self.average, history=self.history, step=self.step, spent=self.spent)
        torch.save(state, self.options.out + ".part")
        os.replace(self.options.out + ".part", self.options.out)

    def share(self):
        return self.spent / (self.options.minutes * 60)

    def learn(self, pool, rng):
        for group in self.optimiser.param_groups:
            group["lr"] = rate(self.share(), self.step, self.options.peak)
        pictures, per_stride, taught = pool.batch(rng)
        with torch.cpu.amp.autocast(dtype=torch.bfloat16):
            features = self.net.features(pictures, self.step % EARLY_EVERY == 0)
            outputs = [head(f) for head, f in zip(self.net.head, features)]
            hint = self.hints(features, taught, per_stride)
        score, box = detection_loss([o.float() for o in outputs], per_stride)
        self.optimiser.zero_grad(set_to_none=True)
        (SCORE_SHARE * score + BOX_SHARE * box + HINT_SHARE * (1 - .8 * self.share()) * hint).backward()
        nn.utils.clip_grad_norm_(self.parameters, 10.)
        self.optimiser.step()
        self.step += 1
        follow(self.average, self.net, self.step, .995)
        pool.used[0] += BATCH
        pool.trained[0] = self.share()
        self.sums += [float(score), float(box), float(hint), 1]

    def note(self, made):
        score, box, hint = self.sums[:3] / self.sums[3]
        self.sums[:] = 0
        self.history.append("%d %.2f score %.3f box %.3f hint %.3f crops/s %.1f made %d" % (
            self.step, self.share(), score, box, hint, self.step * BATCH / self.spent, made))
        print(self.history[-1], flush=True)

    def run(self, pool):
        rng = np.random.default_rng(self.options.seed + 1 + self.step)
        last = saved = time.time()
        while self.share() < 1:
            self.learn(pool, rng)
            now = time.time()
            self.spent += now - last
            last = now
            if self.step % 100 == 0:
                self.note(pool.made[0])
            if now - saved > 180:
                self.save()
                saved = now
        self.save()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faces")
    parser.add_argument("out")
    parser.add_argument("--teacher", required=True)
    parser.add_argument("--yunet", required=True)
    parser.add_argument("--start", help="weights to begin with; without, from nothing")
    parser.add_argument("--heads")
    parser.add_argument("--mined")
    parser.add_argument("--more", nargs="*", default=[], help="folders of photos without face labels")
    parser.add_argument("--resume", help="checkpoint to go on from")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--peak", type=float, default=7e-4, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def main():
    options = arguments()
    torch.set_num_threads(int(os.environ.get("T", "1")))
    need(options.yunet, "YuNet")
    need(options.teacher, "teacher")
    pool = Pool()
    pool.trained[0] = torch.load(options.resume)["spent"] / (options.minutes * 60) if options.resume else 0
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
