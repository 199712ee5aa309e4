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


def overlap(a, b):
    """Intersection over union of pairs of boxes (shapes that broadcast), and its generalisation that tells distant boxes
    apart (GIoU, Rezatofighi et al., 2019)."""
    both = (torch.minimum(a[..., 2:], b[..., 2:]) - torch.maximum(a[..., :2], b[..., :2])).clamp(min=0).prod(-1)
    size_a, size_b = (a[..., 2:] - a[..., :2]).prod(-1), (b[..., 2:] - b[..., :2]).prod(-1)
    union = size_a + size_b - both + 1e-6
    hull = (torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])).prod(-1) + 1e-6
    return both / union, both / union - (hull - union) / hull


def candidates(faces, cells):
    """[faces, cells]: whose centre lies in the face's middle, at a stride neither much too fine nor too coarse."""
    centre, half = (faces[:, :2] + faces[:, 2:]) / 2, (faces[:, 2:] - faces[:, :2]) / 2
    side = 2 * half.max(1).values[:, None]
    x, y, stride = cells.T
    away = torch.stack([(x[None] - centre[:, :1]).abs(), (y[None] - centre[:, 1:]).abs()])
    reach = torch.maximum(.7 * half.T[..., None], .75 * stride.clamp(max=16)[None, None])
    able = (side >= SPAN[0] * stride) & (side < SPAN[1] * stride) | (stride == STRIDES[0]) & (side < 2 * STRIDES[0])
    return (away < reach).all(0) & able


@torch.no_grad()
def assign(score, box, faces, picture, most=10):
    """From the network's logits [pictures, cells] and boxes [pictures, cells, 4], and all faces [faces, 4] with the
    number of the picture in which each lies: which face every cell answers for (-1: none), and how well its box fits the
    best of its picture's faces. Both [pictures, cells]."""
    owner, best_fit = torch.full_like(score, -1, dtype=torch.long), torch.zeros_like(score)
    if not len(faces):
        return owner, best_fit
    able = candidates(faces, CELLS.to(score.device))
    fit = overlap(faces[:, None], box[picture])[0]
    aim = fit.clamp(.01, 1)
    entropy = F.binary_cross_entropy_with_logits(score[picture], aim, reduction="none")
    cost = entropy - 3 * aim.log() + 1e4 * ~able
    wanted = (fit * able).topk(most, 1).values.sum(1).int().clamp(min=1)
    order = cost.topk(most, 1, largest=False)
    rank = torch.arange(most, device=score.device)
    chosen = (rank[None] < wanted[:, None]) & (order.values < 1e4)
    # a cell that several faces want answers for the one to which it costs least
    place = (picture[:, None] * score.shape[1] + order.indices).flatten()
    value = torch.where(chosen, order.values, 1e9).flatten()
    least = torch.full((score.numel(),), 1e8, device=score.device).scatter_reduce_(0, place, value, "amin")
    face = torch.where(value <= least[place], torch.arange(len(value), device=score.device) // most, -1)
    owner.view(-1).scatter_reduce_(0, place, face, "amax")
    best_fit.index_reduce_(0, picture, fit, "amax")
    return owner, best_fit


def inside(places, picture, pictures):
    """[pictures, cells]: whose centre lies in one of the picture's places [places, 4]."""
    x, y, _ = CELLS.to(places.device).T
    across, down = (x > places[:, :1]) & (x < places[:, 2:3]), (y > places[:, 1:2]) & (y < places[:, 3:4])
    result = torch.zeros(pictures, len(CELLS), device=places.device)
    return result.index_reduce_(0, picture, (across & down).float(), "amax") > 0
