"""What the network shall say about a picture: which cells answer for which face, chosen by how well they do.

Every stride may answer for every face: the cells inside a face compete, those win whose boxes fit best and whose scores
are highest, and the better the boxes fit the more cells win (SimOTA; Ge et al., "YOLOX", 2021).
"""
import numpy as np
import torch
import torch.nn.functional as F

from face_crops import SIDE
from face_net import STRIDES

MOST = 320           # faces and doubtful places of a picture that are kept
SMALLEST = 6         # sides below this are doubtful
SPAN = (.5, 16)      # a stride answers for faces of so many of its cells
FACE, DOUBTFUL = 1, 2
# Columns of a target: box, worth of the face, what it is (0: nothing)
BOX, WORTH, KIND, COLUMNS = slice(0, 4), 4, 5, 6


def targets(faces, doubtful):
    """[MOST, COLUMNS] for faces (x0, y0, x1, y1, worth) and doubtful places, the largest first."""
    tiny = (faces[:, 2:4] - faces[:, :2]).max(1) < SMALLEST
    doubtful = np.concatenate([doubtful, faces[tiny, :4]])
    faces = faces[~tiny]
    rows = np.zeros((len(faces) + len(doubtful), COLUMNS), np.float32)
    rows[:len(faces), :5], rows[:len(faces), KIND] = faces, FACE
    rows[len(faces):, BOX], rows[len(faces):, KIND] = doubtful, DOUBTFUL
    rows = rows[np.argsort(-np.prod(rows[:, 2:4] - rows[:, :2], 1))][:MOST]
    result = np.zeros((MOST, COLUMNS), np.float32)
    result[:len(rows)] = rows
    return result


def grid():
    """(centre x, centre y, stride) of all cells, strides one after another."""
    found = []
    for stride in STRIDES:
        n = SIDE // stride
        y, x = torch.meshgrid(torch.arange(n), torch.arange(n), indexing="ij")
        cells = [(x + .5) * stride, (y + .5) * stride, torch.full((n, n), float(stride))]
        found.append(torch.stack(cells, -1).reshape(-1, 3))
    return torch.cat(found).float()


CELLS = grid()


def fits(a, b):
    """Intersection over union of every box of a with every box of b."""
    both = (torch.min(a[:, None, 2:], b[None, :, 2:]) - torch.max(a[:, None, :2], b[None, :, :2])).clamp(min=0).prod(2)
    size_a, size_b = (a[:, 2:] - a[:, :2]).prod(1), (b[:, 2:] - b[:, :2]).prod(1)
    return both / (size_a[:, None] + size_b[None] - both + 1e-6)


def candidates(faces):
    """[faces, cells]: whose centre lies in the face's middle, at a stride neither much too fine nor too coarse."""
    centre, half = (faces[:, :2] + faces[:, 2:]) / 2, (faces[:, 2:] - faces[:, :2]) / 2
    side = 2 * half.max(1).values[:, None]
    x, y, stride = CELLS.T
    away = torch.stack([(x[None] - centre[:, :1]).abs(), (y[None] - centre[:, 1:]).abs()])
    reach = torch.maximum(.7 * half.T[..., None], .75 * stride.clamp(max=16)[None, None])
    able = (side >= SPAN[0] * stride) & (side < SPAN[1] * stride) | (stride == STRIDES[0]) & (side < 2 * STRIDES[0])
    return (away < reach).all(0) & able


@torch.no_grad()
def assign(score, box, faces, most=10):
    """For one picture, from the network's logits [cells] and boxes [cells, 4]: which face each cell answers for (-1:
    none), and how well the best of its boxes fits any face."""
    owner = torch.full((len(score),), -1)
    if not len(faces):
        return owner, torch.zeros(len(score))
    able, fit = candidates(faces), fits(faces, box)
    aim = fit.clamp(.01, 1)
    entropy = F.binary_cross_entropy_with_logits(score[None].expand_as(fit), aim, reduction="none")
    cost = entropy - 3 * aim.log() + 1e4 * ~able
    number = min(most, len(score))
    wanted = (fit * able).topk(number, 1).values.sum(1).int().clamp(min=1)
    order = cost.topk(number, 1, largest=False)
    chosen = (torch.arange(number)[None] < wanted[:, None]) & (order.values < 1e4)
    best = torch.full((len(score),), 1e4)
    for rank in range(number - 1, -1, -1):   # better ranks overwrite
        use = chosen[:, rank]
        cell, value, face = order.indices[use, rank], order.values[use, rank], torch.nonzero(use)[:, 0]
        for c, v, f in zip(cell.tolist(), value.tolist(), face.tolist()):
            if v < best[c]:
                best[c], owner[c] = v, f
    return owner, fit.max(0).values


def inside(places):
    """[cells]: whose centre lies in one of these places."""
    x, y, _ = CELLS.T
    across, down = (x > places[:, :1]) & (x < places[:, 2:3]), (y > places[:, 1:2]) & (y < places[:, 3:4])
    return (across & down).any(0)
