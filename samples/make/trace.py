"""Sphere tracing of one part of a person (a head, a body) seen by a camera, lit by the lights of a scene.

A part knows its place in the world, the distance to its surface and what the surface is made of. The rest is the same
for all parts: find the surface along each ray, then shade it. Distances are in the part's own units.
"""
from dataclasses import dataclass

import cv2
import numpy as np

F = np.float32
CHUNK = 1 << 15          # points at a time: small enough to stay in the processor's cache


@dataclass
class Camera:
    """A pinhole at `eye` looking at `target`; `focal` is in picture widths."""
    eye: tuple
    target: tuple
    width: int
    height: int
    focal: float = 1.0
    roll: float = 0.0

    def __post_init__(self):
        eye, target = np.array(self.eye, float), np.array(self.target, float)
        self.forward = (target - eye) / np.linalg.norm(target - eye)
        right = np.cross(self.forward, [0, 1, 0])
        right /= np.linalg.norm(right)
        up = np.cross(right, self.forward)
        c, s = np.cos(self.roll), np.sin(self.roll)
        self.right, self.up = c * right + s * up, c * up - s * right
        self.position = eye
        self.pixels = self.focal * self.width

    def project(self, points):
        """World points (N, 3) to pixel x, y and depth."""
        q = np.asarray(points, float) - self.position
        depth = q @ self.forward
        safe = np.maximum(depth, 1e-3)
        x = self.width / 2 + self.pixels * (q @ self.right) / safe
        y = self.height / 2 - self.pixels * (q @ self.up) / safe
        return x, y, depth

    def rays(self, px, py):
        """Unnormalised directions (depth 1) through pixel centres."""
        a = ((px - self.width / 2) / self.pixels)[..., None]
        b = ((self.height / 2 - py) / self.pixels)[..., None]
        return self.forward + a * self.right + b * self.up


@dataclass
class Light:
    """A lamp or window at `at` (or the sun in direction `at`), with its colour at one metre (or as it arrives)."""
    at: tuple
    colour: tuple
    size: float = 0.5
    sun: bool = False
    casts: bool = True

    def reach(self, point):
        """Direction to the light and the colour that arrives at a point."""
        if self.sun:
            d = np.array(self.at, float)
            return d / np.linalg.norm(d), np.array(self.colour, float)
        d = np.array(self.at, float) - point
        r = np.linalg.norm(d)
        return d / r, np.array(self.colour, float) / (r * r + self.size)


@dataclass
class Lighting:
    lights: list
    sky: tuple = (0.5, 0.52, 0.56)      # ambient light from above
    ground: tuple = (0.28, 0.25, 0.22)  # and from below


@dataclass
class Surface:
    """What a point is made of."""
    albedo: np.ndarray
    gloss: np.ndarray                   # strength of the highlight
    sharp: np.ndarray                   # its exponent
    soft: np.ndarray                    # how far light creeps round the edge, as in skin
    hair: np.ndarray                    # 1 where highlights run across strands
    shift: np.ndarray                   # strand by strand shift of that highlight
    glow: np.ndarray                    # light of its own (reflections in eyes)


def new_surface(n):
    zero = lambda: np.zeros(n, F)
    return Surface(np.zeros((n, 3), F), zero(), np.full(n, 20, F), zero(), zero(), zero(), zero())


def _bounding_entry(origin, direction, centre, radius):
    """Where each ray enters and leaves the sphere that holds the part."""
    oc = origin - centre
    b = direction @ oc
    c = oc @ oc - radius * radius
    disc = b * b - c
    root = np.sqrt(np.maximum(disc, 0))
    return disc > 0, np.maximum(-b - root, 0), -b + root


def _march(part, origin, direction, near, far, steps=64, precision=0.0015):
    """The distance along each ray to the surface, inf where it misses."""
    n = len(direction)
    result = np.full(n, np.inf, F)
    for start in range(0, n, CHUNK):
        index = np.arange(start, min(start + CHUNK, n))
        t = near[index].astype(F)
        for i in range(steps):
            d = direction[index]
            p = origin + d * t[:, None]
            dist = part.distance(p[:, 0], p[:, 1], p[:, 2])
            hit = dist < precision * (1 + 0.1 * i)
            result[index[hit]] = t[hit]
            t = t + dist * F(0.85)
            going = ~hit & (t < far[index])
            index, t = index[going], t[going]
            if not len(index):
                break
        if len(index):
            close = dist[going] < 0.03
            result[index[close]] = t[close]
    return result


def _chunked(f, n):
    for start in range(0, n, CHUNK):
        f(slice(start, min(start + CHUNK, n)))


