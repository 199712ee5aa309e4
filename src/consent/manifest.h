/* The consent manifest: who is in which photo, and what they agreed to (YAML 1.1 as libyaml reads it, and strict).
 *
 * Reading is all or nothing: the first unknown key, duplicate, wrong type, impossible date or box outside the photo is
 * an error with file, line and column, and nothing of the manifest is used. */
#ifndef CONSENT_MANIFEST_H
#define CONSENT_MANIFEST_H

#include "base/boxes.h"
#include "base/bytes.h"
#include "sladd/settings.h"

/* How large a manifest may be stands in base/limits.def. */
enum { MANIFEST_MAX_DEPTH = 16 };

/* The words that a manifest may use, each list feeding parser and error messages. */
enum role {
    ROLE_UNKNOWN,
    ROLE_STAFF,
    ROLE_CLIENT,
    ROLE_PATIENT,
    ROLE_RELATIVE,
    ROLE_PUPIL,
    ROLE_CHILD,
    ROLE_VISITOR,
    ROLE_PUBLIC_FIGURE
};
enum form { FORM_UNKNOWN, FORM_WRITTEN, FORM_VERBAL };
enum giver { GIVER_UNKNOWN, GIVER_SELF, GIVER_GUARDIAN };
enum answer { ANSWER_NONE, ANSWER_NO, ANSWER_YES }; /* a yes/no key that may be absent */

struct consent {
    enum form form;
    enum giver given_by;
    enum answer child_agrees;
    enum answer covers_protected_identity;      /* yes: given in the knowledge that the identity is protected */
    struct sladd_date date, expires, withdrawn; /* year 0: absent. Expiry: the last day on which it counts */
    bool has_channels;                          /* false: the key is absent and the consent covers every channel */
    char **channels;                            /* owned */
    size_t channel_count;
    char *legal_basis;
};

struct person {
    char *key, *name; /* name may be NULL */
    char **aliases;
    size_t alias_count;
    enum role role;
    struct sladd_date born;
    enum answer minor, protected_identity;
    struct consent *consents;
    size_t consent_count;
    const struct person **elsewhere; /* the same person where something else says no (consent/people.h); owned */
    size_t elsewhere_count, elsewhere_capacity;
    const struct person *of_sidecar, *of_folder; /* of somebody who stands in both, and is neither: people_join */
    int line, column;                            /* where the person stands in the file, for messages */
};

/* Names in face tags that lie on an entry's place and are wrong there: as the tag has them, or short names of people.
 * Whoever wrote the entry looked at the face; a tag of any other name goes on contradicting it. */
struct wrong_tags {
    char **names; /* owned */
    size_t count;
};

/* Fractions of the upright photo; inside 0..1. */
struct face_entry {
    char *person;     /* key into people; NULL: nobody yet (absent or "?" in the file) */
    enum answer blur; /* yes: somebody looked, and it is to be blurred; then there is no person */
    struct wrong_tags wrong_tags;
    struct sladd_box box;
    int line, column; /* of the person's key, for messages */
};

/* What a `keep` box says of its place. */
enum kept_what {
    KEEP_TEXT,    /* readable text here may stay; also when the file does not say what */
    KEEP_CODE,    /* a QR or bar code here may stay */
    KEEP_NO_FACE, /* a face detected here is a mistake: nobody is there */
};

struct box_entry {
    struct sladd_box box;
    enum kept_what what;          /* these two: of `keep` boxes */
    struct wrong_tags wrong_tags; /* of a KEEP_NO_FACE: they count for nothing */
    char *why;
};

struct photo_entry {
    char *file;   /* as written: relative to the manifest's folder, '/' between folders */
    char *sha256; /* lower case, or NULL */
    enum answer publish;
    char *photographer, *alt_text;
    enum answer permission; /* of the photographer or owner; ANSWER_NO withholds the photo, as `publish: no` does */
    enum answer credit;
    struct face_entry *faces;
    size_t face_count;
    struct box_entry *keep;
    size_t keep_count;
    struct box_entry *redact;
    size_t redact_count;
    const struct manifest *home; /* in which it stands; borrowed */
    int line, column;
};

/* A photo's entry by a name that it answers to. */
struct entry_name {
    const char *name; /* owned where it is a folded one */
    size_t photo;
};

struct manifest {
    char *path;            /* as shown in messages */
    const char *opened_as; /* the file that it was read from; borrowed, set by whoever opened it */
    char *event;
    char *photographer; /* these two: of every photo that says nothing itself */
    enum answer permission;
    char **known_text; /* lines of text that may stay wherever they are read; owned */
    size_t known_text_count;
    struct person *people;
    size_t person_count;
    struct photo_entry *photos;
    size_t photo_count;
    struct entry_name *by_name, *by_fold; /* sorted; made by manifest_parse; owned, as is */
    const struct person **by_key;         /* the same of the people */
};

/* Parse `text`, which came from the file shown as `path`. The result is the caller's; free with manifest_free. */
enum sladd_status manifest_parse(struct span text, const char *path, struct manifest **manifest,
                                 struct sladd_error *err);
void manifest_free(struct manifest *manifest);

