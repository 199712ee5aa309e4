#!/usr/bin/env python3
"""text_teach.py FACES PPOCR.onnx OUT.jsonl: where PP-OCRv3 sees text in plain photos, and, as important, where it sees none.

One line a photo: {"file", "text": [{"quad", "score"}]}. text_train.py uses the photos as backgrounds and for what is not text.
"""
import json, os, sys, zlib
import cv2
from common import need, pad32, photos
from ppocr import PpOcr

ORDER = ("objects", "scenes", "coco", "people", "community-masks", "press-masks", "dlib")

if __name__ == "__main__":
    faces, onnx, out = sys.argv[1:]; cv2.setNumThreads(1); net = PpOcr(need(onnx, "PP-OCRv3"))
    done = {json.loads(l)["file"] for l in open(out)} if os.path.exists(out) else set()
    todo = sorted((l for l in photos(faces, "train") if l["source"] in ORDER and l["file"] not in done), key=lambda l: (ORDER.index(l["source"]), zlib.crc32(l["file"][::-1].encode())))
    with open(out, "a") as f:
        for l in todo:
            im = cv2.imread(l["path"]); k = min(2, 640 / max(im.shape[:2])); im = cv2.resize(im, None, fx=k, fy=k, interpolation=cv2.INTER_LINEAR)
            t = [{"quad": [[round(float(v) / k, 1) for v in p] for p in q], "score": round(s, 3)} for q, s in net.lines(cv2.copyMakeBorder(im, 0, -im.shape[0] % 160, 0, -im.shape[1] % 160, cv2.BORDER_CONSTANT), .25, .3)]
            print(json.dumps({"file": l["file"], "text": t}), file=f, flush=True)
