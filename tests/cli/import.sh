# import brings people and consents from a sheet into a manifest: from a form's export and from a sheet made by hand, in
# three languages; what it wrote is what clean goes by, and the same sheet again changes nothing.
import() { # STATUS ARGUMENT...
    local wanted=$1
    shift
    expect "$wanted" "$SLADD" import "$@"
}
person() { # PYTHON-EXPRESSION about the people p of consent.yaml, read by another YAML parser
    python3 - "$1" <<'PYTHON' || fail "consent.yaml: $1"
import json, re, sys
# No YAML library is needed: what import writes has one line a fact.
text = open("consent.yaml", encoding="utf-8").read()
p, key = {}, None
for line in text.splitlines():
    if m := re.fullmatch(r"  ([\w-]+):", line):
        key = m[1]
        p[key] = {"consent": []}
    elif m := re.fullmatch(r"    (\w+): (.*)", line):
        p[key][m[1]] = m[2].strip('"')
    elif m := re.fullmatch(r"      - \{(.*)\}", line):
        p[key]["consent"].append(dict(re.findall(r"(\w+): (\[[^\]]*\]|[^,]+)", m[1])))
sys.exit(0 if eval(f"({sys.argv[1]})") else json.dumps(p, indent=1, ensure_ascii=False))
PYTHON
}

