"""A clothed body without its head, in the units of head.py and with the same origin (the middle of the head).

Shoulders lie near y = -2.2, hips near -7.4, soles near -15.7; the chest looks along +z.
"""
from dataclasses import dataclass, field

import numpy as np

from head import srgb
from shapes import FINE, F, box, bump, capsule, ellipsoid, noise, smin, sphere, step

CLOTH, HAND, COLLAR, LEG, SHOE, PROP = range(6)

# Elbow and wrist of the right-hand side of the picture (+x); the left mirrors them.
POSES = {
    "down": ((2.15, -4.9, -0.45), (2.25, -7.3, 0.15)),
    "clasped": ((2.1, -4.8, -0.1), (0.45, -6.3, 1.35)),
    "hip": ((3.0, -4.6, -0.5), (1.75, -6.5, 0.5)),
    "crossed": ((1.95, -4.7, 0.3), (-0.75, -4.35, 1.35)),
    "cup": ((2.15, -4.8, -0.1), (1.15, -4.2, 1.7)),
    "table": ((2.35, -4.45, 0.5), (1.0, -3.95, 2.6)),
    "wave": ((2.9, -3.6, 0.2), (3.1, -1.3, 0.9)),
    "point": ((3.0, -3.3, -0.2), (4.8, -1.9, -0.5)),
    "paper": ((2.0, -4.7, 0.1), (1.0, -4.7, 1.9)),
    "behind": ((2.2, -4.9, -0.7), (1.0, -6.6, -1.4)),
}


@dataclass
class Outfit:
    kind: str = "sweater"           # sweater, tee, shirt, jacket, scrubs, vest, dress, overall
    colour: tuple = (0.30, 0.40, 0.55)
    second: tuple = (0.93, 0.93, 0.93)   # what shows in the opening, or stripes
    pattern: str = ""               # stripes, checks
    tie: tuple = ()
    trousers: tuple = (0.16, 0.18, 0.24)
    lanyard: tuple = ()             # its colour; the badge hangs from it
    badge: np.ndarray = None        # picture on the badge, linear light
    clip: bool = False              # the badge is on the breast instead


