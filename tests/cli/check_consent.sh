# Faces, places and photos are judged by manifest, channel, date and policy, before anything is published.
mkdir media
manifest() { # KARI'S-CONSENT [PHOTO-KEYS]
    cat >media/consent.yaml <<YAML
version: 1
people:
  kari: {role: staff$1}
photos:
  a.jpg: {rights: {permission: yes}, faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]${2:-}}
YAML
}
written='form: written, given_by: self, date: 2026-01-01'
photo media/a.jpg 192 128 ycc 2x2
manifest ", consent: [{$written}]"
finds 0 '' --date 2026-06-01 media
manifest ", consent: [{$written, expires: 2026-05-31}]"
finds 1 consent-expired --date 2026-06-01 media
report 'p["findings"][0]["person"] == "kari" and p["findings"][0]["box"] == [38, 26, 38, 38]'
manifest ", consent: [{$written, withdrawn: 2026-05-31}]"
finds 1 consent-withdrawn --date 2026-06-01 media
manifest ", consent: [{$written, channels: [internal]}]"
finds 1 consent-missing --date 2026-06-01 media
report 'p["findings"][0]["reason"] == "channel"'
finds 0 '' --date 2026-06-01 -c internal media
manifest ''
finds 1 consent-missing --date 2026-06-01 media
report 'p["findings"][0]["reason"] == "no-consent"'

# Ends soon: up to the last day on which it counts, and however it ends.
manifest ", consent: [{$written, expires: 2026-06-30}]"
finds 1 consent-ends --date 2026-06-01 media
says '*Last day: 2026-06-30.*'
finds 1 consent-ends --date 2026-06-30 --warn-days 1 media
finds 1 consent-ends --date 2026-06-01 --warn-days 29 media
finds 0 '' --date 2026-06-01 --warn-days 28 media
finds 0 '' --date 2026-06-01 --warn-days 0 media
finds 0 consent-ends --date 2026-06-01 --fail-on error media
finds 1 consent-expired --date 2026-07-01 --fail-on error media
manifest ", born: 2011-06-20, consent: [{$written, given_by: guardian, child_agrees: yes}]"
sed -i 's/given_by: self, //; s/role: staff/role: child/' media/consent.yaml
finds 1 'consent-ends notice' --date 2026-06-01 media
says '*Last day: 2026-06-19.*'

# Places, photos, policies.
manifest ", consent: [{$written}]" ', redact: [{box: [0.5, 0.5, 0.1, 0.1], why: tattoo}]'
finds 1 place-marked --date 2026-06-01 media
manifest ", consent: [{$written}]" ', publish: no'
finds 1 photo-withheld --date 2026-06-01 media
manifest ", consent: [{$written}]" ", sha256: $(printf x | sha256sum | cut -c-64)"
finds 1 'notice photo-changed' --date 2026-06-01 media
manifest ", consent: [{$written}]"
sed -i 's/rights: {permission: yes}, //' media/consent.yaml
finds 0 notice --date 2026-06-01 media
finds 1 'notice photo-withheld' --date 2026-06-01 -p strict media
printf 'version: 1\n' >media/consent.yaml
finds 1 'notice photo-uncovered' media
finds 0 'notice photo-uncovered' --fail-on error media

# A face in doubt has a row of its own and one of the entry that may mean it, and is said once, with the name.
mkdir doubt
cp "$ROOT/samples/photos/korridor.jpg" "$ROOT/samples/photos/consent.yaml" doubt
check 1 --format json --date 2026-11-20 doubt
sed '/^sladd: /d' log >report.json
report '[f["person"] for f in p["findings"] if f["rule"] == "face-ambiguous"] == ["bjorn", "bjorn"]'