# By hand, in Norwegian; a dry run writes nothing.
cat >people.csv <<'CSV'
Navn;Rolle;Født;Skriftlig/muntlig;Gitt av;Barnet samtykker;Dato;Utløper;Trukket;Kanaler;Ankom
Kari Nordmann;Ansatt;02.05.1984;skriftlig;selv;;01.05.2026;2027-05-01;;Nettside, Instagram;"kom
""sent"""
Åse-Lill Ødegård;elev;3.1.2014;skriftlig;foresatt;ja;1.5.2026;;;alle;
Per J. Berg;besøkende;;muntlig;;;1. 5. 2026;;;;
Nei Takk;ansatt;;;;;;;;;
CSV
import 0 -n people.csv -m consent.yaml
says '*Kari Nordmann (kari-nordmann): new*consent of 2026-05-01, written*web, instagram*4 new*nothing was written*'
says '*not used: Ankom*'
absent consent.yaml
import 0 people.csv -m consent.yaml
person 'p["kari-nordmann"] == {"name": "Kari Nordmann", "role": "staff", "born": "1984-05-02", "consent": [{"form": "written", "given_by": "self", "date": "2026-05-01", "expires": "2027-05-01", "channels": "[web, instagram]"}]}'
person 'p["ase-lill-odegard"]["name"] == "Åse-Lill Ødegård" and p["ase-lill-odegard"]["consent"] == [{"form": "written", "given_by": "guardian", "child_agrees": "yes", "date": "2026-05-01"}]'
# No channel named is no channel, which is said, and no consent is none.
says '*1 consent covers no channel*Write the channels there, or: all*'
person 'p["per-j-berg"]["consent"] == [{"form": "verbal", "date": "2026-05-01", "channels": "[]"}] and p["nei-takk"]["consent"] == [] and len(p) == 4'
cp consent.yaml before.yaml
import 0 people.csv -m consent.yaml
says '*0 new, 0 changed, 4 as before; the manifest stays as it is*'
same before.yaml consent.yaml

# A withdrawal, an age and a protected identity are read, whatever the languages call them.
withheld_by() { # HEADING CELL MEMBER
    printf 'navn;form;dato;kanaler;%s\nKari Nordmann;skriftlig;01.05.2026;web;%s\n' "$1" "$2" >one.csv
    rm -f consent.yaml
    import 0 -q one.csv -m consent.yaml
    grep -q "$3" consent.yaml || fail "$1: $(cat consent.yaml)"
    cp consent.yaml before.yaml
    import 0 one.csv -m consent.yaml
    same before.yaml consent.yaml
}
for heading in Tilbakekalt Tilbaketrukket Trukket Trekt 'Trekt attende' Återkallat Tilbagekaldt Withdrawn 'Revoked on'; do
    withheld_by "$heading" 12.10.2026 'withdrawn: 2026-10-12'
done
for heading in Mindreårig Minderårig Umyndig Underårig Minor 'Under 18 år'; do
    withheld_by "$heading" ja '    minor: yes'
done
for heading in 'Kode 6' 'Kode 7' 'Kode 6/7' 'Strengt fortrolig' 'Fortruleg adresse' 'Fortrolig adresse' 'Sperret adresse' \
    'Skjult identitet' 'Fiktiv identitet' 'Fingerade personuppgifter' 'Kode 19' 'Skyddad identitet' 'Skyddade personuppgifter' Sekretessmarkering 'Hemmelig adresse' Adressebeskyttelse; do
    withheld_by "$heading" ja '    protected_identity: yes'
done

# A remark that says nothing is none.
for remark in - . ok Ingen none N/A 'ingen merknader'; do
    printf 'navn;form;dato;Merknad\nKari Nordmann;skriftlig;01.05.2026;%s\n' "$remark" >one.csv
    import 0 -n one.csv -m new.yaml
    says '*consent of 2026-05-01*'
done

# The words of forms.
for heading in 'Navn på elev' 'Barnets for- og etternavn' 'Hva heter barnet?' Elev 'Kva heiter du?' 'Namnet ditt' Namnförtydligande \
    'Barnets för- och efternamn' 'Dit fulde navn' 'Hvad hedder du?'; do
    for agrees in Fotosamtykke 'Gir du samtykke?' 'Samtykkjer du?' 'Lämnar du ditt samtycke?' 'Giver du samtykke?'; do
        printf '%s;%s;Rolle;Gitt av\nKari Nordmann;Ja takk;lærer;mig selv\n' "$heading" "$agrees" >one.csv
        import 0 -n one.csv -m new.yaml
        says '*Kari Nordmann*consent*'
    done
done
answer() { # CELL CONSENTS
    printf 'navn;samtykke\nKari Nordmann;%s\n' "$1" >one.csv
    rm -f new.yaml
    import 0 -q one.csv -m new.yaml
    [[ $(grep -c consent: new.yaml) == "$2" ]] || fail "$1: $(cat new.yaml)"
}
for cell in Samtykker 'Ja!' 'Ja, jeg gir samtykke' 'Jag ger mitt samtycke' SAND TOSI Kyllä; do answer "$cell" 1; done
for cell in 'Samtykker ikke' 'Samtycker ej' 'Nei takk' 'Jag ger inte mitt samtycke' Avstår FALSK Ei; do answer "$cell" 0; done

# Channels as people write them down.
channels() { # CELL LINE
    printf 'navn;form;dato;kanaler\nKari Nordmann;skriftlig;01.05.2026;%s\n' "$1" >one.csv
    rm -f consent.yaml
    import 0 one.csv -m consent.yaml
    grep -qxF "      - {form: written, date: 2026-05-01$2}" consent.yaml || fail "$1: $(cat consent.yaml)"
}
channels 'Web og intranett' ', channels: [web, internal]'
channels 'nett, Instagram OCH tryck' ', channels: [web, instagram, print]'
channels 'web and print & Årsmelding og Sogn og fjord' ', channels: [web, print, Årsmelding, Sogn, fjord]'
channels 'sosiale medier (Facebook og Instagram)' ', channels: ["sosiale medier (Facebook og Instagram)"]'
channels 'Oglandet' ', channels: [Oglandet]'
channels 'hjemmesiden, tryksager og intern bruk' ', channels: [web, print, internal]'
channels Samtliga ''
channels alt ''
for none in ingen '"Ingen;"' '"none, ingen"' 'Ingen kanaler' 'inga kanaler'; do channels "$none" ', channels: []'; done

# What a person wrote stays byte for byte: comments, quotes, order, blank lines, the lines' ends.
printf 'version: 1\r\n# ours\r\nevent: "Fest"   # 2026\r\n\r\npeople:\r\n    kari:  # boss\r\n        name: "KARI nordmann"\r\n        consent:\r\n        -   date: 2026-05-01 # paper\r\n            form: written\r\n    # and nobody else\r\n\r\nphotos:\r\n    a.jpg: {publish: yes}\r\n' >consent.yaml
cp consent.yaml before.yaml
printf 'name,role,date,form,withdrawn\nKari Nordmann,staff,2026-05-01,written,2026-09-14\nOla Nordmann,staff,2026-06-01,written,\n' >en.csv
import 0 en.csv -m consent.yaml
says '*KARI nordmann (kari): changed*the consent of 2026-05-01 was withdrawn on 2026-09-14*Ola Nordmann (ola-nordmann): new*1 new, 1 changed*'
diff before.yaml consent.yaml >added || true
if grep -q '^<' added; then fail "import took lines away"; fi
[[ $(grep -c '^>' added) == 7 ]] || fail "lines added: $(cat added)"
[[ $(grep -c $'^> .*\r$' added) == 7 ]] || fail "the lines' ends: $(cat -A added)"
grep -qx $'            withdrawn: 2026-09-14\r' consent.yaml || fail "the withdrawal: $(cat -A consent.yaml)"

# A manifest that is JSON stays JSON.
printf '{"version": 1, "people": {"kari": {"name": "Kari Nordmann"}}}\n' >m.json
import 0 en.csv -m m.json
python3 -c 'import json
p = json.load(open("m.json"))["people"]
assert p["kari"]["role"] == "staff" and p["kari"]["consent"][0]["withdrawn"] == "2026-09-14" and p["ola-nordmann"]["consent"] == [{"form": "written", "date": "2026-06-01"}], p' || fail "m.json"

# Without a column for them a consent covers all, which is said where there is a consent.
printf 'name,date\nOla,2026-05-01\n' >one.csv
rm -f consent.yaml
import 0 one.csv -m consent.yaml
says '*its consents cover every channel*'
for row in 'name,role Kari,staff' 'name,withdrawn Ola,2026-06-01'; do
    tr ' ' '\n' <<<"$row" >one.csv
    import 0 one.csv -m consent.yaml
    [[ $(<log) != *every\ channel* ]] || fail "no consent was added"
done

# And the consents count: Ola's does, Kari's did.
photo photos/a.jpg
printf 'version: 1\n' >photos/consent.yaml
import 0 en.csv -m photos/consent.yaml
sed -i '$a photos:\n  a.jpg:\n    faces: [{person: ola-nordmann, box: [0.1, 0.1, 0.3, 0.3]}, {person: kari-nordmann, box: [0.6, 0.1, 0.3, 0.3]}]' photos/consent.yaml
clean 0 -n --date 2026-11-20 --report report.json photos
report '{g["person"]: g["action"] for g in p["regions"] if g["person"]}["kari-nordmann"] == "redact"'

# Written by somebody else between reading and writing: refused, and theirs stays. Nothing is left beside it.
mkdir locked && cp before.yaml locked/consent.yaml && ln -s locked/consent.yaml link.yaml
import 0 en.csv -m link.yaml
[[ -L link.yaml ]] || fail "the link was replaced by a file"
grep -q withdrawn locked/consent.yaml || fail "not written through the link"
[[ $(ls -A locked) == consent.yaml ]] || fail "left behind: $(ls -A locked)"
