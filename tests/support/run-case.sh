#!/usr/bin/env bash
# Run one case of tests/cli in a scratch folder of its own. The environment names the program and the tools:
#   SLADD    the binary under test           TOOLS    the folder with jpeg-make, jpeg-coefs and inject.so
# Exit status 0: passed; 77: skipped, with the reason as the last line; anything else: failed.
set -euo pipefail
case_file=$(realpath "$1")
ROOT=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
: "${SLADD:?names the binary under test}" "${TOOLS:?names the folder of the test tools}"
SUPPORT=$ROOT/tests/support
DATA=${SLADD_DATA:-$ROOT/../shared/data}
export ROOT SLADD TOOLS SUPPORT DATA LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
# A sanitizer's complaint must not pass for one of sladd's own exit statuses.
export ASAN_OPTIONS="exitcode=99:${ASAN_OPTIONS:-}" UBSAN_OPTIONS="exitcode=99:print_stacktrace=1:${UBSAN_OPTIONS:-}"
scratch=$(mktemp -d "${TMPDIR:-/tmp}/sladd-$(basename "$case_file" .sh).XXXXXX")
trap 'chmod -R u+rwx "$scratch" 2>/dev/null || true; rm -rf "$scratch" "$scratch.state"' EXIT
# What sladd keeps for the user is the case's, too.
export XDG_STATE_HOME=$scratch.state
# Tesseract finds no language, and opens in no time, but in the cases that say reads_lines.
export READER_DATA=${TESSDATA_PREFIX-} TESSDATA_PREFIX=$scratch
# Debian's own tools, whatever else is installed: its Python has the modules that the cases need.
PATH=/usr/bin:/bin:/usr/sbin:/sbin:$PATH
cd "$scratch"
# In a shell of its own, whose EXIT is the case's: what is above is tidied up whatever a case does at its end.
(
    # shellcheck source=tests/support/case.sh disable=SC1091
    source "$SUPPORT/case.sh"
    # shellcheck source=/dev/null
    source "$case_file"
)
