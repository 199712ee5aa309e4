"""The head of somebody who does not exist.

One unit is about 105 mm: the crown is at y = 1.2, the chin at -1.05, ears at x = +-0.8; the face looks along +z.
Skin, eyes, hair and what is worn are separate shapes; `paint` says what the nearest one is made of.
"""
from dataclasses import dataclass, field

import numpy as np

from shapes import FINE, F, bump, capsule, carve, ellipsoid, noise, smin, step

SKIN, EYE, HAIR, WORN, TEETH = range(5)


@dataclass
class Look:
    """Everything that makes a face this face."""
    skin: tuple = (0.86, 0.66, 0.56)
    hair: tuple = (0.20, 0.13, 0.08)
    eye: tuple = (0.30, 0.42, 0.45)
    width: float = 1.0          # of the skull
    jaw: float = 1.0            # 0.8 narrow .. 1.2 broad
    chin: float = 1.0           # length of the lower face
    nose: float = 1.0
    mouth: float = 0.25         # half its width
    lips: float = 1.0           # fullness
    rouge: float = 0.3          # redness of the lips
    brow: float = 1.0           # thickness of the eyebrows
    ridge: float = 0.5          # brow ridge
    cheeks: float = 1.0
    age: float = 0.2            # 0 child .. 1 old
    style: str = "short"        # hair: see _hair
    hairline: float = 0.0       # receding
    beard: str = ""             # stubble, short, full, moustache
    glasses: str = ""           # round, square
    frame: tuple = (0.05, 0.05, 0.06)
    hat: str = ""               # cap, helmet, beanie, straw, scarf
    hat_colour: tuple = (0.15, 0.2, 0.4)
    neck: float = 0.40
    seed: int = 0
    eyes: float = 1.0           # size
    freckles: float = 0.0


@dataclass
class Mood:
    smile: float = 0.4          # 0 grave .. 1 broad
    open: float = 0.0           # teeth showing, 0..1
    gaze: tuple = (0.0, 0.0)    # to the person's left, up


def srgb(c):
    return np.array(c, F) ** F(2.2)


