# What import cannot read for certain it refuses, with the place and the way out, and writes nothing: neither the manifest
# nor a file beside it.
printf 'version: 1\n# ours\npeople:\n  kari:\n    name: Kari Nordmann\n    role: staff\n    consent:\n      - {form: written, date: 2026-05-01, channels: [web]}\n' >consent.yaml
cp consent.yaml before.yaml
refused() { # MESSAGE-GLOB, with the sheet on standard input
    cat >sheet.csv
    expect 2 "$SLADD" import sheet.csv -m consent.yaml
    says "*$1*"
    same before.yaml consent.yaml
}

# Nor is a manifest made, and a dry run says the same.
printf 'name,date\nOla,05/01/2026\n' | refused 'two different days'
expect 2 "$SLADD" import -n sheet.csv -m consent.yaml
expect 2 "$SLADD" import sheet.csv -m new.yaml
absent new.yaml
[[ $(ls -A) == *consent.yaml*sheet.csv && $(find . -type f | wc -l) == 4 ]] || fail "left behind: $(ls -A)"

# Dates. Each of these is two days, or none.
for date in 05/01/2026 5/1/2026 05-01-2026 01/12/2026 1.5.26 31.02.2026 2026-13-01 46143 'May 1' 1.5.20265 0000-00-00; do
    printf 'name,date\nOla,%s\n' "$date" | refused "sheet.csv:2:5: '$date'*2026-05-01*"
done
# These are one day.
for date in 13/05/2026 05/13/2026 13-05-2026; do
    printf 'name,date\nOla,%s\n' "$date" >sheet.csv
    expect 0 "$SLADD" import -n sheet.csv -m consent.yaml
    says '*consent of 2026-05-13*'
done
for date in 01.05.2026 1.5.2026 '1. 5. 2026' 2026-05-01 2026-5-1 2026/05/01 ' 2026-05-01 ' '01.05.2026 13:02' '01.05.2026 13.02:11' \
    '2026/05/01 1:02:11 PM CET' 2026-05-01T13:02:11Z; do
    printf 'name,date\nOla,%s\n' "$date" >sheet.csv
    expect 0 "$SLADD" import -n sheet.csv -m consent.yaml
    says '*consent of 2026-05-01*'
done

# Quotes, fields and rows.
printf 'name,role\n"Ola,staff\n' | refused 'sheet.csv:2:1: this quotation mark is never closed*'
printf 'name,role\n"Ola" N,staff\n' | refused 'sheet.csv:2:6: text after the quotation mark*'
printf 'name,role\nOla "N",staff\n' | refused 'sheet.csv:2:5: a quotation mark inside*'
printf 'name,role\nNordmann, Ola,staff\n' | refused 'sheet.csv:2:15: this row has more fields*'
printf 'name,role\n,staff\n' | refused 'sheet.csv:2:1: this row has no name*'
printf 'name,role\nOla\x01,staff\n' | refused 'sheet.csv:2:4: a control character*'
printf 'name,role\nOla \xe2\x80\xae,staff\n' | refused 'sheet.csv:2:1: a character*cannot be seen*'
printf 'name,role\nOla \xef\xbf\xbf,staff\n' | refused 'sheet.csv:2:1: a character*cannot be seen*'
printf 'name,role\n"Ola\nKari",staff\n' | refused 'sheet.csv:2:1: a line break*one person a row*'
printf 'name,role\n%s,staff\n' "$(printf 'x%.0s' {1..201})" | refused 'sheet.csv:2:1: more than 200 bytes*'
printf 'name,x\nOla,%s\n' "$(head -c 40000 /dev/zero | tr '\0' y)" | refused 'sheet.csv:2:*a field of more than*'
# shellcheck disable=SC2046
printf 'name%s\nOla\n' "$(printf ',%s' $(seq 300))" | refused 'sheet.csv:1:*more than 256 columns*'
python3 -c 'print("name"); [print("P", i) for i in range(10001)]' | refused 'sheet.csv:*more than 10000 rows*'
for formula in '=A1' '=HYPERLINK("x")' '#REF!' '#NAVN?' '#N/A' '@SUM(A1)'; do
    printf 'name,role\n"%s",staff\n' "${formula//\"/\"\"}" | refused 'sheet.csv:2:1: a formula*'
