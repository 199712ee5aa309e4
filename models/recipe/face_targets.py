"""What the network shall say about a picture: the labels, and the teacher's view of it at two sizes."""
import cv2
import numpy as np

from common import areas
from face_crops import CANVAS, SIDE
from face_net import STRIDES

RANGES = ((0, 40), (28, 110), (80, 1e5))   # the sides of faces that each stride answers for; where they overlap, both
CELLS = sum((SIDE // s) ** 2 for s in STRIDES)
# Weights that stand for a rule (exact in 16 bits): a cell of a face that is not one of its middle ones, or whose stride
# does not answer for it. The box beside the weight is the face's; what its own box deserves depends on the fit.
RING, OTHER = .25, .125
# Columns of a target: worth of the face whose cell this is (0: none), its box, weight of the score, teacher's score.
WORTH, BOX, WEIGHT, TEACHER, COLUMNS = 0, slice(1, 5), 5, 6, 7


class Lesson:
    """The teacher's view per stride: score [n, n], box [4, n, n], and features to imitate at one and two sizes."""

    def __init__(self, yunet, canvas):
        small = cv2.resize(canvas, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        plain, large = yunet.maps(small), yunet.maps(canvas)
        finest = large[0][0]
        finest = finest.reshape(finest.shape[0] // 2, 2, -1, 2).max((1, 3))   # stride 8 of 640 onto stride 8 of 320
        self.once = [feature for _, _, feature in plain]
        self.twice = [large[1][2], large[2][2]]
        self.once_score = [score for score, _, _ in plain]
        # A cell of stride 16 at double size is one of stride 8 here, and boxes count in cells: the same numbers.
        self.twice_score = [np.maximum(large[1][0], finest), large[2][0], np.zeros_like(plain[2][0])]
        self.box = []
        for i in range(3):
            better = i < 2 and large[i + 1][0] > plain[i][0]
            self.box.append(np.where(better, large[i + 1][1], plain[i][1]) if i < 2 else plain[i][1])

    def score(self, level, near_face):
        """The mean of both sizes; where a face is labelled, the better of them. Only one size looks at the largest."""
        once, twice = self.once_score[level], self.twice_score[level]
        if level == 2:
            return once
        return np.where(near_face, np.maximum(once, twice), (once + twice) / 2)


def centres(stride):
    n = SIDE // stride
    y, x = np.mgrid[0:n, 0:n]
    return x, y, (x + .5) * stride, (y + .5) * stride


def within(cx, cy, box):
    return (cx > box[0]) & (cx < box[2]) & (cy > box[1]) & (cy < box[3])


def one_stride(level, faces, doubtful, lesson):
    """[n, n, COLUMNS] for one stride."""
    stride, (low, high) = STRIDES[level], RANGES[level]
    n = SIDE // stride
    x, y, cx, cy = centres(stride)
    near = np.zeros((n, n), bool)
    for face in faces:
        near |= within(cx, cy, face)
    teacher = lesson.score(level, near)
    target = np.zeros((n, n, COLUMNS), np.float32)
    worth, weight = target[..., WORTH], target[..., WEIGHT]
    target[..., TEACHER], weight[:] = teacher, 1
    target[..., BOX] = teacher_boxes(lesson.box[level], x, y, stride)
    unsure = teacher < .3
    for box in doubtful:
        weight[within(cx, cy, box) & unsure] = 0
    nearest = np.full((n, n), np.inf)
    for face in faces:
        side, mx, my = max(face[2] - face[0], face[3] - face[1]), (face[0] + face[2]) / 2, (face[1] + face[3]) / 2
        if not low <= side < high:   # another stride's; this one may see it, too
            other = within(cx, cy, face) & (worth == 0) & unsure & (weight > 0)
            weight[other] = OTHER
            target[other, BOX] = face[:4]
            continue
        reach = max(stride * .8, side * .16)
        own = (abs(cx - mx) < reach) & (abs(cy - my) < reach)
        if not own.any():
            own[int(np.clip(my // stride, 0, n - 1)), int(np.clip(mx // stride, 0, n - 1))] = True
        ring = within(cx, cy, face) & ~own & (worth == 0) & unsure
        weight[ring] = np.minimum(weight[ring], RING)
        target[ring, BOX] = face[:4]
        distance = (cx - mx) ** 2 + (cy - my) ** 2
        own &= distance < nearest
        nearest[own], worth[own], weight[own] = distance[own], face[4], 1
        target[own, BOX] = face[:4]
    return target.reshape(-1, COLUMNS)


def teacher_boxes(box, x, y, stride):
    cx, cy = (x + box[0]) * stride, (y + box[1]) * stride
    half_w = np.exp(box[2].clip(-4, 5)) * stride / 2
    half_h = np.exp(box[3].clip(-4, 5)) * stride / 2
    return np.stack([cx - half_w, cy - half_h, cx + half_w, cy + half_h], -1)


def targets(faces, doubtful, lesson):
    """[CELLS, COLUMNS], strides one after another, for faces and doubtful places in canvas pixels."""
    scale = SIDE / CANVAS
    faces, doubtful = faces.copy(), doubtful * scale
    faces[:, :4] *= scale
    tiny = (faces[:, 2:4] - faces[:, :2]).max(1) < 7
    doubtful = np.concatenate([doubtful, faces[tiny, :4]])
    faces = faces[~tiny]
    faces = faces[np.argsort(-areas(faces))]
    return np.concatenate([one_stride(level, faces, doubtful, lesson) for level in range(3)])
