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
