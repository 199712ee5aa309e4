# The report overwrites no original, no manifest, no list and no copy.
photo a/x.jpg
redact a/x.jpg 0.1 0.1 0.2 0.2
mv a/x.jpg.consent.yaml a/consent.yaml
echo a/x.jpg >list
cp -a a kept
cp list kept.list
for way in "-o out" "-n" "-n -o out"; do
    # shellcheck disable=SC2086 # several words
    clean 2 $way --report a/x.jpg a
    same a/x.jpg kept/x.jpg
    # shellcheck disable=SC2086
    clean 2 $way --report a/consent.yaml a
    same a/consent.yaml kept/consent.yaml
    # shellcheck disable=SC2086
    clean 2 $way -m kept/consent.yaml --report kept/consent.yaml a
    same a/consent.yaml kept/consent.yaml
    # shellcheck disable=SC2086
    clean 2 $way --report list --files-from list
    same list kept.list
done
mkdir -p out
clean 2 -o out --report out/x.jpg a
nothing_in out
