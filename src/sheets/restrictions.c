#include "sheets/restrictions.h"

#include "base/ascii.h"
#include "sheets/headings.h"

#include <stdlib.h>
#include <string.h>

/* In Norwegian (both), Swedish, Danish and English. A blank is an end of a word; the rest is looked for inside words,
 * too. Long lists cost a question that was not needed, short ones a face. */

/* Of headings alone: in a cell these are as often something else. */
static const char *const of_headings[] = {
    /* consent */
    "agree", "godkj", "godkend", "godkän", "tillat", "tillad", "tillåt", "tilladel", "løyve", "permiss", " permit",
    "allow", "approv", "accept", "aksept", " ok ", "vises", "visas", " shown ", "publis", "publice", "offentlig",
    " kanal", " channel", "foresatt", "føresett", "foreldr", "forældr", "föräldr", "vårdnad", "verge", "værge",
    "målsman", "guardian", "parent",
    /* its end */
    "expir", "utløp", "udløb", "gyldig", "giltig", "valid", "until", "gäller", "gjelder", "gjeld ", "sluttdato",
    "slutdato", "slutdatum", "end date", "reserv", " angr", "annul", "cancel", " t.o.m ", " t o m ", " til og med ",
    " till och med ",
    /* refusal */
    " no to ", "restrik", "restric", "begrens", "begräns", "begræns", "limit", "block", "blokk", "bloker", "object",
    "fjern", " mask",
    /* protection */
    "skjerm", "skydd", "protect", " verna ", " vernet ", "trusel", "threat", " hot ", "sikker", "säker", "security",
    "hensyn", "omsyn", "hänsyn",
    /* age */
    "alder", "ålder", " age ", " aged ", "fødsel", "fødd", "født", "födel", "född", "fyller", " fylt ", "birth",
    " born ", " dob ", "fdato", "f.dato", "f. dato", "myndig ", " over 1", " över 1", " adult", "voksen", "vaksen",
    "vuxen"};

