"""The consent manifest of the samples, written with the face boxes the renderer knows."""

HEAD = """\
# Who may be shown, and who may not.
#
# This file lies beside the photos and is called consent.yaml. It is plain text, so any editor will do.
#   - A line that starts with # is a remark for people. The program skips it.
#   - "key: value" says one thing. Lines that belong to it stand below, two spaces further in (spaces, never tabs).
#   - A dash starts an entry in a list.
#   - Dates are year-month-day: 2026-11-20.
# Make a mistake and the program stops, names the line, and touches nothing.
#
# The people here do not exist; a program drew them (see ../README.md).

version: 1
event: Ten days at work in Fjordvik

# First the people. The short name on the left (kari, ola ...) is yours to choose; the photos below refer to it.
# Nobody is kept in a photo without a consent that is valid today and covers the place of publication.

people:

  # The usual case: an employee who said yes in writing.
  # "channels" is where the photo may appear. If it is not listed, the answer there is no.
  kari:
    name: Kari Nordmann
    role: staff
    consent:
      - form: written
        given_by: self
        date: 2026-05-04
        expires: 2036-05-04
        channels: [web, instagram, internal, print]

  # Staff may also be asked and say yes aloud; write down when.
  ola:
    name: Ola Fjellheim
    role: staff
    consent:
      - form: verbal
        given_by: self
        date: 2026-05-04
        expires: 2036-05-04
        channels: [web, internal]

  samuel:
    name: Samuel Østby
    role: staff
    consent:
      - form: written
        given_by: self
        date: 2026-03-16
        expires: 2036-03-16
        channels: [web, instagram, internal, print]

  thi:
    name: Thi Lan Haugen
    role: staff
    consent:
      - form: written
        given_by: self
        date: 2026-08-17
        expires: 2036-08-17
        channels: [web, internal]

  fatou:
    name: Fatou Rønning
    role: staff
    consent:
      - form: written
        given_by: self
        date: 2026-06-01
        expires: 2036-06-01
        channels: [web, internal, print]

  elin:
    name: Elin Hägglund
    role: staff
    consent:
      - form: written
        given_by: self
        date: 2026-02-09
        expires: 2036-02-09
        channels: [web, internal]

  bjorn:
    name: Bjørn Tveitå
    role: staff
    consent:
      - form: written
        given_by: self
        date: 2026-04-20
        expires: 2036-04-20
        channels: [web, print]

  hakon:
    name: Håkon Søreide
    role: staff
    consent:
      - form: written
        given_by: self
        date: 2026-04-20
        expires: 2036-04-20
        channels: [web, internal]

  # Ingrid said yes, and later changed her mind. Keep the old entry and add the day: from then on she is blurred.
  ingrid:
    name: Ingrid Mæland
    role: staff
    consent:
      - form: written
        given_by: self
        date: 2025-11-03
        expires: 2036-11-03
        withdrawn: 2026-09-14
        channels: [web, internal]

  # Marius's consent has run out. He can be asked again; until then he is blurred.
  marius:
    name: Marius Løvås
    role: staff
    consent:
      - form: written
        given_by: self
        date: 2024-08-01
        expires: 2025-08-01
        channels: [web, internal]

  # Jonas is fine with the intranet and nothing else. For "--channel internal" he is kept, on the web he is blurred.
  jonas:
    name: Jonas Bäckman
    role: staff
    consent:
      - form: written
        given_by: self
        date: 2026-01-12
        expires: 2036-01-12
        channels: [internal]

  # Linnéa has a protected identity. No photo may show where she works. Her face is blurred wherever this file points to
  # her, even where the detector sees nothing.
  linnea:
    name: Linnéa Åkerblom
    role: staff
    protected_identity: yes

  # Below 15 the parents decide, and the child has a say. Nils's father signed and Nils agrees, so he is kept, until
  # the day he turns 15 and decides for himself.
  nils:
    name: Nils Fjellheim
    role: child
    born: 2019-06-11
    consent:
      - form: written
        given_by: guardian
        child_agrees: yes
        date: 2026-06-02
        expires: 2034-06-10
        channels: [web, internal]

  # Ylva's mother signed, but Ylva does not want to. A child's no counts.
  ylva:
    name: Ylva Åkerblom
    role: child
    minor: yes
    consent:
      - form: written
        given_by: guardian
        child_agrees: no
        date: 2026-06-02
        channels: [web, internal]

  # Tuva, a pupil on a visit, signed herself. She is younger than 15, so a parent has to sign.
  tuva:
    name: Tuva Lindqvist
    role: pupil
    minor: yes
    consent:
      - {form: written, given_by: self, date: 2026-05-12, channels: [web]}

  # Edvin's father signed. Edvin was 15 already: from that birthday on only he himself can say yes.
  edvin:
    name: Edvin Strand
    role: pupil
    born: 2010-02-03
    consent:
      - {form: written, given_by: guardian, child_agrees: yes, date: 2026-05-12, channels: [web]}

  # Erik said yes aloud. That is enough for staff; everybody else signs a form, so he is blurred until he has.
  erik:
    name: Erik Sjögren
    role: visitor
    consent:
      - {form: verbal, given_by: self, date: 2026-05-12, channels: [web, internal]}

  # Ravi's visit stays between us until the bridge he builds is opened. His consent begins on that day.
  ravi:
    name: Ravi Nygård
    role: visitor
    consent:
      - {form: written, given_by: self, date: 2035-06-01, channels: [web, internal]}

  # These people have not been asked, or said no. Without "consent" they are blurred; naming them lets their face tags
  # in the photos be understood.
  amina:
    name: Amina Solvik
    role: staff
  astrid:
    name: Astrid Kvåle
    role: patient

# Then the photos. A box is [left, top, width, height], each as a share of the photo as you see it: 0 is the left or
# upper edge, 1 the right or lower. [0.5, 0.1, 0.2, 0.3] starts in the middle, a tenth from the top, a fifth wide.
# Draw face boxes tightly: from the eyebrows' upper edge to the chin, from ear to ear.
# Nobody needs to be listed to be blurred; every face the detector finds is, unless an entry here keeps it.

photos:
"""


