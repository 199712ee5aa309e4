# Every limit that a person can meet refuses with its name and the way out, and moves when it is told to; what is no limit
# or no value is refused before anything is read. The help, the manual and the completions have every row of limits.def.
# Release test 23.
sed -n 's/^LIMIT([A-Z_]*, "\([a-z-]*\)", \([0-9]*\), .*/\1 \2/p' "$ROOT/src/base/limits.def" >limits
[[ $(wc -l <limits) -ge 10 ]] || fail "only $(wc -l <limits) limits were seen"
"$SLADD" help clean >shown
sed 's/\\-/-/g; s/\\f.//g' "$BUILD/man/man1/sladd-clean.1" >page
while read -r name value; do
    grep -q " $name=$value: " shown || fail "the help lacks $name"
    grep -q "^$name=$value" page || fail "the manual lacks $name"
    for shell in bash/sladd zsh/_sladd fish/sladd.fish; do
        grep -q "$name=" "$BUILD/completions/$shell" || fail "$shell lacks $name"
    done
    clean 2 --limit "$name=x" -o out nothing.jpg
    says "*--limit $name=x: give a whole number*"
    clean 2 --limit "$name=99999999999999999999" -o out nothing.jpg
    clean 2 --limit "$name=-1" -o out nothing.jpg
done <limits
for text in nothing nothing=1 =1 megapixels megapixels=; do
    clean 2 --limit "$text" -o out nothing.jpg
done
absent out

refused() { # LIMIT WAY-OUT PHOTO...: not with this limit, but without it
    local limit=$1 way_out=$2
    shift 2
    rm -rf out
    clean 3 --limit "$limit" -o out "$@"
    says "*--limit $way_out*"
    nothing_in out
    clean 0 -o out "$@"
}
photo a.jpg 1300 1000 ycc 1x1
png b.png 1100 1000
refused megapixels=1 megapixels=N a.jpg
refused megapixels=1 megapixels=N b.png
python3 -c 'from PIL import Image
image = Image.open("a.jpg"); image.save("c.webp"); image.save("d.tif")'
refused megapixels=1 megapixels=N c.webp
refused megapixels=1 megapixels=N d.tif
clean 0 --limit megapixels=2 -o out a.jpg b.png c.webp d.tif

head -c 1100000 /dev/zero >>a.jpg
refused file-mb=1 file-mb=N a.jpg

photo scans.jpg 64 48 ycc 2x2 progressive
refused scans=3 scans=N scans.jpg

photo marked.jpg
printf 'version: 1\nphotos:\n  marked.jpg:\n    redact:\n' >marked.jpg.consent.yaml
for i in 1 2 3 4 5 6; do
    printf '      - box: [0.%s, 0.1, 0.05, 0.05]\n' $i >>marked.jpg.consent.yaml
done
refused regions=5 regions=N marked.jpg

clean 2 --limit manifest-values=20 -o out2 marked.jpg
says "*--limit manifest-values=N*"
clean 2 --limit manifest-values=3 --policy "$ROOT/src/consent/policies/strict.yaml" -o out2 scans.jpg
says "*strict.yaml*the limit of 3 values; split a manifest into*--limit manifest-values=N*"
{
    cat marked.jpg.consent.yaml
    head -c 1100000 /dev/zero | tr '\0' '#'
} >long && mv long marked.jpg.consent.yaml
clean 2 --limit manifest-mb=1 -o out2 marked.jpg
says "*--limit manifest-mb=N*"
clean 0 --limit manifest-mb=2 -o out2 marked.jpg

clean 2 --limit photos=1 -o out3 b.png c.webp
says "*--limit photos=N*"
absent out3

# Time: a photo that stops costs itself, and the others go on. It is large enough for the fastest machine.
photo many/a.jpg 7000 5000 ycc 1x1 quality=98
photo many/b.jpg
clean 3 --limit seconds=1 -j 1 --report report.json -o out4 many
report 'p["status"] == "failed" and "took longer than 1 second" in p["error"]'
says "*--limit seconds=N*"

# Memory, in a build that can be limited: one that has too little beside the others is done again alone, and one that has
# too little alone says so.
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
for i in 1 2; do
    photo large/$i.jpg 1600 1200 ycc 1x1 seed=$i
done
photo large/small.jpg
run() { # FOLDER OPTION...: -j2, and how many processes there were
    expect 0 strace -f -qq -e trace=fork,clone,vfork -o trace "$PLAIN" clean --models "$ROOT/models" --text keep --seed 1 -j 2 -o "$1" "${@:2}" large
    processes=$(grep -c CHILD_CLEARTID trace)
}
if strace -qq -e trace=none true 2>/dev/null; then
    run roomy
    roomy=$processes
    run tight --limit run-memory-mb=72
    [[ $processes -gt $roomy ]] || fail "nothing was done again: $processes processes"
    for copy in roomy/*; do
        same "$copy" "tight/${copy#*/}"
    done
fi
expect 3 "$PLAIN" clean --models "$ROOT/models" -j 2 --limit memory-mb=24 -o none large
says "*a photo may use 24 MiB; --limit memory-mb=N*"
exists none/small.jpg
absent none/1.jpg none/2.jpg

# The photos of the largest phones are within all of them as they are, and take no more room than those phones have.
photo phone.jpg 16320 12240 ycc 2x2 grain=6
expect 0 /usr/bin/env time -f %M -o cost "$PLAIN" clean --models "$ROOT/models" --text keep --seed 1 -o phone-out phone.jpg
[[ $(tail -n 1 cost) -lt 2500000 ]] || fail "200 megapixels took $(tail -n 1 cost) KiB"
rm phone.jpg phone-out/phone.jpg
