# shellcheck shell=bash
# A folder as a communications office gets it: thirty photos of cameras and phones mixed, two of which other programs open
# although they are not quite whole. All of them are cleaned and the run ends with 0; so does the gate over the copies.
needs "$DATA/metadata" "$DATA/cases/05-samsung-scan-header"
# shellcheck source=tests/support/variants.sh
source "$SUPPORT/variants.sh"
mkdir photos
cp "$DATA"/cases/05-samsung-scan-header/{samsung_sos,no_eoi}.jpg photos
for name in exif-samples-{45-gps_ifd,kodak-dc210,portrait_2,portrait_7} libultrahdr-apple_gainmap_old \
    metadata-extractor-{android_depth_map,canon_eos_7d,flir,'fujifilm_finepixs1pro_(4)',hp_photosmart_735,htc_desire,kodak_proback} \
    metadata-extractor-{minolta_dimage_x,olympus_μ_digital_800,'samsung_gt-i9000_(galaxy_s)',traveler_sx330z}; do
    cp "$DATA/metadata/$name.jpg" photos
done
cp in/{phone,grid,turned,depth,p3,ten}.heic in/{all,grid}.avif in/{lossy,turned}.webp in/{rgb-jpeg,cmyk}.tif photos
chmod -R u+w photos
[[ $(copies_in photos) == 30 ]] || fail "there are not thirty photos"
clean 0 -j2 --seed 1 --no-progress --report report.json -o out photos
report 'r["summary"]["sanitised"] == 30'
[[ $(copies_in out) == 30 ]] || fail "there are not thirty copies"
expect 0 python3 "$SUPPORT/one_picture.py" out/*
exiftool -j -a -G1 -u -U out >tags.json
expect 0 python3 "$SUPPORT/only_structure.py" tags.json
check 0 --fail-on error out
