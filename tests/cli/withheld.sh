# `publish: no` withholds the photo: nothing is written of it, status 1, and the others are cleaned. A failed one
# outranks it.
photo photos/a.jpg
photo photos/b.jpg
printf 'version: 1\nphotos:\n  a.jpg: {publish: no}\n' >photos/consent.yaml
clean 1 --report report.json -o out photos
exists out/b.jpg
absent out/a.jpg
report '[(x["status"], x["output"]) for x in r["photos"]][0] == ("withheld", None)'
report 'r["summary"]["withheld"] == 1 and r["summary"]["sanitised"] == 1 and p["error"]'
clean 1 -n photos
clean 3 -o out2 photos missing.jpg
printf 'version: 1\nphotos:\n  a.jpg: {rights: {permission: no}}\n' >photos/consent.yaml
clean 1 -o out3 photos
absent out3/a.jpg
