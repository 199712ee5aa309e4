"""What cameras, phones and editors hide in a photo, put there on purpose so that cleaning has something to remove.

Everything named here is invented. Exiftool does the writing; the thumbnail shows the unblurred photo, as a camera's would.
"""
import io
import subprocess
from pathlib import Path

from cast import NAMES


def thumbnail(upright):
    """A small JPEG of the photo as the camera stored it."""
    small = upright.convert("RGB")
    small.thumbnail((160, 160))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=70)
    return out.getvalue()


def face_regions(faces, size):
    """MWG-RS regions for exiftool: centre and size as shares of the photo."""
    w, h = size
    areas = []
    for who, (x, y, bw, bh) in faces:
        if who:
            areas.append("{Area={X=%.5f,Y=%.5f,W=%.5f,H=%.5f,Unit=normalized},Name=%s,Type=Face}" % (
                (x + bw / 2) / w, (y + bh / 2) / h, bw / w, bh / h, NAMES[who]))
    return "{AppliedToDimensions={W=%d,H=%d,Unit=pixel},RegionList=[%s]}" % (w, h, ",".join(areas))


def people_regions(faces, size):
    """The same in Microsoft's way: left, top, width, height."""
    w, h = size
    return "{Regions=[%s]}" % ",".join("{PersonDisplayName=%s,Rectangle=%s}" % (
        NAMES[who], "|, ".join("%.6f" % v for v in (x / w, y / h, bw / w, bh / h))) for who, (x, y, bw, bh) in faces if who)


CAMERA = ["-Make=Fjellkamera", "-Model=FK-7 Mark II", "-LensModel=FK 24-70mm F2.8", "-SerialNumber=FK7-0048211",
    "-LensSerialNumber=L70-99310",
          "-ExposureTime=1/125", "-FNumber=4", "-ISO=640", "-FocalLength=35", "-OwnerName=Håkon Søreide",
          "-Artist=Håkon Søreide"]
PHONE = ["-Make=Nordfon", "-Model=Nordfon 12", "-HostComputer=Elins Nordfon", "-ExposureTime=1/60", "-FNumber=1.8",
    "-ISO=200",
         "-ImageUniqueID=5d1f0b7e6c3a49c2a1d7f00000000412", "-Software=Nordfon OS 9.1"]


def place(latitude, longitude, altitude=12):
    return [f"-GPSLatitude={latitude}", "-GPSLatitudeRef=N", f"-GPSLongitude={longitude}", "-GPSLongitudeRef=E",
            f"-GPSAltitude={altitude}", "-GPSAltitudeRef=0", "-GPSDateStamp=2026:06:19"]


def _exiftool(args, path):
    subprocess.run(["exiftool", "-q", "-overwrite_original", "-charset", "utf8", "-n", *args, str(path)], check=True)


def hide(path, stored, tags, orientation=1, preview=True):
    """Writes `tags` (exiftool arguments), the orientation and a thumbnail into the finished file."""
    path = Path(path)
    args = list(tags)
    if any(t.startswith("-IPTC") for t in tags):
        args.append("-IPTC:CodedCharacterSet=\x1b%G")
    if orientation != 1:
        args.append(f"-IFD0:Orientation={orientation}")
    scratch = path.with_suffix(".thumbnail")
    if preview:
        scratch.write_bytes(thumbnail(stored))
        args.append(f"-ThumbnailImage<={scratch}")
    _exiftool(args, path)
    scratch.unlink(missing_ok=True)


def tag_faces(path, faces, size, kind):
    """Names the faces in the file, as photo libraries do."""
    if kind == "mwg":
        _exiftool(["-XMP-mwg-rs:RegionInfo=" + face_regions(faces, size)], path)
    else:
        _exiftool(["-XMP-MP:RegionInfoMP=" + people_regions(faces, size)], path)
