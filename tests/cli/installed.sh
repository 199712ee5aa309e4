# What cmake --install puts under a prefix is complete: it works without the source and the build folder.
expect 0 cmake --install "$BUILD" --prefix "$PWD/prefix"
photo photos/a.jpg
for policy in nordic-public helsingborg meraker; do
    expect 0 prefix/bin/sladd clean --policy $policy -n -o out photos
done
expect 0 prefix/bin/sladd clean -o out photos
exists out/a.jpg
says '*1 sanitised*'
LANGUAGE=nb LC_ALL=C.UTF-8 prefix/bin/sladd clean -n photos >log 2>&1 || fail "in Norwegian"
exists prefix/share/locale/{nb,sv}/LC_MESSAGES/sladd.mo prefix/share/sladd/{consent,policy}.schema.json \
    prefix/share/man/man1/sladd{,-clean,-check,-scan}.1 prefix/share/man/man5/sladd-{consent,policy}.5 \
    prefix/share/bash-completion/completions/sladd prefix/share/fish/vendor_completions.d/sladd.fish \
    prefix/share/zsh/site-functions/_sladd prefix/share/doc/sladd/README.md
absent prefix/share/sladd/models/recipe
for name in "$ROOT"/models/*.* "$ROOT"/src/consent/policies/*.yaml; do
    [[ -n $(find prefix/share/sladd -name "$(basename "$name")") ]] || fail "$(basename "$name") is not installed"
done
# The desktop's scripts need nothing of the source either.
mkdir home
HOME=$PWD/home XDG_DATA_HOME='' PATH=$PWD/prefix/bin:$PATH expect 0 prefix/share/sladd/desktop/install.sh
photo mine/b.jpg
SLADD='' SLADD_DIALOG=terminal expect 0 home/.local/share/sladd/desktop/sladd-desktop mine
exists mine/sanitised/b.jpg prefix/share/doc/sladd/examples/ci/pre-commit
# The program alone says what it lacks, and where it looked.
mkdir lone
cp prefix/bin/sladd lone/sladd
cp -r prefix/share/sladd/policies lone/kept
for arguments in 'check photos' 'clean -n photos' 'clean -p strict -n photos' 'scan -n photos' \
    'check -p lone/kept/strict.yaml photos' 'clean -p lone/kept/strict.yaml -n photos'; do
    # shellcheck disable=SC2086 # several words
    expect 2 lone/sladd $arguments
    says "*the files that come with sladd were not found, neither in $PWD/lone/../share/sladd/*"
done
expect 0 lone/sladd clean -p lone/kept/nordic-public.yaml --models prefix/share/sladd/models -n photos
! grep -q 'not found' log || fail "what was not needed is missed"
# The papers lead to nothing that is not there.
python3 - <<'PYTHON' >log 2>&1 || fail "links"
import pathlib, re, sys
papers = list(pathlib.Path("prefix/share").rglob("*.md"))
links = [(paper, link) for paper in papers for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper.read_text())]
lost = [f"{paper}: {link}" for paper, link in links if not paper.parent.joinpath(link).exists()]
sys.exit("\n".join(lost) if lost or len(links) < 20 else 0)
PYTHON
