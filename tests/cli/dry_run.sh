# --dry-run decides and reports as the real run does, and writes nothing.
photo photos/a.jpg
redact photos/a.jpg 0.1 0.1 0.5 0.5
facts() { find photos -printf '%p %T@ %C@\n' | sort; }
facts >before
clean 0 -n -o out photos
clean 0 -n photos
clean 0 --dry-run --rename -o out photos
absent out
facts >after
same before after
clean 0 -n --seed 1 --report report.json photos
report 'p["status"] == "sanitised" and p["regions"][0]["action"] == "redact" and p["output"] is None'
