#include "consent/holds.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/names.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* Bytes of other letters count as letters, too: nothing that we look for ends beside one. */
static bool is_word(char c) {
    return ascii_is_digit(c) || ascii_is_letter(c) || (unsigned char)c >= 0x80;
}

/* A number as it is written: its digits, and how they are grouped. */
enum { MOST_DIGITS = 16, MOST_GROUPS = 8 };

struct number {
    char digits[MOST_DIGITS + 1];
    int count;
    int groups[MOST_GROUPS]; /* digits in each */
    char between[MOST_GROUPS + 1];
    int group_count;
    bool plus; /* begins with + */
};

/* ---- check digits ---- */

static int weighted(const char *digits, const int *weights, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum += weights[i] * (digits[i] - '0');
    return sum;
}

static int two(const char *digits) {
    return 10 * (digits[0] - '0') + digits[1] - '0';
}

static bool is_date(int day, int month) {
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

/* Skatteetaten: DDMMYYIIIKK, the day plus 40 in a D-number; months plus 40 and 80 stand for made and test numbers. */
static bool is_birth_number(const char *d) {
    static const int first[] = {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}, second[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    int day = two(d) > 40 ? two(d) - 40 : two(d), month = two(d + 2) % 40;
    return is_date(day, month) && weighted(d, first, 10) % 11 == 0 && weighted(d, second, 11) % 11 == 0;
}

/* Skatteverket: YYMMDDNNNC with a Luhn digit (ISO/IEC 7812-1), the day plus 60 in a coordination number. */
static bool is_personal_number(const char *d) {
    int day = two(d + 4) > 60 ? two(d + 4) - 60 : two(d + 4), sum = 0;
    for (int i = 0; i < 10; i++) {
        int product = (d[i] - '0') * (i % 2 == 0 ? 2 : 1);
        sum += product / 10 + product % 10;
    }
    return is_date(day, two(d + 2)) && sum % 10 == 0;
}

/* Finans Norge: eleven digits, the last by modulo 11. */
static bool is_account(const char *d) {
    static const int weights[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    return weighted(d, weights, 11) % 11 == 0;
}

/* ---- numbers of a line ---- */

/* Are the groups as long as the digits of `format` say, such as "65"? */
static bool grouped(const struct number *number, const char *format) {
    if ((size_t)number->group_count != strlen(format))
        return false;
    for (int i = 0; i < number->group_count; i++)
        if (number->groups[i] != format[i] - '0')
            return false;
    return true;
}

static bool only_between(const struct number *number, const char *allowed) {
    return strspn(number->between, allowed) == strlen(number->between);
}

/* The digits of a number, as far as they can belong together, from `at`, which is a digit. */
static struct number number_at(const char *at, bool plus) {
    struct number number = {.plus = plus};
    bool more = true;
    while (more) {
        int length = 0;
        while (ascii_is_digit(at[length]))
            length++;
        if (number.count + length > MOST_DIGITS || number.group_count == MOST_GROUPS)
            break;
        memcpy(number.digits + number.count, at, (size_t)length);
        number.count += length;
        number.groups[number.group_count++] = length;
        at += length;
        more = *at != '\0' && strchr(" -.+", *at) != NULL && ascii_is_digit(at[1]);
        if (more && number.group_count < MOST_GROUPS)
            number.between[number.group_count - 1] = *at;
        at += more;
    }
    number.between[number.group_count > 0 ? number.group_count - 1 : 0] = '\0';
    return number;
}

/* The number without its last group. */
static void drop_group(struct number *number) {
    number->count -= number->groups[--number->group_count];
    number->digits[number->count] = '\0';
    number->between[number->group_count > 0 ? number->group_count - 1 : 0] = '\0';
}

static bool is_identity(const struct number *n) {
    bool eleven = n->count == 11 && (n->group_count == 1 || grouped(n, "65") || grouped(n, "2225"));
    bool ten = n->count == 10 && (n->group_count == 1 || grouped(n, "64"));
    bool twelve =
        n->count == 12 && (n->group_count == 1 || grouped(n, "84")) && (two(n->digits) == 19 || two(n->digits) == 20);
    return !n->plus && ((eleven && is_birth_number(n->digits)) || (ten && is_personal_number(n->digits)) ||
                        (twelve && is_personal_number(n->digits + 2)));
}

static bool is_norwegian_account(const struct number *n) {
    return !n->plus && n->count == 11 && only_between(n, ". ") && (n->group_count == 1 || grouped(n, "425")) &&
           is_account(n->digits);
}

/* Eight digits in Norway, the first from 2 to 9, in one piece, by two or 3-2-3; in Sweden 0 and 7 to 9 more, with a
 * hyphen after the area code, or mobile in one piece; elsewhere + and at least 8 digits (ITU-T E.123). */
static bool is_telephone(const struct number *n) {
    static const char *const norwegian[] = {"8", "2222", "323"};
    if (!only_between(n, " -"))
        return false;
    if (n->plus)
        return n->count >= 8 && n->count <= 15;
    if (n->digits[0] == '0') {
        bool foreign = n->digits[1] == '0' && n->count >= 10 && n->count <= 15;
        bool hyphen = n->between[0] == '-' && n->groups[0] >= 2 && n->groups[0] <= 4 && n->groups[1] >= 2;
        bool mobile = n->digits[1] == '7' && n->count == 10;
        return foreign || (n->count >= 8 && n->count <= 10 && hyphen) || mobile;
    }
    bool date = n->group_count == 1 && (two(n->digits) == 19 || two(n->digits) == 20) &&
                is_date(two(n->digits + 6), two(n->digits + 4));
    for (size_t i = 0; i < sizeof norwegian / sizeof *norwegian; i++)
        if (n->count == 8 && n->digits[0] >= '2' && !date && only_between(n, " ") && grouped(n, norwegian[i]))
            return true;
    return false;
}

/* A number begins here: not inside a word, nor behind the point or comma of one that began before. */
static bool begins_number(const char *text, const char *at) {
    if (!ascii_is_digit(*at) || (at > text && is_word(at[-1])))
        return false;
    return at < text + 2 || strchr(".,", at[-1]) == NULL || !ascii_is_digit(at[-2]);
}

/* Does a number of the line pass? Every run of groups is tried, the longest first. */
static bool any_number(const char *text, bool (*passes)(const struct number *number)) {
    bool passed = false;
    for (const char *at = text; *at != '\0' && !passed; at++) {
        if (!begins_number(text, at))
            continue;
        struct number number = number_at(at, at > text && at[-1] == '+');
        for (; number.group_count > 0 && !passed; drop_group(&number))
            passed = !is_word(at[(size_t)number.count + strlen(number.between)]) && passes(&number);
        explicit_bzero(&number, sizeof number);
    }
    return passed;
}

/* ---- letters and digits ---- */

/* ISO 13616: two letters, two digits, and up to 30 of either; read with the first four last, letters as 10 to 35, the
 * number leaves 1 by 97. Blanks may stand between. */
static bool iban_at(const char *at) {
    enum { LEAST = 15, MOST = 34 };
    char plain[MOST + 1];
    int count = 0, rest = 0;
    bool good = false;
    for (; (ascii_is_digit(*at) || (*at >= 'A' && *at <= 'Z') || (*at == ' ' && is_word(at[1]))) && count < MOST;
         at++) {
        if (*at == ' ')
            continue;
        plain[count++] = *at;
        if (count < LEAST || is_word(at[1]))
            continue;
        rest = 0;
        for (int i = 0; i < count; i++) {
            char c = plain[(i + 4) % count];
            int value = ascii_is_digit(c) ? c - '0' : c - 'A' + 10;
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        good = good || rest == 1;
    }
    explicit_bzero(plain, sizeof plain);
    return good;
}

static bool has_iban(const char *text) {
    for (const char *at = text; *at != '\0'; at++)
        if ((at == text || !is_word(at[-1])) && ascii_is_letter(at[0]) && ascii_is_letter(at[1]) &&
            ascii_is_digit(at[2]) && ascii_is_digit(at[3]) && iban_at(at))
            return true;
    return false;
}

static bool has_email(const char *text) {
    for (const char *at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@')) {
        const char *end = at + 1, *dot = NULL;
        for (; is_word(*end) || (*end == '-' || *end == '.'); end++)
            dot = *end == '.' && end > at + 1 && ascii_is_letter(end[1]) && ascii_is_letter(end[2]) ? end : dot;
        if (at > text && (is_word(at[-1]) || strchr("._%+-", at[-1]) != NULL) && dot != NULL)
            return true;
    }
    return false;
}

static bool all_in(const char *text, size_t count, const char *set) {
    for (size_t i = 0; i < count; i++)
        if (text[i] == '\0' || strchr(set, text[i]) == NULL)
            return false;
    return true;
}

/* Statens vegvesen: two letters and five digits, four on trailers and motorcycles, which we believe only where nothing
 * else is on the line. Transportstyrelsen: three letters, two digits, a digit or letter. */
static bool plate_at(const char *at, bool alone) {
    static const char no[] = "ABCDEFGHJKLNPRSTUVXYZ", se[] = "ABCDEFGHJKLMNOPRSTUWXYZ", digits[] = "0123456789";
    static const char *const words[] = {"ROM", "SAL", "BUS", "HUS", "DAG", "UKE",
                                        "RAD", "TOG", "RUM", "DEL", "KAP", "GATE"};
    if (all_in(at, 2, no) && (at[2] == ' ' || ascii_is_digit(at[2]))) {
        const char *from = at + (at[2] == ' ' ? 3 : 2);
        int count = 0;
        while (ascii_is_digit(from[count]))
            count++;
        return !is_word(from[count]) && (count == 5 || (count == 4 && alone && from[count] == '\0'));
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(at, words[i], 3) == 0)
            return false;
    const char *from = at + 3 + (all_in(at, 3, se) && at[3] == ' ');
    return all_in(at, 3, se) && all_in(from, 2, digits) &&
           (ascii_is_digit(from[2]) || all_in(from + 2, 1, "ABCDEFGHJKLMNPRSTUWXYZ")) && !is_word(from[3]);
}

static bool has_plate(const char *text) {
    for (const char *at = text; *at != '\0'; at++)
        if ((at == text || !is_word(at[-1])) && plate_at(at, at == text))
            return true;
    return false;
}

/* ---- names ---- */

/* The words of a line or a name, folded; owned. */
struct words {
    char **items;
    size_t count, capacity;
};

static void words_clear(struct words *words) {
    for (size_t i = 0; i < words->count; i++) {
        explicit_bzero(words->items[i], strlen(words->items[i]));
        free(words->items[i]);
    }
    free(words->items);
    *words = (struct words){0};
}

/* False: not all of them, for want of memory or since one is no text. */
static bool words_of(const char *text, struct words *words) {
    bool all = true;
    while (*text != '\0' && all) {
        size_t length = 0;
        while (is_word(text[length]) || ((text[length] == '-' || text[length] == '\'') && length > 0))
            length++;
        char *word = length > 0 ? strndup(text, length) : NULL, *folded = word != NULL ? text_fold(word) : NULL;
        if (word != NULL)
            explicit_bzero(word, length);
        free(word);
        all = length == 0 || (folded != NULL && array_grow((void **)&words->items, &words->capacity, words->count + 1,
                                                           sizeof *words->items));
        if (all && length > 0)
            words->items[words->count++] = folded;
        else
            free(folded);
        text += length > 0 ? length : 1;
    }
    return all;
}

/* All words of the name beside one another, as they are or the last one first. */
static bool in_full(const struct words *line, const struct words *name) {
    for (size_t at = 0; name->count > 0 && at + name->count <= line->count; at++) {
        bool same = true, turned = true;
        for (size_t i = 0; i < name->count; i++) {
            same = same && strcmp(line->items[at + i], name->items[i]) == 0;
            turned = turned && strcmp(line->items[at + i], name->items[(i + name->count - 1) % name->count]) == 0;
        }
        if (same || turned)
            return true;
    }
    return false;
}

/* Is a word one letter long, and the other's first? A folded letter may take several bytes: that of Ørjan does. */
static bool is_initial_of(const char *initial, const char *word) {
    const int length = u8_strmblen((const uint8_t *)initial);
    return length > 0 && initial[length] == '\0' && strncmp(initial, word, (size_t)length) == 0;
}

static bool as_initial(const struct words *line, const struct words *name) {
    const char *first = name->items[0], *last = name->items[name->count - 1];
    for (size_t i = 0; i + 1 < line->count && name->count > 1; i++)
        if (is_initial_of(line->items[i], first) && strcmp(line->items[i + 1], last) == 0)
            return true;
    return false;
}

/* The first or the last name alone, as on a badge. */
static bool as_part(const struct words *line, const struct words *name) {
    return line->count == 1 &&
           (strcmp(line->items[0], name->items[0]) == 0 || strcmp(line->items[0], name->items[name->count - 1]) == 0);
}

static bool is_named(const struct words *line, const char *called) {
    struct words name = {0};
    if (called == NULL || line->count == 0)
        return false;
    bool named = !words_of(called, &name) ||
                 (name.count > 0 && (in_full(line, &name) || as_initial(line, &name) || as_part(line, &name)));
    words_clear(&name);
    return named;
}

/* What cannot be compared may be anybody's name. */
static bool has_name(const char *text, const struct person *people, size_t count) {
    struct words line = {0};
    bool named = !words_of(text, &line) && count > 0;
    for (size_t i = 0; i < count && !named; i++) {
        named = is_named(&line, people[i].name);
        for (size_t a = 0; a < people[i].alias_count && !named; a++)
            named = is_named(&line, people[i].aliases[a]);
    }
    words_clear(&line);
    return named;
}

enum sladd_holds holds_of(const char *text, const struct person *people, size_t count) {
    if (has_name(text, people, count))
        return SLADD_HOLDS_NAME;
    if (any_number(text, is_identity))
        return SLADD_HOLDS_IDENTITY_NUMBER;
    if (any_number(text, is_norwegian_account) || has_iban(text))
        return SLADD_HOLDS_ACCOUNT;
    if (has_email(text))
        return SLADD_HOLDS_EMAIL;
    if (any_number(text, is_telephone))
        return SLADD_HOLDS_TELEPHONE;
    return has_plate(text) ? SLADD_HOLDS_PLATE : SLADD_HOLDS_NOTHING;
}