done

# Headings, and words that are none of ours. A question about consent that is not known is never skipped.
printf 'navnet,role\nOla,staff\n' | refused "sheet.csv:1:1: no column is called 'name'*"
: | refused "sheet.csv:1:1: no column is called 'name'*"
printf 'name,role\n' | refused 'sheet.csv:1:1: there are no people*'
printf 'name,navn\nOla,Kari\n' | refused "sheet.csv:1:6: the column 'navn' says the same*"
printf 'name,fornavn,etternavn\nOla,Kari,N\n' | refused 'sheet.csv:1:6: *whole name*'
printf 'navn;Samtykker du til publisering på nett?\nOla;Nei\n' | refused "sheet.csv:1:6: the column*seems to be about consent*"
printf 'namn;Får vi publicera? (samtycke)\nOla;Nej\n' | refused "sheet.csv:1:6: *seems to be about consent*"
# Nor is a column that says no, protects or tells an age, in any of the languages, whatever stands in it.
while read -r heading; do
    printf 'navn;%s\nOla;2\n' "$heading" | refused "sheet.csv:1:6: the column '*'*a refusal, protection or age*delete it"
done <<'HEADINGS'
Nei til bilder
Ønsker ikke bilde
Ynskjer ikkje bilete
Vill inte synas
Vil ikke vises
Does not want photos
Can't be shown
Opt-out
No photos
Reservasjon
Reserverar seg
Skal sladdes
Blur
Ska döljas
Unntak
Undantag
Undtagelse
Må anonymiseres
Får visas på nettet
Bare internt
Trusselbilde
Sikkerhetsnivå
Skyddsbehov
Alder
Ålder
Age
Under 15
Fødselsår
Födelseår
Year of birth
F.dato
SPSF
Turvakielto
Vernet
Verna
Ingen bilder
Inga bilder
Vägrar
Avregistrert
Oppsagt
Uppsagt
Avslutat
Tatt ned
Nedtagen
T.o.m.
Til og med
Till och med
Hvilke kanaler?
HEADINGS
# An end of the day or of the consent: in a form's export it is told by the beginning beside it.
printf 'navn;form;Sluttid\nOla;skriftlig;2026-06-01\n' | refused "sheet.csv:1:11: 'Sluttid' is when a form was sent in, or the day on which the consents end*'expires'*"
printf 'namn;form;Starttid;Sluttid\nOla;skriftligt;2026-06-01;2026-06-01\n' >sheet.csv
expect 0 "$SLADD" import -n sheet.csv -m consent.yaml
says '*consent of 2026-06-01*'
# What a known heading says besides is never thrown away.
while IFS='|' read -r heading cell; do
    printf 'navn;%s\nOla;%s\n' "$heading" "$cell" | refused "sheet.csv:1:6: the heading '${heading,,}' says more than*then shorten the heading to*"
