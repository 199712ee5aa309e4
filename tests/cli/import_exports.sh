# The same people from everything that makes such sheets: Excel with commas, semicolons and tabs, UTF-8 with and without a
# mark, UTF-16, Windows-1252; Microsoft Forms and Google Forms in three languages. All give the same manifest.
python3 - <<'PYTHON'
import csv, io

def table(rows, separator=",", end="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()

nb = [["Navn", "Rolle", "Form", "Gitt av", "Dato", "Utløper", "Kanaler"],
      ["Åse Bjørnå", "ansatt", "skriftlig", "selv", "01.05.2026", "01.05.2027", "nettside, intranett"],
      ["Ærlig Ølsen", "besøkende", "muntlig", "selv", "02.05.2026", "02.05.2027", "Instagram"]]
sv = [["Namn", "Roll", "Samtyckesform", "Lämnat av", "Datum", "Giltigt till", "Kanaler"],
      ["Åse Bjørnå", "anställd", "skriftligt", "själv", "2026-05-01", "2027-05-01", "webb / intranät"],
      ["Ærlig Ølsen", "besökare", "muntligt", "jag själv", "2026-05-02", "2027-05-02", "instagram"]]
en = [["  NAME ", "Role:", "Form of consent", "Given_by", "Date of consent (yyyy-mm-dd)", "Valid until", "Channels"],
      ["Åse\u00a0Bjørnå ", "Employee", "In writing", "Self.", "2026-05-01", "2027-05-01", "Web;\nInternal"],
      ["Ærlig  Ølsen", "Guest", "ORAL", "myself", "2026-05-02", "2027-05-02", "INSTAGRAM"]]
write = lambda name, text, coding: open(name, "wb").write(text.encode(coding))
for name, rows in (("nb", nb), ("sv", sv), ("en", en)):
    write(f"excel-{name}.csv", table(rows), "utf-8")
    write(f"bom-{name}.csv", table(rows, ";"), "utf-8-sig")
    write(f"semicolon-{name}.csv", table(rows, ";"), "cp1252")
    write(f"unicode-text-{name}.csv", table(rows, "\t"), "utf-16")
    write(f"big-endian-{name}.csv", "\ufeff" + table(rows, "\t"), "utf-16-be")
    write(f"unix-{name}.csv", table(rows, end="\n").rstrip("\n"), "utf-8")
    write(f"mac-{name}.csv", table(rows, end="\n").replace("\n", "\r"), "utf-8")
    write(f"sep-{name}.csv", "sep=;\r\n" + table(rows, ";"), "utf-8")
    write(f"blank-{name}.csv", "\r\n" + table([rows[0], [""] * 7, rows[1], [], rows[2], ["", " "], []]), "utf-8")
# Microsoft Forms: an empty Name of its own, questions with numbers, several choices with a semicolon behind each.
write("forms-nb.csv", table([["ID", "Starttidspunkt", "Fullføringstidspunkt", "E-post", "Name", "1. Hva heter du?", "2. Din rolle", "3. Samtykker du?", "Form", "Gitt av", "Utløper", "Hvor kan vi publisere?"],
    ["1", "5/1/26 13:01", "2026-05-01 13:02:11", "anonymous", "anonymous", "Åse Bjørnå", "Ansatt", "Ja", "skriftlig", "meg selv", "2027-05-01", "Nettside;Intranett;"],
    ["2", "5/2/26 09:01", "2026-05-02 09:02:11", "anonymous", "anonymous", "Ærlig Ølsen", "Gjest", "Ja, jeg samtykker", "muntlig", "meg selv", "2027-05-02", "Instagram;"],
    ["3", "5/2/26 09:01", "2026-05-02 09:02:11", "anonymous", "anonymous", "Nils Nei", "Ansatt", "Nei", "", "", "", ""]]), "utf-8-sig")
# Google Forms: its own time, columns of the name's parts, commas between choices.
write("google-sv.csv", table([["Tidstämpel", "Förnamn", "Efternamn", "Din roll *", "Samtycker du?", "Form", "Vem samtycker?", "Gäller till", "Var får bilderna användas?"],
    ["2026-05-01 13.02.11", "Åse", "Bjørnå", "anställd", "Ja, jag samtycker", "skriftligt", "mig själv", "2027-05-01", "Webben, Intranätet"],
    ["2026-05-02 9.02.11", "Ærlig", "Ølsen", "gäst", "ja", "muntligt", "mig själv", "2027-05-02", "Instagram"],
    ["2026-05-02 9.02.11", "Nils", "Nei", "anställd", "Nej", "", "", "", ""]], end="\n"), "utf-8")
PYTHON
cat >wanted <<'YAML'
version: 1
people:
  ase-bjorna:
    name: Åse Bjørnå
    role: staff
    consent:
      - {form: written, given_by: self, date: 2026-05-01, expires: 2027-05-01, channels: [web, internal]}
  aerlig-olsen:
    name: Ærlig Ølsen
    role: visitor
    consent:
      - {form: verbal, given_by: self, date: 2026-05-02, expires: 2027-05-02, channels: [instagram]}
YAML
seen=0
for sheet in *.csv; do
    rm -f consent.yaml
    expect 0 "$SLADD" import "$sheet" -m consent.yaml
    if [[ $sheet == semicolon-* ]]; then
        says "*$sheet: read as Windows-1252 (Latin-1)*"
    elif grep -q Latin-1 log; then
        fail "$sheet is not Latin-1"
    fi
    # Nils said no: he is there, without a consent.
    if [[ $sheet == forms-* || $sheet == google-* ]]; then
        [[ $(tail -n 3 consent.yaml) == $'  nils-nei:\n    name: Nils Nei\n    role: staff' ]] || fail "$sheet: Nils"
        sed -i '/nils-nei:/,$d' consent.yaml
        says '*when the form was sent*'
    fi
    cmp -s wanted consent.yaml || fail "$sheet gives: $(diff wanted consent.yaml)"
    seen=$((seen + 1))
done
[[ $seen == 29 ]] || fail "$seen sheets"

# All of them into one manifest: nothing to add.
cp wanted consent.yaml
for sheet in bom-nb.csv unicode-text-sv.csv semicolon-en.csv; do
    expect 0 "$SLADD" import "$sheet" -m consent.yaml
    says '*stays as it is*'
    same wanted consent.yaml
done
