"""From people in a place to a photo, and to the boxes of their faces."""
from dataclasses import dataclass, field

import numpy as np

import camera as lens
from body import Badge, Body, Outfit
from head import Head, Look, Mood
from room import Ball, plain
from shapes import rotation
from trace import Camera, Lighting, trace

HEAD = 0.118                        # metres in a head unit, for an adult
SOLES = 15.7                        # how many body units the soles lie below the middle of the head


@dataclass
class Figure:
    """Somebody in a photo. `turn` and `lean` are relative to facing the camera; angles are in radians."""
    look: Look
    outfit: Outfit
    x: float
    z: float
    eye: float = 1.60               # height of the middle of the head, metres
    who: str = ""                   # key in the manifest
    turn: float = 0.0               # of the head, to the person's left
    body: float = 0.0               # of the body
    nod: float = 0.0
    tilt: float = 0.0
    mood: Mood = field(default_factory=Mood)
    right: str = "down"
    left: str = "down"
    seated: bool = False
    prop: str = ""
    build: float = 1.0
    belly: float = 0.0
    child: bool = False
    floor: float = 0.0


@dataclass
class Shot:
    """A developed photo: RGB pixels, and a face box in pixels for each visible figure."""
    pixels: np.ndarray
    faces: list                     # (who, [x, y, w, h])
    cover: np.ndarray = None        # how much of each pixel shows somebody; the one called "erased" does not count
    marks: dict = field(default_factory=dict)   # rectangles [x, y, w, h] of things that the manifest speaks of
    lines: list = field(default_factory=list)   # (four corners in pixels, which share of it is seen) of lines of text


def _parts(figure, camera):
    at = np.array([figure.x, figure.eye, figure.z])
    towards = camera.position - at
    facing = np.arctan2(towards[0], towards[2])
    up = np.arctan2(towards[1], np.hypot(towards[0], towards[2]))
    body_scale = (figure.eye - figure.floor) / SOLES if not figure.seated else 0.105
    head_scale = HEAD * (0.90 if figure.child else 1.0)
    if figure.child and figure.seated:
        body_scale = 0.082
    head = Head(figure.look, figure.mood, at, rotation(facing + figure.turn, 0.5 * up + figure.nod, figure.tilt), head_scale)
    trunk = Body(figure.outfit, figure.look.skin, at, rotation(facing + figure.body), body_scale, figure.build, figure.belly,
                 figure.right, figure.left, figure.seated, figure.prop, figure.look.seed)
    return head, trunk


def _shadows(figure):
    """Rough stand-ins that throw a figure's shadow and are not drawn."""
    x, y, z, none = figure.x, figure.eye, figure.z, plain((0, 0, 0))
    shapes = [Ball((x, y, z), (0.09, 0.12, 0.10), none), Ball((x, y - 0.50, z), (0.21, 0.34, 0.14), none)]
    if not figure.seated:
        drop = y - figure.floor
        shapes.append(Ball((x, figure.floor + 0.26 * drop, z), (0.17, 0.30 * drop, 0.13), none))
    return shapes


def _fineness(camera, head):
    """More rays a pixel where a face is small."""
    _, _, depth = camera.project(head.origin[None])
    face = 2.1 * head.scale * camera.pixels / max(depth[0], 0.1)
    return float(np.clip(110 / max(face, 1), 1.0, 3.0)), face


def face_box(camera, head):
    x, y, depth = camera.project(head.outline())
    if depth.min() < 0.1:
        return None
    x0, x1 = np.clip([x.min(), x.max()], 0, camera.width)
    y0, y1 = np.clip([y.min(), y.max()], 0, camera.height)
    if x1 - x0 < 4 or y1 - y0 < 4:
        return None
    return [float(x0), float(y0), float(x1 - x0), float(y1 - y0)]


