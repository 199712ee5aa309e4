"""Signed distances to simple shapes, and the noise that makes them look worn.

Points are three float32 arrays x, y, z; every function returns one array of distances (negative inside).
"""
import cv2
import numpy as np

F = np.float32


def smin(a, b, k):
    """The union of two shapes with a fillet of radius about k."""
    h = np.maximum(F(k) - np.abs(a - b), 0) / F(k)
    return np.minimum(a, b) - h * h * F(k * 0.25)


def carve(a, b, k):
    """Shape a without shape b, the edge rounded."""
    return -smin(-a, b, k)


def ellipsoid(x, y, z, centre, radii):
    (cx, cy, cz), (rx, ry, rz) = centre, radii
    u, v, w = (x - F(cx)) * F(1 / rx), (y - F(cy)) * F(1 / ry), (z - F(cz)) * F(1 / rz)
    k0 = np.sqrt(u * u + v * v + w * w)
    u *= F(1 / rx)
    v *= F(1 / ry)
    w *= F(1 / rz)
    k1 = np.sqrt(u * u + v * v + w * w)
    return k0 * (k0 - 1) / np.maximum(k1, F(1e-6))


def sphere(x, y, z, centre, radius):
    cx, cy, cz = centre
    return np.sqrt((x - F(cx)) ** 2 + (y - F(cy)) ** 2 + (z - F(cz)) ** 2) - F(radius)


def capsule(x, y, z, a, b, ra, rb=None):
    """A rounded stick from a to b, its radius going from ra to rb."""
    rb = ra if rb is None else rb
    ax, ay, az = a
    bx, by, bz = b[0] - ax, b[1] - ay, b[2] - az
    px, py, pz = x - F(ax), y - F(ay), z - F(az)
    h = np.clip((px * F(bx) + py * F(by) + pz * F(bz)) / F(max(bx * bx + by * by + bz * bz, 1e-9)), 0, 1)
    qx, qy, qz = px - h * F(bx), py - h * F(by), pz - h * F(bz)
    return np.sqrt(qx * qx + qy * qy + qz * qz) - (F(ra) + h * F(rb - ra))


def box(x, y, z, centre, half, rounding=0.0):
    cx, cy, cz = centre
    hx, hy, hz = (h - rounding for h in half)
    u, v, w = np.abs(x - F(cx)) - F(hx), np.abs(y - F(cy)) - F(hy), np.abs(z - F(cz)) - F(hz)
    outside = np.sqrt(np.maximum(u, 0) ** 2 + np.maximum(v, 0) ** 2 + np.maximum(w, 0) ** 2)
    return outside + np.minimum(np.maximum(np.maximum(u, v), w), 0) - F(rounding)


def step(lo, hi, v):
    """0 below lo, 1 above hi, smooth between (lo may be the larger)."""
    t = np.clip((v - F(lo)) / F(hi - lo), 0, 1)
    return t * t * (3 - 2 * t)


def bump(v, centre, width):
    return np.exp(-(((v - F(centre)) / F(width)) ** 2))


def _noise_tile(size=512, seed=77):
    """Smooth random values that repeat at the edges, in 0..1, at several scales."""
    rng = np.random.default_rng(seed)
    tile = np.zeros((size, size), F)
    for octave in range(3, 9):
        n = 2 ** octave
        small = rng.random((n, n)).astype(F)
        small = np.pad(small, 2, mode="wrap")
        big = cv2.resize(small, None, fx=size // n, fy=size // n, interpolation=cv2.INTER_CUBIC)
        o = 2 * (size // n)
        tile += (big[o:o + size, o:o + size] - 0.5) * F(0.62 ** (octave - 3))
    tile = (tile - tile.min()) / (tile.max() - tile.min())
    return tile


NOISE = _noise_tile()
_fine = np.random.default_rng(5).random((512, 512)).astype(F)
FINE = cv2.GaussianBlur(np.tile(_fine, (3, 3)), (0, 0), 0.8)[512:1024, 512:1024]
FINE = np.clip((FINE - FINE.mean()) / (4 * FINE.std()) + 0.5, 0, 1)


def noise(u, v, tile=None):
    """A repeating noise picture looked up at u, v (one unit is one repeat); values in 0..1."""
    tile = NOISE if tile is None else tile
    shape = np.shape(u)
    a = np.mod(np.ravel(u) * F(512), 511).astype(F)
    b = np.mod(np.ravel(v) * F(512), 511).astype(F)
    width = 16384
    pad = -len(a) % width
    a = np.pad(a, (0, pad)).reshape(-1, width)
    b = np.pad(b, (0, pad)).reshape(-1, width)
    rows = [cv2.remap(tile, a[i:i + 1], b[i:i + 1], cv2.INTER_LINEAR) for i in range(len(a))]
    return np.concatenate(rows).ravel()[:int(np.prod(shape))].reshape(shape)


def hsv(h, s, v):
    """A linear colour from hue (0..1), saturation and value as a painter sees them."""
    rgb = cv2.cvtColor(np.array([[[h * 360, s, v]]], F), cv2.COLOR_HSV2RGB)[0, 0]
    return tuple(float(c) ** 2.2 for c in rgb)


def rotation(yaw=0.0, pitch=0.0, roll=0.0):
    """Turns local points into the parent's: yaw to the person's left, pitch up, roll clockwise."""
    c, s = np.cos(yaw), np.sin(yaw)
    ry = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    c, s = np.cos(-pitch), np.sin(-pitch)
    rx = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    c, s = np.cos(roll), np.sin(roll)
    rz = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    return ry @ rx @ rz