done <<'HEADINGS'
Samtykke (kun intranett)|ja
Samtykke: kun intranett|ja
Dato (trukket tilbake)|01.05.2026
Kanaler (der bildet IKKE kan brukes)|web
Kanaler (uten Instagram)|alle
Kanaler (uten Instagram)|
Kanaler (web, Facebook)|alle
Kanaler – bare på Facebook|alle
Samtykker (ikke på nett)|ja
Samtycke (endast intranätet)|ja
Barnet samtykker (NEI)|ja
Kode 6 (ja = ingen beskyttelse)|ja
HEADINGS
printf 'Name (protected);samtykke\nOla;ja\n' | refused "sheet.csv:1:1: the heading 'name (protected)' says more than 'name'*"
printf 'Navn;Dato (dd.mm.åååå);Form (skriftlig/muntlig);Samtykke (ja/nei);Kanaler - valgfritt\nOla;01.05.2026;skriftlig;ja;web\n' >sheet.csv
expect 0 "$SLADD" import -n sheet.csv -m consent.yaml
says '*consent of 2026-05-01, written*web*'
# A cell of a column that is not known: a yes or a no, or words that hold somebody back.
for cell in nei Ja No. 'kom, men ikke på bilder' 'Ikkje foto' 'inte på webben' 'Har ikke svart' 'Samtykket er trukket' \
    'tilbakekalt i mai' 'Withdrew in May' 'skal sladdes' 'please blur' 'Kode 6' 'kun intranett' 'har skyddad adress' \
    'under 15 år' "doesn't like it" 'spør først' 'ola@firma.no:ikke' 'nei/ola@firma.no' x; do
    printf 'navn;Stilling\nOla;kokk\nKari;%s\n' "$cell" | refused "sheet.csv:3:6: '*' in 'Stilling' may hold somebody back*"
done
while read -r cell; do
    printf 'navn;Stilling\nOla;kokk\nKari;%s\n' "$cell" | refused "sheet.csv:3:6: '$cell' in 'Stilling' may hold somebody back*"
done <<'CELLS'
har angret seg
har ångrat sig
fortrød
changed her mind
opted out
no longer agrees
utløpt
udløbet
utgått
opphevet
avsluttet
opsagt
expired
gyldig til 2025
giltigt till 2025
gradert adresse
adresseskjerming
adresse skjermes
fiktiv identitet
fingerade personuppgifter
fingerad identitet
kode 19
§ 19
K6
SPSF
SPFO
verna adresse
vernet adresse
personskydd
skyddsmarkering
hotbild
lever under hot
trusselutsatt
turvakielto
voldsalarm
witness protection
ingen bilder
inga bilder
inget foto
no pictures
vägrar
vägrat
vil slippe
vill slippa
uønsket
holdes utenfor
hållas utanför
avanmäld
avregistrert
alla utom facebook
utenom nett
forbehold
förbehåll
må tas ned
ta ned
tas bort
plockas bort
bildet bort
ta vekk
fjernast
radert
klippes bort
pixla
maskas
take down
født 2015
född 2015
12 år
under verge
CELLS
# A remark is read by a person: no list of words would be whole. All of them are told at once; a no needs none.
for heading in Merknad Kommentarer Annet Anmärkning Övrigt Bemærkninger Remarks Notes 'Noe annet vi bør vite?' 'Annet vi bør vite' 'Other, e.g. allergies' 'Other info' 'Noko anna' '7. Annet:' 'Allergier og annet'; do
    printf 'navn;samtykke;%s\nOla;ja;kom med toget\nPer;ja;-\nKari;ja;ring meg\n' "$heading" |
        refused "sheet.csv:2:8: 'kom med toget' in '$heading' may hold somebody back*sheet.csv:4:9: 'ring meg' in '$heading'*delete the column*"
done
printf 'navn;samtykke;Merknad;Kommentar\nOla;ja;sent;tidlig\n' | refused "*sheet.csv:2:8: 'sent' in 'Merknad'*sheet.csv:2:13: 'tidlig' in 'Kommentar'*"
printf 'navn;samtykke;Merknad\nOla;nei;kom med toget\n' >sheet.csv
expect 0 "$SLADD" import -n sheet.csv -m consent.yaml
# What holds nobody back goes by, and is named.
cat >sheet.csv <<'CSV'
Navn;Epost;Other phone;Avdeling;Stilling;Annet kontaktpunkt;Postkode;Ankomst;Nei til bilder
Ola;ola@ikke.no;+47 12 34 56 78;Helse og omsorg, no.2;Sekretær, reservelege;Nordnesveien 6;6800;Kom med toget kl. 9.;
Verna;verna@hotell.no;;Skyddsombud, verneombud;Maskinist, skjermterapeut;Bortom Hotet 12;;36 år;
Hotell;info@k6.no;;Avslutningskomité, noteavdeling;Avdelingsleder;Spsfveien 19;;I 2015;
CSV
expect 0 "$SLADD" import -n sheet.csv -m consent.yaml
says '*not used: Epost, Other phone, Avdeling, Stilling, Annet kontaktpunkt, Postkode, Ankomst*'
# Nor a name that is more than one; in the order of a register, with a nickname or a class it is none.
while read -r name; do
    printf 'navn;samtykke\n%s;ja\n' "$name" | refused "sheet.csv:2:1: '$name' is more than a name*"
