# A missing or unreadable input is never status 0, alone or among good ones, and is named.
# Release test 22.
photo good.jpg
clean 3 -o out missing.jpg
says "*missing.jpg*"
absent out/missing.jpg
clean 3 --report report.json -o out good.jpg missing.jpg
exists out/good.jpg
report 'r["summary"]["sanitised"] == 1 and r["summary"]["failed"] == 1'
report '[x["status"] for x in r["photos"] if x["source"] == "missing.jpg"] == ["failed"]'
clean 3 -n missing.jpg
clean 3 -o out no/such/folder/
clean 3 -o out /dev/null
mkfifo pipe.jpg
clean 3 -o out pipe.jpg
says "*pipe.jpg*"
clean 2 -o out ""

# Links in folders are not followed, and not passed over either.
mkdir -p folder
ln -s ../good.jpg folder/link.jpg
ln -s nowhere folder/broken.jpg
clean 3 --report report.json -o out2 folder
report '[x["status"] for x in r["photos"]] == ["failed", "failed"]'
nothing_in out2
# A link that is given by name is meant.
clean 0 -o out3 folder/link.jpg
exists out3/link.jpg

bound_clean() { # STATUS ARGUMENT...: as somebody whom permissions bind
    expect "$1" bound "$SLADD" clean --models "$ROOT/models" "${@:2}"
}
cp good.jpg locked.jpg
chmod 000 locked.jpg
bound_clean 3 -o out4 locked.jpg
says "*locked.jpg*"
mkdir -p shut/in
cp good.jpg shut/in
chmod 000 shut/in
bound_clean 3 -o out5 shut
says "*shut/in*"
# A folder that cannot be entered or is gone is what failed, in every run, by whatever name it was given: it hinders
# nothing, also where an earlier run could read it.
mkdir -p at sources/sub secret
photo sources/a.jpg
cp good.jpg sources/sub
cp good.jpg secret
chmod 000 secret
cd at
for _ in first second; do
    for given in ../secret ../secret/ ../gone ../gone// "$PWD/../secret/"; do
        bound_clean 3 --report ../report.json -o ../out7 ../sources "$given"
        [[ $(copies_in ../out7) == 2 ]] || fail "$(find ../out7)"
        (cd .. && report '[x["status"] for x in r["photos"]].count("failed") == 1')
    done
    chmod 000 ../sources/sub
    bound_clean 3 -o ../out7 ../sources
    says '*sources/sub: *Permission denied*'
    chmod 755 ../sources/sub
    chmod 300 .
    bound_clean 3 -o ../out8 . ../sources
    chmod 755 .
done
cd ..
mkdir readonly
chmod 555 readonly
bound_clean 3 -o readonly good.jpg
# A link of which nobody can tell where it leads may lead to a folder of photos.
mkdir linked
ln -s ../shut/in linked/summer
ln -s ../shut/in/nowhere linked/winter
ln -s nowhere linked/nothing
bound_clean 3 --report report.json -o out6 linked
report '[x["source"] for x in r["photos"]] == ["linked/summer", "linked/winter"]'
says '*linked/winter: *Permission denied*'
