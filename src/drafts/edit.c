#include "drafts/edit.h"

#include "base/array.h"
#include "base/memstream.h"

#include <stdlib.h>
#include <string.h>

enum { STEP = 2 }; /* blanks a level, where there is nothing to go by */
enum { COMMENT = '#' };

/* `text` in place of the bytes from `at` to `until`. */
struct change {
    size_t at, until, order;
    int depth;
    char *text; /* owned */
};

struct edit {
    struct span text;
    const char *path; /* borrowed */
    struct place *root, *places;
    struct change *changes;
    size_t count, capacity;
    bool windows_lines; /* lines end in CR LF */
};

enum sladd_status edit_open(struct edit **edit, struct span text, const char *path, struct sladd_error *err) {
    struct edit *made = calloc(1, sizeof *made);
    *edit = NULL;
    if (made == NULL)
        return fail_memory(err);
    made->text = text;
    made->path = path;
    const uint8_t *line_end = text.size > 0 ? memchr(text.data, '\n', text.size) : NULL;
    made->windows_lines = line_end != NULL && line_end > text.data && line_end[-1] == '\r';
    enum sladd_status status = places_find(text, &made->root, &made->places, err);
    if (status == SLADD_OK)
        *edit = made;
    else
        edit_free(made);
    return status;
}

const struct place *edit_root(const struct edit *edit) {
    return edit->root;
}

void edit_free(struct edit *edit) {
    for (size_t i = 0; edit != NULL && i < edit->count; i++)
        free(edit->changes[i].text);
    if (edit != NULL) {
        free(edit->changes);
        places_free(edit->places);
    }
    free(edit);
}

/* Takes the stream's text over. */
static enum sladd_status remember(struct edit *edit, const struct change *change, FILE *stream, char **text,
                                  struct sladd_error *err) {
    bool good = memstream_close(stream, text) &&
                array_grow((void **)&edit->changes, &edit->capacity, edit->count + 1, sizeof *edit->changes);
    if (!good) {
        free(*text);
        return fail_memory(err);
    }
    edit->changes[edit->count] = *change;
    edit->changes[edit->count].text = *text;
    edit->changes[edit->count].order = edit->count;
    edit->count++;
    return SLADD_OK;
}

/* The first line that begins behind `offset`, or at it. */
static size_t next_line(const struct edit *edit, size_t offset) {
    const uint8_t *data = edit->text.data;
    if (offset > 0 && data[offset - 1] == '\n')
        return offset;
    const uint8_t *end = offset < edit->text.size ? memchr(data + offset, '\n', edit->text.size - offset) : NULL;
    return end != NULL ? (size_t)(end - data) + 1 : edit->text.size;
}

static enum yaml_style style_in(const struct edit *edit) {
    return edit->root->in_brackets ? YAML_AS_JSON : YAML_IN_BRACKETS;
}

static bool adds_at(const struct edit *edit, size_t at, int depth) {
    for (size_t i = 0; i < edit->count; i++)
        if (edit->changes[i].at == at && edit->changes[i].until == at && edit->changes[i].depth == depth)
            return true;
    return false;
}

static enum sladd_status add_in_brackets(struct edit *edit, const struct place *to, const struct yaml_value *value,
                                         struct sladd_error *err) {
    const struct place *last = to->last;
    size_t at = last == NULL ? to->start + 1 : last->value != NULL ? last->value->end : last->end;
    const bool first = last == NULL && !adds_at(edit, at, to->depth);
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (stream != NULL) {
        (void)fputs(first ? "" : ", ", stream);
        yaml_put_brackets(stream, value, style_in(edit));
    }
    return remember(edit, &(struct change){at, at, 0, to->depth, NULL}, stream, &text, err);
}

