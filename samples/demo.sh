#!/bin/sh
# Builds sladd on Debian 12 and cleans the sample photos.
#
#   samples/demo.sh
#
# Installs the packages that are missing (.ci/packages-build; needs root or sudo, and only then), builds into build/release and
# writes into samples/cleaned. Nothing else is touched. Run it again whenever you like.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
photos=samples/photos
cleaned=samples/cleaned

say() { printf '\n== %s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 2; }

missing_packages() {
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' .ci/packages-build | while read -r package; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=absent
        [ "$state" = installed ] || printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "These packages are missing and installing them needs root: $missing"
    fi
}

install_missing() {
    command -v dpkg-query >/dev/null || die "This script installs Debian packages. Elsewhere, install what .ci/packages-build lists and build with CMake."
    missing=$(missing_packages)
    if [ -z "$missing" ]; then
        say "All packages are there"
        return
    fi
    say "Installing $missing"
    as_root apt-get update
    # shellcheck disable=SC2086  # one word a package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}

build() {
    say "Building"
    cmake --preset release
    cmake --build --preset release
}

clean_photos() {
    say "Cleaning $photos"
    rm -rf "$cleaned"           # the results of an earlier run, so that every run shows everything
    mkdir -p "$cleaned"
    status=0
    build/release/sladd clean --channel web -o "$cleaned" --report "$cleaned/report.json" "$photos" || status=$?
    case $status in
        0 | 1) ;;
        *) printf 'sladd ended with status %s, which it should not here.\n' "$status" >&2
           exit "$status" ;;
    esac
}

explain() {
    cat <<TEXT

== Done

Open the folders side by side:

    $root/$photos     ten photos of people who do not exist, and consent.yaml, which says who agreed to what
    $root/$cleaned    what may be published, and report.json, which says what was done and why

Look for these:

  sommerfest.jpg    Five people agreed and stay. A child without a parent's signature and a woman with a protected
                    identity are blurred. The banner stays, because the manifest says it is our own.
  foredrag.jpg      Nobody in the audience was asked, so every face is blurred, down to the smallest.
  portrett.jpg      She withdrew her consent in September; he did not.
  sykehus.jpg       Missing on purpose: the manifest says "publish: no". Because a photo was withheld, sladd ended
                    with status 1, which is right here.
  any of them       The camera's notes are gone: position, names, serial numbers, the small unblurred preview.
                    Compare, if exiftool is installed:   exiftool $photos/sommerfest.jpg $cleaned/sommerfest.jpg

samples/README.md tells what each photo shows and hides. Try it with your own consent: change a date in
$photos/consent.yaml and run this again.
TEXT
}

install_missing
build
clean_photos
explain
