"""The cast: people invented for these photos. Any likeness to somebody who exists is chance."""
from dataclasses import replace

import numpy as np

from body import Outfit
from head import Look
from lettering import badge

FAIR, LIGHT, TAN, OLIVE, BROWN, DARK = ((0.90, 0.72, 0.63), (0.85, 0.66, 0.55), (0.78, 0.59, 0.46), (0.68, 0.50, 0.37),
                                        (0.52, 0.36, 0.26), (0.38, 0.26, 0.19))
BLOND, SAND, CHESTNUT, DARKBROWN, BLACK, RED, GREY, WHITE = (
    (0.74, 0.60, 0.38), (0.55, 0.42, 0.26), (0.36, 0.23, 0.14), (0.20, 0.14, 0.10), (0.09, 0.075, 0.07), (0.55, 0.27, 0.12),
    (0.52, 0.51, 0.50), (0.80, 0.79, 0.77))
BLUE, GREEN, HAZEL, DARKEYE = (0.30, 0.44, 0.56), (0.32, 0.44, 0.36), (0.40, 0.30, 0.18), (0.20, 0.13, 0.09)


def woman(**k):
    base = dict(jaw=0.84, chin=0.97, nose=0.93, rouge=0.62, lips=1.2, brow=0.75, ridge=0.1, neck=0.34, mouth=0.24,
        cheeks=1.2, eyes=1.06)
    return Look(**{**base, **k})


def man(**k):
    base = dict(jaw=1.08, rouge=0.22, brow=1.15, ridge=0.6, neck=0.42, mouth=0.26)
    return Look(**{**base, **k})


def child(**k):
    base = dict(jaw=0.85, chin=0.86, nose=0.80, rouge=0.45, lips=1.1, brow=0.6, ridge=0.0, neck=0.30, mouth=0.22, cheeks=1.8,
                age=0.0, eyes=1.22, width=1.05)
    return Look(**{**base, **k})


LOOKS = {
    "kari": woman(skin=FAIR, hair=BLOND, eye=BLUE, style="bob", seed=1, age=0.35),
    "ola": man(skin=LIGHT, hair=CHESTNUT, eye=GREEN, style="parted", beard="short", seed=2, age=0.35),
    "amina": woman(skin=OLIVE, hair=BLACK, eye=DARKEYE, hat="scarf", hat_colour=(0.28, 0.36, 0.55), seed=3, brow=0.95),
    "erik": man(skin=FAIR, hair=WHITE, eye=BLUE, style="fringed-bald", glasses="square", seed=4, age=0.85, jaw=1.0),
    "linnea": woman(skin=FAIR, hair=RED, eye=GREEN, style="wavy", seed=5, freckles=0.7),
    "samuel": man(skin=DARK, hair=BLACK, eye=DARKEYE, style="buzz", beard="short", seed=6, lips=1.5, nose=0.98),
    "ingrid": woman(skin=LIGHT, hair=GREY, eye=BLUE, style="fringe", glasses="round", seed=7, age=0.75, rouge=0.5),
    "jonas": man(skin=LIGHT, hair=SAND, eye=BLUE, style="short", beard="stubble", seed=8, hairline=0.4),
    "thi": woman(skin=TAN, hair=BLACK, eye=DARKEYE, style="long", seed=9, nose=0.9),
    "marius": man(skin=LIGHT, hair=DARKBROWN, eye=HAZEL, style="parted", glasses="square", seed=10),
    "fatou": woman(skin=DARK, hair=BLACK, eye=DARKEYE, style="curly", seed=11, lips=1.5, brow=0.9),
    "bjorn": man(skin=FAIR, hair=GREY, eye=BLUE, style="short", beard="full", seed=12, age=0.7, hairline=0.7),
    "elin": woman(skin=LIGHT, hair=CHESTNUT, eye=HAZEL, style="bun", seed=13),
    "ravi": man(skin=BROWN, hair=BLACK, eye=DARKEYE, style="short", beard="moustache", seed=14),
    "nils": child(skin=FAIR, hair=BLOND, eye=BLUE, style="short", seed=15),
    "ylva": child(skin=LIGHT, hair=CHESTNUT, eye=GREEN, style="fringe", seed=16),
    "astrid": woman(skin=FAIR, hair=WHITE, eye=BLUE, style="bob", seed=17, age=0.95, rouge=0.4),
    "hakon": man(skin=LIGHT, hair=RED, eye=BLUE, style="short", beard="full", seed=18),
}

