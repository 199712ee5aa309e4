# Help and version; every kind of wrong usage ends with status 2 and writes nothing.
photo photos/a.jpg
expect 0 "$SLADD" --help
says "*sladd clean *-o DIR PATH*Exit status: 0 all well*"
expect 0 "$SLADD" help clean
says "*--channel*"
expect 0 "$SLADD" clean --help
says "*--channel*"
! grep -qe '^ *--sidecar\|sladd scan' log || fail "the help of clean is not about clean alone"
expect 0 "$SLADD" --version
says "sladd [0-9]*.[0-9]*"
# Every option of the parser is taught.
expect 0 "$SLADD" --help
while IFS= read -r option; do
    grep -q -- " --$option\b" log || fail "the help has no --$option; is there a row in groups of cli/help.c for its commands?"
done < <(sed -nE 's/^OPTION\([^"]*"([^"]*)".*/\1/p' "$ROOT/src/cli/options.def" | tee options)
[[ $(wc -l <options) -gt 30 ]] || fail "options.def was not read"

wrong() { # GLOB ARGUMENT...
    local glob=$1
    shift
    expect 2 "$SLADD" "$@"
    says "$glob"
    absent out
}
wrong "*unknown command 'foo'*" help foo
wrong "*unknown command 'foo'*" foo --help
expect 0 "$SLADD" help help
says "*sladd clean *-o DIR PATH*"
wrong "*no command was given*"
wrong "*unknown command 'claen'*" claen -o out photos
wrong "*needs a folder*" clean photos
wrong "*needs photos*" clean -o out
wrong "*unknown option*" clean --frobnicate -o out photos
wrong "sladd: --frobnicate: unknown option*" clean --frobnicate -o out photos
wrong "sladd: -Z: unknown option*" clean -Zq -o out photos
wrong "sladd: -Z: unknown option*" clean -qZ -o out photos
wrong "sladd: -ø: unknown option*" clean -ø -o out photos
wrong "sladd: -qøv: unknown option*" clean -qøv -o out photos
wrong "sladd: --quiet=x: unknown option*" clean --quiet=x -o out photos
wrong "*needs a value*" clean photos -o
wrong "*--jobs 0*" clean -j 0 -o out photos
wrong "*--jobs 2x*" clean -j 2x -o out photos
wrong "*--jobs +2*" clean -j +2 -o out photos
wrong "*--seed  3*" clean --seed ' 3' -o out photos
wrong "*--seed -0*" clean --seed -0 -o out photos
wrong "*--seed -1*" clean --seed -1 -o out photos
wrong "*--style fog*" clean --style fog -o out photos
wrong "*--text maybe*" clean --text maybe -o out photos
wrong "*--reencode 0*" clean --reencode 0 -o out photos
wrong "*--reencode 101*" clean --reencode 101 -o out photos
wrong "*--date 2026-02-30*" clean --date 2026-02-30 -o out photos
wrong "*--date yesterday*" clean --date yesterday -o out photos
wrong "*" clean -0 -o out photos
wrong "*policy 'none'*" clean --policy none -o out photos
wrong "*no-such-models*" clean --models no-such-models -o out photos
wrong "*no-such-list*" clean --models "$ROOT/models" --files-from no-such-list -o out
mkdir empty
wrong "*no photos in empty*" clean --models "$ROOT/models" -o out empty
wrong "*review needs one folder*" review
wrong "*review needs one folder*" review photos empty
wrong "*review needs a folder*" review --models "$ROOT/models" photos/a.jpg
wrong "*review needs a folder*" review --models "$ROOT/models" no-such-folder
wrong "*no photos in empty*" review --models "$ROOT/models" empty
wrong "*--port 0*" review --port 0 photos
wrong "*--port 65536*" review --port 65536 photos
wrong "*--port is not an option of clean*" clean --port 8080 -o out photos
wrong "*not a folder*" clean --models "$ROOT/models" -o photos/a.jpg photos
wrong "*" clean --models "$ROOT/models" --report no/such/folder/r.json -o out photos
# Standard output that cannot be written is no success.
status=0
"$SLADD" --help >/dev/full 2>log || status=$?
[[ $status == 3 ]] || fail "status $status when standard output is full"
# Nor is a closed one, for whoever prints or reads: no list is not an empty list.
closed() { # STATUS GLOB ARGUMENT...: without standard input and output
    status=0
    "$SLADD" "${@:3}" <&- >&- 2>log || status=$?
    [[ $status == "$1" ]] || fail "status $status instead of $1: ${*:3}"
    says "$2"
}
closed 3 "*cannot write to standard output*" --version
closed 3 "*cannot write to standard output*" check --models "$ROOT/models" --format json photos
closed 3 "*cannot write the report -*" clean --models "$ROOT/models" -n --report - photos
closed 2 "*--files-from -: *" check --files-from -
closed 2 "*--files-from -: *" clean -n --files-from -
