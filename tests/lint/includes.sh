# Includes point downwards, and siblings never include one another:
#   main -> cli -> serve -> report -> { audit, ledger } -> { work, sheets } -> { record, files, drafts } -> api -> pipeline
#        -> stages -> { consent, format, vision, redaction } -> metadata -> base -> include/sladd
expect 0 python3 - "$ROOT" <<'PYTHON'
import pathlib, re, sys

root = pathlib.Path(sys.argv[1])
LEVELS = [["main", "docs"], ["cli"], ["serve"], ["report"], ["audit", "ledger"], ["work", "sheets"], ["record", "files", "drafts"], ["api"], ["pipeline"],
          ["stages"], ["consent", "format", "vision", "redaction"], ["metadata"], ["base"], ["sladd"]]
LEVEL = {name: i for i, names in enumerate(LEVELS) for name in names}
problems, seen = [], 0

def area(path):
    """src/format/jpeg/jpeg.h -> format; src/pipeline.h -> pipeline; include/sladd/image.h -> sladd"""
    parts = path.with_suffix("").parts
    return parts[1]

for file in sorted([*root.glob("src/**/*.[ch]"), *root.glob("src/**/*.[ch]pp"), *root.glob("include/**/*.h")]):
    of = area(file.relative_to(root))
    for line in file.read_text().splitlines():
        found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if not found:
            continue
        seen += 1
        target = found[1].split("/")[0].removesuffix(".h")
        if found[1].endswith(".def"):
            target = found[1].split("/")[0]
        if target not in LEVEL or of not in LEVEL:
            problems.append(f"{file}: {found[1]}: unknown place")
        elif not (target == of or LEVEL[target] > LEVEL[of]):
            problems.append(f"{file}: {found[1]}: points upwards or sideways")
if seen < 100:
    problems.append(f"only {seen} includes were seen")
sys.exit("\n".join(problems) or 0)
PYTHON
