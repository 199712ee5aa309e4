#include "sheets/asides.h"

#include "sheets/cells.h"

#include <stdlib.h>
#include <string.h>

/* Hints for whoever fills the sheet in. A list of what is harmless, for one of what is not would never be whole. */
static const char *const hints[] = {
    /* must it be filled in? */
    "valgfritt", "valgfri", "frivillig", "frivilligt", "valfritt", "optional", "obligatorisk", "obligatoriskt",
    "påkrevd", "påkrevet", "påkravd", "required", "mandatory", "må fylles ut", "må fyllast ut", "skal fylles ut",
    "skal fyllast ut", "fylles ut", "måste fyllas i", "ska fyllas i", "fylls i", "skal udfyldes", "udfyldes",
    "må besvares", "hvis kjent", "om kjent", "dersom kjent", "om känt", "hvis kendt", "if known",
    /* how */
    "sett kryss", "kryss av", "kryssa i", "sæt kryds", "velg én", "velg en", "välj en", "vælg en", "choose one",
    "flere valg mulig", "flere svar mulig", "velg én eller flere", "velg en eller flere", "välj en eller flera",
    "flera val möjliga", "vælg en eller flere", "choose one or more", "kommaseparert", "comma separated",
    "skill med komma", "med komma mellom", "with commas", "blokkbokstaver", "med blokkbokstaver", "texta",
    "in capitals", "og mellomnavn", "og mellomnamn", "och mellannamn", "first and last name",
    "first name and last name",
    /* a yes and a no */
    "ja eller nei", "ja eller nej", "yes or no",
    /* a date */
    "dag.måned.år", "dag måned år", "dag.månad.år", "dag månad år", "år-måned-dag", "år-månad-dag", "day month year",
    "skriv dato", "dato", "datum", "date"};

static bool is_hint(const char *words) {
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (strcmp(hints[i], words) == 0)
            return true;
    return false;
}

/* Day, month and year as runs of one letter: dd.mm.åååå, yyyy-mm-dd. */
static bool is_date_pattern(const char *words) {
    static const char *const letters[] = {"d", "m", "y", "\xC3\xA5"};
    int runs = 0;
    while (*words != '\0') {
        size_t letter = 0, length = 0;
        while (letter < sizeof letters / sizeof *letters &&
               strncmp(words, letters[letter], strlen(letters[letter])) != 0)
            letter++;
        if (letter == sizeof letters / sizeof *letters)
            return false;
        for (size_t size = strlen(letters[letter]); strncmp(words, letters[letter], size) == 0; words += size)
            length++;
        if (length > 4 || ++runs > 3)
            return false;
        words += *words != '\0' && strchr("-./ ", *words) != NULL;
    }
    return runs == 3;
}

static bool changes_nothing(const char *words, enum column column) {
    const int named = column_of_words(words);
    const bool part = column == COLUMN_NAME && (named == COLUMN_FIRST_NAME || named == COLUMN_LAST_NAME);
    return words[0] == '\0' || named == (int)column || part || is_hint(words) || is_date_pattern(words);
}

/* The column's own words tell what may be written there when there are two to choose from; one alone would be an
 * answer. Some channels may be all that the people were asked for. */
static enum sladd_status is_list_of_words(const char *list, enum column column, bool *is, struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    bool harmless = column != COLUMN_CHANNELS, chosen = false, choice = false;
    int first = 0, value = 0;
    for (const char *at = list; *at != '\0' && harmless;) {
        size_t separator, length = list_part(at, &separator);
        char *part = strndup(at, length), *words = part != NULL ? cell_words(part, true) : NULL;
        if (words == NULL)
            status = fail_memory(err);
        if (words != NULL && word_value(column, words, &value)) {
            choice = choice || (chosen && value != first);
            first = chosen ? first : value;
            chosen = true;
        } else {
            harmless = words != NULL && changes_nothing(words, column);
        }
        free(words);
        free(part);
        at += length + separator;
    }
    *is = harmless && choice == chosen;
    return status;
}

static enum sladd_status is_harmless(const char *text, enum column column, bool *harmless, struct sladd_error *err) {
    *harmless = false;
    if (strpbrk(text, "([") != NULL)
        return SLADD_OK;
    char *words = cell_words(text, true);
    enum sladd_status status = words != NULL ? SLADD_OK : fail_memory(err);
    *harmless = words != NULL && changes_nothing(words, column);
    if (words != NULL && !*harmless)
        status = is_list_of_words(words, column, harmless, err);
    free(words);
    return status;
}

/* The bytes of a dash or a colon that parts what is before it from what is behind it. A hyphen does so beside a blank.
 */
static size_t parting(const char *words, const char *at) {
    if (*at == ':')
        return 1;
    if (*at == '-')
        return (at > words && at[-1] == ' ') || at[1] == ' ' || at[1] == '\0';
    return strncmp(at, "\xE2\x80\x93", 3) == 0 || strncmp(at, "\xE2\x80\x94", 3) == 0 ? 3 : 0;
}

char *aside_cut(char *words) {
    for (char *at = words; *at != '\0'; at++) {
        const size_t length = parting(words, at);
        if (length == 0)
            continue;
        *at = '\0';
        for (char *end = at; end > words && strchr(" ?*.!", end[-1]) != NULL;)
            *--end = '\0';
        return at + length;
    }
    return NULL;
}

static enum sladd_status brackets_are_harmless(const char *heading, enum column column, bool *harmless,
                                               struct sladd_error *err) {
    char *text = cell_words(heading, false);
    enum sladd_status status = text != NULL ? SLADD_OK : fail_memory(err);
    *harmless = text != NULL;
    for (char *open = text; *harmless && (open = strpbrk(open, "([")) != NULL;) {
        const size_t length = strcspn(open + 1, ")]");
        char *inside = strndup(open + 1, length);
        *harmless = false;
        status = inside != NULL ? is_harmless(inside, column, harmless, err) : fail_memory(err);
        free(inside);
        open += 1 + length;
    }
    free(text);
    return status;
}

enum sladd_status asides_are_harmless(const char *heading, enum column column, bool *harmless,
                                      struct sladd_error *err) {
    enum sladd_status status = brackets_are_harmless(heading, column, harmless, err);
    if (!*harmless)
        return status;
    char *words = cell_words(heading, true);
    const char *tail = words != NULL && column_of_words(words) < 0 ? aside_cut(words) : NULL;
    *harmless = words != NULL;
    if (words == NULL)
        status = fail_memory(err);
    else if (tail != NULL)
        status = is_harmless(tail, column, harmless, err);
    free(words);
    return status;
}
