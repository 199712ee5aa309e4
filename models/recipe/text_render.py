"""Training pictures for the text detector: crops of real photos, and words rendered on badges, boards, screens, signs and photos.

Rendering wants Debian's python3-pil, fontconfig, word lists (wnorwegian wswedish wdanish wamerican) and as many fonts as you like
(fonts-dejavu-extra fonts-liberation fonts-lato fonts-noto-core fonts-wqy-zenhei fonts-comic-neue fonts-humor-sans fonts-breip
fonts-bwht fonts-dkg-handwriting fonts-femkeklaver fonts-kristi fonts-klee fonts-lobster).
"""
import functools, math, os, random, subprocess, sys
import cv2, numpy as np
from PIL import Image, ImageDraw, ImageFont

SMALLEST = 7   # lines less tall than this, in pixels, are neither text nor background

@functools.lru_cache(None)
def fonts():
    """(Latin fonts, fonts with Chinese characters)."""
    f = sorted({l.split(":")[0] for l in subprocess.check_output(["fc-list"]).decode().split("\n") if l.split(":")[0].lower().endswith((".ttf", ".otf", ".ttc"))})
    f = [p for p in f if not any(k in p.lower() for k in ("symbol", "emoji", "math", "music", "dingbat", "awesome", "ornament", "inscr"))]
    noto = [p for p in f if "noto" in p.lower() and any(k in p for k in ("NotoSans-", "NotoSerif-", "NotoSansMono", "NotoSansDisplay"))]
    f = [p for p in f if "noto" not in p.lower()] + noto[:20]; han = [p for p in f if "wqy" in p.lower()]; latin = [p for p in f if p not in han]
    if not latin: sys.exit("no fonts: install some, see text_render.py")
    return latin, han

