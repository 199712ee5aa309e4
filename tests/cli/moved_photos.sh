# A copy is judged by whose picture it is, and not by where its photo lay once: photos are renamed, moved to another
# folder, and change their names with one another.
manifest() { # KARI'S-CONSENT ENTRY...
    local written='form: written, given_by: self, date: 2026-01-01'
    printf '%s\n' 'version: 1' 'rights: {permission: yes}' 'people:' \
        "  kari: {name: Kari N, role: staff, consent: [{$written$1}]}" \
        "  sam: {name: Sam B, role: staff, consent: [{$written}]}" 'photos:' >p/consent.yaml
    printf '  %s\n' "${@:2}" >>p/consent.yaml
}
gone=', withdrawn: 2026-05-01'
kari='{faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]}'
sam=${kari/kari/sam}
run() { # STATUS OPTION...
    local status=$1
    shift
    clean "$status" --date 2026-06-01 --report report.json -o out "$@"
}
fresh() { # two photos
    rm -rf p q out
    photo p/a.jpg 192 128 ycc 2x2
    photo p/b.jpg 192 128 ycc 2x2 seed=2
}
unchanged() { # all of them
    report '{x["status"] for x in r["photos"]} == {"unchanged"} and r["take_down"] == []'
}

# An unchanged photo is found where it is now: its folder was renamed, and then it went.
fresh
manifest '' "a.jpg: $kari" 'b.jpg: {}'
run 0 p
mv p q
cp -a out before
run 0 -n q
unchanged
diff -r before out >log || fail "a dry run changed the output folder"
run 0 q
unchanged
mv q p
manifest "$gone" "a.jpg: $kari" 'b.jpg: {}'
mv p q
rm q/a.jpg
run 1 q
report '[(t["output"], t["person"], t["reason"]) for t in r["take_down"]] == [("a.jpg", "kari", "withdrawn")]'
absent out/a.jpg
# So it is for the shares of a run, and for a photo that is edited there.
fresh
manifest '' "a.jpg: $kari" 'b.jpg: {}'
run 0 --shard 1/1 p
mv p q
run 0 --shard 1/1 q
unchanged
photo q/b.jpg 192 128 ycc 2x2 seed=3
rm q/a.jpg
sed -i "s/2026-01-01/&$gone/" q/consent.yaml
run 1 q
absent out/a.jpg
exists out/b.jpg

# Two photos have changed their names, and their entries with them.
fresh
manifest '' "a.jpg: $kari" "b.jpg: $sam"
run 0 --rename p
report 'len({x["output"] for x in r["photos"]}) == 2'
python3 -c 'import json
for x in json.load(open("report.json"))["photos"]: print(x["source"][2], x["output"])' >names
read -r _ of_kari < <(grep ^a names)
read -r _ of_sam < <(grep ^b names)
mv p/a.jpg p/c.jpg
mv p/b.jpg p/a.jpg
mv p/c.jpg p/b.jpg
manifest '' "b.jpg: $kari" "a.jpg: $sam"
run 0 --rename p
unchanged
manifest "$gone" "b.jpg: $kari" "a.jpg: $sam"
finds 1 consent-withdrawn --date 2026-06-01 -m p/consent.yaml out
report '[x["source"] for x in r["photos"] if x["findings"]] == ["'"$of_kari"'"]'
rm p/b.jpg
run 1 --rename p
report '[t["person"] for t in r["take_down"]] == ["kari"]'
absent "$of_kari"
exists "$of_sam"
sed -i '/^  b.jpg/d' p/consent.yaml
finds 0 '' --date 2026-06-01 -m p/consent.yaml out

