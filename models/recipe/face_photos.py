"""The photos that the face detector learns from, with all that is known about them, and faces cut out of them."""
import glob
import json
import os
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from common import corners, held_out, inside, need, overlaps, photos, suppress

LONGEST = 1280          # larger photos are made smaller: nothing here needs more
COMPLETE = ("crowds", "heads", "groups")   # sources that the teacher does not look at
UNMASKED = ("people", "coco", "dlib", "webcam-grey", "groups")   # sources to cut faces from


def picture(path):
    """Reads a photo, its longer side at most LONGEST; returns None for what OpenCV cannot read."""
    image = cv2.imread(path)
    if image is None:
        return None
    scale = LONGEST / max(image.shape[:2])
    return image if scale >= 1 else cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def unlabelled(folders):
    """Label lines for folders of pictures without face labels. Every second one stays out: other models are judged
    by some of these photos."""
    for folder in folders:
        need(folder, "folder of photos")
        for path in sorted(glob.glob(os.path.join(folder, "**", "*.*"), recursive=True)):
            name = os.path.basename(path)
            if name.lower().endswith((".jpg", ".jpeg", ".png")) and not held_out(name, 50):
                source = os.path.basename(os.path.normpath(folder))
                yield {"file": name, "path": path, "source": source, "faces": [], "ignore": []}


def by_file(path, what="boxes"):
    """Reads lines of {"file", "boxes": rows of (x0, y0, x1, y1, score)}."""
    with open(path, encoding="utf-8") as lines:
        return {line["file"]: np.array(line[what], np.float32).reshape(-1, 5) for line in map(json.loads, lines)}


def complete(label, seen):
    """Faces as rows (x0, y0, x1, y1, worth) and doubtful places of one photo.

    What the teacher saw and nobody labelled becomes a face, too, worth as much as the teacher is sure; what it is
    very unsure of becomes a doubtful place. Sets whose boxes are complete need no teacher: it would only err.
    """
    faces, doubtful = corners(label["faces"]), corners(label["ignore"])
    if seen is None:
        return np.concatenate([faces, np.ones((len(faces), 1), np.float32)], 1), doubtful
    fresh = suppress(seen, .25) if len(seen) else seen
    if len(faces) and len(fresh):   # other sizes of what is labelled are nobody new
        fresh = fresh[np.maximum(inside(fresh, faces), inside(faces, fresh).T).max(1) < .4]
    found, unsure = fresh[fresh[:, 4] >= .5], fresh[(fresh[:, 4] >= .3) & (fresh[:, 4] < .5)]
    sure = found[found[:, 4] >= .75]
    if len(sure) and len(doubtful):
        doubtful = doubtful[overlaps(doubtful, sure).max(1) < .3]
    faces = np.concatenate([np.concatenate([faces, np.ones((len(faces), 1), np.float32)], 1), found])
    faces[len(corners(label["faces"])):, 4] = np.clip(found[:, 4] + .1, 0, 1)
    return faces, np.concatenate([doubtful, unsure[:, :4]])


def load(folders, teacher=None, more=(), mined=None):
    """All photos of the training part, decoded, as dictionaries: image, faces, doubtful, seen, alarms, hard, source."""
    seen = by_file(need(teacher, "teacher")) if teacher else {}
    alarms, hard = (by_file(need(mined, "mined places"), what) if mined else {} for what in ("boxes", "hard"))
    none = np.zeros((0, 5), np.float32)
    result = []
    labels = [label for folder in folders for label in photos(folder, "train")] + list(unlabelled(more))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        images = list(pool.map(picture, (label["path"] for label in labels)))
    for label, image in zip(labels, images):
        if image is None or min(image.shape[:2]) < 64:
            continue
        taught = None if label["source"] in COMPLETE else seen.get(label["file"])
        faces, doubtful = complete(label, taught)
        result.append(dict(image=image, faces=faces, doubtful=doubtful, source=label["source"],
                           seen=faces if taught is None else taught, alarms=alarms.get(label["file"], none),
                           hard=hard.get(label["file"], none)))
    numbers = [sum(len(photo[what]) for photo in result) for what in ("faces", "alarms", "hard")]
    print("%d photos, %d faces, %d mined false alarms, %d hard faces" % (len(result), *numbers), flush=True)
    return result