NAMES = {
    "kari": "Kari Nordmann", "ola": "Ola Fjellheim", "amina": "Amina Solvik", "erik": "Erik Sjögren",
    "linnea": "Linnéa Åkerblom",
    "samuel": "Samuel Østby", "ingrid": "Ingrid Mæland", "jonas": "Jonas Bäckman", "thi": "Thi Lan Haugen",
    "marius": "Marius Løvås",
    "fatou": "Fatou Rønning", "bjorn": "Bjørn Tveitå", "elin": "Elin Hägglund", "ravi": "Ravi Nygård",
    "nils": "Nils Fjellheim",
    "ylva": "Ylva Åkerblom", "astrid": "Astrid Kvåle", "hakon": "Håkon Søreide",
}


def look(who, **changes):
    return replace(LOOKS[who], **changes)


def name_badge(who, role, employer="Fjordvik kommune", colour=(20, 90, 140)):
    return badge(NAMES[who], role, employer, colour)


def stranger(seed):
    """Somebody for a crowd, the same for the same seed."""
    r = np.random.default_rng(1000 + seed)
    pick = lambda options: options[r.integers(len(options))]
    skin, hair = pick([(FAIR, BLOND), (FAIR, SAND), (LIGHT, CHESTNUT), (LIGHT, DARKBROWN), (FAIR, RED), (TAN, BLACK),
        (OLIVE, BLACK),
                       (BROWN, BLACK), (DARK, BLACK), (LIGHT, GREY), (FAIR, WHITE)])
    age = 0.8 if hair in (GREY, WHITE) else r.uniform(0.1, 0.6)
    eye = DARKEYE if skin in (OLIVE, BROWN, DARK) else pick([BLUE, GREEN, HAZEL])
    glasses = pick(["", "", "", "round", "square"])
    common = dict(skin=skin, hair=hair, eye=eye, age=age, glasses=glasses, seed=seed, width=r.uniform(0.95, 1.05))
    if r.random() < 0.52:
        return woman(style=pick(["bob", "long", "wavy", "bun", "fringe", "ponytail"]), **common)
    return man(style=pick(["short", "parted", "buzz", "short", "fringed-bald" if age > 0.5 else "short"]),
               beard=pick(["", "", "stubble", "short", "full", "moustache"]), **common)


def stranger_outfit(seed):
    r = np.random.default_rng(2000 + seed)
    colours = [(0.25, 0.33, 0.45), (0.55, 0.25, 0.25), (0.80, 0.78, 0.72), (0.22, 0.38, 0.32), (0.15, 0.16, 0.20),
        (0.62, 0.50, 0.35),
               (0.45, 0.55, 0.65), (0.70, 0.62, 0.30), (0.42, 0.30, 0.42), (0.86, 0.86, 0.88)]
    colours = [tuple(0.35 * sum(c) / 3 + 0.65 * v for v in c) for c in colours]      # ordinary clothes are not bright
    kind = ["sweater", "shirt", "jacket", "tee", "sweater"][r.integers(5)]
    second = (0.90, 0.90, 0.92) if kind == "jacket" else colours[r.integers(len(colours))]
    return Outfit(kind, colours[r.integers(len(colours))], second,
        pattern=["", "", "", "stripes", "checks"][r.integers(5)] if kind in ("tee", "shirt", "sweater") else "")
