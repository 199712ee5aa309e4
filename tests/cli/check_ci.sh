# The CI samples' own scripts, run as their runners would, in a real repository with a bad photo, a good photo and an
# expired consent. Only the installation and the upload are left out.
python3 -c 'import yaml, jsonschema' 2>log || skip "needs python3-yaml and python3-jsonschema"
needs "$ROOT/samples/photos/portrett.jpg"
mkdir home bin
export HOME=$PWD/home GIT_CONFIG_SYSTEM=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a \
    GIT_COMMITTER_EMAIL=a@b
printf '#!/bin/sh\nexec "%s" "$@" --models "%s"\n' "$SLADD" "$ROOT/models" >bin/sladd
chmod +x bin/sladd
export PATH=$PWD/bin:$PATH
git init -q --bare -b main origin.git
git clone -q origin.git repo 2>log
cd repo
echo log >.git/info/exclude
mkdir photos media
photo photos/good.jpg 192 128 ycc 2x2
consent() { # EXPIRES
    cat >consent.yaml <<YAML
version: 1
people:
  samuel: {role: staff, consent: [{form: written, given_by: self, date: 2019-03-16, expires: $1}]}
photos:
  good.jpg:
    rights: {permission: yes}
    faces:
      - {person: samuel, box: [0.6, 0.2, 0.2, 0.3]}
YAML
}
consent 2199-01-01
mv consent.yaml photos/
clean 0 -o media photos
mv photos/consent.yaml .
rm -r photos
git add -A
git commit -qm good
git push -q origin main 2>../log

github() { # STATUS STEP
    python3 "$SUPPORT/ci_steps.py" github "$ROOT/samples/ci/github-actions.yml" "$2" >../step.sh || fail "no step $2"
    GITHUB_BASE_REF=main expect "$1" bash --noprofile --norc -e -o pipefail ../step.sh
}
gitlab() { # STATUS [BASE]
    python3 "$SUPPORT/ci_steps.py" gitlab "$ROOT/samples/ci/gitlab-ci.yml" script >../step.sh || fail "no script"
    CI_MERGE_REQUEST_DIFF_BASE_SHA=${2:-} expect "$1" bash -e ../step.sh
    says '*Photos checked: *'
    xmllint --noout --schema "$SUPPORT/junit.xsd" sladd.xml >log 2>&1 || fail "the JUnit report is not one"
}
sarif_has() { # RULE or nothing
    python3 "$SUPPORT/sarif_check.py" sladd.sarif >log 2>&1 || fail "the SARIF log is not one"
    [[ -z $1 ]] || grep -q "\"ruleId\": \"$1\"" sladd.sarif || fail "no $1 in the SARIF log"
}

# The good photo, a published copy: all well.
github 0 'All photos'
sarif_has ''
gitlab 0
rm -f sladd.sarif sladd.xml log

# A branch with a bad photo, a text and a deleted file.
git checkout -qb change
cp "$ROOT/samples/photos/portrett.jpg" media/bad.jpg
echo text >media/notes.md
git add -A
git commit -qm bad
github 1 'Changed photos'
says '*::error file=media/bad.jpg,title=sladd thumbnail::*'
! grep -q good.jpg log || fail "a photo that did not change was looked at"
gitlab 1 "$(git merge-base origin/main HEAD)"
grep -q 'classname="media/bad.jpg"' sladd.xml || fail "the bad photo is not in the report"
github 1 'All photos'
says '*::error file=media/bad.jpg,title=sladd thumbnail::*'
sarif_has thumbnail
git rm -qf media/bad.jpg
git commit -qm 'take it out'
rm -f sladd.sarif sladd.xml log
github 0 'Changed photos'

# A branch in which a manifest, or the receipts, are gone, or have gone elsewhere.
for change in 'git rm -q consent.yaml' 'git mv consent.yaml media/old/' 'git rm -q media/.sladd-receipts.jsonl' \
    'git mv media/.sladd-receipts.jsonl media/old/'; do
    mkdir -p media/old
    $change
    git commit -qm gone
    github 1 'Changed photos'
    says '*file=media/good.jpg*'
    gitlab 1 "$(git merge-base origin/main HEAD)"
    rm -f sladd.xml
    git reset -q --hard HEAD^
done

# The consent has expired: found by the daily run of everything.
consent 2020-01-01
github 1 'All photos'
sarif_has consent-expired
gitlab 1
