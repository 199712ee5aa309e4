#!/usr/bin/env python3
"""Photos with codes in them: QR codes made by qrencode, bar codes made here by the tables of EAN-13 (ISO/IEC 15420), Code 128
(ISO/IEC 15417) and Code 39 (ISO/IEC 16388), on paper and on screens, of many sizes and at many angles.

    codes_make.py FOLDER        writes sheet-NN.png and sheet-NN.txt, in it for each code its name and the symbol's corners
"""
import itertools
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np

EAN_LEFT = ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"]
EAN_PARITY = ["000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010"]
CODE39 = {"*": "010010100", "A": "100001001", "B": "001001001", "C": "101001000", "1": "100100001", "2": "001100001",
          "3": "101100000", "7": "000100101", "-": "010000101"}
CODE128 = {0: "212222", 16: "123122", 33: "111323", 34: "131123", 35: "131321", 36: "112313", 37: "132113", 38: "132311",
           17: "123221", 18: "223211", 19: "221132", 20: "221231", 21: "213212", 22: "223112", 23: "312131", 24: "311222",
           25: "321122", 104: "211214"}
CODE128_STOP = "2331112"


def ean13(digits):
    digits += str(-sum(int(d) * (1 + 2 * (i % 2)) for i, d in enumerate(digits)) % 10)
    flipped = [EAN_LEFT[int(d)] for d in digits]
    right = ["".join("10"[int(b)] for b in code) for code in flipped]
    left = [code if p == "0" else r[::-1] for code, r, p in zip(flipped[1:7], right[1:7], EAN_PARITY[int(digits[0])])]
    return "101" + "".join(left) + "01010" + "".join(right[7:]) + "101"


def bars(widths):
    return "".join("10"[i % 2] * int(w) for i, w in enumerate(widths))


def code128(text):
    """Only what CODE128 above can say: digits and A to F."""
    values = [104] + [ord(c) - 32 for c in text]
    values.append((values[0] + sum(i * v for i, v in enumerate(values) if i)) % 103)
    missing = [v for v in values if v not in CODE128]
    return None if missing else bars("".join(CODE128[v] for v in values) + CODE128_STOP)


def code39(text):
    return "0".join(bars(str(1 + 2 * int(w)) for w in CODE39[c]) for c in f"*{text}*")