def oval(shape, box):
    """A soft mask of a head around a face's box."""
    width, height = box[2] - box[0], box[3] - box[1]
    mask = np.zeros(shape, np.float32)
    middle = (int((box[0] + box[2]) / 2), int((box[1] + box[3]) / 2 - .08 * height))
    cv2.ellipse(mask, middle, (int(.66 * width), int(.74 * height)), 0, 0, 360, 1, -1)
    return cv2.GaussianBlur(mask, (0, 0), max(.5, .07 * width))


def with_shoulders(mask, box):
    """The head's mask and what is below it."""
    width, height = box[2] - box[0], box[3] - box[1]
    cx = (box[0] + box[2]) / 2
    top, bottom = box[3] - .15 * height, mask.shape[0]
    body = np.array([(cx - .4 * width, top), (cx + .4 * width, top), (cx + 1.05 * width, top + .75 * height),
                     (cx + 1.1 * width, bottom), (cx - 1.1 * width, bottom), (cx - 1.05 * width, top + .75 * height)])
    below = np.zeros_like(mask)
    cv2.fillPoly(below, [body.astype(np.int32)], 1)
    below[-max(2, int(.08 * height)):] = 0   # so that the lower edge is soft, too
    return np.maximum(mask, cv2.GaussianBlur(below, (0, 0), max(.5, .06 * width)))


def unmasked(photo):
    """The faces of a photo that the teacher is very sure of, from sources where few wear masks."""
    if photo["source"] not in UNMASKED or not len(photo["faces"]):
        return photo["faces"][:0]
    sure = photo["seen"][photo["seen"][:, 4] >= .85]
    if not len(sure):
        return photo["faces"][:0]
    side = (photo["faces"][:, 2:4] - photo["faces"][:, :2]).min(1)
    return photo["faces"][(overlaps(photo["faces"], sure).max(1) > .6) & (side >= 16)]


def cut_out(photo, face):
    """(picture, head's mask, mask with shoulders or None, box) of one face, or None at the photo's edge."""
    image = photo["image"]
    width, height = face[2] - face[0], face[3] - face[1]
    x0, y0, x1 = int(face[0] - .45 * width), int(face[1] - .55 * height), int(face[2] + .45 * width)
    y1 = int(face[3] + .4 * height)
    if x0 < 0 or y0 < 0 or x1 > image.shape[1] or y1 > image.shape[0]:
        return None
    bust = np.array([[face[0] - .7 * width, face[1] - .55 * height, face[2] + .7 * width, face[3] + 1.3 * height]])
    others = np.concatenate([photo["faces"][:, :4], photo["doubtful"], photo["seen"][photo["seen"][:, 4] > .3, :4]])
    others = others[overlaps(face[None], others)[0] < .3]
    size = image.shape[1], image.shape[0]
    whole = (bust[0, 0] >= 0 and bust[0, 2] <= size[0] and bust[0, 3] <= size[1]
             and not (len(others) and inside(others, bust.astype(np.float32)).max() > .1))
    if whole:
        x0, y0, x1, y1 = bust[0].astype(int)
    box = face[:4] - [x0, y0, x0, y0]
    cut = image[y0:y1, x0:x1].copy()
    mask = oval(cut.shape[:2], box)
    return cut, mask, with_shoulders(mask, box) if whole else None, box


def cut_outs(data, rendered):
    """Two lists of cut-outs: of real unmasked faces, and of rendered heads of people who do not exist."""
    real = []
    for photo in data:
        real += [c for c in (cut_out(photo, face) for face in unmasked(photo)) if c is not None]
    made = []
    if rendered:
        store = np.load(need(rendered, "rendered heads"))
        for image, mask, box in zip(store["image"], store["mask"], store["box"]):
            made.append((image, mask.astype(np.float32) / 255, None, box))
    print(len(real), "faces cut out,", sum(c[2] is not None for c in real), "with shoulders;", len(made), "rendered",
          flush=True)
    return real, made
