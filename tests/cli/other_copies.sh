# Copies that a run does not make are judged, too: second copies of a photo under another name, those of another folder,
# those of photos that are gone. Whoever may not be seen any more comes down; what nobody can judge is named.
manifest() { # FOLDER KARI'S-CONSENT PHOTO-KEYS
    cat >"$1/consent.yaml" <<YAML
version: 1
people:
  kari: {role: staff, consent: [{form: written, given_by: self, date: 2026-01-01$2}]}
photos:
  a.jpg: {rights: {permission: yes}}
  sub/b.jpg: {rights: {permission: yes}, faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]${3:-}}
YAML
}
fresh() { # photos and their copies
    rm -rf p q out
    mkdir -p p/sub
    photo p/a.jpg 192 128 ycc 2x2
    photo p/sub/b.jpg 192 128 ycc 2x2 seed=2
    manifest p ''
    clean 0 --date 2026-06-01 -o out p
    exists out/sub/b.jpg
}
run() { # STATUS OPTION...
    local status=$1
    shift
    clean "$status" --date 2026-06-01 --report report.json -o out "$@"
}
down() { # OUTPUT...: must come down, and is gone; nothing of it is left to say in the next run
    report "[t['output'] for t in r['take_down']] == '$*'.split()"
    (cd out && absent "$@")
}

# One original, three copies: one of them is made anew, the others have no photo in this run.
fresh
run 0 p/sub/b.jpg
run 0 --rename p/sub/b.jpg
exists out/b.jpg out/photo-0001.jpg
run 0 p
report 'r["take_down"] == []'
manifest p ', withdrawn: 2026-05-01'
cp -a out before
run 1 -n p
report '[(t["output"], t["person"], t["reason"]) for t in r["take_down"]] ==
    [(o, "kari", "withdrawn") for o in ("b.jpg", "photo-0001.jpg", "sub/b.jpg")]'
diff -r before out >log || fail "a dry run changed the output folder"
run 1 p
report '[t["output"] for t in r["take_down"]] == ["b.jpg", "photo-0001.jpg", "sub/b.jpg"]'
says '*b.jpg: *clean its original again*'
absent out/b.jpg out/photo-0001.jpg
exists out/sub/b.jpg
run 0 p
report 'r["take_down"] == []'

# What the manifest asks to be hidden, or not to be published, since.
for keys in ', redact: [{box: [0.6, 0.6, 0.2, 0.2]}]' ', publish: no'; do
    fresh
    run 0 p/sub/b.jpg
    manifest p '' "$keys"
    run 1 p/a.jpg
    report '{t["output"] for t in r["take_down"]} == {"b.jpg", "sub/b.jpg"}'
    absent out/b.jpg out/sub/b.jpg
done

# Originals that are gone. By every rule that a photo is judged by:
gone() { # SED-SCRIPT FOR THE MANIFEST, OPTION...: the photo that shows nobody, and the one that shows kari
    local script=$1
    shift
    fresh
    rm p/sub/b.jpg
    sed -i "$script" p/consent.yaml
    run "${status:-1}" "$@" p
}
status=0 gone ''
exists out/sub/b.jpg
# Its entry has a copy to speak of: whoever is told that it has no photo removes it, and with it the copy.
report 'r["warnings"] == []'
[[ $(<log) != *note:* ]] || fail "an entry that is used is remarked on"
gone 's/2026-01-01/&, withdrawn: 2026-05-01/'
down sub/b.jpg
says '*sub/b.jpg*its original is gone*'
gone 's/2026-01-01/&, channels: [web]/' -c internal
down sub/b.jpg
for keys in 'rights: {permission: no}' 'publish: no'; do # also where nobody is kept
    fresh
    clean 0 --date 2026-06-01 -o out p/sub/b.jpg
    rm p/a.jpg
    sed -i "s/a.jpg: .*/a.jpg: {$keys}/" p/consent.yaml
    run 1 p
    down a.jpg
