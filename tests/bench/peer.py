#!/usr/bin/env python3
"""peer.py YUNET.onnx OUT JOBS PHOTO...: the script that somebody would write today, to be compared with.

One pass of YuNet over the photo at 640 pixels, a Gaussian blur over each face, a JPEG anew, and exiftool to take the
metadata off; a pool of JOBS processes. It keeps no block as it was, verifies nothing and finds no text.
"""
import multiprocessing
import pathlib
import subprocess
import sys

import cv2
import numpy as np

SIDE = 640
STRIDES = (8, 16, 32)
OUTPUTS = [kind + "_%d" % stride for kind in ("cls", "obj", "bbox") for stride in STRIDES]


def find_faces(model, picture):
    """What cv2.FaceDetectorYN does with YuNet of 2023 in newer versions of OpenCV than 4.6: boxes of a square picture."""
    network, boxes, scores = cv2.dnn.readNet(model), [], []
    network.setInput(cv2.dnn.blobFromImage(picture))
    outputs = network.forward(OUTPUTS)
    for stride, cls, obj, bbox in zip(STRIDES, outputs[:3], outputs[3:6], outputs[6:]):
        score = np.sqrt(np.clip(cls[0, :, 0], 0, 1) * np.clip(obj[0, :, 0], 0, 1))
        for i in np.flatnonzero(score >= 0.6):
            x, y = i % (SIDE // stride) + bbox[0, i, 0], i // (SIDE // stride) + bbox[0, i, 1]
            w, h = np.exp(bbox[0, i, 2:4])
            boxes.append([float(v) * stride for v in (x - w / 2, y - h / 2, w, h)])
            scores.append(float(score[i]))
    return [boxes[int(i)] for i in np.ravel(cv2.dnn.NMSBoxes(boxes, scores, 0.6, 0.3))]


def clean(job):
    model, out, path = job
    cv2.setNumThreads(1)
    photo = cv2.imread(path)
    height, width = photo.shape[:2]
    scale = SIDE / max(width, height)
    small = np.zeros((SIDE, SIDE, 3), np.uint8)
    inside = cv2.resize(photo, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    small[:inside.shape[0], :inside.shape[1]] = inside
    for x, y, w, h in ([v / scale for v in box] for box in find_faces(model, small)):
        left, top = max(int(x - 0.2 * w), 0), max(int(y - 0.3 * h), 0)
        face = photo[top:int(y + 1.2 * h), left:int(x + 1.2 * w)]
        if face.size:
            face[:] = cv2.GaussianBlur(face, (0, 0), max(face.shape[1] / 6, 1))
    to = str(pathlib.Path(out) / (pathlib.Path(path).stem + ".jpg"))
    cv2.imwrite(to, photo, [cv2.IMWRITE_JPEG_QUALITY, 92])
    subprocess.run(["exiftool", "-q", "-overwrite_original", "-all=", to], check=True)


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    model, out, jobs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)
    work = [(model, out, path) for path in sys.argv[4:]]
    if jobs == 1:
        for job in work:
            clean(job)
        return
    with multiprocessing.Pool(jobs) as pool:
        pool.map(clean, work, chunksize=1)


if __name__ == "__main__":
    main()
