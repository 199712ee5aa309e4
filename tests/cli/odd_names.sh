# Names that begin with a dash, names that are one on other disks, and what is printed of hostile ones; permissions and
# standard streams as the caller left them.
photo made.jpg
mkdir in
for name in -cover.jpg -olav.jpg -portrett.png -moon.HEIC --models=x.jpg; do
    cp made.jpg "in/$name"
    (cd in && clean 2 -n "$name")
    (cd in && clean 0 -n "./$name") || fail "./$name"
done
cd in
clean 2 -n -cover.jpg
says "*-cover.jpg: is this a photo?*./-cover.jpg*"
clean 0 -n -- -cover.jpg
cd ..

# Two outputs that are one name where case or Unicode form does not count.
for pair in 'IMG_1.JPG|IMG_1.jpg' $'\u00e5.jpg|a\u030a.jpg' 'Dag/a.jpg|dag/A.jpg' $'stra\u00dfe.jpg|STRASSE.jpg'; do
    rm -rf two out
    mkdir -p "two/$(dirname "${pair%|*}")" "two/$(dirname "${pair#*|}")"
    photo "two/${pair%|*}" 96 64 ycc 2x2 seed=1
    photo "two/${pair#*|}" 96 64 ycc 2x2 seed=2
    clean 2 -o out two
    says "*two/${pair%|*}*for one name*--rename*"
    absent out
    clean 0 --rename -o out two
    [[ $(copies_in out) == 2 ]] || fail "--rename does not keep them apart"
done

# The umask is honoured, and a copy is no wider than its source.
photo private/a.jpg
chmod 644 private/a.jpg
(umask 077 && clean 0 -o out2 --report report.json private)
[[ $(stat -c %a out2/a.jpg report.json | tr '\n' ' ') == "600 600 " ]] || fail "umask: $(stat -c %a out2/a.jpg report.json)"
(umask 002 && clean 0 -o out3 --report report2.json private)
[[ $(stat -c %a out3/a.jpg report2.json | tr '\n' ' ') == "644 644 " ]] || fail "umask: $(stat -c %a out3/a.jpg report2.json)"

# Standard streams that are closed: nothing that is written there ends up in a file.
"$SLADD" clean --models "$ROOT/models" -o out5 private <&- >&- 2>&- || [[ $? == 3 ]] || fail "closed streams"
python3 "$SUPPORT/one_picture.py" out5/a.jpg || fail "something was printed into the copy"
"$SLADD" check --models "$ROOT/models" out5 >/dev/null || fail "the receipts do not vouch for the copy"

# C1 controls and what turns the direction of writing do not reach the terminal.
photo $'hostile/a\xc2\x9b31m\xe2\x80\xaegnp.jpg'
echo none >$'hostile/b\xc2\x85\xe2\x81\xa6.jpg'
clean 3 -v -n hostile
! grep -qP '\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]' log || fail "a control character was printed"
says "*31m*"