def number(v):
    return f"{v:.4f}"


def box(pixels, size):
    x, y, w, h = pixels
    width, height = size
    return "[" + ", ".join(number(v) for v in (x / width, y / height, w / width, h / height)) + "]"


def entry(photo, shot, size):
    """The lines for one photo; `photo` holds what make.py knows, `shot` what the camera saw."""
    lines = [f"  # {line}" for line in photo.remarks]
    lines.append(f"  {photo.name}:")
    if photo.rights:
        lines.append(f"    rights: {{photographer: {photo.rights}, permission: yes}}")
    if photo.sha256:
        lines.append(f"    sha256: {photo.sha256}")
    if not photo.publish:
        lines.append("    publish: no")
    if photo.alt:
        lines.append(f"    alt_text: {photo.alt}")
    faces = [(who, box(b, size)) for who, b in shot.faces if who]
    faces += [(who, "[" + ", ".join(number(v) for v in share) + "]") for who, share in photo.by_hand]
    lines += _list("faces", [f"{{person: {who}, box: {where}}}" for who, where in faces])
    lines += _list("keep", [f"{{box: {box(shot.marks[m], size)}, what: text, why: {why}}}" for m, why in photo.keep.items()])
    lines += _list("redact", [f"{{box: {box(shot.marks[m], size)}, why: {why}}}" for m, why in photo.redact.items()])
    return "\n".join(lines) + "\n"


def _list(key, rows):
    return [f"    {key}:"] + [f"      - {row}" for row in rows] if rows else []


def write(path, entries):
    path.write_text(HEAD + "\n" + "\n".join(entries), encoding="utf-8")
