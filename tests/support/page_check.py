#!/usr/bin/env python3
"""Judge a page of sladd from outside: page_check.py PAGE [--pictures FOLDER]

It is one file that needs nothing else: no script, no address but data: in pictures, a Content-Security-Policy that allows
neither and fits its style sheet, every tag closed, one h1, headings without gaps, every picture with words, colours of
enough contrast. With --pictures each picture is decoded (djpeg) and must be a small version of one of the JPEGs in FOLDER;
the name of that file is printed for each."""
import base64, hashlib, html.parser, pathlib, re, subprocess, sys

VOID = {"meta", "img", "br", "hr", "image", "rect", "link"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.problems, self.pictures, self.headings, self.csp, self.style, self.text = [], [], [], [], "", "", []

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("script", "iframe", "object", "embed", "link", "base", "form", "a"):
            self.problems.append(f"<{tag}>")
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "srcset", "xlink:href"):
                self.problems.append(f"{tag} {name}")
            if name in ("src", "href") and not re.fullmatch(r"data:image/jpeg;base64,[A-Za-z0-9+/=]+", value):
                self.problems.append(f"{tag} {name}={value[:60]}")
        if tag == "html" and not found.get("lang"):
            self.problems.append("no lang")
        if tag == "meta" and found.get("http-equiv") == "Content-Security-Policy":
            self.csp = found["content"]
        if tag == "img" and not found.get("alt"):
            self.problems.append("a picture without words")
        if tag in ("img", "image"):
            self.pictures.append((base64.b64decode((found.get("src") or found["href"]).split(",")[1]), int(found["width"]), int(found["height"])))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.style += data
        self.text.append(data)


def judge(text):
    page = Page()
    page.feed(text)
    page.close()
    problems = page.problems + [f"<{tag}> is never closed" for tag in page.open]
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    if not page.csp.startswith("default-src 'none'; img-src data:; style-src 'sha256-" + digest + "'"):
        problems.append(f"policy: {page.csp}")
    if "unsafe" in page.csp or "url(" in page.style or "@import" in page.style:
        problems.append("the policy or the style reaches out")
    if page.headings[:1] != [1] or page.headings.count(1) != 1 or any(b - a > 1 for a, b in zip(page.headings, page.headings[1:])):
        problems.append(f"headings {page.headings}")
    problems += [f"colour {c} on white" for c in re.findall(r"[^-]color:(#[0-9a-f]{3,6})", page.style) if contrast(c) < 4.5]
    return page, problems


def contrast(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * d for d in colour[1:])
    parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)


def decode(jpeg):
    """Width, height and rows of RGB bytes."""
    ppm = subprocess.run(["djpeg", "-pnm"], input=jpeg, capture_output=True, check=True).stdout
    magic = re.match(rb"P([56])\s+(\d+)\s+(\d+)\s+255\s", ppm)
    pixels = ppm[magic.end():]
    return int(magic[2]), int(magic[3]), pixels if magic[1] == b"6" else bytes(p for p in pixels for _ in range(3))


def shrunk(picture, small_width, small_height):
    """The mean of whole squares of pixels, or None where the sides do not fit."""
    width, height, pixels = picture
    side = -(-max(width, height) // max(small_width, small_height)) if max(small_width, small_height) else 0
    if side == 0 or (-(-width // side), -(-height // side)) != (small_width, small_height):
        return None
    out = []
    for y in range(0, height, side):
        rows = range(y, min(y + side, height))
        for x in range(0, width, side):
            end = min(x + side, width)
            count = (end - x) * len(rows)
            for c in range(3):
                out.append(sum(sum(pixels[(r * width + x) * 3 + c:(r * width + end) * 3:3]) for r in rows) / count)
    return out


def main():
    page, problems = judge(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    if problems:
        sys.exit("\n".join(problems[:20]))
    print("pictures", len(page.pictures))
    if len(sys.argv) < 4:
        return
    copies = {path: decode(path.read_bytes()) for path in sorted(pathlib.Path(sys.argv[3]).rglob("*.jpg"))}
    for jpeg, width, height in page.pictures:
        small_width, small_height, small = decode(jpeg)
        if (small_width, small_height) != (width, height):
            sys.exit(f"{width} x {height} is said of {small_width} x {small_height}")
        errors = {}
        for path, copy in copies.items():
            expected = shrunk(copy, width, height)
            if expected:
                differences = [abs(a - b) for a, b in zip(expected, small)]
                errors[path] = (sum(differences) / len(differences), max(differences))
        best = min(errors, key=errors.get, default=None)
        if best is None or errors[best][0] > 4 or errors[best][1] > 90:
            sys.exit(f"a picture of {width} x {height} is in none of the copies: {best} {errors.get(best)}")
        print(best.name, "%.2f" % errors[best][0])


main()
