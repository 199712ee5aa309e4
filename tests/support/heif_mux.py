#!/usr/bin/env python3
"""What phones make of coded pictures: grids of tiles, depth and gain maps, EXIF, turns (ISO/IEC 23008-12). The pictures come
from files of heif-make, which has libheif code them; the boxes around them are written here, by hand, because libheif 1.15
writes none of these.

    heif_mux.py WISH.json OUT

The wish: "brand" (heic or avif), "images": a list of {"file" or "tiles": [files] with "rows", "columns", "width", "height";
"hidden"; "turn": quarters against the clock; "mirror": 0 or 1; "clap": [width, height]; "auxiliary": [urn, image number];
"thumbnail": image number; "no_colour"}, the first the primary one; "exif" and "xmp": files; "about": the item that the XMP
describes instead of the primary one, or null for none; "lie": what a hostile file says wrongly, see `lies`.
"""
import json
import struct
import sys


def boxes(data, at=0, end=None):
    end = len(data) if end is None else end
    while at + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, at)
        size = end - at if size == 0 else size
        yield kind.decode("latin-1"), at + 8, at + size
        at += size


def find(data, path, at=0, end=None):
    """The content of the box at a path of kinds; `meta` has four bytes more in front."""
    kind, *rest = path
    for name, start, stop in boxes(data, at, end):
        if name == kind:
            start += 4 if kind == "meta" else 0
            return find(data, rest, start, stop) if rest else (start, stop)
    raise ValueError(kind)


def extent_of(data):
    """Where the coded picture of a file of one item lies (iloc, 8.11.3)."""
    at, _ = find(data, ["meta", "iloc"])
    version, sizes = data[at], struct.unpack_from(">H", data, at + 4)[0]
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    at += 8 if version < 2 else 10  # behind the number of items
    at += (2 if version < 2 else 4) + (2 if version else 0) + 2
    base = int.from_bytes(data[at:at + base_size], "big")
    at += base_size + 2 + index_size
    offset = int.from_bytes(data[at:at + offset_size], "big")
    at += offset_size
    return base + offset, int.from_bytes(data[at:at + length_size], "big")


class Coded:
    """A picture coded by libheif: its bytes, the boxes that a decoder needs, its size."""

    def __init__(self, path):
        data = open(path, "rb").read()
        at, size = extent_of(data)
        self.bytes, self.needs, self.colour = data[at:at + size], [], []
        for kind, start, stop in boxes(data, *find(data, ["meta", "iprp", "ipco"])):
            whole = data[start - 8:stop]
            if kind in ("hvcC", "av1C", "pixi"):
                self.needs.append(whole)
            elif kind == "colr":
                self.colour.append(whole)
            elif kind == "ispe":
                self.size = struct.unpack_from(">II", data, start + 4)
        self.codec = "hvc1" if any(box[4:8] == b"hvcC" for box in self.needs) else "av01"


def box(kind, *parts):
    content = b"".join(parts)
    return struct.pack(">I4s", 8 + len(content), kind.encode("latin-1")) + content


def full(kind, version, flags, *parts):
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


