# Under a Turkish locale, where I is not the capital of i, every ending that has an I in it means what it means elsewhere:
# by name (a broken file is reported, not passed over), in manifests, and in what copies are called.
command -v localedef >/dev/null || skip "needs localedef"
mkdir locales
localedef -i tr_TR -f UTF-8 "$PWD/locales/tr_TR.UTF-8" >log 2>&1 || [[ -d locales/tr_TR.UTF-8 ]] || skip "no source of the locale tr_TR"
export LOCPATH=$PWD/locales
# glibc never gives back its copy of LOCPATH when one category alone is set.
echo leak:__argz_add_sep >leaks
export LSAN_OPTIONS=suppressions=$PWD/leaks:print_suppressions=0
export LC_ALL=tr_TR.UTF-8 2>/dev/null # bash looks for the locale where the system has them
python3 -c 'import locale; locale.setlocale(locale.LC_ALL, "")' || skip "the locale tr_TR does not work"
names=(SCAN.TIF SCAN.TIFF ANIM.GIF a.HEIC a.HEIF a.AVIF b.JFIF b.JIF c.DIB d.AVI e.NEF)
mkdir media
for name in "${names[@]}"; do
    echo "no picture at all" >"media/$name"
done
clean 3 -o out media
for name in "${names[@]}"; do
    grep -qF "media/$name: " log || fail "$name was passed over"
done
photo one/PORTRETT.JFIF
printf 'version: 1\nphotos: {PORTRETT.JFIF: {publish: no}}\n' >one/CONSENT.YAML
clean 2 -n one || clean 1 -n one
says '*CONSENT.YAML*'
mv one/CONSENT.YAML one/consent.yaml
clean 1 -n one
photo two/IMG.JPG
printf 'version: 1\nphotos: {img.jpg: {publish: no}}\n' >two/consent.yaml
clean 1 -n two
photo three/IMG_I.JPG
photo three/img_i.jpg 96 64 ycc 2x2 seed=2
clean 2 -o out three
says '*for one name*'
