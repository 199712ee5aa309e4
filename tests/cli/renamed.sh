# --rename: the copies' names, their order and their folders say nothing of the originals', and a name stays with its photo.
# Release test 11.
cameras() { # FOLDER: eight photos in the order of their names, some in two folders that say something
    local i
    mkdir -p "$1/Kari Nordmann 010180/ut" "$1/Ola"
    for i in 1 2 3 4 5 6 7 8; do photo "$1/IMG_$i.jpg" 64 64 ycc 2x2 "seed=$i"; done
    mv "$1"/IMG_[34].jpg "$1/Kari Nordmann 010180/ut"
    mv "$1"/IMG_[56].jpg "$1/Ola"
}
names() { # what became of what: digests and copies
    python3 -c 'import json
for p in sorted(json.load(open("report.json"))["photos"], key=lambda p: p["source_sha256"]):
    print(p["source_sha256"], p["output"].split("/", 1)[1])'
}
neutral() { # FOLDER: nothing else is in it
    local odd
    odd=$(find "$1" -mindepth 1 -not -name '.sladd*' -printf '%P\n' |
        sed -E '/^(folder-[0-9]{4}(\/photo-[0-9]{4}\.jpg)?|photo-[0-9]{4}\.jpg)$/d')
    [[ -z $odd ]] || fail "in $1: $odd"
}
cameras first
clean 0 -j 1 --seed 1 --rename --report report.json -o out first
neutral out
[[ $(cd out && find . -type f -name 'photo-*' -printf '%f\n' | sort) == $(printf 'photo-%04d.jpg\n' 1 2 3 4 5 6 7 8) ]] || fail "numbers: $(ls -R out)"
names >before
# Nor do the times on the disk: they were made and named in the order of their new names, and say of one moment that they
# were written, each by a nanosecond after the last, by which copies of one size are told apart.
times() { # FORMAT, as of stat: of each copy, in the order of their names
    find out -type f -name 'photo-*' | sort | xargs stat -c "$1"
}
times %.9Y | tr -d . >written
begun=$(head -n 1 written)
[[ $(seq "$begun" "$((begun + 7))") == $(<written) ]] || fail "$(times '%y %n')"
report '[p["output"] for p in r["photos"]] != sorted(p["output"] for p in r["photos"])' # the names' order is another
times %.9Z >changed
sort -nc changed || fail "$(times '%z %n')"
times %.9W >made
sort -nc made || fail "$(times '%w %n')"
report 'len({p["output"].split("/")[1] for p in r["photos"] if p["output"].count("/") == 2}) == 2'

# The same photos, called otherwise: the same names.
mkdir second
for i in 1 2 7 8; do cp first/IMG_$i.jpg "second/$((9 - i)) Kari.jpg"; done
cp -r "first/Kari Nordmann 010180/ut" "second/zzz"
cp -r first/Ola "second/aaa"
clean 0 --seed 1 --rename --report report.json -o other second
names >after
same before after
neutral other

# Photos come and go: each keeps its name, also in a folder that is called otherwise by now; who is new gets a new number,
# beside those of its folder, and in no order of names.
rm first/IMG_1.jpg
mv first/Ola first/Per
mkdir first/Aase
for i in 11 12 13 14 15 16; do photo "first/Per/IMG_$i.jpg" 64 64 ycc 2x2 "seed=$i"; done
photo first/Aase/IMG_0.jpg 64 64 ycc 2x2 seed=20
clean 0 --seed 1 --rename --report report.json -o out first
neutral out
names >after
[[ $(grep -cFf before after) == 7 ]] || fail "a name did not stay: $(diff before after)"
report 'len({p["output"].split("/")[1] for p in r["photos"] if "Per" in p["source"]}) == 1'
report 'len({p["output"].split("/")[1] for p in r["photos"] if "Aase" in p["source"] or "Per" in p["source"]}) == 2'
report 'len({p["output"][-8:] for p in r["photos"]}) == len(r["photos"])'
report '(lambda new: new != sorted(new))([p["output"] for p in r["photos"] if "IMG_1" in p["source"] and "Per" in p["source"]])'
clean 0 --seed 1 --rename --report report.json -o out first
names >again
same after again
report 'all(p["status"] == "unchanged" for p in r["photos"])'

