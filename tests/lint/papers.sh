# The papers say what is there: every file that the map, the contributor's page, the security page and the tests' page name
# exists, every room stands on the map, and every test is said to carry a promise.
expect 0 python3 - "$ROOT" <<'PYTHON'
import pathlib, re, sys

root = pathlib.Path(sys.argv[1])
ENDINGS = r"(?:c|h|cpp|hpp|def|py|sh|tsv|md|txt|cmake|yaml|po)"
problems, seen = [], 0
PAPERS = {"src/README.md": "src", "CONTRIBUTING.md": ".", "SECURITY.md": ".", "tests/README.md": "tests", "README.md": "."}
everything = {path.name for folder in ("src", "include", "tests", "samples") for path in (root / folder).rglob("*")}

for paper, home in PAPERS.items():
    text = (root / paper).read_text()
    for quoted in re.findall(r"`([^`\n]+)`", text):
        test = re.fullmatch(r"(unit|cli|lint)/(\w+)", quoted)
        file = re.fullmatch(rf"[./\w-]+\.{ENDINGS}", quoted)
        if test:
            there = (root / "tests" / f"{quoted}{'.c' if test[1] == 'unit' else '.sh'}").exists()
        elif quoted == "photos/consent.yaml":
            continue  # the reader's own
        elif file and "/" in quoted:
            there = any((root / base / quoted).exists() for base in (home, "src", "."))
        elif file and file[0][0].islower() and paper != "README.md":
            there = quoted in everything or quoted == "consent.yaml"
        else:
            continue
        seen += 1
        if not there and not re.search("NAME|SUBJECT|PARSER|LANGUAGE", quoted):
            problems.append(f"{paper}: {quoted} is not there")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        if not (root / paper).parent.joinpath(link).exists():
            problems.append(f"{paper}: the link {link} leads nowhere")

rooms = [path.name for path in (root / "src").iterdir() if path.is_dir()]
words = (root / "src/README.md").read_text()
problems += [f"src/README.md: the room {room} is not on the map" for room in rooms if f"`{room}`" not in words]
tests = [f"{kind}/{path.stem}" for kind, ending in (("unit", "c"), ("cli", "sh")) for path in (root / "tests" / kind).glob(f"*.{ending}")]
words = (root / "tests/README.md").read_text()
problems += [f"tests/README.md: which promise does {test} carry?" for test in sorted(tests) if f"`{test}`" not in words]
release = re.findall(r"^\| (\d+) \| .+ \| (.+) \|$", words[words.index("## The 25 release tests"):], re.M)
problems += [f"tests/README.md: release test {n} is not in the table" for n in range(1, 26) if [row[0] for row in release].count(str(n)) != 1]
for number, named in release:
    for kind, name in re.findall(r"`(unit|cli)/(\w+)`", named):
        path = root / "tests" / kind / f"{name}.{'c' if kind == 'unit' else 'sh'}"
        numbers = re.search(r"Release tests? ([\d, and]+)", "\n".join(path.read_text().split("\n")[:9])) if path.exists() else None
        if not numbers or number not in re.findall(r"\d+", numbers[1]):
            problems.append(f"tests/README.md: {kind}/{name} does not say that it is release test {number}")
    if "`" not in named:
        problems.append(f"tests/README.md: release test {number} has no test")
if seen < 150:
    problems.append(f"only {seen} names of files were seen")
sys.exit("\n".join(problems) or 0)
PYTHON
