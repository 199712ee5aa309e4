"""The ten photos: who stands where, what hangs on the walls, where the light comes from."""
import cv2
import numpy as np

import lettering as letters
from body import Outfit
from cast import look, name_badge, stranger, stranger_outfit
from head import Mood
from shapes import noise
from room import Ball, Box, Card, Place, Post, bricks, grass, plain, planks, srgb, tiles
from studio import Figure, frame, shoot
from trace import Light

WALL, WHITE = plain((0.86, 0.86, 0.83)), plain((0.93, 0.93, 0.92), 0.01)
INK, BLUEINK, REDINK, GREENINK = (35, 38, 48), (28, 70, 150), (180, 40, 40), (30, 120, 70)


def sign(lines, size=(600, 200), **k):
    return letters.linear(letters.card(lines, size, **k))


def room(width, depth, height, floor, wall=WALL, ceiling=WHITE, shine=0.0, front=2.5):
    """Floor, ceiling, back wall and side walls; the camera stands near z = 0 and looks towards -z."""
    w, mid, half = width / 2, (front - depth) / 2, (front + depth) / 2
    return [Box((0, -0.1, mid), (w, 0.1, half), floor, mirror=shine), Box((0, height + 0.1, mid), (w, 0.1, half), ceiling),
            Box((0, height / 2, -depth - 0.1), (w, height / 2, 0.1), wall),
            Box((-w - 0.1, height / 2, mid), (0.1, height / 2, half), wall),
            Box((w + 0.1, height / 2, mid), (0.1, height / 2, half), wall)]


def lamps(xs, zs, height, size=(0.6, 0.6), bright=4.0):
    """Square lamps in the ceiling: they glow; the light itself comes from a few `Light`s."""
    paint = plain((1, 1, 1), 0)
    return [Box((x, height, z), (size[0] / 2, 0.015, size[1] / 2), paint, emit=bright) for x in xs for z in zs]


def _outdoors(seed, w=480, h=320):
    """What a window shows: sky over trees, blurred by distance."""
    rng = np.random.default_rng(seed)
    blobs = lambda sigma: (lambda v: v / v.std())(cv2.GaussianBlur(rng.normal(0, 1, (h, w)).astype(np.float32), (0, 0),
        sigma))
    down = np.linspace(0, 1, h, dtype=np.float32)[:, None]
    sky = np.array([0.62, 0.78, 1.0], np.float32) * (1.05 - 0.25 * (1 - down))[..., None] + 0.05 * np.clip(blobs(40), 0,
        2)[..., None]
    trees = 1 / (1 + np.exp(-((down - 0.62) * 16 + 1.3 * blobs(26) + 0.8 * blobs(9))))
    leaves_ = np.array([0.10, 0.17, 0.06], np.float32) * (1 + 0.45 * blobs(6) + 0.4 * blobs(18) - 0.8 * (down - 0.6))[...,
        None].clip(0.2, 3)
    return cv2.GaussianBlur(sky * (1 - trees[..., None]) + leaves_ * trees[..., None], (0, 0), 3).astype(np.float32)


def window(x, y, z, width, height, axis="x", bright=1.0, seed=3):
    """A window with a view of sky and trees; on a side wall with axis 'z'."""
    view = _outdoors(seed) * bright
    d = np.array([1, 0, 0]) if axis == "x" else np.array([0, 0, 1.0])
    corner = np.array([x, y + height / 2, z]) - d * width / 2
    frame_paint, items = plain((0.93, 0.93, 0.92), 0), []
    items.append(Card(tuple(corner), tuple(d * width), (0, -height, 0), view, emit=1.6))
    thick = 0.04
    for s in (-0.5, 0.0, 0.5):
        c = np.array([x, y, z]) + d * width * s
        items.append(Box(tuple(c), tuple(d * thick + (1 - d) * [0.05, height / 2 + thick, 0.05]), frame_paint))
    for s in (-0.5, 0.5):
        items.append(Box((x, y + height * s, z), tuple(d * (width / 2 + thick) + (1 - d) * [0.05, thick, 0.05]), frame_paint))
    return items


def table(x, z, width, depth, height=0.74, colour=(0.72, 0.58, 0.42), yaw=0.0):
    top = planks(colour, 0.35, 1)
    steel = plain((0.35, 0.35, 0.37))
    items = [Box((x, height - 0.02, z), (width / 2, 0.02, depth / 2), top, yaw, mirror=0.06)]
    for sx in (-1, 1):
        for sz in (-1, 1):
            items.append(Box((x + sx * (width / 2 - 0.05), height / 2 - 0.02, z + sz * (depth / 2 - 0.05)),
                (0.02, height / 2, 0.02), steel))
    return items


def chair(x, z, colour=(0.25, 0.28, 0.33), back=1):
    paint = plain(colour)
    return [Box((x, 0.45, z), (0.22, 0.025, 0.22), paint), Box((x, 0.72, z - back * 0.22), (0.21, 0.20, 0.02), paint),
            Post((x, 0, z), 0.03, 0.45, plain((0.3, 0.3, 0.3)))]


def poster(x, y, z, width, height, picture, axis="x"):
    """A picture on a wall behind (axis 'x') or at a side ('+z' on the left wall, '-z' on the right)."""
    if axis == "x":
        return Card((x - width / 2, y + height / 2, z), (width, 0, 0), (0, -height, 0), picture)
    s = 1 if axis == "-z" else -1
    return Card((x, y + height / 2, z - s * width / 2), (0, 0, s * width), (0, -height, 0), picture)


def leaves(width, height, seed, colour=(0.20, 0.36, 0.16)):
    """Foliage: a picture and the mask that cuts it out."""
    rng = np.random.default_rng(seed)
    n = 420
    mask, pic = np.zeros((n, n), np.float32), np.zeros((n, n, 3), np.float32)
    for _ in range(46):
        a = rng.normal(-np.pi / 2, 0.75)
        start = np.array([n / 2 + rng.normal(0, 12), n - 4])
        length = rng.uniform(0.35, 0.88) * n
        mid = start + 0.6 * length * np.array([np.cos(a) * 0.6, np.sin(a)])
        tip = start + length * np.array([np.cos(a), np.sin(a) + 0.12])
        tone = srgb(colour) * rng.uniform(0.4, 1.5) * np.array([rng.uniform(0.8, 1.2), 1, rng.uniform(0.7, 1.1)])
        s = np.linspace(0, 1, 20)[:, None]
        curve = (1 - s) ** 2 * start + 2 * s * (1 - s) * mid + s * s * tip
        side = np.stack([-(np.gradient(curve[:, 1])), np.gradient(curve[:, 0])], -1)
        side /= np.linalg.norm(side, axis=1, keepdims=True) + 1e-6
        width_at = (np.sin(np.pi * s ** 1.4) * rng.uniform(9, 17) + 1.2)
        outline = np.concatenate([curve + side * width_at, (curve - side * width_at)[::-1]]).astype(np.int32)
        cv2.fillPoly(mask, [outline], 1.0)
        cv2.fillPoly(pic, [outline], tuple(float(c) for c in tone))
        cv2.polylines(pic, [curve.astype(np.int32)], False, tuple(float(c * 1.5) for c in tone), 1)
    return pic, mask


