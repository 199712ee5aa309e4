# clang-format and shellcheck find nothing to say.
cd "$ROOT"
find src include tests samples \( -name "*.[ch]" -o -name "*.[ch]pp" \) -print0 | xargs -0 clang-format --dry-run --Werror >"$OLDPWD/log" 2>&1 ||
    { cd "$OLDPWD" && fail "clang-format"; }
shellcheck .ci/run tests/run.sh samples/*.sh >"$OLDPWD/log" || { cd "$OLDPWD" && fail "shellcheck"; }
# The cases are parts of run-case.sh: no first line of their own, and variables of the harness.
shellcheck -s bash -e SC1091,SC2154,SC2164,SC2103 tests/support/*.sh tests/cli/*.sh tests/lint/*.sh >"$OLDPWD/log" ||
    { cd "$OLDPWD" && fail "shellcheck of the cases"; }