done <<'NAMES'
Ola Moe (kode 6)
Ola Moe (trukket)
Ola Moe (foresatt)
Ola Moe (12)
Ola Moe (12 år)
Ola (skjermes) Moe
Ola Moe - IKKE PUBLISER
Ola Moe – sladdes
Ola Moe: kun intranett
Ola Moe, kode 6
Ola Moe, hemmelig adresse
Moe, ikke publiser
Ola Moe, Ask first
Ola Moe, ask Emil
Moe, Ask Emil, ikke på nett
Ola Moe IKKE PUBLISER
Ola Moe kode 7
NAMES
printf 'fornavn;etternavn;samtykke\nOla;Moe (kode 6);ja\n' | refused "sheet.csv:2:1: 'Ola Moe (kode 6)' is more than a name*"
while read -r name; do
    printf 'navn;samtykke\n%s;ja\n' "$name" >sheet.csv
    expect 0 "$SLADD" import -n sheet.csv -m consent.yaml
done <<'NAMES'
Ask Moe
Moe, Ask
Moe, Ask Emil
Moe, Ask-Emil
Moe, Ask Emil (7B)
Moe, Ole-Bo
Ola Moe (7B)
Ola Moe (Kalle)
Åse-Lill Ødegård (Åsa Li)
Ola Moe - Dahl
Ola Moe 2
Minor Skjulstad
NAMES
printf 'name,minor\nOla,yes\nola,no\n' | refused "sheet.csv:3:1: *another 'minor' here than at sheet.csv:2*"
printf 'name,role\nOla,boss\n' | refused "sheet.csv:2:5: 'boss'*staff, client, patient*"
printf 'name,consents,form\nOla,perhaps,written\n' | refused "sheet.csv:2:5: 'perhaps'*yes, no*"
printf 'name,consents,form\nOla,,written\n' | refused 'sheet.csv:2:5: did they consent*'
printf 'name,channels\nOla,yes\n' | refused "sheet.csv:2:5: 'yes'*names no channel*"
for channels in 'kun nett' 'ikke web' 'alt unntatt Facebook' 'web, men spør først' 'only the web'; do
    printf 'name;channels\nOla;%s\n' "$channels" | refused "sheet.csv:2:5: *names no channel*"
done
# Nor what denies a channel, doubts it, or is a number of a form's answer.
for channels in 'ingen av delene' ingenting intet 'none of them' 'Nettside?' ukjent 0 1 '?'; do
    printf 'name;channels\nOla;%s\n' "$channels" | refused "sheet.csv:2:5: *names no channel*"
done
# All, none and some of them are three answers.
for channels in 'all; web' 'web, alle'; do
    printf 'name,channels\nOla,"%s"\n' "$channels" | refused 'sheet.csv:2:5: *says all and also names channels*'
done
for channels in 'Alle;Ingen' 'ingen, alle' 'ingen, web' 'web og ingen' 'Ingen;Nettside;' 'Årsmelding, none'; do
    printf 'name,channels\nOla,"%s"\n' "$channels" | refused 'sheet.csv:2:5: *says none and also*'
