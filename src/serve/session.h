/* What the review page's server knows: the photos of a folder, what was found in them, the manifests as they are being
 * edited, and what is still to be done. It lives in memory, in one thread; pixels are never in it (pictures are files
 * without a name that only descriptors lead to, and that no worker has). */
#ifndef SERVE_SESSION_H
#define SERVE_SESSION_H

#include "files/plan.h"
#include "ledger/detections.h"
#include "serve/books.h"
#include "serve/edits.h"
#include "sladd/settings.h"
#include "vision/vision.h"
#include "work/workers.h"

/* A picture as bytes behind a descriptor. */
struct picture_file {
    int fd;           /* -1: there is none; owned, but for thumbnails, which are parts of one file */
    long long offset; /* where it begins in that */
    size_t size;
};

/* What may be made of a photo, the most urgent first. */
enum errand {
    ERRAND_COPY,  /* exactly what `clean` would publish, and what became of it */
    ERRAND_LARGE, /* the photo to look at */
    ERRAND_LOOK,  /* detect and decide */
    ERRAND_SMALL, /* the photo as a thumbnail */
    ERRANDS,
    ERRAND_NONE = ERRANDS
};

/* One errand of one photo. */
struct wanted {
    bool wanted;
    uint64_t asked, done; /* by the session's clock: what was asked for, and what the answer is of; equal: it is good */
    unsigned running;     /* workers at it */
    bool failed;
};

struct view {
    struct wanted errands[ERRANDS];
    struct picture_file pictures[ERRANDS]; /* none of ERRAND_LOOK */
    struct sladd_outcome outcome;          /* of ERRAND_LOOK; owned */
    struct sladd_outcome copied;           /* of ERRAND_COPY; owned */
    size_t book;                           /* where its entry is or would be; RESOLVER_NONE: nowhere */
    char *key;                             /* its name there; owned */
    uint64_t told;                         /* when something about it changed last */
    struct file_stamp stamp;               /* of the file that `outcome` is of */
    bool replaced;                         /* it is another file by now, which is to be looked at */
    bool unsaved;
};

/* Borrowed for the session's life. */
struct session_options {
    const struct sladd_settings *settings;
    const struct selection *selection; /* one folder; the manifest; the output folder */
    const struct policy *policy;
    struct vision *vision;
    int jobs;
    bool open_doors;
    bool seeded; /* the seed was given (ledger/receipt_key.h) */
};

struct session {
    struct session_options options;
    struct plan plan;
    struct books books;
    struct view *views;           /* one a job of the plan; owned */
    struct output_folder folder;  /* where the copies go; owned */
    struct detections detections; /* what was detected in the photos, kept there; owned */
    int thumbnails;               /* a file without a name that holds them all; owned */
    char *main_manifest;          /* where entries go that belong nowhere else; owned */
    uint64_t clock;               /* goes up with every change */
    uint64_t people_told;         /* when the people changed last */
    size_t conflict;              /* a book with edits that somebody else changed; RESOLVER_NONE: none */
    size_t closed;             /* a book that could not be saved, as things stood at the start; RESOLVER_NONE: none */
    uint64_t reread;           /* when what others wrote into manifests came into force last */
    uint64_t replaced;         /* when a photo turned out to be another one than before last */
    size_t asked_about;        /* the photo of which session_notice_photos asks next */
    struct sladd_error broken; /* why the manifests on the disk cannot be used; what they said before is in force */
    bool stale;                /* what is in force may be on the disk by now, or not any more */
    size_t in_view;            /* the photo that is being looked at; RESOLVER_NONE: none */
    bool hold;                 /* begin nothing but what somebody waits for: the copies are being made */
    bool loading;              /* likewise: the page is being loaded */
    bool ended;                /* somebody closed the page for good */

    struct crew crew; /* see serve/queue.h */
    struct running *running;
    size_t running_count, running_capacity;
};

/* Find the photos and what is written of them. SLADD_USAGE: there are no photos, or the folder cannot be read.
 * `session` is the caller's to clear, also after an error. */
enum sladd_status session_open(struct session *session, const struct session_options *options, struct sladd_error *err);
void session_clear(struct session *session);

/* Carry out an edit (serve/edits.h) of photo `photo`, or (RESOLVER_NONE) of the people of the book that its `file`
 * names, and let everything be looked at anew that it concerns. SLADD_USAGE, SLADD_MANIFEST: nothing has changed. */
enum sladd_status session_edit(struct session *session, size_t photo, json_t *edit, struct sladd_error *err);

/* Take back the last edit, and those before it that are of its group. */
enum sladd_status session_undo(struct session *session, struct sladd_error *err);

/* See whether somebody else changed a manifest, added one or took one away, and take it over: at once where this
 * session changed nothing in it (session->reread), else as session->conflict. session->broken says why it cannot be.
 * What comes into force is shown; to be called often, and before anything that rests on the manifests. */
void session_notice(struct session *session);

/* See whether somebody replaced a photo, or took it away, since it was looked at: then it is looked at anew. False: it
 * is so, and what is known is of another picture. To be called before anything that rests on what the photo shows. */
bool session_notice_photo(struct session *session, size_t photo);

/* The same of the photo that is being looked at and of as many others, which take turns. */
void session_notice_photos(struct session *session, size_t others);

/* SLADD_COLLISION: session->conflict is set. */
enum sladd_status session_save(struct session *session, struct sladd_error *err);

/* After that: take what is on the disk and, with `again`, make the edits once more in it; those that do not fit there
 * are left out, and `*lost` counts them. */
enum sladd_status session_settle(struct session *session, bool again, size_t *lost, struct sladd_error *err);

/* Which book each photo's entry is in, or would be, and under which name. */
enum sladd_status session_find_places(struct session *session, struct sladd_error *err);

/* The books whose people a photo may name (consent/manifest.h, entry_person), the nearest first; returns how many. */
size_t session_people_books(const struct session *session, size_t photo, size_t books[2]);

/* The book of whoever this short name means in this photo; RESOLVER_NONE: nobody. */
size_t session_person_book(const struct session *session, size_t photo, const char *person);

/* Text is read where an option or a manifest makes use of it, as `clean` does; once it is, it stays so. To be called
 * when the manifests have changed. */
enum sladd_status session_open_reader(struct session *session, struct sladd_error *err);

/* What the clock says after one more change. */
uint64_t session_tick(struct session *session);

/* The session wants an errand of this photo anew. */
void session_want(struct session *session, size_t photo, enum errand errand);

/* Look at a photo anew; what was made of it is of yesterday. */
void session_look_again(struct session *session, size_t photo);

/* How many faces of a photo are open. */
size_t view_open_faces(const struct session *session, size_t photo);

/* Does the photo's entry say anything of this place, so that it can be taken back? */
bool session_has_said(const struct session *session, size_t photo, const struct sladd_region *region);

/* What the photo's entry says of this face; NULL: nothing. */
const struct face_entry *session_face_said(const struct session *session, size_t photo,
                                           const struct sladd_region *region);

/* Is the photo's entry about an earlier version of it, so that what it says of faces counts for nothing? */
bool session_is_outdated(const struct session *session, size_t photo);

/* Is it a blurred face of which nobody has said anything? */
bool session_is_open(const struct session *session, size_t photo, const struct sladd_region *region);

#endif
