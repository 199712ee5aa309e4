#!/usr/bin/env bash
# Bring the translations up to date with the source: update.sh [FOLDER], by default the folder of this script. Strings
# that are new come in with an empty translation, those that are gone go; all are sorted, without places and line breaks,
# so that two people's changes meet in as few lines as can be.
set -euo pipefail
folder=$(realpath "${1:-$(dirname "${BASH_SOURCE[0]}")}")
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
extract() { # FILE OPTION...: the strings of the files on standard input
    xgettext --files-from=- --language=C++ --from-code=UTF-8 --omit-header --keyword "${@:2}" -o "$work/$1"
}
find include src \( -name '*.[ch]' -o -name '*.[ch]pp' -o -name '*.def' \) | sort |
    extract code.pot --keyword={_,N_} --keyword=P_:1,2 --keyword=sladd_fail:3 --keyword=complain:5 \
        --keyword={complain_at,FAIL_AT,jpeg_escape,REFUSE,CONFLICT}:3 --keyword=REFUSE_AT:2 --keyword=OPTION:6 --keyword=COMMAND:4 --keyword=PAGE_WORD:2
echo include/sladd/decision.h | extract reasons.pot --keyword=X:3
msgcat --use-first "$work/code.pot" "$work/reasons.pot" -o "$work/sladd.pot"
for language in nb sv; do
    msgmerge --quiet --no-fuzzy-matching "$folder/$language.po" "$work/sladd.pot" |
        msgattrib --no-obsolete --no-location --no-wrap --sort-output -o "$work/$language.po"
    cp "$work/$language.po" "$folder/$language.po"
done
