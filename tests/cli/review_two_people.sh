# Two manifests give one short name to two people: a photo can name those whom its own manifests know, and whoever is chosen on
# the page of another manifest is never taken for the other.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
command -v curl >/dev/null || skip "needs curl"
mkdir -p photos/sub photos/other
photo photos/a.jpg 200 150 ycc 2x2
photo photos/sub/b.jpg 160 150 ycc 2x2
photo photos/sub/c.jpg 120 150 ycc 2x2
photo photos/other/d.jpg 100 150 ycc 2x2
consent='consent: [{form: written, given_by: self}]'
printf 'version: 1\npeople:\n  kari: {name: Kari Moe, role: staff, %s}\n  liv: {name: Liv Dahl}\nphotos:\n  sub/b.jpg: {publish: yes}\n' "$consent" >photos/consent.yaml
printf 'version: 1\npeople:\n  kari: {name: Kari Berg, role: client}\n' >photos/sub/consent.yaml
printf 'version: 1\npeople:\n  kari: {name: Kari Holm}\n' >photos/sub/c.jpg.consent.yaml
review photos
settled
said 'sorted(p["name"] for p in a["people"]) == ["Kari Berg", "Kari Holm", "Kari Moe", "Liv Dahl"]'
# Whom a photo may name: the nearest manifest that mentions it, or the nearest one; a sidecar's people come before.
may() { # PHOTO: the names of its manifests' people, the nearer manifest's first
    python3 -c 'import json, sys
a = json.load(open("answer"))
photo = next(p for p in a["photos"] if p["name"] == sys.argv[1])
print(*[p["name"] for file in photo["people"] for p in a["people"] if p["file"] == file], sep=", ")' "$1"
}
[[ $(may a.jpg) == 'Kari Moe, Liv Dahl' ]] || fail "a: $(may a.jpg)"
[[ $(may sub/b.jpg) == 'Kari Moe, Liv Dahl' ]] || fail "b: $(may sub/b.jpg)"
[[ $(may sub/c.jpg) == 'Kari Holm, Kari Berg' ]] || fail "c: $(may sub/c.jpg)"
[[ $(may other/d.jpg) == 'Kari Moe, Liv Dahl' ]] || fail "d: $(may other/d.jpg)"
name() { # STATUS PHOTO NAME: choose this person, as the page does
    local change
    ask 200 "${address}state"
    change=$(python3 -c 'import json, sys
a = json.load(open("answer"))
photo = next(p["id"] for p in a["photos"] if p["name"] == sys.argv[1])
person = next(p for p in a["people"] if p["name"] == sys.argv[2])
print(json.dumps({"do": "name", "photo": photo, "box": [0.1, 0.1, 0.2, 0.2], "person": person["key"], "file": person["file"]}))' "$2" "$3")
    tell "$1" edit "$change"
}
name 400 a.jpg 'Kari Berg'
name 400 sub/b.jpg 'Kari Berg'
name 400 sub/c.jpg 'Kari Berg'
name 400 sub/c.jpg 'Kari Moe'
name 400 sub/c.jpg 'Liv Dahl'
said '"another manifest" in a["error"]'
tell 400 edit '{"do": "name", "photo": 0, "box": [0.1, 0.1, 0.2, 0.2], "person": "kari", "file": "0"}'
ask 200 "${address}state"
said 'a["unsaved"] == 0'
name 200 a.jpg 'Kari Moe'
name 200 sub/b.jpg 'Kari Moe'
name 200 sub/c.jpg 'Kari Holm'

# What is said moves a photo to another manifest: once only the nearest one could speak of it, its people count.
settled
stop_review
printf 'version: 1\npeople:\n  kari: {name: Kari Moe}\nphotos:\n  sub/b.jpg:\n    faces:\n    - {person: kari, box: [0.1, 0.1, 0.2, 0.2]}\n' >photos/consent.yaml
review photos
settled
number=$(python3 -c 'import json; print(next(p["id"] for p in json.load(open("answer"))["photos"] if p["name"] == "sub/b.jpg"))')
tell 200 edit "{\"do\": \"forget\", \"photo\": $number, \"box\": [0.1, 0.1, 0.2, 0.2]}"
settled
[[ $(may sub/b.jpg) == 'Kari Berg' ]] || fail "b, forgotten: $(may sub/b.jpg)"
name 400 sub/b.jpg 'Kari Moe'
name 200 sub/b.jpg 'Kari Berg'
