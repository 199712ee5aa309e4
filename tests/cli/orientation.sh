# A box of the manifest is meant as a person sees the photo: for every orientation it must land on the same thing. The
# picture is black but for one white patch; the box covers the patch, and afterwards no white is left.
for orientation in 1 2 3 4 5 6 7 8; do
    python3 "$SUPPORT/turned.py" make a.jpg $orientation
    redact a.jpg 0.6 0.1 0.25 0.2
    clean 0 --seed 1 --text keep -o out a.jpg
    expect 0 python3 "$SUPPORT/turned.py" check out/a.jpg $orientation
done
