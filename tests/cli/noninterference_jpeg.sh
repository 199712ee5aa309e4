# Two photos whose coefficients differ only inside the redacted MCUs become the same file: nothing of a region survives.
# Release test 12.
while read -r style width height kind; do
    # shellcheck disable=SC2086 # several words
    photo one/a.jpg "$width" "$height" $kind
    mkdir -p two
    x=$((width * 3 / 10)) y=$((height * 3 / 10))
    box=("$x" "$y" $(((width * 7 + 9) / 10 - x)) $(((height * 7 + 9) / 10 - y)))
    coefs edit one/a.jpg two/a.jpg "${box[@]}"
    coefs outside one/a.jpg two/a.jpg "${box[@]}"
    for side in one two; do
        redact $side/a.jpg 0.3 0.3 0.4 0.4
        clean 0 --seed 7 --text keep --style "$style" --report report.json -o out-$side $side/a.jpg
        report '[x["kind"] for x in p["regions"] if x["action"] == "redact"] == ["manual"]'
    done
    same out-one/a.jpg out-two/a.jpg
done <<'KINDS'
blur 200 150 ycc 2x2
blur 200 150 ycc 1x1
blur 200 150 ycc 2x1 progressive
blur 200 150 grey 1x1
blur 200 150 rgb 1x1
blur 200 150 ycck 2x2
blur 61 43 ycc 2x2
solid 200 150 ycc 2x2
solid 61 43 cmyk 1x1
solid 200 150 ycc 2x1 progressive
KINDS
