# --files-from with what `git diff --name-only -z` prints: deleted files and files that are no photos are passed over, a
# manifest stands for the photos it speaks of, and a list that was made for another folder is refused.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a \
    GIT_COMMITTER_EMAIL=a@b
git init -q -b main repo
cd repo
mkdir -p media/sub
photo media/a.jpg
photo media/sub/b.jpg 96 64 ycc 2x2 seed=2
photo media/sub/old.jpg 96 64 ycc 2x2 seed=3
cat >media/consent.yaml <<'YAML'
version: 1
people:
  kari: {role: staff, consent: [{form: written, given_by: self, date: 2026-01-01, expires: 2026-12-31}]}
photos:
  a.jpg: {rights: {permission: yes}}
  sub/b.jpg: {rights: {permission: yes}, faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]}
  "sub/ny bilde.jpg": {rights: {permission: yes}}
YAML
git add -A
git commit -qm first
git tag before

# One new photo, with a name that needs care; text files; a deleted photo.
photo "media/sub/ny bilde.jpg"
echo text >README.md
rm media/sub/old.jpg
git add -A
git commit -qm change
git diff --name-only -z before >../list
finds 0 '' -0 --files-from - --date 2026-06-01 <../list
report '[p["source"] for p in r["photos"]] == ["media/sub/ny bilde.jpg"]'
report 'r["summary"]["gone"] == 1 and r["summary"]["passed_over"] == 1'
git tag -f before >/dev/null

# The manifest alone: all that it speaks of.
sed -i 's/2026-12-31/2026-05-31/' media/consent.yaml
git commit -qam change
git diff --name-only -z before >../list
finds 1 consent-expired -0 --files-from - --date 2026-06-01 <../list
report '[p["source"] for p in r["photos"] if p["findings"]] == ["media/sub/b.jpg"] and len(r["photos"]) == 3'
finds 1 consent-expired --date 2026-06-01 media/consent.yaml
# A photo that is listed itself and by its manifest is checked once; given by name, it finds the manifest above it.
printf 'media/a.jpg\nmedia/consent.yaml\n./media//a.jpg\n' >../list
finds 1 consent-expired --files-from ../list --date 2026-06-01 media
report 'len(r["photos"]) == 3'
finds 1 consent-expired --date 2026-06-01 media/sub/b.jpg
finds 1 consent-expired --date 2026-06-01 ./media/sub/../sub/b.jpg -m media/consent.yaml
# A sidecar stands for its photo, a manifest that is gone for its folder.
printf 'version: 1\nphotos:\n  a.jpg: {publish: no}\n' >media/a.jpg.consent.yaml
printf 'media/a.jpg.consent.yaml' >../list
finds 1 photo-withheld --files-from ../list --date 2026-06-01
report '[p["source"] for p in r["photos"]] == ["media/a.jpg"]'
rm media/*.yaml
printf 'media/consent.yaml' >../list
finds 1 'notice photo-uncovered' --files-from ../list
report 'len(r["photos"]) == 3'

# Nothing to check is all well; a list for another folder is not.
: >../list
finds 0 '' --files-from ../list
printf 'media/a.jpg' >../list
cd media
check 2 --files-from ../../list
says '*another folder*'
echo 'version: 1' >consent.yaml
printf 'media/consent.yaml' >../../list
check 2 --files-from ../../list
says '*another folder*'
rm consent.yaml
cd ..
# What is no photo but calls itself one could not be checked; neither could what was named and is not there.
echo text >media/c.jpg
printf 'media/c.jpg' >../list
finds 3 'photo-failed' --files-from ../list
finds 3 'photo-failed' media/none.jpg
# Nor what nobody may look at: it is not gone.
mkdir -p shut/inner
cp media/a.jpg shut/inner/
chmod 000 shut
for path in shut/inner/a.jpg shut/inner/consent.yaml shut/inner/a.jpg.consent.yaml; do
    printf '%s\n' media/a.jpg "$path" >../list
    expect 3 bound "$SLADD" check --models "$ROOT/models" --files-from ../list
    says '*shut/*could not be checked. cannot read: Permission denied*'
done
chmod 755 shut
mkdir empty
check 2 empty
check 2
