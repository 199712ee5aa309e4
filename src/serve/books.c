#include "serve/books.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

/* Steps back that are kept, all in all: texts of a large folder's manifest are some hundred kilobytes each. */
enum { MOST_EDITS = 2000, MOST_UNDO_BYTES = 64 << 20 };

/* A book by its path, which the book owns. */
struct shelved {
    const char *path;
    size_t number;
};

static int against_path(const void *path, const void *item) {
    return strcmp(path, ((const struct shelved *)item)->path);
}

/* `*at`: where it stands on the shelf, or would. */
static bool stands(const struct books *books, const char *path, size_t *at) {
    *at = array_first(path, books->by_path, books->count, sizeof *books->by_path, against_path);
    return *at < books->count && strcmp(books->by_path[*at].path, path) == 0;
}

size_t books_find(const struct books *books, const char *path) {
    size_t at;
    return stands(books, path, &at) ? books->by_path[at].number : RESOLVER_NONE;
}

size_t books_number(struct books *books, const char *path) {
    size_t at;
    if (stands(books, path, &at))
        return books->by_path[at].number;
    char *copy = strdup(path);
    if (copy == NULL ||
        !array_grow((void **)&books->unsaved, &books->unsaved_capacity, books->count + 1, sizeof *books->unsaved) ||
        !array_grow((void **)&books->by_path, &books->shelf_capacity, books->count + 1, sizeof *books->by_path) ||
        !array_grow((void **)&books->items, &books->capacity, books->count + 1, sizeof *books->items)) {
        free(copy);
        return RESOLVER_NONE;
    }
    memmove(&books->by_path[at + 1], &books->by_path[at], (books->count - at) * sizeof *books->by_path);
    books->by_path[at] = (struct shelved){copy, books->count};
    books->items[books->count] = (struct book){.path = copy};
    return books->count++;
}

/* A manifest that is not there yet begins with its version. */
static enum sladd_status read_text(struct book *book, struct sladd_error *err) {
    static const char beginning[] = "version: 1\n";
    struct manifest_file_text file = {0};
    struct bytes text = {0};
    (void)file_stamp_take(&book->stamp, book->path);
    enum sladd_status status = manifest_file_read(book->path, &file, err);
    if (status == SLADD_OK)
        status = file.exists ? bytes_copy(&text, file.text.data, file.text.size, err)
                             : bytes_copy(&text, beginning, sizeof beginning - 1, err);
    if (status != SLADD_OK) {
        manifest_file_clear(&file);
        return status;
    }
    manifest_file_clear(&book->file);
    bytes_clear(&book->text);
    book->file = file;
    book->text = text;
    return SLADD_OK;
}

enum sladd_status books_open(struct books *books, size_t number, struct sladd_error *err) {
    struct book *book = &books->items[number];
    return book->unsaved > 0 ? SLADD_OK : read_text(book, err);
}

const struct manifest_text *books_texts(struct books *books, size_t number, struct span text, size_t *count) {
    *count = 0;
    for (size_t i = 0; i < books->count; i++) {
        const struct book *book = &books->items[i];
        struct span stands = i == number ? text : bytes_span(&book->text);
        if (stands.data != NULL && (book->unsaved > 0 || i == number))
            books->unsaved[(*count)++] = (struct manifest_text){book->path, stands};
    }
    return *count > 0 ? books->unsaved : NULL;
}

static void edited_clear(struct edited *edited) {
    json_decref(edited->edit);
    bytes_clear(&edited->before);
    *edited = (struct edited){0};
}

/* The oldest steps back go first; what they did stays done, and can still be made once more elsewhere. */
static void shorten(struct books *books) {
    size_t held = 0;
    for (size_t i = books->edit_count; i-- > 0;) {
        held += books->edits[i].before.size;
        if (held > MOST_UNDO_BYTES)
            bytes_clear(&books->edits[i].before);
    }
}

enum sladd_status books_reserve(struct books *books, struct sladd_error *err) {
    if (books->edit_count >= MOST_EDITS)
        return sladd_fail(err, SLADD_TOO_LARGE, "these are many changes at a time; save them first");
    return array_grow((void **)&books->edits, &books->edit_capacity, books->edit_count + 1, sizeof *books->edits)
               ? SLADD_OK
               : fail_memory(err);
}