def plant(x, z, height=1.2, seed=1, pot=(0.85, 0.83, 0.80)):
    pic, mask = leaves(1, 1, seed)
    return [Post((x, 0, z), 0.16, 0.34, plain(pot)),
            Card((x - height * 0.42, height + 0.22, z), (height * 0.84, 0, 0), (0, -height * 0.95, 0), pic, alpha=mask,
                shadows=False)]


def mug(x, y, z, colour):
    return Post((x, y, z), 0.04, 0.09, plain(colour), mirror=0.05)


# -- 1 -----------------------------------------------------------------------------------------------------------------------

def office(scale=1.0):
    board = letters.handwriting([
        ("Sprint 14 – mål", 0.04, 0.04, 0.11, INK), ("1. Nye nettsider før påske", 0.06, 0.22, 0.075, BLUEINK),
        ("2. Samtykke til bilder!", 0.06, 0.34, 0.075, REDINK), ("3. Opplæring, Kari + Ola", 0.06, 0.46, 0.075, BLUEINK),
        ("Ring Håkon: 900 12 345", 0.06, 0.66, 0.065, GREENINK), ("Møte tirsdag kl. 10", 0.52, 0.82, 0.065, INK)],
            (1400, 720), 4)
    for a, b in (((0.62, 0.30), (0.78, 0.30)), ((0.78, 0.30), (0.74, 0.27)), ((0.78, 0.30), (0.74, 0.33))):
        letters.stroke(board, [a, b], REDINK, 5)
    letters.stroke(board, [(0.80, 0.2), (0.96, 0.2), (0.96, 0.42), (0.80, 0.42), (0.80, 0.2)], BLUEINK, 5)
    letters.stroke(board, [(0.63, 0.7), (0.7, 0.6), (0.77, 0.64), (0.86, 0.5), (0.95, 0.46)], GREENINK, 6)
    notes = [Box((1.62 + 0.13 * (i % 3), 1.75 - 0.13 * (i // 3), -4.07), (0.05, 0.05, 0.004), plain(c, 0)) for i,
        c in enumerate(
        [(0.98, 0.85, 0.35), (0.95, 0.6, 0.7), (0.98, 0.85, 0.35), (0.6, 0.85, 0.7), (0.98, 0.85, 0.35), (0.55, 0.75, 0.95)])]
    items = room(7.6, 4.2, 2.7, planks((0.60, 0.47, 0.34)), shine=0.10)
    items += window(-3.7, 1.55, -2.3, 2.6, 1.5, "z")
    items += [Box((0.1, 1.52, -4.17), (1.27, 0.68, 0.02), plain((0.7, 0.7, 0.72), 0)),
        poster(0.1, 1.52, -4.14, 2.44, 1.26, board)]
    items += notes + lamps((-1.6, 1.6), (-1.2, -3.0), 2.69, (1.2, 0.3))
    items += table(0.35, -1.35, 2.4, 0.8) + plant(-2.5, -3.8, 1.25, 5)
    items += [poster(2.75, 1.6, -4.09, 0.7, 1.0,
        sign([("Husk", 0.11, (255, 255, 255), True), ("samtykke", 0.11, (255, 255, 255), True),
            ("før du", 0.09, (255, 230, 150), False), ("publiserer!", 0.09, (255, 230, 150), False)], (420, 600),
                back=(24, 88, 120), margin=0.12))]
    items += [mug(-0.35, 0.74, -1.3, (0.80, 0.25, 0.20)), mug(1.05, 0.74, -1.35, (0.25, 0.45, 0.6)),
              Box((0.35, 0.75, -1.3), (0.16, 0.008, 0.12), plain((0.2, 0.2, 0.22)), 0.2),
              Box((0.72, 0.745, -1.3), (0.105, 0.004, 0.15), plain((0.95, 0.95, 0.93)), 0.3)]
    lights = [Light((-3.2, 1.7, -2.2), (10.5, 11.0, 12.0), 0.8), Light((1.4, 2.6, -1.0), (3.4, 3.1, 2.7), 0.6),
        Light((-1.2, 2.6, 0.4), (3.4, 3.1, 2.7), 0.6, casts=False)]
    place = Place(items, lights, (0.33, 0.33, 0.33), (0.20, 0.17, 0.14))
    people = [
        Figure(look("kari"), Outfit("jacket", (0.22, 0.30, 0.42), (0.92, 0.90, 0.88), lanyard=(0.1, 0.35, 0.6),
            badge=name_badge("kari", "Rådgiver")),
               -1.0, -2.3, 1.50, "kari", turn=0.12, body=0.35, tilt=0.05, mood=Mood(0.8, 0.7), build=0.88),
        Figure(look("ola"), Outfit("shirt", (0.80, 0.86, 0.93), clip=True, badge=name_badge("ola", "Leder")), -0.46, -2.7,
            1.66, "ola", turn=-0.1, body=0.1, mood=Mood(0.5), right="crossed", left="crossed"),
        Figure(look("amina"), Outfit("sweater", (0.62, 0.36, 0.38), lanyard=(0.1, 0.35, 0.6),
            badge=name_badge("amina", "Utvikler")), 0.22, -2.55, 1.50, "amina", turn=0.06, tilt=-0.04, mood=Mood(0.7, 0.5),
                build=0.86, right="clasped", left="clasped"),
        Figure(look("samuel"), Outfit("tee", (0.85, 0.85, 0.82), (0.12, 0.2, 0.42), "stripes"), 0.90, -2.7, 1.68, "samuel",
            turn=-0.22, body=-0.2, mood=Mood(0.9, 0.6), right="cup", prop="cup", build=1.02),
        Figure(look("thi"), Outfit("sweater", (0.87, 0.76, 0.40), lanyard=(0.1, 0.35, 0.6),
            badge=name_badge("thi", "Lærling")), 1.42, -2.2, 1.45, "thi", turn=-0.15, body=-0.45, tilt=-0.06,
                mood=Mood(0.55), build=0.84),
    ]
    cam = frame(2400, 1600, (0.2, 1.52, 1.35), (0.2, 1.36, -3), 1.22, scale=scale)
    return shoot(place, people, cam, 3.95, 6 * scale, 11, noise=0.015, exposure=1.05)


# -- 2 -----------------------------------------------------------------------------------------------------------------------

def canteen(scale=1.0):
    menu = sign([("Dagens rett", 0.13, (255, 240, 210), True), ("Fårikål  89,-", 0.10, (255, 255, 255), False),
        ("Blåbærsuppe  45,-", 0.10, (255, 255, 255), False),
                 ("Grønnsakslapskaus  69,-", 0.10, (255, 255, 255), False),
                 ("Allergener: spør på kjøkkenet", 0.06, (220, 220, 200), False)], (700, 560), back=(42, 46, 44), margin=0.09)
    items = room(9.5, 7.0, 3.0, tiles((0.62, 0.60, 0.56), 0.6), plain((0.88, 0.84, 0.74)), shine=0.14)
    items += window(-2.7, 1.75, -6.96, 2.1, 1.7, seed=4, bright=1.1) + window(0.0, 1.75, -6.96, 2.1, 1.7, seed=8, bright=1.1)
    items += [poster(2.75, 1.85, -6.95, 1.75, 1.4, menu),
        poster(2.75, 2.72, -6.95, 1.5, 0.26, sign([("KANTINE", 0.8, (60, 40, 20), True)], (520, 90), back=(235, 205, 140),
            align="center", margin=0.04)),
              Box((3.9, 0.55, -5.9), (1.2, 0.55, 0.4), planks((0.45, 0.32, 0.22), 0.12, 0)),
              Box((3.9, 1.11, -5.9), (1.25, 0.02, 0.45), plain((0.75, 0.75, 0.76)), mirror=0.2)]
    items += lamps((-2.2, 0.2, 2.6), (-2.0, -4.2), 2.99, (0.6, 0.6))
    items += [Box((x, 0.38, z), (1.05, 0.32, 0.02), planks((0.62, 0.50, 0.38), 0.3, 1)) for x,
        z in ((-2.2, -4.62), (1.4, -4.72))]
    items += table(-0.1, -2.05, 3.3, 0.85, colour=(0.80, 0.70, 0.56)) + table(-2.2, -4.9, 2.2, 0.8,
        colour=(0.80, 0.70, 0.56)) + table(1.4, -5.0, 2.2, 0.8, colour=(0.80, 0.70, 0.56))
    for x, c in ((-1.15, (0.85, 0.82, 0.78)), (-0.45, (0.3, 0.5, 0.55)), (0.45, (0.85, 0.82, 0.78)), (1.2, (0.8, 0.4, 0.25))):
        items += [Post((x, 0.74, -2.1), 0.12, 0.012, plain((0.9, 0.9, 0.88)), mirror=0.1),
            Ball((x, 0.765, -2.1), (0.085, 0.022, 0.085), plain((0.62, 0.42, 0.22), 0.4)), mug(x + 0.22, 0.74, -2.0, c)]
    items += [Box((0.02, 0.80, -1.95), (0.10, 0.065, 0.004), WHITE),
        poster(0.02, 0.80, -1.94, 0.20, 0.13, sign([("Bord 7", 0.4, INK, True), ("Økonomi", 0.28, INK, False)], (200, 130),
            align="center"))]
    items += plant(-4.0, -5.8, 1.5, 9) + chair(-2.6, -1.2) + chair(2.5, -1.6)
    lights = [Light((-1.5, 2.0, -6.4), (8, 9, 10), 1.0), Light((0.5, 2.8, -0.6), (5.4, 5.0, 4.4), 0.8),
        Light((-2.8, 2.6, 0.6), (4.8, 4.4, 3.9), 0.8, casts=False), Light((2.6, 2.9, -3.5), (3.4, 3.1, 2.7), 0.6)]
    place = Place(items, lights, (0.36, 0.35, 0.33), (0.20, 0.18, 0.15))
    tee = lambda i: stranger_outfit(i)
    people = [
        Figure(look("ingrid"), Outfit("sweater", (0.35, 0.48, 0.45)), -1.35, -2.75, 1.19, "ingrid", turn=0.15, body=0.2,
            mood=Mood(0.6, 0.3), right="table", left="table", seated=True, build=0.88),
        Figure(look("jonas"), Outfit("shirt", (0.35, 0.42, 0.55), (0.75, 0.78, 0.82), "checks"), -0.55, -2.72, 1.27, "jonas",
            turn=-0.2, body=0.05, mood=Mood(0.7, 0.5), right="table", left="table", seated=True),
        Figure(look("fatou"), Outfit("tee", (0.80, 0.42, 0.20)), 0.32, -2.72, 1.20, "fatou", turn=0.1, mood=Mood(1.0, 0.9),
            right="table", left="table", seated=True, build=0.88),
        Figure(look("erik"), Outfit("jacket", (0.30, 0.29, 0.27), (0.75, 0.80, 0.88)), 1.15, -2.75, 1.24, "erik", turn=-0.3,
            body=-0.15, mood=Mood(0.4), right="table", left="table", seated=True, belly=0.4),
        Figure(stranger(31), tee(31), 1.12, -5.5, 1.22, turn=0.1, mood=Mood(0.4), seated=True, right="table", left="table"),
        Figure(stranger(36), tee(36), -1.75, -5.45, 1.18, turn=-0.2, mood=Mood(0.7, 0.5), seated=True, right="table",
            left="table"),
        Figure(stranger(33), tee(33), 1.75, -5.55, 1.20, turn=-0.3, mood=Mood(0.6), seated=True, right="table", left="table"),
        Figure(look("elin"), Outfit("tee", (0.92, 0.92, 0.90), clip=True,
            badge=name_badge("elin", "Kjøkken", colour=(150, 90, 20))), 1.86, -3.75, 1.54, "elin", turn=-0.15, body=-0.3,
                mood=Mood(0.8, 0.5), right="paper", left="paper", prop="tablet", build=0.86),
    ]
    cam = frame(1999, 1333, (0.05, 1.45, 0.95), (0.05, 1.43, -3), 1.17, scale=scale)
    return shoot(place, people, cam, 3.65, 6 * scale, 12, noise=0.016, exposure=1.0, warmth=0.02)


# -- 3 -----------------------------------------------------------------------------------------------------------------------

def _lake_view(d):
    """Sky with thin clouds, wooded hills, and the water that mirrors them."""
    az = np.arctan2(d[:, 0], -d[:, 2])
    el = d[:, 1] / np.hypot(d[:, 0], d[:, 2])
    up = np.abs(el)
    ripple = np.where(el < 0, (noise(az * 0.9, 0.25 / np.maximum(up, 0.004) * 0.12) - 0.5) * 0.03, 0)
    e = np.maximum(up + ripple * (up < 0.2), 0)
    cloud = np.clip(noise(az * 0.10 + 0.2, 0.16 / (e + 0.18)) * 1.8 - 0.85, 0, 1)[:, None]
    sky = np.array([0.26, 0.52, 1.05]) * (1 - np.exp(-e * 5))[:, None] + np.array([0.95, 1.08, 1.22]) * np.exp(-e * 5)[:,
        None]
    sky = sky * (1 - 0.7 * cloud) + np.array([1.7, 1.66, 1.6]) * 0.7 * cloud
    colour = sky
    for height, seed, tone in ((0.085, 0.1, (0.30, 0.42, 0.55)), (0.05, 0.5, (0.12, 0.22, 0.20)),
            (0.022, 0.8, (0.055, 0.115, 0.06))):
        line = height * (0.35 + 1.3 * noise(az * 0.08 + seed, az * 0 + seed)) + 0.004 * noise(az * 2.0, az * 0 + seed)
        ground = np.array(tone) * (0.7 + 0.6 * noise(az * 1.5, e * 9 + seed))[:, None]
        colour = np.where((e < line)[:, None], ground, colour)
    water = colour * np.array([0.62, 0.72, 0.80]) + np.array([0.02, 0.045, 0.06])
    return np.where((el < 0)[:, None], water, colour).astype(np.float32)


def _crown(seed, tone=(0.20, 0.34, 0.12)):
    """The leafy part of a tree: a picture and its mask."""
    rng = np.random.default_rng(seed)
    n = 320
    y, x = np.mgrid[:n, :n] / n - 0.5
    rough = cv2.GaussianBlur(rng.normal(0, 1, (n, n)).astype(np.float32), (0, 0), 9)
    fine = cv2.GaussianBlur(rng.normal(0, 1, (n, n)).astype(np.float32), (0, 0), 1.6)
    edge = 0.40 + 0.10 * rough / rough.std() + 0.05 * fine / fine.std()
    mask = (np.sqrt(x * x + y * y * 0.9) < edge).astype(np.float32)
    light = 0.9 - 1.1 * (y + 0.35 * x) + 0.22 * rough / rough.std() + 0.30 * fine / fine.std()
    pic = srgb(tone) * np.clip(light, 0.15, 2.2)[..., None] + np.array([0.02, 0.02, 0.0]) * np.clip(fine / fine.std(), 0,
        2)[..., None]
    return pic.astype(np.float32), mask


def tree(x, z, height, seed, tone=(0.24, 0.36, 0.15)):
    pic, mask = _crown(seed, tone)
    w = height * 0.75
    return [Post((x, 0, z), 0.05 * height ** 0.7, height * 0.6, plain((0.72, 0.70, 0.66), 0.35)),
            Card((x - w / 2, height * 1.05, z + 0.05), (w, 0, 0), (0, -height * 0.78, 0), pic, alpha=mask)]


def bunting(x0, x1, y, z, sag, colours):
    items, n = [], 17
    for i in range(n):
        s = (i + 0.5) / n
        x, drop = x0 + (x1 - x0) * s, y - sag * (1 - (2 * s - 1) ** 2)
        yy, xx = np.mgrid[:40, :40] / 40
        mask = (np.abs(xx - 0.5) < 0.5 * (1 - yy)).astype(np.float32)
        items.append(Card((x - 0.09, drop, z), (0.18, 0, 0), (0, -0.22, 0),
            np.tile(np.float32(srgb(colours[i % len(colours)])), (4, 4, 1)), alpha=mask))
    return items


def lake_party(scale=1.0):
    banner = sign([("Sommerfest 2026", 0.42, (255, 255, 255), True),
        ("Fjordvik kommune ønsker velkommen", 0.17, (255, 240, 200), False)], (1100, 300), back=(20, 105, 130),
            align="center", margin=0.12)
    items = [Card((-40, 0, -15), (80, 0, 0), (0, 0, 20), paint=grass)]
    items += [Box((0.2, 0.12, -17.5), (1.0, 0.06, 4.5), planks((0.50, 0.42, 0.34), 0.14, 1))]
    items += tree(-6.4, -10.5, 6.2, 21) + tree(6.9, -9.0, 5.4, 22) + tree(-9.5, -13, 5.5, 23, (0.25, 0.40, 0.2)) + tree(9.6,
        -13, 6.5, 24)
    items += [Post((-2.75, 0, -4.6), 0.03, 2.62, plain((0.8, 0.78, 0.74))),
        Post((2.95, 0, -4.6), 0.03, 2.62, plain((0.8, 0.78, 0.74)))]
    ours = poster(0.1, 2.28, -4.58, 2.45, 0.66, banner)
    items += [ours] + bunting(-2.75, 2.95, 2.66, -4.6, 0.10, [(0.9, 0.3, 0.25), (0.98, 0.85, 0.3), (0.25, 0.55, 0.75),
        (0.95, 0.95, 0.92), (0.35, 0.65, 0.4)])
    items += [Box((2.5, 0.72, -3.7), (0.75, 0.02, 0.4), plain((0.95, 0.95, 0.93))),
        Box((2.5, 0.36, -3.7), (0.72, 0.35, 0.36), plain((0.93, 0.93, 0.92))),
              Post((2.1, 0.74, -3.65), 0.10, 0.26, plain((0.95, 0.75, 0.3)), mirror=0.1),
              Ball((2.6, 0.82, -3.65), (0.17, 0.09, 0.17), plain((0.75, 0.15, 0.2), 0.3))]
    lights = [Light((-0.55, 0.75, 0.75), (2.5, 2.3, 1.95), sun=True)]
    place = Place(items, lights, (0.50, 0.60, 0.76), (0.17, 0.20, 0.10), backdrop=_lake_view, bounce=0.7)
    people = [
        Figure(look("linnea", hat="straw", hat_colour=(0.75, 0.2, 0.25)), Outfit("dress", (0.92, 0.86, 0.72)), -1.62, -3.45,
            1.50, "linnea", turn=0.15, body=0.3, mood=Mood(0.8, 0.5), build=0.84),
        Figure(look("bjorn"), Outfit("shirt", (0.55, 0.66, 0.72)), -1.08, -3.75, 1.69, "bjorn", turn=0.05, body=0.1,
            mood=Mood(0.7), right="cup", prop="cup", belly=0.6, build=1.06),
        Figure(look("kari"), Outfit("tee", (0.85, 0.30, 0.32)), -0.42, -3.35, 1.50, "kari", turn=0.1, mood=Mood(1.0, 0.8),
            build=0.86, right="down", left="hip"),
        Figure(look("nils"), Outfit("tee", (0.30, 0.55, 0.75)), 0.08, -2.85, 1.02, "nils", turn=-0.1, mood=Mood(0.9, 0.6),
            build=0.88, child=True, nod=0.05),
        Figure(look("ola", glasses=""), Outfit("tee", (0.22, 0.30, 0.26)), 0.40, -3.70, 1.66, "ola", turn=-0.15,
            mood=Mood(0.8, 0.4)),
        Figure(look("ylva"), Outfit("dress", (0.90, 0.70, 0.30)), 0.80, -2.80, 1.08, "ylva", turn=-0.1, mood=Mood(0.6),
            build=0.84, child=True, nod=0.05),
        Figure(look("fatou"), Outfit("dress", (0.20, 0.45, 0.50)), 1.15, -3.45, 1.51, "fatou", turn=-0.22, body=-0.2,
            tilt=-0.07, mood=Mood(1.0, 0.9), build=0.86, left="clasped", right="clasped"),
        Figure(stranger(42), stranger_outfit(42), -2.75, -8.0, 1.60, turn=0.2, mood=Mood(0.4)),
        Figure(stranger(44), stranger_outfit(45), 3.15, -7.6, 1.56, turn=-0.3, mood=Mood(0.6, 0.4)),
        Figure(stranger(47), stranger_outfit(47), -1.50, -8.4, 1.62, turn=0.1, mood=Mood(0.5)),
    ]
    cam = frame(2600, 1733, (0.0, 1.45, 1.0), (0.0, 1.42, -3), 1.06, scale=scale)
    return shoot(place, people, cam, 4.7, 7 * scale, 13, marks={"banner": ours}, noise=0.010, exposure=1.08, warmth=0.015,
        glare=0.04)


# -- 4 -----------------------------------------------------------------------------------------------------------------------

def reception(scale=1.0):
    items = room(7.0, 3.9, 2.8, tiles((0.55, 0.54, 0.53), 0.8), plain((0.80, 0.83, 0.82)), shine=0.22)
    slats = planks((0.52, 0.38, 0.26), 0.09, 0)
    items += [Box((0.2, 1.4, -3.86), (2.1, 1.4, 0.03), slats),
        poster(0.2, 2.12, -3.81, 2.7, 0.62,
            sign([("RESEPSJON", 0.42, (40, 45, 50), True), ("Velkommen til Fjordvik rådhus", 0.22, (40, 45, 50), False)],
                (900, 205), back=(238, 236, 230), align="center", margin=0.1))]
    items += [Box((0.3, 0.52, -1.95), (1.75, 0.52, 0.30), plain((0.90, 0.90, 0.88))),
        Box((0.3, 1.06, -1.93), (1.85, 0.02, 0.38), planks((0.50, 0.36, 0.25), 0.4, 1), mirror=0.12)]
    items += [poster(0.55, 0.74, -1.64, 1.3, 0.34,
        sign([("Åpent 8–15.30", 0.36, (30, 70, 110), True), ("Sentralbord 77 00 00 00", 0.26, (30, 70, 110), False)],
            (800, 210), back=(232, 238, 242), align="center", margin=0.12))]
    visitors = sign([("Besøk i dag", 0.13, (255, 255, 255), True), ("09.00 Ravi Nygård", 0.10, (230, 240, 255), False),
        ("10.30 Sjögren, Erik", 0.10, (230, 240, 255), False), ("13.15 A. Kvåle", 0.10, (230, 240, 255), False)], (420, 280),
            back=(22, 44, 70))
    screen = Card((0.98, 1.49, -2.0), (0.50, 0, 0), (0, -0.33, 0), visitors, emit=0.45)
    items += [Box((1.23, 1.325, -2.02), (0.27, 0.185, 0.012), plain((0.1, 0.1, 0.1))), screen,
        Post((1.23, 1.08, -2.06), 0.03, 0.12, plain((0.2, 0.2, 0.2)))]
    items += [Post((-1.15, 1.08, -1.9), 0.055, 0.16, plain((0.75, 0.85, 0.85)), mirror=0.2), *_vase(-1.15, 1.2, -1.9)]
    items += lamps((-1.4, 0.2, 1.8), (-1.4, -2.9), 2.79, (0.3, 0.3), 5) + plant(2.75, -3.2, 1.6, 33) + plant(-2.6, -3.3, 1.3,
        34)
    items += [poster(-2.75, 1.55, -3.87, 0.8, 1.1,
        sign([("Snakk med oss om:", 0.07, (255, 255, 255), True), ("Byggesøknad", 0.07, (255, 255, 255), False),
            ("Barnehage", 0.07, (255, 255, 255), False), ("Skatt og gebyrer", 0.07, (255, 255, 255), False),
            ("Æ, ø, å – alt mulig", 0.06, (255, 230, 150), False)], (400, 550), back=(140, 60, 50), margin=0.1))]
    lights = [Light((-2.6, 2.5, 1.0), (9.5, 9.4, 9.2), 1.0), Light((1.6, 2.75, -1.2), (3.6, 3.3, 2.8), 0.5),
        Light((-0.8, 2.75, -2.7), (2.4, 2.2, 1.9), 0.4)]
    place = Place(items, lights, (0.34, 0.34, 0.35), (0.20, 0.19, 0.18))
    people = [
        Figure(look("marius"), Outfit("jacket", (0.18, 0.22, 0.32), (0.86, 0.89, 0.94), tie=(0.35, 0.12, 0.18), clip=True,
            badge=name_badge("marius", "Vert")), -0.25, -2.65, 1.62, "marius", turn=0.1, mood=Mood(0.7, 0.4), right="table",
                left="table"),
        Figure(look("elin"), Outfit("sweater", (0.75, 0.72, 0.66), lanyard=(0.6, 0.2, 0.2),
            badge=name_badge("elin", "Resepsjon")), 0.55, -2.6, 1.52, "elin", turn=-0.15, mood=Mood(0.9, 0.7),
                right="clasped", left="clasped", build=0.86),
        Figure(look("ravi"), Outfit("sweater", (0.45, 0.25, 0.24), lanyard=(0.9, 0.6, 0.1),
            badge=name_badge("ravi", "BESØKENDE", colour=(190, 110, 20))), -0.90, -1.15, 1.66, "ravi", turn=0.2, body=0.6,
                mood=Mood(0.5), right="down", left="down", build=1.0),
    ]
    cam = frame(1500, 1000, (0.05, 1.55, 1.55), (0.10, 1.44, -3), 1.14, scale=scale)
    return shoot(place, people, cam, 4.2, 3.5 * scale, 14, marks={"screen": screen}, noise=0.013, exposure=1.0)


def _vase(x, y, z):
    pic, mask = leaves(1, 1, 77, (0.45, 0.30, 0.40))
    return [Card((x - 0.2, y + 0.42, z), (0.40, 0, 0), (0, -0.42, 0), pic, alpha=mask, shadows=False)]


# -- 5 -----------------------------------------------------------------------------------------------------------------------

def workshop(scale=1.0):
    items = room(9.0, 6.0, 3.6, tiles((0.42, 0.42, 0.41), 2.0, 0.01, 0.25), bricks((0.62, 0.38, 0.30)),
        plain((0.55, 0.56, 0.58)), shine=0.05)
    items += [Box((-2.3, 1.0, -5.4), (1.1, 1.0, 0.35), plain((0.25, 0.38, 0.35))),
        Box((-2.3, 1.3, -5.04), (0.8, 0.35, 0.02), plain((0.12, 0.14, 0.15)), mirror=0.2)]
    for i in range(9):
        items.append(Box((0.6 + 0.28 * i, 1.72 + 0.16 * ((i * 7) % 3 - 1), -5.94),
            (0.035 + 0.02 * (i % 2), 0.22 + 0.05 * (i % 3), 0.02), plain((0.30 + 0.05 * (i % 4), 0.30, 0.32)), mirror=0.1))
    items += [Box((1.75, 1.75, -5.97), (1.45, 0.62, 0.02), plain((0.70, 0.62, 0.48), 0.2))]
    items += table(1.6, -5.3, 3.0, 0.8, 0.92, (0.48, 0.36, 0.26)) + [Box((0.9, 1.04, -5.2), (0.16, 0.10, 0.12),
        plain((0.45, 0.15, 0.12))), Box((2.3, 1.0, -5.2), (0.25, 0.07, 0.14), plain((0.2, 0.25, 0.4)))]
    items += [poster(-0.55, 2.35, -5.96, 0.95, 1.15,
        sign([("PÅBUDT", 0.13, (255, 255, 255), True), ("med hjelm", 0.10, (255, 255, 255), False),
            ("og vernesko", 0.10, (255, 255, 255), False), ("Obs! Høy lyd", 0.09, (255, 220, 0), True),
            ("Kjør sakte", 0.09, (255, 255, 255), False)], (420, 500), back=(10, 80, 160), margin=0.11, align="center")),
              poster(-2.3, 2.55, -5.96, 1.9, 0.4, sign([("Verksted Øst", 0.62, (30, 30, 30), True)], (560, 120),
                  back=(245, 205, 40), align="center", margin=0.12)),
              poster(-2.3, 0.62, -5.04, 0.9, 0.26, sign([("Maskin nr. 4 – Bjørn T.", 0.5, (20, 20, 20), True)], (420, 110),
                  back=(230, 230, 225), align="center", margin=0.2))]
    items += window(-4.46, 2.3, -3.0, 3.4, 1.1, "z") + lamps((-1.8, 1.8), (-2.2, -4.4), 3.58, (0.25, 1.4), 5)
    items += [Post((3.4, 0, -4.2), 0.28, 0.85, plain((0.16, 0.32, 0.5))),
        Post((2.95, 0, -4.7), 0.28, 0.85, plain((0.5, 0.2, 0.15)))]
    lights = [Light((-4.0, 2.6, -2.2), (15, 15.5, 16), 1.0), Light((1.4, 3.5, -1.0), (5.5, 5.3, 5.0), 0.8),
        Light((1.8, 3.4, -4.2), (4, 3.9, 3.7), 0.7), Light((0.4, 2.4, 1.6), (6.0, 6.0, 6.0), 0.8, casts=False)]
    place = Place(items, lights, (0.27, 0.28, 0.30), (0.16, 0.15, 0.14))
    yellow, orange, white = (0.95, 0.80, 0.15), (0.95, 0.45, 0.10), (0.94, 0.94, 0.92)
    people = [
        Figure(look("bjorn", hat="helmet", hat_colour=white), Outfit("vest", yellow, (0.20, 0.25, 0.36)), -1.25, -2.5, 1.68,
            "bjorn", turn=0.1, body=0.25, mood=Mood(0.5), belly=0.5, right="hip", build=1.05),
        Figure(look("thi", hat="helmet", hat_colour=yellow, style="ponytail"), Outfit("vest", orange, (0.25, 0.28, 0.34)),
            -0.42, -2.25, 1.49, "thi", turn=0.05, mood=Mood(0.8, 0.5), right="paper", left="paper", prop="tablet",
            build=0.88),
        Figure(look("samuel", hat="helmet", hat_colour=yellow), Outfit("overall", (0.20, 0.30, 0.46)), 0.45, -2.7, 1.70,
            "samuel", turn=-0.15, mood=Mood(0.9, 0.6), build=1.06),
        Figure(look("hakon", hat="cap", hat_colour=(0.2, 0.24, 0.28)),
            Outfit("overall", (0.34, 0.32, 0.28), clip=True, badge=name_badge("hakon", "Fotograf")), 1.25, -2.35, 1.66,
            "hakon", turn=-0.2, body=-0.35, mood=Mood(0.6), right="crossed", left="crossed"),
    ]
    cam = frame(1600, 1200, (0.0, 1.6, 1.2), (0.0, 1.45, -3), 1.18, scale=scale)
    return shoot(place, people, cam, 3.7, 5 * scale, 15, noise=0.022, exposure=1.35, contrast=1.04)


# -- 6 -----------------------------------------------------------------------------------------------------------------------

def lecture(scale=1.0):
    rows, rise = 12, 0.37
    items = [Box((0, -0.1, 2), (9, 0.1, 4), planks((0.45, 0.33, 0.24)))]
    wood, red = planks((0.58, 0.44, 0.31), 0.4, 1), plain((0.48, 0.16, 0.17))
    rng = np.random.default_rng(6)
    people = []
    for row in range(rows):
        z, floor = -3.6 - 1.25 * row, rise * row
        items += [Box((0, floor - 0.3, z - 0.3), (9, 0.3, 0.62), plain((0.30, 0.30, 0.33))),
                  Box((0, floor + 0.72, z + 0.34), (7.9, 0.02, 0.17), wood),
                  Box((0, floor + 0.36, z + 0.48), (7.9, 0.36, 0.02), planks((0.50, 0.37, 0.26), 0.2, 0))]
        reach = min(2.6 + 0.62 * row, 7.2)
        seats = np.arange(-7.36, 7.4, 0.92) + (0.46 if row % 2 else 0.0)
        for i, x in enumerate(seats):
            items.append(Box((x, floor + 0.75, z - 0.42), (0.24, 0.36, 0.04), red))
            if abs(x) < reach and rng.random() < 0.58:
                s = 100 + row * 20 + i
                people.append(Figure(stranger(s), stranger_outfit(s), x + rng.normal(0, 0.05), z - 0.12,
                    floor + 1.20 + rng.normal(0, 0.04), "",
                                     turn=rng.normal(0, 0.16), nod=rng.normal(0.02, 0.05), tilt=rng.normal(0, 0.05),
                                     mood=Mood(rng.uniform(0.2, 0.9), float(rng.random() < 0.35) * 0.6),
                                     right="table", left="table", seated=True, build=rng.uniform(0.86, 1.02), floor=floor))
    back = -3.6 - 1.25 * rows - 0.4
    items += [Box((0, 4.0, back - 0.1), (9, 5.0, 0.1), plain((0.66, 0.60, 0.54))),
        Box((-9.1, 4.0, -8), (0.1, 5.0, 14), plain((0.72, 0.70, 0.66))),
        Box((9.1, 4.0, -8), (0.1, 5.0, 14), plain((0.72, 0.70, 0.66))),
              Box((0, 8.6, -8), (9.2, 0.1, 14), plain((0.80, 0.79, 0.77)))]
    items += [poster(0.0, 6.95, back + 0.01, 7.6, 0.95, sign([("Auditorium Ångström", 0.6, (60, 60, 65), True)], (900, 112),
        back=(214, 205, 190), align="center", margin=0.1)),
              poster(-7.0, 6.4, back + 0.01, 1.5, 0.57, sign([("UTGANG", 0.66, (255, 255, 255), True)], (280, 106),
                  back=(0, 130, 70), align="center", margin=0.12)),
              poster(7.0, 6.4, back + 0.01, 1.5, 0.57, sign([("NÖDUTGÅNG", 0.6, (255, 255, 255), True)], (300, 106),
                  back=(0, 130, 70), align="center", margin=0.14))]
    items += lamps((-5.4, -1.8, 1.8, 5.4), (-4.5, -8.5, -12.5, -16.5), 8.48, (0.6, 0.6), 4)
    lights = [Light((-3.0, 8.0, -3.0), (56, 53, 48), 1.5), Light((3.0, 8.2, -9.0), (50, 47, 43), 1.5),
        Light((0.5, 3.2, 2.5), (16, 16, 16), 1.0, casts=False), Light((-2.0, 8.0, -15), (40, 38, 34), 1.5)]
    place = Place(items, lights, (0.26, 0.25, 0.24), (0.15, 0.13, 0.12))
    people += [
        Figure(look("astrid"), Outfit("jacket", (0.42, 0.22, 0.30), (0.92, 0.90, 0.86), lanyard=(0.15, 0.15, 0.18),
            badge=name_badge("astrid", "Professor emerita", "Ångström-dagarna")), -0.80, -0.55, 1.52, "astrid", turn=0.1,
                body=0.2, mood=Mood(0.7, 0.4), build=0.86),
        Figure(look("erik"), Outfit("jacket", (0.22, 0.23, 0.26), (0.80, 0.84, 0.90), lanyard=(0.15, 0.15, 0.18),
            badge=name_badge("erik", "Moderator", "Ångström-dagarna")), 0.62, -0.80, 1.66, "erik", turn=-0.12, body=-0.2,
                mood=Mood(0.5), belly=0.3),
    ]
    cam = frame(3000, 1800, (0.0, 2.0, 2.0), (0.0, 2.22, -5), 0.86, scale=scale)
    return shoot(place, people, cam, 5.0, 3.0 * scale, 16, grid=500, noise=0.015, exposure=1.05)


# -- 7 -----------------------------------------------------------------------------------------------------------------------

def corridor(scale=1.0):
    items = room(2.7, 11.0, 2.6, tiles((0.52, 0.55, 0.56), 0.5, 0.006), plain((0.88, 0.88, 0.85)), shine=0.30)
    door, frame_ = plain((0.62, 0.46, 0.33), 0.12), plain((0.75, 0.75, 0.74))
    signs = [("3.12", "Mötesrum Älgen"), ("3.14", "Elin Hägglund"), ("3.16", "Löner & Ekonomi"), ("3.18", "Åsa Öberg")]
    for i, (number, text) in enumerate(signs):
        for side in (-1, 1):
            z = -1.6 - 2.4 * i - (1.1 if side > 0 else 0)
            x = side * 1.34
            items += [Box((x, 1.03, z), (0.03, 1.05, 0.48), frame_),
                Box((x - side * 0.01, 1.0, z), (0.035, 1.0, 0.43), door),
                Ball((x - side * 0.09, 1.0, z + 0.33), (0.05, 0.015, 0.06), plain((0.7, 0.7, 0.7)), 0.3)]
            pic = sign([(number if side < 0 else number.replace("3.1", "3.2"), 0.40, (30, 60, 90), True),
                (text if side < 0 else ["HR – Personal", "Förråd", "Tyst rum", "Jonas Bäckman"][i], 0.22, (40, 40, 45),
                    False)], (420, 220), margin=0.12, frame=(120, 130, 140))
            items.append(poster(x - side * 0.050, 1.56, z, 0.74, 0.39, pic, "+z" if side < 0 else "-z"))
    items += [Box((0.62, 2.28, -5.0), (0.52, 0.12, 0.02), plain((0.1, 0.35, 0.25))),
        poster(0.62, 2.28, -4.97, 1.0, 0.22, sign([("Utgång", 0.72, (255, 255, 255), True)], (360, 80), back=(0, 120, 70),
            align="center", margin=0.08))]
    items += window(0, 1.45, -10.95, 1.5, 1.5, bright=1.3, seed=12) + lamps((0,), (-1.5, -4.0, -6.5, -9.0), 2.59,
        (0.35, 1.2), 5)
    items += plant(-0.95, -9.6, 1.2, 51)
    lights = [Light((0, 2.5, -1.0), (2.6, 2.5, 2.35), 0.5), Light((0.2, 2.5, -4.0), (2.6, 2.5, 2.35), 0.5),
        Light((0, 2.5, -7.0), (2.6, 2.5, 2.35), 0.5), Light((0, 1.6, -10.4), (4.5, 5, 5.6), 0.8),
        Light((-0.7, 2.1, 1.3), (3.8, 3.7, 3.5), 0.6, casts=False)]
    place = Place(items, lights, (0.34, 0.34, 0.34), (0.24, 0.24, 0.24))
    people = [
        Figure(look("elin"), Outfit("sweater", (0.30, 0.45, 0.42), lanyard=(0.1, 0.3, 0.6),
            badge=name_badge("elin", "HR-konsult", "Sjövik kommun", (30, 110, 90))), -0.38, -1.75, 1.53, "elin", turn=0.12,
                body=0.1, mood=Mood(0.9, 0.6), right="paper", left="paper", prop="paper", build=0.86),
        Figure(look("jonas"), Outfit("shirt", (0.86, 0.88, 0.92), clip=True,
            badge=name_badge("jonas", "Lönechef", "Sjövik kommun", (30, 110, 90))), 0.42, -2.2, 1.69, "jonas", turn=-0.15,
                body=-0.2, mood=Mood(0.5)),
        Figure(stranger(61), stranger_outfit(61), -0.25, -5.4, 1.56, turn=0.2, mood=Mood(0.4)),
        Figure(stranger(68), stranger_outfit(64), 0.35, -7.6, 1.60, turn=-0.1, mood=Mood(0.6)),
    ]
    cam = frame(1200, 1800, (0.0, 1.52, 1.0), (0.02, 1.27, -3), 1.72, scale=scale)
    return shoot(place, people, cam, 2.9, 4.5 * scale, 17, noise=0.018, exposure=1.0)


# -- 8 -----------------------------------------------------------------------------------------------------------------------

def ward(scale=1.0):
    items = room(3.6, 10.0, 2.6, tiles((0.66, 0.70, 0.70), 1.2, 0.006), plain((0.90, 0.91, 0.88)), shine=0.28)
    rail, door = plain((0.45, 0.60, 0.62)), plain((0.75, 0.66, 0.50), 0.1)
    for side in (-1, 1):
        items.append(Box((side * 1.77, 0.92, -4), (0.04, 0.06, 6), rail))
        for i in range(3):
            z = -2.3 - 2.7 * i - (1.2 if side < 0 else 0)
            items += [Box((side * 1.79, 1.02, z), (0.03, 1.04, 0.6), door)]
            text = [("Rom 412", "Kvåle, A."), ("Rom 414", "Isolat – bank på"),
                ("Rom 416", "Sköljrum")][i] if side > 0 else [("Rom 411", "Mæland, I."), ("Vaktrom", "Sykepleiere"),
                ("Lager", "Tøy og lin")][i]
            items.append(poster(side * 1.74, 1.60, z, 0.84, 0.44,
                sign([(text[0], 0.38, (20, 60, 90), True), (text[1], 0.25, (40, 40, 45), False)], (420, 220),
                    frame=(80, 120, 140)), "+z" if side < 0 else "-z"))
    items += [Box((0, 2.32, -4.6), (0.95, 0.15, 0.03), plain((0.1, 0.3, 0.5))),
        poster(0, 2.32, -4.56, 1.86, 0.28, sign([("Sengepost 4 Øst →", 0.66, (255, 255, 255), True)], (600, 90),
            back=(18, 70, 120), align="center", margin=0.12))]
    items += window(0, 1.5, -9.95, 2.2, 1.5, bright=1.3, seed=15) + lamps((-0.7, 0.7), (-1.6, -4.0, -6.4, -8.6), 2.59,
        (0.3, 1.0), 5)
    items += [Box((1.15, 0.62, -3.6), (0.42, 0.12, 1.0), plain((0.93, 0.94, 0.95))),
        Box((1.15, 0.82, -4.25), (0.34, 0.08, 0.25), plain((0.97, 0.97, 0.98))),
        Box((1.15, 0.80, -4.65), (0.42, 0.30, 0.03), plain((0.7, 0.6, 0.45))),
              Box((1.15, 0.66, -3.2), (0.44, 0.11, 0.65), plain((0.55, 0.72, 0.76))),
              *(Post((1.15 + sx * 0.36, 0.0, -3.6 + sz * 0.85), 0.03, 0.5, plain((0.6, 0.6, 0.62))) for sx in (-1,
                  1) for sz in (-1, 1))]
    items += [Box((-0.55, 0.50, -2.45), (0.26, 0.03, 0.25), plain((0.15, 0.17, 0.2))),
        Box((-0.55, 0.82, -2.68), (0.26, 0.34, 0.02), plain((0.15, 0.17, 0.2))),
        Ball((-0.86, 0.31, -2.5), (0.025, 0.31, 0.31), plain((0.12, 0.12, 0.13))),
        Ball((-0.24, 0.31, -2.5), (0.025, 0.31, 0.31), plain((0.12, 0.12, 0.13)))]
    lights = [Light((0, 2.5, -1.2), (4.2, 4.2, 4.1), 0.7), Light((0.2, 2.5, -4.2), (3.6, 3.6, 3.5), 0.6),
        Light((0, 2.5, -7.0), (3, 3, 3), 0.6), Light((0, 1.8, -9.4), (6, 6.6, 7.2), 0.8),
        Light((-0.9, 2.2, 1.5), (4.6, 4.5, 4.4), 0.7, casts=False)]
    place = Place(items, lights, (0.36, 0.37, 0.37), (0.26, 0.27, 0.27))
    green, blue = (0.32, 0.62, 0.60), (0.28, 0.42, 0.62)
    kit = lambda who, role: dict(clip=True, badge=name_badge(who, role, "Fjordvik sykehus", (0, 95, 120)))
    people = [
        Figure(look("amina"), Outfit("scrubs", green, trousers=green, **kit("amina", "Sykepleier")), -1.05, -2.75, 1.52,
            "amina", turn=0.15, body=0.25, mood=Mood(0.7, 0.3), right="down", left="down", build=0.86),
        Figure(look("astrid"), Outfit("dress", (0.80, 0.84, 0.88)), -0.55, -2.42, 1.16, "astrid", turn=0.05, mood=Mood(0.5),
            right="table", left="table", seated=True, build=0.82),
        Figure(look("marius"), Outfit("jacket", (0.94, 0.95, 0.95), (0.55, 0.70, 0.80), trousers=(0.3, 0.33, 0.4),
            **kit("marius", "Overlege")), 0.12, -2.85, 1.70, "marius", turn=-0.05, mood=Mood(0.4), right="paper",
                left="paper", prop="paper"),
        Figure(look("fatou"), Outfit("scrubs", blue, trousers=blue, **kit("fatou", "Hjelpepleier")), 0.78, -2.35, 1.52,
            "fatou", turn=-0.2, body=-0.3, mood=Mood(0.9, 0.7), build=0.87),
        Figure(stranger(73), Outfit("scrubs", green, trousers=green), -0.35, -6.4, 1.60, turn=0.1, mood=Mood(0.4)),
        Figure(stranger(75), Outfit("scrubs", blue, trousers=blue), 0.55, -7.6, 1.56, turn=-0.2, mood=Mood(0.4)),
    ]
    cam = frame(2000, 1500, (-0.05, 1.5, 1.0), (-0.05, 1.40, -3), 1.28, scale=scale)
    return shoot(place, people, cam, 3.8, 6 * scale, 18, noise=0.016, exposure=1.0, warmth=-0.01)


# -- 9 -----------------------------------------------------------------------------------------------------------------------

def portrait(scale=1.0):
    items = room(9.0, 5.0, 2.8, planks((0.5, 0.4, 0.3)), plain((0.62, 0.68, 0.68)))
    items += window(-2.6, 1.5, -4.95, 2.4, 1.7, bright=1.1, seed=25) + plant(1.5, -4.0, 1.9, 61) + plant(2.3, -4.4, 1.6, 62)
    items += [Box((0.35, 1.35, -4.8), (0.8, 1.35, 0.15), planks((0.55, 0.42, 0.30), 0.3, 1))]
    rng = np.random.default_rng(9)
    for shelf in range(4):
        x = -0.4
        while x < 1.05:
            w, h = rng.uniform(0.025, 0.05), rng.uniform(0.2, 0.3)
            items.append(Box((x + w, 0.72 + 0.5 * shelf + h / 2, -4.62), (w * 0.92, h / 2, 0.06),
                plain(tuple(rng.uniform(0.25, 0.75) * (0.75 + 0.25 * rng.uniform(-1, 1, 3))))))
            x += 2 * w + 0.004
    lights = [Light((-2.0, 2.1, 0.9), (10.5, 10.6, 10.8), 0.9), Light((2.4, 2.0, -0.4), (3.4, 3.1, 2.7), 0.8),
        Light((0.6, 2.6, -3.0), (3, 2.8, 2.5), 0.6)]
    place = Place(items, lights, (0.27, 0.28, 0.30), (0.16, 0.14, 0.13))
    people = [
        Figure(look("ingrid"), Outfit("jacket", (0.24, 0.27, 0.36), (0.88, 0.86, 0.83), lanyard=(0.1, 0.35, 0.6),
            badge=name_badge("ingrid", "Kommunedirektør")), -0.30, -0.55, 1.50, "ingrid", turn=0.10, body=0.35, tilt=0.03,
                mood=Mood(0.65), build=0.86),
        Figure(look("samuel"), Outfit("shirt", (0.72, 0.79, 0.88), clip=True, badge=name_badge("samuel", "Tillitsvalgt")),
            0.30, -0.70, 1.60, "samuel", turn=-0.14, body=-0.3, mood=Mood(0.85, 0.5), build=0.98),
    ]
    cam = frame(1800, 1350, (0.0, 1.55, 0.95), (0.0, 1.475, -1), 1.5, scale=scale)
    return shoot(place, people, cam, 1.62, 16 * scale, 19, noise=0.013, exposure=1.0)


# -- 10 ----------------------------------------------------------------------------------------------------------------------

def cutout(scale=1.0):
    """Three colleagues cut out of an office. The editor only hid what is behind them: it is all still in the file."""
    items = room(7.0, 3.2, 2.7, planks((0.60, 0.47, 0.34)), plain((0.80, 0.78, 0.72)))
    items += [poster(-1.0, 1.8, -3.09, 1.5, 0.9,
        letters.handwriting([("Lønnsoversikt 2026", 0.05, 0.06, 0.14, INK), ("Thi 412 000", 0.05, 0.30, 0.12, REDINK),
            ("Håkon 538 000", 0.05, 0.50, 0.12, BLUEINK)], (800, 480), 9))]
    items += lamps((-1.2, 1.2), (-1.4,), 2.69)
    lights = [Light((-2.2, 2.3, 1.2), (9.0, 8.9, 8.6), 0.8), Light((2.0, 2.2, 0.6), (4.4, 4.2, 4.0), 0.7)]
    place = Place(items, lights, (0.32, 0.32, 0.32), (0.20, 0.18, 0.16))
    people = [
        Figure(look("hakon"), Outfit("sweater", (0.30, 0.36, 0.30)), -0.62, -1.7, 1.66, "hakon", turn=0.1, body=0.2,
            mood=Mood(0.7), right="crossed", left="crossed"),
        Figure(look("thi"), Outfit("jacket", (0.55, 0.30, 0.26), (0.93, 0.91, 0.86)), 0.0, -1.45, 1.50, "thi", turn=0.02,
            mood=Mood(0.8, 0.6), right="clasped", left="clasped", build=0.86),
        Figure(look("linnea"), Outfit("sweater", (0.36, 0.46, 0.62)), 0.62, -1.65, 1.56, "linnea", turn=-0.12, body=-0.2,
            mood=Mood(0.6, 0.4), right="hip", build=0.86),
        Figure(look("ravi"), Outfit("shirt", (0.8, 0.8, 0.84)), 1.32, -2.2, 1.66, "erased", turn=-0.2, mood=Mood(0.3)),
    ]
    cam = frame(1200, 900, (0.0, 1.5, 1.3), (0.2, 1.36, -3), 1.45, scale=scale)
    return shoot(place, people, cam, seed=20, noise=0.006, exposure=1.0, vignette=0)
