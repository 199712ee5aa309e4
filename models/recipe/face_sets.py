#!/usr/bin/env python3
"""face_sets.py heads SHANGHAITECH YUNET.onnx OUT
face_sets.py families PHOTOS BOXES.txt YUNET.onnx OUT
face_sets.py groups PHOTOS BOXES.csv YUNET.onnx OUT

Turns three public sets without proper face boxes into labelled folders (see common.py).

heads: ShanghaiTech, photos of crowds in which a point marks every head. What the teacher sees around a point is a face
for sure; a point without a face (somebody from behind, or too small) makes its surroundings doubtful; everything else
is certainly none, whatever the teacher sees there: that is what this set is for.
families: photos whose boxes are loose and shifted. The teacher says where the faces are; elsewhere the boxes are
doubtful.
groups: photos whose boxes are loose, but drawn by hand around everybody. The teacher's box that fits one takes its place;
one that the teacher half sees is drawn in to a face, one that it does not see is doubtful.
"""
import collections
import csv
import glob
import json
import os
import sys

import cv2
import numpy as np

from common import corners, inside, need, overlaps, suppress
from face_photos import picture
from face_teach import look
from yunet import Yunet

SURE, MAYBE = .35, .6   # scores of a face with a point in it, and of one with a loose box around it


def as_label(name, image, faces, doubtful, source):
    def lists(boxes):
        return [[round(float(v), 1) for v in (x0, y0, x1 - x0, y1 - y0)] for x0, y0, x1, y1 in boxes]
    return dict(file=name, width=image.shape[1], height=image.shape[0], source=source, faces=lists(faces),
                ignore=lists(doubtful))


def smaller(places, path, image):
    """Boxes of a photo's file as boxes of the picture that was read of it, which is smaller where the photo is large."""
    return np.array(places, np.float32).reshape(-1, 4) * (max(image.shape[:2]) / max(cv2.imread(path).shape[:2]))


def by_points(points, seen):
    """(faces, doubtful places): each point takes the surest box around it; a head without a face is as large as those
    beside it, or as its neighbours are near."""
    faces, doubtful, sizes, covered = [], [], [], np.zeros(len(points), bool)
    for row in seen[seen[:, 4] >= SURE]:
        width, height = row[2:4] - row[:2]
        low, high = row[:2] - [.1 * width, .35 * height], row[2:4] + [.1 * width, .1 * height]
        near = ((points > low) & (points < high)).all(1)
        if near.any():
            faces.append(row[:4])
            sizes.append(height)
            covered |= near
    middles = np.array([(box[:2] + box[2:]) / 2 for box in faces]).reshape(-1, 2)
    for point in points[~covered]:
        apart = np.sort(np.hypot(*(points - point).T))[1:4]
        side = np.clip(.8 * apart.mean(), 8, 120) if len(apart) else 40.
        if len(faces):
            rows = np.abs(middles[:, 1] - point[1]).argsort()[:3]
            side = max(side if len(faces) < 3 else 0, 1.3 * float(np.median(np.array(sizes)[rows])))
        doubtful.append(np.concatenate([point - .8 * side, point + .8 * side]))
    return np.array(faces).reshape(-1, 4), np.array(doubtful).reshape(-1, 4)


def heads(folder, net, write):
    from scipy.io import loadmat
    for path in sorted(glob.glob(os.path.join(need(folder, "ShanghaiTech"), "part_*", "*", "images", "*.jpg"))):
        truth = path.replace("images", "ground-truth").replace("IMG_", "GT_IMG_").replace(".jpg", ".mat")
        image = cv2.imread(path)
        if not os.path.exists(truth) or image is None:
            continue
        points = np.array(loadmat(truth)["image_info"][0, 0][0, 0][0], np.float32).reshape(-1, 2)
        faces, doubtful = by_points(points, look(net, image, (1,), (False,)))
        parts = path.split(os.sep)
        name = "%s-%s-%s" % (parts[-4], parts[-3], parts[-1])
        write(image, as_label(name, image, faces, doubtful, "heads"))


