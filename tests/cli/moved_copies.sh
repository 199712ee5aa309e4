# A copy that somebody renamed inside the output folder is not gone: it is named until it is. What is not there any more is
# not said to have been removed.
manifest() { # KARI'S-CONSENT KEYS
    cat >p/consent.yaml <<YAML
version: 1
rights: {permission: yes}
people: {kari: {role: staff, consent: [{form: written, given_by: self, date: 2026-01-01$1}]}}
photos: {a.jpg: {faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]${2:-}}, b.jpg: {}}
YAML
}
gone=', withdrawn: 2026-05-01'
run() { # STATUS OPTION...
    local status=$1
    shift
    clean "$status" --date 2026-06-01 --report report.json -o out "$@" p
}
fresh() {
    rm -rf p out
    photo p/a.jpg 192 128 ycc 2x2
    photo p/b.jpg 192 128 ycc 2x2 seed=2
    manifest ''
    run 0
    mkdir out/new
    mv out/a.jpg "out/new/$1"
}

# Its original is gone, or may not be published any more.
for how in archived withheld; do
    fresh summer.jpg
    if [[ $how == archived ]]; then
        rm p/a.jpg
        manifest "$gone"
    else
        manifest '' ', publish: no'
    fi
    cp -a out before
    run 1 -n
    diff -r before out >log || fail "a dry run changed the output folder"
    rm -r before
    for _ in first second; do
        run 3
        says '*new/summer.jpg: this is what a.jpg was*remove it yourself*'
        [[ $(<log) != *'a.jpg: '*' was removed'* ]] || fail 'what was not there is said to have been removed'
        report '[t["output"] for t in r["take_down"]] == ["a.jpg"]'
        exists out/new/summer.jpg
    done
    rm out/new/summer.jpg
    run 1
    says '*a.jpg: this copy may not be published any more, and it is not here any more*'
    status=0
    [[ $how == archived ]] || status=1
    run $status
    report 'r["take_down"] == []'
done

# There is a new copy under the old name.
fresh summer.jpg
manifest "$gone"
run 3
says '*new/summer.jpg: this is what a.jpg was*'
exists out/a.jpg out/new/summer.jpg

# A second copy of it beside the first.
fresh a.jpg
cp out/new/a.jpg out/a.jpg
rm p/a.jpg
manifest "$gone"
run 3
says '*new/a.jpg: this is what a.jpg was*'
absent out/a.jpg

# Equal copies with a receipt each are each their own.
rm -rf p out
photo p/a.jpg 192 128 ycc 2x2
cp p/a.jpg p/b.jpg
run 0
cmp -s out/a.jpg out/b.jpg || fail "these two should be equal"
printf 'version: 1\nphotos: {a.jpg: {publish: no}, b.jpg: {}}\n' >p/consent.yaml
run 1
absent out/a.jpg
exists out/b.jpg
# So is a photo that lies there and looks as its copy does.
mkdir -p all/in
cp out/b.jpg all/in
clean 0 --date 2026-06-01 -o all all/in
same all/b.jpg all/in/b.jpg
printf 'version: 1\nphotos: {b.jpg: {publish: no}}\n' >all/in/consent.yaml
clean 1 --date 2026-06-01 -o all all/in
absent all/b.jpg
exists all/in/b.jpg
