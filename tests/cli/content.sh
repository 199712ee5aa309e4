# What a file is, its content says. A picture or a film is never passed over, whatever its name: every command counts it
# and ends as it does for the usual name, also where sladd cannot read it.
mkdir media
python3 - <<'PYTHON'
import pathlib
box = lambda brand: b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1" + brand
kinds = {
    "heic": box(b"heic"), "avif": box(b"avif"), "mp4": box(b"isom"), "cr3": box(b"crx "),
    "webp": b"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0" + bytes(24), "tif": b"II*\0\x08\0\0\0\0\0", "gif": b"GIF89a\1\0\1\0" + bytes(20),
    "raf": b"FUJIFILMCCD-RAW 0201" + bytes(80), "mkv": b"\x1a\x45\xdf\xa3" + bytes(60), "ico": b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0" + bytes(20),
    "cur": b"\0\0\2\0\1\0\x10\x10\0\0\4\0\4\0" + bytes(20), "mts": (bytes(4) + b"G" + bytes(187)) * 5,
}
for kind, content in kinds.items():
    for name in (f"right.{kind}", f"upper.{kind.upper()}", f"without-{kind}", f"text-{kind}.txt", f"photo-{kind}.jpg", f"camera-{kind}.HIF"):
        (pathlib.Path("media") / name).write_bytes(content)
pathlib.Path("media/words.jpg").write_text("Only words\n")
pathlib.Path("media/words.HIF").write_text("Only words\n")
pathlib.Path("media/notes.txt").write_text("Only words\n")
pathlib.Path("media/page.html").write_text("<!DOCTYPE html><html><svg></svg></html>\n")
pathlib.Path("media/table.csv").write_text("a;b\n1;2\n")
PYTHON
files=74 # twelve kinds under six names, and two texts whose names promise a photo
clean 3 --dry-run --report report.json media
report "len(r['photos']) == r['summary']['failed'] == $files"
report '{p["source"] for p in r["photos"]}.isdisjoint({"media/notes.txt", "media/page.html", "media/table.csv"})'
check 3 --format json media
sed '/^sladd: /d' log >report.json
report "len(r['photos']) == r['summary']['failed'] == $files"
find media -type f >list
check 3 --format json --files-from list
sed '/^sladd: /d' log >report.json
report "len(r['photos']) == r['summary']['failed'] == $files"
expect 3 "$SLADD" scan --models "$ROOT/models" media

# One alone, in a folder and on a list.
for name in right.heic camera-heic.HIF without-heic text-heic.txt photo-heic.jpg without-mp4 text-gif.txt words.HIF; do
    mkdir one
    cp "media/$name" one
    check 3 -q one
    printf 'one/%s' "$name" >list
    check 3 -q --files-from list
    clean 3 -q -o out one
    nothing_in out
    rm -r one
done

# --rename gives the ending of what is written.
png drawing.jpg
clean 0 -q -j1 --rename -o named drawing.jpg
exists named/photo-0001.png