def linear(modules):
    """A bar code three times as wide as it is high, with its quiet zone; one pixel a module across."""
    row = np.array([[255 if m == "0" else 0 for m in modules]], np.uint8)
    return np.repeat(row, max(1, len(modules) // 3), axis=0)


def qr(text, level="M"):
    """One pixel a module, without the quiet zone."""
    drawn = subprocess.run(["qrencode", "-t", "ASCII", "-m", "0", "-l", level, "-o", "-", text], check=True,
                           capture_output=True, text=True).stdout
    return np.array([[0 if line[i] == "#" else 255 for i in range(0, len(line), 2)] for line in drawn.splitlines()], np.uint8)


def background(rng, width, height, look):
    """A wall, a jacket or a screen: something that is not plain."""
    base = {"paper": 215, "screen": 40, "wall": 170}[look]
    noise = rng.normal(0, 14, (height // 16 + 1, width // 16 + 1, 3)).astype(np.float32)
    picture = base + cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    return picture + rng.normal(0, 2, (height, width, 3)).astype(np.float32)


def place(picture, symbol, side, angle, centre, quiet, tones, tilt=0.0):
    """Draw the symbol, its longer side `side` pixels, on a plate with a quiet zone; its corners in the picture."""
    rows, cols = symbol.shape
    scale, fine = side / cols, 8
    plate = cv2.copyMakeBorder(symbol, quiet, quiet, quiet, quiet, cv2.BORDER_CONSTANT, value=255)
    plate = cv2.resize(plate, None, fx=fine, fy=fine, interpolation=cv2.INTER_NEAREST)
    turn = np.deg2rad(angle)
    axis_x = np.array([np.cos(turn), np.sin(turn)]) * scale
    axis_y = np.array([-np.sin(turn), np.cos(turn)]) * scale * (1 - tilt)
    origin = np.array(centre) - axis_x * cols / 2 - axis_y * rows / 2
    matrix = np.array([[axis_x[0], axis_y[0], 0], [axis_x[1], axis_y[1], 0]]) / fine
    matrix[:, 2] = origin - (axis_x + axis_y) * quiet
    over = 4  # supersampled, as a lens would
    reach = int(side * 1.1 + 2 * quiet * scale + 8)  # only the surroundings are drawn
    left, top = (max(0, int(c) - reach) for c in centre)
    picture = picture[top:int(centre[1]) + reach, left:int(centre[0]) + reach]
    size = (picture.shape[1] * over, picture.shape[0] * over)
    up = matrix.copy()
    up[:, 2] -= (left, top)
    up *= over
    up[:, 2] += (over - 1) / 2
    tone = cv2.warpAffine(plate, up, size, flags=cv2.INTER_LINEAR, borderValue=0).astype(np.float32)
    where = cv2.warpAffine(np.full(plate.shape, 255, np.uint8), up, size, flags=cv2.INTER_LINEAR).astype(np.float32)
    tone, where = (cv2.resize(a, picture.shape[1::-1], interpolation=cv2.INTER_AREA) for a in (tone, where))
    alpha = (where / 255)[..., None]
    colour = tones[0] + (tones[1] - tones[0]) * np.divide(tone, where, out=np.zeros_like(tone), where=where > 0)
    picture[:] = picture * (1 - alpha) + colour[..., None] * alpha
    corners = [origin, origin + axis_x * cols, origin + axis_x * cols + axis_y * rows, origin + axis_y * rows]
    return np.array(corners).ravel()


def scenes():
    """Sixty: name, symbol, side, angle, quiet zone in modules, dark and light tone, background, tilt."""
    card = "BEGIN:VCARD\nVERSION:3.0\nN:Nordmann;Kari\nTEL:+4791234567\nEMAIL:kari@example.no\nORG:Fjordvik kommune\nEND:VCARD"
    paper, screen, dark = (25, 235), (30, 250), (235, 25)
    for i, (side, angle) in enumerate(itertools.product((40, 44, 52, 64), (0, 90, 17, 45, 238))):
        yield f"qr-small-{side}-{angle}", qr("KARI01"), side, angle, 4, paper if i % 2 else screen, "wall", 0
    for side, angle in itertools.product((90, 160, 420), (0, 33, 121, 200)):
        yield f"qr-web-{side}-{angle}", qr("https://fjordvik.kommune.example/sommerfest?guest=1234"), side, angle, 4, paper, "paper", 0.08
    for side, angle in ((170, 0), (230, 61), (500, 180), (240, 90)):
        yield f"qr-card-{side}-{angle}", qr(card, "L"), side, angle, 4, screen, "screen", 0
    for side, angle in ((80, 0), (120, 30), (300, 77), (64, 180)):
        yield f"qr-dark-{side}-{angle}", qr("KARI NORDMANN 0412"), side, angle, 4, dark, "screen", 0
    for side, angle in itertools.product((200, 320), (0, 12, 30, 45, 90, 180)):
        yield f"ean-{side}-{angle}", linear(ean13(f"7038{side:03}{angle:03}12")), side, angle, 11, paper, "wall", 0
    for side, angle in ((190, 0), (300, 21), (420, 75), (260, 135)):
        yield f"code128-{side}-{angle}", linear(next(filter(None, (code128(str(120000 + 100 * angle + i)) for i in range(100))))), side, angle, 10, paper, "paper", 0
    for side, angle in ((240, 0), (330, 20), (400, 90), (300, 160)):
        yield f"code39-{side}-{angle}", linear(code39("ABC-123"[angle // 20 % 3:])), side, angle, 10, paper, "paper", 0


def sheets():
    """The scenes, six to a photo where they are small enough for that."""
    several = {}
    for scene in scenes():
        symbol, side, angle = scene[1:4]
        turn = np.deg2rad(angle)
        rows = side * symbol.shape[0] / symbol.shape[1]
        c, s = abs(np.cos(turn)), abs(np.sin(turn))
        if max(side * c + rows * s, side * s + rows * c) > 340:
            yield (720, 720), [(360, 360)], [scene]
            continue
        together = several.setdefault((scene[6]), [])
        together.append(scene)
        if len(together) == 6:
            yield (1290, 860), [(215 + 430 * (i % 3), 215 + 430 * (i // 3)) for i in range(6)], several.pop(scene[6])
    for together in several.values():
        yield (1290, 860), [(215 + 430 * (i % 3), 215 + 430 * (i // 3)) for i in range(6)], together


def main(folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for number, ((width, height), centres, together) in enumerate(sheets()):
        rng = np.random.default_rng(number)
        picture = background(rng, width, height, together[0][6])
        boxes = []
        for (x, y), (name, symbol, side, angle, quiet, tones, _, tilt) in zip(centres, together):
            corners = place(picture, symbol, side, angle, (x + rng.uniform(-8, 8), y + rng.uniform(-8, 8)), quiet, tones, tilt)
            boxes.append(f"{name} " + " ".join(f"{v:.2f}" for v in corners) + "\n")
        picture += rng.normal(0, 2, picture.shape)
        cv2.imwrite(str(folder / f"sheet-{number:02}.png"), np.clip(picture, 0, 255).astype(np.uint8))
        (folder / f"sheet-{number:02}.txt").write_text("".join(boxes))


if __name__ == "__main__":
    main(sys.argv[1])
