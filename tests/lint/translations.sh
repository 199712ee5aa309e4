# Every string that a person reads is translated into Norwegian and Swedish, and none is left over (src/po/update.sh).
command -v xgettext >/dev/null || skip "needs xgettext"
cp "$ROOT"/src/po/*.po .
expect 0 "$ROOT/src/po/update.sh" .
[[ $(grep -c '^msgid ' nb.po) -gt 400 ]] || fail "too few strings were found to believe it"
for language in nb sv; do
    diff "$ROOT/src/po/$language.po" $language.po >log || fail "$language.po is not what the source asks for: run src/po/update.sh"
    msgattrib --untranslated $language.po >log
    [[ ! -s log ]] || fail "strings without a translation in $language.po"
    msgattrib --only-fuzzy $language.po >log
    [[ ! -s log ]] || fail "translations that nobody has looked at in $language.po"
    expect 0 msgfmt --check-format --check-domain -o /dev/null $language.po
done

# What is printed or said in an error, and has two words or more, went through one of the marks: update.sh sees no other.
expect 0 python3 - "$ROOT" <<'PYTHON'
import pathlib, re, sys

SAYS = re.compile(r"\b(?:v?f?printf|fputs|puts|progress_say|sladd_fail|complain|complain_at|jpeg_escape|REFUSE|REFUSE_AT|CONFLICT)\(")
TEXT = re.compile(r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*')
problems, seen = [], 0

def call(source, at):
    """The text of a call's arguments, up to its closing bracket."""
    depth, i = 1, at
    while depth and i < len(source):
        literal = TEXT.match(source, i)
        if literal:
            i = literal.end()
            continue
        depth += {"(": 1, ")": -1}.get(source[i], 0)
        i += 1
    return source[at:i - 1]

for file in sorted(pathlib.Path(sys.argv[1], "src").rglob("*.[ch]*")):
    if file.parent.name == "docs" or re.match(r"format_(sarif|junit|github|json)", file.name):
        continue  # manual pages and what programs read are in English
    source = re.sub(r"/\*.*?\*/|#[^\n]*", "", file.read_text(), flags=re.S)
    for says in SAYS.finditer(source):
        arguments = call(source, says.end())
        own = says[0].startswith(("sladd_fail", "complain", "jpeg_escape", "REFUSE", "CONFLICT"))
        for number, text in enumerate(TEXT.finditer(arguments)):
            before = TEXT.sub("", arguments[:text.start()])
            marked = re.search(r"\b(?:_|N_|P_)\((?:[^()]*,)?\s*$", before) or (own and number == 0)
            words = re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", re.sub(r"\\.", " ", text[0]))
            seen += bool(words and marked)
            if words and not marked:
                problems.append(f"{file}: {text[0]}")
if seen < 100:
    problems.append(f"only {seen} texts were seen")
sys.exit("\n".join(problems) or 0)
PYTHON
