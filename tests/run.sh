#!/usr/bin/env bash
# Build sladd with the sanitizers and run all its tests, on Debian 12 with nothing but the package archive.
#
#   tests/run.sh
#
# Installs the packages that are missing (.ci/packages-build and .ci/packages-test; needs root or sudo, and only then),
# builds into build/dev and ends with ctest's summary and exit status. Run it from anywhere, as often as you like.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

missing_packages() {
    local package
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' .ci/packages-build .ci/packages-test | sort -u | while read -r package; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || printf '%s\n' "$package"
    done
}

as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "These packages are missing, and installing them needs root: ${missing[*]}" >&2
        exit 2
    fi
}

mapfile -t missing < <(missing_packages)
if [[ ${#missing[@]} -gt 0 ]]; then
    echo "Installing ${missing[*]}"
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

# Debian's compilers and tools, whatever else is in the way.
export PATH=/usr/bin:/bin:/usr/sbin:/sbin:$PATH
cmake --preset dev
cmake --build --preset dev
ctest --preset dev --parallel "$(nproc)"
