# What sladd cannot clean is refused with the name of what it is, counts as failed, and leaves nothing behind.
refuses() { # FILE GLOB
    clean 3 -o out "$1"
    says "*$1: *$2*"
    nothing_in out
}

photo arithmetic.jpg 64 48 ycc 2x2 arithmetic
refuses arithmetic.jpg arithmetic

photo plain.jpg 64 48 ycc 2x2
python3 "$SUPPORT/jpeg_size.py" plain.jpg twelve.jpg 64 48 12 C1
refuses twelve.jpg "8 bits a sample"
python3 "$SUPPORT/jpeg_size.py" plain.jpg lossless.jpg 64 48 8 C3
refuses lossless.jpg lossless
python3 "$SUPPORT/jpeg_size.py" plain.jpg hierarchical.jpg 64 48 8 C5
refuses hierarchical.jpg hierarchical

png plain.png
python3 - <<'PYTHON'
import struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
data = open("plain.png", "rb").read()
# acTL behind the image data makes no animation; it must not survive either.
open("late.png", "wb").write(data[:-12] + chunk(b"acTL", struct.pack(">II", 2, 0)) + data[-12:])
PYTHON
clean 0 -o late late.png
expect 0 python3 "$SUPPORT/one_picture.py" late/late.png

python3 -c 'from PIL import Image
i = Image.new("RGB", (16, 16)); i.save("a.gif"); i.save("a.bmp")
j = Image.new("RGB", (16, 16), "red")
i.save("moving.webp", save_all=True, append_images=[j]); i.save("pages.tif", save_all=True, append_images=[j])'
refuses a.gif GIF
refuses moving.webp "animated WebP"
refuses pages.tif "several pages"
# A kind of picture that libtiff does not know is not damaged: four bits a sample, and a lossless JPEG within.
python3 - <<'PYTHON'
import struct
def tiff(name, bits, compression, colours, data):
    at, table = 8 + len(data), b""
    for tag, kind, count, value in ((256, 3, 1, 16), (257, 3, 1, 16), (258, 3, 3, at), (259, 3, 1, compression),
                                    (262, 3, 1, colours), (273, 4, 1, 8), (277, 3, 1, 3), (278, 3, 1, 16),
                                    (279, 3, 1, len(data))):
        table += struct.pack("<HHII", tag, kind, count, value)
    table = struct.pack("<H", len(table) // 12) + table + struct.pack("<I", 0)
    open(name, "wb").write(b"II*\0" + struct.pack("<I", at + 6) + data + struct.pack("<3H", *[bits] * 3) + table)
tiff("nibbles.tif", 4, 1, 2, bytes(16 * 24))
tiff("within.tif", 8, 7, 2, open("lossless.jpg", "rb").read())
PYTHON
refuses nibbles.tif "a kind that sladd cannot read*handle"
refuses within.tif "a kind that sladd cannot read*nsupported"
refuses a.bmp BMP
printf '\0\0\0\030ftypheic\0\0\0\0mif1heic' >a.heic
refuses a.heic HEIF
printf 'PK\003\004rest' >a.zip
refuses a.zip ZIP
: >empty.jpg
refuses empty.jpg empty
echo "Only words" >words.jpg
refuses words.jpg "text file"
head -c 4096 /dev/zero >zeros.jpg
refuses zeros.jpg "no kind of file"

size=$(stat -c %s plain.jpg)
for part in 3 20 200 $((size / 2)) $((size - 40)); do
    head -c "$part" plain.jpg >truncated.jpg
    refuses truncated.jpg "damaged*; save it anew in a photo program"
done
size=$(stat -c %s plain.png)
for part in 8 20 33 $((size / 2)) $((size - 13)) $((size - 30)); do
    head -c "$part" plain.png >truncated.png
    refuses truncated.png "damaged*; save it anew in a photo program"
done

# The content counts, not the name.
cp plain.png really-a-png.jpg
clean 0 -o named really-a-png.jpg
expect 0 python3 "$SUPPORT/one_picture.py" named/really-a-png.jpg
