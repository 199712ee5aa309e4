# The hooks of .pre-commit-hooks.yaml in a real repository: a bad photo cannot be committed, its fixed copy can, and when
# a consent is found to have expired, the manifest cannot be committed without doing something about it.
python3 -c 'import yaml' 2>log || skip "needs python3-yaml"
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a \
    GIT_COMMITTER_EMAIL=a@b
mkdir bin
printf '#!/bin/sh\nexec "%s" "$@" --models "%s"\n' "$SLADD" "$ROOT/models" >bin/sladd
chmod +x bin/sladd
export PATH=$PWD/bin:$PATH
git init -q -b main repo
cd repo
echo log >.git/info/exclude
photo ../camera.jpg 192 128 ycc 2x2
expect 0 exiftool -q -overwrite_original -Artist=Kari -GPSLatitude=60.39 -GPSLatitudeRef=N ../camera.jpg
hook() { printf '#!/bin/sh\nexec python3 "%s" "%s" %s\n' "$SUPPORT/run_hook.py" "$ROOT/.pre-commit-hooks.yaml" "$1" \
    >.git/hooks/pre-commit && chmod +x .git/hooks/pre-commit; }
commits() { # STATUS: of a commit of everything
    git add -A
    expect "$1" git commit -m change
}

# Whatever a folder's check takes for a photo by its name is shown to the hook.
python3 - "$ROOT" <<'PYTHON' || fail "endings are missing in .pre-commit-hooks.yaml"
import re, sys, yaml
(files,) = [h["files"] for h in yaml.safe_load(open(sys.argv[1] + "/.pre-commit-hooks.yaml")) if h["id"] == "sladd-check"]
rows = re.findall(r'(?:(?:PICTURE|READ|FILM)\(\s*"[^"]*",\s*N_\("[^"]*"\),|\.endings =)\s*"([^"]*)"',
                  open(sys.argv[1] + "/src/format/formats.c").read())
names = ["a." + ending for row in rows for ending in row.split()]
names += ["b/c.JPG", "consent.yaml", "a.jpg.consent.json", "m/.sladd-receipts.jsonl", ".sladd-receipts.2-of-3.jsonl"]
wrong = [n for n in names if not re.search(files, n)] + [n for n in ("a.md", "jpg", "consent") if re.search(files, n)]
sys.exit(wrong or len(rows) < 40)
PYTHON

# Text files pass, a photo that comes from the camera does not.
hook 'sladd-check --date=2026-06-01'
echo text >notes.md
commits 0
mkdir "my media"
cp ../camera.jpg "my media/portrett ø.jpg"
cat >"my media/consent.yaml" <<'YAML'
version: 1
people:
  samuel: {role: staff, consent: [{form: written, given_by: self, date: 2026-03-16, expires: 2036-03-16}]}
  ingrid: {role: staff}
photos:
  portrett ø.jpg:
    rights: {permission: yes}
    faces:
      - {person: ingrid, box: [0.2, 0.2, 0.2, 0.3]}
      - {person: samuel, box: [0.6, 0.2, 0.2, 0.3]}
YAML
commits 1
says '*metadata-location*metadata-identifying*consent-missing*'

# The fixer puts the copy in its place, keeps the original where git never takes it from, and then has nothing to do.
hook 'sladd-fix --date=2026-06-01'
commits 1
says '*replaced by its sanitised copy*'
cmp -s "my media/portrett ø.jpg" ../camera.jpg && fail "nothing was replaced"
same ".git/sladd-originals/my media/portrett ø.jpg" ../camera.jpg
absent .git/sladd-work
cp "my media/portrett ø.jpg" ../first
commits 0
same ../first "my media/portrett ø.jpg"
[[ -z $(git status --porcelain) ]] || fail "something was left over"
hook 'sladd-check --date=2026-06-01'
echo more >>notes.md
touch "my media/consent.yaml"
commits 0

# A good photo passes; so does a copy given a new name.
git mv "my media/portrett ø.jpg" "my media/director.jpg"
commits 0

# The consent has expired: whoever writes that down cannot leave the photo as it is.
sed -i 's/2036-03-16/2026-05-31/' "my media/consent.yaml"
commits 1
says '*director.jpg*consent-expired*'

