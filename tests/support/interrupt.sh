# shellcheck shell=bash
# For the cases that end sladd in the middle of its work.

no_leftovers() { # FOLDER: no temporary name of any kind
    local left
    [[ -e $1 ]] || return 0
    left=$(find "$1" -name '*.part' -o -name '*.tmp' -o -name '.sladd-[0-9a-f]*' 2>/dev/null)
    [[ -z $left ]] || fail "left behind: $left"
}

only_verified() { # OUT REFERENCE: whatever has a name is byte for byte what an undisturbed run makes
    local file
    while IFS= read -r file; do
        cmp -s "$file" "$2/${file#"$1"/}" || fail "$file is not the verified copy"
    done < <(files_in "$1")
}
