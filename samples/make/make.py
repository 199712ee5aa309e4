#!/usr/bin/python3
"""Renders the sample photos and writes them, with what they hide, and their consent manifest.

    python3 make.py                     all photos, some six minutes on one core
    python3 make.py lecture ward        only these (the manifest then keeps its old text)
    python3 make.py --scale 0.3 --out /tmp/try      a quick look

Needs Debian's python3-numpy, python3-opencv, python3-pil, libimage-exiftool-perl and fonts-dejavu-core. The same versions give the same pixels.
"""
import argparse
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):        # the same sums in the same order, and one core
    os.environ.setdefault(name, "1")

import cv2
import numpy as np
from PIL import Image

import hidden
import manifest
import scenes
from studio import Shot

TURNED = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}


@dataclass
class Photo:
    scene: str                      # function in scenes.py
    name: str                       # file name
    remarks: list                   # shown above its entry in the manifest
    tags: list = field(default_factory=list)
    save: dict = field(default_factory=dict)
    orientation: int = 1
    grey: bool = False
    alpha: bool = False
    rights: str = ""
    publish: bool = True
    alt: str = ""
    sha256: str = ""                # of the photo that the manifest's entry speaks of
    by_hand: list = field(default_factory=list)     # (who, box as shares) that somebody noted, and no face tag knows
    keep: dict = field(default_factory=dict)        # mark of the scene: why
    redact: dict = field(default_factory=dict)
    regions: str = "mwg"
    thumbnail: bool = True


