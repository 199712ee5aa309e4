# Release test 15: Tesseract, which reads the text in the source, reads nothing of it in the copy. And whoever renders every
# text that might have stood there and compares (Depix and its kin) learns nothing: where a box of the manifest covers it,
# the copy is the same byte for byte, whatever was written.
command -v tesseract >/dev/null || skip "needs tesseract"
unset TESSDATA_PREFIX # the program that judges, not sladd
texts=("Kari Nordmann" "Olav Kyrresen" "01018012345 A" "+4712345678 B" "WWWWWWWWWWWWW")
python3 - "${texts[@]}" <<'PYTHON'
import os, sys
from PIL import Image, ImageDraw, ImageFont
font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 44)
os.makedirs("in"), os.makedirs("boxed")
for i, text in enumerate(sys.argv[1:]):
    image = Image.new("RGB", (640, 320), (214, 208, 196))
    ImageDraw.Draw(image).text((90, 130), text, fill=(20, 20, 30), font=font)
    image.save(f"in/{i}.png")
    if i == 0:
        clear = image
    framed = clear.copy()
    framed.paste(image.crop((80, 112, 560, 208)), (80, 112))
    framed.save(f"boxed/{i}.png")
PYTHON
for i in "${!texts[@]}"; do
    redact "boxed/$i.png" 0.125 0.35 0.75 0.3
done
clean 0 --seed 1 --report report.json -o out in
report 'all(any(x["kind"] == "text" for x in p["regions"]) for p in r["photos"])'
clean 0 --seed 1 -o boxed-out boxed
readable=0
for i in "${!texts[@]}"; do
    before=$(tesseract "in/$i.png" - --psm 11 2>/dev/null | tr -d ' \n')
    after=$(tesseract "out/$i.png" - --psm 11 2>/dev/null | tr -d ' \n')
    if [[ $before == *"${texts[i]:1:3}"* ]]; then readable=$((readable + 1)); fi
    python3 - "${texts[i]}" "$after" <<'PYTHON' >log || fail "Tesseract reads '$after' of '${texts[i]}'"
import difflib, sys
text, read = (t.replace(" ", "").lower() for t in sys.argv[1:])
longest = difflib.SequenceMatcher(None, text, read, autojunk=False).find_longest_match(0, len(text), 0, len(read)).size
print(text, read, longest)
sys.exit(longest > 2)
PYTHON
    same boxed-out/0.png "boxed-out/$i.png"
done
[[ $readable -ge 3 ]] || fail "Tesseract reads only $readable of the sources"
