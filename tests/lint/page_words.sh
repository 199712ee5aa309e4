# Every word that the review page asks for is in the catalogue, those that it puts together of the server's words as well;
# no word is there that nobody asks for; and whatever has a kind or a state has its place and its shape.
expect 0 python3 - "$ROOT/src" <<'PYTHON'
import pathlib, re, sys

src = pathlib.Path(sys.argv[1])
page = {path.name: path.read_text() for path in (src / "serve/page").glob("*.[jh]*")}
code = "".join(page.values())
words = set(re.findall(r'^PAGE_WORD\("([^"]+)"', (src / "serve/page_words.def").read_text(), re.M))


def listed(path, pattern):
    found = re.findall(pattern, (src / path).read_text())
    assert found, f"{path}: nothing like {pattern}"
    return set(found)


kinds = listed("base/region.c", r'\[SLADD_(?:FACE|TEXT|CODE|MANUAL)\] = "([^"]+)"')
states = listed("serve/answers.c", r'return "([a-z-]+)"')
ends = {"kind_": kinds, "state_": states,
        "role_": listed("consent/manifest.c", r'\{"([a-z-]+)", ROLE_') | {"none"},
        "form_": listed("consent/manifest.c", r'\{"([a-z-]+)", FORM_') | {"none"},
        "do_keep_": {"text", "code"}, "giver_": {"self", "guardian"}, "filter_": listed("serve/page/folder.js", r"\['(\w+)', \(")}
asked = set(re.findall(r"\bt\('([\w-]+)'", code)) | set(re.findall(r'data-t="([\w-]+)"', code))
for some in re.findall(r"\bt\(([^')`]*\?[^)`]*?)[,)]", code) + re.findall(r"(?<=\? )'[a-z_]+' : '[a-z_]+'", code):
    asked |= {word for word in re.findall(r"'([\w-]+)'", some) if word in words}
asked |= {word for word in re.findall(r"'([\w-]+)'", "".join(re.findall(r"\.\.\.\[(.*?)\]\.map\(\(key\)", code)))}
for start in set(re.findall(r"`(\w+_)\$\{[^}]*\}`", code)):
    assert start in ends, f"{start}: which words?"
    asked |= {start + end for end in ends[start]}
problems = [f"no such word: {word}" for word in sorted(asked - words)]
problems += [f"nobody asks for {word}" for word in sorted(words - asked)]
order = set(re.findall(r"(\w+): \d", re.search(r"const order = \{(.*?)\}", page["photo.js"]).group(1)))
problems += [f"photo.js: a {kind} has no place in the order" for kind in sorted(kinds ^ order)]
marks = set(re.findall(r"'?([\w-]+)'?: '", re.search(r"const marks = \{(.*?)\}", page["canvas.js"]).group(1)))
problems += [f"canvas.js: {state} has no mark" for state in sorted(states ^ marks)]
sys.exit("\n".join(problems) or 0)
PYTHON
