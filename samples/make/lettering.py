"""Words on badges, signs, screens and whiteboards, as pictures in linear light."""
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

F = np.float32
FONTS = Path("/usr/share/fonts/truetype/dejavu")     # comes with Debian's fontconfig


@lru_cache(maxsize=None)
def font(size, bold=False, slanted=False):
    name = "DejaVuSans" + ("-Bold" if bold else "") + ("Oblique" if bold and slanted else "-Oblique" if slanted else "")
    return ImageFont.truetype(str(FONTS / (name + ".ttf")), int(size))


class Lettered(np.ndarray):
    """A picture that knows where its lines of text are: `lines` are [x0, y0, x1, y1] in shares of the picture."""
    lines = ()


def lettered(picture, lines):
    result = np.asarray(picture).view(Lettered)
    result.lines = lines
    return result


def linear(image):
    return lettered((np.asarray(image.convert("RGB"), F) / 255) ** F(2.2), image.info.get("lines", ()))


def _write(image, draw, at, text, face, colour):
    """Writes a line and notes where."""
    draw.text(at, text, font=face, fill=colour)
    x0, y0, x1, y1 = draw.textbbox(at, text, font=face)
    w, h = image.size
    image.info.setdefault("lines", []).append((x0 / w, y0 / h, x1 / w, y1 / h))


def _fit(draw, text, width, size, bold=False, slanted=False):
    while size > 6 and draw.textlength(text, font=font(size, bold, slanted)) > width:
        size -= 1
    return font(size, bold, slanted)


def card(lines, size, back=(250, 250, 248), margin=0.07, align="left", frame=None):
    """A card of text. Each line is (text, height as a share of the card, colour, bold)."""
    w, h = size
    image = Image.new("RGB", size, back)
    draw = ImageDraw.Draw(image)
    if frame:
        draw.rectangle([0, 0, w - 1, h - 1], outline=frame, width=max(2, w // 60))
    y, m = margin * h, int(margin * w)
    for text, share, colour, bold in lines:
        face = _fit(draw, text, w - 2 * m, share * h, bold)
        x = m if align == "left" else (w - draw.textlength(text, font=face)) / 2
        _write(image, draw, (x, y), text, face, colour)
        y += share * h * 1.22
    return image


def badge(name, role, employer="Fjordvik kommune", colour=(20, 90, 140)):
    """A name badge with a coloured head and no portrait."""
    image = Image.new("RGB", (360, 250), (250, 250, 250))
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 0, 360, 62], fill=colour)
    _write(image, draw, (18, 14), employer, _fit(draw, employer, 324, 30, True), (255, 255, 255))
    _write(image, draw, (18, 84), name, _fit(draw, name, 324, 66, True), (20, 20, 25))
    _write(image, draw, (18, 176), role, _fit(draw, role, 324, 38), (70, 70, 80))
    return linear(image)


def handwriting(lines, size, seed=0, back=(246, 248, 248)):
    """A whiteboard: slanted letters that wander, in marker colours. Lines are (text, x, y, height, colour)."""
    rng = np.random.default_rng(seed)
    w, h = size
    image = Image.new("RGB", size, back)
    draw, places = ImageDraw.Draw(image), []
    for text, x, y, share, colour in lines:
        px, face = x * w, font(share * h, slanted=True)
        places.append((x, y + 0.2 * share, x + draw.textlength(text, font=face) / w, y + 1.1 * share))
        for letter in text:
            draw.text((px, y * h + rng.normal(0, 0.035) * share * h), letter, font=face, fill=colour)
            px += draw.textlength(letter, font=face) + rng.normal(0, 0.02) * share * h
    a = np.asarray(image)
    yy, xx = np.mgrid[0:h, 0:w].astype(F)
    wander = cv2.GaussianBlur(rng.normal(0, 1, (h, w, 2)).astype(F), (0, 0), w / 90)
    wander *= 0.004 * w / max(wander.std(), 1e-6)
    a = cv2.remap(a, xx + wander[..., 0], yy + wander[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return lettered((a.astype(F) / 255) ** F(2.2), places)


def stroke(picture, points, colour, width):
    """A marker line through points given as shares of the picture."""
    h, w = picture.shape[:2]
    p = (np.array(points) * [w, h] * 16).astype(np.int32)
    ink = tuple(float(c / 255) ** 2.2 for c in colour)
    cv2.polylines(picture, [p], False, ink, width, cv2.LINE_AA, 4)
