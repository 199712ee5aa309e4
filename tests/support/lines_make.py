#!/usr/bin/env python3
"""Boards and papers with lines of text on them: identity numbers with right check digits, e-mail addresses, telephone numbers
and number plates, ten of each, and a hundred lines that are nobody's data; and cars with twenty plates more, mounted, with
frame and band, their letters from 12 pixels on.

    lines_make.py FOLDER        writes NAME.jpg, and lines.json: for each photo its lines, [kind or null, text, middle x, y]
"""
import json
import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSerif", "DejaVuSansCondensed"]  # fonts-dejavu comes with Debian's fontconfig
NORWEGIAN, SWEDISH = "ABCDEFHJKLNPRSTUVXYZ", "ABCDEFGHJKLMNOPRSTUWXYZ"
ORDINARY = """Sommerfest 2026|Fjordvik kommune|Velkommen til rådhuset|RESEPSJON|Åpent 8-15.30|Åpent 08.00-15.30|Dagens rett
Fårikål 89,-|Blåbærsuppe 45,-|KANTINE|Bord 7|Økonomi|Påbudt med hjelm|Obs! Høy lyd|Kjør sakte|Verksted øst|NØDUTGANG|UTGANG
Utgång|Sengepost 4 øst|Rådgiver|Leder|Tillitsvalgt|Sprint 22 - mål|kl. 14:30-16:00|1. etasje|Møterom i andre etasje|17. mai
Org.nr. 987 654 321|12 345 678 kr|Rom 204|Ring på klokken|Maks 8 personer|ISO 9001|Klasse 8B|Lån 14 dager|STOPP|Skyv døren
Dra i døren|Heisen er ute av drift|Brannslukker|Førstehjelp|Til salgs|50 % rabatt|3 for 2|Takk for besøket|God jul
Gratulerer med dagen|Ikke mat fuglene|Privat område|Parkering 30 min|Temperatur 21,5|Gratis kaffe|God tur!|Møterom 3|Sal 2
Linje 3 mot sentrum|Nr. 18 i køen|Versjon 1.2.3|10 000 skritt|5 km til toppen|Årsmøte 12.03.27|Budsjett 2026|60 år
Bibliotek|Musikk kl 19|Fri entré|Frivillig|Vakt|Presse|Gäst|Besökare|Kaffe 25:-|Öppet 7-19|Läs mer här|Sista dagen|Rea 30 %
Husk å lukke døren|Vask hendene|Oppslagstavle|Ukens tilbud|Fellesskap og kunnskap|Håndballkamp lørdag|Dugnad på lørdag
Plan for uken|Nyheter fra skolen|Vi bygger ny bro|Svømmehall|Garderobe|Kun ansatte|Vent her|Ta nummer|Betal her|Fjern skoene
Stillesone|Varmt vann|Kildesortering|Papir og papp|Restavfall|Glass og metall|Matavfall""".replace("\n", "|").split("|")


def birth_number(chance):
    while True:
        day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(10, 99)
        digits = [int(c) for c in f"{day:02}{month:02}{year:02}{chance.randint(0, 499):03}"]
        for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
            digits.append(-sum(w * d for w, d in zip(weights, digits)) % 11)
        if max(digits) < 10:
            return "".join(map(str, digits))


def personal_number(chance):
    digits = f"{chance.randint(30, 99):02}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randint(0, 999):03}"
    total = sum(sum(divmod(int(c) * (2 - i % 2), 10)) for i, c in enumerate(digits))
    return f"{digits}{-total % 10}"


def plate(chance, norwegian):
    """As Statens vegvesen and Transportstyrelsen give them out."""
    if norwegian:
        return f"{chance.choice(NORWEGIAN)}{chance.choice(NORWEGIAN)} {chance.randint(10000, 99999)}"
    letters = "".join(chance.choice(SWEDISH) for _ in range(3))
    return f"{letters} {chance.randint(1, 99):02}{chance.choice(SWEDISH.replace('O', '') + '0123456789')}"


def personal(chance):
    for i in range(10):
        number = birth_number(chance) if i < 5 else personal_number(chance)
        yield "identity-number", (f"{number[:6]} {number[6:]}" if i % 2 else number) if i < 5 else f"{'19' * (i % 2)}{number[:6]}-{number[6:]}"
        yield "e-mail", chance.choice(["kari.nordmann", "ola", "post", "e.hansen", "leder"]) + "@" + chance.choice(
            ["example.no", "fjordvik.example", "mail.example.se"])
        phone = f"{chance.choice('2345679')}{chance.randint(0, 9999999):07}"
        yield "telephone", [f"Tlf. {phone[:2]} {phone[2:4]} {phone[4:6]} {phone[6:]}", f"+47 {phone[:3]} {phone[3:5]} {phone[5:]}",
                            f"070-{phone[:3]} {phone[3:5]} {phone[5:7]}"][i % 3]
        yield "number-plate", plate(chance, i % 2)


