# The desktop's wrapper with real windows on a display of its own: progress, result, and the button that stops the work.
for tool in xvfb-run zenity xdotool; do
    command -v "$tool" >/dev/null || skip "needs $tool"
done
unset DISPLAY WAYLAND_DISPLAY SLADD_DIALOG XDG_CURRENT_DESKTOP
export HOME=$PWD/home XDG_CONFIG_HOME=$PWD/home/.config NO_AT_BRIDGE=1 GSETTINGS_BACKEND=memory
mkdir home
printf '#!/bin/sh\nexec "%s" "$@" --models "%s"\n' "$SLADD" "$ROOT/models" >real
# So slow that the button comes first; it ends as soon as it is told to.
printf '#!/bin/bash\ntrap "touch stopped; exit 3" TERM\ntouch started\nfor i in {1..600}; do sleep 0.1; done\n' >slow
chmod +x real slow
cat >user.sh <<'SH'
# Escape in every window of sladd-desktop $1..., as soon as it is there; then the wrapper's own exit status.
"$@" >said 2>&1 &
wrapper=$!
for _ in {1..600}; do
    kill -0 "$wrapper" 2>/dev/null || break
    sleep 0.2
    # The progress closes by itself unless the work is the slow one.
    [[ -e started || -e result || ! -e "$WAIT_FOR" ]] || touch result
    [[ -e started || -e result ]] || continue
    for window in $(xdotool search --onlyvisible --name 'sladd' 2>/dev/null); do
        xdotool getwindowname "$window" >>titles 2>/dev/null
        xdotool windowfocus "$window" key Escape 2>/dev/null
    done
done
wait "$wrapper"
SH
window() { # STATUS PROGRAM PHOTO...
    local wanted=$1
    rm -f started stopped result titles
    SLADD=$PWD/$2 expect "$wanted" timeout 300 xvfb-run -a bash user.sh "$ROOT/samples/desktop/sladd-desktop" "${@:3}"
    cp said log
}

# shellcheck disable=SC2089,SC2090 # the quotes belong to the name
name=$'Kari\'s "fest" & <b>blå\nbilde.jpg'
photo "mine bilder/$name"
WAIT_FOR="mine bilder/sanitised/$name" LANGUAGE=nb
# shellcheck disable=SC2090
export WAIT_FOR LANGUAGE
window 0 real "mine bilder/$name"
exists "$WAIT_FOR"
says '1 av 1 bilde klar*derfor er alle sladdet*'
grep -q '^Sladd bilder (sladd)$' titles || fail "no window was seen"

window 3 slow "mine bilder/$name"
exists stopped
says '*Du stoppet arbeidet*'
grep -q '^Sladd bilder (sladd)$' titles || fail "no window was seen"
