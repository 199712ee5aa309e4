# shellcheck shell=bash
# For the cases that need the program without sanitizers: $PLAIN is one, built beside the tests where they have them.
# Unit tests that are wanted of it, too, stand in PLAIN_TARGETS; they are in $PLAIN_TOOLS then. With PLAIN_OWN it is a build
# without optimisation in any case.
# shellcheck disable=SC2034 # for whoever includes this
if [[ -z ${PLAIN_OWN-} ]] && ! grep -qE '^SLADD_SANITIZE:[A-Z]*=(ON|thread|address)' "$BUILD/CMakeCache.txt"; then
    PLAIN=$SLADD PLAIN_TOOLS=$BUILD/tests
else
    plain_build=$ROOT/build/valgrind
    mkdir -p "$plain_build"
    # Two cases may want it at the same time.
    (
        flock 9
        cmake -S "$ROOT" -B "$plain_build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DBUILD_TESTING=ON &&
            cmake --build "$plain_build" --target sladd ${PLAIN_TARGETS[@]+"${PLAIN_TARGETS[@]}"}
    ) 9>"$plain_build/.building" >log 2>&1 || fail "building without sanitizers"
    PLAIN=$plain_build/sladd PLAIN_TOOLS=$plain_build/tests
fi