class Mux:
    def __init__(self):
        self.items, self.references, self.properties = [], [], []  # (type, hidden, bytes, name), (kind, from, to), boxes
        self.of = {}

    def item(self, kind, content, hidden=False, extra=b""):
        self.items.append((kind, hidden, content, extra))
        self.of[len(self.items)] = []
        return len(self.items)

    def property(self, item, whole, essential=False):
        if whole not in self.properties:
            self.properties.append(whole)
        self.of[item].append((self.properties.index(whole) + 1) | (0x8000 if essential else 0))

    def picture(self, wish, lie):
        paths = wish.get("tiles") or [wish["file"]]
        coded = [Coded(path) for path in paths]
        grid = "tiles" in wish
        ids = []
        for part in coded:
            ids.append(self.item(part.codec, part.bytes, grid or wish.get("hidden", False)))
            self.property(ids[-1], full("ispe", 0, 0, struct.pack(">II", *part.size)))
            for needed in part.needs:
                self.property(ids[-1], needed, needed[4:8] != b"pixi")
        number, width, height = ids[0], *coded[0].size
        if grid:
            width, height = wish["width"], wish["height"]
            rows, columns = lie.get("rows", wish["rows"]), lie.get("columns", wish["columns"])
            content = struct.pack(">BBBBII", 0, 1, rows - 1, columns - 1, *lie.get("grid_size", (width, height)))
            number = self.item("grid", content, wish.get("hidden", False))
            self.references.append(("dimg", number, [number] if lie.get("circle") else ids[:lie.get("tiles", len(ids))]))
            self.property(number, full("ispe", 0, 0, struct.pack(">II", *lie.get("size", (width, height)))))
        for colour in [] if wish.get("no_colour") else coded[0].colour:
            self.property(number, colour)
        if "clap" in wish:  # about the middle
            self.property(number, box("clap", struct.pack(">8i", wish["clap"][0], 1, wish["clap"][1], 1, 0, 1, 0, 1)), True)
        if "turn" in wish:
            self.property(number, box("irot", bytes([wish["turn"]])), True)
        if "mirror" in wish:
            self.property(number, box("imir", bytes([wish["mirror"]])), True)
        return number

    def write(self, brand, lie):
        infos = [full("infe", 2, hidden, struct.pack(">HH4s", i, 0, kind.encode()), b"\0", extra)
                 for i, (kind, hidden, _, extra) in enumerate(self.items, 1)]
        references = [box(kind, struct.pack(f">HH{len(to)}H", source, len(to), *to)) for kind, source, to in self.references]
        rows = [(item, of) for item, of in self.of.items() if of]
        if lie.get("second_entry"):  # for the last property of the first item
            (item, of), *rest = rows
            rows = [(item, of[:-1]), *rest, (item, of[-1:])]
        associations = b"".join(struct.pack(f">HB{len(of)}H", item, len(of), *of) for item, of in rows)
        ipma = full("ipma", 0, 1, struct.pack(">I", len(rows)), associations)

        def meta(start):
            places, at = [], start
            for i, (_, _, content, _) in enumerate(self.items, 1):
                places.append(struct.pack(">HHHII", i, 0, 1, lie.get("offset", at), lie.get("length", len(content))))
                at += len(content)
            return full("meta", 0, 0, full("hdlr", 0, 0, struct.pack(">I4s12x", 0, b"pict"), b"\0"),
                        full("pitm", 0, 0, struct.pack(">H", lie.get("primary", self.primary))),
                        full("iinf", 0, 0, struct.pack(">H", len(infos)), *infos), full("iref", 0, 0, *references),
                        box("iprp", box("ipco", *self.properties), ipma),
                        full("iloc", 0, 0, struct.pack(">HH", 0x4400, len(places)), *places))

        front = box("ftyp", brand.encode(), struct.pack(">I", 0), b"mif1", brand.encode(), b"miaf")
        start = len(front) + len(meta(0)) + 8
        return front + meta(start) + box("mdat", *(content for _, _, content, _ in self.items))


def main(wish, out):
    mux, lie = Mux(), wish.get("lie", {})
    numbers = [mux.picture(image, lie if i == 0 else {}) for i, image in enumerate(wish["images"])]
    mux.primary = numbers[0]
    for number, image in zip(numbers, wish["images"]):
        if "auxiliary" in image:
            mux.property(number, full("auxC", 0, 0, image["auxiliary"][0].encode() + b"\0"), True)
            mux.references.append(("auxl", number, [numbers[image["auxiliary"][1]]]))
        if "thumbnail" in image:
            mux.references.append(("thmb", number, [numbers[image["thumbnail"]]]))
    if "exif" in wish:
        exif = mux.item("Exif", struct.pack(">I", 0) + open(wish["exif"], "rb").read(), True)
        mux.references.append(("cdsc", exif, [mux.primary]))
    if "xmp" in wish:
        xmp = mux.item("mime", open(wish["xmp"], "rb").read(), True, b"application/rdf+xml\0")
        if wish.get("about", 0) is not None:
            mux.references.append(("cdsc", xmp, [wish.get("about") or mux.primary]))
    open(out, "wb").write(mux.write(wish["brand"], lie))


if __name__ == "__main__":
    main(json.loads(open(sys.argv[1]).read()), sys.argv[2])