def _normals(part, p, e=0.004):
    out = np.empty_like(p)
    k = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], F)

    def run(s):
        g = 0
        for v in k:
            q = p[s] + v * F(e)
            g = g + v * part.distance(q[:, 0], q[:, 1], q[:, 2])[:, None]
        out[s] = g / np.maximum(np.linalg.norm(g, axis=1, keepdims=True), 1e-9)

    _chunked(run, len(p))
    return out


def _occlusion(part, p, n):
    """How much of the sky a point sees past the part itself."""
    out = np.empty(len(p), F)

    def run(s):
        dark = 0
        for h, weight in ((0.03, 3.0), (0.09, 1.6), (0.2, 0.9), (0.42, 0.5)):
            q = p[s] + n[s] * F(h)
            dark = dark + np.clip(h - part.distance(q[:, 0], q[:, 1], q[:, 2]), 0, h) * F(weight)
        out[s] = np.clip(1 - dark, 0.12, 1)

    _chunked(run, len(p))
    return out


def _shadow(part, p, n, to_light, softness):
    out = np.empty(len(p), F)
    d = to_light.astype(F)

    def run(s):
        lit = np.ones(s.stop - s.start, F)
        t = np.full(s.stop - s.start, 0.05, F)
        q0 = p[s] + n[s] * F(0.02)
        for _ in range(14):
            q = q0 + d * t[:, None]
            dist = part.distance(q[:, 0], q[:, 1], q[:, 2])
            lit = np.minimum(lit, 0.5 + 0.5 * dist / (softness * t))
            t += np.clip(dist, 0.035, 0.35)
        lit = np.clip(lit, 0, 1)
        out[s] = lit * lit * (3 - 2 * lit)

    _chunked(run, len(p))
    return out


def _highlight(surface, n, t_hair, view, to_light):
    half = to_light + view
    half /= np.linalg.norm(half, axis=1, keepdims=True)
    plain = np.clip((n * half).sum(1), 0, 1) ** surface.sharp
    along = (t_hair * half).sum(1) + surface.shift
    strand = np.sqrt(np.clip(1 - along * along, 0, 1)) ** (surface.sharp * 2)
    return surface.gloss * np.where(surface.hair > 0.5, strand, plain)


def _shade(part, surface, p, n, view, lighting):
    """Linear colour of each point; p and n in the part's own frame."""
    world_n = n @ part.axes.T.astype(F)
    centre = part.origin + part.axes @ np.array(part.bound[0]) * part.scale
    occluded = _occlusion(part, p, n)
    up = (world_n[:, 1] * 0.5 + 0.5)[:, None]
    ambient = (np.array(lighting.ground, F) * (1 - up) + np.array(lighting.sky, F) * up) * occluded[:, None]
    # Light that leaves skin after bouncing in its folds is redder than what came.
    tint = np.ones((len(p), 3), F)
    tint -= (surface.soft * (1 - occluded))[:, None] * np.array([0.0, 0.22, 0.3], F)
    colour = surface.albedo * ambient * tint
    down = np.array([0, -1, 0.0]) @ part.axes
    strands = down.astype(F) - n * (n @ down.astype(F))[:, None]
    strands /= np.maximum(np.linalg.norm(strands, axis=1, keepdims=True), 1e-6)
    strands = strands @ part.axes.T.astype(F)
    cast = 0
    for light in lighting.lights:
        to_light, arrives = light.reach(centre)
        cosine = world_n @ to_light.astype(F)
        if light.casts and cast < 2:
            cast += 1           # further lights only fill
            lit = _shadow(part, p, n, to_light @ part.axes, 0.12 if light.sun else 0.35)
        else:
            lit = np.ones(len(p), F)
        wrap = surface.soft[:, None] * np.array([0.32, 0.2, 0.16], F)
        diffuse = np.clip((cosine[:, None] + wrap) / (1 + wrap), 0,
            1) * (0.12 * surface.soft + (1 - 0.12 * surface.soft) * lit)[:, None]
        shine = _highlight(surface, world_n, strands, view, to_light.astype(F)) * lit * (cosine > -0.2)
        colour += (surface.albedo * diffuse + shine[:, None] * (0.35 + 0.65 * np.where(surface.hair > 0.5, 0, 1))[:, None]
                   * np.where(surface.hair[:, None] > 0.5, surface.albedo * 3 + 0.03, 1)) * arrives.astype(F)
    # A faint sheen at grazing angles, as on skin and cloth.
    facing = np.clip((world_n * view).sum(1), 0, 1)
    colour += ((1 - facing) ** 4 * 0.10 * occluded * (0.4 + surface.soft))[:, None] * np.array(lighting.sky, F)
    return colour + surface.glow[:, None]


