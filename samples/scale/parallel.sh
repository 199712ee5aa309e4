#!/bin/sh
# Cleans one folder on several machines, with GNU parallel over ssh.
#
#   parallel.sh [-S HOST,HOST...] [-n SHARES] PHOTOS COPIES [OPTION...]
#
# Every machine sees PHOTOS and COPIES under the same absolute paths (a network file system) and has sladd installed. Each
# share is one `sladd clean --shard I/N`; further OPTIONs go to it. Without -S the shares run on this machine. SHARES is
# 3 unless you say otherwise; a few for each machine even out the load. SLADD names another program than "sladd".
#
# Ends with sladd's own exit status, the largest of all shares; the last run here makes the receipts one file and does
# whatever a share left undone.
set -eu

hosts=: shares=3
while getopts S:n: option; do
    case $option in
    S) hosts=$OPTARG ;;
    n) shares=$OPTARG ;;
    *) sed -n 's/^#   //p' "$0" >&2 && exit 2 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -ge 2 ] || { sed -n 's/^#   //p' "$0" >&2; exit 2; }
photos=$1 copies=$2
shift 2
sladd=${SLADD:-sladd}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# One share a machine at a time, since sladd itself uses all processors. -q: names may hold blanks and quotes.
seq "$shares" | parallel -q --will-cite --jobs 1 -S "$hosts" --joblog "$log" --tag \
    "$sladd" clean --no-progress --shard "{}/$shares" -o "$copies" "$@" "$photos" || true

# parallel counts failures; what matters here is the worst of sladd's own statuses. One that sladd does not have (a
# machine that could not be reached) counts as photos that were not processed.
status=$(awk 'NR > 1 { seen++; if ($8 != 0) worst = 3; s = $7 > 3 ? 3 : $7; if (s > worst) worst = s }
              END { print seen < '"$shares"' ? 3 : worst + 0 }' "$log")
[ "$status" -le 1 ] || exit "$status"
exec "$sladd" clean --no-progress -o "$copies" "$@" "$photos"