# A photo has another name, or lies in another folder: its first copy is judged by what is said of it there.
moved() { # TO ENTRY: of the photo, whose copy showed nobody before
    fresh
    manifest '' 'a.jpg: {alt_text: y}' 'b.jpg: {}'
    run 0 p
    mkdir -p p/sub
    mv p/a.jpg "p/$1"
    manifest '' "$1: {alt_text: y}" 'b.jpg: {}'
    run 0 p
    exists out/a.jpg "out/$1"
    manifest '' "$1: $2" 'b.jpg: {}'
}
finds_in() { # RULE COPY...: check, of the copies as they are
    local rule=$1
    shift
    finds 1 "$rule" --date 2026-06-01 -m p/consent.yaml out
    report 'sorted(x["source"] for x in r["photos"] if x["findings"]) == sorted("out/" + x for x in "'"$*"'".split())'
}
for entry in '{publish: no}' '{rights: {permission: no}}' '{redact: [{box: [0.6, 0.6, 0.2, 0.2]}]}' \
    '{faces: [{person: ola, box: [0.6, 0.6, 0.2, 0.2]}]}'; do
    for to in c.jpg sub/a.jpg; do
        moved $to "$entry"
        sed -i 's/^  sam:/  ola: {role: staff}\n&/' p/consent.yaml
        case $entry in *redact*) rule=place-marked ;; *ola*) rule=consent-missing ;; *) rule=photo-withheld ;; esac
        finds_in $rule a.jpg $to
        run 1 p
        says "*a.jpg: this copy may not be published any more and was removed; its photo is now p/$to*"
        report '"a.jpg" in [t["output"] for t in r["take_down"]]'
        absent out/a.jpg
    done
done
# Of several such photos the strictest counts, and what is said still of the place where it was.
moved c.jpg '{}'
cp p/c.jpg p/d.jpg
printf '  d.jpg: {publish: no}\n' >>p/consent.yaml
run 1 p
absent out/a.jpg
exists out/c.jpg
moved c.jpg '{}'
printf 'version: 1\nphotos: {a.jpg: {publish: no}}\n' >p/a.jpg.consent.yaml
run 1 p
absent out/a.jpg

# Whoever is shown with a valid consent stays, also where the first folder is empty now.
for from in a.jpg old/a.jpg; do
    fresh
    mkdir p/old
    [[ $from == a.jpg ]] || mv p/a.jpg p/old
    manifest '' "$from: $kari" 'b.jpg: {}'
    run 0 p
    mv p/$from p/c.jpg
    manifest '' "c.jpg: $kari" 'b.jpg: {}'
    for _ in first second; do
        run 0 p
        report 'r["take_down"] == []'
        [[ $(<log) != *'this copy'* ]] || fail 'a copy is spoken of'
    done
    exists out/$from out/c.jpg
    finds 0 '' --date 2026-06-01 -m p/consent.yaml out
    mv p q # also where the photos are not at hand
    finds 0 '' --date 2026-06-01 -m q/consent.yaml out
    mv q p
    manifest "$gone" "c.jpg: $kari" 'b.jpg: {}'
    finds_in consent-withdrawn $from c.jpg
    run 1 p
    absent out/$from
done
# What is said of another photo that has its place by now is said of that one.
fresh
manifest '' "a.jpg: $kari" "b.jpg: $sam"
run 0 p
mv p/a.jpg p/c.jpg
mv p/b.jpg p/a.jpg
manifest '' "c.jpg: $kari" 'a.jpg: {publish: no}'
run 1 --rename p
exists out/a.jpg
absent out/b.jpg

# An entry that was left behind speaks of the photo that has its SHA-256, also where that is not one of the run: the run
# is of another folder, and the photo need not be there. One that has its photo, or is another's, speaks of nobody else.
left() { # ENTRY...: of p/consent.yaml, once a.jpg and q/c.jpg have their copies
    rm -rf p q out m.yaml
    photo p/a.jpg 192 128 ycc 2x2
    photo p/b.jpg 192 128 ycc 2x2 seed=2
    photo q/c.jpg 192 128 ycc 2x2 seed=3
    photo r/d.jpg 192 128 ycc 2x2 seed=4
    printf 'version: 1\nrights: {permission: yes}\n' | tee p/consent.yaml q/consent.yaml >r/consent.yaml
    run 0 p q
    of_a=$(sha256sum p/a.jpg | cut -c1-64)
    { echo photos: && printf '  %s\n' "${@//SHA/"sha256: $of_a"}"; } >>p/consent.yaml
}
stays() { # OPTION...: of a run over another folder
    run 0 "$@"
    exists out/a.jpg out/b.jpg out/c.jpg
}
goes() {
    run 1 "$@"
    says "*a.jpg: there is no photo 'x.jpg' (*, and by its SHA-256 this one is it*a.jpg: this copy*was removed*"
    report '[t["output"] for t in r["take_down"]] == ["a.jpg"]'
    absent out/a.jpg
    exists out/b.jpg out/c.jpg
}
left 'x.jpg: {SHA, publish: no}'
goes r
left 'x.jpg: {SHA, publish: no}'
rm p/a.jpg
goes r
left 'x.jpg: {SHA, publish: no}'
mv p/consent.yaml m.yaml
rm -r p
goes -m m.yaml r
for entry in 'a.jpg: {}' 'x.jpg: {sha256: '"$(printf 0%.0s {1..64})"', publish: no}'; do
    left "$entry" && stays r
