#!/usr/bin/env bash
# What sladd costs beside what else there is, measured here and now: makes its own photos, runs sladd and its peers in turn,
# prints medians and ratios, and writes a plot. See README.md.
#
#   tests/bench/bench.sh [--quick] [--rounds N] [--yunet FILE.onnx] [--svg FILE]      SLADD is build/release/sladd by default
#
# Needs python3-numpy, python3-pil, libjpeg-turbo-progs and libimage-exiftool-perl; python3-opencv for the script.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
sladd=${SLADD:-$here/../../build/release/sladd}
[[ -x $sladd ]] || { echo "no $sladd: cmake --preset release && cmake --build --preset release" >&2; exit 2; }
photos=${XDG_CACHE_HOME:-$HOME/.cache}/sladd-bench
sizes=(2 12 24)
[[ " $* " == *" --quick "* ]] && sizes=(12)
missing=()
for size in "${sizes[@]}"; do
    [[ -e $photos/$(printf %02d "$size")-megapixels-100-faces.jpg && -e $photos/batch/IMG_0007.jpg ]] || missing+=("$size")
done
[[ ${#missing[@]} == 0 ]] || python3 "$here/photos.py" "$photos" "${missing[@]}"
exec python3 "$here/compare.py" "$photos" "$sladd" "$@"
