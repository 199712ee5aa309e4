# A sidecar's entry wins over the folder's, but what the folder protects stays protected: its redact boxes count, and so
# do its "publish: no", "permission: no" and faces where the sidecar does not speak of them, and what it says of people.
# Release test 17.
photo in/a.jpg 320 240 ycc 2x2
folder() { # what in/consent.yaml says about the photo
    printf 'version: 1\npeople:\n  kari: {role: staff, consent: [{}]}\n  ola: {role: staff}\nphotos:\n  a.jpg: {%s}\n' \
        "$1" >in/consent.yaml
}
sidecar() { printf 'version: 1\nphotos:\n  a.jpg: {%s}\n' "$1" >in/a.jpg.consent.yaml; }
run() { clean "$1" -n -q --report report.json in; }

folder 'publish: no'
sidecar 'alt_text: A hall'
run 1
report '"publish: no" in p["error"]'
sidecar 'publish: yes'
run 0
report 'p["status"] == "sanitised"'

folder 'rights: {permission: no}'
sidecar 'alt_text: A hall'
run 1
report '"permission: no" in p["error"]'
sidecar 'rights: {permission: yes}'
run 0
report 'p["notices"] == []'

# An entry for another file releases nothing; its no counts all the same.
another="sha256: $(printf '%064d' 0)" this="sha256: $(sha256sum in/a.jpg | cut -d ' ' -f 1)"
for said in 'publish: no' 'rights: {permission: no}'; do
    folder "$said"
    sidecar "$another, ${said/no/yes}"
    run 1
    sidecar "$this, ${said/no/yes}"
    run 0
    folder "$another, $said"
    sidecar 'alt_text: A hall'
    run 1
done
folder "$another, rights: {permission: yes}"
printf 'rights: {permission: no}\n' >>in/consent.yaml
run 1
folder "$another, rights: {permission: yes}"
clean 1 -n -q -p strict in
folder "$this, rights: {permission: yes}"
clean 0 -n -q -p strict in

# What a sidecar says of all its photos, it says of this one.
printf 'version: 1\nrights: {permission: no}\n' >in/a.jpg.consent.yaml
run 1
report '"permission: no" in p["error"]'
printf 'version: 1\nrights: {permission: no}\nphotos: {a.jpg: {rights: {permission: yes}}}\n' >in/a.jpg.consent.yaml
run 0
sidecar 'alt_text: A hall'

folder 'redact: [{box: [0.1, 0.1, 0.2, 0.2]}]'
sidecar 'redact: [{box: [0.6, 0.6, 0.2, 0.2]}]'
run 0
report 'sorted(x["box"][0] for x in p["regions"] if x["reason"] == "redact-box") == [32, 192]'
sidecar 'alt_text: A hall'
run 0
report '[x["box"][0] for x in p["regions"] if x["reason"] == "redact-box"] == [32]'

# Somebody without consent, where no face is seen: forgotten by a sidecar that speaks of other things or people, still
# blurred. What the sidecar says of the same place, or of the same person, wins.
folder 'faces: [{person: ola, box: [0.1, 0.1, 0.2, 0.2]}]'
run 0
report '[(x["person"], x["reason"]) for x in p["regions"]] == [("ola", "no-consent")]'
sidecar 'faces: [{person: kari, box: [0.6, 0.6, 0.2, 0.2]}]'
run 0
report 'sorted((x["person"], x["reason"]) for x in p["regions"]) == [("kari", "consent"), ("ola", "no-consent")]'
sidecar 'faces: [{person: kari, box: [0.12, 0.1, 0.2, 0.2]}]'
run 0
report '[(x["person"], x["reason"]) for x in p["regions"]] == [("kari", "consent")]'
sidecar 'faces: [{person: ola, box: [0.6, 0.6, 0.2, 0.2]}]'
run 0
report '[(x["person"], x["box"][0]) for x in p["regions"]] == [("ola", 192)]'

# The folder's faces are those of the file that the folder's entry describes.
folder "sha256: $(printf '%064d' 0), faces: [{person: kari, box: [0.1, 0.1, 0.2, 0.2]}]"
sidecar 'alt_text: A hall'
run 0
report '[(x["person"], x["reason"]) for x in p["regions"]] == [("kari", "photo-changed")]'

