/* The readers of single values. */
#include "base/date.h"
#include "consent/policy.h"
#include "consent/schema.h"

#include "base/array.h"
#include "base/ascii.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool is_null(const struct node *node) {
    const char *text = node->text;
    return node->type == NODE_TEXT && !node->quoted &&
           (text[0] == '\0' || strcmp(text, "~") == 0 || ascii_same(text, "null"));
}

const char *text_of(struct reader *reader, const char *called, const struct node *node) {
    if (node->type == NODE_LIST)
        (void)complain_at(reader, node, "'%s' must be a text, not a list; put it in quotes if it has brackets", called);
    else if (node->type != NODE_TEXT)
        (void)complain_at(reader, node, "'%s' must be a text, not a mapping; put it in quotes if it has colons",
                          called);
    else if (is_null(node) || node->text[strspn(node->text, " ")] == '\0')
        (void)complain_at(reader, node, "'%s' is empty; write a text, or leave the key out", called);
    else
        return node->text;
    return NULL;
}

enum sladd_status read_text(struct reader *reader, const struct key *key, const struct node *node, void *target) {
    const char *text = text_of(reader, key->name, node);
    if (text == NULL)
        return SLADD_MANIFEST;
    char *copy = strdup(text);
    if (copy == NULL)
        return fail_memory(reader->err);
    memcpy((char *)target + key->member, &copy, sizeof copy);
    return SLADD_OK;
}

enum sladd_status read_texts(struct reader *reader, const struct key *key, const struct node *node, void *target) {
    if (node->type != NODE_LIST)
        return complain_at(reader, node, "'%s' must be a list; write it in brackets: [one, another]", key->name);
    char **texts = array_new_zero(node->count > 0 ? (size_t)node->count : 1, sizeof *texts);
    if (texts == NULL)
        return fail_memory(reader->err);
    memcpy((char *)target + key->member, &texts, sizeof texts);
    size_t *count = (size_t *)(void *)((char *)target + key->count);
    for (const struct node *item = node->first; item != NULL; item = item->next) {
        const char *text = text_of(reader, key->name, item);
        if (text == NULL)
            return SLADD_MANIFEST;
        texts[*count] = strdup(text);
        if (texts[*count] == NULL)
            return fail_memory(reader->err);
        ++*count;
    }
    return SLADD_OK;
}

static void store_enum(void *target, const struct key *key, int value) {
    _Static_assert(sizeof(enum answer) == sizeof(int) && sizeof(enum role) == sizeof(int), "enumerations are ints");
    memcpy((char *)target + key->member, &value, sizeof value);
}

enum sladd_status read_word(struct reader *reader, const struct key *key, const struct node *node, void *target) {
    char list[160];
    size_t used = 0;
    list[0] = '\0';
    for (const struct word *word = key->words; word->text != NULL && used < sizeof list; word++) {
        if (node->type == NODE_TEXT && strcmp(word->text, node->text) == 0) {
            store_enum(target, key, word->value);
            return SLADD_OK;
        }
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used > 0 ? ", " : "", word->text);
    }
    if (node->type != NODE_TEXT || is_null(node))
        return complain_at(reader, node, "'%s' must be one word; write one of: %s", key->name, list);
    return complain_at(reader, node, "'%s' cannot be '%s'; write one of: %s", key->name, shown(node->text).text, list);
}

enum sladd_status read_answer(struct reader *reader, const struct key *key, const struct node *node, void *target) {
    static const struct word answers[] = {
        {"yes", ANSWER_YES}, {"true", ANSWER_YES}, {"on", ANSWER_YES},
        {"no", ANSWER_NO},   {"false", ANSWER_NO}, {"off", ANSWER_NO},
    };
    for (size_t i = 0; node->type == NODE_TEXT && i < sizeof answers / sizeof *answers; i++) {
        if (ascii_same(answers[i].text, node->text)) {
            store_enum(target, key, answers[i].value);
            return SLADD_OK;
        }
    }
    return complain_at(reader, node, "'%s' must be yes or no", key->name);
}

enum sladd_status read_date(struct reader *reader, const struct key *key, const struct node *node, void *target) {
    struct sladd_date date;
    if (node->type != NODE_TEXT)
        return complain_at(reader, node, "'%s' must be a date; write it as 2026-05-01", key->name);
    if (!date_parse(node->text, &date))
        return complain_at(reader, node, "'%s' is '%s', which is not a date; write a day that exists as 2026-05-01",
                           key->name, shown(node->text).text);
    memcpy((char *)target + key->member, &date, sizeof date);
    return SLADD_OK;
}

bool number_of(const struct node *node, double *number) {
    if (node->type != NODE_TEXT || node->quoted || strlen(node->text) > 40)
        return false;
    const char *c = node->text;
    bool negative = *c == '-';
    int digits = 0, scale = 0, exponent = 0;
    double value = 0;
    c += *c == '-' || *c == '+';
    for (; ascii_is_digit(*c); c++, digits++)
        value = value * 10 + (*c - '0');
    if (*c == '.')
        for (c++; ascii_is_digit(*c); c++, digits++, scale++)
            value = value * 10 + (*c - '0');
    if (digits == 0)
        return false;
    if (*c == 'e' || *c == 'E') {
        bool down = *++c == '-';
        c += *c == '-' || *c == '+';
        if (!ascii_is_digit(*c))
            return false;
        for (; ascii_is_digit(*c); c++)
            exponent = exponent < 1000 ? exponent * 10 + (*c - '0') : exponent;
        exponent = down ? -exponent : exponent;
    }
    if (*c != '\0')
        return false;
    exponent -= scale;
    value = exponent < 0 ? value / pow(10, -exponent) : value * pow(10, exponent);
    *number = negative ? -value : value;
    return isfinite(value);
}

/* Rounding of x and of the width can push their sum a little over 1; a box may end that far outside. */
static const double ROUNDING = 0.001;

enum sladd_status read_box(struct reader *reader, const struct key *key, const struct node *node, void *target) {
    double numbers[4];
    if (node->type != NODE_LIST || node->count != 4)
        return complain_at(reader, node, "'%s' must be four numbers: [x, y, width, height]", key->name);
    const struct node *item = node->first;
    for (int i = 0; i < 4; i++, item = item->next) {
        if (!number_of(item, &numbers[i]))
            return complain_at(reader, item, "'%s' must be four numbers such as 0.25, without quotes", key->name);
        if (numbers[i] < 0 || numbers[i] > 1)
            return complain_at(reader, item,
                               "'%s' lies outside the photo; write fractions of its width and height, 0 to 1, not "
                               "pixels",
                               key->name);
        if (i >= 2 && numbers[i] <= 0)
            return complain_at(reader, item, "'%s' is empty; its width and height must be more than 0", key->name);
    }
    if (numbers[0] + numbers[2] > 1 + ROUNDING)
        return complain_at(reader, node, "'%s' reaches beyond the photo's right edge; x + width must be at most 1",
                           key->name);
    if (numbers[1] + numbers[3] > 1 + ROUNDING)
        return complain_at(reader, node, "'%s' reaches beyond the photo's lower edge; y + height must be at most 1",
                           key->name);
    struct sladd_box box = {numbers[0], numbers[1], fmin(numbers[2], 1 - numbers[0]), fmin(numbers[3], 1 - numbers[1])};
    if (sladd_box_area(box) <= 0)
        return complain_at(reader, node, "'%s' covers nothing inside the photo; it lies on its edge", key->name);
    memcpy((char *)target + key->member, &box, sizeof box);
    return SLADD_OK;
}
