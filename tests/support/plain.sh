# shellcheck shell=bash
# For the cases that need the program without sanitizers: $PLAIN is one, built beside the tests where they have them.
# shellcheck disable=SC2034 # for whoever includes this
if ! grep -qE '^SLADD_SANITIZE:[A-Z]*=(ON|thread|address)' "$BUILD/CMakeCache.txt"; then
    PLAIN=$SLADD
else
    plain_build=$ROOT/build/valgrind
    mkdir -p "$plain_build"
    # Two cases may want it at the same time.
    (
        flock 9
        cmake -S "$ROOT" -B "$plain_build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DBUILD_TESTING=ON &&
            cmake --build "$plain_build" --target sladd
    ) 9>"$plain_build/.building" >log 2>&1 || fail "building without sanitizers"
    PLAIN=$plain_build/sladd
fi