done
gone '/^  sub/s/rights: {permission: yes}, //' -p strict
down sub/b.jpg
report 'r["take_down"][0]["cause"] == "permission-missing"'
# Somebody who is named and blurred, in a photo that the policy does not publish.
gone 's/^photos:/  ola: {role: patient, born: 2010-01-01}\n&/; s/faces: \[/&{person: ola, box: [0.6, 0.6, 0.2, 0.2]}, /'
absent out/sub/b.jpg
fresh
sed -i 's/^photos:/  ola: {role: patient, born: 2010-01-01}\n&/; s/faces: \[/&{person: ola, box: [0.6, 0.6, 0.2, 0.2]}, /' p/consent.yaml
run 0 p
rm p/sub/b.jpg
run 1 -p health-youth p
down sub/b.jpg
# Two entries that may both mean it.
gone 's/^  sub.b.jpg/  SUB\/B.JPG: {publish: no}\n  Sub\/b.jpg/'
down sub/b.jpg
report 'r["take_down"][0]["cause"] == "name-in-doubt"'

# A sidecar of an earlier version of the photo does not know better where she is than the folder's manifest does.
fresh
sed -i 's/\[{form.*}\]/[]/; s/, faces: .*/}/' p/consent.yaml
printf 'version: 1\nphotos: {b.jpg: {sha256: %064d, faces: [{person: kari, box: [0.2, 0.2, 0.1, 0.2]}]}}\n' 0 \
    >p/sub/b.jpg.consent.yaml
run 0 p
sed -i 's/^  sub.*yes}/&, faces: [{person: kari, box: [0.6, 0.6, 0.2, 0.2]}]/' p/consent.yaml
rm p/sub/b.jpg
run 1 p
down sub/b.jpg

# An error in what is said of it is a doubt, and told with its place: here somebody who was erased.
gone 's/^  kari:/  ola:/'
down sub/b.jpg
says '*consent.yaml:6:*kari*'
fresh
rm p/sub/b.jpg
mkdir p/sub/.git # a manifest of its own tree; one of p's would end the run
printf 'version: 1\nphotos:\n  b.jpg: {faces: 7}\n' >p/sub/consent.yaml
run 1 p/a.jpg
down sub/b.jpg

# Nothing speaks of it any more: nobody knows who that is.
fresh
rm p/sub/b.jpg p/consent.yaml
touch p/sub/other
run 1 p
down sub/b.jpg
# Also where the folder is named in a list, and no photo is left in it.
fresh
rm p/a.jpg p/sub/b.jpg p/consent.yaml
touch p/sub/other
echo p | run 1 --files-from -
down sub/b.jpg
fresh
rm -r p/sub
touch p/other
rm p/consent.yaml
echo p | run 1 --files-from -
down sub/b.jpg
# But what is out of reach takes nothing down: it is named. An empty folder may be where a disk is to be mounted.
fresh
rm p/sub/b.jpg p/consent.yaml
run 1 p
says '*sub/b.jpg: this copy shows somebody*give that manifest with -m*'
exists out/sub/b.jpg
report 'r["take_down"] == []'
fresh
rm p/sub/b.jpg
mv p q
sed -i 's/2026-01-01/&, withdrawn: 2026-05-01/' q/consent.yaml
run 0 q
says '*sub/b.jpg: this copy shows somebody*'
exists out/sub/b.jpg
run 1 -m q/consent.yaml q
down sub/b.jpg
# A folder that was deleted as a whole, and the manifest above speaks of it.
fresh
rm -r p/sub
run 0 p
exists out/sub/b.jpg
manifest p ', withdrawn: 2026-05-01'
run 1 p
down sub/b.jpg

# No photo is left at all.
fresh
rm p/a.jpg p/sub/b.jpg
run 0 p
manifest p ', withdrawn: 2026-05-01'
run 1 p
down sub/b.jpg
exists out/a.jpg
rm -r out
clean 2 -o out p
says '*no photos in p*'
absent out

# A copy that somebody changed is not sladd's to remove.
fresh
rm p/sub/b.jpg
manifest p ', withdrawn: 2026-05-01'
printf x >>out/sub/b.jpg
for _ in first second; do # until somebody removes it
    run 3 p
    says '*sub/b.jpg: a copy from an earlier run must be removed, but it has been changed since*'
    report '[t["output"] for t in r["take_down"]] == ["sub/b.jpg"]'
    exists out/sub/b.jpg
