# Files made to exhaust the machine are refused within seconds and with little memory.
# Release test 23.
refuses_soon() { # FILE GLOB
    local status=0
    /usr/bin/env time -f '%e %M' -o cost "$SLADD" clean --models "$ROOT/models" -j 1 -o out "$1" >log 2>&1 || status=$?
    [[ $status == 3 ]] || fail "exit status $status"
    says "*$1: *$2*"
    nothing_in out
    # Status lines of `time` may come first.
    read -r seconds kilobytes < <(tail -n 1 cost)
    python3 -c "import sys; sys.exit(not ($seconds < 20 and $kilobytes < 900000))" ||
        fail "$1 took $seconds s and $kilobytes KiB"
}

photo plain.jpg 64 48 ycc 2x2
python3 "$SUPPORT/jpeg_size.py" plain.jpg huge.jpg 65500 65500
refuses_soon huge.jpg "megapixels"
python3 "$SUPPORT/jpeg_size.py" plain.jpg wide.jpg 65500 1900
refuses_soon wide.jpg "damaged"
photo scans.jpg 64 48 ycc 2x2 scans
refuses_soon scans.jpg "more than 100 scans"

python3 - <<'PYTHON'
import struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
def png(path, width, height, data, extra=b""):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    open(path, "wb").write(b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", data) + chunk(b"IEND", b""))
zeros = zlib.compress(bytes(100_000_000), 9)
png("huge.png", 65500, 65500, zeros)
png("sides.png", 2**31 - 1, 1, zeros)
png("short.png", 11000, 11000, zlib.compress(b"\0" * 1000))
png("text.png", 16, 16, zlib.compress(bytes(16 * 49)), chunk(b"zTXt", b"a\0\0" + zeros))
png("profile.png", 16, 16, zlib.compress(bytes(16 * 49)), chunk(b"iCCP", b"a\0\0" + zeros))
png("tail.png", 16, 16, zlib.compress(bytes(16 * 49)) + zeros)
png("chunks.png", 16, 16, zlib.compress(bytes(16 * 49)), chunk(b"tEXt", b"a\0b") * 100_000)
PYTHON
refuses_soon huge.png "megapixels"
refuses_soon sides.png "no side may be longer than"
refuses_soon short.png "damaged"
# What needs no decoding is left out, and costs nothing.
for file in text.png profile.png tail.png chunks.png; do
    expect 0 timeout 20 "$SLADD" clean --models "$ROOT/models" -o out "$file"
    expect 0 python3 "$SUPPORT/one_picture.py" "out/$file"
    [[ $(stat -c %s "out/$file") -lt 2000 ]] || fail "the output of $file is large"
done