# And nobody may be named who is nobody.
folder 'faces: [{person: nobody, box: [0.1, 0.1, 0.2, 0.2]}]'
run 2
says "*in/consent.yaml:*'nobody' is not in 'people'*"

# A change in the folder's entry does the photo again.
folder 'redact: [{box: [0.1, 0.1, 0.2, 0.2]}]'
clean 0 -o out --report report.json in
clean 0 -o out --report report.json in
report 'p["status"] == "unchanged"'
folder 'redact: [{box: [0.1, 0.1, 0.3, 0.2]}]'
clean 0 -o out --report report.json in
report 'p["status"] == "sanitised"'

# One key in both is one person. What the sidecar leaves out of name, role and age is the folder's; where they differ, both
# must allow it. The consents are the sidecar's alone, and a no counts wherever it stands.
at='faces: [{person: kari, box: [0.1, 0.1, 0.2, 0.2]}]' own='consent: [{form: written, given_by: self, date: 2026-02-01}]'
two() { # FOLDER'S-KARI SIDECAR'S-KARI
    printf 'version: 1\npeople:\n  kari: {%s}\n  other: {name: Ola}\nphotos:\n  a.jpg: {%s}\n' "$1" "$at" >in/consent.yaml
    printf 'version: 1\npeople:\n  kari: {%s}\n' "$2" >in/a.jpg.consent.yaml
}
judged() { # REASON ARGUMENT...
    clean 0 -n -q --date 2026-11-20 --report report.json "${@:2}" in
    report "[(x['person'], x['reason']) for x in p['regions']] == [('kari', '$1')]"
}
two 'name: Kari Nordmann, role: pupil, born: 2015-01-01' "$own"
judged guardian
two 'minor: yes' "role: staff, $own"
judged guardian
two "role: staff, $own" "born: 2015-01-01, $own"
judged guardian
two 'born: 2015-01-01' "born: 1984-01-01, $own"
judged guardian
two 'born: 1984-01-01, role: visitor' "minor: no, role: staff, ${own/written/verbal}"
judged form
two 'role: patient' "role: staff, $own"
judged role -p meraker
judged consent
report '"single trait" in str(p["notices"])'
two 'role: staff' "born: 1984-01-01, ${own/written/verbal}"
judged consent
two "role: staff, $own" 'name: Kari'
judged no-consent
two "role: staff, ${own/\}/, withdrawn: 2026-03-01\}}" "$own"
judged withdrawn
two 'protected_identity: yes' "role: staff, $own"
judged protected-identity
two 'role: client, born: 2010-01-01' "role: staff, born: 1984-01-01, $own"
clean 1 -n --date 2026-11-20 -p health-youth in
says '*withheld*'

# Also whom the folder's name, or an alias there, means elsewhere.
mkdir in/below && mv in/a.jpg* in/consent.yaml in/below
printf 'version: 1\npeople:\n  kn: {name: Kari Nordmann, %s}\n' "${own/\}/, withdrawn: 2026-03-01\}}" >in/consent.yaml
for called in 'name: Kari Nordmann' 'name: Kari, aliases: [Kari Nordmann]'; do
    printf 'version: 1\npeople:\n  kari: {%s}\nphotos:\n  a.jpg: {%s}\n' "$called" "$at" >in/below/consent.yaml
    printf 'version: 1\npeople:\n  kari: {role: staff, %s}\n' "$own" >in/below/a.jpg.consent.yaml
    judged withdrawn
    report 'any("[kari]" in n for n in p["notices"])'
done

# Of an earlier version of the photo the sidecar does not know where somebody is now: the folder's place is hidden, too.
mkdir twice && photo twice/a.jpg 96 64 ycc 2x2
printf 'version: 1\nphotos: {a.jpg: {sha256: "%064d", faces: [{person: ola, box: [0.1, 0.1, 0.2, 0.2]}]}}\n' 0 >twice/a.jpg.consent.yaml
printf 'version: 1\npeople: {ola: {name: Ola}}\nphotos: {a.jpg: {faces: [{person: ola, box: [0.6, 0.6, 0.2, 0.2]}]}}\n' >twice/consent.yaml
clean 0 -n --report report.json twice
report '[(r["action"], round(r["box"][0])) for r in p["regions"]] == [("redact", 10), ("redact", 58)]'
