"""What a camera does to a scene: focus, glare, exposure, noise."""
import cv2
import numpy as np

F = np.float32


def compose(colour, depth, sprites):
    """Sprites (trace.Sprite) put into the scene, nearer things in front."""
    for s in sorted(sprites, key=lambda s: -float(s.depth[s.alpha > 0.5].mean()) if (s.alpha > 0.5).any() else 0):
        h, w = s.alpha.shape
        region = np.s_[s.y:s.y + h, s.x:s.x + w]
        seen = s.alpha * (s.depth < depth[region])
        cover = np.divide(seen, np.maximum(s.alpha, 1e-4))[..., None]
        colour[region] = colour[region] * (1 - seen[..., None]) + s.colour * cover
        solid = seen > 0.8
        depth[region][solid] = s.depth[solid]


def _blur(image, radius):
    if radius < 0.35:
        return image
    if radius < 1.5:
        return cv2.GaussianBlur(image, (0, 0), radius * 0.6)
    size = int(np.ceil(radius)) * 2 + 1
    y, x = np.mgrid[:size, :size] - size // 2
    disc = np.clip(radius + 0.5 - np.sqrt(x * x + y * y), 0, 1).astype(F)
    return cv2.filter2D(image, -1, disc / disc.sum(), borderType=cv2.BORDER_REPLICATE)


def focus(colour, depth, distance, strength, layers=9):
    """Depth of field: `strength` is the blur in pixels of something infinitely far, with the focus at `distance`."""
    spread = np.abs(1 - distance / np.maximum(depth, 0.1)) * strength
    signed = np.where(depth > distance, spread, -spread)
    signed[np.abs(signed) < 0.6] = 0
    signed = np.clip(signed, -1.6 * strength, strength)
    blurred = signed != 0
    edges = np.unique(np.quantile(signed[blurred], np.linspace(0, 1, layers + 1))) if blurred.any() else []
    # Every layer is drawn with all that is nearer than it, so that no gap opens where two layers meet.
    parts = [(0.0, signed <= 0)]
    for lo, hi in zip(edges[:-1], edges[1:]):
        inside = blurred & (signed >= lo) & (signed <= hi)
        if inside.any():
            parts.append((float(signed[inside].mean()), signed <= hi))
    parts.sort(key=lambda p: -p[0])
    result = None
    for amount, mask in parts:
        m = mask.astype(F)
        cover = np.clip(_blur(m, abs(amount)), 0, 1)[..., None]
        layer = _blur(colour * m[..., None], abs(amount))
        if result is None:
            result = _fill(layer, cover)
        else:
            result = result * (1 - cover) + layer
    return result


def _fill(layer, cover):
    """The farthest layer continues behind what stands before it."""
    wide_layer, wide_cover = layer, cover[..., 0]
    out = np.where(cover > 0.02, layer / np.maximum(cover, 0.02), 0)
    known = (cover[..., 0] > 0.02).astype(F)
    small, weight = out * known[..., None], known
    pyramid = []
    while min(weight.shape) > 4 and (weight < 1e-3).any():
        pyramid.append((small, weight))
        small = cv2.resize(small, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        weight = cv2.resize(weight, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    value = small / np.maximum(weight, 1e-3)[..., None]
    for fine, fine_weight in reversed(pyramid):
        value = cv2.resize(value, (fine.shape[1], fine.shape[0]), interpolation=cv2.INTER_LINEAR)
        a = np.clip(fine_weight, 0, 1)[..., None]
        value = value * (1 - a) + fine
    a = cover
    return layer + value * (1 - a)


def develop(colour, exposure=1.0, noise=0.012, warmth=0.0, seed=1, soft=0.55, vignette=0.22, glare=0.05, contrast=1.0):
    """Linear light to an 8-bit RGB picture as a camera would have made it."""
    h, w = colour.shape[:2]
    c = colour * F(exposure)
    small = cv2.resize(np.minimum(c, 4), (w // 4, h // 4), interpolation=cv2.INTER_AREA)
    halo = cv2.GaussianBlur(small, (0, 0), w / 120) * 0.6 + cv2.GaussianBlur(small, (0, 0), w / 30) * 0.4
    c = c * (1 - glare) + cv2.resize(halo, (w, h)) * glare
    c = cv2.GaussianBlur(c, (0, 0), soft)
    y, x = np.mgrid[:h, :w].astype(F)
    r2 = ((x - w / 2) ** 2 + (y - h / 2) ** 2) / ((w / 2) ** 2 + (h / 2) ** 2)
    c = c * (1 - vignette * r2 ** 1.2)[..., None]
    c = c * np.array([1 + warmth, 1, 1 - warmth], F)
    c = _film(np.maximum(c, 0), contrast)
    c = c.mean(2, keepdims=True) * F(0.10) + c * F(0.90)       # a film's colours are never quite pure
    rng = np.random.default_rng(seed)
    grain = rng.normal(0, 1, (h, w, 3)).astype(F)
    grain = 0.75 * grain.mean(2, keepdims=True) * 1.7 + 0.45 * cv2.GaussianBlur(grain, (0, 0), 1.1) * 1.8
    grain = cv2.GaussianBlur(grain, (0, 0), 0.5)
    level = 0.55 + 0.9 * np.sqrt(np.clip(1 - c, 0, 1))
    c = c + grain * level * F(noise)
    return (np.clip(c, 0, 1) * 255 + 0.5).astype(np.uint8)


def _film(c, contrast):
    """A film curve: soft shoulder for windows and lamps, a slight toe, then the display's gamma."""
    a, b, cc, d, e = 2.51, 0.03, 2.43, 0.59, 0.14
    x = c * F(0.72)
    y = np.clip(x * (a * x + b) / (x * (cc * x + d) + e), 0, 1) ** F(1 / 2.2)
    return np.clip(0.5 + (y - 0.5) * F(contrast), 0, 1)
