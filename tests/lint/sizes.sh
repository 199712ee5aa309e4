# A file has at most 400 lines, a function at most 60 (tables and switches that are one list a little more).
expect 0 python3 - "$ROOT" <<'PYTHON'
import pathlib, sys

MOST_LINES, MOST_FUNCTION = 400, 60
root, problems, functions = pathlib.Path(sys.argv[1]), [], 0
sources = [f for folder in ("src", "include", "tests") for p in ("*.c", "*.h", "*.[ch]pp", "*.py", "*.sh")
           for f in (root / folder).rglob(p)]
for file in sources:
    lines = file.read_text().splitlines()
    if len(lines) > MOST_LINES:
        problems.append(f"{file}: {len(lines)} lines")
    if file.suffix not in (".c", ".cpp", ".hpp", ".h"):
        continue
    start = None
    for number, line in enumerate(lines, 1):
        # clang-format leaves a function's end alone at the start of its line.
        if line.endswith("{") and not line.startswith((" ", "#", "}", "struct", "enum", "static const", "union")) and ")" in line:
            start = number
        elif line == "}" and start is not None:
            functions += 1
            if number - start + 1 > MOST_FUNCTION:
                problems.append(f"{file}:{start}: a function of {number - start + 1} lines")
            start = None
if functions < 300:
    problems.append(f"only {functions} functions were seen")
sys.exit("\n".join(problems) or 0)
PYTHON