static const char *const of_both[] = {
    /* consent, and its end */
    "samtyk", "samtyc", "consent", "trukket", "trukke ", "trekk", "trekt", " trakk ", " trak ", "trækker", " tilbake ",
    "tilbakek", "tilbaket", " tilbage ", "tilbagek", "tilbaget", "tillbaka ", "tillbakadr", " attende ", "attkall",
    "återkal", "återta", "withdr", "revok", "retract", "reserver", "reservasj", "reservation", " angret", " angrer ",
    " angrar ", " angra ", "ångra", "fortrød", "fortryd", "her mind ", "his mind ", "their mind ", "my mind ",
    " no longer ", "utløpt", "utløper", "udløb", "utgått", "opphev", "ophæv", "upphäv", "avslutt", "avslutad",
    "avslutat", "afslutt", "opsagt", "oppsagt", "uppsagd", "uppsagt", "expired", " expires", "gyldig til",
    "gyldig t.o.m", "giltig till", "giltigt till", "gäller till", "gjelder til", "valid until", "valid to ", "ugyldig",
    "ogiltig",
    /* refusal */
    " ikke ", " ikkje ", " inte ", " icke ", " ej ", " nei ", " nej ", " not ", "n't ", " cannot ", " never ",
    " aldri ", " aldrig ", " uten ", " utan ", " uden ", " without ", "nekt", " neka", "nægt", "avslå", "avslag",
    "afslå", "afslag", "avböj", "motsett", "motsatt", "motsätt", "modsæt", "protest", "refuse", "refusal", "declin",
    "denied", " deny", " objects ", "opt out", "opted out", "ingen bild", "ingen bilet", "inga bild", "ingen foto",
    "inget foto", "inkje foto", " no photo", " no pic", " no image", " no film", " no video", " no publ", " no web",
    " vägra", "vil slippe", "vil sleppe", "vill slippa", "uønsk", "uynsk", "oönsk", "holdes uten", "haldast utan",
    "hållas utan", "holdes uden", "avanmäl", "avregist", "avmeld", "afmeld", " utom ", "förutom", " utenom ",
    " utanom ", "bortsett", "forbehold", "forbehald", "förbehåll", "atterhald", "forbud", "forbid", "forbyd", "förbj",
    "förbud", "prohibit", "unntak", "unntatt", "untatt", "undantag", "undtag", "except", "exempt", "exclu", "ekskl",
    "exkl", "unngå", "undvik", "undgå", "avoid", " kun ", " bare ", " berre ", " endast ", " bara ", " only ", " spør ",
    " spørg ", " fråga ", " ask ", " vent ", "avvent", " vänta", " wait ", " stopp", " stop ", " slett", " radera",
    " delete", " remove", " fjern ", " fjerne", " fjerna", " bort ", " vekk ", " radert", " raderes", " raderast",
    " ta ned ", " tas ned", " takast ned", " tatt ned ", " ta ner ", " tas ner ", " tages ned", "nedtag", "take down",
    "taken down", "took down",
    /* protection */
    "anonym", "sladd", "sløre", "sløra", "blur", "pixla", "pixle", "piksl", " maska ", " maskas ", "maskad", "masked",
    "maskert", "skjul", "dölj", "dold", "hidden", " hide ", "hemmelig", "hemmeleg", "hemlig", " secret ", "sekretess",
    "fortrolig", "fortruleg", "förtrolig", "konfiden", "confiden", "kode 6 ", "kode 7 ", "kode6 ", "kode7 ", "code 6 ",
    "code 7 ", "kode seks", "kode sju", "kode syv", "beskytt", "skyddad", "skyddat", "skjermet", "skjerma ",
    "protected", "sperr", "spärr", "spær", "trua ", "truet ", "hotad", "hotbild", " under hot ", "trussel", "trugsmål",
    "gradert", "graderad", "gradering", "adresseskjerm", "skjermes ", "skjermast", "skjerming", "fiktiv", "fingera",
    "fingeret", "kode 19 ", "kode19 ", "code 19 ", "§ 19 ", "§19 ", " k6 ", " k7 ", " spsf ", " spfo ", "verna adress",
    "vernet adress", "verna ident", "vernet ident", "personskydd", "skyddsmarker", "turvakielto", "voldsalarm",
    "valdsalarm", "witness protection",
    /* age */
    "mindreår", "minderår", "umyndig", "omyndig", " minor ", "underår", "underage", " under 1", " below 1", "yngre enn",
    "yngre end", "yngre än", "younger than", "under atten", "under femten", " født ", " fødd ", " född ", " born 20",
    " born in 20", " verge ", "vergemål", " værge ", "værgemål", " god man ",
    /* a tick */
    " x ", "✓", "✔", "☑", "☒", "☐"};

/* Of columns in which people write whatever they please. */
static const char *const of_remarks[] = {"merknad",
                                         "kommentar",
                                         "anmerkning",
                                         "anmärkning",
                                         "bemærk",
                                         "notat",
                                         "noter",
                                         " note ",
                                         " notes ",
                                         "remark",
                                         "comment",
                                         "huomautus",
                                         "huomio",
                                         " noe annet ",
                                         " noko anna ",
                                         " något annat ",
                                         " noget andet ",
                                         " anything else ",
                                         "øvrig",
                                         "övrig",
                                         "andre opplysning",
                                         "andra upplysning",
                                         "andre oplysning",
                                         "tilleggsopplysning",
                                         "additional info",
                                         "other info",
                                         " obs ",
                                         " ps "};

/* Of columns for whatever else there is; and what may follow there, in small letters, before it is something of its
 * own: "other phone". */
static const char *const of_the_rest[] = {"annet", "anna", "annat", "andet", "other"};
static const char *const rest_of_heading[] = {
    "vi ",       "du ",     "dere ", "de ",     "dykk ",    "ni ",      "i ",        "we ",        "you ",
    "som ",      "å ",      "att ",  "at ",     "to ",      "that ",    "of ",       "please",     "vennligst",
    "spesif",    "specif",  "angi",  "beskriv", "describe", "detalj",   "detail",    "opplysning", "upplysning",
    "oplysning", "informa", "info",  "viktig",  "vigtig",   "relevant", "important", "things",     "matters"};

/* What such a column may hold when it holds nothing. */
static const char *const no_remarks[] = {"",
                                         "-",
                                         "--",
                                         "\xE2\x80\x93",
                                         "\xE2\x80\x94",
                                         "ok",
                                         "ingen",
                                         "inga",
                                         "inget",
                                         "intet",
                                         "ingenting",
                                         "none",
                                         "nothing",
                                         "n/a",
                                         "ingen merknad",
                                         "ingen merknader",
                                         "ingen kommentar",
                                         "ingen kommentarer",
                                         "inga kommentarer",
                                         "ingen anmerkning",
                                         "ingen anmerkninger",
                                         "inga anmärkningar",
                                         "ingen bemærkninger",
                                         "no comment",
                                         "no comments"};

