#!/usr/bin/env python3
"""Trains sladd's text detector.

    text_train.py TEXT FACES OUT.pt --teacher TEACHER.jsonl --minutes 45 --start WEIGHTS.pt [--resume OUT.pt]

TEXT holds photos of signs with their lines labelled (the training half is used), FACES plain photos, TEACHER.jsonl what
text_teach.py wrote about those. One process makes crops, real and rendered, and runs the first layers, which stay as they
are; another trains the rest. OUT.pt holds everything needed to go on.
"""
import argparse, io, json, math, mmap, multiprocessing, os, random, time
import cv2, numpy as np, torch, torch.nn as nn, torch.nn.functional as F
import text_render
from common import follow, need, photos, rate
from text_net import Net

S, SLOTS, BATCH = 320, 3000, 16
torch.set_num_threads(int(os.environ.get("T", "1"))); cv2.setNumThreads(1)

def load(text, faces, teacher):
    """(photos with labelled lines, plain photos with the teacher's finds)."""
    signs, plain = [], []
    for l in photos(text, "train", 50):
        Q = [(np.array(t["quad"], np.float32), t["difficult"]) for t in l["text"]]; signs.append({"im": np.fromfile(l["path"], np.uint8), "quads": [q for q, d in Q if not d], "doubtful": [q for q, d in Q if d]})
    seen = {l["file"]: l["text"] for l in map(json.loads, open(need(teacher, "teacher")))}
    for l in photos(faces, "train"):
        if l["file"] not in seen: continue
        Q = [(np.array(t["quad"], np.float32), t["score"]) for t in seen[l["file"]]]; plain.append({"im": np.fromfile(l["path"], np.uint8), "quads": [q for q, s in Q if s >= .7], "doubtful": [q for q, s in Q if s < .7]})
    print(len(signs), "photos of signs with", sum(len(d["quads"]) for d in signs), "lines;", len(plain), "plain photos with", sum(len(d["quads"]) for d in plain))
    return signs, plain

class Pool:
    """What the first layers made of crops, with target maps, in memory that two processes share."""
    def __init__(s):
        share = lambda shape, kind: np.frombuffer(mmap.mmap(-1, int(np.prod(shape)) * np.dtype(kind).itemsize), kind).reshape(shape)
        s.early, s.target, s.count = share((SLOTS, 32, S // 4, S // 4), np.float16), share((SLOTS, 3, S // 4, S // 4), np.uint8), share((2,), np.int64)

def sample(signs, plain, seed):
    r, n = random.Random(seed), np.random.default_rng(seed); t = r.random()
    im, quads, doubtful = text_render.crop(r.choice(signs if t < .35 else plain), S, r, n)
    if t > .65: text_render.rendered(im, quads, S, r, n)
    return text_render.damage(im, r, n), text_render.maps(quads, doubtful, S)

def prepare(signs, plain, frozen, pool, seed, reuse):
    early, k = cv2.dnn.readNetFromONNX(np.frombuffer(frozen, np.uint8)), seed * 10 ** 7
    while True:
        if pool.count[0] > SLOTS / 5 and pool.count[0] * reuse > pool.count[1] + 900: time.sleep(.05); continue
        k += 1
        try: im, m = sample(signs, plain, k)
        except (cv2.error, OSError, ValueError): continue
        early.setInput(cv2.dnn.blobFromImage(im, 1 / 128, mean=(128,) * 3)); i = pool.count[0] % SLOTS; pool.early[i], pool.target[i] = early.forward()[0], m; pool.count[0] += 1

def loss(o, T):
    t, w = T[:, :2], T[:, 2:]; p = torch.sigmoid(o) * w; tw = t * w; bce = F.binary_cross_entropy_with_logits(o, t, reduction="none") * w
    # neg is the mean over three times as many cells as there are of text; main() weighs it threefold, so that every cell counts the same
    pos = (bce * t).sum() / t.sum().clamp(min=1); neg = (bce * (1 - t)).flatten(); neg = neg.topk(int(min(neg.numel() - 1, max(2000, 3 * float(t.sum())))))[0].mean()
    some = tw.sum((2, 3)) > 0; dice = 1 - 2 * (p * tw).sum((2, 3)) / ((p * p).sum((2, 3)) + (tw * tw).sum((2, 3)) + 1)
    return pos, neg, dice[some].mean() if some.any() else o.sum() * 0

def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("text"); a.add_argument("faces"); a.add_argument("out"); a.add_argument("--teacher"); a.add_argument("--start", required=True); a.add_argument("--resume"); a.add_argument("--reuse", type=float, default=5)
    a.add_argument("--minutes", type=float, default=45); a.add_argument("--peak", type=float, default=1.5e-3); a.add_argument("--seed", type=int, default=1); a.add_argument("--average", type=float, default=.998); a.add_argument("--warm", type=int, default=200); a = a.parse_args()
    signs, plain = load(a.text, a.faces, a.teacher); pool = Pool(); rng = np.random.default_rng(a.seed)
    net = Net(); start = torch.load(a.start, map_location="cpu"); print(net.load_state_dict(start.get("average", start), strict=False).unexpected_keys)
    f = io.BytesIO(); torch.onnx.export(net.stem.eval(), torch.zeros(1, 3, S, S), f, opset_version=11)
    multiprocessing.Process(target=prepare, args=(signs, plain, f.getvalue(), pool, a.seed, a.reuse), daemon=True).start()
    net = net.train().to(memory_format=torch.channels_last); late = [p for k, p in net.named_parameters() if not k.startswith("stem")]
    opt = torch.optim.AdamW(late, a.peak, weight_decay=1e-2); average = {k: v.clone() for k, v in net.state_dict().items()}; it, spent, history = 0, 0., []
    if a.resume:
        c = torch.load(a.resume); net.load_state_dict(c["net"]); average = c["average"]; opt.load_state_dict(c["opt"]); it, spent, history = c["it"], c["spent"], c["history"]
    print("parameters", sum(p.numel() for p in net.parameters()), flush=True)
    while pool.count[0] < 300: time.sleep(.5)
    def save():
        torch.save(dict(net=net.state_dict(), average=average, opt=opt.state_dict(), it=it, spent=spent, history=history), a.out + ".part"); os.replace(a.out + ".part", a.out)
    t0, saved, acc = time.time(), time.time(), np.zeros(4)
    while spent < a.minutes * 60:
        for g in opt.param_groups: g["lr"] = rate(spent / (a.minutes * 60), it, a.peak, a.warm)
        i = rng.integers(0, min(pool.count[0], SLOTS), BATCH); x = torch.from_numpy(pool.early[i]).bfloat16().contiguous(memory_format=torch.channels_last); T = torch.from_numpy(pool.target[i]).float()
        with torch.cpu.amp.autocast(dtype=torch.bfloat16): o = net.late(x)
        pos, neg, dice = loss(o.float(), T); opt.zero_grad(); (pos + 3 * neg + dice).backward(); nn.utils.clip_grad_norm_(late, 5.); opt.step()
        it += 1; pool.count[1] += BATCH; follow(average, net, it, a.average, 10); now = time.time(); spent += now - t0; t0 = now; acc += [float(pos), float(neg), float(dice), 1]
        if it % 50 == 0:
            history.append("%d %.2f pos %.3f neg %.3f dice %.3f crops/s %.1f prepared %d" % (it, spent / a.minutes / 60, *acc[:3] / acc[3], it * BATCH / max(spent, 1), pool.count[0])); print(history[-1], flush=True); acc[:] = 0
        if now - saved > 150: save(); saved = now
    save()

if __name__ == "__main__": main()
