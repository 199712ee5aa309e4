#!/usr/bin/env python3
"""Trains sladd's face detector.

    face_train.py OUT.pt --faces FACES[,FACES...] --minutes 90 [--start WEIGHTS.pt] [--teacher TEACHER.jsonl]
                  [--heads HEADS.npz] [--more FOLDER...] [--mined ALARMS.jsonl] [--resume OUT.pt] [--stop SHARE]
                  [--device cuda --batch 96 --makers 15 --slots 800]

FACES hold labelled photos (see common.py), TEACHER.jsonl comes from face_teach.py, HEADS.npz from face_heads.py,
ALARMS.jsonl from face_mine.py. Some processes make pictures, this one trains; every picture is used a few times, as it is
and mirrored. On a processor the batch norms of weights to start from are folded into the convolutions first (see
face_net.fold): a step takes two thirds of the time. On an accelerator they stay, and all pictures lie in its memory.
OUT.pt holds everything needed to go on.
"""
import argparse
import multiprocessing
import os
import time

import cv2
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from common import follow, need, rate, shared
from face_crops import SIDE, Artist, damage
from face_net import STRIDES, Net, boxes, fold, restore
from face_photos import cut_outs, load
from face_targets import BOX, COLUMNS, DOUBTFUL, FACE, KIND, MOST, WORTH, assign, inside, overlap, targets

REUSE = 5            # how often a picture is used
SCORE_SHARE, BOX_SHARE = 2.5, 2.
RIM, FITTING = .3, .6   # weight of a cell that answers for no face although its box fits one as well as this


class Pool:
    """Pictures and targets in memory that the makers share with the trainer. Every maker has slots of its own and
    overwrites the oldest."""

    def __init__(self, makers, slots):
        self.makers, self.slots = makers, slots
        self.picture = shared((makers, slots, SIDE, SIDE, 3), np.uint8)
        self.target = shared((makers, slots, MOST, COLUMNS), np.float32)
        self.made, self.used = shared((makers,), np.int64), shared((1,), np.int64)

    def ahead(self, maker):
        """Whether there are enough fresh pictures for now."""
        return self.made[maker] >= self.slots and self.made.sum() * REUSE > self.used[0] + self.picture[:, :, 0, 0, 0].size

    def put(self, maker, picture, target):
        slot = self.made[maker] % self.slots
        self.picture[maker, slot], self.target[maker, slot] = picture, target
        self.made[maker] += 1


class Mirror:
    """The pool's pictures and targets as the trainer sees them: the same memory on a processor, a copy of both on an
    accelerator, so that a picture never meets the targets of the one that took its slot since."""

    def __init__(self, pool, device):
        self.pool, self.device = pool, device
        self.picture, self.target = torch.from_numpy(pool.picture), pool.target
        self.copied, self.known = device != "cpu", np.zeros_like(pool.made)
        if self.copied:
            self.picture, self.target = torch.zeros_like(self.picture, device=device), np.zeros_like(pool.target)

    def refresh(self):
        made = self.pool.made.copy()
        for maker in np.nonzero(made > self.known)[0] if self.copied else ():
            fresh = min(made[maker] - self.known[maker], self.pool.slots)
            for slot in np.arange(made[maker] - fresh, made[maker]) % self.pool.slots:
                self.picture[maker, slot] = torch.from_numpy(self.pool.picture[maker, slot]).to(self.device)
                self.target[maker, slot] = self.pool.target[maker, slot]
        self.known = made

    def there(self, array):
        return torch.from_numpy(array).to(self.device, non_blocking=True)

    def batch(self, size, rng):
        """Pictures as the network wants them, half of them mirrored, in another light each time; then their faces and
        doubtful places, both as rows and the number of the picture."""
        self.refresh()
        maker = rng.integers(0, self.pool.makers, size)
        slot = rng.integers(0, np.minimum(self.known, self.pool.slots)[maker])
        mirrored, found = rng.random(size) < .5, self.target[maker, slot]
        found[mirrored, :, 0], found[mirrored, :, 2] = SIDE - found[mirrored, :, 2], SIDE - found[mirrored, :, 0]
        pictures = self.picture[self.there(maker), self.there(slot)]
        pictures = torch.where(self.there(mirrored)[:, None, None, None], pictures.flip(2), pictures)
        pictures = pictures.permute(0, 3, 1, 2).float() / 128 - 1
        light = self.there(rng.normal(0, .08, (2, size, 1, 1, 1)).astype(np.float32))
        pictures = (pictures * (1 + light[0]) + light[1]).clamp(-1, 1).contiguous(memory_format=torch.channels_last)
        rows = []
        for kind in (FACE, DOUBTFUL):
            picture, row = np.nonzero(found[:, :, KIND] == kind)
            rows += [self.there(found[picture, row]), self.there(picture)]
        return pictures, rows


def prepare(pool, maker, artist, seed):
    """A process that makes pictures, for as long as the one that trains lives."""
    parent = os.getppid()
    artist.rng = np.random.default_rng(seed)
    while os.getppid() == parent:
        if pool.ahead(maker):
            time.sleep(.05)
            continue
        made, faces, doubtful = artist.picture()
        pool.put(maker, damage(made, artist.rng), targets(faces, doubtful))


