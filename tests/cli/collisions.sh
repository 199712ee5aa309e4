# Nothing may be overwritten that was there before: not by another photo's copy, not an original, by whatever name.
photo a/x.jpg 96 64 ycc 2x2 seed=1
photo b/x.jpg 96 64 ycc 2x2 seed=2
sum() { sha256sum a/x.jpg b/x.jpg; }
before=$(sum)

clean 2 -o out a/x.jpg b/x.jpg
says "*a/x.jpg*b/x.jpg*"
absent out
clean 2 -o out a b
absent out
clean 0 --rename -o out a/x.jpg b/x.jpg
[[ $(copies_in out) == 2 ]] || fail "--rename does not keep them apart"

# The same photo twice is one photo.
clean 0 --report report.json -o twice a/x.jpg a/x.jpg ./a/../a/x.jpg
report 'r["summary"]["photos"] == 1'

refused() {
    clean 2 "$@"
    [[ $(sum) == "$before" ]] || fail "an original was changed by: $*"
}
refused -o a a
refused -o a a/x.jpg
refused -o a/ ./a/x.jpg
refused -o a/../a a
ln -s a link
refused -o link a
mkdir hard soft
ln a/x.jpg hard/x.jpg
refused -o hard a
ln -s ../a/x.jpg soft/x.jpg
refused -o soft a
# An output that is another photo of the same run.
mkdir -p nest/a
cp b/x.jpg nest/x.jpg
cp a/x.jpg nest/a/x.jpg
refused -o nest nest/a/x.jpg nest/x.jpg

# A link within the output folder does not lead the copies elsewhere.
mkdir -p tree/sub elsewhere out6
cp a/x.jpg tree/sub/
ln -s ../elsewhere out6/sub
clean 3 -o out6 tree
nothing_in elsewhere
# An older output is replaced, and a link in its place is not followed.
photo other.jpg 96 64 ycc 2x2 seed=5
mkdir out7
ln -s ../other.jpg out7/x.jpg
cp other.jpg other.before
clean 0 -o out7 a/x.jpg
same other.jpg other.before
[[ ! -L out7/x.jpg ]] || fail "the link is still there"
