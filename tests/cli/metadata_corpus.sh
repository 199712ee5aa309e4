# Real cameras' files, whole and broken: outputs hold nothing beyond structure, orientation and colour; what cannot be
# cleaned is named and nothing of it is written; the originals stay as they were.
# Release tests 1 and 20.
needs "$DATA/metadata"
cp -a "$DATA/metadata" photos
(cd photos && sha256sum -- * && stat -c '%n %Y %y %s %a' -- *) >before
status=0
"$SLADD" clean --models "$ROOT/models" --report report.json -o out photos >log 2>&1 || status=$?
# Status 3 if and only if a photo failed.
report "(r['summary']['failed'] > 0) == ($status == 3) and $status in (0, 3)"
(cd photos && sha256sum -- * && stat -c '%n %Y %y %s %a' -- *) >after
same before after
report 'len(r["photos"]) == r["summary"]["photos"] == r["summary"]["sanitised"] + r["summary"]["failed"]'
report 'all(x["error"] and not x["output"] for x in r["photos"] if x["status"] == "failed")'
report 'r["summary"]["sanitised"] > 50'
report "$(copies_in out) == r['summary']['sanitised']"
expect 0 python3 "$SUPPORT/one_picture.py" out/*
exiftool -j -a -G1 -u -U out >tags.json
expect 0 python3 "$SUPPORT/only_structure.py" tags.json
