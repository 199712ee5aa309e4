# No string that a person reads is missing in Norwegian or Swedish, and none is left over.
command -v xgettext >/dev/null || skip "needs xgettext"
grep -ho 'X([A-Z_]*, "[a-z-]*", "[^"]*")' "$ROOT/include/sladd/decision.h" >reasons.c || fail "no reasons found"
cd "$ROOT"
xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --omit-header -o "$OLDPWD/code.pot" src/cli/*.c src/cli/*.h
cd "$OLDPWD"
xgettext --from-code=UTF-8 --keyword=X:3 --omit-header -o reasons.pot reasons.c
msgcat --use-first code.pot reasons.pot | msgattrib --no-location --no-wrap | grep '^msgid ' | grep -v '""' | sort >wanted
[[ $(wc -l <wanted) -gt 20 ]] || fail "too few strings were found to believe it"
for language in nb sv; do
    expect 0 msgfmt --check --check-format -o /dev/null "$ROOT/src/po/$language.po"
    msgattrib --translated --no-obsolete --no-fuzzy --no-location --no-wrap "$ROOT/src/po/$language.po" |
        grep '^msgid ' | grep -v '""' | sort >translated
    diff wanted translated >log || fail "$language.po does not hold the strings of the source (< missing, > left over)"
done