@dataclass
class Sprite:
    """A part as the camera sees it: colour (linear), depth and coverage of the rectangle at x, y."""
    x: int
    y: int
    colour: np.ndarray
    depth: np.ndarray
    alpha: np.ndarray


def _grid(camera, part, fineness):
    """The pixels that can show the part, with `fineness` rays a pixel along each side."""
    centre = part.origin + part.axes @ np.array(part.bound[0], float) * part.scale
    radius = part.bound[1] * part.scale
    x, y, depth = camera.project(centre[None])
    r = camera.pixels * radius / max(depth[0] - radius * 0.5, 0.05)
    x0, x1 = int(max(np.floor(x[0] - r), 0)), int(min(np.ceil(x[0] + r), camera.width))
    y0, y1 = int(max(np.floor(y[0] - r), 0)), int(min(np.ceil(y[0] + r), camera.height))
    if x1 <= x0 or y1 <= y0 or depth[0] < 0.2:
        return None
    nx, ny = max(1, round((x1 - x0) * fineness)), max(1, round((y1 - y0) * fineness))
    px = x0 + (np.arange(nx) + 0.5) * (x1 - x0) / nx
    py = y0 + (np.arange(ny) + 0.5) * (y1 - y0) / ny
    return x0, y0, x1, y1, np.meshgrid(px, py)


def _soften_edges(colour, alpha):
    """Each ray hits or misses, which leaves stairs; blur them, and only them."""
    edge = cv2.morphologyEx(alpha, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    soft, cover = cv2.GaussianBlur(colour, (0, 0), 0.8), cv2.GaussianBlur(alpha, (0, 0), 0.8)
    return np.where(edge[..., None], soft, colour), np.where(edge, cover, alpha)


def _resize(image, width, height):
    if image.shape[:2] == (height, width):
        return image
    shrinking = image.shape[0] > height
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR)


def trace(part, camera, lighting, fineness=1.0):
    """The part as a sprite, or None when it is out of sight."""
    grid = _grid(camera, part, fineness)
    if grid is None:
        return None
    x0, y0, x1, y1, (px, py) = grid
    world = camera.rays(px, py).reshape(-1, 3)
    length = np.linalg.norm(world, axis=1, keepdims=True)
    unit = (world / length)
    direction = (unit @ part.axes).astype(F)
    origin = ((camera.position - part.origin) @ part.axes / part.scale).astype(F)
    may, near, far = _bounding_entry(origin, direction, np.array(part.bound[0], F), F(part.bound[1]))
    index = np.flatnonzero(may)
    t = _march(part, origin, np.ascontiguousarray(direction[index]), near[index], far[index])
    hit = np.isfinite(t)
    index, t = index[hit], t[hit]
    n_rays = px.size
    colour, alpha = np.zeros((n_rays, 3), F), np.zeros(n_rays, F)
    depth = np.full(n_rays, 1e6, F)
    if len(index):
        p = origin + direction[index] * t[:, None]
        n = _normals(part, p)
        surface = new_surface(len(p))
        _chunked(lambda s: part.paint(p[s], n[s], _Window(surface, s)), len(p))
        colour[index] = _shade(part, surface, p, n, -unit[index].astype(F), lighting)
        alpha[index] = 1
        depth[index] = t * part.scale / length[index, 0]
    shape = px.shape
    alpha, colour, depth = alpha.reshape(shape), colour.reshape(shape + (3,)), depth.reshape(shape)
    colour, alpha = _soften_edges(colour * alpha[..., None], alpha)
    w, h = x1 - x0, y1 - y0
    small_alpha = _resize(alpha, w, h)
    known = (depth < 1e5).astype(F)
    near = cv2.dilate(known, np.ones((3, 3), np.uint8)) > 0
    depth = np.where(known > 0, depth, np.where(near,
        -cv2.dilate(np.where(known > 0, -depth, F(-1e6)), np.ones((3, 3), np.uint8)), 0))
    weight = _resize(near.astype(F), w, h)
    small_depth = np.where(weight > 0.01, _resize(depth, w, h) / np.maximum(weight, 0.01), 1e6)
    return Sprite(x0, y0, _resize(colour, w, h), small_depth, small_alpha)


class _Window:
    """A slice of a Surface, so that chunks can be painted one by one."""

    def __init__(self, surface, s):
        for name in surface.__dataclass_fields__:
            setattr(self, name, getattr(surface, name)[s])
