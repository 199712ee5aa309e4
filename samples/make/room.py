"""Rooms of boxes, cards, balls and posts, lit by windows and lamps: the places where the photos are taken.

Metres; y is up and the floor is y = 0. Every item can be hit by a ray; the light at a coarse grid of points (direct, one bounce,
and a blurred mirror for glossy floors) is worked out by a few random rays and then spread to the pixels.
"""
from dataclasses import dataclass, field

import cv2
import numpy as np

from shapes import FINE, F, noise

FAR = F(1e6)


def srgb(c):
    return np.array(c, F) ** F(2.2)


# -- materials: functions from world points to linear colour -------------------------------------------------------------

def plain(colour, grain=0.02):
    base = srgb(colour)

    def paint(p):
        v = noise(p[:, 0] * 0.13 + p[:, 2] * 0.07, p[:, 1] * 0.13 + p[:, 2] * 0.11)
        return base * (1 + grain * (v - 0.5) * 2)[:, None]
    return paint


def planks(colour, width=0.14, axis=0):
    base = srgb(colour)

    def paint(p):
        a, b = (p[:, 0], p[:, 2]) if axis == 0 else (p[:, 2], p[:, 0])
        row = np.floor(a / width)
        tone = 0.82 + 0.36 * np.modf(np.abs(np.sin(row * 12.9898 + np.floor(b / 1.6 + row * 0.37) * 78.2)) * 4371.3)[0]
        grain = noise(a * 1.9 + row * 0.31, b * 0.09 + row * 0.17, FINE)
        seam = 1 - 0.45 * (np.abs(a / width - row - 0.5) > 0.475)
        return base * (tone * (0.8 + 0.4 * grain) * seam)[:, None]
    return paint


def tiles(colour, size=0.6, joint=0.012, grain=0.10):
    base = srgb(colour)

    def paint(p):
        speck = noise(p[:, 0] * 1.3, p[:, 2] * 1.3 + p[:, 1], FINE)
        broad = noise(p[:, 0] * 0.09, p[:, 2] * 0.09 + p[:, 1] * 0.1)
        edge = np.minimum(*(np.abs(np.mod(p[:, i] / size, 1) - 0.5) for i in (0, 2)))
        far = np.maximum(*(np.abs(np.mod(p[:, i] / size, 1) - 0.5) for i in (0, 2)))
        line = far > 0.5 - joint / size
        return base * ((1 + grain * (speck - 0.5) + grain * (broad - 0.5)) * (1 - 0.22 * line))[:, None]
    return paint


def bricks(colour):
    base = srgb(colour)

    def paint(p):
        across = p[:, 0] + p[:, 2]
        row = np.floor(p[:, 1] / 0.08)
        a = across / 0.24 + 0.5 * np.mod(row, 2)
        mortar = (np.mod(a, 1) < 0.045) | (np.mod(p[:, 1] / 0.08, 1) < 0.13)
        tone = 0.75 + 0.5 * np.modf(np.abs(np.sin(np.floor(a) * 41.3 + row * 17.7)) * 917.0)[0]
        grain = noise(across * 0.9, p[:, 1] * 0.9, FINE)
        c = base * (tone * (0.8 + 0.4 * grain))[:, None]
        c[mortar] = srgb((0.66, 0.64, 0.61))
        return c
    return paint


def grass(p):
    blades = noise(p[:, 0] * 0.9, p[:, 2] * 0.35, FINE)
    patch = noise(p[:, 0] * 0.05, p[:, 2] * 0.05)
    dry = noise(p[:, 0] * 0.013 + 0.4, p[:, 2] * 0.013)
    green = np.array([0.075, 0.15, 0.028], F) * (0.45 + 1.1 * blades)[:, None] * (0.6 + 0.8 * patch)[:, None]
    return green + np.array([0.07, 0.05, 0.01], F) * (np.clip(dry - 0.45, 0, 1) * 2)[:, None]


# -- items -------------------------------------------------------------------------------------------------------------------