done
left 'x.jpg: {SHA, publish: no}' 'a.jpg: {}'
stays r
left 'x.jpg: {SHA, publish: no}'
cp p/a.jpg p/x.jpg
stays r
# Also an entry in the folder of a copy that comes later in the alphabet, once the photo is not where it was: while it is
# there, the run over it does not heed that folder, and neither does another, or they would undo each other's work.
left 'b.jpg: {}'
printf 'photos: {x.jpg: {sha256: %s, publish: no}}\n' "$of_a" >>q/consent.yaml
stays r
stays p
stays r
rm p/a.jpg
goes r
# An entry that lets its photo be seen takes no copy down: the photo went into an archive, and its folder, too.
archived() { # a photo of kari, known by an entry with its SHA-256, and its copy
    fresh
    manifest '' "a.jpg: {sha256: $(sha256sum p/a.jpg | cut -c1-64), ${kari#\{}" 'b.jpg: {}'
    run 0 p
}
archived
mv p q
rm q/a.jpg
run 0 q
exists out/a.jpg
sed -i 's/form: written/&, withdrawn: 2026-05-01/' q/consent.yaml
run 1 q
absent out/a.jpg
archived
mkdir m
cp p/consent.yaml m
mv p/a.jpg m
run 0 m
mv m away
mkdir m
run 0 p
exists out/a.jpg
# Nor one of a photo with the same bytes that lies in another folder.
archived
mkdir q
cp p/a.jpg q/best.jpg
photo q/z.jpg 192 128 ycc 2x2 seed=9
printf 'version: 1\nrights: {permission: yes}\n' >q/consent.yaml
rm p/a.jpg
run 1 q # by that, the first copy is one of a photo that nobody mentions
for from in p q p q; do
    run 0 $from
    exists out/best.jpg
done
# A photo that is known elsewhere by the entry is not lost: a manifest that lies elsewhere.
left 'x.jpg: {SHA}'
mv p/consent.yaml m.yaml
rm q/consent.yaml
mv p/a.jpg p/x.jpg
rm -r out
run 0 -m m.yaml p q
cp p/x.jpg p/a.jpg
run 0 -m m.yaml p
stays -m m.yaml r
# What is another photo's name is not asked for the photo that was there: by its SHA-256 the copy is the lost one's.
left 'x.jpg: {SHA, publish: no}'
mv out/b.jpg b.jpg
photo p/a.jpg 192 128 ycc 2x2 seed=5
run 1 -n --rename p
report '[t["output"] for t in r["take_down"]] == ["a.jpg"]'

# A second photo with the same bytes is not the first one, which still lies where it was: each is judged by its own place,
# and no run undoes the other's copy.
for there in '' 'photos: {best.jpg: {}}'; do
    fresh
    manifest '' "a.jpg: $kari" 'b.jpg: {}'
    run 0 p
    mkdir q
    cp p/a.jpg q/best.jpg
    [[ -z $there ]] || printf 'version: 1\nrights: {permission: yes}\n%s\n' "$there" >q/consent.yaml
    for from in q p q; do
        run 0 $from
        report 'r["take_down"] == []'
        exists out/a.jpg out/b.jpg out/best.jpg
    done
    manifest "$gone" "a.jpg: $kari" 'b.jpg: {}'
    run 1 q
    says '*a.jpg: this copy of an earlier run may not be published any more*'
    absent out/a.jpg
    exists out/best.jpg
done
# So also where the manifest that is there says nothing of it by now; and once it is gone, or another photo has its place,
# the other one is it.
for then in unmentioned moved replaced; do
    fresh
    manifest '' "a.jpg: $kari" 'b.jpg: {}'
    run 0 p
    mkdir q
    cp p/a.jpg q/best.jpg
    manifest '' 'b.jpg: {}'
    printf 'version: 1\nrights: {permission: yes}\n' >q/consent.yaml
    case $then in
    moved) rm p/a.jpg ;;
    replaced) photo p/a.jpg 192 128 ycc 2x2 seed=5 ;;
    esac
    run 1 q
    where=q/best.jpg
    [[ $then != unmentioned ]] || where=
    says "*a.jpg: this copy${where:+ may not be published any more and was removed; its photo is now $where}*"
    absent out/a.jpg
done