def board(lines, number):
    chance = random.Random(number)
    noise = np.random.default_rng(number)
    base = chance.choice([235, 215, 45])
    picture = Image.new("RGB", (1500, 1100), (base, base, base - 8 if base > 100 else base + 8))
    draw = ImageDraw.Draw(picture)
    truth = []
    for row, (kind, text) in enumerate(lines):
        name, size = chance.choice(FONTS), chance.randint(30, 46)
        while True:  # two columns that do not touch
            font = ImageFont.truetype(f"/usr/share/fonts/truetype/dejavu/{name}.ttf", size)
            left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
            if right - left <= 580:
                break
            size -= 2
        x, y = 80 + 720 * (row % 2) + chance.randint(0, 30), 50 + 100 * (row // 2) + chance.randint(0, 12)
        draw.text((x, y), text, font=font, fill=(20, 22, 28) if base > 100 else (235, 235, 225))
        truth.append([kind, text, x + (left + right) / 2, y + (top + bottom) / 2])
    picture = picture.filter(ImageFilter.GaussianBlur(0.6))
    values = np.asarray(picture, np.float32) + noise.normal(0, 3, (1100, 1500, 3))
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)), truth


def mounted(text, band, name, tilt, light):
    """A plate, letters 60 high, turned, and the mask of where it is."""
    font = ImageFont.truetype(f"/usr/share/fonts/truetype/dejavu/{name}.ttf", 82)
    left, _, right, _ = font.getbbox(text)
    start = 56 if band else 22
    picture = Image.new("RGB", (start + right - left + 22, 96), (light, light, light - 4))
    draw = ImageDraw.Draw(picture)
    draw.text((start - left, 48), text, font=font, fill=(20, 20, 24), anchor="lm")
    if band:
        draw.rectangle([0, 0, 38, 96], fill=(20, 50, 150))
        draw.text((19, 70), band, font=font.font_variant(size=30), fill=(240, 240, 240), anchor="mm")
        draw.ellipse([9, 18, 29, 38], outline=(235, 200, 40), width=4)
    draw.rectangle([0, 0, picture.width - 1, 95], outline=(30, 30, 30), width=3)
    turned = {"angle": tilt, "resample": Image.Resampling.BICUBIC, "expand": True}
    return picture.rotate(**turned), Image.new("L", picture.size, 255).rotate(**turned)


def cars(lines, number):
    chance = random.Random(number)
    noise = np.random.default_rng(number)
    picture = Image.new("RGB", (1500, 1100), (128, 130, 126))
    draw = ImageDraw.Draw(picture)
    truth = []
    for row, (kind, text) in enumerate(lines):
        x, y, high = 375 + 750 * (row % 2), 110 + 210 * (row // 2), [12, 14, 17, 22, 30][row // 2]
        body = chance.choice([(30, 30, 34), (205, 205, 208), (150, 25, 30), (25, 45, 95), (236, 236, 232)])
        sign, mask = mounted(text, ["", "N" if text[2] == " " else "S"][row % 4 > 0], chance.choice(FONTS[1::2]),
                             chance.uniform(-4, 4), chance.choice([244, 205]))
        size = round(sign.width * high / 60), round(sign.height * high / 60)
        draw.rounded_rectangle([x - 200, y - 80, x + 200, y + 80], radius=30, fill=body)
        picture.paste(sign.resize(size, Image.Resampling.LANCZOS), (x - size[0] // 2, y - size[1] // 2),
                      mask.resize(size, Image.Resampling.LANCZOS))
        truth.append([kind, text, x, y])
    picture = picture.filter(ImageFilter.GaussianBlur(0.5))
    values = np.asarray(picture, np.float32) + noise.normal(0, 3, (1100, 1500, 3))
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)), truth


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(7)
    lines, told = list(personal(chance)), {}
    chance.shuffle(lines)
    ordinary = [(None, text) for text in ORDINARY[:100]]
    pages = [(f"personal-{i // 20}", lines[i:i + 20]) for i in range(0, len(lines), 20)]
    pages += [(f"ordinary-{i // 20}", ordinary[i:i + 20]) for i in range(0, len(ordinary), 20)]
    pages += [(f"cars-{i}", [("mounted-plate", plate(chance, k % 4 < 2)) for k in range(10)]) for i in range(2)]
    for number, (name, page) in enumerate(pages):
        picture, told[f"{name}.jpg"] = (cars if name.startswith("cars") else board)(page, number)
        picture.save(folder / f"{name}.jpg", quality=90)
    (folder / "lines.json").write_text(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