done

# One that cannot be looked at, or not be removed, is not gone: it is told as what it is, and the next run knows it still.
fresh
rm p/sub/b.jpg
manifest p ', withdrawn: 2026-05-01'
for mode in 444 000 555; do # of its folder: no way in, nor a look, no way to take something out
    chmod $mode out/sub
    expect 3 bound "$SLADD" clean --models "$ROOT/models" --date 2026-06-01 --report report.json -o out p
    chmod 755 out/sub
    says '*sub/b.jpg: a copy from an earlier run must be removed, but that failed: Permission denied; remove it yourself*'
    report '[t["output"] for t in r["take_down"]] == ["sub/b.jpg"]'
    exists out/sub/b.jpg
done
chmod 000 out/sub/b.jpg
expect 3 bound "$SLADD" clean --models "$ROOT/models" --date 2026-06-01 -o out p
says '*sub/b.jpg: *that failed: Permission denied*'
chmod 644 out/sub/b.jpg
run 1 p
down sub/b.jpg
# The same with its original: nothing is begun where nobody knows what would be replaced.
fresh
manifest p ', withdrawn: 2026-05-01'
chmod 444 out/sub
expect 2 bound "$SLADD" clean --models "$ROOT/models" --date 2026-06-01 -o out p
says '*out/sub/b.jpg cannot be looked at*: Permission denied;*'
chmod 755 out/sub
manifest p '' ', publish: no'
LD_PRELOAD=$TOOLS/inject.so INJECT_CALL=unlinkat INJECT_AT=1 ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0:$ASAN_OPTIONS" \
    run 3 p
says '*sub/b.jpg: *that failed: Permission denied*'
exists out/sub/b.jpg
run 1 p
absent out/sub/b.jpg

# Somebody who took their consent back where another folder's manifest has it: also in the copies of photos of this one,
# whose manifest is read for their sake alone.
fresh
mkdir q
photo q/c.jpg 192 128 ycc 2x2 seed=3
printf 'version: 1\npeople: {kari: {consent: [{date: 2026-01-01, withdrawn: 2026-05-01}]}}\nphotos: {c.jpg: {}}\n' >q/consent.yaml
run 1 q
down sub/b.jpg
exists out/a.jpg

# Two folders with a manifest each, given by name, whose copies go into one: neither run knows the people of the other.
fresh
mkdir q
photo q/c.jpg 192 128 ycc 2x2 seed=3
mv p/consent.yaml p.yaml
printf 'version: 1\npeople: {ola: {role: staff, consent: [{form: written, given_by: self, date: 2026-01-01}]}}\nphotos: {c.jpg: {faces: [{person: ola, box: [0.2, 0.2, 0.2, 0.3]}]}}\n' >q.yaml
for _ in first second; do
    run 0 -m q.yaml q
    run 0 -m p.yaml p
done
report 'r["take_down"] == [] and [x["status"] for x in r["photos"]] == ["unchanged", "unchanged"]'
says '*c.jpg: this copy shows somebody*'
exists out/c.jpg

# Two photos of one name, one of which becomes a JPEG, too. Without the other it keeps the name that it got beside it, so
# that the run is not refused, and the copy of the other is judged.
rm -rf p out
photo p/b.jpg 192 128 ycc 2x2
python3 -c 'from PIL import Image; Image.open("p/b.jpg").save("p/b.webp")'
manifest p ''
sed -i 's/^  a.jpg/  b.webp/; s/sub.b.jpg/b.jpg/' p/consent.yaml
run 0 p
exists out/b.jpg out/b.webp.jpg
rm p/b.jpg
run 0 p
report '[x["status"] for x in r["photos"]] == ["unchanged"] and r["take_down"] == []'
exists out/b.jpg
sed -i 's/2026-01-01/&, withdrawn: 2026-05-01/' p/consent.yaml
run 1 p
down b.jpg
run 0 p
report 'p["output"] == "out/b.jpg"'
