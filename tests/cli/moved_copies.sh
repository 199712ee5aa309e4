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

until_gone() { # COPY STATUS [OPTION...]: named in every run until it is removed; that one ends so
    local copy=$1 status=$2
    shift 2
    for _ in first second; do
        run 3 "$@"
        says "*$copy: this is what a.jpg was*remove it yourself*"
        report "'$copy' in [t['output'] for t in r['take_down']]"
        exists "out/$copy"
    done
    rm "out/$copy"
    run "$status" "$@"
    [[ $(<log) != *"sladd: $copy"* ]] || fail 'what is gone is named'
    report 'r["take_down"] == []'
}

# Its original is gone, or may not be published any more.
for how in archived withheld; do
    fresh summer.jpg
    status=0
    if [[ $how == archived ]]; then
        rm p/a.jpg
        manifest "$gone"
    else
        manifest '' ', publish: no'
        status=1
    fi
    cp -a out before
    run 3 -n
    says '*new/summer.jpg: this is what a.jpg was*remove it yourself*'
    diff -r before out >log || fail "a dry run changed the output folder"
    rm -r before
    run 3
    says '*a.jpg: this copy may not be published any more, and it is not here any more; if somebody moved it*'
    [[ $(<log) != *'a.jpg: '*' was removed'* ]] || fail 'what was not there is said to have been removed'
    until_gone new/summer.jpg "$status"
done

# There is a new copy under the old name, by whatever kind of run.
for options in '' '--shard 1/1'; do
    # shellcheck disable=SC2086 # these are words
    for between in none nothing renewal; do
        fresh summer.jpg
        [[ $between != nothing ]] || run 0 $options
        [[ $between != renewal ]] || run 0 $options --style solid
        manifest "$gone"
        until_gone new/summer.jpg 0 $options
        exists out/a.jpg
    done
done

# It was renamed once more, copied, or got its name back.
fresh summer.jpg
run 0 --style solid
mv out/new/summer.jpg out/autumn.jpg
manifest "$gone"
until_gone autumn.jpg 0
manifest ''
run 0
cp out/a.jpg out/a-web.jpg
manifest "$gone"
until_gone a-web.jpg 0
fresh summer.jpg
rm p/a.jpg
run 0
mv out/new/summer.jpg out/a.jpg
manifest "$gone"
run 1
says '*a.jpg: this copy may not be published any more and was removed*'
absent out/a.jpg
run 0

# It took the name of another copy, whose photo is gone; or there, so that it must make room first.
fresh a.jpg
mv out/new/a.jpg out/b.jpg
cp -a out before
run 2
says '*out/b.jpg is what a.jpg was*move it away*'
diff -r before out >log || fail "a run that did nothing changed the output folder"
rm -r before p/a.jpg p/b.jpg
photo p/c.jpg 192 128 ycc 2x2 seed=3
manifest "$gone"
until_gone b.jpg 0

# Two that changed names are each the other.
fresh a.jpg
mv out/b.jpg out/a.jpg
mv out/new/a.jpg out/b.jpg
rm p/a.jpg p/b.jpg
manifest "$gone"
until_gone b.jpg 0
exists out/a.jpg

# A face that only a later search finds, is in the earlier copy, too.
needs "$ROOT/samples/photos/portrett.jpg"
rm -rf p out
mkdir p
upright "$ROOT/samples/photos/portrett.jpg" p/a.jpg 400
run 0
report 'any(x["kind"] == "face" for x in p["regions"])'
mv out/a.jpg out/b.jpg
python3 - <<'PYTHON'
import json
line = json.load(open("out/.sladd-receipts.jsonl"))
line["row"]["regions"], line["key"] = [], 64 * "0"
open("out/.sladd-receipts.jsonl", "w").write(json.dumps(line) + "\n")
PYTHON
until_gone b.jpg 0

# A second copy of it beside the first.
fresh a.jpg
cp out/new/a.jpg out/a.jpg
rm p/a.jpg
manifest "$gone"
run 3
says '*new/a.jpg: this is what a.jpg was*'
absent out/a.jpg

# `check` knows it by its bytes, and by whatever is said of the photo that it was.
fresh a.jpg
run 0 --style solid
manifest "$gone"
check 1 --date 2026-06-01 -m p/consent.yaml out
says '*out/new/a.jpg*kari*'

# What cannot be looked at hinders nothing while nothing must come down. Then it may be what must, and is not forgotten.
bounded() { # STATUS
    expect "$1" bound "$SLADD" clean --models "$ROOT/models" --date 2026-06-01 --report report.json -o out p
}
for what in new new/summer.jpg; do
    for how in archived renewed; do
        fresh summer.jpg
        chmod 000 "out/$what"
        manifest ''
        if [[ $how == archived ]]; then
            mkdir out/none
            chmod 000 out/none
            mv p/a.jpg a.jpg
            bounded 0
            rm p/b.jpg
            rmdir out/none
        fi
        manifest "$gone"
        for _ in first second; do
            bounded 3
            says "*$what: this cannot be looked at*"
            absent out/a.jpg
        done
        chmod 755 "out/$what"
        until_gone new/summer.jpg 0
    done
done

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
# ... also to a run of another folder, which does not know it for a photo.
photo q/d.jpg 192 128 ycc 2x2 seed=5
printf 'version: 1\nphotos: {b.jpg: {}}\n' >all/in/consent.yaml
for from in all/in q; do
    clean 0 --date 2026-06-01 -o all $from
done
printf 'version: 1\nphotos: {b.jpg: {publish: no}}\n' >all/in/consent.yaml
clean 1 --date 2026-06-01 -o all q
absent all/b.jpg
for from in q all/in q; do
    clean "$([[ $from == q ]] && echo 0 || echo 1)" --date 2026-06-01 -o all $from
    exists all/in/b.jpg
done

# What is known by its receipt alone stays known while nobody can look where it may lie.
fresh summer.jpg
manifest "$gone"
bounded 3
mkdir out/dark
mv out/new/summer.jpg out/dark
chmod 000 out/dark
for _ in first second; do
    bounded 3
    says '*new/summer.jpg: this is what a.jpg was*'
done
chmod 755 out/dark
until_gone dark/summer.jpg 0
# So does an earlier copy, to which a new one would be another.
fresh summer.jpg
chmod 000 out/new
manifest '' ', redact: [{box: [0.6, 0.6, 0.2, 0.2]}]'
bounded 3
says '*a.jpg: its earlier copy may have been moved to new, which cannot be looked at*'
chmod 755 out/new
manifest "$gone"
run 3
until_gone new/summer.jpg 0
