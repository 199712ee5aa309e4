# DC coefficients beyond all that samples can give: with a redaction among them the steps would be too large to code. The
# copy can be decoded, by anybody.
for kind in "" progressive; do
    # shellcheck disable=SC2086 # no word, or one
    photo plain.jpg 160 96 grey 1x1 $kind
    coefs steep plain.jpg a.jpg
    redact a.jpg 0.4 0.4 0.2 0.2
    clean 0 --seed 1 --text keep -o out a.jpg
    expect 0 djpeg -outfile picture.pgm out/a.jpg
    [[ ! -s log ]] || fail "a warning: $(<log)"
    expect 0 python3 "$SUPPORT/one_picture.py" out/a.jpg
done
