#!/usr/bin/env python3
"""Trains sladd's face detector.

    face_train.py FACES OUT.pt --teacher TEACHER.jsonl --yunet YUNET.onnx --start WEIGHTS.pt --minutes 70
                  [--heads HEADS.npz] [--resume OUT.pt]

FACES holds labelled photos (see common.py), TEACHER.jsonl comes from face_teach.py, HEADS.npz from face_heads.py. One process
makes crops and runs the first layers, which stay as they are in WEIGHTS.pt; another trains the rest. The teacher is YuNet: it
looks at every crop before that is darkened, blurred or compressed, and the network learns its score map along with the labels.
OUT.pt holds everything needed to go on.
"""
import argparse, io, json, math, mmap, multiprocessing, os, time
import cv2, numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from common import corners, follow, inside, need, overlaps, photos, rate
from face_net import Net, STRIDES, boxes
from yunet import Yunet

S, RANGES, SLOTS, BATCH = 320, ((0, 40), (28, 110), (80, 1e5)), 8000, 32   # crop side; face sizes each stride answers for
EARLY = (64, S // 8, S // 8)   # what the frozen first layers hand on
CELLS = sum((S // s) ** 2 for s in STRIDES)
WEIGHT = {"people": 3, "coco": 2, "dlib": 3, "webcam-grey": .8, "press-masks": .7}   # of a source; others 1. Unmasked faces are rare
torch.set_num_threads(int(os.environ.get("T", "1"))); cv2.setNumThreads(1)

# --- photos --------------------------------------------------------------------------------------------------------------------
def load(folder, teacher):
    """Photos with faces and doubtful places. The teacher's confident finds join the faces, its doubtful ones the doubtful."""
    seen = {l["file"]: np.array(l["boxes"], np.float32).reshape(-1, 5) for l in map(json.loads, open(need(teacher, "teacher")))}
    out, added = [], 0
    for l in photos(folder, "train"):
        pos, ign, t = corners(l["faces"]), corners(l["ignore"]), seen.get(l["file"], np.zeros((0, 5), np.float32))
        new = t if not len(pos) else t[overlaps(t, pos).max(1) < .35] if len(t) else t
        sure, unsure = new[new[:, 4] >= .75], new[(new[:, 4] >= .3) & (new[:, 4] < .75)]; added += len(sure)
        if len(sure) and len(ign): ign = ign[overlaps(ign, sure).max(1) < .3]
        out.append(dict(l, im=np.fromfile(l["path"], np.uint8), pos=np.concatenate([pos, sure[:, :4]]), ign=np.concatenate([ign, unsure[:, :4]]), seen=t))
    print(len(out), "photos", sum(len(d["pos"]) for d in out), "faces,", added, "of them the teacher's")
    return out

def head_bank(data, heads):
    """Cut-outs (picture, mask, box) of unmasked faces to paste over masked ones, and rendered heads of people who do not exist."""
    bank = []
    for d in data:
        if d["source"] not in ("people", "coco", "dlib", "objects"): continue
        im = cv2.imdecode(d["im"], 1)
        for b in d["pos"]:
            w, h = b[2] - b[0], b[3] - b[1]
            if min(w, h) < 24 or not len(d["seen"]) or (overlaps(b[None], d["seen"])[0] * (d["seen"][:, 4] > .85)).max() < .6: continue
            x0, y0, x1, y1 = [int(v) for v in (b[0] - .45 * w, b[1] - .55 * h, b[2] + .45 * w, b[3] + .4 * h)]
            if x0 < 0 or y0 < 0 or x1 > im.shape[1] or y1 > im.shape[0]: continue
            cut = im[y0:y1, x0:x1].copy(); m = np.zeros(cut.shape[:2], np.float32); c = ((b[0] + b[2]) / 2 - x0, (b[1] + b[3]) / 2 - y0 - .08 * h)
            cv2.ellipse(m, (int(c[0]), int(c[1])), (int(.66 * w), int(.74 * h)), 0, 0, 360, 1, -1); m = cv2.GaussianBlur(m, (0, 0), .07 * w)
            bank.append((cut, m, b - [x0, y0, x0, y0]))
    real = len(bank)
    if heads:
        z = np.load(need(heads, "rendered heads"))
        bank += [(im, m.astype(np.float32) / 255, b) for im, m, b in zip(z["image"], z["mask"], z["box"])]
    print(real, "heads cut out,", len(bank) - real, "rendered")
    return bank, real

# --- crops ---------------------------------------------------------------------------------------------------------------------
def paste(o, head, cx, cy, height, rng, tone=None):
    """Pastes a head so that its face box is `height` tall around (cx, cy); returns the face's box."""
    im, m, b = head; k = height / (b[3] - b[1]); turn = rng.normal(0, 8) + (rng.uniform(-60, 60) if rng.random() < .1 else 0); mid = ((b[0] + b[2]) / 2, (b[1] + b[3]) / 2)
    M = cv2.getRotationMatrix2D((float(mid[0]), float(mid[1])), turn, k); M[:, 2] += [cx - mid[0], cy - mid[1]]
    if rng.random() < .5: M[0] = [-M[0, 0], -M[0, 1], 2 * cx - M[0, 2]]
    if k < .6: im, m = [cv2.GaussianBlur(z, (0, 0), .45 / k) for z in (im, m)]
    pic = cv2.warpAffine(im, M, (S, S), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    a = cv2.warpAffine(m, M, (S, S))[..., None]; hit = a[..., 0] > .5
    if hit.any():
        here = pic[hit].mean(); there = (tone if tone is not None else o[hit].mean()); pic *= (max(there, 25) / max(here, 25)) ** rng.uniform(.2, .8)
    o[:] = o * (1 - a) + np.clip(pic, 0, 255) * a
    w, h, c, s = (b[2] - b[0]) * k, height, abs(math.cos(math.radians(turn))), abs(math.sin(math.radians(turn)))
    w, h = math.hypot(w * c, h * s), math.hypot(h * c, w * s)
    return [cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2]

def crop(d, bank, rng):
    """One S x S crop of a photo in which, most of the time, one face has a size drawn log-uniformly from 9 to 220 pixels."""
    im, pos, ign = cv2.imdecode(d["im"], 1), d["pos"], d["ign"]; h, w = im.shape[:2]
    if len(pos) and rng.random() < .88:
        b = pos[rng.integers(len(pos))]; side = max(b[2] - b[0], b[3] - b[1], 4)
        sc = min(math.exp(rng.uniform(math.log(9), math.log(220))) / side, 2. if side < 60 else 4.); sc = max(sc, S * .25 / max(h, w))
        lo, hi = (-.04, 1.04) if rng.random() < .15 else (.1, .9)
        ox, oy = (b[0] + b[2]) / 2 * sc - rng.uniform(lo, hi) * S, (b[1] + b[3]) / 2 * sc - rng.uniform(lo, hi) * S
    else:
        sc = S / max(h, w) * math.exp(rng.uniform(-.3, 1.2))
        ox, oy = rng.uniform(min(0, w * sc - S), max(0, w * sc - S)), rng.uniform(min(0, h * sc - S), max(0, h * sc - S))
    t = rng.random(); angle = rng.uniform(-90, 90) if t < .07 else rng.normal(0, 12) if t < .55 else 0; asp = math.exp(rng.uniform(-.12, .12))
    lift = lambda m: np.vstack([m, [0, 0, 1]])
    M = (lift(cv2.getRotationMatrix2D((S / 2, S / 2), angle, 1)) @ lift(np.array([[sc * asp, 0, -ox], [0, sc / asp, -oy]])))[:2]
    if rng.random() < .5: M = (np.array([[-1, 0, S], [0, 1, 0], [0, 0, 1]]) @ lift(M))[:2]
    k = max(1, int(round(1 / sc))) if sc < .6 else 1
    o = cv2.warpAffine(cv2.blur(im, (k, k)) if k > 1 else im, M.astype(np.float32), (S, S), flags=cv2.INTER_LINEAR, borderValue=(float(rng.integers(255)),) * 3).astype(np.float32)
    c, s = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    def move(B):
        if not len(B): return np.zeros((0, 4), np.float32)
        m = np.stack([(B[:, 0] + B[:, 2]) / 2, (B[:, 1] + B[:, 3]) / 2], 1) @ M[:, :2].T + M[:, 2]
        w, h = (B[:, 2] - B[:, 0]) * sc * asp, (B[:, 3] - B[:, 1]) * sc / asp; wh = np.stack([np.hypot(w * c, h * s), np.hypot(h * c, w * s)], 1)
        return np.concatenate([m - wh / 2, m + wh / 2], 1).astype(np.float32)
    p, g = move(pos), move(ign)
    # unmasked heads over masked faces, and in places where nobody was
    if d["source"].endswith("-masks") and rng.random() < .55:
        for i, b in enumerate(p):
            size = b[3] - b[1]
            if 8 < size < 170 and rng.random() < .65 and (b > -10).all() and (b < S + 10).all(): p[i] = paste(o, bank(rng), (b[0] + b[2]) / 2, (b[1] + b[3]) / 2 + .05 * size, size * rng.uniform(1, 1.15), rng)
    if rng.random() < (.12 if len(p) else .3):
        for _ in range(rng.integers(1, 5)):
            size = math.exp(rng.uniform(math.log(9), math.log(130))); b = np.array([rng.uniform(0, S), rng.uniform(0, S)]); box = np.concatenate([b - size * .7, b + size * .7])
            if len(p) and overlaps(box[None].astype(np.float32), p).max() > .01: continue
            p = np.concatenate([p, np.array([paste(o, bank(rng), b[0], b[1], size, rng, 110 if rng.random() < .5 else None)], np.float32)])
    # something in front of a face
    if len(p) and rng.random() < .12:
        b = p[rng.integers(len(p))]; w, h = b[2] - b[0], b[3] - b[1]; q = rng.random(); col = tuple(float(v) for v in rng.uniform(0, 255, 3))
        if q < .5: x, y = (b[0] + rng.uniform(-.3, 1) * w, b[1] + rng.uniform(-.2, .9) * h); cv2.rectangle(o, (int(x), int(y)), (int(x + w * rng.uniform(.2, .5)), int(y + h * rng.uniform(.2, .7))), col, -1)
        else: cv2.ellipse(o, (int((b[0] + b[2]) / 2), int(b[1] - .05 * h)), (int(w * .62), int(h * rng.uniform(.15, .35))), rng.normal(0, 10), 0, 360, col, -1)
    # faces cut by the frame: what is seen of them, when enough is
    full, p = p, np.clip(p, 0, S); area = lambda z: np.prod(np.clip(z[:, 2:] - z[:, :2], 0, None), -1); seen = area(p) / np.maximum(area(full), 1); side = (p[:, 2:] - p[:, :2]).max(1) if len(p) else np.zeros(0)
    good = (seen > .4) & (side >= 7); g = np.concatenate([np.clip(g, 0, S), p[(seen > .02) & ~good]])
    return o, p[good], g[area(g) > 4]

def damage(o, rng):
    if rng.random() < .12: o[:] = o.mean(2, keepdims=True)
    if rng.random() < .7: o = o * rng.uniform(.5, 1.5) + rng.uniform(-35, 35)
    if rng.random() < .4: o = o * rng.uniform(.8, 1.2, 3)
    if rng.random() < .08: o = 255 * (np.clip(o, 0, 255) / 255) ** rng.uniform(1.3, 2.6) * rng.uniform(.4, .9) + rng.normal(0, rng.uniform(2, 10), o.shape)
    if rng.random() < .3: o = o + rng.normal(0, rng.uniform(1, 12), o.shape)
    o = np.clip(o, 0, 255).astype(np.uint8)
    if rng.random() < .2: o = cv2.GaussianBlur(o, (0, 0), rng.uniform(.5, 1.7))
    if rng.random() < .07:
        n = int(rng.integers(3, 9)); k = np.zeros((n, n), np.float32); k[n // 2] = 1; k = cv2.warpAffine(k, cv2.getRotationMatrix2D((n / 2 - .5, n / 2 - .5), rng.uniform(0, 180), 1), (n, n)); o = cv2.filter2D(o, -1, k / max(k.sum(), 1e-3))
    if rng.random() < .3: o = cv2.imdecode(cv2.imencode(".jpg", o, [1, int(rng.integers(25, 90))])[1], 1)
    return o

def targets(p, g, teacher):
    """[CELLS, 7]: is a face's cell, box, weight of the score, the teacher's score. Strides one after another."""
    T = []
    for s, (lo, hi), (tp, tb) in zip(STRIDES, RANGES, teacher):
        n = S // s; t = np.zeros((n, n, 7), np.float32); cls, box, wt, best = t[..., 0], t[..., 1:5], t[..., 5], np.full((n, n), 1e9)
        yy, xx = np.mgrid[0:n, 0:n]; cx, cy = (xx + .5) * s, (yy + .5) * s; t[..., 6] = tp; wt[:] = 1
        bx, by, bw, bh = (xx + tb[0]) * s, (yy + tb[1]) * s, np.exp(tb[2].clip(-4, 5)) * s, np.exp(tb[3].clip(-4, 5)) * s
        box[:] = np.stack([bx - bw / 2, by - bh / 2, bx + bw / 2, by + bh / 2], -1)
        for b in g: wt[(cx > b[0]) & (cx < b[2]) & (cy > b[1]) & (cy < b[3]) & (tp < .3)] = 0
        for b in p:
            side, mx, my = max(b[2] - b[0], b[3] - b[1]), (b[0] + b[2]) / 2, (b[1] + b[3]) / 2
            within = (cx > b[0]) & (cx < b[2]) & (cy > b[1]) & (cy < b[3])
            if not lo <= side < hi: wt[within & (cls == 0) & (tp < .3)] = 0; continue
            r = max(s * .8, side * .16); m = (abs(cx - mx) < r) & (abs(cy - my) < r)
            if not m.any(): m[min(n - 1, int(my // s)), min(n - 1, int(mx // s))] = True
            ring = within & ~m & (cls == 0) & (tp < .3); wt[ring] = np.minimum(wt[ring], .3)
            d = (cx - mx) ** 2 + (cy - my) ** 2; m &= d < best; best[m] = d[m]; cls[m] = 1; box[m] = b; wt[m] = 1
        T.append(t.reshape(-1, 7))
    return np.concatenate(T)

class Pool:
    """Crops with targets in memory that two processes share; the oldest is overwritten."""
    def __init__(s):
        share = lambda shape, kind: np.frombuffer(mmap.mmap(-1, int(np.prod(shape)) * np.dtype(kind).itemsize), kind).reshape(shape)
        s.early, s.target, s.count = share((SLOTS,) + EARLY, np.float16), share((SLOTS, CELLS, 7), np.float32), share((2,), np.int64)

def prepare(data, heads, yunet, frozen, pool, seed, reuse=4):
    early = cv2.dnn.readNetFromONNX(np.frombuffer(frozen, np.uint8))
    rng, net = np.random.default_rng(seed), Yunet(yunet); w = np.array([WEIGHT.get(d["source"], 1) for d in data], float); w /= w.sum()
    every, real = heads; bank = lambda r: every[r.integers(real) if real == len(every) or r.random() < .8 else r.integers(real, len(every))]
    while True:
        if pool.count[0] > SLOTS / 2 and pool.count[0] * reuse > pool.count[1] + SLOTS: time.sleep(.05); continue
        o, p, g = crop(data[rng.choice(len(data), p=w)], bank, rng); t = targets(p, g, net.maps(np.clip(o, 0, 255).astype(np.uint8)))
        early.setInput(cv2.dnn.blobFromImage(damage(o, rng), 1 / 128, mean=(128,) * 3)); i = pool.count[0] % SLOTS
        pool.early[i], pool.target[i] = early.forward()[0], t; pool.count[0] += 1

# --- training ------------------------------------------------------------------------------------------------------------------
def giou(a, b):
    lt, rb = torch.max(a[:, :2], b[:, :2]), torch.min(a[:, 2:], b[:, 2:]); wh = (rb - lt).clamp(min=0); i = wh[:, 0] * wh[:, 1]
    area = lambda z: (z[:, 2] - z[:, 0]) * (z[:, 3] - z[:, 1]); u = area(a) + area(b) - i + 1e-6
    hull = torch.max(a[:, 2:], b[:, 2:]) - torch.min(a[:, :2], b[:, :2]); c = hull[:, 0] * hull[:, 1] + 1e-6
    return i / u, i / u - (c - u) / c

def batch(pool, rng):
    """What the first layers made of some crops, and targets per stride."""
    i = rng.integers(0, min(pool.count[0], SLOTS), BATCH); t = torch.from_numpy(pool.target[i]); out, at = [], 0
    for s in STRIDES: n = S // s; out.append(t[:, at:at + n * n].reshape(BATCH, n, n, 7)); at += n * n
    return torch.from_numpy(pool.early[i]).bfloat16().contiguous(memory_format=torch.channels_last), out

def loss(outs, T):
    score = box = n = 0
    for o, s, u in zip(outs, STRIDES, T):
        cls, b, w, tp = u[..., 0], u[..., 1:5], u[..., 5], u[..., 6]; goal = tp * (tp > .02); m = (cls > 0) | (tp > .3)
        if m.any():
            iou, gi = giou(boxes(o, s)[m], b[m]); v = torch.where(cls[m] > 0, torch.ones(()), tp[m]); box = box + (v * (1 - gi)).sum(); n = n + float(v.sum())
            goal[m] = torch.where(cls[m] > 0, torch.maximum(iou.detach().clamp(.3, 1), tp[m]), tp[m])
        score = score + (w * F.binary_cross_entropy_with_logits(o[:, 0], goal, reduction="none") * (goal - torch.sigmoid(o[:, 0])).abs().pow(1.5)).sum()
    return score / max(n, 1), box / max(n, 1)

def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("faces"); a.add_argument("out"); a.add_argument("--teacher"); a.add_argument("--yunet"); a.add_argument("--heads"); a.add_argument("--resume"); a.add_argument("--start", required=True)
    a.add_argument("--minutes", type=float, default=70); a.add_argument("--peak", type=float, default=1.5e-3); a.add_argument("--seed", type=int, default=0); a = a.parse_args()
    need(a.yunet, "YuNet"); data = load(a.faces, a.teacher); heads = head_bank(data, a.heads); pool = Pool()
    net = Net(); start = torch.load(a.start, map_location="cpu"); print(net.load_state_dict(start.get("average", start), strict=False).unexpected_keys)
    class Early(nn.Module):
        def __init__(s): super().__init__(); s.net = net
        def forward(s, x): return s.net.early(x)
    f = io.BytesIO(); torch.onnx.export(Early().eval(), torch.zeros(1, 3, S, S), f, opset_version=11)
    multiprocessing.Process(target=prepare, args=(data, heads, a.yunet, f.getvalue(), pool, a.seed), daemon=True).start()
    net = net.train().to(memory_format=torch.channels_last); late = [p for k, p in net.named_parameters() if not k.startswith(("stem", "l1", "l2.0"))]
    opt = torch.optim.AdamW(late, a.peak, weight_decay=1e-2); it, spent, history = 0, 0., []
    average = {k: v.clone() for k, v in net.state_dict().items()}; rng = np.random.default_rng(a.seed + 1)
    if a.resume:
        c = torch.load(a.resume); net.load_state_dict(c["net"]); average = c["average"]; opt.load_state_dict(c["opt"]); it, spent, history = c["it"], c["spent"], c["history"]
    print("parameters", sum(p.numel() for p in net.parameters()), flush=True)
    while pool.count[0] < 1000: time.sleep(.5)
    def save():
        torch.save(dict(net=net.state_dict(), average=average, opt=opt.state_dict(), it=it, spent=spent, history=history), a.out + ".part"); os.replace(a.out + ".part", a.out)
    t0, saved, acc = time.time(), time.time(), np.zeros(3)
    while spent < a.minutes * 60:
        for g in opt.param_groups: g["lr"] = rate(spent / (a.minutes * 60), it, a.peak)
        x, T = batch(pool, rng)
        with torch.cpu.amp.autocast(dtype=torch.bfloat16): outs = net.late(x)
        ls, lb = loss([o.float() for o in outs], T); opt.zero_grad(); (2.5 * ls + 2 * lb).backward(); nn.utils.clip_grad_norm_(late, 10.); opt.step()
        it += 1; pool.count[1] += BATCH; follow(average, net, it); now = time.time(); spent += now - t0; t0 = now; acc += [float(ls), float(lb), 1]
        if it % 100 == 0:
            history.append("%d %.2f score %.3f box %.3f crops/s %.0f prepared %d" % (it, spent / a.minutes / 60, acc[0] / acc[2], acc[1] / acc[2], it * BATCH / max(spent, 1), pool.count[0])); print(history[-1], flush=True); acc[:] = 0
        if now - saved > 150: save(); saved = now
    save()

if __name__ == "__main__": main()