@functools.lru_cache(None)
def words():
    out = []
    for name in ("bokmaal", "svenska", "american-english", "danish", "nynorsk"):
        path = "/usr/share/dict/" + name
        if os.path.exists(path):
            raw = open(path, "rb").read()
            try: w = raw.decode("utf-8").split()
            except UnicodeDecodeError: w = raw.decode("latin-1").split()
            out += w[::max(1, len(w) // 20000)]
    if not out: sys.exit("no word lists: install wnorwegian, wswedish, wdanish or wamerican")
    return out

@functools.lru_cache(2000)
def font(path, size): return ImageFont.truetype(path, size)

def word(r):
    t = r.random(); W = words(); n = r.randrange
    if t < .62: w = r.choice(W)
    elif t < .72: w = str(n(10 ** n(1, 9)))
    elif t < .78: w = "%02d.%02d.%d" % (n(1, 32), n(1, 13), n(1940, 2030))
    elif t < .82: w = "%s%s %05d" % (r.choice("ABCDEFHKLNPRSTUVXYZ"), r.choice("ABCDEFHKLNPRSTUVXYZ"), n(10000, 99999))
    elif t < .86: w = "+47 %02d %02d %02d %02d" % (n(100), n(100), n(100), n(100))
    elif t < .90: w = r.choice(W).lower() + "@" + r.choice(["kommune.no", "helsingborg.se", "gmail.com", "nav.no"])
    else: w = r.choice(W) + r.choice(["!", "?", ":", ".", ",", " -", "/"])
    m = r.random(); return w.upper() if m < .25 else w.capitalize() if m < .6 else w

def line(r, han):
    if han: return "".join(chr(0x4e00 + r.randrange(6000)) for _ in range(r.randrange(2, 12)))
    return " ".join(word(r) for _ in range(r.choice([1, 1, 1, 2, 2, 3, 4, 5])))

def block(r, H, n, widest):
    """(alpha mask, line boxes) of n lines of text about H tall."""
    latin, han = fonts(); chinese = bool(han) and r.random() < .15; f = font(r.choice(han if chinese else latin), max(7, int(H)))
    up, down = f.getmetrics(); step = int((up + down) * r.uniform(.95, 1.35)); L, W = [], 4
    for _ in range(n):
        t = line(r, chinese)
        while f.getlength(t) > widest and len(t) > 2: t = t[:len(t) * 2 // 3].strip() or t[:1]
        L.append(t); W = max(W, int(f.getlength(t)) + 8)
    im = Image.new("L", (W + 8, step * n + 12), 0); d = ImageDraw.Draw(im); B = []; side = r.choice("lccr"); bold = max(1, int(H * .05)) if r.random() < .12 and H > 14 else 0
    for i, t in enumerate(L):
        w = f.getlength(t); x = 4 if side == "l" else (W - w) / 2 + 4 if side == "c" else W - w; y = i * step + 4
        try: b = d.textbbox((x, y), t, font=f, stroke_width=bold); d.text((x, y), t, fill=255, font=f, stroke_width=bold)
        except Exception: continue
        if b[2] - b[0] > 2 and b[3] - b[1] > 2: B.append(b)
    return np.asarray(im), B

def shade(r):
    if r.random() < .5: v = r.choice([r.uniform(0, 70), r.uniform(170, 255)]); return np.clip(np.array([v + r.gauss(0, 14) for _ in range(3)]), 0, 255)
    return np.array([r.uniform(0, 255) for _ in range(3)])

def clutter(im, r, n):
    """Things that are taken for text and are none: blinds, bricks, grids, keyboards without letters, cloth, leaves, fences."""
    S = im.shape[0]; w, h = r.randrange(40, S), r.randrange(40, S); x, y = r.randrange(S - w + 1), r.randrange(S - h + 1); p = im[y:y + h, x:x + w]; a, b = shade(r), shade(r); kind = r.randrange(7); k = r.randrange(4, 26)
    yy, xx = np.mgrid[0:h, 0:w]; t = math.radians(r.gauss(0, 8)); u, v = xx * math.cos(t) + yy * math.sin(t), yy * math.cos(t) - xx * math.sin(t)
    if kind == 0: m = (v % k) < k * r.uniform(.2, .8)
    elif kind == 1: m = ((v % k) < max(1, k * .12)) | (((u + (v // k % 2) * k) % (2 * k)) < max(1, k * .12))
    elif kind == 2: m = ((v % k) < max(1, k * .15)) | ((u % (k * r.uniform(.6, 1.6))) < max(1, k * .15))
    elif kind == 3: m = ((v % k) > k * .2) & (((u + v // k * k * .3) % (k * r.choice([1, 1, 1.5]))) > k * .2)
    elif kind == 4: m = ((u // k + v // k) % 2) < 1
    elif kind == 5: m = cv2.resize(n.normal(0, 1, (max(2, h // k + 1) * 2, max(2, w // k + 1) * 2)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC) > r.uniform(-.3, .6)
    else: m = (u % k) < k * r.uniform(.15, .5)
    m = cv2.GaussianBlur(m.astype(np.float32), (0, 0), r.uniform(.3, 1.2))[..., None]; s = r.uniform(.3, 1); q = cv2.resize(n.uniform(.7, 1.2, (3, 3)).astype(np.float32), (w, h))[..., None]
    p[:] = p * (1 - s) + s * (a * m + b * (1 - m)) * q
    return x, y, w, h

def rendered(im, quads, S, r, n):
    """Adds text to a crop: changes im, extends quads."""
    taken = np.zeros((S, S), np.uint8)
    for q in quads: cv2.fillPoly(taken, [np.round(q).astype(np.int32)], 255)
    if r.random() < .35 and not taken.any(): clutter(im, r, n)
    for _ in range(r.choice([0, 1, 1, 2, 3, 4, 6])):
        panel = r.random() < .5; badge = panel and r.random() < .3; H = math.exp(r.uniform(math.log(8), math.log(70))); rows = r.choice([1, 1, 1, 2, 3, 4, 6]) if panel or r.random() < .35 else 1
        if r.random() < .06: H, rows = r.uniform(70, 150), 1
        if badge: H, rows = math.exp(r.uniform(math.log(8), math.log(26))), r.choice([1, 2, 2, 3])
        a, B = block(r, H, rows, S * r.uniform(.5, 1.6))
        if not B: continue
        colour = shade(r)
        if panel:
            pad = int(H * r.uniform(.3, 1.6)); ground = np.array([r.uniform(215, 255)] * 3) if badge else shade(r); t = 0; apart = 60 if r.random() < .8 else 25
            while abs(ground.mean() - colour.mean()) < apart and t < 20: colour = shade(r); t += 1
            top = int(H * r.uniform(1, 4)) if badge else 0; a = np.pad(a, ((pad + top, pad), (pad, pad))); B = [(x0 + pad, y0 + pad + top, x1 + pad, y1 + pad + top) for x0, y0, x1, y1 in B]
            sheet = np.full(a.shape, 255, np.uint8); face = np.zeros(a.shape + (3,), np.float32) + ground
            if r.random() < .5: cv2.rectangle(sheet, (0, 0), (a.shape[1] - 1, a.shape[0] - 1), 0, 0)
            if badge:                                                     # a coloured band or a portrait's place above the name
                if r.random() < .5: face[:top] = shade(r)
                else: x = r.randrange(max(1, a.shape[1] - top)); cv2.ellipse(face, (x + top // 2, top // 2 + pad // 2), (max(1, top // 3), max(1, top // 2)), 0, 0, 360, tuple(float(v) for v in shade(r)), -1)
        h, w = a.shape; squeeze = r.uniform(.8, 1.15); t = math.radians(r.gauss(0, 6) if r.random() < .85 else r.uniform(-90, 90)); c, s = math.cos(t), math.sin(t)
        K = np.array([[-w / 2 * squeeze, -h / 2], [w / 2 * squeeze, -h / 2], [w / 2 * squeeze, h / 2], [-w / 2 * squeeze, h / 2]]) @ np.array([[c, s], [-s, c]]); reach = np.minimum(np.abs(K).max(0), S / 2) * .8
        at = np.array([r.uniform(reach[0], S - reach[0]), r.uniform(reach[1], S - reach[1])])
        M = cv2.getPerspectiveTransform(np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32), (K * (1 + n.normal(0, .05 if r.random() < .5 else 0, (4, 2))) + at).astype(np.float32))
        foot = cv2.warpPerspective(np.full((h, w), 255, np.uint8), M, (S, S))
        if (taken & foot).any(): continue
        taken |= foot; ink = cv2.warpPerspective(a, M, (S, S), flags=cv2.INTER_AREA if H < 16 else cv2.INTER_LINEAR).astype(np.float32)[..., None] / 255
        if panel:
            p = cv2.warpPerspective(sheet, M, (S, S)).astype(np.float32)[..., None] / 255 * r.uniform(.85, 1); im[:] = im * (1 - p) + p * (cv2.warpPerspective(face, M, (S, S)) + n.normal(0, 3, 3))
            if badge and r.random() < .6: cv2.line(im, (int(at[0]), max(0, int(at[1] - h / 2))), (int(at[0] + r.gauss(0, 60)), 0), tuple(float(v) for v in shade(r)), r.randrange(2, 8))
        else:
            under = im[foot > 0].mean(0) if foot.any() else colour; t = 0; apart = 45 if r.random() < .85 else 22
            while abs((under - colour).mean()) < apart and t < 30: colour = shade(r); t += 1
            if r.random() < .15: z = np.roll(ink, (r.randrange(1, 4), r.randrange(1, 4)), (0, 1)); im[:] = im * (1 - z * .7) + z * .7 * (255 - colour)
        z = ink * r.uniform(.65, 1.); im[:] = im * (1 - z) + z * colour
        for x0, y0, x1, y1 in B: quads.append(cv2.perspectiveTransform(np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float32), M)[0])
    if r.random() < .25:
        for _ in range(r.randrange(1, 10)):
            p = [r.randrange(S) for _ in range(4)]
            if not taken[min(p[1], p[3]):max(p[1], p[3]) + 1, min(p[0], p[2]):max(p[0], p[2]) + 1].any(): cv2.line(im, (p[0], p[1]), (p[2], p[3]), tuple(float(v) for v in shade(r)), r.randrange(1, 4))

def crop(item, S, r, n):
    """(S x S crop as float, text quads, doubtful quads) of a photo, turned, tilted and scaled."""
    im = cv2.imdecode(item["im"], 1); h, w = im.shape[:2]; Q = item["quads"]; sc = S / min(h, w) * r.uniform(.7, 1.8)
    cx, cy = r.uniform(0, w), r.uniform(0, h)
    if len(Q) and r.random() < .75:
        q = Q[r.randrange(len(Q))]; tall = max(4, min(np.linalg.norm(q[0] - q[3]), np.linalg.norm(q[0] - q[1]))); sc = min(math.exp(r.uniform(math.log(9), math.log(90))) / tall, 2.2); sc = max(sc, .2)
        cx, cy = q.mean(0) + np.array([r.uniform(-.4, .4), r.uniform(-.4, .4)]) * S / sc
    slack = r.choice([.5, .5, .3]) * S / sc; cx, cy = [min(max(v, min(slack, z / 2)), max(z - slack, z / 2)) for v, z in ((cx, w), (cy, h))]
    t = math.radians(r.uniform(-90, 90) if r.random() < .06 else r.gauss(0, 7) if r.random() < .6 else 0); a = math.exp(r.uniform(-.15, .15)); c, s = math.cos(t), math.sin(t)
    box = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * S / 2; src = (box / sc * [a, 1 / a]) @ np.array([[c, s], [-s, c]]) + [cx, cy]; src = src + n.normal(0, .03 * S / sc if r.random() < .3 else 0, (4, 2))
    M = cv2.getPerspectiveTransform(src.astype(np.float32), (box + S / 2).astype(np.float32)); k = max(1, int(round(.9 / sc)))
    o = cv2.warpPerspective(cv2.blur(im, (k, k)) if k > 1 else im, M, (S, S), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT if not len(Q) else cv2.BORDER_CONSTANT, borderValue=(r.uniform(0, 255),) * 3).astype(np.float32)
    move = lambda q: cv2.perspectiveTransform(np.asarray(q, np.float32)[None], M)[0]
    return o, [move(q) for q in Q], [move(q) for q in item["doubtful"]]

def damage(im, r, n):
    S = im.shape[0]
    if r.random() < .5: im = im * r.uniform(.6, 1.3) + r.uniform(-30, 30)
    if r.random() < .35: im = im * cv2.resize(n.uniform(.6, 1.3, (3, 3)).astype(np.float32), (S, S), interpolation=cv2.INTER_CUBIC)[..., None]
    if r.random() < .06: im = im + r.uniform(30, 130) * np.exp(-((np.mgrid[0:S, 0:S] - n.uniform(0, S, (2, 1, 1))) ** 2).sum(0) / r.uniform(20, 90) ** 2)[..., None]      # glare
    if r.random() < .25: im = cv2.GaussianBlur(im, (0, 0), r.uniform(.4, 1.4))
    if r.random() < .08:
        k = r.randrange(3, 9); z = np.zeros((k, k), np.float32); z[k // 2] = 1 / k; z = cv2.warpAffine(z, cv2.getRotationMatrix2D((k / 2 - .5, k / 2 - .5), r.uniform(0, 180), 1), (k, k)); im = cv2.filter2D(im, -1, z / max(z.sum(), .2))
    if r.random() < .3: im = im + n.normal(0, r.uniform(1, 12), im.shape)
    if r.random() < .08: im = im.mean(2, keepdims=True).repeat(3, 2)
    im = np.clip(im, 0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", im, [1, r.randrange(20, 90)])[1], 1) if r.random() < .35 else im

def maps(quads, doubtful, S):
    """[3, S/4, S/4]: kernels, whole lines, weights."""
    n = S // 4; ker, full, wt = np.zeros((n, n), np.uint8), np.zeros((n, n), np.uint8), np.ones((n, n), np.uint8); fill = lambda m, q, v: cv2.fillPoly(m, [np.round((np.asarray(q) / 4 - .5) * 8).astype(np.int32)], v, shift=3)
    for q in doubtful:
        if abs(q).max() < 1e5: fill(wt, q, 0)
    for q in quads:
        if (q.max(0) < 0).any() or (q.min(0) > S).any() or abs(q).max() > 1e5: continue
        e = np.array([np.linalg.norm(q[i] - q[(i + 1) % 4]) for i in range(4)]); tall = min((e[0] + e[2]) / 2, (e[1] + e[3]) / 2)
        if tall < SMALLEST: fill(wt, q, 0); continue
        ux, uy = (q[1] + q[2] - q[0] - q[3]) / 2, (q[2] + q[3] - q[0] - q[1]) / 2; lx, ly = np.linalg.norm(ux) + 1e-6, np.linalg.norm(uy) + 1e-6; d = .25 * tall
        k = q.mean(0) + np.array([sx * ux / lx * max(lx / 2 - d, 1) + sy * uy / ly * max(ly / 2 - d, 1) for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1))])
        for m, z in ((full, q), (ker, k)): fill(m, z, 1)
    wt[full > 0] = 1
    return np.stack([ker, full, wt])
