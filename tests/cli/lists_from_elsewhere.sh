# Lists for --files-from as git, Windows and PowerShell write them; a list of which nothing is there is never all well.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a \
    GIT_COMMITTER_EMAIL=a@b
git init -q repo
cd repo
git commit -q --allow-empty -m first
mkdir -p "media/dag 1"
name='media/dag 1/årsmøte "Åse".jpg'
photo "$name"
git add -A
git commit -qm second
finds_it() { # LIST ARGUMENT...: the one photo is found
    local list=$1
    shift
    check 1 --format json "$@" --files-from "$list"
    sed '/^sladd: /d' log >report.json
    report "[q['source'] for q in r['photos']] == ['''$name''']" || true
    report 'len(r["photos"]) == 1 and r["photos"][0]["source"].endswith(".jpg")'
}
git diff --name-only HEAD~1 >../git
grep -q '\\303' ../git || fail "git did not quote"
finds_it ../git
git diff --name-only -z HEAD~1 >../nul
finds_it ../nul -0
# Without -0 only the first of them would be seen.
{ cat ../nul && printf 'media/gone.jpg\0'; } >../nuls
check 2 --files-from ../nuls
says '*add -0*'
clean 2 -n --files-from ../nuls
says '*add -0*'
printf '%s\n' "$name" >../unix
finds_it ../unix
printf '%s\r\n' "$name" >../windows
finds_it ../windows
printf '%s' "${name//\//\\}" >../backslash
finds_it ../backslash
printf '\xef\xbb\xbf%s\r\n' "$name" >../mark
finds_it ../mark
for form in UTF-16 UTF-16LE UTF-16BE; do
    printf '%s\r\n' "$name" | iconv -f UTF-8 -t $form >../wide
    finds_it ../wide
done
printf '\xfe\xff' >../wide-mark
printf '%s\n' "$name" | iconv -f UTF-8 -t UTF-16BE >>../wide-mark
finds_it ../wide-mark
clean 0 -n --files-from ../git
clean 0 -n --files-from ../wide-mark
# A name that really has these bytes is meant as it stands.
cp "$name" $'media/"odd".jpg'
printf 'media/"odd".jpg\n' >../odd
check 1 --files-from ../odd

# Nothing that is listed is there.
printf 'media/gone.jpg\nmedia/gone too.jpg\n' >../gone
check 2 --files-from ../gone
says '*none of the listed files exists (the first is media/gone.jpg)*'
printf '\xff\xfe\x00\xd8\x0a\x00' >../broken
check 2 --files-from ../broken
: >../empty
finds 0 '' --files-from ../empty
