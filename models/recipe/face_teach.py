#!/usr/bin/env python3
"""face_teach.py FACES YUNET.onnx OUT.jsonl: YuNet's opinion of every training photo, at three sizes and mirrored.

One line a photo: {"file", "boxes": [[x0, y0, x1, y1, score]]}. face_train.py reads it with --teacher.
"""
import json, sys
import cv2, numpy as np
from common import need, pad32, photos, suppress
from yunet import Yunet

def look(net, im):
    h, w = im.shape[:2]; found = []
    for scale in (.5, 1, 2):
        side = min(scale, 1280 / max(h, w)); small = cv2.resize(im, None, fx=side, fy=side, interpolation=cv2.INTER_AREA if side < 1 else cv2.INTER_CUBIC)
        for mirrored in (False, True):
            d = net.detect(pad32(np.ascontiguousarray(small[:, ::-1]) if mirrored else small), .15)
            if mirrored: d[:, [0, 2]] = small.shape[1] - d[:, [2, 0]]
            d[:, :4] /= side; found.append(suppress(d))
    return suppress(np.concatenate(found))

if __name__ == "__main__":
    faces, onnx, out = sys.argv[1:]; cv2.setNumThreads(1); net = Yunet(need(onnx, "YuNet")); n = 0
    with open(out, "w") as f:
        for l in photos(faces, "train"):
            d = look(net, cv2.imread(l["path"]))
            print(json.dumps({"file": l["file"], "boxes": [[round(float(v), 3) for v in r] for r in d]}), file=f); n += 1
            if n % 200 == 0: print(n, flush=True)
