# What somebody says on the review page and no manifest could hold, or what would count for nothing there, is refused with what
# is in the way, and nothing is noted.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
command -v curl >/dev/null || skip "needs curl"

# "No face", where a manifest has a face, also one that nobody edits here, and one that nobody named.
photo photos/sub/a.jpg 200 150 ycc 2x2
face='{person: "?", box: [0.1, 0.1, 0.2, 0.2]}'
write() { # MANIFEST...: each says of a.jpg that a face is there; the others say that it may be published
    local manifest key
    for manifest in consent.yaml sub/consent.yaml sub/a.jpg.consent.yaml; do
        key=$([[ $manifest == consent.yaml ]] && echo sub/a.jpg || echo a.jpg)
        if [[ " $* " == *" $manifest "* ]]; then
            printf 'version: 1\nphotos:\n  %s:\n    faces:\n    - %s\n' "$key" "$face"
        else
            printf 'version: 1\nphotos:\n  %s: {publish: yes}\n' "$key"
        fi >"photos/$manifest"
    done
}
at() { echo "{\"photo\": 0, \"do\": \"$1\", \"box\": $2}"; }
for manifest in consent.yaml sub/consent.yaml; do
    write "$manifest"
    review photos
    settled
    tell 400 edit "$(at no-face '[0.1, 0.1, 0.2, 0.2]')"
    said "'photos/$manifest' in a['error'] and 'line 5' in a['error']"
    tell 400 edit "$(at no-face '[0.28, 0.28, 0.2, 0.2]')"
    settled
    said 'a["unsaved"] == 0'
    tell 200 edit "$(at no-face '[0.5, 0.5, 0.2, 0.2]')"
    tell 200 edit "$(at redact '[0.1, 0.1, 0.2, 0.2]')"
    stop_review
done
# In the photo's own entry what is said takes the face's place; a neighbour in it is still there.
write sub/a.jpg.consent.yaml
review photos
settled
tell 400 edit "$(at no-face '[0.28, 0.28, 0.2, 0.2]')"
said '"sub/a.jpg.consent.yaml" in a["error"]'
tell 200 edit "$(at no-face '[0.1, 0.1, 0.2, 0.2]')"
stop_review

# A name that no manifest can hold is the photo's fault, and no file's.
rm -r photos
for name in $'a\nb.jpg' $'a\tb.jpg' $'a\xff.jpg' $'a\u2028b.jpg' 'a: b #c.jpg'; do
    photo "photos/$name" 200 150 ycc 2x2
done
review photos
settled
for number in {0..4}; do
    for edit in '"do": "publish", "answer": "no"' '"do": "redact", "box": [0.1, 0.1, 0.2, 0.2]' '"do": "alt-text", "text": "A boat"'; do
        ask 200 "${address}photo?photo=$number"
        if ! grep -qF 'a: b #c.jpg' answer; then
            tell 400 edit "{\"photo\": $number, $edit}"
            said '"rename" in a["error"] and "consent.yaml" not in a["error"]'
        else
            tell 200 edit "{\"photo\": $number, $edit}"
        fi
    done
done
ask 200 "${address}state"
said 'a["unsaved"] == 3'