/* Of names: what nobody is called. */
static const char *const of_names[] = {" ikke ", " ikkje ", " inte ",   "kode 6 ", "kode 7 ",
                                       "kode6 ", "kode7 ",  "kode 19 ", "code 6 ", "code 7 "};

/* Of channels alone: elsewhere ("allergies: none") these are no refusal. */
static const char *const of_channels[] = {
    /* none of them */
    " ingen", " inga ", " inget ", " intet ", " inkje ", " none ", " no ", " nothing ", " nowhere ", " null ", " zero ",
    /* nobody knows which */
    " ukjen", " okän", " unknown", " uviss", " usikker", " osäker", " unsure", " uavklar", " uklar", " oklar",
    " unclear", " uncertain", " vet ", " pending ", " tbd ", " tba "};

/* A stop inside a word is no end of one: "kari@fjordvik.no" says no no. */
static bool ends_word(const char *c) {
    bool last = c[1] == '\0' || c[1] == ' ';
    return *c == ' ' || strchr(",;:!?()[]\"/*=-_\n", *c) != NULL || (*c == '.' && last);
}

/* As it is compared: folded, with a blank at each end and for whatever parts words. */
static char *words_of(const char *text) {
    char *folded = cell_words(text, false);
    char *words = folded != NULL ? malloc(strlen(folded) + 3) : NULL, *to = words;
    if (words != NULL)
        *to++ = ' ';
    for (const char *from = folded; words != NULL && *from != '\0';) {
        size_t length = 0;
        while (from[length] != '\0' && !ends_word(from + length))
            length++;
        if (length > 0) {
            memcpy(to, from, length);
            to += length;
            *to++ = ' ';
        }
        from += length;
        from += *from != '\0';
    }
    if (words != NULL)
        *to = '\0';
    free(folded);
    return words;
}

static bool has_one_of(const char *words, const char *const *terms, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strstr(words, terms[i]) != NULL)
            return true;
    return false;
}

/* "12 år". */
static bool tells_young_age(const char *words) {
    for (const char *at = words; (at = strstr(at, " \xC3\xA5r ")) != NULL; at++) {
        const char *digits = at;
        while (digits > words && ascii_is_digit(digits[-1]))
            digits--;
        if (at - digits == 1 || (at - digits == 2 && digits[0] == '1' && digits[1] < '8'))
            return true;
    }
    return false;
}

/* `ages`: or does it tell that somebody is young? */
static enum sladd_status says_one_of(const char *text, const char *const *terms, size_t count, bool ages, bool *says,
                                     struct sladd_error *err) {
    char *words = words_of(text);
    *says = words == NULL || has_one_of(words, terms, count) || (ages && tells_young_age(words));
    free(words);
    return words != NULL ? SLADD_OK : fail_memory(err);
}
#define SAYS_ONE_OF(text, terms, ages, says, err)                                                                      \
    says_one_of(text, terms, sizeof(terms) / sizeof *(terms), ages, says, err)

enum sladd_status text_may_restrict(const char *text, bool *may, struct sladd_error *err) {
    return SAYS_ONE_OF(text, of_both, true, may, err);
}

enum sladd_status remark_may_restrict(const char *text, bool *may, struct sladd_error *err) {
    char *words = cell_words(text, false);
    *may = true;
    for (size_t i = 0; words != NULL && i < sizeof no_remarks / sizeof *no_remarks && *may; i++)
        *may = strcmp(words, no_remarks[i]) != 0;
    free(words);
    return words != NULL ? SLADD_OK : fail_memory(err);
}

/* "0" and "1" are a form's answers, and nobody knows which. */
static bool has_no_letter(const char *text) {
    return text[strspn(text, " 0123456789.:()[]-_!?#*'\"")] == '\0';
}

enum sladd_status channel_may_restrict(const char *text, bool *may, struct sladd_error *err) {
    const enum sladd_status status = SAYS_ONE_OF(text, of_channels, false, may, err);
    *may = *may || strchr(text, '?') != NULL || has_no_letter(text);
    return *may ? status : text_may_restrict(text, may, err);
}

