# --files-from: paths from a file or standard input, ended by line feeds or NULs.
photo "a/one two.jpg"
photo b/three.jpg
printf 'a/one two.jpg\nb/three.jpg\n\n' >list
clean 0 --files-from list -o out
exists "out/one two.jpg" out/three.jpg
printf 'a/one two.jpg\nb/three.jpg' | clean 0 --files-from - -o out2
exists "out2/one two.jpg" out2/three.jpg
cp b/three.jpg $'b/li\nne.jpg'
printf 'b/li\nne.jpg\0b/three.jpg\0' | clean 0 -0 --files-from - -o out3
exists $'out3/li\nne.jpg' out3/three.jpg
clean 0 --files-from list -o out4 $'b/li\nne.jpg'
[[ $(copies_in out4) == 3 ]] || fail "list and arguments do not add up"
# A name in the list that does not exist is a failed photo, and the others are cleaned.
printf 'a/one two.jpg\nno/such.jpg\n' | clean 3 --files-from - --report report.json -o out5
says "*no/such.jpg*"
exists "out5/one two.jpg"
report 'r["summary"]["failed"] == 1 and r["summary"]["sanitised"] == 1'
