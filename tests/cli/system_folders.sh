# check looks into folders whose names begin with a dot, but for .git; nobody looks into those that a system keeps for
# itself, and how many there were is said.
photo made.jpg
printf "trailing bytes, which check finds" >>made.jpg
system=("@eaDir" "#recycle" "@Recycle" ".@__thumb" "\$RECYCLE.BIN" "\$Recycle.Bin" "System Volume Information"
    ".Trash" ".Trash-1000" ".Trashes" ".thumbnails" "lost+found" "media/@eaDir" "media/2026/.Trash-0/files")
hidden=(".vuepress/public" "media/.uploads" ".github")
mkdir -p media/2026 .git/objects
for folder in "${system[@]}" "${hidden[@]}" .git/objects; do
    mkdir -p "all/$folder"
    cp made.jpg "all/$folder/thumb.jpg"
done
cp made.jpg all/seen.jpg
looked_at() { # what check says it looked at, without the first folder
    python3 -c 'import json
print(*sorted(p["source"].split("/", 1)[1] for p in json.load(open("report.json"))["photos"]), sep="\n")'
}
check 1 --format json all
sed '/^sladd: /d' log >report.json
[[ $(looked_at) == ".github/thumb.jpg
.vuepress/public/thumb.jpg
media/.uploads/thumb.jpg
seen.jpg" ]] || fail "check looked at: $(looked_at)"
report 'r["summary"]["system_folders"] == 14'
check 1 all
says '*14 folders left out that the system keeps*'

# clean and scan pass over every hidden folder, as always, and say what else they left out.
clean 0 --report report.json -o out all
report '[q["source"] for q in r["photos"]] == ["all/seen.jpg"]'
says '*14 folders left out that the system keeps*'
expect 0 "$SLADD" scan --models "$ROOT/models" -n all
says '*1 of 1 photo would be drafted*14 folders left out*'

# One that is asked for by its name is looked into; nothing is said where nothing was left out.
check 1 --format json "all/#recycle"
says '*thumb.jpg*'
check 1 all/media/.uploads
! grep -q 'left out' log || fail "something was left out"

# A photo whose own name begins with a dot would be published with the rest; so would what a link leads to, which is not
# looked at. What macOS keeps beside a photo counts where a picture is in it. Other files of that kind are not counted.
mkdir dots elsewhere
for name in .b.jpg .b ._c.jpg; do
    cp made.jpg "dots/$name"
done
printf '\0\5\26\7\0\2\0\0Mac OS X' >dots/._seen.jpg
echo text >dots/.gitignore
cp made.jpg elsewhere/
check 1 --format json dots
sed '/^sladd: /d' log >report.json
report '[q["source"] for q in r["photos"]] == ["dots/._c.jpg", "dots/.b", "dots/.b.jpg"]'
report 'r["summary"]["passed_over"] == 0'
clean 2 -n dots
for link in more .more @more; do
    ln -sfn ../elsewhere "dots/$link"
    check 3 dots
    says "*dots/$link*a symbolic link to a folder, which is not followed; give the folder itself*"
    ln -sfn ../elsewhere/made.jpg "dots/$link"
    check 3 dots
    says "*dots/$link*a symbolic link, which is not followed; give the photo itself*"
    rm "dots/$link"
done
mkdir dots/below
for link in . below ../dots; do # what is walked anyhow, once
    ln -sfn $link dots/again
    check 1 --format json dots
    sed '/^sladd: /d' log >report.json
    report 'len(r["photos"]) == 3'
done
rm dots/again
ln -s ../elsewhere dots/@eaDir
ln -s ../elsewhere dots/.git
check 1 dots
ln -s ../elsewhere dots/more
cp made.jpg dots/seen.jpg
clean 3 -o out2 dots
exists out2/seen.jpg
absent out2/more out2/.b.jpg
