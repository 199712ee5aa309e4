# A small photo goes through the whole command under valgrind, in a build without sanitizers (they do not go together).
# Memory errors only, and only where sladd has a part: the one-time allocations of OpenCV and its libraries are theirs.
# Release test 24.
command -v valgrind >/dev/null || skip "needs valgrind"
build=$ROOT/build/valgrind
cmake -S "$ROOT" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DBUILD_TESTING=ON >log 2>&1 || fail "configuring"
cmake --build "$build" >log 2>&1 || fail "building"
grind() {
    expect "$1" valgrind -q --error-exitcode=98 --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
        --trace-children=no --suppressions="$SUPPORT/valgrind.supp" "${@:2}"
}
photo a.jpg 100 80 ycc 2x2
png b.png 40 32 color=6
for file in a.jpg b.png; do
    redact $file 0.2 0.2 0.3 0.3
done
grind 0 "$build/sladd" clean --models "$ROOT/models" --seed 1 -j 1 -o out a.jpg b.png
exists out/a.jpg out/b.png
says "*2 sanitised*"
# The unit tests that are about bytes, not about looks: quick, and where memory errors live.
cd "$ROOT"
for test in "$build"/tests/unit-{sniff,metadata_exif,metadata_icc,png_picture,consent_schema}; do
    [[ ! -x $test || -d $test ]] || (cd - >/dev/null && grind 0 "$test")
done
