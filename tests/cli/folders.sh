# A folder's tree is mirrored; what is no photo is passed over, what looks like one is reported; names are kept
# whatever bytes they hold.
# shellcheck disable=SC2016 # meant as it stands
names=("plain.jpg" "two words.jpg" $'new\nline.jpg' "quote'\"s.jpg" "æøå.jpg" $'latin1-\xe6.jpg' "-o.jpg" "100%s.jpg" 'a$b`c.jpg')
photo made.jpg
for name in "${names[@]}"; do
    mkdir -p "photos/sub folder/æ"
    cp made.jpg "photos/$name"
    cp made.jpg "photos/sub folder/æ/$name"
done
echo "a note" >photos/notes.txt
echo hidden >photos/.hidden.jpg
clean 0 --seed 1 -v --report report.json -o out photos
for name in "${names[@]}"; do
    exists "out/$name" "out/sub folder/æ/$name"
done
absent out/notes.txt out/.hidden.jpg
report 'r["summary"]["sanitised"] == 18 and len(r["photos"]) == 18'
says "*1 other file skipped*"
[[ $(copies_in out) == 18 ]] || fail "not 18 files in out"

# Given by name, also from the folder itself and with dots in the path.
cd photos
clean 0 -o ../out2 -- "${names[@]}"
cd ..
[[ $(copies_in out2) == 9 ]] || fail "not all names came through"
clean 0 -o out3 "photos/../photos/./plain.jpg"
exists out3/plain.jpg
clean 0 -o out4/deeper/still photos/plain.jpg
exists out4/deeper/still/plain.jpg

# An output folder inside the input is not taken for input.
clean 0 -o photos/cleaned photos
clean 0 -o photos/cleaned photos
[[ $(copies_in photos/cleaned) == 18 ]] || fail "the outputs were cleaned again"

# Nor is one of an earlier run below it, unless it is given itself.
clean 0 -o everything photos
[[ $(copies_in everything) == 18 ]] || fail "copies of an earlier run were cleaned again"
says "*1 folder with copies of an earlier run left out*"
clean 0 -o twice photos/cleaned
[[ $(copies_in twice) == 18 ]] || fail "a folder of copies that was asked for was left out"

# --rename: nothing of the old file names is left.
clean 0 --rename --report report.json -o neutral photos/plain.jpg "photos/æøå.jpg"
[[ $(cd neutral && echo *) == "photo-0001.jpg photo-0002.jpg" ]] || fail "names: $(ls neutral)"
