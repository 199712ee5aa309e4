"""Training pictures for the text detector: crops of labelled photos, turned, tilted, scaled and damaged, with their
target maps."""
import math

import cv2
import numpy as np

SMALLEST = 7            # lines less tall than this, in pixels, are neither text nor background
UNIT = 32               # a weight of one in the target maps, which are bytes
LIKELY = (8, 220)       # heights of lines in crops, in pixels


def line_height(quad):
    """The shorter side of a line's quadrilateral."""
    sides = np.linalg.norm(quad - np.roll(quad, -1, 0), axis=1)
    return min((sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2)


def choose_view(photo, size, random):
    """(centre x, centre y, scale) of a crop: around a line, around a place that was mistaken before, or anywhere."""
    height, width = photo["shape"]
    scale = size / min(height, width) * random.uniform(.6, 1.8)
    x, y = random.uniform(0, width), random.uniform(0, height)
    choice = random.random()
    if len(photo["mistakes"]) and choice < .6:
        x, y, tall = random.choice(photo["mistakes"])
        wanted = math.exp(random.uniform(math.log(10), math.log(90)))
        scale = min(max(wanted / max(tall, 4), .35), 2) if random.random() < .5 else random.uniform(.5, 1.8)
        spread = size / scale * .35
        x, y = x + random.uniform(-spread, spread), y + random.uniform(-spread, spread)
    elif len(photo["quads"]) and choice < .85:
        quad = random.choice(photo["quads"])
        wanted = math.exp(random.uniform(math.log(LIKELY[0]), math.log(LIKELY[1])))
        scale = min(max(wanted / max(4, line_height(quad)), .25), 3)
        spread = size / scale * .4
        x, y = quad.mean(0) + [random.uniform(-spread, spread), random.uniform(-spread, spread)]
    scale = max(scale, .6 * size / max(height, width))
    slack = random.choice([.5, .5, .3]) * size / scale
    x, y = [min(max(v, min(slack, z / 2)), max(z - slack, z / 2)) for v, z in ((x, width), (y, height))]
    return x, y, scale


def placement(x, y, scale, size, random, noise):
    """The perspective transform from photo to crop."""
    angle = 0.
    if random.random() < .6:
        angle = math.radians(random.gauss(0, 9))
    elif random.random() < .15:
        angle = math.radians(random.uniform(-90, 90))
    stretch = math.exp(random.uniform(-.18, .18))
    cos, sin = math.cos(angle), math.sin(angle)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * size / 2
    source = (corners / scale * [stretch, 1 / stretch]) @ np.array([[cos, sin], [-sin, cos]]) + [x, y]
    if random.random() < .35:
        source += noise.normal(0, .03 * size / scale, (4, 2))
    return cv2.getPerspectiveTransform(source.astype(np.float32), (corners + size / 2).astype(np.float32))


def moved(quads, transform):
    return [cv2.perspectiveTransform(np.asarray(q, np.float32)[None], transform)[0] for q in quads]


def warped(image, transform, scale, size, **border):
    """The transformed image; a blur before it stands for the averaging that a plain reduction would do."""
    reach = max(1, int(round(.9 / scale)))
    if reach > 1:
        image = cv2.blur(image, (reach, reach))
    return cv2.warpPerspective(image, transform, (size, size), flags=cv2.INTER_LINEAR, **border)


def crop(photo, size, random, noise):
    """(crop as float, line quadrilaterals, doubtful ones, teacher's map at a quarter of the size or None)."""
    image = cv2.imdecode(photo["image"], cv2.IMREAD_COLOR)
    x, y, scale = choose_view(photo, size, random)
    transform = placement(x, y, scale, size, random, noise)
    if len(photo["quads"]):
        border = dict(borderMode=cv2.BORDER_CONSTANT, borderValue=(random.uniform(0, 255),) * 3)
    else:
        border = dict(borderMode=cv2.BORDER_REFLECT)
    picture = warped(image, transform, scale, size, **border).astype(np.float32)
    seen = cv2.imdecode(photo["seen"], cv2.IMREAD_GRAYSCALE)
    zoom = seen.shape[1] / image.shape[1]       # the map may be larger than the photo
    to_map = np.diag([.25, .25, 1]) @ transform @ np.diag([1 / zoom, 1 / zoom, 1])
    border["borderValue"] = 0
    seen = warped(seen, to_map, scale / zoom / 4, size // 4, **border)
    return picture, moved(photo["quads"], transform), moved(photo["doubtful"], transform), seen


def motion_blur(image, random):
    length = random.randrange(3, 9)
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    centre = (length / 2 - .5, length / 2 - .5)
    kernel = cv2.warpAffine(kernel, cv2.getRotationMatrix2D(centre, random.uniform(0, 180), 1), (length, length))
    return cv2.filter2D(image, -1, kernel / max(kernel.sum(), .2))


def damage(image, random, noise):
    """Light, colour, glare, blur, noise and JPEG, as a camera and a forwarded message would do."""
    size = image.shape[0]
    if random.random() < .5:
        image = image * random.uniform(.55, 1.35) + random.uniform(-35, 35)
    if random.random() < .3:
        image = image * noise.uniform(.8, 1.2, 3) + noise.normal(0, 8, 3)
    if random.random() < .35:
        shadow = noise.uniform(.6, 1.3, (3, 3)).astype(np.float32)
        image = image * cv2.resize(shadow, (size, size), interpolation=cv2.INTER_CUBIC)[..., None]
    if random.random() < .06:
        away = ((np.mgrid[0:size, 0:size] - noise.uniform(0, size, (2, 1, 1))) ** 2).sum(0)
        image = image + random.uniform(30, 130) * np.exp(-away / random.uniform(20, 90) ** 2)[..., None]
    if random.random() < .04:
        image = 255 - image
    if random.random() < .25:
        image = cv2.GaussianBlur(image, (0, 0), random.uniform(.4, 1.5))
    if random.random() < .08:
        image = motion_blur(image, random)
    if random.random() < .3:
        image = image + noise.normal(0, random.uniform(1, 12), image.shape)
    if random.random() < .1:
        image = image.mean(2, keepdims=True).repeat(3, 2)
    image = np.clip(image, 0, 255).astype(np.uint8)
    if random.random() < .4:
        image = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, random.randrange(20, 90)])[1], 1)
    return image


