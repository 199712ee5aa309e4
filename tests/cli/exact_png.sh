# Outside the redacted box every pixel of a PNG is the source's, of every colour type and depth; inside, it is replaced
# and opaque.
# Release tests 10 and 19.
while read -r kind; do
    # shellcheck disable=SC2086 # several words
    png a.png 96 64 $kind
    redact a.png 0.25 0.25 0.5 0.5
    clean 0 --seed 1 --text keep -o out a.png
    expect 0 python3 "$SUPPORT/png_same.py" a.png out/a.png 24,16,48,32
done <<'KINDS'
color=0 depth=1
color=0 depth=2
color=0 depth=4
color=0 depth=8
color=0 depth=16
color=2 depth=8
color=2 depth=16
color=3 depth=2
color=3 depth=4
color=3 depth=8
color=4 depth=8
color=4 depth=16
color=6 depth=8
color=6 depth=16
color=2 depth=8 interlace
color=3 depth=4 interlace
color=6 depth=16 interlace
KINDS
