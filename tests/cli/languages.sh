# sladd speaks the language of the user: help, decisions, summaries, errors with their place, withheld photos. What
# programs read is the same in every language.
in_language() { # LANGUAGE STATUS ARGUMENT...: any command
    LANGUAGE=$1 expect "$2" "$SLADD" "${@:3}"
}

# A dry run says every decision with its reason.
photo a.jpg
redact a.jpg 0.2 0.2 0.3 0.3
clean 0 -n a.jpg
says '*Marked place*blurred: The manifest asks for this place to be blurred.*'
LANGUAGE=nb clean 0 -n a.jpg
says '*Merket sted \[0.200, 0.200, 0.300, 0.300\], sladdes: Manifestet ber om at dette stedet sladdes.*'
LANGUAGE=sv clean 0 -n a.jpg
says '*Markerat ställe \[0.200, 0.200, 0.300, 0.300\], suddas: Manifestet ber om att det här stället suddas.*'

# One photo done, one withheld, one that is none: the summary has its plural, the report its stable names.
mkdir sommer ett
photo sommer/a.jpg
photo sommer/b.jpg
photo ett/a.jpg
printf 'tekst\n' >sommer/c.jpg
printf 'version: 1\nphotos: {b.jpg: {publish: no}}\n' >sommer/consent.yaml
LANGUAGE=nb clean 3 --seed 1 --report report.json -o nb sommer
says '*b.jpg: holdt tilbake: manifestet sier*publish: no*3 bilder. Ferdige: 1, uendret: 0, holdt tilbake: 1, mislyktes: 1.*'
says '*c.jpg: dette er en tekstfil*merknad: det står ikke noe sted*Kopiene ligger i nb.*'
report '[(x["status"], x["cause"]) for x in r["photos"]] == [("sanitised", None), ("withheld", "publish-no"),
    ("failed", "not-a-photo")]'
report 'r["photos"][1]["error"].startswith("holdt tilbake:") and p["notices"][0].startswith("there is no record")'
LANGUAGE=sv clean 3 --seed 1 -o sv sommer
says '*b.jpg: hålls tillbaka: manifestet säger*publish: no*3 bilder. Klara: 1, oförändrade: 0, hålls tillbaka: 1, *'
same nb/a.jpg sv/a.jpg
LANGUAGE=nb clean 0 --seed 1 -o ett1 ett
says '*1 bilde. Ferdig: 1,*'
LANGUAGE=sv clean 0 --seed 1 -o ett2 ett
says '*1 bild. Klar: 1,*'

# An error with its place; the numbers stay as they are written.
printf 'version: 1\nphots: {}\n' >sommer/consent.yaml
LANGUAGE=nb clean 2 -o nb2 sommer
says "sladd: sommer/consent.yaml:2:1: ukjent nøkkel 'phots' i et manifest; mente du 'photos'[?]"
LANGUAGE=sv clean 2 -o sv2 sommer
says "sladd: sommer/consent.yaml:2:1: okänd nyckel 'phots' i ett manifest; menade du 'photos'[?]"

# check speaks to people in their language, and to programs in its own.
rm sommer/consent.yaml sommer/c.jpg
LANGUAGE=nb check 1 sommer
says '*advarsel: *Bilder kontrollert: 2*'
check 1 --format sarif sommer && cp log en.sarif
LANGUAGE=nb check 1 --format sarif sommer
same log en.sarif
LANGUAGE=sv expect 0 "$SLADD" scan --models "$ROOT/models" sommer
says '*Utkast gjort för 2 av 2 bilder*'
head -n 1 sommer/consent.yaml | grep -q '^# Ett utkast från sladd' || fail "the draft speaks another language"

# The help: every line that is not for typing is translated, and aligned by characters.
in_language nb 0 --help
says '*skriv sladdede kopier*Valg for clean:*'
in_language sv 0 --help
says '*skriv suddade kopior*Flaggor för clean:*'
for language in en nb sv; do
    in_language $language 0 --help
    python3 - >wrong <<'PYTHON'
for line in open("log", encoding="utf-8").read().split("\n"):
    option = line.startswith(("  -", "      --")) or line.startswith(" " * 28)
    begins = len(line) > 28 and line[26:28] == "  " and line[28] != " "
    if len(line) > 100 or option and (len(line) > 88 or not (begins or line.count(" ") < 10)):
        print(line)
PYTHON
    mv wrong log
    [[ ! -s log ]] || fail "lines of the help that are too wide or out of their column ($language)"
done

# A system without the user's locale (a container) still has sladd's own translations; bokmål serves for nynorsk.
for locale in nb_NO.UTF-8 nn_NO.UTF-8; do
    unset LANGUAGE
    expect 2 env LC_ALL=$locale "$SLADD" clean
    says '*trenger bilder eller mapper*'
done
LC_ALL=C LANGUAGE=nb expect 2 "$SLADD" clean
says '*needs photos or folders*'
