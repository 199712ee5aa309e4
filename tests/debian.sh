#!/usr/bin/env bash
# Build the Debian packages, install them in a fresh Debian 12 and use them there. Not part of tests/run.sh, since it
# needs root, debootstrap and the package archive, some 2 GB and a few minutes.
#
#   tests/debian.sh [FOLDER]     FOLDER is kept for a next time; without it a temporary one is made and removed
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
[[ $(id -u) == 0 ]] || { echo "needs root" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "needs debootstrap" >&2; exit 2; }

cmake --preset debian
cmake --build --preset debian
(cd build/debian && rm -f ./*.deb && cpack)

debian=${1:-$(mktemp -d)}
tidy() {
    umount "$debian/proc" 2>/dev/null || true
    [[ -n ${kept:-} ]] || rm -rf --one-file-system "$debian"
}
kept=${1:-}
trap tidy EXIT
[[ -e $debian/usr/bin/apt-get ]] || debootstrap --variant=minbase bookworm "$debian"
mountpoint -q "$debian/proc" || mount -t proc proc "$debian/proc"
cp /etc/resolv.conf "$debian/etc/resolv.conf"
rm -rf "$debian/root/try"
mkdir "$debian/root/try"
cp -r build/debian/*.deb samples/photos "$debian/root/try"

chroot "$debian" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 sh -eu <<'INSIDE'
cd /root/try
apt-get update -q
apt-get install -y -q --no-install-recommends --reinstall ./sladd_*.deb
status=0
sladd clean --seed 4 -o cleaned photos || status=$?
[ "$status" = 1 ] # one photo of the samples is withheld
[ "$(ls cleaned | wc -l)" = 9 ]
sladd check -m photos/consent.yaml cleaned
sladd clean --policy meraker -n photos/portrett.jpg
/usr/share/sladd/desktop/install.sh
SLADD_DIALOG=terminal ~/.local/share/sladd/desktop/sladd-desktop photos/portrett.jpg

apt-get install -y -q --no-install-recommends --reinstall ./libsladd-dev_*.deb gcc libc6-dev pkg-config
# shellcheck disable=SC2046
cc /usr/share/doc/libsladd-dev/examples/sanitise.c $(pkg-config --cflags --libs sladd) -o sanitise
SLADD_SEED=4 ./sanitise photos/portrett.jpg photos/consent.yaml >copy.jpg
cmp copy.jpg cleaned/portrett.jpg
INSIDE
echo "The packages work in a fresh Debian 12."
