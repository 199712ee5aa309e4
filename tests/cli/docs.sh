# The manual and the completions hold every option of the parser, for the commands that know it, and work.
needs "$BUILD/man/man1/sladd.1" "$BUILD/completions/bash/sladd"
# LONG-FORM COMMAND...: straight from the rows, by the preprocessor.
{
    printf '%s\n' '#define FOR_CLEAN clean' '#define FOR_SCAN scan' '#define FOR_CHECK check' '#define FOR_IMPORT import' '#define FOR_REVIEW review' '#define FOR_PHOTOS clean scan check' '#define FOR_ALL clean scan check import review' \
        '#define OPTION(id, commands, short_form, long_form, argument, help) ROW long_form commands'
    cat "$ROOT/src/cli/options.def"
} >rows.c
cc -E -P rows.c | tr '\n' ' ' | sed 's/ROW/\nROW/g' | sed -n 's/^ROW "\([a-z0-9-]*\)" \(.*\)$/\1 \2/p' | tr -d '|' >options
echo >>options
sed -i '/^$/d' options
grep -q '^version ' options || fail "the last option was not seen"
[[ $(wc -l <options) -gt 20 ]] || fail "only $(wc -l <options) options were seen"
mapfile -t commands < <(sed -n 's/^COMMAND([A-Z]*, "\([a-z]*\)".*/\1/p' "$ROOT/src/cli/commands.def")
[[ ${#commands[@]} -ge 3 ]] || fail "commands: ${commands[*]}"

for command in "${commands[@]}"; do
    exists "$BUILD/man/man1/sladd-$command.1"
    sed 's/\\-/-/g; s/\\f.//g' "$BUILD/man/man1/sladd-$command.1" >page
    while read -r option known_by; do
        if [[ " $known_by " == *" $command "* ]]; then
            grep -qE -- "^(-., )?--$option( |$)" page || fail "sladd-$command(1) lacks --$option"
        else
            ! grep -qE -- "^(-., )?--$option( |$)" page || fail "sladd-$command(1) has --$option"
        fi
    done <options
done
# Every key of the manifest is explained.
sed 's/\\-/-/g' "$BUILD/man/man5/sladd-consent.5" >page
python3 - "$ROOT/src/consent/consent.schema.json" >keys <<'PYTHON'
import json, sys
schema = json.load(open(sys.argv[1]))
for part in (schema, *schema["$defs"].values()):
    print(*part.get("properties", {}), sep="\n")
PYTHON
while read -r key; do
    [[ -z $key ]] || grep -qw -- "$key" page || fail "sladd-consent(5) lacks $key"
done <keys
for page in "$BUILD"/man/man?/*; do
    if command -v man >/dev/null; then
        LC_ALL=C.UTF-8 man --warnings -l "$page" >/dev/null 2>log || fail "man: $page"
        [[ ! -s log ]] || fail "man: $page"
    fi
    if command -v mandoc >/dev/null; then expect 0 mandoc -T lint -W warning "$page"; fi
done

# bash, for real: what the completion function offers.
offers() { # WORD...: complete the last word
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _sladd
}
offered() { # WORD
    [[ " ${COMPREPLY[*]} " == *" $1 "* ]] || fail "bash does not offer $1 after ${COMP_WORDS[*]} but ${COMPREPLY[*]}"
}
complete() { :; } # only an interactive shell completes
compopt() { :; }
# shellcheck source=/dev/null
source "$BUILD/completions/bash/sladd"
for command in "${commands[@]}"; do
    offers sladd ''
    offered "$command"
    offers sladd "$command" -
    while read -r option known_by; do
        if [[ " $known_by " == *" $command "* ]]; then
            offered "--$option"
        else
            [[ " ${COMPREPLY[*]} " != *" --$option "* ]] || fail "bash offers --$option to $command"
        fi
    done <options
done
offers sladd clean --style ''
[[ ${COMPREPLY[*]} == "blur pixel solid mosaic" ]] || fail "--style: ${COMPREPLY[*]}"
offers sladd clean --style = m
[[ ${COMPREPLY[*]} == mosaic ]] || fail "--style=m: ${COMPREPLY[*]}"
offers sladd -s solid cl
[[ ${COMPREPLY[*]} == clean ]] || fail "an option before the command: ${COMPREPLY[*]}"
offers sladd clean --policy mer
[[ ${COMPREPLY[*]} == meraker ]] || fail "--policy: ${COMPREPLY[*]}"
mkdir -p 'sub/a folder'
: >'sub/a photo.jpg'
offers sladd clean -o sub/
[[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == 'sub/a folder' ]] || fail "-o: ${COMPREPLY[*]}"
# Whatever takes a file offers files: the rows say which options do.
grep -o '"[a-z-]*", "FILE[.a-z]*"' "$ROOT/src/cli/options.def" | tr -d '",' | cut -d' ' -f1 >takers
[[ $(wc -l <takers) -ge 5 ]] || fail "options with files: $(<takers)"
while read -r taker; do
    offers sladd scan "--$taker" sub/
    [[ ${#COMPREPLY[@]} == 2 ]] || fail "bash, --$taker: ${COMPREPLY[*]}"
    grep -q -- "--$taker=[}']*\[.*:file:_files'" "$BUILD/completions/zsh/_sladd" || fail "zsh, --$taker"
    grep -q -- "-l $taker -r -F " "$BUILD/completions/fish/sladd.fish" || fail "fish, --$taker"
done <takers
offers sladd clean sub/
[[ ${#COMPREPLY[@]} == 2 ]] || fail "paths: ${COMPREPLY[*]}"
expect 0 shellcheck -s bash "$BUILD/completions/bash/sladd"

# fish and zsh, where they are.
if command -v fish >/dev/null; then
    expect 0 fish -n "$BUILD/completions/fish/sladd.fish"
    for command in "${commands[@]}"; do
        HOME=$PWD fish -c "source '$BUILD/completions/fish/sladd.fish'; complete -C 'sladd $command --'" 2>&1 | cut -f1 >log
        while read -r option known_by; do
            if [[ " $known_by " == *" $command "* ]]; then
                grep -qx -- "--$option" log || fail "fish does not offer --$option to $command"
            else
                ! grep -qx -- "--$option" log || fail "fish offers --$option to $command"
            fi
        done <options
    done
    HOME=$PWD fish -c "source '$BUILD/completions/fish/sladd.fish'; complete -C 'sladd clean --style '" | cut -f1 | sort | tr '\n' ' ' >log
    says "blur mosaic pixel solid"*
    HOME=$PWD fish -c "source '$BUILD/completions/fish/sladd.fish'; complete -C 'sladd help '" | cut -f1 | sort | tr '\n' ' ' >log
    says "check clean import review scan"*
else
    echo "fish is not installed: its completion was not tried"
fi
if command -v zsh >/dev/null; then
    expect 0 zsh -n "$BUILD/completions/zsh/_sladd"
    for command in "${commands[@]}"; do
        python3 "$SUPPORT/complete.py" "$BUILD/completions/zsh" "sladd $command --" >log 2>&1 || fail "zsh"
        while read -r option known_by; do
            if [[ " $known_by " == *" $command "* ]]; then
                grep -q -- "--$option\b" log || fail "zsh does not offer --$option to $command"
            else
                ! grep -q -- "--$option " log || fail "zsh offers --$option to $command"
            fi
        done <options
    done
    for word in style:mosaic policy:meraker; do
        python3 "$SUPPORT/complete.py" "$BUILD/completions/zsh" "sladd clean --${word%:*} " >log 2>&1 || fail "zsh"
        grep -q -- "${word#*:}" log || fail "zsh does not offer ${word#*:} for --${word%:*}"
    done
else
    echo "zsh is not installed: its completion was not tried"
fi
