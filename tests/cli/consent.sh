# Consent on the samples: kept while it holds, and not a day longer, on no other channel, and not once it is withdrawn.
# The photo and its people do not exist.
# Release test 17.
sample=$ROOT/samples/photos/portrett.jpg
needs "$sample"
jpegtran -copy none "$sample" >a.jpg # without its face tags, which name others
# Where the detector sees the faces is where the manifest says they are.
clean 0 -n --report report.json a.jpg
report 'len([x for x in p["regions"] if x["kind"] == "face"]) > 0'
manifest() { # FIELDS of the one consent, or FIELDS of the person behind a semicolon
    python3 - "$1" "${2:-}" <<'PYTHON'
import json, sys
p = json.load(open("report.json"))["photos"][0]
face = max((x for x in p["regions"] if x["kind"] == "face"), key=lambda x: x["score"] or 0)
x, y, w, h = face["box"]
x, y, w, h = max(0, x), max(0, y), min(w, p["width"] - x), min(h, p["height"] - y)
box = ", ".join(f"{v:.4f}" for v in (x / p["width"], y / p["height"], w / p["width"], h / p["height"]))
open("consent.yaml", "w").write(f"""version: 1
people:
  kari: {{name: Kari Nordmann, role: staff, born: 1980-01-01, consent: [{{{sys.argv[1]}}}]{sys.argv[2]}}}
photos:
  a.jpg: {{rights: {{photographer: Ola, permission: yes}}, faces: [{{person: kari, box: [{box}]}}]}}
""")
PYTHON
}
judged() { # ACTION REASON ARGUMENT...
    local action=$1 reason=$2
    shift 2
    cp report.json detected.json
    clean 0 -n --report report.json --text keep "$@" a.jpg
    report "('$action', '$reason') in [(x['action'], x['reason']) for x in p['regions'] if x['person'] == 'kari']"
    cp detected.json report.json
}
always="form: written, given_by: self"
manifest "$always, date: 2026-05-01, expires: 2027-05-01, channels: [web]"
judged keep consent --date 2026-06-01 -c web
judged keep consent --date 2026-05-01 -c web
judged redact not-yet --date 2026-04-30 -c web
judged redact expired --date 2027-05-02 -c web
judged redact channel --date 2026-06-01 -c instagram
manifest "$always, date: 2026-05-01, withdrawn: 2026-09-14, channels: [web]"
judged redact withdrawn --date 2026-09-14 -c web
judged redact withdrawn --date 2026-11-01 -c web
manifest "$always, date: 2026-05-01, channels: [web]" ", protected_identity: yes"
judged redact protected-identity --date 2026-06-01 -c web

# Kept means untouched: every coefficient around a kept face is the source's when nobody else is in the photo.
manifest "$always, date: 2026-05-01, expires: 2027-05-01, channels: [web]"
clean 0 --date 2026-06-01 -c web --text keep --seed 1 --report report.json -o out a.jpg
report 'r["summary"]["faces_kept"] == 1'
if python3 -c 'import json, sys; sys.exit(json.load(open("report.json"))["summary"]["faces_redacted"] != 0)'; then
    coefs same a.jpg out/a.jpg
fi