@dataclass
class Body:
    outfit: Outfit
    skin: tuple
    origin: np.ndarray
    axes: np.ndarray
    scale: float
    build: float = 1.0              # breadth of the shoulders
    belly: float = 0.0
    right: str = "down"             # pose of the arm at +x
    left: str = "down"
    seated: bool = False
    prop: str = ""                  # cup, paper, tablet: in the hand at +x
    seed: int = 0
    bound: tuple = field(default=((0, -4.6, 0.4), 4.6))

    def __post_init__(self):
        self.phase = np.random.default_rng(self.seed + 900).uniform(0, 6.28, 6)
        if not self.seated:
            self.bound = ((0, -8.2, 0.2), 8.0)
        if self.outfit.kind == "overall":
            self.outfit.trousers = self.outfit.colour
        self.joints = []
        for side, pose in ((1, self.right), (-1, self.left)):
            elbow, wrist = (np.array(v, float) * [side, 1, 1] for v in POSES[pose])
            if side < 0 and pose == "crossed":
                wrist[1] -= 0.45
                wrist[2] += 0.15
            shoulder = np.array([side * 1.62 * self.build, -2.42, -0.28])
            elbow[0] += side * 1.62 * (self.build - 1)
            self.joints.append((shoulder, elbow, wrist))

    # -- shapes ---------------------------------------------------------------------------------------------------

    def distance(self, x, y, z):
        d = self._shapes(x, y, z)
        out = d[0]
        for other in d[1:]:
            out = np.minimum(out, other)
        return out

    def _shapes(self, x, y, z):
        ax = np.abs(x)
        return [self._torso(x, y, z, ax), self._hands(x, y, z), self._collar(x, y, z, ax),
                self._legs(x, y, z, ax), self._shoes(x, y, z, ax), self._prop(x, y, z)]

    def _torso(self, x, y, z, ax):
        b, o = self.build, self.outfit
        d = ellipsoid(x, y, z, (0, -3.5, -0.25), (1.52 * b, 1.75, 0.98))
        d = smin(d, ellipsoid(x, y, z, (0, -5.5, -0.15 + 0.3 * self.belly), (1.28 * b, 1.7, 0.92 + 0.45 * self.belly)), 0.5)
        d = smin(d, ellipsoid(x, y, z, (0, -7.5, -0.22), (1.80 * b ** 0.5, 2.1, 1.24)), 0.5)
        d = np.maximum(d, -8.25 - y - 0.1 * np.sin(x * 2 + self.phase[4]))
        yoke = capsule(ax, y, z, (0.25, -1.62, -0.36), (1.45 * b, -2.25, -0.32), 0.40, 0.50)
        d = smin(d, yoke, 0.4)
        for shoulder, elbow, wrist in self.joints:
            loose = 0.08 if o.kind in ("jacket", "overall", "vest") else 0.0
            upper = capsule(x, y, z, shoulder, elbow, 0.50 + loose, 0.40 + loose)
            fore = capsule(x, y, z, elbow, elbow + (wrist - elbow) * 0.86, 0.40 + loose, 0.30 + loose)
            d = smin(d, smin(upper, fore, 0.2), 0.28)
        if o.kind in ("jacket", "vest"):
            d = d - self._front_edge(ax, y, z) * F(0.09)
        if o.kind == "dress":
            skirt = ellipsoid(x, y, z, (0, -9.6, -0.2), (1.85, 2.8, 1.5))
            d = smin(d, skirt, 0.6)
        crumple = np.sin(y * 4.1 + 2 * np.sin(x * 1.3 + self.phase[0]) + self.phase[1]) * np.sin(x * 2.3 + y * 1.1 + self.phase[2])
        return d + crumple * F(0.022)

    def _front_edge(self, ax, y, z):
        """1 on the jacket, 0 in its V-shaped opening."""
        bottom = -5.4 if self.outfit.kind == "jacket" else -8.5
        half = 0.08 + np.clip((y - bottom) * F(0.21), 0, 0.75)
        return 1 - step(half + 0.04, half - 0.04, ax) * (z > 0.1)

    def _hands(self, x, y, z):
        """Both hands; far from one, the sphere round it is near enough."""
        d = np.full(x.shape, 9, F)
        for i, (_, elbow, wrist) in enumerate(self.joints):
            along = (wrist - elbow) / np.linalg.norm(wrist - elbow)
            away = sphere(x, y, z, wrist + along * 0.45, 1.0)
            near = np.flatnonzero(away < 0.2)
            away = np.maximum(away, F(0.2))
            if len(near):
                away[near] = self._hand(x[near], y[near], z[near], along, wrist, 1 if i == 0 else -1)
            d = np.minimum(d, away)
        return d

    def _hand(self, x, y, z, along, wrist, side):
        across = np.cross(along, [0, 0, 1.0])
        across /= max(np.linalg.norm(across), 1e-6)
        palm = wrist + along * 0.42
        h = capsule(x, y, z, wrist - along * 0.4, palm, 0.21, 0.26)
        curl = np.array([0, -0.08, 0.14]) if self.prop else np.array([0, -0.05, 0.05])
        for f in range(4):
            base = palm + across * (f - 1.5) * 0.13
            h = smin(h, capsule(x, y, z, base, base + along * (0.52 - 0.05 * abs(f - 1.2)) + curl, 0.085, 0.065), 0.06)
        thumb = palm - along * 0.25 + across * 0.25 * -side
        return smin(h, capsule(x, y, z, thumb, thumb + along * 0.45 - across * 0.18 * side + [0, 0, 0.12], 0.095, 0.075),
            0.08)

    def _collar(self, x, y, z, ax):
        kind = self.outfit.kind
        r = np.sqrt(x * x + (z + 0.30) ** 2)
        if kind in ("sweater", "tee", "overall"):
            ring = np.sqrt((r - 0.56) ** 2 + (y + 1.60 - 0.42 * (-z - 0.3)) ** 2) - F(0.10 if kind != "tee" else 0.07)
            return ring
        if kind in ("shirt", "jacket", "vest"):
            height = y + 1.55 - 0.35 * (-z - 0.3) - 0.05
            wall = np.maximum(np.abs(r - (0.56 - 0.10 * height)) - 0.05, np.abs(height) - 0.26)
            gap = 0.04 + 0.28 * np.clip(-height + 0.26, 0, 1)
            return np.maximum(wall, np.where(z > 0, gap - ax, F(-9))) * F(0.8)
        return np.full(x.shape, 9, F)

    def _legs(self, x, y, z, ax):
        if self.seated or self.outfit.kind == "dress":
            return capsule(ax, y, z, (0.55, -11, -0.1), (0.5, -15.2, -0.2), 0.42,
                0.3) if not self.seated else np.full(x.shape, 9, F)
        thigh = capsule(ax, y, z, (0.72, -7.9, -0.2), (0.78, -11.9, 0.0), 0.86, 0.60)
        shin = capsule(ax, y, z, (0.78, -11.9, 0.0), (0.80, -15.2, -0.2), 0.60, 0.46)
        return smin(thigh, shin, 0.2) + F(0.02) * np.sin(y * 3 + self.phase[3]) * np.sin(x * 3)

    def _shoes(self, x, y, z, ax):
        if self.seated:
            return np.full(x.shape, 9, F)
        return np.maximum(ellipsoid(ax, y, z, (0.85, -15.6, 0.35), (0.42, 0.40, 1.05)), -15.75 - y)

    def _prop(self, x, y, z):
        if not self.prop:
            return np.full(x.shape, 9, F)
        (_, elbow, wrist), (_, _, other) = self.joints
        if self.prop == "cup":
            c = wrist + [-0.28, 0.15, 0.38]
            r = np.sqrt((x - F(c[0])) ** 2 + (z - F(c[2])) ** 2)
            wall = np.maximum(np.abs(r - 0.34) - 0.03, np.abs(y - F(c[1])) - 0.42)
            return np.minimum(wall, np.maximum(r - 0.34, np.abs(y - F(c[1]) + 0.1) - 0.28))
        middle = (wrist + other) / 2 + [0, 0.15, 0.35]
        lean = 0.5
        return box(x, y * 0.87 + z * lean, z * 0.87 - y * lean,
                   (middle[0], middle[1] * 0.87 + middle[2] * lean, middle[2] * 0.87 - middle[1] * lean), (1.0, 0.72, 0.03),
                   0.02)

    # -- materials ------------------------------------------------------------------------------------------------

    def paint(self, p, n, surface):
        x, y, z = p[:, 0], p[:, 1], p[:, 2]
        kind = np.argmin(np.stack(self._shapes(x, y, z)), axis=0)
        for which, painter in ((CLOTH, self._paint_cloth), (HAND, self._paint_hand), (COLLAR, self._paint_collar),
                               (LEG, self._paint_leg), (SHOE, self._paint_shoe), (PROP, self._paint_prop)):
            at = np.flatnonzero(kind == which)
            if len(at):
                painter(at, x[at], y[at], z[at], n, surface)

    def _cloth(self, at, x, y, z, n, out, rough=0.20):
        """Folds bend the light; weave breaks up the colour."""
        u, v = x * 0.055 + z * 0.03 + self.seed * 0.17, y * 0.05 + self.seed * 0.29
        e = 0.004
        here = noise(u, v)
        n[at, 0] += (here - noise(u + e, v)) * rough * 14
        n[at, 1] += (here - noise(u, v + e)) * rough * 14
        n[at] /= np.linalg.norm(n[at], axis=1, keepdims=True)
        out.gloss[at], out.sharp[at], out.soft[at] = 0.015, 8, 0.15
        return 0.86 + 0.28 * noise(x * 1.1 + z * 0.7, y * 1.1, FINE)

    def _paint_cloth(self, at, x, y, z, n, out):
        o, ax = self.outfit, np.abs(x)
        weave = self._cloth(at, x, y, z, n, out, 0.10 if o.kind == "dress" else 0.20)
        alb = np.tile(srgb(o.colour), (len(x), 1))
        if o.pattern == "stripes":
            alb[np.sin(y * 9.5) > 0.35] = srgb(o.second)
        if o.pattern == "checks":
            lines = 0.5 * (np.sin(x * 8) > 0.6) + 0.5 * (np.sin(y * 8) > 0.6)
            alb = alb * (1 - 0.7 * lines[:, None]) + srgb(o.second) * 0.7 * lines[:, None]
        alb = alb * weave[:, None]
        alb = getattr(self, "_front_" + o.kind, self._front_plain)(alb, x, y, z, ax)
        if o.kind in ("tee", "scrubs", "dress"):
            alb = self._bare_arms(alb, x, y, z, at, out)
        if len(o.lanyard):
            alb = self._paint_lanyard(alb, x, y, z, ax)
        out.albedo[at] = alb

    def _front_plain(self, alb, x, y, z, ax):
        return alb

    def _skin_at(self, alb, mask):
        return alb * (1 - mask[:, None]) + srgb(self.skin) * F(0.9) * mask[:, None]

    def _front_jacket(self, alb, x, y, z, ax):
        inside = 1 - step(0.3, 0.7, self._front_edge(ax, y, z))
        shirt = srgb(self.outfit.second) * (0.9 + 0.15 * noise(x, y, FINE))[:, None]
        alb = alb * (1 - inside[:, None]) + shirt * inside[:, None]
        half = 0.08 + np.clip((y + 5.4) * F(0.21), 0, 0.75)
        lapel = bump(ax, half + 0.34 * step(-5.4, -4.2, y) * step(-2.0, -2.6, y), 0.025) * (z > 0.1) * (y > -5.2)
        alb = alb * (1 - 0.55 * lapel[:, None])
        if len(self.outfit.tie):
            tie = step(0.17 + 0.03 * (-y - 2), 0.14 + 0.03 * (-y - 2), ax) * inside
            alb = alb * (1 - tie[:, None]) + srgb(self.outfit.tie) * (0.8 + 0.3 * (np.sin((x + y) * 16) > 0))[:,
                None] * tie[:, None]
        return alb

    def _front_shirt(self, alb, x, y, z, ax):
        front = z > 0.1
        seam = bump(ax, 0.17, 0.02) * front
        buttons = step(0.065, 0.04, np.sqrt(x * x + (np.mod(y, 0.75) - 0.37) ** 2)) * front
        alb = alb * (1 - 0.25 * seam[:, None]) * (1 - 0.45 * buttons[:, None])
        open_neck = step(0.02, -0.02, ax - (y + 2.35) * 0.45) * front
        return self._skin_at(alb, open_neck)

    def _front_scrubs(self, alb, x, y, z, ax):
        edge = ax - (y + 2.75) * 0.50
        alb = alb * (1 - 0.35 * bump(edge, 0.08, 0.03) * (z > 0.1) * (y < -1.5))[:, None]
        pocket = box(x, y, z * 0, (-0.75, -4.0, 0), (0.42, 0.45, 1))
        alb = alb * (1 - 0.4 * bump(pocket, 0, 0.025) * (z > 0))[:, None]
        return self._skin_at(alb, step(0.02, -0.02, edge) * (z > 0.0) * (y > -2.9))

    def _front_dress(self, alb, x, y, z, ax):
        neck = np.sqrt(x * x + (y + 1.5) ** 2 * 0.8)
        return self._skin_at(alb, step(0.86, 0.82, neck) * (z > -0.4))

    def _front_vest(self, alb, x, y, z, ax):
        inside = 1 - step(0.3, 0.7, self._front_edge(ax, y, z))
        sleeve = self._on_arm(x, y, z, 0.10)
        under = np.maximum(inside, sleeve)
        alb = alb * (1 - under[:, None]) + srgb(self.outfit.second) * (0.85 + 0.25 * noise(x, y, FINE))[:, None] * under[:,
            None]
        bands = ((np.abs(y + 4.6) < 0.26) | (np.abs(y + 6.2) < 0.26) | (np.abs(ax - 0.95) < 0.20) & (y > -4.5)) * (1 - under)
        return alb * (1 - bands[:, None]) + np.array([0.66, 0.68, 0.70], F) * bands[:, None]

    def _front_overall(self, alb, x, y, z, ax):
        zip_ = bump(ax, 0, 0.05) * (z > 0.1)
        pocket = np.minimum(np.abs(box(ax, y, z * 0, (0.8, -3.7, 0), (0.40, 0.42, 1))), 1)
        return alb * (1 - 0.45 * zip_ - 0.35 * bump(pocket, 0, 0.025) * (z > 0))[:, None]

    def _on_arm(self, x, y, z, start):
        """1 on the arms from a share `start` of the upper arm down, 0 on the trunk."""
        mask = np.zeros(len(x), F)
        for shoulder, elbow, wrist in self.joints:
            axis = elbow - shoulder
            h = ((x - shoulder[0]) * axis[0] + (y - shoulder[1]) * axis[1] + (z - shoulder[2]) * axis[2]) / (axis @ axis)
            on_upper = capsule(x, y, z, shoulder, elbow, 0.62, 0.52) < 0.14
            on_fore = capsule(x, y, z, elbow, wrist, 0.54, 0.42) < 0.14
            outside = (np.abs(x) > 1.44 * self.build) | (z > 1.0) & on_fore
            mask = np.maximum(mask, (on_fore | on_upper) * step(start, start + 0.06, h) * outside)
        return mask

    def _bare_arms(self, alb, x, y, z, at, out):
        mask = self._on_arm(x, y, z, 0.60)
        out.soft[at] = np.maximum(out.soft[at], mask)
        return self._skin_at(alb, mask)

    def _paint_lanyard(self, alb, x, y, z, ax):
        drop = np.clip((y + 4.4) / 2.9, 0, 1)
        strap = step(0.085, 0.06, np.abs(ax - 0.62 * drop)) * (z > -0.2) * (y > -4.45)
        return alb * (1 - strap[:, None]) + srgb(self.outfit.lanyard) * strap[:, None]

    def _paint_hand(self, at, x, y, z, n, out):
        tone = 0.9 + 0.2 * noise(x * 0.3, y * 0.3)
        out.albedo[at] = srgb(self.skin) * np.array([0.97, 0.86, 0.82], F) * tone[:, None]
        out.soft[at], out.gloss[at], out.sharp[at] = 1, 0.04, 14

    def _paint_collar(self, at, x, y, z, n, out):
        o = self.outfit
        weave = self._cloth(at, x, y, z, n, out, 0.06)
        tone = srgb(o.second if o.kind in ("jacket", "vest") else o.colour)
        out.albedo[at] = tone * (0.92 * weave)[:, None]

    def _paint_leg(self, at, x, y, z, n, out):
        if self.outfit.kind == "dress":
            self._paint_hand(at, x, y, z, n, out)
            return
        weave = self._cloth(at, x, y, z, n, out, 0.3)
        out.albedo[at] = srgb(self.outfit.trousers) * weave[:, None]

    def _paint_shoe(self, at, x, y, z, n, out):
        out.albedo[at] = np.where((y < -15.6)[:, None], F(0.5), F(0.03))
        out.gloss[at], out.sharp[at] = 0.08, 20

    def _paint_prop(self, at, x, y, z, n, out):
        if self.prop == "cup":
            out.albedo[at] = np.array([0.72, 0.70, 0.66], F)
            out.gloss[at], out.sharp[at] = 0.2, 40
        elif self.prop == "tablet":
            out.albedo[at] = 0.03
            out.gloss[at], out.sharp[at] = 0.3, 60
        else:
            out.albedo[at] = 0.82


