# A sidecar's entry wins over the folder's, but what the folder protects stays protected: its redact boxes count, and so
# do its "publish: no", "permission: no" and faces where the sidecar does not speak of them.
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
