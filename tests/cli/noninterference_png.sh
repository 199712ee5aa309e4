# Two PNGs that differ only inside the redacted box become the same file.
# Release test 12.
while read -r style kind; do
    # shellcheck disable=SC2086 # several words
    png one/a.png 96 64 $kind
    # shellcheck disable=SC2086
    png two/a.png 96 64 $kind edit=30,20,36,24
    ! cmp -s one/a.png two/a.png || fail "the two sources are the same"
    for side in one two; do
        redact $side/a.png 0.3 0.3 0.4 0.4
        clean 0 --seed 7 --text keep --style "$style" -o out-$side $side/a.png
    done
    same out-one/a.png out-two/a.png
done <<'KINDS'
blur color=2
blur color=0
blur color=6 depth=16
blur color=4
blur color=3
blur color=0 depth=2 interlace
solid color=2
solid color=6 interlace
KINDS