/* The entry of exactly this name, in logarithmic time; NULL: there is none. Which photos it speaks of, however they are
 * called, is what consent/resolver.h answers. */
const struct photo_entry *manifest_photo(const struct manifest *manifest, const char *file);

/* What keeps a path from being an entry's: it must be relative, lead downward and be written in one way only. */
enum file_fault { FILE_SOUND, FILE_ABSOLUTE, FILE_LEADS_OUT, FILE_HAS_EMPTY_STEP };
enum file_fault manifest_file_fault(const char *file);

/* The person of this key, in logarithmic time; NULL: there is none, or no manifest. */
const struct person *manifest_person(const struct manifest *manifest, const char *key);

/* All entries whose names are the same to a person (base/names.h, name_fold): `*first` and as many as are returned. */
size_t manifest_photos_alike(const struct manifest *manifest, const char *folded, const struct entry_name **first);

/* Build the tables for both, and tell the entries their home, once all photos are read. */
enum sladd_status manifest_index(struct manifest *manifest, struct sladd_error *err);

/* What the manifests say about one photo. Both are borrowed and may be NULL; the sidecar's entry wins, and its people
 * come before the folder's. */
struct manifest_entry {
    const struct manifest *sidecar, *folder;
    const struct person *joined; /* whoever stands in both, as both together say, sorted by key; borrowed */
    size_t joined_count;
    const struct photo_entry *photo;          /* NULL: not mentioned */
    const struct photo_entry *folder_photo;   /* the folder's entry behind a sidecar's; NULL: none */
    const struct photo_entry *const *farther; /* the entries of folders further up, the nearest first: nobody is kept by
                                               * them, but what they protect stays protected */
    size_t farther_count;
    const struct manifest *const *manifests; /* all, the nearest first: what each says of all its photos counts where
                                              * its own entry and the nearer ones say nothing */
    size_t manifest_count;
    const char *doubt; /* why it is in doubt which entry speaks of the photo, which is withheld then; NULL: no doubt */
};

/* Was this entry written for another version of the photo, so that it keeps and releases nothing? NULL: never mind. */
bool entry_is_of_another(const struct photo_entry *photo, const char *source_sha256);

/* All entries that speak of the photo, the nearest first: `index` counts up from 0. NULL: there are no more. */
const struct photo_entry *entry_part(const struct manifest_entry *entry, size_t index);

/* The answer of the nearest that gives one: an entry, and for the permission behind each what its manifest says of all
 * its photos, whose yes undoes no entry's no. An entry for another file, by the photo's SHA-256 (NULL: never mind), can
 * only say no. */
enum answer entry_publish(const struct manifest_entry *entry, const char *source_sha256);
enum answer entry_permission(const struct manifest_entry *entry, const char *source_sha256);

/* What is to be written into the output of exactly this photo, the sidecar's before the folder's; NULL: nothing. The
 * credit is the photographer, and only where the manifest says `credit: yes`. An entry for another photo (by its
 * SHA-256, lower or upper case) says nothing. */
const char *entry_alt_text(const struct manifest_entry *entry, const char *source_sha256);
const char *entry_credit(const struct manifest_entry *entry, const char *source_sha256);

/* Where a walk through the `faces` of a photo is; zero-initialise, but for the first. */
struct face_walk {
    const char *source_sha256; /* of the photo, so that entries of an earlier version only hide; NULL: never mind */
    size_t part, face;         /* the next one */
    bool hides_only;           /* of the one that was returned: it keeps nobody, and its person is not known here */
    bool far;                  /* the same, since it stands in a folder further up */
};

/* The `faces` that count, one after another, the nearest entry's first: of those behind it the ones that lie on none
 * and name nobody of those before, unless that was of an earlier version. NULL: no more. */
const struct face_entry *entry_next_face(const struct manifest_entry *entry, struct face_walk *walk);

/* Everybody whom the `faces` of any entry name, also where a nearer one says another thing of the place, or where the
 * entry only hides: as the entry's own manifest knows them. `walk` is zero-initialised. NULL: no more. */
const struct person *entry_next_subject(const struct manifest_entry *entry, struct face_walk *walk);

/* No less than there are of them. */
size_t entry_most_faces(const struct manifest_entry *entry);

const struct person *entry_person(const struct manifest_entry *entry, const char *key); /* NULL: unknown */

/* Is the age written down, as a birthday or as `minor`? */
bool person_has_age(const struct person *person);

/* Is this the person's `name`, or one of `aliases` (same_name in base/names.h)? */
bool person_has_name(const struct person *person, const char *name);

/* Everybody whom the manifests know by this name, one after another: `*at` is 0 for the first. Whoever stands under one
 * key in both is one person. NULL: nobody else. */
const struct person *entry_next_named(const struct manifest_entry *entry, const char *name, size_t *at);

/* Everybody who may be meant by it (alike_name) in all manifests that were read for the photo, under whatever key, some
 * of them more than once: of those the name may hide a photo, and show nobody. */
const struct person *entry_next_alike(const struct manifest_entry *entry, const char *name, size_t *at);

/* After both manifests of a photo are known: every `person` that their entries name must exist. */
enum sladd_status entry_check(const struct manifest_entry *entry, struct sladd_error *err);

#endif
