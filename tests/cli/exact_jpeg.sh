# Outside the redacted MCUs every DCT coefficient is the source's; inside, every block is another one.
# Release test 19.
while read -r width height kind; do
    # shellcheck disable=SC2086 # several words
    photo a.jpg "$width" "$height" $kind
    redact a.jpg 0.3 0.3 0.4 0.4
    clean 0 --seed 1 --text keep --report report.json -o out a.jpg
    report '[x["kind"] for x in p["regions"] if x["action"] == "redact"] == ["manual"]'
    # The pixels that the box touches: from floor(0.3 n) to ceil(0.7 n).
    x=$((width * 3 / 10)) y=$((height * 3 / 10))
    coefs outside a.jpg out/a.jpg "$x" "$y" $(((width * 7 + 9) / 10 - x)) $(((height * 7 + 9) / 10 - y))
done <<'KINDS'
200 150 ycc 1x1
200 150 ycc 2x1
200 150 ycc 2x2
200 150 ycc 1x2
200 150 ycc 4x1
200 150 ycc 1x4
200 150 grey 1x1
200 150 grey 2x2
200 150 rgb 1x1
200 150 cmyk 1x1
200 150 cmyk 2x2
200 150 ycck 2x2
200 150 ycc 2x2 progressive
200 150 ycc 2x1 progressive quality=98
200 150 grey 1x1 progressive
200 150 ycck 2x1 progressive
200 150 ycc 2x2 restart=3
200 150 ycc 1x1 restart=1 progressive
200 150 ycc 2x2 quality=100
200 150 ycc 2x2 quality=5
61 43 ycc 2x2
61 43 ycc 2x1
61 43 ycc 4x1
61 43 grey 1x1
61 43 ycck 2x2
17 33 ycc 2x2
17 33 ycc 1x2 progressive
33 17 ycc 2x1 restart=1
1 1 ycc 2x2
1 1 grey 1x1
7 300 ycc 1x1
300 7 ycc 2x2
KINDS
