# Release test 24, the part that fuzzes: every target of tests/fuzz for a few seconds, from seeds of the tests' own making and
# from those in SLADD_DATA where they are. SLADD_FUZZ_SECONDS gives each of them more, SLADD_FUZZ_SEED other inputs: as a rule
# they are the same, so that it is the change that fails and not the day. A fault's input is in the last lines, in Base64.
{ command -v clang && command -v clang++; } >/dev/null || skip "needs clang: the targets are libFuzzer's"
echo 'int LLVMFuzzerTestOneInput(const unsigned char *d, unsigned long s) { return d != 0 && s == 0; }' >probe.c
clang -fsanitize=fuzzer,address probe.c -o probe >/dev/null 2>&1 || skip "needs clang's libFuzzer"
build=$ROOT/build/fuzz
cmake -S "$ROOT" --preset fuzz >log 2>&1 || fail "configuring"
cmake --build "$build" --target fuzzers >log 2>&1 || fail "building"
mkdir -p seeds/{photo,clean,xmp,facetags,manifest,policy,sheet,wire,onnx,receipt,icc,tiff}
photo seeds/photo/a.jpg 40 30 ycc 2x2
photo seeds/photo/b.jpg 33 17 ycc 2x1 progressive restart=1
photo plain.jpg 24 16 grey 1x1
expect 0 python3 "$SUPPORT/jpeg_canary.py" plain.jpg seeds/photo/c.jpg some-text
for kind in 0 2 3 4 6; do
    png seeds/photo/$kind.png 20 14 color=$kind
done
python3 - <<'PYTHON'
from PIL import Image, ImageCms
image = Image.open("seeds/photo/a.jpg")
image.save("seeds/photo/d.webp")
image.save("seeds/photo/e.tif", compression="tiff_lzw")
open("seeds/icc/srgb", "wb").write(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
exif = Image.Exif()
exif[0x0112], exif[0x010F] = 6, "somebody"
open("seeds/tiff/a", "wb").write(exif.tobytes()[6:])
PYTHON
for set in jpeg png; do
    if [[ -d $DATA/fuzz-seeds/$set ]]; then cp "$DATA/fuzz-seeds/$set"/* seeds/photo/; fi
done
cp -r seeds/photo/. seeds/clean
cp "$ROOT"/tests/manifests/valid/* seeds/manifest/
cp "$ROOT"/src/consent/policies/*.yaml seeds/policy/
cp "$ROOT"/models/*.onnx seeds/onnx/
printf 'Name;Consent\nKari;yes\n' >seeds/sheet/a.csv
printf '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>' | tee seeds/xmp/a >seeds/facetags/a
photo run/a.jpg
clean 0 -o run-out run
cp run-out/.sladd-receipts.jsonl seeds/receipt/a
for source in "$ROOT"/tests/fuzz/fuzz_*.c; do
    name=$(basename "$source" .c) name=${name#fuzz_}
    mkdir -p "seeds/$name" corpus
    rm -rf corpus/*
    "$build/fuzz-$name" -max_total_time="${SLADD_FUZZ_SECONDS:-5}" -seed="${SLADD_FUZZ_SEED:-1}" -timeout=25 \
        -rss_limit_mb=2048 -print_final_stats=1 corpus "seeds/$name" >whole.log 2>&1 || {
        tail -n 40 whole.log >log
        fail "$name: $(grep -a -m 1 'SUMMARY\|ERROR' whole.log)"
    }
    printf '%s: %s runs, %s edges\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: *//p' whole.log)" "$(sed -n 's/.* cov: \([0-9]*\).*/\1/p' whole.log | tail -n 1)"
done