enum sladd_status edit_add(struct edit *edit, const struct place *to, const struct yaml_value *value,
                           struct sladd_error *err) {
    if (to == NULL) /* it was read, and is not where it should be */
        return sladd_fail(err, SLADD_MANIFEST, "%s: what stands here cannot be changed; write it in a text editor",
                          edit->path);
    bool empty = to->type == PLACE_TEXT && to->start == to->end;
    if ((to->type == PLACE_TEXT && !empty) || (empty && edit->root->in_brackets))
        return sladd_fail(err, SLADD_MANIFEST,
                          "%s: nothing can be added to '%s'; write its key with a colon, and nothing after it",
                          edit->path, to->text);
    if (to->in_brackets)
        return add_in_brackets(edit, to, value, err);
    size_t at = next_line(edit, to->end);
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (stream != NULL) {
        if (at > 0 && edit->text.data[at - 1] != '\n')
            (void)putc('\n', stream);
        yaml_put_lines(stream, value, to->column + (empty ? STEP : 0));
    }
    return remember(edit, &(struct change){at, at, 0, to->depth, NULL}, stream, &text, err);
}

static bool is_blank(uint8_t byte) {
    return byte == ' ' || byte == '\t';
}

static bool is_line_end(uint8_t byte) {
    return byte == '\n' || byte == '\r';
}

/* Where a text ends that another may stand for: of one in lines libyaml counts the line end, and empty lines behind it,
 * and what stands on the next line must not come behind the new text. */
static size_t end_of_text(const struct edit *edit, const struct place *place) {
    const uint8_t *data = edit->text.data;
    size_t end = place->end;
    while (place->in_lines && end > place->start && (is_blank(data[end - 1]) || is_line_end(data[end - 1])))
        end--;
    return end;
}

enum sladd_status edit_replace(struct edit *edit, const struct place *place, const struct yaml_value *value,
                               struct sladd_error *err) {
    if ((place->type != PLACE_TEXT && !place->in_brackets) || place->start == place->end)
        return sladd_fail(err, SLADD_MANIFEST, "%s: only a text, or something in brackets, can be replaced",
                          edit->path);
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    const size_t until = end_of_text(edit, place);
    if (stream != NULL) {
        yaml_put_value(stream, value, style_in(edit));
        if (place->in_lines && until < edit->text.size && !is_line_end(edit->text.data[until]))
            (void)putc('\n', stream); /* it ended in a mark of Unicode's that libyaml takes for a line end */
    }
    return remember(edit, &(struct change){place->start, until, 0, place->depth, NULL}, stream, &text, err);
}

enum sladd_status edit_set(struct edit *edit, const struct place *mapping, const struct yaml_value *member,
                           struct sladd_error *err) {
    const struct place *there = place_member(mapping, member->key);
    return there != NULL ? edit_replace(edit, there, member, err) : edit_add(edit, mapping, member, err);
}

/* With its comma and the blanks behind that: the comma that follows, or of the last one the comma before it. */
static void bracket_range(const struct edit *edit, const struct place *from, const struct place *item, size_t *at,
                          size_t *until) {
    const uint8_t *data = edit->text.data;
    const struct place *before = NULL;
    for (const struct place *other = from->first; other != item; other = other->next)
        before = other;
    const size_t end = item->value != NULL ? item->value->end : item->end;
    *at = item->start;
    *until = end;
    if (item->next != NULL) {
        const size_t gap = item->next->start - end;
        const uint8_t *comma = memchr(data + end, ',', gap);
        bool told = memchr(data + end, COMMENT, gap) != NULL; /* what somebody wrote behind the comma stays */
        *until = told && comma != NULL ? (size_t)(comma - data) + 1 : item->next->start;
    } else if (before != NULL) {
        *at = before->value != NULL ? before->value->end : before->end;
    }
}

/* Its lines: from the blanks before it, and an item's dash, to the end of its last one. A key behind a dash would take
 * the item's beginning with it. */
static bool line_range(const struct edit *edit, const struct place *from, const struct place *item, size_t *at,
                       size_t *until) {
    const uint8_t *data = edit->text.data;
    const bool dash = from->type == PLACE_LIST;
    for (*at = item->start; *at > 0 && (is_blank(data[*at - 1]) || (dash && data[*at - 1] == '-'));)
        --*at;
    *until = next_line(edit, item->value != NULL ? item->value->end : item->end);
    return *at == 0 || data[*at - 1] == '\n';
}