done
printf 'name,withdrawn\nOla,yes\n' | refused "sheet.csv:2:5: 'yes'*not a date*"
printf 'name,date,expires\nOla,2026-05-01,2026-04-01\n' | refused 'sheet.csv:2:1: this consent ends before*'
printf 'name,withdrawn\nOla,2026-05-01\n' | refused "sheet.csv:2:1: 'Ola' withdraws a consent that is written nowhere*"
printf 'name,date,withdrawn,channels\nOla,2026-05-01,2026-06-01,\n' | refused 'sheet.csv:2:1: for which channels*'

# Not text, or not in an encoding that can be told.
printf 'PK\003\004xxxx' | refused 'sheet.csv:1:1: this is a workbook*'
printf 'name,role\nOla\0,staff\n' | refused 'sheet.csv:1:1: this is not text*'
printf 'name\nK\x8cre\n' | refused 'sheet.csv:2:1: these letters are neither*'
printf '\xff\xfen\0a' | refused 'sheet.csv:1:1: this begins as UTF-16*'

# Conflicts: with the manifest, and between rows. All are named.
printf 'name,role\nKari Nordmann,client\nOla,staff\nola,visitor\n' | refused "sheet.csv:2:1: 'Kari Nordmann' has another 'role' here than at consent.yaml:4*sheet.csv:4:1: 'ola' has another 'role' here than at sheet.csv:3*nothing was written*"
printf 'name,date,form\nKari Nordmann,2026-05-01,verbal\n' | refused "sheet.csv:2:1: *another 'form'*consent.yaml:4*"
printf 'name,date,channels\nKari Nordmann,2026-05-01,print\n' | refused "sheet.csv:2:1: *another 'channels'*"
printf 'name,date,expires\nKari Nordmann,2026-05-01,2027-01-01\n' | refused "sheet.csv:2:1: *another 'expires'*"
# A cell that was emptied says none, also where an earlier row of the sheet says otherwise.
printf 'name,date,channels\nKari Nordmann,2026-05-01,\n' | refused "sheet.csv:2:1: *another 'channels' here than at consent.yaml:4*"
printf 'name,form,channels\nKari Nordmann,written,-\n' | refused "sheet.csv:2:1: *another 'channels'*"
printf 'name,channels\nKari Nordmann,\n' | refused "sheet.csv:2:1: 'Kari Nordmann' has no channel here, and a consent at consent.yaml:4*"
printf 'name,channels\nOla,web\nOla,\n' | refused "sheet.csv:3:1: 'Ola' has no channel here, and a consent at sheet.csv:2*"
printf 'name,channels\nOla,\nOla,web\n' | refused "sheet.csv:3:1: 'Ola' has a consent here, and none at sheet.csv:2*"
printf 'name,date,channels\nOla,2026-05-01,web\nOla,2026-05-01,\n' | refused "sheet.csv:3:1: *another 'channels' here than at sheet.csv:2*"
printf 'name,date,channels\nOla,2026-05-01,\nOla,2026-05-01,web\n' | refused "sheet.csv:3:1: *another 'channels'*"
printf 'name,form\nKari Nordmann,verbal\n' | refused "sheet.csv:2:1: *"
printf 'name,consents\nKari Nordmann,no\n' | refused "sheet.csv:2:1: *says no here, and has a consent at consent.yaml:4*"
printf 'name,consents\nOla,no\nOla,yes\n' | refused "sheet.csv:3:1: 'Ola' has a consent here, and none at sheet.csv:2*"
printf 'name,consents\nOla,yes\nOla,no\n' | refused "sheet.csv:3:1: 'Ola' says no here, and has a consent at sheet.csv:2*"
printf 'name,born\nKári Nordmann,1990-01-01\n' | refused "sheet.csv:2:1: 'Kári Nordmann' is nearly 'Kari Nordmann'*"
# The same words in another order are nearly the same name: a second person would leave the first as they were.
for name in 'Nordmann, Kari' 'Nordmann Kari' 'NORDMANN,  Kári' 'nordmann-kari'; do
    printf 'name;protected identity\n%s;yes\n' "$name" | refused "sheet.csv:2:1: '*' is nearly 'Kari Nordmann' at consent.yaml:4*"