PHOTOS = [
    Photo("office", "kontor-tavle.jpg", ["Kari, Ola, Samuel and Thi are kept. Amina has not been asked: blurred. So is what is written on the",
                                         "board and the badges, because readable text is blurred unless a \"keep\" box says otherwise."],
          hidden.CAMERA + hidden.place(63.4305, 10.3951) + ["-DateTimeOriginal=2026:03:17 10:04:31",
              "-IPTC:Caption-Abstract=Fra venstre: Kari Nordmann, Ola Fjellheim, Amina Solvik, Samuel Østby og Thi Lan Haugen",
           "-IPTC:By-line=Håkon Søreide", "-IPTC:City=Fjordvik", "-IPTC:Keywords=Kari Nordmann",
           "-XMP-dc:Creator=Håkon Søreide", "-XMP-dc:Description=Ukemøte hos Fjordvik kommune"],
          dict(quality=90, subsampling=2), rights="Håkon Søreide", alt="Five colleagues in front of a whiteboard"),
    Photo("canteen", "kantine.jpg", ["Fatou and Elin are kept. Ingrid withdrew, Jonas agreed to the intranet only, Erik did not sign. Of the guests at the",
                                     "back Tuva is too young to sign herself, Edvin too old for his father to sign, and the third is in no list at all. All",
                                     "of them are blurred. This file is a progressive JPEG of an odd size."],
          hidden.CAMERA + ["-DateTimeOriginal=2026:05:12 11:42:10",
              "-IPTC:Caption-Abstract=Lunsj: Ingrid Mæland, Jonas Bäckman, Fatou Rønning, Erik Sjögren",
              "-Comment=Redigert av Ola F., versjon 3. Ikke send til avisen!"],
          dict(quality=88, subsampling=2, progressive=True), alt="Lunch in the canteen",
          by_hand=[("tuva", (0.6790, 0.5346, 0.0308, 0.0528)), ("edvin", (0.1556, 0.5460, 0.0294, 0.0522))]),
    Photo("lake_party", "sommerfest.jpg", ["Kari, Ola, Bjørn, Fatou and Nils are kept; Nils because his father signed and he agrees. Ylva said no, Linnéa's",
                                           "identity is protected. The banner is our own, so its text may stay: that is what \"keep\" is for."],
          hidden.CAMERA + hidden.place(60.7945, 11.0680, 123) + ["-DateTimeOriginal=2026:06:19 15:20:02",
              "-IPTC:Caption-Abstract=Sommerfest: Linnéa Åkerblom og Ylva, Bjørn Tveitå, Kari Nordmann, Ola og Nils Fjellheim, Fatou Rønning",
           "-XMP-iptcExt:PersonInImage=Linnéa Åkerblom", "-XMP-photoshop:City=Fjordvik"],
          dict(quality=88, subsampling=1), rights="Håkon Søreide", alt="Summer party by the lake",
          keep={"banner": "our own banner"}),
    Photo("reception", "resepsjon.jpg", ["Elin is kept. Marius's consent has run out, Ravi's has not begun. The screen with the list of visitors gets a",
                                         "\"redact\" box: it is destroyed whatever the detectors think of it.", "Stored upside down (orientation 3), colour in full resolution (4:4:4)."],
          hidden.PHONE + hidden.place(63.4312, 10.4012) + ["-DateTimeOriginal=2026:02:10 08:55:47",
              "-XMP-dc:Title=Resepsjonen", "-XMP-dc:Subject=Ravi Nygård"],
          dict(quality=90, subsampling=0), orientation=3, alt="Two hosts at the reception desk",
          redact={"screen": "list of visitors"}),
    Photo("workshop", "verksted.jpg", ["Everybody here is kept. Even so the name badge is blurred, and the machine's label, and all that the file hides.", "A greyscale JPEG."],
          hidden.CAMERA + ["-DateTimeOriginal=2026:04:21 13:08:15",
              "-IPTC:Caption-Abstract=Bjørn Tveitå viser verkstedet til Thi Lan Haugen, Samuel Østby og Håkon Søreide",
              "-Comment=Skannet fra internavisen Fjordposten nr. 4"],
          dict(quality=88), grey=True, rights="Ola Fjellheim", alt="Four people in the workshop"),
    Photo("lecture", "foredrag.jpg", ["Two speakers, and an audience of strangers of whom nobody is listed: they are blurred, down to the smallest face at",
                                      "the back. The \"sha256\" is that of an earlier version: the entry speaks of another photo, and nobody it names could",
                                      "be kept in this one."],
          hidden.CAMERA + hidden.place(59.8586, 17.6389, 30) + ["-DateTimeOriginal=2026:10:08 18:03:55",
              "-IPTC:Caption-Abstract=Astrid Kvåle och Erik Sjögren, Ångström-dagarna",
              "-XMP-xmpMM:DocumentID=xmp.did:0c3f-fjordvik-foredrag", "-XMP-photoshop:Instructions=Publicera inte publiken"],
          dict(quality=85, subsampling=2), alt="Two speakers in front of a full auditorium",
          sha256="a0971decea510ec5ede2d21d31d5f63afb3230b2a4e60cf29f99ec82b535549f"),
    Photo("corridor", "korridor.jpg", ["Elin is kept, Jonas only on the intranet. Bjørn consented and is one of the two at the back, but nobody remembers",
                                       "which: named twice he is blurred twice, because a doubt keeps nobody. The door signs name people; text is blurred.",
                                       "Taken with a phone held upright: the file lies on its side and says so (orientation 6). Boxes are always for the photo",
                                       "as you see it."],
          hidden.PHONE + hidden.place(57.7089, 11.9746, 5) + ["-DateTimeOriginal=2026:09:01 09:31:20",
              "-UserComment=Till Åsa: bilden från tredje våningen"],
          dict(quality=88, subsampling=2), orientation=6, alt="Two colleagues in a corridor",
          by_hand=[("bjorn", (0.4035, 0.4082, 0.0429, 0.0344)), ("bjorn", (0.5447, 0.4080, 0.0331, 0.0255))]),
    Photo("ward", "sykehus.jpg", ["A patient in a ward: this photo is not for publication, whoever agreed. \"publish: no\" withholds it, nothing is",
                                  "written, and the program's exit status 1 says that something was held back. Orientation 8."],
          hidden.PHONE + hidden.place(63.4207, 10.3880) + ["-DateTimeOriginal=2026:08:25 14:12:40",
              "-XMP-dc:Description=Astrid Kvåle, rom 412"],
          dict(quality=85, subsampling=2), orientation=8, publish=False),
    Photo("portrait", "portrett.jpg", ["Large faces. Samuel is kept, Ingrid withdrew: the new director's portrait has to be taken again."],
          hidden.CAMERA + ["-DateTimeOriginal=2026:01:20 12:00:00", "-IPTC:Headline=Kommunedirektør Ingrid Mæland",
              "-IPTC:Keywords=Ingrid Mæland", "-IPTC:Keywords=Samuel Østby", "-XMP-dc:Rights=© Fjordvik kommune"],
          dict(quality=90, subsampling=0), rights="Håkon Søreide", alt="Two colleagues in front of a bookcase",
          regions="microsoft"),
    Photo("cutout", "ansatte.png", ["A PNG with a transparent background. The editor only hid what lay behind the three: the wall, the salaries on it and",
                                    "a fourth colleague were still in the file, under the transparency. Linnéa is blurred, the others kept."],
          ["-PNG:Author=Håkon Søreide", "-PNG:Comment=Fra lønnsmøtet 12. mai", "-PNG:Software=Bildeverksted 4",
              "-XMP-dc:Description=Håkon Søreide, Thi Lan Haugen, Linnéa Åkerblom"],
          alpha=True, thumbnail=False, alt="Three colleagues, cut out"),
]