@dataclass
class Badge:
    """The name badge on a body: small, and seen in more detail than the cloth behind it."""
    body: Body

    def __post_init__(self):
        b = self.body
        self.origin, self.axes, self.scale = b.origin, b.axes, b.scale
        if b.outfit.clip:
            self.at, (self.w, self.h), self.lean = np.array([0.72 * b.build, -3.45, 0.76]), (0.50, 0.347), 0.12
        else:
            self.at, (self.w, self.h), self.lean = np.array([0.0, -4.75, 0.95 + 0.3 * b.belly]), (0.60, 0.417), -0.05
        self.bound = (tuple(self.at), 0.85)

    def distance(self, x, y, z):
        return box(x, y, z - self.lean * (y - self.at[1]), self.at, (self.w, self.h, 0.03), 0.02)

    def places(self, shares):
        """World points of places on the badge, given as shares of its picture."""
        x = self.at[0] + (shares[:, 0] - 0.5) * 2 * self.w
        y = self.at[1] + (0.5 - shares[:, 1]) * 2 * self.h
        z = self.at[2] + self.lean * (y - self.at[1]) + 0.03
        return self.origin + np.stack([x, y, z], 1) @ np.array(self.axes, float).T * self.scale

    def paint(self, p, n, surface):
        picture = self.body.outfit.badge
        rows, columns = picture.shape[:2]
        u = np.clip((p[:, 0] - self.at[0]) / (2 * self.w) + 0.5, 0, 0.999)
        v = np.clip(0.5 - (p[:, 1] - self.at[1]) / (2 * self.h), 0, 0.999)
        surface.albedo[:] = picture[(v * rows).astype(int), (u * columns).astype(int)] * F(0.9)
        surface.gloss[:], surface.sharp[:] = 0.05, 40
