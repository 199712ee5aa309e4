# The desktop's wrapper without a display: a zenity that records what it is asked for, and a sladd whose end is chosen.
# desktop_window.sh tries the same with real windows.
desktop=$ROOT/samples/desktop
mkdir bin
cat >bin/zenity <<'SH'
#!/bin/bash
n=$(ls "$SEEN" | wc -l)
printf '%s\n' "$@" >"$SEEN/$n${1:-}"
case $1 in
--progress) if [[ -n ${CANCEL:-} ]]; then sleep 1; exit 1; fi; cat >"$SEEN/fed" ;;
--text-info) cat >>"$SEEN/$n$1"; exit 1 ;;
esac
SH
printf '#!/bin/sh\nexec "%s" "$@" --models "%s" --seed 1\n' "$SLADD" "$ROOT/models" >bin/real
cat >bin/fake <<'SH'
#!/bin/bash
# Ends as $ENDS says; records its arguments and photos.
printf '%s\n' "$@" >"$SEEN.arguments"
cat >"$SEEN.list"
case $ENDS in
hangs) trap 'touch "$SEEN.stopped"; exit 3' TERM; while :; do sleep 0.1; done ;;
*) echo "sladd: a/consent.yaml:3:5: unknown key 'fases'" >&2; exit "$ENDS" ;;
esac
SH
chmod +x bin/*
unset DISPLAY WAYLAND_DISPLAY LANGUAGE SLADD_DIALOG XDG_CURRENT_DESKTOP
export HOME=$PWD/home XDG_CONFIG_HOME=$PWD/home/.config XDG_DATA_HOME=$PWD/home/.local/share TMPDIR=$PWD/tmp
mkdir -p home tmp
desk() { # STATUS PROGRAM PATH...: with zenity; what it was asked is in seen/
    local wanted=$1
    rm -rf seen seen.*
    mkdir seen
    export SEEN=$PWD/seen
    SLADD=$PWD/bin/$2 SLADD_DIALOG=zenity PATH=$PWD/bin:$PATH expect "$wanted" "$desktop/sladd-desktop" "${@:3}"
    nothing_in tmp
}
shown() { # KIND GLOB: in the result's window
    local text
    text=$(cat seen/*"--$1") || fail "no window of kind $1: $(ls seen)"
    # shellcheck disable=SC2053 # the right-hand side is meant as a glob
    [[ $text == $2 ]] || fail "the window does not say $2 but: $text"
}

# Names as people and cameras write them; two folders; an address as Nemo gives it; everybody is blurred, nothing asked.
names=("Kari's \"fest\" & <b>blå.jpg" $'to\nlinjer ø \\n 100%.jpg' "-o")
for name in "${names[@]}"; do
    photo "Bilder fra Bodø/$name"
done
mkdir $'andre\n' # $() would lose the line feed
photo $'andre\n/Ærlig, $HOME `id`.jpg'
desk 0 real "Bilder fra Bodø/${names[0]}" "Bilder fra Bodø/${names[1]}" "Bilder fra Bodø/${names[2]}" \
    "file://$PWD/andre%0A/%C3%86rlig,%20\$HOME%20%60id%60.jpg"
for name in "${names[@]}"; do
    exists "Bilder fra Bodø/sanitised/$name"
done
exists $'andre\n/sanitised/Ærlig, $HOME `id`.jpg'
[[ $(copies_in "Bilder fra Bodø/sanitised")$(copies_in $'andre\n/sanitised') == 31 ]] || fail "too many copies"
shown info '*4 of 4 photos ready*everybody is blurred*'
grep -qx -- --no-markup seen/*--info || fail "a name would be read as markup"
grep -q '^# 0 of 4' seen/fed || fail "no progress was shown"
[[ $(tail -n 1 seen/fed) == 100 ]] || fail "the progress did not end"

# In the user's language, with a manifest that withholds one and a file that is no photo: told apart, each with its reason.
mkdir sommer
photo sommer/a.jpg
photo sommer/b.jpg
echo text >sommer/c.jpg
printf 'version: 1\nphotos:\n  a.jpg: {rights: {permission: yes}}\n  b.jpg: {publish: no}\n' >sommer/consent.yaml
LANGUAGE=nb desk 3 real sommer
shown error '*1 av 3 bilder klare*Holdt tilbake*b.jpg*ikke skal publiseres*Kunne ikke behandles*c.jpg*JPEG*'
! grep -q 'derfor er alle' log || fail "the manifest was not seen"
rm -r sommer/c.jpg sommer/sanitised
LANGUAGE=sv:en desk 1 real sommer
shown warning '*1 av 2 bilder klara*Hålls tillbaka*b.jpg*'
# A consent that was withdrawn after the copy was made: what must come down is named.
manifest='version: 1
people: {kari: {role: staff, consent: [{form: written, given_by: self, date: 2026-05-01%s}]}}
photos: {a.jpg: {rights: {permission: yes}, faces: [{person: kari, box: [0.2, 0.2, 0.3, 0.3]}]}}'
rm -r sommer/b.jpg sommer/sanitised
# shellcheck disable=SC2059 # it is a format
printf "$manifest" '' >sommer/consent.yaml
desk 0 real sommer
shown info '*1 of 1 photo ready*Visible by consent: 1 face.*'
# shellcheck disable=SC2059
printf "$manifest" ', withdrawn: 2026-05-02' >sommer/consent.yaml
desk 0 real sommer
shown warning '*Take these down*a.jpg (kari)*'
# What sladd says of photos and of manifests stands in the window, in the user's language, each with its names.
printf 'version: 1
people:
  kari: {name: Kari, role: staff, consent: [{form: written, given_by: self, date: 2026-05-01}]}
  nei: {name: Kari, role: staff, consent: [{form: written, date: 2026-05-01, withdrawn: 2026-05-02}]}
photos:
  a.jpg: {faces: [{person: kari, box: [0.2, 0.2, 0.3, 0.3]}]}
  borte 100%%.jpg: {redact: [{box: [0.1, 0.1, 0.2, 0.2]}]}
' >sommer/consent.yaml
LANGUAGE=nb desk 0 real sommer
shown info '*Før du publiserer:*skriv ned svaret. (a.jpg)*• en annen oppføring med samme navn*\[kari\] (a.jpg)*consent.yaml:7:*borte 100%.jpg*'
if grep -q 'another record' log; then fail "a note in English"; fi

# A manifest further up counts as sladd counts it: nobody is told that everybody is blurred beside somebody who is seen.
photo år/fest/a.jpg
# shellcheck disable=SC2059
printf "${manifest/a.jpg/fest/a.jpg}" '' >år/consent.yaml
for path in år/fest/a.jpg år/fest; do
    desk 0 real $path
    shown info '*Visible by consent: 1 face.*'
    if grep -q 'everybody is blurred' log; then fail "the manifest above $path was not seen"; fi
done
photo år2/fest/a.jpg # and one of another photo does not count
printf 'version: 1\n' >år2/fest/b.jpg.consent.yaml
desk 0 real år2/fest/a.jpg
shown info '*everybody is blurred*'

printf 'version: 1\nfases: 1\n' >sommer/consent.yaml
desk 2 real sommer
shown error '*Nothing was done*sommer*mistake in a consent file*consent.yaml:2:1*'
LANGUAGE=nn desk 2 real sommer
shown error "*Ingenting ble gjort*sommer*feil i en samtykkefil*consent.yaml:2:1: ukjent nøkkel 'fases'*"

# What lies where the copies belong is called so, a dead link as well.
for made in "touch way/sanitised" "ln -s nowhere way/sanitised"; do
    photo way/a.jpg
    $made
    desk 2 real way
    shown error '*Nothing was done*way*called ?sanitised?*no folder*'
    rm -r way
done

# Photos of every format that sladd reads are counted.
mkdir phone
for ending in heic HIF webp avif tiff; do
    echo text >phone/a.$ending
done
desk 3 real phone
grep -q '^# 0 of 5' seen/fed || fail "counted: $(head -n 1 seen/fed)"

# Whatever sladd ends with, nothing is called ready that has no report.
ENDS=2 desk 2 fake sommer
shown error '*mistake in a consent file*unknown key*'
[[ $(tr '\0' ' ' <seen.list) == "$PWD/sommer " ]] || fail "the photos were not handed over"
for ends in 0 1 3 139; do
    ENDS=$ends desk 3 fake sommer
    shown error '*ended unexpectedly*unknown key*'
done
# A folder that nobody has written about opens in the browser, where there is one; with a manifest, or several, all is as before.
photo new/x.jpg
printf '#!/bin/sh\n' >bin/xdg-open
chmod +x bin/xdg-open
DISPLAY=:9 ENDS=0 desk 0 fake new
[[ $(head -n 1 seen.arguments) == review && $(tail -n 1 seen.arguments) == "$PWD/new" ]] || fail "no page: $(<seen.arguments)"
[[ -z $(ls seen) ]] || fail "a window, too: $(ls seen)"
for paths in sommer "new fresher" new/x.jpg; do
    photo fresher/x.jpg
    # shellcheck disable=SC2086
    DISPLAY=:9 ENDS=2 desk 2 fake $paths
    [[ $(head -n 1 seen.arguments) == clean ]] || fail "a page for $paths"
done
DISPLAY=:9 ENDS=2 desk 2 fake new
[[ $(head -n 1 seen.arguments) == clean ]] || fail "a page that cannot be served ends it all"
rm -r new fresher bin/xdg-open
mkdir empty
desk 2 real empty
shown error '*no photos in*empty*'
SLADD_DIALOG=terminal SLADD=$PWD/bin/real expect 3 "$desktop/sladd-desktop" sommer/../gone.jpg
says '*gone.jpg*cannot be read*'

# The options of every day.
mkdir -p "$XDG_CONFIG_HOME/sladd"
printf '# for our pages\n--channel=internal web\n' >"$XDG_CONFIG_HOME/sladd/desktop.conf"
ENDS=2 desk 2 fake sommer
grep -qx -- '--channel=internal web' seen.arguments || fail "an option was lost"
rm "$XDG_CONFIG_HOME/sladd/desktop.conf"

# Closing the window stops the work.
CANCEL=1 ENDS=hangs desk 3 fake sommer
exists seen.stopped
shown warning '*You stopped the work*'
photo fresh/x.jpg
CANCEL=1 ENDS=hangs desk 3 fake fresh
! grep -q 'copies are in' seen/*--warning || fail "a folder of copies that is not there"

# A kdialog that finds no session bus does not come back from its progress; the work is done without.
cat >bin/kdialog <<'SH'
#!/bin/sh
[ "$3" != --progressbar ] || exec sleep 600
SH
printf '#!/bin/sh\nexit 1\n' >bin/qdbus
chmod +x bin/kdialog bin/qdbus
SLADD=$PWD/bin/real SLADD_DIALOG=kdialog PATH=$PWD/bin:$PATH expect 0 timeout 120 "$desktop/sladd-desktop" fresh
exists fresh/sanitised/x.jpg
rm bin/kdialog bin/qdbus

# Into place, and away again.
mkdir home/Desktop
PATH=$PWD/bin:$PATH
cp bin/real bin/sladd
expect 0 "$desktop/install.sh"
entry=$XDG_DATA_HOME/applications/sladd.desktop
exists "$entry" "$XDG_DATA_HOME/sladd/desktop/sladd-desktop" "$XDG_DATA_HOME/kio/servicemenus/sladd.desktop" \
    "$XDG_DATA_HOME/nemo/actions/sladd.nemo_action" home/Desktop/sladd.desktop
! command -v desktop-file-validate >/dev/null || expect 0 desktop-file-validate "$entry"
rm -r $'andre\n/sanitised'
(cd $'andre\n' && export SLADD_DIALOG=terminal && unset SLADD &&
    expect 0 "$XDG_DATA_HOME/nautilus/scripts/Sanitise for publication (sladd)" ./*.jpg && rm log)
exists $'andre\n/sanitised/Ærlig, $HOME `id`.jpg'
expect 0 "$desktop/install.sh" --uninstall
# Where there is xdg-mime, it keeps a file of its own, in which what was the default before is again.
if grep -rqs sladd home/.config/mimeapps.list; then fail "still the default: $(<home/.config/mimeapps.list)"; fi
if find home -type f -o -type l | grep -qv 'mimeinfo.cache\|mimeapps.list'; then fail "left over: $(find home -type f -o -type l)"; fi

# No string is missing in one of the languages, and the scripts have no known fault.
for language in nb sv; do
    diff <(sed -n '/^messages_en/,/^}/p' "$desktop/messages.sh" | grep -o '\b[A-Z]\(_[A-Z_]*\)\?=\|%[sd]' | sort) \
        <(sed -n "/^messages_$language/,/^}/p" "$desktop/messages.sh" | grep -o '\b[A-Z]\(_[A-Z_]*\)\?=\|%[sd]' | sort) >log ||
        fail "messages of $language"
done
if command -v shellcheck >/dev/null; then
    cd "$ROOT"
    shellcheck -x samples/desktop/{sladd-desktop,messages.sh,result.sh,install.sh} samples/desktop/linux/nautilus-script \
        samples/desktop/macos/*.sh || fail "shellcheck"
fi
