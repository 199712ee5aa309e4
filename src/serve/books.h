/* The manifests of a session as they are being edited: texts that stand for files until somebody saves them.
 *
 * Every edit is a change of the text (drafts/edit.h), so that comments, order and whatever else people wrote stay.
 * Until it is saved it can be undone. A file that somebody else changed meanwhile is never replaced: the edits are made
 * once more in the text that stands there now, or dropped. */
#ifndef SERVE_BOOKS_H
#define SERVE_BOOKS_H

#include "drafts/manifest_file.h"
#include "files/manifests.h"

#include <jansson.h>

/* One manifest. */
struct book {
    char *path;                     /* as files/manifests.h opens it; owned */
    struct manifest_file_text file; /* as it was read, or saved; owned */
    struct file_stamp stamp;        /* of the file, when it was read */
    struct bytes text;              /* as it is now; owned; without data: not read yet */
    size_t unsaved;                 /* edits since then */
};

/* One edit that is not saved: what it was, and the text before it. */
struct edited {
    size_t book;
    json_t *edit;        /* owned */
    struct bytes before; /* owned; without data: too long ago */
};

/* Zero-initialise to start. A book's number never changes. */
struct books {
    struct book *items;
    size_t count, capacity;
    struct shelved *by_path; /* the same, sorted; owned */
    size_t shelf_capacity;
    struct edited *edits; /* in their order, the oldest first */
    size_t edit_count, edit_capacity;
    uint64_t edition;              /* goes up whenever the edits become others, and never comes back */
    struct manifest_text *unsaved; /* for plan_resolve: room for the texts of all books */
    size_t unsaved_capacity;
};

/* The number of the book of this path, which need not exist. RESOLVER_NONE: out of memory. */
size_t books_number(struct books *books, const char *path);

/* The same where it has a number already; RESOLVER_NONE: it has none. */
size_t books_find(const struct books *books, const char *path);

/* Read it, unless it has edits that are not saved. What is there counts from now on as what this session knows. */
enum sladd_status books_open(struct books *books, size_t number, struct sladd_error *err);

/* The texts that stand for files, to be handed to plan_resolve: of all books with edits, but of the book `number` (or
 * RESOLVER_NONE) `text`; without data: none, so that its file counts. Borrowed until the next call. NULL with a count
 * of 0: there are none. */
const struct manifest_text *books_texts(struct books *books, size_t number, struct span text, size_t *count);

/* Make room for one more edit. SLADD_TOO_LARGE: there are too many. */
enum sladd_status books_reserve(struct books *books, struct sladd_error *err);

/* The book has a new text, which is taken over, because of `edit`, of which a reference is kept. There is room for it
 * (books_reserve): whatever may fail has not failed when this is called. */
void books_change(struct books *books, size_t number, struct bytes *text, json_t *edit);

/* The text before the last edit, and whose; false: there is none. Borrowed. */
bool books_last(const struct books *books, struct edited *last);

/* Forget the last edit; its book has the text before it again. */
void books_undo(struct books *books);

/* The first that could not be saved, because nobody may write where it lies; RESOLVER_NONE: none. */
size_t books_closed(const struct books *books);

/* Put every changed book into its file. SLADD_COLLISION: somebody changed one meanwhile (`*number`), which was left
 * alone, and so were those behind it. */
enum sladd_status books_save(struct books *books, size_t *number, struct sladd_error *err);

/* A book with edits whose file somebody else changed or took away since; RESOLVER_NONE: there is none. A file that
 * cannot be read counts as changed. */
size_t books_changed_outside(struct books *books);

/* A book's file as it is now, beside the book, which stays as it is. `theirs` is a book of its own, to be handed to
 * books_take or books_drop. */
enum sladd_status books_read_theirs(const struct books *books, size_t number, struct book *theirs,
                                    struct sladd_error *err);
void books_drop(struct book *theirs);

/* Put it in the book's place, whose edits are forgotten; takes `theirs` over. */
void books_take(struct books *books, size_t number, struct book *theirs);

/* The edits of a book that are not saved, as a list (owned by the caller; NULL: out of memory). */
json_t *books_edits(const struct books *books, size_t number);

/* Edits that are not saved, in all books. */
size_t books_unsaved(const struct books *books);

void books_clear(struct books *books);

#endif