@dataclass
class Box:
    centre: tuple
    half: tuple
    paint: object
    yaw: float = 0.0
    mirror: float = 0.0
    emit: float = 0.0

    def __post_init__(self):
        c, s = np.cos(self.yaw), np.sin(self.yaw)
        self.axes = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], F)
        self.mid = np.array(self.centre, F)

    def corners(self):
        signs = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)], F)
        return (signs * np.array(self.half, F)) @ self.axes.T + self.mid

    def hit(self, o, d):
        """Distance to the front (FAR for a miss) and, for shading, where each pair of sides is entered."""
        near, far = [], []
        for j in range(3):
            if self.yaw:
                speed, start = d @ self.axes[:, j], (o - self.mid) @ self.axes[:, j]
            else:
                speed, start = d[..., j], o[..., j] - self.mid[j]
            inv = 1 / np.where(np.abs(speed) < 1e-7, F(1e-7), speed)
            half = F(self.half[j])
            a, b = (-half - start) * inv, (half - start) * inv
            near.append(np.minimum(a, b))
            far.append(np.maximum(a, b))
        t0 = np.maximum(np.maximum(near[0], near[1]), near[2])
        t1 = np.minimum(np.minimum(far[0], far[1]), far[2])
        return np.where((t0 < t1) & (t0 > 1e-3), t0, FAR), near

    def normal(self, o, d, near):
        ld = d @ self.axes
        side = np.stack(near, -1).argmax(axis=-1)
        n = np.zeros_like(ld)
        rows = np.arange(len(side))
        n[rows, side] = -np.sign(ld[rows, side])
        return n @ self.axes.T

    def colour(self, p, extra):
        return self.paint(p)


@dataclass
class Card:
    """A flat picture: its upper left corner, and the edges to the right and down. `alpha` cuts it out."""
    corner: tuple
    right: tuple
    down: tuple
    picture: np.ndarray = None
    paint: object = None
    alpha: np.ndarray = None
    emit: float = 0.0
    mirror: float = 0.0
    shadows: bool = True

    def __post_init__(self):
        self.o, self.u, self.v = (np.array(a, F) for a in (self.corner, self.right, self.down))
        n = np.cross(self.v, self.u)
        self.n = (n / np.linalg.norm(n)).astype(F)

    def corners(self):
        return np.array([self.o, self.o + self.u, self.o + self.v, self.o + self.u + self.v])

    def hit(self, o, d):
        along = d @ self.n
        t = ((self.o - o) @ self.n) / np.where(np.abs(along) < 1e-7, F(1e-7), along)
        q = o + d * t[..., None] - self.o
        a, b = q @ self.u / (self.u @ self.u), q @ self.v / (self.v @ self.v)
        ok = (t > 1e-3) & (a >= 0) & (a < 1) & (b >= 0) & (b < 1)
        if self.alpha is not None:
            h, w = self.alpha.shape
            ok &= self.alpha[np.clip((b * h), 0, h - 1).astype(int), np.clip((a * w), 0, w - 1).astype(int)] > 0.5
        return np.where(ok, t, FAR), np.stack([a, b], -1)

    def normal(self, o, d, uv):
        facing = np.sign((d @ self.n))[..., None]
        return -self.n * facing

    def colour(self, p, uv):
        if self.picture is None:
            return self.paint(p)
        h, w = self.picture.shape[:2]
        x = (uv[:, 0] * w - 0.5).astype(F)
        y = (uv[:, 1] * h - 0.5).astype(F)
        out = np.empty((len(p), 3), F)
        for s in range(0, len(p), 30000):
            out[s:s + 30000] = cv2.remap(self.picture, x[None, s:s + 30000], y[None, s:s + 30000], cv2.INTER_LINEAR,
                                         borderMode=cv2.BORDER_REPLICATE)[0]
        return out


@dataclass
class Ball:
    centre: tuple
    radii: tuple
    paint: object
    mirror: float = 0.0
    emit: float = 0.0

    def __post_init__(self):
        self.mid, self.r = np.array(self.centre, F), np.array(self.radii, F)

    def corners(self):
        signs = np.array([[i, j, k] for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)], F)
        return signs * self.r + self.mid

    def hit(self, o, d):
        a, b = (o - self.mid) / self.r, d / self.r
        ax, ay, az, bx, by, bz = a[..., 0], a[..., 1], a[..., 2], b[..., 0], b[..., 1], b[..., 2]
        bb, ab, aa = bx * bx + by * by + bz * bz, ax * bx + ay * by + az * bz, ax * ax + ay * ay + az * az
        disc = ab * ab - bb * (aa - 1)
        t = (-ab - np.sqrt(np.maximum(disc, 0))) / bb
        return np.where((disc > 0) & (t > 1e-3), t, FAR), None

    def normal(self, o, d, extra):
        n = (o - self.mid) / (self.r * self.r)
        return n / np.linalg.norm(n, axis=-1, keepdims=True)

    def colour(self, p, extra):
        return self.paint(p)


