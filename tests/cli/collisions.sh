# Nothing may be overwritten that was there before: not by another photo's copy, not an original, by whatever name.
# Release test 22.
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

# Nor by that of a later run: cameras count from 1 again. The same photo from elsewhere is the same photo.
clean 0 -o card a
cp -a card card.before
clean 2 -o card b
says '*card/x.jpg is the copy of another photo, */a/x.jpg; clean b/x.jpg into another folder*'
diff -r card.before card >log || fail "the copy of another photo was replaced"
cp -r a moved
clean 0 --report report.json -o card moved
report 'p["status"] == "unchanged"'

# The same photo twice is one photo.
clean 0 --report report.json -o twice a/x.jpg a/x.jpg ./a/../a/x.jpg
report 'r["summary"]["photos"] == 1'
clean 0 --rename --report report.json -o once a/x.jpg a/x.jpg ./a/../a/x.jpg a
report 'r["summary"]["photos"] == 1'
[[ $(copies_in once) == 1 ]] || fail "--rename made $(copies_in once) copies of one photo"
# A link may have a sidecar of its own that says no.
mkdir linked
ln -s ../a/x.jpg linked/y.jpg
printf 'version: 1\nphotos: {y.jpg: {publish: no}}\n' >linked/y.jpg.consent.yaml
for order in "a/x.jpg linked/y.jpg" "linked/y.jpg a/x.jpg"; do
    # shellcheck disable=SC2086 # two paths
    clean 1 --rename -n $order
    says '*linked/y.jpg: withheld*'
done

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
clean 2 -o out6 tree
says '*out6/sub/x.jpg*'
nothing_in elsewhere
# What sladd did not write is never replaced: a link, a file of the user's, and a folder stay as they are.
photo other.jpg 96 64 ycc 2x2 seed=5
for kind in link file folder; do
    mkdir out-$kind
    cp other.jpg other.before
    case $kind in
    link) ln -s ../other.jpg out-$kind/x.jpg ;;
    file) cp other.jpg out-$kind/x.jpg ;;
    folder) mkdir out-$kind/x.jpg && cp other.jpg out-$kind/x.jpg/y ;;
    esac
    find out-$kind -type f -exec sha256sum {} + >before
    clean 2 -o out-$kind a/x.jpg
    says '*out-*/x.jpg already exists*--rename*'
    [[ ! -s before ]] || sha256sum -c --quiet before || fail "a $kind of the user's was changed"
    same other.jpg other.before
    [[ $kind != link || -L out-$kind/x.jpg ]] || fail "the link is gone"
    [[ -z $(find out-$kind -name '.sladd*') ]] || fail "something was written beside a $kind"
done
clean 0 --rename -o out-file a/x.jpg
same out-file/x.jpg other.jpg
