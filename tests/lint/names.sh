# No two sources have one name, so that a name in a message, a stack trace or a paper leads to one file.
expect 0 python3 - "$ROOT" <<'PYTHON'
import collections, pathlib, sys

root = pathlib.Path(sys.argv[1])
ENDINGS = {".c", ".h", ".cpp", ".hpp", ".def", ".sh", ".py"}
places = collections.defaultdict(list)
for folder in ("src", "include", "tests"):
    for path in (root / folder).rglob("*"):
        if path.suffix in ENDINGS:
            places[path.name].append(str(path.relative_to(root)))
problems = [f"{name}: {', '.join(sorted(paths))}" for name, paths in sorted(places.items()) if len(paths) > 1]
if len(places) < 300:
    problems.append(f"only {len(places)} sources were seen")
sys.exit("\n".join(problems) or 0)
PYTHON