def loose_boxes(path):
    """{file name: corners} of a list in WIDER FACE's format."""
    lines, found, at = open(need(path, "boxes"), encoding="utf-8").read().splitlines(), {}, 0
    while at + 1 < len(lines):
        count = int(lines[at + 1])
        rows = [[float(v) for v in line.split()[:4]] for line in lines[at + 2:at + 2 + count]]
        found[lines[at].strip()] = corners(rows)
        at += 2 + max(count, 1 if at + 2 < len(lines) and len(lines[at + 2].split()) > 1 else 0)
    return found


def families(folder, boxes, net, write):
    loose = loose_boxes(boxes)
    for path in sorted(glob.glob(os.path.join(need(folder, "photos"), "*.jpg"))):
        name, image = os.path.basename(path), picture(path)
        if image is None or name not in loose:
            continue
        places = smaller(loose[name], path, image)
        seen = suppress(look(net, image, (min(1, 640 / max(image.shape[:2])),), (False,)), .3)
        sure = seen[seen[:, 4] >= MAYBE, :4]
        unsure = seen[(seen[:, 4] >= .3) & (seen[:, 4] < MAYBE), :4]
        if len(sure) and len(places):
            places = places[np.maximum(overlaps(places, sure), .5 * inside(sure, places).T).max(1) < .2]
        write(image, as_label("families-" + name, image, sure, np.concatenate([places, unsure]), "families"))


def by_loose_boxes(loose, seen):
    """(faces, doubtful places): the best pairs of loose box and detection first, one to one."""
    faces, doubtful, fit = [], [], overlaps(loose, seen)
    free, left = np.ones(len(loose), bool), np.ones(len(seen), bool)
    for i, k in sorted(np.argwhere(fit > .3).tolist(), key=lambda pair: -fit[pair[0], pair[1]]):
        if free[i] and left[k]:
            free[i] = left[k] = False
            faces.append(seen[k, :4])
    for i in np.nonzero(free)[0]:
        width, height = loose[i, 2:] - loose[i, :2]   # where the teacher's boxes lie in such a box, at the median
        tight = np.tile(loose[i, :2], 2) + [.11 * width, -.02 * height, .98 * width, 1.07 * height]
        (faces if len(seen) and fit[i].max() > .2 else doubtful).append(tight)
    beside = inside(seen, loose).max(1) <= .3 if len(loose) else np.ones(len(seen), bool)
    for row, alone in zip(seen[left], beside[left]):
        if alone and row[4] >= .75:
            faces.append(row[:4])
        elif alone and row[4] >= .25 or row[4] >= .5:
            doubtful.append(row[:4])
    return np.array(faces).reshape(-1, 4), np.array(doubtful).reshape(-1, 4)


def groups(folder, boxes, net, write):
    loose = collections.defaultdict(list)
    with open(need(boxes, "boxes"), encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            loose[row["Name"]].append([float(row[side]) for side in ("xmin", "ymin", "xmax", "ymax")])
    for name, places in sorted(loose.items()):
        path = os.path.join(need(folder, "photos"), name)
        image = picture(path)
        if image is None:
            continue
        seen = look(net, image, (min(2, 640 / max(image.shape[:2])),), (False,))
        faces, doubtful = by_loose_boxes(smaller(places, path, image), seen[seen[:, 4] >= .2])
        write(image, as_label("groups-" + name, image, faces, doubtful, "groups"))


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    cv2.setNumThreads(1)
    net, out = Yunet(need(sys.argv[-2], "YuNet")), sys.argv[-1]
    os.makedirs(os.path.join(out, "images"), exist_ok=True)
    with open(os.path.join(out, "labels.jsonl"), "w", encoding="utf-8") as lines:
        def write(image, label):
            cv2.imwrite(os.path.join(out, "images", label["file"]), image, [cv2.IMWRITE_JPEG_QUALITY, 93])
            print(json.dumps(label), file=lines, flush=True)
        if sys.argv[1] == "heads":
            heads(sys.argv[2], net, write)
        else:
            {"families": families, "groups": groups}[sys.argv[1]](sys.argv[2], sys.argv[3], net, write)


if __name__ == "__main__":
    main()