def picture(photo, shot):
    """The upright photo as a Pillow image."""
    if photo.alpha:
        alpha = np.clip(cv2.GaussianBlur(shot.cover, (0, 0), 0.8) * 255, 0, 255).astype(np.uint8)
        return Image.fromarray(np.dstack([shot.pixels, alpha]), "RGBA")
    image = Image.fromarray(shot.pixels)
    return image.convert("L") if photo.grey else image


def store(photo, image, folder):
    path = folder / photo.name
    stored = image.transpose(TURNED[photo.orientation]) if photo.orientation != 1 else image
    if photo.alpha:
        stored.save(path, "PNG", optimize=True)
    else:
        stored.save(path, "JPEG", optimize=True, **photo.save)
    return path, stored


def turned(box, size, orientation):
    """A box of the upright photo in the pixels as stored, which is what face tags speak of."""
    (x, y, w, h), (width, height) = box, size
    return {1: (x, y, w, h), 3: (width - x - w, height - y - h, w, h), 6: (y, width - x - w, h, w),
        8: (height - y - h, x, h, w)}[orientation]


def make(photo, folder, scale):
    """Renders, stores and fills one photo: its path, upright size, shot, and a line about it."""
    start = time.process_time()
    cv2.setNumThreads(1)
    shot = getattr(scenes, photo.scene)(scale)
    image = picture(photo, shot)
    path, stored = store(photo, image, folder)
    hidden.hide(path, stored, photo.tags, photo.orientation, photo.thumbnail)
    if photo.regions and any(who for who, _ in shot.faces):
        hidden.tag_faces(path, [(who, turned(b, image.size, photo.orientation)) for who, b in shot.faces], stored.size,
            photo.regions)
    line = f"{photo.name:18} {image.width} x {image.height}, {len(shot.faces)} faces, {path.stat().st_size // 1000} kB, {time.process_time() - start:.0f} s"
    return path, image.size, Shot(None, shot.faces, None, shot.marks, shot.lines), line


def text_labels(photo, shot):
    """Lines of text for the labels. Those that are half hidden, kept by the manifest or too small to read are difficult:
    nobody need find them."""
    labels = []
    for quad, seen in shot.lines:
        (x0, y0), _, _, (x3, y3) = quad
        middle = np.mean(quad, 0)
        kept = any(x <= middle[0] <= x + w and y <= middle[1] <= y + h for x, y, w, h in map(shot.marks.get, photo.keep))
        low = np.hypot(x3 - x0, y3 - y0) < 12
        labels.append({"quad": [[round(float(v), 1) for v in corner] for corner in quad],
            "difficult": int(kept or low or seen < 0.7)})
    return labels


def main():
    parser = argparse.ArgumentParser(description="render the sample photos")
    parser.add_argument("scene", nargs="*", help="only these scenes")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "photos")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--jobs", type=int, default=1, help="photos at a time; the result is the same")
    parser.add_argument("--labels", type=Path, help="write the faces and lines of text here too, for tests/accuracy/evaluate.py")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    wanted = [photo for photo in PHOTOS if not args.scene or photo.scene in args.scene]
    entries, labels = [], []
    with ProcessPoolExecutor(args.jobs) as pool:
        for photo, (path, size, shot, line) in zip(wanted,
                pool.map(make, wanted, [args.out] * len(wanted), [args.scale] * len(wanted))):
            entries.append(manifest.entry(photo, shot, size))
            labels.append({"file": path.name, "source": photo.scene, "width": size[0], "height": size[1],
                "faces": [[round(float(v), 1) for v in box] for _, box in shot.faces],
                "text": text_labels(photo, shot)})
            print(line, flush=True)
    if args.labels:
        args.labels.write_text("".join(json.dumps(label) + "\n" for label in labels))
    if not args.scene:
        manifest.write(args.out / "consent.yaml", entries)


if __name__ == "__main__":
    main()
