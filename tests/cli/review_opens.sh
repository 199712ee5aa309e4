# The browser that review opens is led to the page by a file that nobody else can read: the address is in no command line, which
# everybody on the machine can read. The file goes as soon as the browser has come, and with the program.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
command -v curl >/dev/null || skip "needs curl"
photo photos/a.jpg 200 150 ycc 2x2
mkdir bin run
cat >bin/xdg-open <<'SH'
#!/bin/sh
cp "$1" lead
stat -c '%a %h' "$1" >mode
printf '%s\n' "$@" >arguments.new
mv arguments.new arguments
SH
chmod +x bin/xdg-open
opened() { # FOLDER: the file is in it, and says where the page is
    for _ in {1..100}; do
        [[ ! -e arguments ]] || break
        sleep 0.1
    done
    file=$(<arguments)
    rm arguments
    [[ $file == "$1"/sladd-*.html && $(<mode) == '600 1' ]] || fail "opened: $file $(<mode)"
    grep -qF "url=$address\"" lead || fail "it leads elsewhere: $(<lead)"
    [[ -e $file ]] || fail "it is gone before anybody came"
}
export DISPLAY=:9 PATH=$PWD/bin:$PATH XDG_RUNTIME_DIR=$PWD/run
review_opening photos
opened "$PWD/run"
# Somebody else's request does not count; the browser's does, as one that comes from a file makes it.
ask 404 "$origin/state"
[[ -e $file ]] || fail "a stranger's request removed it"
led=(-H 'Sec-Fetch-Site: cross-site' -H 'Sec-Fetch-Mode: navigate' -H 'Sec-Fetch-Dest: document')
ask 200 "$address" "${led[@]}"
nothing_in run
# Nobody is led to anything but the page, nor into a frame, nor without the token.
ask 403 "${address}state" "${led[@]}"
ask 403 "${address}page.html" "${led[@]}"
ask 403 "$address" "${led[@]:0:4}"
ask 403 "$address" "${led[@]:0:4}" -H 'Sec-Fetch-Dest: iframe'
ask 403 "$address" "${led[@]:0:2}" "${led[@]:4}"
ask 403 "$address" "${led[@]}" -H "Origin: http://evil.example"
ask 403 "$address" "${led[@]}" -H 'Host: evil.example'
ask 404 "${address%???}00/" "${led[@]}"
stop_review

# Ended before anybody came; and without such a folder.
review_opening photos
opened "$PWD/run"
stop_review
nothing_in run
for folder in "$PWD/none" run ''; do
    XDG_RUNTIME_DIR=$folder review_opening photos
    opened /tmp
    stop_review
    absent "$file"
done
nothing_in run
# Where nothing opens it, and nobody reads its address, it says so and ends instead of waiting for half an hour.
cp bin/xdg-open opens
for status in 3 4; do
    printf '#!/bin/sh\nexit %s\n' $status >bin/xdg-open
    expect 3 timeout 60 "$SLADD" review --models "$ROOT/models" photos
    says '*no browser could be opened*--no-open*'
    nothing_in run
done
rm bin/xdg-open
expect 3 env PATH="$PWD/bin" /usr/bin/timeout 60 "$SLADD" review --models "$ROOT/models" photos
nothing_in run
# Who reads it on a terminal is told, and can still come.
if command -v script >/dev/null; then
    (script -qec "'$SLADD' review --models '$ROOT/models' photos" /dev/null </dev/null >served 2>&1 &)
    for _ in {1..100}; do
        ! grep -q 'open the address yourself' served || break
        sleep 0.1
    done
    grep -q 'no browser could be opened; open the address yourself' served || fail "not told: $(<served)"
    address=$(grep -a -m 1 -o 'http://[^[:space:]]*' served)
    origin=${address%/*/}
    ask 200 "$address"
    tell 200 end '{}'
fi
mv opens bin/xdg-open
# Where there is no desktop, or it is not wanted, there is no file.
(unset DISPLAY WAYLAND_DISPLAY && review_opening photos && nothing_in run && stop_review)
review photos
nothing_in run
absent arguments
