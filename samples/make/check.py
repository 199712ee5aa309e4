"""Do the detectors find the faces that the manifest speaks of?

    python3 check.py MODEL.onnx [--yunet YUNET.onnx]

Looks at every photo upright, at several scales, and prints for each face of consent-boxes how well the best detection fits it.
MODEL is this project's own detector; its outputs are face_8, face_16 and face_32 (see its model card).
"""
import argparse
import json
import sys

import cv2
import numpy as np

LONG_SIDES = (320, 480, 640, 960, 1280, 1920, 2560, 3840)


def decode(outputs, threshold):
    boxes, scores = [], []
    for out, stride in zip(outputs, (8, 16, 32)):
        logit, dx, dy, lw, lh = out[0]
        score = 1 / (1 + np.exp(-logit))
        r, c = np.nonzero(score > threshold)
        w, h = (np.exp(np.clip(v[r, c], -4, 5)) * stride for v in (lw, lh))
        x, y = (c + dx[r, c] + 0.5) * stride, (r + dy[r, c] + 0.5) * stride
        boxes += np.stack([x - w / 2, y - h / 2, w, h], -1).tolist()
        scores += score[r, c].tolist()
    return boxes, scores


def detect(net, image, threshold=0.2):
    boxes, scores = [], []
    h, w = image.shape[:2]
    for side in LONG_SIDES:
        k = side / max(h, w)
        if k > 2.1:
            continue
        small = cv2.resize(image, None, fx=k, fy=k, interpolation=cv2.INTER_AREA if k < 1 else cv2.INTER_LINEAR)
        small = cv2.copyMakeBorder(small, 0, -small.shape[0] % 32, 0, -small.shape[1] % 32, cv2.BORDER_CONSTANT)
        net.setInput(cv2.dnn.blobFromImage(small, 1 / 128, mean=(128, 128, 128)))
        b, s = decode(net.forward(["face_8", "face_16", "face_32"]), threshold)
        boxes += [[v / k for v in box] for box in b]
        scores += s
    keep = cv2.dnn.NMSBoxes(boxes, scores, threshold, 0.45)
    return [(boxes[i], scores[i]) for i in np.ravel(keep)] if len(keep) else []


def detect_yunet(path, image):
    """YuNet's model file of fixed size, over overlapping tiles at a few scales."""
    net, found = cv2.dnn.readNet(path), []
    names = [f"{kind}_{s}" for kind in ("cls", "obj", "bbox") for s in (8, 16, 32)]
    h, w = image.shape[:2]
    for side in (640, 1280, 2560):
        k = side / max(h, w)
        if k > 2.1:
            continue
        small = cv2.resize(image, None, fx=k, fy=k, interpolation=cv2.INTER_AREA)
        for y0 in range(0, max(1, small.shape[0] - 160), 480):
            for x0 in range(0, max(1, small.shape[1] - 160), 480):
                tile = np.zeros((640, 640, 3), np.uint8)
                part = small[y0:y0 + 640, x0:x0 + 640]
                tile[:part.shape[0], :part.shape[1]] = part
                net.setInput(cv2.dnn.blobFromImage(tile))
                out = dict(zip(names, net.forward(names)))
                for s in (8, 16, 32):
                    score = np.sqrt(np.clip(out[f"cls_{s}"].ravel(), 0, 1) * np.clip(out[f"obj_{s}"].ravel(), 0, 1))
                    box = out[f"bbox_{s}"].reshape(-1, 4)
                    for i in np.flatnonzero(score > 0.6):
                        r, c = divmod(i, 640 // s)
                        bw, bh = np.exp(box[i, 2:]) * s
                        x, y = (c + box[i, 0]) * s - bw / 2 + x0, (r + box[i, 1]) * s - bh / 2 + y0
                        found.append(([x / k, y / k, bw / k, bh / k], float(score[i])))
    if not found:
        return []
    keep = cv2.dnn.NMSBoxes([b for b, _ in found], [s for _, s in found], 0.6, 0.45)
    return [found[i] for i in np.ravel(keep)]


def iou(a, b):
    x = max(0, min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0]))
    y = max(0, min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1]))
    return x * y / (a[2] * a[3] + b[2] * b[3] - x * y)


def judge(faces, found):
    """For each face (who, box): the best overlap, the score there, and the box found."""
    rows = []
    for who, box in faces:
        best = max(found, key=lambda f: iou(box, f[0]), default=([0, 0, 1, 1], 0))
        rows.append((who, box, iou(box, best[0]), best[1], best[0]))
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--yunet")
    parser.add_argument("--boxes", default="/tmp/sladd-sample-boxes.json", help="written by make.py --boxes")
    args = parser.parse_args()
    net = cv2.dnn.readNet(args.model)
    missed = 0
    for path, faces in json.load(open(args.boxes)).items():
        image = cv2.imread(path)
        rows = judge(faces, detect(net, image))
        other = judge(faces, detect_yunet(args.yunet, image)) if args.yunet else rows
        print(path, image.shape[1], "x", image.shape[0])
        for (who, box, fit, score, _), (_, _, fit2, score2, _) in zip(rows, other):
            ok = fit > 0.4
            missed += not ok and box[2] >= 16
            print(f"  {who or '-':9} {box[2]:4.0f} x {box[3]:3.0f}  IoU {fit:.2f} score {score:.2f}" +
                  (f"   YuNet IoU {fit2:.2f} {score2:.2f}" if args.yunet else "") + ("" if ok else "   MISSED"))
    print("missed:", missed)
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