def start_makers(options):
    """Reads the photos, starts the makers and waits for their first pictures."""
    cv2.setNumThreads(1)
    data = load(options.faces.split(","), options.teacher, options.more, options.mined)
    real, rendered = cut_outs(data, options.heads)
    artist = Artist(data, real, rendered)
    pool = Pool(options.makers, options.slots)
    makers = [multiprocessing.Process(target=prepare, args=(pool, i, artist, [options.seed + int(time.time()), i]),
                                      daemon=True) for i in range(options.makers)]
    for maker in makers:
        maker.start()
    while pool.made.min() < min(600 // options.makers + 1, options.slots):
        if not all(maker.is_alive() for maker in makers):
            raise SystemExit("a process that makes pictures ended")
        time.sleep(.2)
    return pool


def quality(fit):
    """What a box's overlap with its face makes of its score: nothing is lost from 0.75 on, two thirds at 0.4, where a
    face just counts as found."""
    return ((fit - .2) / .55).clamp(.15, 1)


def flat(outputs):
    """Logits [n, cells] and boxes [n, cells, 4], strides one after another."""
    score = torch.cat([output[:, 0].flatten(1) for output in outputs], 1)
    return score, torch.cat([boxes(output, s).flatten(1, 2) for output, s in zip(outputs, STRIDES)], 1)


def detection_loss(outputs, faces, of_face, doubtful, of_doubt):
    """Scores by quality focal loss (Li et al., 2020): the score to reach is the face's worth times how well the box
    fits, so that of a face's many boxes the best one wins. Boxes by GIoU. Nothing here waits for an accelerator."""
    score, box = flat(outputs)
    owner, fit = assign(score.detach(), box.detach(), faces[:, BOX], of_face)
    own = owner >= 0
    weight = torch.where((fit > FITTING) & ~own, RIM, 1.)
    weight = weight.masked_fill(inside(doubtful[:, BOX], of_doubt, len(score)) & ~own, 0)
    target = faces[owner.clamp(min=0)] if len(faces) else torch.zeros(*owner.shape, COLUMNS, device=score.device)
    worth = target[..., WORTH] * own
    near, general = overlap(box, target[..., BOX])
    goal, most = worth * quality(near.detach()), worth.sum().clamp(min=1)
    entropy = F.binary_cross_entropy_with_logits(score, goal, reduction="none")
    distance = (goal - torch.sigmoid(score)).abs().pow(1.5)
    return (weight * entropy * distance).sum() / most, (worth * (1 - general)).sum() / most


class Trainer:
    """The network, its running average, the optimiser and the history; everything that a checkpoint holds."""

    def __init__(self, options):
        self.options = options
        source = options.resume or options.start
        self.net = restore(need(source, "weights to start from")) if source else Net()
        if options.device == "cpu" and options.start and not options.resume:   # what goes on, goes on as it was
            self.net = fold(self.net)
        self.net = self.net.train().to(options.device, memory_format=torch.channels_last)
        self.average = {k: v.clone() for k, v in self.net.state_dict().items()}
        self.parameters = list(self.net.parameters())
        self.optimiser = torch.optim.AdamW(self.parameters, options.peak, weight_decay=options.decay)
        self.step, self.spent, self.history = 0, 0., []
        self.sums = torch.zeros(3, device=options.device)
        if options.resume:
            state = torch.load(options.resume, map_location=options.device)
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

    def learn(self, pictures, rows):
        for group in self.optimiser.param_groups:
            group["lr"] = rate(self.share(), self.step, self.options.peak)
        with torch.autocast(self.options.device.split(":")[0], torch.bfloat16):
            outputs = self.net(pictures)
        score, box = detection_loss([output.float() for output in outputs], *rows)
        self.optimiser.zero_grad(set_to_none=True)
        (SCORE_SHARE * score + BOX_SHARE * box).backward()
        for parameter in self.parameters:
            parameter.grad.nan_to_num_(0, 0, 0)
        nn.utils.clip_grad_norm_(self.parameters, 10.)
        self.optimiser.step()
        self.step += 1
        follow(self.average, self.net, self.step, self.options.memory)
        self.sums += torch.stack([score.detach(), box.detach(), torch.ones_like(score.detach())])

    def note(self, made):
        score, box, number = self.sums.tolist()
        self.sums.zero_()
        self.history.append("%d %.2f score %.3f box %.3f crops/s %.1f made %d" % (
            self.step, self.share(), score / number, box / number, self.step * self.options.batch / self.spent, made))
        print(self.history[-1], flush=True)

    def run(self, pool):
        rng = np.random.default_rng(self.options.seed + 1 + self.step)
        mirror = Mirror(pool, self.options.device)
        last = saved = time.time()
        while self.share() < self.options.stop:
            self.learn(*mirror.batch(self.options.batch, rng))
            pool.used[0] += self.options.batch
            now = time.time()
            self.spent += now - last
            last = now
            if self.step % 100 == 0:
                self.note(pool.made.sum())
            if now - saved > self.options.every:
                self.save()
                saved = now
        self.save()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--faces", required=True, help="folders of labelled photos, separated by commas")
    parser.add_argument("--teacher")
    parser.add_argument("--start", help="weights to begin with; none: from nothing")
    parser.add_argument("--heads")
    parser.add_argument("--mined")
    parser.add_argument("--more", nargs="*", default=[], help="folders of photos without face labels")
    parser.add_argument("--resume", help="checkpoint to go on from")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--stop", type=float, default=1, help="share of the minutes after which to stop")
    parser.add_argument("--peak", type=float, default=1e-3, help="highest learning rate")
    parser.add_argument("--decay", type=float, default=1e-3, help="weight decay")
    parser.add_argument("--memory", type=float, default=.998, help="decay of the running average")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--makers", type=int, default=1, help="processes that make pictures")
    parser.add_argument("--slots", type=int, default=1600, help="pictures that a maker keeps")
    parser.add_argument("--every", type=float, default=120, help="seconds between checkpoints")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def main():
    options = arguments()
    torch.set_num_threads(int(os.environ.get("T", "1")))
    pool = start_makers(options)
    trainer = Trainer(options)
    print("parameters", sum(p.numel() for p in trainer.net.parameters()), flush=True)
    trainer.run(pool)


if __name__ == "__main__":
    main()