done
printf 'name,role\nÅse Lill Moe,staff\n"Moe, Aase-Lill",staff\n' | refused "sheet.csv:3:1: 'Moe, Aase-Lill' is nearly 'Åse Lill Moe'*"
printf 'name,role\nKari Anne-Lise Moe,staff\nKari Annelise Moe,staff\n' | refused "sheet.csv:3:1: *is nearly*"
printf 'name,born\nOla,1990-01-01\nOla,1991-01-01\n' | refused "sheet.csv:3:1: *another 'born' here than at sheet.csv:2*"
# An age that the birth date contradicts: one of the two is wrong, and nobody knows which.
printf 'name,born,minor\nOla,1980-01-01,yes\n' | refused "sheet.csv:2:1: 'Ola' was born on 1980-01-01, which contradicts 'minor'*"
printf 'name,born,minor\nOla,2025-01-01,no\n' | refused "sheet.csv:2:1: *contradicts 'minor'*"
printf 'name,born,minor\nOla,,yes\nOla,1980-01-01,\n' | refused "sheet.csv:3:1: *contradicts 'minor'*"
for born in 1980-01-01,no 2025-01-01,yes; do
    printf 'name,born,minor\nOla,%s\n' "$born" >sheet.csv
    expect 0 "$SLADD" import -n sheet.csv -m consent.yaml
done
printf 'name,date,withdrawn\nOla,2026-05-01,2026-06-01\nOla,2026-05-01,2026-06-02\n' | refused "sheet.csv:3:1: *another 'withdrawn'*"
printf 'name,withdrawn\nKari Nordmann,2026-06-01\n' >sheet.csv
expect 0 "$SLADD" import -n sheet.csv -m consent.yaml
says '*the consent of 2026-05-01 was withdrawn on 2026-06-01*'
printf 'name,date,withdrawn,channels\nKari Nordmann,2026-05-01,2026-06-01,\n' >sheet.csv # which takes back whatever was said
expect 0 "$SLADD" import -n sheet.csv -m consent.yaml
says '*the consent of 2026-05-01 was withdrawn on 2026-06-01*'
printf 'name,withdrawn\nKari Nordmann,2026-06-01\n' >sheet.csv
printf 'version: 1\npeople:\n  kari:\n    name: Kari Nordmann\n    consent: [{date: 2026-05-01}, {date: 2026-06-01}]\n' >two.yaml
cp two.yaml two.before
expect 2 "$SLADD" import sheet.csv -m two.yaml
says '*more than one consent*'
same two.before two.yaml
printf 'version: 1\npeople:\n  a: {name: Kari Nordmann}\n  b: {name: Kari Nordmann}\n' >two.yaml
expect 2 "$SLADD" import sheet.csv -m two.yaml
says "*two people are called 'Kari Nordmann' (at two.yaml:3 and on line 4)*"

# Usage, a sheet that is not there, a manifest that is wrong.
expect 2 "$SLADD" import sheet.csv
says '*import needs one sheet*'
expect 2 "$SLADD" import sheet.csv other.csv -m consent.yaml
head -c 9000000 /dev/zero | tr '\0' a >large.csv
expect 2 "$SLADD" import large.csv -m consent.yaml
says '*large.csv:1:1: larger than the limit of 8 MiB; split the sheet*'
expect 2 "$SLADD" import nowhere.csv -m consent.yaml
says '*nowhere.csv: *'
printf 'version: 1\npeople: {kari: {rolle: staff}}\n' >wrong.yaml
cp wrong.yaml wrong.before
expect 2 "$SLADD" import sheet.csv -m wrong.yaml
says '*wrong.yaml:2:*'
same wrong.before wrong.yaml
expect 2 "$SLADD" import sheet.csv -m consent.yaml --jobs 2