# One that is edited keeps it, too: the picture that it had does not stay beside the new one. Unless it lies elsewhere now.
photo first/IMG_2.jpg 64 64 ycc 2x2 seed=30
mv first/IMG_7.jpg first/IMG_9.jpg
photo first/IMG_7.jpg 64 64 ycc 2x2 seed=31
number() { # PHOTO IN RUN: its copy
    grep "^$(sha256sum <"$1" | cut -d' ' -f1)" "$2" | cut -d' ' -f2
}
copies=$(copies_in out)
names >before
seven=$(number first/IMG_9.jpg before)
clean 0 --seed 1 --rename --report report.json -o out first
names >after
[[ $(comm -23 <(cut -d' ' -f2 before | sort) <(cut -d' ' -f2 after | sort)) == '' ]] || fail "a name did not stay: $(diff before after)"
[[ $(number first/IMG_9.jpg after) == "$seven" ]] || fail "a photo that was moved lost its name"
(($(copies_in out) == copies + 1)) || fail "$(copies_in out) copies instead of $((copies + 1))"
report '[p["source"] for p in r["photos"] if p["status"] != "unchanged"] == ["first/IMG_2.jpg", "first/IMG_7.jpg"]'

# A folder that an earlier sladd called as its original keeps what is in it, and nothing is added to it.
mkdir -p old/sub
photo old/sub/a.jpg
clean 0 --seed 1 --rename -o kept old
mv kept/folder-0001 kept/sub
sed -i 's/folder-0001/sub/' kept/.sladd-receipts.jsonl
photo old/sub/b.jpg 64 64 ycc 2x2
clean 0 --seed 1 --rename -o kept old
[[ $(files_in kept | sort) == kept/folder-0002/photo-0002.jpg$'\n'kept/sub/photo-0001.jpg ]] || fail "$(files_in kept)"

# The same photo twice, of which one may not be published: that one takes no name from the other, in no run.
mkdir -p twice/A twice/B
photo twice/A/x.jpg
cp twice/A/x.jpg twice/B/y.jpg
printf 'version: 1\nphotos: {A/x.jpg: {publish: no}}\n' >twice/consent.yaml
for status in sanitised unchanged unchanged; do
    clean 1 --seed 1 --rename --report report.json -o shown twice
    report "r['take_down'] == [] and sorted(p['status'] for p in r['photos']) == ['$status', 'withheld']"
    files_in shown >after
    if [[ $status == sanitised ]]; then mv after before; else same before after; fi
done

# Two copies of one size that changed names are told apart, when their photos are gone and one must come down.
for i in {1..40}; do photo "many/$i.jpg" 64 64 ycc 2x2 "seed=$i"; done
clean 0 --seed 1 --rename --report report.json -o swapped many
read -r one other photo < <(python3 -c 'import json, os
by_size = {}
for p in json.load(open("report.json"))["photos"]:
    by_size.setdefault(os.stat(p["output"]).st_size, []).append(p)
pair = next(pair for pair in by_size.values() if len(pair) > 1)
print(os.path.basename(pair[0]["output"]), os.path.basename(pair[1]["output"]), os.path.basename(pair[0]["source"]))')
mv "swapped/$one" third
mv "swapped/$other" "swapped/$one"
mv third "swapped/$other"
mkdir away
mv many/*.jpg away
photo many/stays.jpg 64 64 ycc 2x2 seed=41
printf 'version: 1\nphotos: {%s: {publish: no}}\n' "$photo" >many/consent.yaml
clean 3 --seed 1 --rename -o swapped many
says "*$other: this is what $one was*"

# A name that somebody gave a copy says nothing of what numbers there are; and a photo keeps its own.
photo one/a.jpg 64 64 ycc 2x2 seed=1
clean 0 --seed 1 --rename -o numbered one
mv numbered/photo-0001.jpg numbered/photo-20260501.jpg
clean 0 --seed 1 --rename --report report.json -o numbered one
report '[p["output"] for p in r["photos"]] == ["numbered/photo-0001.jpg"]'
photo one/new.jpg 64 64 ycc 2x2 seed=42
clean 0 --seed 1 --rename --report report.json -o numbered one
report 'sorted(p["output"] for p in r["photos"]) == ["numbered/photo-0001.jpg", "numbered/photo-0002.jpg"]'