def fill(cells, quad, value):
    """Draws a quadrilateral given in pixels into a map of a quarter of that size."""
    points = np.round((np.asarray(quad) / 4 - .5) * 8).astype(np.int32)
    cv2.fillPoly(cells, [points], value, shift=3)


def core_of(quad, tall):
    """A line's rectangle drawn in by a quarter of its height on every side, at least two pixels thick: what touching
    lines do not share."""
    across, down = (quad[1] + quad[2] - quad[0] - quad[3]) / 2, (quad[2] + quad[3] - quad[0] - quad[1]) / 2
    width, height = np.linalg.norm(across) + 1e-6, np.linalg.norm(down) + 1e-6
    across, down = across / width * max(width / 2 - tall / 4, 1), down / height * max(height / 2 - tall / 4, 1)
    return quad.mean(0) + np.array([-across - down, across - down, across + down, down - across])


def targets(quads, doubtful, size, seen, seen_weight, unsure):
    """[5, size/4, size/4] bytes: cores, whole lines, weights in units of 1/UNIT, the teacher's map and its weight.

    Where the teacher wavers (`unsure`) nothing is asked. A short line weighs more a cell than a long or a high one,
    since lines are what is counted: by the root of its area, between a half and three."""
    side = size // 4
    cores, lines = np.zeros((2, side, side), np.uint8)
    weights = np.full((side, side), UNIT, np.uint8)
    weights[unsure] = 0
    for quad in doubtful:
        if abs(quad).max() < 1e5:
            fill(weights, quad, 0)
    for quad in quads:
        if (quad.max(0) < 0).any() or (quad.min(0) > size).any() or abs(quad).max() > 1e5:
            continue
        tall = line_height(quad)
        if tall < SMALLEST:
            fill(weights, quad, 0)
            continue
        area = cv2.contourArea(quad.astype(np.float32)) / 16
        fill(weights, quad, int(UNIT * min(3, max(1 / 2, math.sqrt(150 / max(area, 1))))))
        fill(lines, quad, 1)
        fill(cores, core_of(quad, tall), 1)
    return np.stack([cores, lines, weights, seen, seen_weight])