# A photo with nothing wrong in it, of which no manifest speaks: refused, and so to be replaced, too. Not again and again.
git restore --staged --worktree .
photo plain.jpg 192 128 ycc 2x2 seed=5
commits 1
says '*plain.jpg*photo-uncovered*'
cp plain.jpg ../plain.jpg
hook 'sladd-fix --date=2026-06-01'
commits 1
says '*plain.jpg: replaced by its sanitised copy*'
same .git/sladd-originals/plain.jpg ../plain.jpg
commits 0
hook 'sladd-check --date=2026-06-01'
echo more >>notes.md
touch plain.jpg
commits 0

# A photo that is withheld is not replaced, and the hook says so.
hook 'sladd-fix --date=2026-06-01'
git restore --staged --worktree .
cp ../camera.jpg withheld.jpg
printf 'version: 1\nphotos:\n  withheld.jpg: {publish: no}\n' >withheld.jpg.consent.yaml
commits 1
says '*no copy that may be published*'
same withheld.jpg ../camera.jpg

# Whatever lies beside the photo goes with it: also an XMP file of nearly its name, for which it is withheld.
rm withheld.jpg.consent.yaml
echo '<x/>' >Withheld.XMP
commits 1
says '*Withheld.XMP*no copy that may be published*'
rm Withheld.XMP

# Git alone: the same bad photo is refused, its copy with the receipts is not, and what is looked at is what is committed.
cp "$ROOT/samples/ci/pre-commit" .git/hooks/pre-commit
git rm -qrf --cached . && git clean -qfdx && rm -rf .git/sladd-originals
echo text >notes.md
commits 0
mkdir originals
cp ../camera.jpg "originals/blå 'bær.jpg"
cp -r originals media
commits 1
says "*media/blå 'bær.jpg*metadata-location*"
rm -r media
clean 0 -o media originals
mv originals ..
commits 0
cp ../camera.jpg media/
git add -A
cp "media/blå 'bær.jpg" media/camera.jpg
expect 1 git commit -m change
says '*Not here as they would be committed*media/camera.jpg*'
commits 0

# ... whatever it is called: a photo in any format or without an ending, its sidecar, the receipts, what is gone again.
other() { # PATH: staged, and something else now
    git add -A
    printf x >"$1"
    expect 1 git commit -m change
    says "*Not here as they would be committed*$1*"
    git restore -q --staged --worktree . && git clean -qfd
}
for format in webp tiff gif avif heic JPG; do
    cp ../camera.jpg media/b.$format
    other media/b.$format
done
cp ../camera.jpg media/scan
other media/scan
cp ../camera.jpg media/gone.webp
git add -A
rm media/gone.webp
expect 1 git commit -m change
says '*Not here*media/gone.webp*'
git restore -q --staged --worktree .
echo '{}' >>media/.sladd-receipts.jsonl
other media/.sladd-receipts.jsonl
# ... and what speaks of a photo, although it is not staged itself.
echo 'version: 1' >media/consent.yaml
echo '<x/>' >media/old.xmp
commits 0
for file in media/consent.yaml media/old.xmp media/.sladd-receipts.jsonl; do
    echo change >>notes.md
    git add notes.md
    echo '# ' >>$file
    expect 1 git commit -m change
    says "*Not here as they would be committed*$file*"
    git restore -q --staged --worktree .
done

# A manifest or receipts that are deleted, or renamed, leave their photos without them.
mkdir ../from
photo ../from/kari.jpg 192 128 ycc 2x2 seed=2
cat >../from/consent.yaml <<'YAML'
version: 1
people:
  kari: {role: staff, consent: [{form: written, given_by: self, date: 2026-03-16}]}
photos:
  kari.jpg: {rights: {permission: yes}, faces: [{person: kari, box: [0.2, 0.2, 0.2, 0.3]}]}
YAML
clean 0 -o media ../from
cp ../from/consent.yaml media/
commits 0
for change in 'git rm -q media/consent.yaml' 'git mv media/consent.yaml other/' 'git rm -q media/.sladd-receipts.jsonl' \
    'git mv media/.sladd-receipts.jsonl other/'; do
    mkdir -p other
    $change
    expect 1 git commit -m change
    says '*media/*'
    git reset -q --hard
done
git rm -q --cached media/consent.yaml
expect 1 git commit -m change
says '*Not here as they would be committed*media/consent.yaml*'
git reset -q --hard
git rm -q media/camera.jpg # a photo that is deleted is no matter
commits 0
expect 0 shellcheck "$ROOT/samples/ci/pre-commit" "$ROOT/samples/ci/pre-commit-fix.sh"
