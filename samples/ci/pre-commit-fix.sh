#!/usr/bin/env bash
# A fixer for pre-commit: puts the copy that `sladd clean` makes in the place of every staged photo that may not be
# published. The originals are moved to .git/sladd-originals, which git never commits.
#
#   pre-commit-fix.sh [--OPTION=VALUE...] PHOTO...
#
# Options are those that check and clean share: --channel=web, --policy=strict, --manifest=FILE ... Like every fixer it
# fails when it changed something, so that you look at the result, add it and commit again.
set -euo pipefail

cd "$(git rev-parse --show-toplevel)"
options=()
while [[ ${1:-} == -* ]]; do
    options+=("$1")
    shift
done

# What check has no error about stays as it is, if a manifest or a receipt speaks of it: a copy that was made before is
# not made again.
bad=()
for photo; do
    status=0
    found=$(sladd check --quiet --no-progress --fail-on error "${options[@]}" --format json "./$photo") || status=$?
    [[ $status != 2 ]] || exit 2
    [[ $status == 0 && $found != *'"photo-uncovered"'* ]] || bad+=("$photo")
done
[[ ${#bad[@]} -gt 0 ]] || exit 0

# The photos in a tree of their own, with everything that speaks of them.
originals=$(git rev-parse --git-path sladd-originals)
work=$(git rev-parse --git-path sladd-work)
rm -rf "$work"
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/in"
for photo in "${bad[@]}"; do
    cp --parents -- "$photo" "$work/in"
    folder=$photo
    beside=("$photo".consent.{yaml,json} "$(dirname -- "$photo")"/*.[xX][mM][pP])
    while [[ $folder == */* ]]; do
        folder=${folder%/*}
        beside+=("$folder"/consent.{yaml,json})
    done
    for file in "${beside[@]}" consent.{yaml,json}; do
        [[ ! -e $file ]] || cp --parents -- "$file" "$work/in"
    done
done

status=0
sladd clean --quiet --no-progress "${options[@]}" -o "$work/out" "$work/in" || status=$?
[[ $status != 2 ]] || exit 2

for photo in "${bad[@]}"; do
    if [[ -e $work/out/$photo ]]; then
        mkdir -p "$originals/$(dirname -- "$photo")"
        cp --backup=numbered -- "$photo" "$originals/$photo"
        cat -- "$work/out/$photo" >"$photo"
        echo "$photo: replaced by its sanitised copy; the original is $originals/$photo"
    else
        echo "$photo: there is no copy that may be published; take it out of the commit"
    fi
done
# The receipts let check know the copies again, also on another machine.
[[ ! -e $work/out/.sladd-receipts.jsonl ]] || cat "$work/out/.sladd-receipts.jsonl" >>.sladd-receipts.jsonl
echo "Look at the copies, then add them and .sladd-receipts.jsonl, and commit again."
exit 1
