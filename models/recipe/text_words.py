"""Words to render: Latin with the letters of the Nordic languages, numbers, plates, addresses, and some Chinese.

Wants Debian's python3-pil, fontconfig, word lists and as many fonts as you like: README.md names those that were used.
"""
import functools
import os
import subprocess
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WORD_LISTS = ("bokmaal", "svenska", "american-english", "danish", "nynorsk")
NOT_LETTERS = ("symbol", "emoji", "math", "music", "dingbat", "awesome", "ornament", "inscr")
PLAIN_NOTO = ("NotoSans-", "NotoSerif-", "NotoSansMono", "NotoSansDisplay")
HOSTS = ("kommune.no", "helsingborg.se", "gmail.com", "nav.no")
PLATE_LETTERS = "ABCDEFHKLNPRSTUVXYZ"


@functools.lru_cache(None)
def fonts():
    """(paths of Latin fonts, of fonts with Chinese characters)."""
    listed = subprocess.check_output(["fc-list"]).decode().split("\n")
    paths = {line.split(":")[0] for line in listed}
    paths = sorted(path for path in paths if path.lower().endswith((".ttf", ".otf", ".ttc")))
    paths = [path for path in paths if not any(word in path.lower() for word in NOT_LETTERS)]
    noto = [path for path in paths if "noto" in path.lower() and any(word in path for word in PLAIN_NOTO)]
    paths = [path for path in paths if "noto" not in path.lower()] + noto[:20]
    chinese = [path for path in paths if "wqy" in path.lower()]
    latin = [path for path in paths if path not in chinese]
    if not latin:
        sys.exit("no fonts: install some, see README.md")
    return latin, chinese


@functools.lru_cache(None)
def words():
    found = []
    for name in WORD_LISTS:
        path = "/usr/share/dict/" + name
        if not os.path.exists(path):
            continue
        raw = open(path, "rb").read()
        try:
            listed = raw.decode("utf-8").split()
        except UnicodeDecodeError:
            listed = raw.decode("latin-1").split()
        found += listed[::max(1, len(listed) // 20000)]
    if not found:
        sys.exit("no word lists: install wnorwegian, wswedish, wdanish or wamerican")
    return found


@functools.lru_cache(2000)
def font(path, size):
    return ImageFont.truetype(path, size)


def word(random):
    """A word, a number, a date, a number plate, a telephone number or an address."""
    kind, known, number = random.random(), words(), random.randrange
    if kind < .62:
        made = random.choice(known)
    elif kind < .72:
        made = str(number(10 ** number(1, 9)))
    elif kind < .78:
        made = "%02d.%02d.%d" % (number(1, 32), number(1, 13), number(1940, 2030))
    elif kind < .82:
        made = "%s%s %05d" % (random.choice(PLATE_LETTERS), random.choice(PLATE_LETTERS), number(10000, 99999))
    elif kind < .86:
        made = "+47 %02d %02d %02d %02d" % (number(100), number(100), number(100), number(100))
    elif kind < .90:
        made = random.choice(known).lower() + "@" + random.choice(HOSTS)
    else:
        made = random.choice(known) + random.choice(["!", "?", ":", ".", ",", " -", "/"])
    case = random.random()
    if case < .25:
        return made.upper()
    return made.capitalize() if case < .6 else made


def line(random, chinese):
    if chinese:
        return "".join(chr(0x4e00 + random.randrange(6000)) for _ in range(random.randrange(2, 12)))
    return " ".join(word(random) for _ in range(random.choice([1, 1, 1, 2, 2, 3, 4, 5])))


def block(random, height, rows, widest):
    """(how much ink every pixel has, boxes of the lines) of so many rows of text about `height` pixels tall."""
    latin, han = fonts()
    chinese = bool(han) and random.random() < .15
    face = font(random.choice(han if chinese else latin), max(7, int(height)))
    ascent, descent = face.getmetrics()
    step = int((ascent + descent) * random.uniform(.95, 1.35))
    texts, width = [], 4
    for _ in range(rows):
        text = line(random, chinese)
        while face.getlength(text) > widest and len(text) > 2:
            text = text[:len(text) * 2 // 3].strip() or text[:1]
        texts.append(text)
        width = max(width, int(face.getlength(text)) + 8)
    sheet = Image.new("L", (width + 8, step * rows + 12), 0)
    pen, boxes = ImageDraw.Draw(sheet), []
    side = random.choice("lccr")
    bold = max(1, int(height * .05)) if random.random() < .12 and height > 14 else 0
    for i, text in enumerate(texts):
        length = face.getlength(text)
        x = {"l": 4, "c": (width - length) / 2 + 4, "r": width - length}[side]
        y = i * step + 4
        try:
            box = pen.textbbox((x, y), text, font=face, stroke_width=bold)
            pen.text((x, y), text, fill=255, font=face, stroke_width=bold)
        except (OSError, ValueError):      # a few fonts fail at some sizes
            continue
        if box[2] - box[0] > 2 and box[3] - box[1] > 2:
            boxes.append(box)
    return np.asarray(sheet), boxes
