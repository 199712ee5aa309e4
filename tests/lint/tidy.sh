# clang-tidy finds nothing to say (.clang-tidy: bugprone, cert and the analyzer), nor cppcheck, where they are installed.
# The two files that define what support/tidy.h speaks of are not looked at. Takes minutes:
#   SLADD_TIDY=1 ctest --test-dir build/dev -R lint/tidy --output-on-failure
[[ -n ${SLADD_TIDY:-} ]] || skip "takes minutes: run it with SLADD_TIDY=1"
command -v clang-tidy >/dev/null || skip "needs clang-tidy"
needs "$BUILD/compile_commands.json"
mapfile -t sources < <(find "$ROOT/src" -name '*.c' -not -path '*/docs/*' -not -name fail.c -not -name complain.c)
[[ ${#sources[@]} -gt 100 ]] || fail "only ${#sources[@]} sources were seen"
if ! printf '%s\0' "${sources[@]}" | xargs -0 -n 4 -P "$(nproc)" clang-tidy -p "$BUILD" --quiet \
    --extra-arg=-include"$SUPPORT/tidy.h" >found 2>errors; then
    grep -hE '(warning|error): ' found errors | sort -u >log
    fail "clang-tidy: $(wc -l <log) findings"
fi
command -v cppcheck >/dev/null || exit 0
expect 0 cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 -j "$(nproc)" \
    -I "$ROOT/include" -I "$ROOT/src" --suppress=missingInclude "$ROOT/src"