void books_change(struct books *books, size_t number, struct bytes *text, json_t *edit) {
    struct book *book = &books->items[number];
    books->edits[books->edit_count++] = (struct edited){number, json_incref(edit), book->text};
    book->text = *text;
    *text = (struct bytes){0};
    book->unsaved++;
    books->edition++;
    shorten(books);
}

bool books_last(const struct books *books, struct edited *last) {
    if (books->edit_count == 0 || books->edits[books->edit_count - 1].before.data == NULL)
        return false;
    *last = books->edits[books->edit_count - 1];
    return true;
}

void books_undo(struct books *books) {
    struct edited *last = &books->edits[--books->edit_count];
    struct book *book = &books->items[last->book];
    bytes_clear(&book->text);
    book->text = last->before;
    last->before = (struct bytes){0};
    book->unsaved--;
    books->edition++;
    edited_clear(last);
}

/* Of one book; the others' edits keep their order. */
static void forget_edits(struct books *books, size_t number) {
    size_t kept = 0;
    for (size_t i = 0; i < books->edit_count; i++)
        if (books->edits[i].book == number)
            edited_clear(&books->edits[i]);
        else
            books->edits[kept++] = books->edits[i];
    books->edit_count = kept;
    books->edition++;
    books->items[number].unsaved = 0;
}

size_t books_closed(const struct books *books) {
    for (size_t i = 0; i < books->count; i++)
        if (!manifest_file_may_be_written(books->items[i].path))
            return i;
    return RESOLVER_NONE;
}

enum sladd_status books_save(struct books *books, size_t *number, struct sladd_error *err) {
    for (*number = 0; *number < books->count; ++*number) {
        struct book *book = &books->items[*number];
        struct bytes saved = {0};
        if (book->unsaved == 0)
            continue;
        enum sladd_status status = bytes_copy(&saved, book->text.data, book->text.size, err);
        if (status == SLADD_OK)
            status = manifest_file_replace(&book->file, bytes_span(&book->text), err);
        if (status != SLADD_OK) {
            bytes_clear(&saved);
            return status;
        }
        manifest_file_remark(&book->file, stderr); /* to whoever started the page */
        bytes_clear(&book->file.text);
        book->file.text = saved;
        book->file.exists = true;
        forget_edits(books, *number);
    }
    return SLADD_OK;
}

enum sladd_status books_read_theirs(const struct books *books, size_t number, struct book *theirs,
                                    struct sladd_error *err) {
    *theirs = (struct book){.path = books->items[number].path};
    return read_text(theirs, err);
}

static bool is_as_read(struct book *book) {
    struct book now = {.path = book->path};
    if (book->file.exists && file_stamp_holds(&book->stamp, book->path))
        return true;
    bool same = read_text(&now, NULL) == SLADD_OK && now.file.exists == book->file.exists &&
                span_equal(bytes_span(&now.file.text), bytes_span(&book->file.text));
    if (same)
        book->stamp = now.stamp;
    books_drop(&now);
    return same;
}

size_t books_changed_outside(struct books *books) {
    for (size_t i = 0; i < books->count; i++)
        if (books->items[i].unsaved > 0 && !is_as_read(&books->items[i]))
            return i;
    return RESOLVER_NONE;
}

void books_drop(struct book *theirs) {
    manifest_file_clear(&theirs->file);
    bytes_clear(&theirs->text);
    *theirs = (struct book){0};
}

void books_take(struct books *books, size_t number, struct book *theirs) {
    struct book *book = &books->items[number], ours = *book;
    forget_edits(books, number);
    *book = *theirs;
    *theirs = (struct book){0};
    books_drop(&ours);
}

json_t *books_edits(const struct books *books, size_t number) {
    json_t *edits = json_array();
    for (size_t i = 0; edits != NULL && i < books->edit_count; i++)
        if (books->edits[i].book == number && json_array_append(edits, books->edits[i].edit) != 0) {
            json_decref(edits);
            return NULL;
        }
    return edits;
}

size_t books_unsaved(const struct books *books) {
    return books->edit_count;
}

void books_clear(struct books *books) {
    for (size_t i = 0; i < books->edit_count; i++)
        edited_clear(&books->edits[i]);
    for (size_t i = 0; i < books->count; i++) {
        free(books->items[i].path);
        manifest_file_clear(&books->items[i].file);
        bytes_clear(&books->items[i].text);
    }
    free(books->edits);
    free(books->items);
    free(books->by_path);
    free(books->unsaved);
    *books = (struct books){0};
}
