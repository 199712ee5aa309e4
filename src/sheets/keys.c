#include "sheets/keys.h"

#include "base/array.h"
#include "base/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

enum { LONGEST_KEY = 40 };

/* Letters that Unicode does not take apart. */
static const char *ascii_of(ucs4_t letter) {
    switch (letter) {
    case 0xE6:
        return "ae";
    case 0xF8:
        return "o";
    case 0xF0:
    case 0x111:
        return "d";
    case 0xFE:
        return "th";
    case 0x142:
        return "l";
    case 0x167:
        return "t";
    case 0x14B:
        return "n";
    default:
        return NULL;
    }
}

static bool is_plain(ucs4_t letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}

static bool is_mark(ucs4_t letter) {
    return letter >= 0x300 && letter < 0x370;
}

/* "Åse-Lill Ødegård" -> "ase-lill-odegard"; empty where nothing is left. */
static void write_key(const uint8_t *parts, size_t size, char key[LONGEST_KEY + 1]) {
    size_t used = 0;
    for (size_t at = 0; at < size && used < LONGEST_KEY - 2;) {
        ucs4_t letter;
        at += (size_t)u8_mbtouc(&letter, parts + at, size - at);
        const char *instead = ascii_of(letter);
        if (instead != NULL)
            used += (size_t)snprintf(key + used, 3, "%s", instead);
        else if (is_plain(letter))
            key[used++] = (char)letter;
        else if (!is_mark(letter) && letter != '\'' && letter != 0x2019 && used > 0 && key[used - 1] != '-')
            key[used++] = '-';
    }
    while (used > 0 && key[used - 1] == '-')
        used--;
    key[used] = '\0';
}

static bool is_on_roll(const void *context, const char *key) {
    const struct roll *roll = context;
    for (size_t i = 0; i < roll->count; i++)
        if (strcmp(roll->members[i].key, key) == 0)
            return true;
    return false;
}

char *key_make_untaken(const char *name, key_taken *taken, const void *context, size_t count) {
    char plain[LONGEST_KEY + 1] = "";
    size_t size = 0;
    char *folded = name_fold(name);
    uint8_t *parts = folded != NULL && folded[0] != '\0'
                         ? u8_normalize(UNINORM_NFKD, (const uint8_t *)folded, strlen(folded), NULL, &size)
                         : NULL;
    free(folded);
    if (parts == NULL)
        return NULL;
    write_key(parts, size, plain);
    free(parts);
    char *key = NULL;
    const char *stem = plain[0] != '\0' ? plain : "person";
    for (size_t tries = 1;; tries++) {
        enum {
            PATIENCE = 20
        }; /* then a number that few can have: ten thousand people of one name must not take hours */
        size_t number = tries < PATIENCE ? tries : count + tries;
        int length = tries == 1 ? asprintf(&key, "%s", stem) : asprintf(&key, "%s-%zu", stem, number);
        if (length < 0)
            return NULL;
        if (!taken(context, key))
            return key;
        free(key);
    }
}

char *key_make(const struct roll *roll, const char *name) {
    return key_make_untaken(name, is_on_roll, roll, roll->count);
}

/* Of a folded name, which is taken over. The slash keeps the dot of "Per J. Berg" from being taken for that of a file's
 * ending. */
static char *bones_of(char *folded) {
    char *whole = NULL, *skeleton = NULL;
    if (folded != NULL && asprintf(&whole, "%s/", folded) >= 0)
        skeleton = name_skeleton(whole);
    free(folded);
    free(whole);
    return skeleton;
}

char *name_bones(const char *name) {
    return bones_of(name_fold(name));
}

/* With a slash, which a skeleton keeps, for whatever parts words. */
static char *part_words(char *folded) {
    char *to = folded; /* never ahead of what is read */
    for (size_t at = 0, size = folded != NULL ? strlen(folded) : 0; at < size;) {
        ucs4_t letter;
        const size_t length = (size_t)u8_mbtouc(&letter, (const uint8_t *)folded + at, size - at);
        if (uc_is_property_white_space(letter) || uc_is_property_dash(letter) || letter == ',' || letter == '.') {
            *to++ = '/';
        } else {
            memmove(to, folded + at, length);
            to += length;
        }
        at += length;
    }
    if (folded != NULL)
        *to = '\0';
    return folded;
}

static int by_letters(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char *name_sorted_bones(const char *name) {
    char *bones = bones_of(part_words(name_fold(name))), *rest = NULL;
    const size_t size = bones != NULL ? strlen(bones) : 0;
    char **words = array_new_zero(size + 1, sizeof *words), *sorted = calloc(size + 1, 1), *to = sorted;
    size_t count = 0;
    if (bones != NULL && words != NULL && sorted != NULL) {
        for (char *word = strtok_r(bones, "/", &rest); word != NULL; word = strtok_r(NULL, "/", &rest))
            words[count++] = word;
        qsort(words, count, sizeof *words, by_letters);
        for (size_t i = 0; i < count; i++)
            to = mempcpy(to, words[i], strlen(words[i]));
    } else {
        free(sorted);
        sorted = NULL;
    }
    free(words);
    free(bones);
    return sorted;
}