@dataclass
class Post:
    """An upright cylinder with a lid."""
    foot: tuple
    radius: float
    height: float
    paint: object
    mirror: float = 0.0
    emit: float = 0.0

    def __post_init__(self):
        self.mid = np.array(self.foot, F)

    def corners(self):
        r, h = self.radius, self.height
        return np.array([[i * r, j, k * r] for i in (-1, 1) for j in (0, h) for k in (-1, 1)], F) + self.mid

    def hit(self, o, d):
        q = o - self.mid
        a = d[..., 0] ** 2 + d[..., 2] ** 2
        b = q[..., 0] * d[..., 0] + q[..., 2] * d[..., 2]
        c = q[..., 0] ** 2 + q[..., 2] ** 2 - self.radius ** 2
        disc = b * b - a * c
        t = (-b - np.sqrt(np.maximum(disc, 0))) / np.maximum(a, 1e-9)
        y = q[..., 1] + t * d[..., 1]
        side = np.where((disc > 0) & (t > 1e-3) & (y >= 0) & (y <= self.height), t, FAR)
        dy = np.where(np.abs(d[..., 1]) < 1e-7, F(1e-7), d[..., 1])
        lid = (self.height - q[..., 1]) / dy
        x, z = q[..., 0] + lid * d[..., 0], q[..., 2] + lid * d[..., 2]
        lid = np.where((lid > 1e-3) & (x * x + z * z <= self.radius ** 2), lid, FAR)
        return np.minimum(side, lid).astype(F), None

    def normal(self, o, d, extra):
        q = o - self.mid
        top = np.abs(q[..., 1] - self.height) < 1e-3
        n = np.stack([q[..., 0], np.zeros_like(q[..., 1]), q[..., 2]], -1) / self.radius
        n[top] = (0, 1, 0)
        return n

    def colour(self, p, extra):
        return self.paint(p)