def _seen(sprite, box, depth):
    """Which share of a face no other thing hides."""
    x, y, w, h = box
    face = np.zeros(sprite.alpha.shape, bool)
    face[max(int(y - sprite.y), 0):int(y + h - sprite.y), max(int(x - sprite.x), 0):int(x + w - sprite.x)] = True
    face &= sprite.alpha > 0.9
    region = depth[sprite.y:sprite.y + face.shape[0], sprite.x:sprite.x + face.shape[1]]
    return float((sprite.depth[face] <= region[face] + 0.02).mean()) if face.any() else 0.0


def mark_box(camera, item, margin=0.012):
    """The rectangle round an item, a little larger."""
    x, y, _ = camera.project(item.corners())
    m = margin * camera.width
    x0, y0 = max(x.min() - m, 0), max(y.min() - m, 0)
    x1, y1 = min(x.max() + m, camera.width), min(y.max() + m, camera.height)
    return [float(v) for v in (x0, y0, x1 - x0, y1 - y0)]


def _lines(camera, depth, picture, spread):
    """(corners, share that is seen) of the lines on a picture; `spread` turns shares of it (N, 2) into world points."""
    found = []
    for x0, y0, x1, y1 in getattr(picture, "lines", ()):
        x, y, away = camera.project(spread(np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])))
        across, down = np.meshgrid(np.linspace(x0, x1, 41), np.linspace(y0, y1, 9))
        px, py, far = camera.project(spread(np.stack([across.ravel(), down.ravel()], 1)))
        inside = (px >= 0) & (py >= 0) & (px < camera.width) & (py < camera.height) & (far > 0.1)
        front = np.zeros(len(px), bool)
        front[inside] = far[inside] <= depth[py[inside].astype(int), px[inside].astype(int)] + 0.04
        if away.min() > 0.1 and front.any():
            found.append((np.stack([x, y], 1).tolist(), float(front.mean())))
    return found


def shoot(place, figures, camera, focus=None, strength=0.0, seed=1, grid=400, marks=None, **develop):
    """The photo of `figures` in `place`; `focus` is a distance in metres, `strength` the blur of the far distance.

    `marks` are items of the place whose rectangle in the photo is wanted, by name.
    """
    place.blockers = [b for f in figures for b in _shadows(f)]
    colour, depth = place.render(camera, seed, grid)
    lighting = Lighting(place.lights, place.sky, place.ground)
    sprites, faces, badges = [], [], []
    cover = np.zeros((camera.height, camera.width), np.float32)
    for figure in figures:
        head, trunk = _parts(figure, camera)
        fineness, size = _fineness(camera, head)
        face = trace(head, camera, lighting, fineness * (0.8 if size > 360 else 1))
        mine = [trace(trunk, camera, lighting, min(fineness, 1.5) * (0.85 if size > 150 else 1)), face]
        if figure.outfit.badge is not None:
            badges.append(Badge(trunk))
            mine.append(trace(badges[-1], camera, lighting, 2.5))
        mine = [s for s in mine if s is not None]
        sprites += mine
        if figure.who == "erased":
            continue
        for s in mine:
            region = np.s_[s.y:s.y + s.alpha.shape[0], s.x:s.x + s.alpha.shape[1]]
            cover[region] = np.maximum(cover[region], s.alpha * (s.depth < depth[region]))
        box = face_box(camera, head)
        if box and face is not None:
            faces.append((figure.who, box, face))
    lens.compose(colour, depth, sprites)
    lines = []
    for item in place.items:
        lines += _lines(camera, depth, getattr(item, "picture", None), lambda at: item.o + at @ np.array([item.u, item.v]))
    for badge in badges:
        lines += _lines(camera, depth, badge.body.outfit.badge, badge.places)
    faces = [(who, box) for who, box, sprite in faces if _seen(sprite, box, depth) > 0.7]
    if focus:
        colour = lens.focus(colour, depth, focus, strength)
    return Shot(lens.develop(colour, seed=seed, **develop), faces, cover,
                {name: mark_box(camera, item) for name, item in (marks or {}).items()}, lines)


def frame(width, height, eye, target, focal=1.0, roll=0.0, scale=1.0):
    """A camera; `scale` shrinks the picture for a quick look."""
    return Camera(eye, target, round(width * scale), round(height * scale), focal, roll)
