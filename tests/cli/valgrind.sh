# A small photo goes through the whole command under valgrind, in a build without sanitizers (they do not go together).
# Memory errors only, and only where sladd has a part: the one-time allocations of OpenCV and its libraries are theirs.
# Release test 24.
command -v valgrind >/dev/null || skip "needs valgrind"
PLAIN_OWN=yes PLAIN_TARGETS=(unit-{metadata_exif,metadata_icc,png_picture,consent_schema})
# shellcheck source=tests/support/plain.sh
source "$SUPPORT/plain.sh"
grind() {
    expect "$1" valgrind -q --error-exitcode=98 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
        --trace-children=no --suppressions="$SUPPORT/valgrind.supp" "${@:2}"
}
photo a.jpg 100 80 ycc 2x2
png b.png 40 32 color=6
for file in a.jpg b.png; do
    redact $file 0.2 0.2 0.3 0.3
done
# Without the sandbox: valgrind needs calls of its own, which it refuses.
grind 0 "$PLAIN" clean --no-sandbox --models "$ROOT/models" --seed 1 -j 1 -o out a.jpg b.png
exists out/a.jpg out/b.png
says "*2 sanitised*"
# The unit tests that are about bytes, not about looks: quick, and where memory errors live.
for test in "${PLAIN_TARGETS[@]}"; do
    grind 0 "$PLAIN_TOOLS/$test"
done