enum sladd_status edit_remove(struct edit *edit, const struct place *from, const struct place *item,
                              struct sladd_error *err) {
    char *text = NULL;
    size_t size = 0, at, until;
    bool alone = true;
    if (from->in_brackets)
        bracket_range(edit, from, item, &at, &until);
    else
        alone = line_range(edit, from, item, &at, &until);
    if (!alone)
        return sladd_fail(err, SLADD_MANIFEST, "%s: what is to be removed shares its line with something else",
                          edit->path);
    FILE *stream = open_memstream(&text, &size);
    return remember(edit, &(struct change){at, until, 0, from->depth, NULL}, stream, &text, err);
}

/* Each line behind a '#', which stands as far in as the first line does. Line ends are put as everywhere (put_change).
 */
static void put_commented(FILE *to, struct span lines, int column) {
    bool begins = true;
    for (size_t i = 0; i < lines.size; i++) {
        if (begins)
            (void)fprintf(to, "%*s%c ", column, "", COMMENT);
        begins = lines.data[i] == '\n';
        if (lines.data[i] != '\r')
            (void)putc(lines.data[i], to);
    }
    if (!begins)
        (void)putc('\n', to);
}

enum sladd_status edit_supersede(struct edit *edit, const struct place *from, const struct place *key, const char *note,
                                 const struct yaml_value *value, struct sladd_error *err) {
    char *text = NULL;
    size_t size = 0, at = 0, until = 0;
    if (from->in_brackets || !line_range(edit, from, key, &at, &until))
        return sladd_fail(
            err, SLADD_MANIFEST,
            "%s: '%s' was edited after this was written, and its entry stands in brackets or on a line with "
            "something else, where nothing can be left as a comment: delete the entry, and run scan again",
            edit->path, key->text);
    FILE *stream = open_memstream(&text, &size);
    if (stream != NULL) {
        if (at > 0 && edit->text.data[at - 1] != '\n')
            (void)putc('\n', stream);
        (void)fprintf(stream, "%*s%c %s\n", from->column, "", COMMENT, note);
        put_commented(stream, span_part(edit->text, at, until - at), from->column);
        yaml_put_lines(stream, value, from->column);
    }
    return remember(edit, &(struct change){at, until, 0, from->depth, NULL}, stream, &text, err);
}

/* Where two additions meet, the inner comes first: a person's last line, then the next person. */
static int by_place(const void *left, const void *right) {
    const struct change *a = left, *b = right;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    if (a->depth != b->depth)
        return a->depth > b->depth ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static void put_change(const struct edit *edit, const char *text, bool after_line_end, FILE *to) {
    /* Of several additions to a last line that has no end, the first brings it. */
    text += after_line_end && *text == '\n';
    for (; *text != '\0'; text++) {
        if (*text == '\n' && edit->windows_lines)
            (void)putc('\r', to);
        (void)putc(*text, to);
    }
}

enum sladd_status edit_finish(struct edit *edit, struct bytes *text, struct sladd_error *err) {
    char *data = NULL;
    size_t size = 0, done = 0;
    if (edit->count > 1)
        qsort(edit->changes, edit->count, sizeof *edit->changes, by_place);
    for (size_t i = 1; i < edit->count; i++)
        if (edit->changes[i].at < edit->changes[i - 1].until)
            return sladd_fail(err, SLADD_MANIFEST, "%s: two changes of one place", edit->path);
    FILE *stream = open_memstream(&data, &size);
    for (size_t i = 0; i < edit->count && stream != NULL; i++) {
        const struct change *change = &edit->changes[i];
        bool ended = i > 0 && edit->changes[i - 1].at == change->at;
        (void)fwrite(edit->text.data + done, 1, change->at - done, stream);
        put_change(edit, change->text, ended, stream);
        done = change->until;
    }
    if (stream != NULL)
        (void)fwrite(edit->text.data + done, 1, edit->text.size - done, stream);
    if (!memstream_close(stream, &data)) {
        free(data);
        return fail_memory(err);
    }
    *text = (struct bytes){(uint8_t *)data, size};
    return SLADD_OK;
}
