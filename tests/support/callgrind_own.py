"""callgrind_own.py FILE OBJECT: how many instructions callgrind counted in this object itself, without what it called."""
import re
import sys

names, total, here, skip = {}, 0, False, False
for line in open(sys.argv[1], encoding="utf-8", errors="replace"):
    object_line = re.match(r"ob=\((\d+)\)(?: (.*))?", line)
    if object_line:
        if object_line[2]:
            names[object_line[1]] = object_line[2].strip()
        here = names[object_line[1]].endswith(sys.argv[2])
    elif re.match(r"cob=\((\d+)\) ", line):
        called = re.match(r"cob=\((\d+)\) (.*)", line)
        names[called[1]] = called[2].strip()
    elif line.startswith("calls="):
        skip = True  # the next line is what the callee cost
    elif re.match(r"[+*\-0-9]", line):
        if here and not skip:
            total += int(line.split()[1])
        skip = False
print(total)
