"""What the recipes share: labelled photos, the split, boxes, averaged weights."""
import json, math, os, sys, zlib
import cv2, numpy as np

HELP = """Labelled photos are not part of this repository: they show real people. Any set will do that looks like this:
    DIR/images/NAME.jpg and DIR/labels.jsonl, one photo a line
    faces: {"file", "width", "height", "source", "faces": [[x, y, w, h]], "ignore": [[x, y, w, h]]}
    text:  {"file", "width", "height", "text": [{"quad": [[x, y] * 4], "difficult": 0 or 1}]}
The card beside the model (models/face.md, models/text.md) lists the public sets that were used and where they come from."""

def need(path, what):
    """Refuses clearly when data is absent."""
    if not path or not os.path.exists(path):
        sys.exit("%s not found: %s\n%s" % (what, path, HELP))
    return path

def held_out(name, percent=15):
    """The split: a photo is for judging, never for training, when the CRC-32 of its file name says so."""
    return zlib.crc32(name.encode()) % 100 < percent

def photos(folder, part=None, percent=15, sources=None):
    """Label lines of a folder; part is 'train', 'val' or None for both."""
    need(os.path.join(folder or "", "labels.jsonl"), "labels")
    for line in open(os.path.join(folder, "labels.jsonl"), encoding="utf-8"):
        l = json.loads(line)
        if part and held_out(l["file"], percent) != (part == "val"): continue
        if sources and l.get("source") not in sources: continue
        l["path"] = os.path.join(folder, "images", l["file"])
        yield l

def corners(boxes):
    """[[x, y, w, h]] to an array of [x0, y0, x1, y1]."""
    b = np.array(boxes, np.float32).reshape(-1, 4).copy(); b[:, 2:] += b[:, :2]
    return b

def overlaps(a, b):
    """Intersection over union of every box of a with every box of b."""
    lt, rb = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:4], b[None, :, 2:4])
    i = np.prod(np.clip(rb - lt, 0, None), -1); area = lambda z: (z[:, 2] - z[:, 0]) * (z[:, 3] - z[:, 1])
    return i / (area(a)[:, None] + area(b)[None] - i + 1e-6)

def inside(a, b):
    """Share of every box of a that lies in every box of b."""
    lt, rb = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:4], b[None, :, 2:4])
    return np.prod(np.clip(rb - lt, 0, None), -1) / (np.prod(a[:, 2:4] - a[:, :2], -1)[:, None] + 1e-6)

def suppress(d, limit=.45):
    """Greedy non-maximum suppression over rows (x0, y0, x1, y1, score)."""
    d = d[np.argsort(-d[:, 4])]; keep = []
    while len(d):
        keep.append(d[0]); d = d[1:][overlaps(d[:1], d[1:])[0] < limit]
    return np.array(keep, np.float32).reshape(-1, 5)

def pad32(im):
    h, w = im.shape[:2]
    return cv2.copyMakeBorder(im, 0, -h % 32, 0, -w % 32, cv2.BORDER_CONSTANT)

def follow(average, net, it, most=.999, warm=50):
    """Moves the running average of the weights towards the network's."""
    d = min(most, it / (it + warm))
    for k, v in net.state_dict().items():
        if v.dtype.is_floating_point: average[k].mul_(d).add_(v, alpha=1 - d)
        else: average[k] = v.clone()

def rate(share, it, peak, warm=200):
    """Learning rate: a short warm-up, then a cosine down to a hundredth."""
    return peak * min(1, (it + 1) / warm) * (.495 * (1 + math.cos(math.pi * min(1, share))) + .01)