@dataclass
class Head:
    look: Look
    mood: Mood
    origin: np.ndarray
    axes: np.ndarray
    scale: float
    bound: tuple = field(default=((0, -0.2, 0), 1.85))

    def __post_init__(self):
        look, r = self.look, np.random.default_rng(self.look.seed)
        self.ex = 0.325 + r.uniform(-0.015, 0.02)
        self.ey = 0.10 + r.uniform(-0.015, 0.015)
        self.ym = -0.655 * (0.35 + 0.65 * look.chin)
        self.curl = 0.15 + 1.25 * self.mood.smile            # how the corners of the mouth rise
        self.wide = look.mouth * (1 + 0.18 * self.mood.smile + 0.1 * self.mood.open)
        self.gape = 0.085 * self.mood.open
        self.phase = r.uniform(0, 6.28, 6)
        self.lid = 0.078 * look.eyes * (1 - 0.18 * self.mood.smile - 0.12 * look.age)
        if look.style in ("long", "wavy") or look.hat in ("straw", "scarf"):
            self.bound = ((0, -0.25, 0), 2.0)

    # -- shapes ---------------------------------------------------------------------------------------------------

    def distance(self, x, y, z):
        d = self._shapes(x, y, z)
        out = d[0]
        for other in d[1:]:
            out = np.minimum(out, other)
        return out

    def _shapes(self, x, y, z):
        ax = np.abs(x)
        skin = self._skin(x, y, z, ax)
        return [skin, self._eye(ax, y, z), self._hair(x, y, z, ax), self._worn(x, y, z, ax), self._teeth(x, y, z)]

    def _skull(self, x, y, z):
        return ellipsoid(x, y, z, (0, 0.27, -0.12), (0.765 * self.look.width, 0.93, 0.93))

    def _skin(self, x, y, z, ax):
        k = self.look
        low = k.chin
        d = smin(self._skull(x, y, z), ellipsoid(x, y, z, (0, -0.22 * low, 0.14), (0.60 * k.width, 0.86 * low, 0.70)), 0.22)
        d = smin(d, ellipsoid(ax, y, z, (0.31 * k.jaw, -0.60 * low, 0.12), (0.22, 0.28, 0.36)), 0.28)
        d = smin(d, ellipsoid(x, y, z, (0, -0.90 * low, 0.50), (0.21 * k.jaw, 0.16, 0.19)), 0.24)
        cheek_y = -0.22 + 0.05 * self.mood.smile
        d = smin(d, ellipsoid(ax, y, z, (0.37, cheek_y, 0.48),
            (0.23, 0.23, 0.20 + 0.03 * k.cheeks + 0.02 * self.mood.smile)), 0.2)
        d = carve(d, ellipsoid(ax, y, z, (self.ex - 0.02, self.ey + 0.0, 0.86), (0.20, 0.13, 0.15)), 0.12)
        d = smin(d, ellipsoid(ax, y, z, (self.ex - 0.03, self.ey + 0.22, 0.66), (0.25, 0.07, 0.08 + 0.04 * k.ridge)), 0.14)
        d = self._lids(d, ax, y, z)
        d = self._nose(d, x, y, z, ax)
        if k.age > 0.35:
            fold = capsule(ax, y, z, (0.19, -0.36, 0.83), (0.33, -0.64 * low, 0.69), 0.012)
            d = carve(d, fold, 0.10 * (k.age - 0.25))
        d = self._lips(d, x, y, z)
        d = smin(d, ellipsoid(ax, y, z, (0.79 * k.width, 0.03, -0.12), (0.085, 0.22, 0.14)), 0.05)
        d = carve(d, ellipsoid(ax, y, z, (0.87 * k.width, 0.06, -0.04), (0.035, 0.12, 0.07)), 0.03)
        neck = capsule(x, y, z, (0, -0.5, -0.20), (0, -1.7, -0.34), k.neck, k.neck * 1.08)
        d = smin(d, neck, 0.14)
        if k.beard in ("short", "full"):
            d = d - self._beard(x, y, z, ax) * F(0.05 if k.beard == "short" else 0.13)
        return d

    def _opening(self, ax, y):
        """Negative between the eyelids."""
        u = (ax - F(self.ex)) / F(0.158 * self.look.eyes)
        arch = np.maximum(1 - u * u, -0.6)
        tilt = 0.02 * u
        upper = y - (self.ey + tilt + self.lid * arch)
        lower = (self.ey + tilt - (0.052 - 0.012 * self.mood.smile) * self.look.eyes * arch) - y
        return np.maximum(upper, lower), upper

    def _eye(self, ax, y, z):
        return np.sqrt((ax - F(self.ex)) ** 2 + (y - F(self.ey)) ** 2 + (z - F(0.545)) ** 2) - F(0.17)

    def _lids(self, d, ax, y, z):
        shell = np.sqrt((ax - F(self.ex)) ** 2 + (y - F(self.ey)) ** 2 + (z - F(0.545)) ** 2) - F(0.193)
        slit, _ = self._opening(ax, y)
        d = smin(d, shell, 0.05)
        return np.maximum(d, np.where(z > 0.45, -np.maximum(slit, 0.5 - z), F(-9)))

    def _nose(self, d, x, y, z, ax):
        n = self.look.nose
        bridge = capsule(x, y, z, (0, 0.10, 0.76), (0, -0.30 * n, 0.90), 0.065, 0.10)
        tip = ellipsoid(x, y, z, (0, -0.33 * n, 0.965), (0.125, 0.10, 0.12))
        wing = ellipsoid(ax, y, z, (0.115, -0.36 * n, 0.87), (0.075, 0.075, 0.10))
        d = smin(d, smin(smin(bridge, tip, 0.12), wing, 0.06), 0.08)
        return carve(d, ellipsoid(ax, y, z, (0.065, -0.425 * n, 0.93), (0.038, 0.03, 0.055)), 0.02)

    def _bent(self, x, y):
        """Height above the line of the mouth, which a smile bends."""
        return y - F(self.ym) - F(self.curl * 0.55) * x * x

    def _lips(self, d, x, y, z):
        v = self._bent(x, y)
        zz = z + F(0.75) * x * x
        w, full = self.wide, self.look.lips
        upper = ellipsoid(x, v, zz, (0, 0.030 + 0.1 * self.gape, 0.765), (w * 0.92, 0.05 * full, 0.085))
        lower = ellipsoid(x, v, zz, (0, -0.045 - self.gape, 0.755), (w * 0.80, 0.055 * full, 0.095))
        d = smin(d, upper, 0.035)
        d = smin(d, lower, 0.035)
        if self.gape:
            return carve(d, self._cavity(x, v, z), 0.015)
        crease = ellipsoid(x, v, zz, (0, -0.006, 0.87), (w * 0.95, 0.008, 0.06))
        return carve(d, crease, 0.03)

    def _cavity(self, x, v, z):
        arch = 1 - (x / F(self.wide * 0.93)) ** 2
        inside = np.maximum(v - 0.22 * self.gape * arch, -(v + self.gape * arch))
        return np.maximum(inside * 0.8, 0.52 - z)

    def _teeth(self, x, y, z):
        if not self.gape:
            return np.full(x.shape, 9, F)
        v = self._bent(x, y)
        row = ellipsoid(x, v, z + F(0.75) * x * x, (0, 0.06, 0.60), (self.wide * 1.1, 0.30, 0.155))
        return np.maximum(row, -(v + self.gape * 0.72))

    def _beard(self, x, y, z, ax):
        """1 where the beard grows, 0 elsewhere, soft at the edge."""
        edge = 0.05 * np.sin(ax * 9 + self.phase[0]) * 0.5
        line = -0.33 - 0.25 * bump(ax, 0.32, 0.14) + 0.42 * step(0.42, 0.7, ax) + edge
        low = -1.12 + 0.5 * (0.5 - z)
        grown = step(0.15, -0.15, y - line) * step(-0.12, 0.12, z) * step(low - 0.12, low + 0.1, y) * step(0.75, 0.66, ax)
        v = self._bent(x, y)
        mouth = 1 - step(0.8, 1.15, (x / F(self.wide)) ** 2 + ((v + 0.02 + self.gape * 0.4) / F(0.10 + self.gape)) ** 2)
        nose = step(0.19, 0.12, ax) * step(-0.47, -0.42, y)
        return grown * (1 - mouth) * (1 - nose)

    def _front(self, x, y, z, ax):
        """How far behind the hairline a point of the scalp lies."""
        k = self.look
        recede = k.hairline * (0.25 * bump(ax, 0.45, 0.22) + 0.12) * step(0, 0.4, z)
        low = 0.0
        if k.style == "fringe":
            low = 0.30 * step(0.62, 0.35, ax) * step(0.1, 0.5, z)
        jag = 0.02 * np.sin(ax * 13 + self.phase[1]) + 0.015 * np.sin(x * 29 + self.phase[2])
        return y - (0.13 + 0.88 * z + 0.10 * z * (1 - ax) + recede - low + jag)

    def _cap(self, x, y, z, ax, thick):
        f = self._front(x, y, z, ax)
        if self.look.style == "fringed-bald":
            f = np.minimum(f, (0.52 - y) * 1.2)
        lift = step(0.0, 0.24, f)
        bare = F(0.035) + F(0.45) * step(-0.03, -0.22, f)           # well inside the skin, so that no eye socket reaches it
        return (self._skull(x, y, z) + bare - lift * (thick + F(0.035)) - step(-0.02, 0.03, f) * F(0.045)) * F(0.75)

    def _strands(self, x, y, z):
        azimuth = np.arctan2(x, z + 0.35)
        return np.sin(azimuth * 31 + self.phase[3] + 3 * np.sin(y * 3 + self.phase[4])) * F(0.008)

    def _hair(self, x, y, z, ax):
        k, none = self.look, np.full(x.shape, 9, F)
        s = k.style
        if s == "bald" or k.hat == "scarf":
            return none
        if k.hat in ("cap", "helmet", "beanie", "straw"):
            top = step(0.75, 0.45, y)
        else:
            top = 1.0
        if s in ("short", "fringed-bald"):
            quiff = 0.11 * bump(y, 1.05, 0.35) * step(-0.3, 0.5, z)
            d = self._cap(x, y, z, ax, (0.07 + quiff) * top + 0.02) + self._strands(x, y, z)
        elif s == "buzz":
            d = self._cap(x, y, z, ax, np.full(x.shape, 0.012, F))
        elif s == "parted":
            part = bump(x, 0.28, 0.06) * step(0.2, 0.6, y)
            sweep = 0.13 * bump(y, 0.95, 0.4) * (1 - 0.6 * part) + 0.05 * step(0.3, -0.5, x) * step(0.4, 0.8, y)
            d = self._cap(x, y, z, ax, (0.06 + sweep) * top + 0.02) + self._strands(x, y, z)
        elif s == "curly":
            knots = np.sin(x * 17 + self.phase[0]) * np.sin(y * 17 + self.phase[1]) * np.sin(z * 17)
            knots = knots + 0.5 * np.sin(x * 33 + y * 9) * np.sin(y * 31 - z * 7) * np.sin(z * 35)
            ball = ellipsoid(x, y, z, (0, 0.40, -0.18), (0.98, 0.98, 0.98))
            d = np.maximum(ball, (-self._front(x, y, z, ax) + 0.02) * 0.7) + knots * F(0.045)
            d = d * F(0.7)
        elif s == "bun":
            d = self._cap(x, y, z, ax, 0.06 * top + 0.02) + self._strands(x, y, z)
            d = smin(d, ellipsoid(x, y, z, (0, 1.18, -0.50), (0.36, 0.32, 0.34)), 0.06)
        elif s == "ponytail":
            d = self._cap(x, y, z, ax, 0.07 * top + 0.02) + self._strands(x, y, z)
            d = smin(d, capsule(x, y, z, (0.3, 0.35, -1.0), (0.62, -1.0, -0.5), 0.24, 0.12), 0.08)
        else:
            d = self._flowing(x, y, z, ax, top)
        return d

    def _flowing(self, x, y, z, ax, top):
        """Hair that falls beside the face: a bob, long, wavy, or with a fringe."""
        s = self.look.style
        length = {"bob": 0.62, "fringe": 0.62, "long": 1.08, "wavy": 1.05}.get(s, 0.8)
        wave = 0.05 * np.sin(y * 8 + 2 * np.sin(x * 3 + self.phase[0])) if s == "wavy" else 0.0
        part = 0.06 * bump(x, 0.15, 0.05) * step(0.5, 0.9, y)
        d = self._cap(x, y, z, ax, (0.12 - part) * top + 0.02)
        side = ellipsoid(ax + wave, y, z, (0.69, 0.34 - 0.72 * length, -0.05), (0.20, 1.0 * length, 0.50))
        back = ellipsoid(x + wave, y, z, (0, 0.35 - 0.72 * length, -0.48), (0.80, 1.12 * length, 0.48))
        fall = smin(side, back, 0.12)
        face = ellipsoid(x, y, z, (0, -0.22, 0.68), (0.62, 1.0, 0.75))
        fall = carve(fall, face, 0.08)
        return smin(d, fall, 0.20) * F(0.9) + self._strands(x, y, z) * F(1.3)

    def _worn(self, x, y, z, ax):
        d = np.full(x.shape, 9, F)
        if self.look.glasses:
            d = np.minimum(d, self._glasses(ax, y, z))
        if self.look.hat:
            d = np.minimum(d, self._hat(x, y, z, ax))
        return d

    def _glasses(self, ax, y, z):
        hw, hh, corner = (0.185, 0.16, 0.155) if self.look.glasses == "round" else (0.215, 0.145, 0.07)
        u = np.abs(ax - F(self.ex - 0.005)) - F(hw - corner)
        v = np.abs(y - F(self.ey - 0.03)) - F(hh - corner)
        flat = np.sqrt(np.maximum(u, 0) ** 2 + np.maximum(v, 0) ** 2) + np.minimum(np.maximum(u, v), 0) - F(corner)
        plane = z - (0.93 - F(0.28) * ax * ax)
        ring = np.sqrt(flat * flat + plane * plane) - F(0.019)
        bridge = capsule(ax, y, z, (0, self.ey + 0.04, 0.97), (self.ex - hw + 0.01, self.ey + 0.01, 0.925), 0.018)
        arm = capsule(ax, y, z, (self.ex + hw, self.ey + 0.03, 0.86), (0.84 * self.look.width, self.ey + 0.06, -0.15), 0.02)
        return np.minimum(np.minimum(ring, bridge), arm)

    def _hat(self, x, y, z, ax):
        kind = self.look.hat
        if kind == "cap":
            crown = ellipsoid(x, y, z, (0, 0.40, -0.12), (0.90, 0.95, 1.02))
            crown = np.maximum(crown, 0.56 + 0.16 * z - y)
            brim = ellipsoid(x, y + 0.35 * ax * ax, z, (0, 0.76, 0.92), (0.62, 0.045, 0.58))
            return np.minimum(crown, np.maximum(brim, 0.35 - z)) * F(0.85)
        if kind == "helmet":
            crown = ellipsoid(x, y, z, (0, 0.48, -0.10), (0.99, 0.98, 1.12))
            ridge = ellipsoid(x, y, z, (0, 0.52, -0.10), (0.16, 1.03, 1.15))
            crown = np.maximum(smin(crown, ridge, 0.05), 0.60 - y)
            brim = ellipsoid(x, y - 0.10 * z, z, (0, 0.58, 0.05), (1.05, 0.045, 1.30))
            return smin(crown, brim, 0.05) * F(0.85)
        if kind == "beanie":
            crown = ellipsoid(x, y, z, (0, 0.52, -0.12), (0.87, 0.90, 1.0))
            knit = 0.012 * np.sin(np.arctan2(x, z + 0.1) * 46)
            roll = ellipsoid(x, y - 0.18 * z, z, (0, 0.62, -0.12), (0.93, 0.20, 1.05))
            return smin(np.maximum(crown, 0.55 + 0.12 * z - y),
                np.maximum(roll, -ellipsoid(x, y, z, (0, 0.3, -0.12), (0.7, 0.9, 0.85))), 0.04) * F(0.8) + knit
        if kind == "straw":
            crown = np.maximum(ellipsoid(x, y, z, (0, 0.55, -0.12), (0.86, 0.86, 0.98)), 0.70 - y)
            brim = ellipsoid(x, y - 0.06 * (ax * ax - 0.4), z, (0, 0.76, -0.10), (1.50, 0.04, 1.55))
            return smin(crown, brim, 0.05) * F(0.85)
        # A headscarf, open round the face and falling over the shoulders.
        wrap = ellipsoid(x, y, z, (0, 0.24, -0.12), (0.88, 1.08, 1.05))
        wrap = smin(wrap, ellipsoid(x, y, z, (0, -0.85, -0.10), (0.66, 0.70, 0.66)), 0.25)
        wrap = smin(wrap, ellipsoid(x, y, z, (0, -1.55, -0.15), (1.05, 0.55, 0.85)), 0.2)
        fold = 0.012 * np.sin((y * 14 + ax * 9 + z * 4) + 2 * np.sin(x * 4)) * step(0.4, -0.6, y)
        return carve(wrap, ellipsoid(x, y, z, (0, -0.15, 0.80), (0.575, 0.90, 0.80)), 0.06) * F(0.9) + fold

    # -- materials ------------------------------------------------------------------------------------------------

    def paint(self, p, n, surface):
        x, y, z = p[:, 0], p[:, 1], p[:, 2]
        kind = np.argmin(np.stack(self._shapes(x, y, z)), axis=0)
        for which, painter in ((SKIN, self._paint_skin), (EYE, self._paint_eye), (HAIR, self._paint_hair),
                               (WORN, self._paint_worn), (TEETH, self._paint_teeth)):
            at = np.flatnonzero(kind == which)
            if len(at):
                painter(at, x[at], y[at], z[at], n, surface)

    def _paint_skin(self, at, x, y, z, n, out):
        k, ax = self.look, np.abs(x)
        base = srgb(k.skin)
        mottle = noise(x * 0.35 + 0.3 + k.seed * 0.13, y * 0.35 + z * 0.21)
        pores = noise(x * 0.9 + z * 0.5, y * 0.9, FINE)
        alb = base * (0.90 + 0.16 * mottle + 0.08 * (pores - 0.5))[:, None]
        warm = 0.55 * bump(ax, 0.42, 0.2) * bump(y, -0.22, 0.2) + 0.7 * bump(ax, 0, 0.13) * bump(y, -0.36, 0.13) * step(0.8,
            0.95, z)
        warm = warm + 0.6 * step(0.74, 0.82, ax) + 0.25 * (mottle - 0.4)
        alb *= 1 - np.clip(warm, 0, 1)[:, None] * np.array([0.02, 0.17, 0.17], F)
        if k.freckles:
            spots = step(0.66, 0.74, noise(x * 0.75 + k.seed, y * 0.75)) * bump(y, -0.1, 0.25) * step(0.5, 0.3, ax)
            alb *= 1 - k.freckles * spots[:, None] * np.array([0.25, 0.4, 0.5], F)
        alb = self._paint_age(alb, x, y, z, ax)
        alb = self._paint_lips(alb, x, y, z, ax, at, out)
        alb = self._paint_eye_edges(alb, ax, y, z)
        alb = self._paint_brows(alb, ax, y, z, x)
        alb = self._paint_beard(alb, x, y, z, ax, at, n, out)
        alb = self._paint_scalp(alb, x, y, z, ax)
        out.albedo[at] = alb
        out.soft[at] = 1
        oily = bump(ax, 0, 0.3) * step(0.1, 0.8, y) + bump(ax, 0, 0.1) * bump(y, -0.2, 0.25)
        out.gloss[at] = np.maximum(out.gloss[at], (0.035 + 0.05 * np.clip(oily, 0, 1)) * (0.6 + 0.8 * pores))
        out.sharp[at] = np.maximum(out.sharp[at], 14)

    def _paint_age(self, alb, x, y, z, ax):
        a = self.look.age
        if a > 0.3:
            lines = np.clip(np.sin((y + 0.04 * np.sin(x * 5)) * 62) - 0.55, 0, 1) * bump(y, 0.55, 0.14) * step(0.55, 0.2, ax)
            crow = np.clip(np.sin(np.arctan2(y - self.ey, ax - self.ex - 0.1) * 13) - 0.4, 0, 1) * bump(ax, self.ex + 0.24,
                0.07) * bump(y, self.ey, 0.1)
            alb *= 1 - (a - 0.2) * (0.38 * lines + 0.5 * crow)[:, None]
            bag = bump(ax, self.ex - 0.02, 0.13) * bump(y, self.ey - 0.13, 0.025)
            alb *= 1 - (a - 0.2) * 0.35 * bag[:, None] * np.array([0.8, 1, 0.9], F)
        return alb

    def _paint_lips(self, alb, x, y, z, ax, at, out):
        k = self.look
        v = self._bent(x, y)
        arch = np.clip(1 - (x / F(self.wide)) ** 2, 0, 1)
        bow = 1 - 0.22 * bump(ax, 0, 0.045)
        top = (0.072 * k.lips * bow + 0.22 * self.gape) * arch ** 0.7
        bottom = -(0.092 * k.lips + self.gape * 1.05) * arch ** 0.7
        mask = step(-0.012, 0.012, top - v) * step(-0.012, 0.012, v - bottom) * step(0.45, 0.6, z) * (arch > 0.01)
        tone = srgb(k.skin) * (1 - k.rouge * np.array([0.18, 0.62, 0.52], F)) * np.array([0.95, 0.72, 0.72], F)
        ridged = 0.88 + 0.24 * noise(x * 0.8, y * 0.05, FINE)
        alb = alb * (1 - mask[:, None]) + tone * ridged[:, None] * mask[:, None]
        if self.gape:
            cave = step(0.0, 0.02, -self._cavity(x, v, z)) + step(0.012, -0.004, self._cavity(x, v, z)) * step(0.74, 0.66,
                z + 0.75 * x * x)
            alb *= 1 - np.clip(cave, 0, 1)[:, None] * np.array([0.80, 0.93, 0.93], F)
        else:
            alb *= 1 - (0.72 * bump(v, -0.006, 0.011) * step(1.08, 0.85, ax / self.wide) * (z > 0.4))[:, None]
        corner = bump(ax, self.wide * 1.03, 0.03) * bump(v, 0, 0.035) * (z > 0.4)
        alb *= 1 - 0.35 * corner[:, None]
        out.gloss[at] = mask * 0.12
        out.sharp[at] = np.where(mask > 0.5, 24, 14)
        return alb

    def _paint_eye_edges(self, alb, ax, y, z):
        slit, upper = self._opening(ax, y)
        near = (z > 0.45) * bump(ax, self.ex, 0.26) * step(-0.030, -0.008, slit)     # on the lids, not between them
        lash = step(0.032, 0.004, slit) * (upper > slit - 1e-4) * near
        rim = step(0.022, 0.0, slit) * near
        crease = bump(upper, 0.062, 0.016) * bump(ax, self.ex, 0.15) * (z > 0.45)
        dark = 0.80 * lash * (0.35 + 0.65 * (self.look.rouge > 0.45)) + 0.40 * rim * (1 - lash) + 0.33 * crease
        shade = bump(ax, self.ex - 0.03, 0.19) * bump(y, self.ey + 0.02, 0.13) * (z > 0.4)
        return alb * (1 - np.clip(dark, 0, 0.93))[:, None] * (1 - 0.14 * shade[:, None] * np.array([0.7, 1, 0.9], F))

    def _paint_brows(self, alb, ax, y, z, x):
        k = self.look
        u = ax - F(self.ex)
        line = self.ey + 0.225 + 0.10 * u - 1.15 * u * u + 0.02 * k.ridge * -1
        thick = 0.040 * k.brow * step(0.30, 0.0, np.abs(u)) ** 0.5 * np.where(u > 0, 1 - 1.6 * np.maximum(u, 0), 1)
        strands = noise(x * 0.55 + y * 0.35, y * 0.10 + 0.3, FINE)
        mask = step(1.15, 0.55, np.abs(y - line) / np.maximum(thick, 0.004)) * step(-0.235, -0.17, u) * step(0.27, 0.2,
            u) * (z > 0.3)
        mask = np.clip(mask * (0.55 + 0.9 * strands), 0, 0.95) * min(1, 0.5 + 0.5 * k.brow)
        return alb * (1 - mask[:, None]) + srgb(k.hair) * F(0.75) * mask[:, None]

    def _paint_beard(self, alb, x, y, z, ax, at, n, out):
        k = self.look
        if not k.beard:
            return alb
        grown = self._beard(x, y, z, ax)
        strands = noise(x * 0.7 + z * 0.3, y * 0.14, FINE)
        strength = {"stubble": 0.42, "short": 0.86, "full": 0.96, "moustache": 0.9}[k.beard]
        if k.beard == "moustache":
            grown = grown * step(-0.62, -0.56, y - self.curl * 0.5 * x * x) * step(0.42, 0.3, ax)
        mask = np.clip(step(0.1, 0.7, grown + 0.5 * (strands - 0.5)) * strength, 0, 1)
        tone = srgb(k.hair) * (0.45 + 1.0 * strands)[:, None]
        out.gloss[at] *= 1 - mask
        return alb * (1 - mask[:, None]) + tone * mask[:, None]

    def _paint_scalp(self, alb, x, y, z, ax):
        """Where hair begins it is thin and skin shines through; shaved heads keep a shadow."""
        k = self.look
        if k.style == "bald" or k.hat == "scarf":
            return alb
        f = self._front(x, y, z, ax)
        if k.style == "fringed-bald":
            f = np.minimum(f, (0.52 - y) * 1.2)
        mask = step(-0.05, 0.04, f + 0.05 * (noise(x * 0.8, y * 0.8, FINE) - 0.5)) * F(0.8)
        mask = mask * (1 - step(0.40, 0.34, y) * step(0.25, 0.35, z))      # not in the corners of the eyes
        return alb * (1 - mask[:, None]) + srgb(k.hair) * F(0.8) * mask[:, None]

    def _paint_eye(self, at, x, y, z, n, out):
        side = np.where(x > 0, 1, -1)
        gx, gy = self.mood.gaze
        u = (x - side * F(self.ex)) / F(0.17) - gx - side * 0.03
        v = (y - F(self.ey)) / F(0.17) - gy
        r = np.sqrt(u * u + v * v)
        white = np.array([0.72, 0.68, 0.65], F) * (1 - 0.25 * step(0.35, 0.9, r)[:, None] * np.array([0.3, 1, 1], F))
        spokes = noise(np.arctan2(v, u) * 0.16, r * 0.1, FINE)
        iris = srgb(self.look.eye) * (0.55 + 1.1 * spokes * step(0.40, 0.15, r) + 0.4 * step(0.0, -0.3, v))[:, None]
        iris *= (1 - 0.75 * step(0.33, 0.42, r))[:, None]
        inside = step(0.45, 0.40, r)[:, None]
        alb = white * (1 - inside) + iris * inside
        alb *= (1 - 0.97 * step(0.20, 0.16, r))[:, None]
        _, upper = self._opening(np.abs(x), y)
        alb *= (0.42 + 0.58 * step(0.0, -0.055, upper))[:, None]
        out.albedo[at] = alb
        glint = step(0.085, 0.05, np.sqrt((u - 0.14) ** 2 + (v - 0.16) ** 2)) + 0.3 * step(0.06, 0.03,
            np.sqrt((u + 0.12) ** 2 + (v + 0.14) ** 2))
        out.glow[at] = glint * 0.7
        out.gloss[at], out.sharp[at], out.soft[at] = 0.25, 90, 0.3

    def _paint_hair(self, at, x, y, z, n, out):
        azimuth = np.arctan2(x, z + 0.35)
        if self.look.style == "curly":
            strands = noise(x * 0.45 + z * 0.2, y * 0.45 + z * 0.3, FINE)
            locks = noise(x * 0.5 + z * 0.3, y * 0.5)
        else:
            sway = 0.02 * np.sin(y * 4 + self.phase[1])
            strands = noise(azimuth * 0.42 + sway, y * 0.035 + 0.2, FINE)
            locks = noise(azimuth * 0.16 + sway + self.look.seed * 0.37, y * 0.03 + self.look.seed * 0.11)
        tone = srgb(self.look.hair) * (0.36 + 0.80 * strands + 0.75 * (locks - 0.22))[:, None]
        grey = 0.10 * self.look.age * step(0.55, 0.8, strands)
        out.albedo[at] = np.clip(tone + grey[:, None], 0.004, 0.9)
        tangent = np.stack([z[:] + 0.35, np.zeros_like(x), -x], -1)
        tangent /= np.maximum(np.linalg.norm(tangent, axis=1, keepdims=True), 1e-5)
        n[at] += tangent * ((strands - 0.5) * 0.7 + (locks - 0.45) * 0.8)[:, None]
        n[at] /= np.linalg.norm(n[at], axis=1, keepdims=True)
        out.hair[at] = 1
        out.shift[at] = (strands - 0.5) * 0.35 - 0.12
        out.gloss[at] = 0.24 if self.look.style not in ("curly", "buzz") else 0.05
        out.sharp[at], out.soft[at] = 16, 0.25

    def _paint_worn(self, at, x, y, z, n, out):
        k = self.look
        glasses = np.zeros(len(x), bool)
        if k.glasses:
            glasses = self._glasses(np.abs(x), y, z) < 0.012
        cloth = srgb(k.hat_colour)
        weave = noise(x * 0.6 + z * 0.6, y * 0.9, FINE)
        alb = cloth * (0.85 + 0.3 * weave)[:, None]
        if k.hat == "straw":
            ring = noise(np.sqrt(x * x + z * z) * 0.8, np.arctan2(x, z) * 0.05, FINE)
            alb = np.array([0.62, 0.47, 0.26], F) * (0.7 + 0.6 * ring)[:, None]
            band = (y > 0.78) & (y < 0.98) & (np.sqrt(x * x + z * z) < 1.0)
            alb[band] = cloth
        alb[glasses] = srgb(k.frame)
        out.albedo[at] = alb
        hard = glasses | (k.hat == "helmet")
        out.gloss[at] = np.where(hard, 0.35, 0.02)
        out.sharp[at] = np.where(hard, 50, 10)
        out.soft[at] = np.where(hard, 0, 0.2)

    def _paint_teeth(self, at, x, y, z, n, out):
        gaps = np.abs(np.sin(x * 36)) ** 0.3
        edge = step(self.wide, self.wide * 0.55, np.abs(x))
        out.albedo[at] = np.array([0.74, 0.70, 0.62], F) * (0.55 + 0.45 * gaps * 1.0)[:, None] * (0.25 + 0.75 * edge)[:, None]
        out.gloss[at], out.sharp[at] = 0.15, 40

    # -- where the face is ------------------------------------------------------------------------------------------

    def outline(self):
        """World points round the face, brow to chin and ear to ear."""
        k, low = self.look, self.look.chin
        points = [(s * 0.70 * k.width, 0.05, 0.15) for s in (-1, 1)] + [(s * 0.66 * k.width, -0.25, 0.25) for s in (-1, 1)]
        points += [(s * 0.50, 0.52, 0.62) for s in (-1, 1)] + [(0, 0.60, 0.76), (0, -1.03 * low, 0.55),
            (0, -0.98 * low, 0.66)]
        points += [(s * 0.3, -0.90 * low, 0.50) for s in (-1, 1)]
        return np.array(points) @ self.axes.T * self.scale + self.origin