/* A name in small letters behind a capital one, such as a nickname, or the name of a class: 7B. */
static bool is_name_or_class(const char *text, size_t length) {
    const size_t digits = strspn(text, "0123456789");
    if (digits > 0)
        return digits <= 2 && length == digits + 1 && ascii_is_letter(text[digits]);
    bool begins = true, good = length > 0;
    for (size_t i = 0; i < length && good; i++) {
        const bool foreign = (unsigned char)text[i] >= 0x80, small = text[i] >= 'a' && text[i] <= 'z';
        const bool parts = text[i] == ' ' || text[i] == '-';
        good = foreign || (begins ? text[i] >= 'A' && text[i] <= 'Z' : small || parts);
        begins = parts;
    }
    return good;
}

/* "Moe, Ask Emil": the bytes of the first word behind the comma where that is a name, or 0. In "Ask
 * first" it is none. */
static size_t called_ask(const char *tail) {
    static const char ask[] = ", Ask";
    const size_t length = sizeof ask - 1;
    const bool is = strncmp(tail, ask, length) == 0 && (tail[length] == '\0' || strchr(" -([,", tail[length]) != NULL);
    return is && is_name_or_class(tail + 2, strcspn(tail + 2, "([,:;/")) ? length : 0;
}

/* What follows the name: behind a colon, a comma or a dash with blanks. */
static enum sladd_status tail_may_restrict(const char *name, bool *may, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    *may = false;
    for (const char *at = name; *at != '\0' && !*may; at++) {
        const bool dash = *at == '-' ? at > name && at[-1] == ' ' : strncmp(at, "\xE2\x80\x93", 3) == 0;
        if (dash || strchr(":,;/", *at) != NULL)
            status = text_may_restrict(at + called_ask(at), may, err);
    }
    return status;
}

enum sladd_status name_may_restrict(const char *name, bool *may, struct sladd_error *err) {
    enum sladd_status status = SAYS_ONE_OF(name, of_names, true, may, err);
    for (const char *open = name; !*may && (open = strpbrk(open, "([")) != NULL;) {
        const size_t length = strcspn(open + 1, ")]");
        char *inside = strndup(open + 1, length);
        *may = inside == NULL || !is_name_or_class(open + 1, length);
        if (inside == NULL)
            status = fail_memory(err);
        else if (!*may)
            status = text_may_restrict(inside, may, err);
        free(inside);
        open += 1 + length;
    }
    return *may ? status : tail_may_restrict(name, may, err);
}

static bool begins_with_one_of(const char *text, const char *const *terms, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, terms[i], strlen(terms[i])) == 0)
            return true;
    return false;
}

/* "Annet", "Other (what is it?)", "Annat som vi bör veta", "Allergies and other". */
static enum sladd_status is_of_the_rest(const char *heading, bool *of_rest, struct sladd_error *err) {
    char *words = cell_words(heading, true);
    bool is = words == NULL;
    for (size_t i = 0; i < sizeof of_the_rest / sizeof *of_the_rest && !is; i++) {
        const size_t length = strlen(of_the_rest[i]), size = strlen(words);
        const char *last = words + (size > length ? size - length : 0), *next = words + length;
        is = strcmp(last, of_the_rest[i]) == 0 && (last == words || ends_word(last - 1));
        if (is || strncmp(words, of_the_rest[i], length) != 0)
            continue;
        next += strspn(next, " ");
        is = *next == '\0' || ends_word(next) ||
             begins_with_one_of(next, rest_of_heading, sizeof rest_of_heading / sizeof *rest_of_heading);
    }
    free(words);
    *of_rest = is;
    return words != NULL ? SLADD_OK : fail_memory(err);
}

enum sladd_status heading_is_of_remarks(const char *heading, bool *is, struct sladd_error *err) {
    const enum sladd_status status = SAYS_ONE_OF(heading, of_remarks, false, is, err);
    return *is ? status : is_of_the_rest(heading, is, err);
}

enum sladd_status heading_may_restrict(const char *heading, bool *may, struct sladd_error *err) {
    const enum sladd_status status = SAYS_ONE_OF(heading, of_headings, false, may, err);
    return *may ? status : text_may_restrict(heading, may, err);
}