@dataclass
class Place:
    items: list
    lights: list                    # trace.Light; area lights are spread over their size
    sky: tuple = (0.5, 0.52, 0.56)
    ground: tuple = (0.30, 0.27, 0.24)
    backdrop: object = None         # function from directions to colour, for rays that miss everything
    blockers: list = field(default_factory=list)   # stand-ins for people: they cast shadows but are not drawn
    bounce: float = 0.5             # how bright the walls are that send light back

    # -- what a ray sees ------------------------------------------------------------------------------------------------

    def _cast(self, o, d, cull=None):
        """Nearest item along each ray: distance, item number (-1 for none), and what the item needs for shading."""
        n = d.shape[0]
        best, which = np.full(n, FAR, F), np.full(n, -1, np.int16)
        for i, item in enumerate(self.items):
            t, _ = item.hit(o, d)
            nearer = t < best
            best[nearer] = t[nearer]
            which[nearer] = i
        return best, which

    def _screen_cast(self, camera, rays):
        """The same for camera rays, each item tried only inside its rectangle on the screen."""
        h, w = rays.shape[:2]
        best, which = np.full((h, w), FAR, F), np.full((h, w), -1, np.int16)
        o = camera.position.astype(F)
        for i, item in enumerate(self.items):
            x, y, depth = camera.project(item.corners())
            if (depth < 0.05).all():
                continue
            if (depth < 0.05).any():
                x0, y0, x1, y1 = 0, 0, w, h
            else:
                x0, x1 = int(np.clip(x.min() - 1, 0, w)), int(np.clip(x.max() + 2, 0, w))
                y0, y1 = int(np.clip(y.min() - 1, 0, h)), int(np.clip(y.max() + 2, 0, h))
            if x1 <= x0 or y1 <= y0:
                continue
            t, _ = item.hit(o, rays[y0:y1, x0:x1].reshape(-1, 3))
            t = t.reshape(y1 - y0, x1 - x0)
            nearer = t < best[y0:y1, x0:x1]
            best[y0:y1, x0:x1][nearer] = t[nearer]
            which[y0:y1, x0:x1][nearer] = i
        return best, which

    def _blocked(self, o, d, limit):
        hit = np.zeros(len(d), bool)
        for item in self.items + self.blockers:
            if item.emit or not getattr(item, "shadows", True):
                continue
            t, _ = item.hit(o, d)
            hit |= t < limit
        return hit

    # -- light -----------------------------------------------------------------------------------------------------------

    def _direct(self, p, n, rng, samples):
        total = np.zeros_like(p)
        for light in self.lights:
            for _ in range(samples):
                if light.sun:
                    d = np.array(light.at, F) + rng.normal(0, 0.02, p.shape).astype(F)
                    d /= np.linalg.norm(d, axis=1, keepdims=True)
                    limit, arrives = F(60), np.array(light.colour, F)
                else:
                    target = np.array(light.at, F) + rng.uniform(-1, 1, p.shape).astype(F) * F(light.size)
                    d = target - p
                    r = np.linalg.norm(d, axis=1, keepdims=True)
                    d /= r
                    limit, arrives = r[:, 0] - 0.05, np.array(light.colour, F) / (r * r + light.size)
                cosine = np.clip(np.einsum("ij,ij->i", n, d), 0, 1)
                lit = cosine
                if light.casts:
                    lit = cosine * ~self._blocked(p + n * F(0.004), d, limit)
                total += lit[:, None] * arrives / samples
        return total

    def _bounced(self, p, n, rng, samples, tones):
        total = np.zeros_like(p)
        for _ in range(samples):
            d = rng.normal(0, 1, p.shape).astype(F)
            d /= np.linalg.norm(d, axis=1, keepdims=True)
            d = d + n * F(1.001)
            d /= np.maximum(np.linalg.norm(d, axis=1, keepdims=True), 1e-5)
            t, which = self._cast(p + n * F(0.004), d)
            for item in self.blockers:
                tb, _ = item.hit(p + n * F(0.004), d)
                which = np.where(tb < t, -2, which)
                t = np.minimum(t, tb)
            up = (d[:, 1] * 0.5 + 0.5)[:, None]
            sky = np.array(self.ground, F) * (1 - up) + np.array(self.sky, F) * up
            near = np.clip(t / 2.2, 0, 1)[:, None]
            seen = np.where((which == -2)[:, None], F(0.06), tones[which] * self.bounce * (0.35 + 0.65 * near))
            total += np.where((which == -1)[:, None], sky, seen) / samples
        return total

    def _mirrored(self, p, n, view, rng, tones, rough):
        d = view - n * (2 * (view * n).sum(1, keepdims=True))
        d += rng.normal(0, rough, d.shape).astype(F)
        d /= np.linalg.norm(d, axis=1, keepdims=True)
        t, which = self._cast(p + n * F(0.01), d)
        for item in self.blockers:
            tb, _ = item.hit(p, d)
            which = np.where(tb < t, -2, which)
            t = np.minimum(t, tb)
        up = (d[:, 1] * 0.5 + 0.5)[:, None]
        sky = np.array(self.ground, F) * (1 - up) + np.array(self.sky, F) * up
        seen = np.where((which == -2)[:, None], F(0.12), tones[which] * self.bounce * 1.3)
        return np.where((which == -1)[:, None], sky, seen)

    def render(self, camera, seed=1, grid=400, samples=3, bounces=12):
        """Linear colour and depth of every pixel."""
        w, h = camera.width, camera.height
        coarse = max(2, round(max(w, h) / grid))
        px, py = np.meshgrid(np.arange(w) + 0.5, np.arange(h) + 0.5)
        rays = camera.rays(px, py).astype(F)
        depth, which = self._screen_cast(camera, rays)
        albedo, normal, glow, mirror = self._materials(camera, rays, depth, which)
        light, reflection = self._light(camera, rays, depth, normal, which, mirror, seed, coarse, samples, bounces)
        colour = albedo * (light * (1 - 0.5 * mirror[..., None]) + glow[..., None]) + reflection * mirror[..., None]
        missed = which < 0
        if self.backdrop is not None and missed.any():
            d = rays[missed]
            colour[missed] = self.backdrop(d / np.linalg.norm(d, axis=1, keepdims=True))
        depth[missed] = 400
        return colour, depth

    def _materials(self, camera, rays, depth, which):
        shape = depth.shape
        albedo, normal = np.zeros(shape + (3,), F), np.zeros(shape + (3,), F)
        glow, mirror = np.zeros(shape, F), np.zeros(shape, F)
        o = camera.position.astype(F)
        for i, item in enumerate(self.items):
            mask = which == i
            if not mask.any():
                continue
            d = rays[mask]
            p = o + d * depth[mask][:, None]
            _, extra = item.hit(o, d)
            albedo[mask] = item.colour(p, extra)
            normal[mask] = item.normal(p, d, extra)
            glow[mask], mirror[mask] = item.emit, item.mirror
        return albedo, normal, glow, mirror

    def _tones(self):
        """One colour for each item (and one for nothing at the end), as a bounce sees it."""
        rows = []
        for item in self.items:
            c = item.corners()
            p = (c[:1] * 0.37 + c[-1:] * 0.63).astype(F)
            tone = item.picture.mean((0, 1)) if getattr(item, "picture",
                None) is not None else np.mean(item.paint(p.repeat(8, 0)), 0)
            rows.append(tone * (1 + 2 * item.emit))
        return np.array(rows + [[0, 0, 0]], F)

    def _light(self, camera, rays, depth, normal, which, mirror, seed, coarse, samples, bounces):
        rng = np.random.default_rng(seed)
        o, k = camera.position.astype(F), coarse
        d, t, n, m = (a[k // 2::k, k // 2::k] for a in (rays, depth, normal, mirror))
        shape = t.shape
        flat = lambda a: np.ascontiguousarray(a.reshape(-1, a.shape[-1]) if a.ndim == 3 else a.ravel())
        ok = flat(which[k // 2::k, k // 2::k]) >= 0
        p, nn, dd = (o + flat(d) * flat(t)[:, None])[ok], flat(n)[ok], flat(d)[ok]
        tones = self._tones()
        light = np.zeros((ok.size, 3), F)
        light[ok] = self._direct(p, nn, rng, samples) + self._bounced(p, nn, rng, bounces, tones)
        glossy = np.zeros((ok.size, 3), F)
        shiny = flat(m)[ok] > 0
        if shiny.any():
            at = np.flatnonzero(ok)[shiny]
            view = dd[shiny] / np.linalg.norm(dd[shiny], axis=1, keepdims=True)
            for _ in range(4):
                glossy[at] += self._mirrored(p[shiny], nn[shiny], view, rng, tones, 0.03) / 4
        guide = np.concatenate([n * 4, np.log(np.maximum(t, 0.05))[..., None] * 12], -1)
        light = _smooth(light.reshape(shape + (3,)), guide)
        glossy = _smooth(glossy.reshape(shape + (3,)), guide)
        full = np.concatenate([normal * 4, np.log(np.maximum(depth, 0.05))[..., None] * 12], -1)
        return _spread(light, guide, full, k), _spread(glossy, guide, full, k)


def _smooth(values, guide):
    """An average over ever wider neighbourhoods on the same surface."""
    for stride in (1, 2, 4):
        total, weight = np.zeros_like(values), np.zeros(values.shape[:2], F)
        for dy in range(-2, 3):
            for dx in range(-2, 3):
                shift = (dy * stride, dx * stride)
                w = np.exp(-((np.roll(guide, shift, (0, 1)) - guide) ** 2).sum(-1) - (dx * dx + dy * dy) / 4.5)
                total += np.roll(values, shift, (0, 1)) * w[..., None]
                weight += w
        values = total / weight[..., None]
    return values


def _spread(values, guide, full, k):
    """Coarse values to every pixel, from the neighbours on the same surface."""
    h, w = full.shape[:2]
    ch, cw = values.shape[:2]
    y = (np.arange(h) - k // 2) / k
    x = (np.arange(w) - k // 2) / k
    y0, x0 = np.floor(y).astype(int), np.floor(x).astype(int)
    total, weight = np.zeros((h, w, 3), F), np.zeros((h, w), F)
    for dy in (0, 1):
        wy = np.abs(1 - dy - (y - y0))
        for dx in (0, 1):
            wx = np.abs(1 - dx - (x - x0))
            yy, xx = np.clip(y0 + dy, 0, ch - 1), np.clip(x0 + dx, 0, cw - 1)
            g = guide[yy][:, xx]
            near = np.exp(-((g - full) ** 2).sum(-1)) + F(1e-4)
            wgt = (wy[:, None] * wx[None, :]).astype(F) * near
            total += values[yy][:, xx] * wgt[..., None]
            weight += wgt
    return total / np.maximum(weight, 1e-9)[..., None]
