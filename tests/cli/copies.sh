# A copy says nothing of its source's time, owner's rights or extended attributes, and grants nothing the source does
# not; the original keeps all of it.
# Release test 11.
photo a.jpg
for mode in 600 640 644 444 400; do
    chmod $mode a.jpg
    rm -rf out
    (umask 022 && clean 0 -o out a.jpg)
    given=$(stat -c %a out/a.jpg)
    ((8#$given & ~8#$mode)) && fail "$mode became $given"
    [[ $(stat -c %a a.jpg) == "$mode" ]] || fail "the original's mode changed"
done
# Nor does a copy of an earlier run, once fewer people may see its source.
chmod 644 a.jpg
rm -rf out
(umask 022 && clean 0 -o out a.jpg)
clean 0 --report report.json -o out a.jpg
report 'p["status"] == "unchanged"'
chmod 640 a.jpg
clean 0 --report report.json -o out a.jpg
report 'p["status"] == "sanitised"'
[[ $(stat -c %a out/a.jpg) == 640 ]] || fail "a copy of an earlier run is still $(stat -c %a out/a.jpg)"
chmod 755 a.jpg
rm -rf out
clean 0 -o out a.jpg
[[ $(stat -c %a out/a.jpg) != *[1357]* ]] || fail "the copy can be executed"

touch -d 2001-02-03T04:05:06Z a.jpg
python3 -c 'import os; os.setxattr("a.jpg", "user.xdg.origin.url", b"https://example.org/secret")' 2>/dev/null ||
    echo "this file system keeps no extended attributes"
started=$(date +%s)
rm -rf out
clean 0 -o out a.jpg
[[ $(stat -c %Y out/a.jpg) -ge $started ]] || fail "the copy has the time of its source"
[[ $(date -u -r a.jpg +%F) == 2001-02-03 ]] || fail "the original's time changed"
python3 -c 'import os, sys; sys.exit(os.listxattr("out/a.jpg") != [])' || fail "extended attributes were copied"
[[ $(files_in out) == out/a.jpg ]] || fail "more than the copy is in the folder"
