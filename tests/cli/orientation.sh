# A box of the manifest is meant as a person sees the photo: for every orientation exactly that place changes.
# Release test 16.
for orientation in 1 2 3 4 5 6 7 8; do
    expect 0 python3 "$SUPPORT/turned.py" make a.jpg $orientation
    redact a.jpg 0.6 0.1 0.25 0.2
    clean 0 --seed 1 --text keep -o out a.jpg
    expect 0 python3 "$SUPPORT/turned.py" check a.jpg out/a.jpg $orientation 0.6 0.1 0.25 0.2
done
