#include "consent/manifest.h"

#include "base/ascii.h"
#include "base/language.h"
#include "consent/schema.h"

#include <stdlib.h>
#include <string.h>

/* The schema, from the leaves to the root. consent.schema.json says the same to editors. */

static enum sladd_status read_version(struct reader *, const struct key *, const struct node *, void *target);
static enum sladd_status read_face_person(struct reader *, const struct key *, const struct node *, void *target);
static enum sladd_status read_face_blur(struct reader *, const struct key *, const struct node *, void *target);
static enum sladd_status read_channels(struct reader *, const struct key *, const struct node *, void *target);
static enum sladd_status read_sha256(struct reader *, const struct key *, const struct node *, void *target);
static enum sladd_status judge_key(struct reader *reader, const struct node *key);
static enum sladd_status judge_file(struct reader *reader, const struct node *key);

const struct word role_words[] = {
    {"staff", ROLE_STAFF},
    {"client", ROLE_CLIENT},
    {"patient", ROLE_PATIENT},
    {"relative", ROLE_RELATIVE},
    {"pupil", ROLE_PUPIL},
    {"child", ROLE_CHILD},
    {"visitor", ROLE_VISITOR},
    {"public-figure", ROLE_PUBLIC_FIGURE},
    {NULL, 0},
};
const struct word form_words[] = {{"written", FORM_WRITTEN}, {"verbal", FORM_VERBAL}, {NULL, 0}};
const struct word giver_words[] = {{"self", GIVER_SELF}, {"guardian", GIVER_GUARDIAN}, {NULL, 0}};
const struct word answer_words[] = {{"yes", ANSWER_YES}, {"no", ANSWER_NO}, {NULL, 0}};
static const struct word whats[] = {{"text", KEEP_TEXT}, {"code", KEEP_CODE}, {"no-face", KEEP_NO_FACE}, {NULL, 0}};

#define AT(type, field) .member = offsetof(struct type, field)
#define MANY(type, items, number) .member = offsetof(struct type, items), .count = offsetof(struct type, number)

static const struct key consent_keys[] = {
    {"form", read_word, AT(consent, form), .words = form_words},
    {"given_by", read_word, AT(consent, given_by), .words = giver_words},
    {"child_agrees", read_answer, AT(consent, child_agrees)},
    {"covers_protected_identity", read_answer, AT(consent, covers_protected_identity)},
    {"date", read_date, AT(consent, date)},
    {"expires", read_date, AT(consent, expires)},
    {"withdrawn", read_date, AT(consent, withdrawn)},
    {"channels", read_channels, MANY(consent, channels, channel_count)},
    {"legal_basis", read_text, AT(consent, legal_basis)},
    {.name = NULL},
};
static const struct shape consent_shape = {N_("a consent"), consent_keys, .size = sizeof(struct consent)};

static const struct key person_keys[] = {
    {"name", read_text, AT(person, name)},
    {"aliases", read_texts, MANY(person, aliases, alias_count)},
    {"role", read_word, AT(person, role), .words = role_words},
    {"born", read_date, AT(person, born)},
    {"minor", read_answer, AT(person, minor)},
    {"protected_identity", read_answer, AT(person, protected_identity)},
    {"consent", read_list, MANY(person, consents, consent_count), .shape = &consent_shape},
    {.name = NULL},
};
static const struct shape person_shape = {N_("a person"), person_keys, sizeof(struct person), judge_key,
                                          offsetof(struct person, line)};

static const struct key face_keys[] = {
    {"person", .read = read_face_person},
    {"box", read_box, AT(face_entry, box), .required = true},
    {"blur", read_face_blur, AT(face_entry, blur)},
    {"wrong_tags", read_texts, MANY(face_entry, wrong_tags.names, wrong_tags.count)},
    {.name = NULL},
};
static const struct shape face_shape = {N_("a 'faces' entry"), face_keys, .size = sizeof(struct face_entry)};

static const struct key keep_keys[] = {
    {"box", read_box, AT(box_entry, box), .required = true},
    {"what", read_word, AT(box_entry, what), .words = whats},
    {"wrong_tags", read_texts, MANY(box_entry, wrong_tags.names, wrong_tags.count)},
    {"why", read_text, AT(box_entry, why)},
    {.name = NULL},
};
static const struct shape keep_shape = {N_("a 'keep' entry"), keep_keys, .size = sizeof(struct box_entry)};

static const struct key redact_keys[] = {
    {"box", read_box, AT(box_entry, box), .required = true},
    {"why", read_text, AT(box_entry, why)},
    {.name = NULL},
};
static const struct shape redact_shape = {N_("a 'redact' entry"), redact_keys, .size = sizeof(struct box_entry)};

static const struct key rights_keys[] = {
    {"photographer", read_text, AT(photo_entry, photographer)},
    {"permission", read_answer, AT(photo_entry, permission)},
    {.name = NULL},
};
static const struct key general_rights_keys[] = {
    {"photographer", read_text, AT(manifest, photographer)},
    {"permission", read_answer, AT(manifest, permission)},
    {.name = NULL},
};

static const struct key photo_keys[] = {
    {"sha256", read_sha256, AT(photo_entry, sha256)},
    {"rights", read_inside, .keys = rights_keys},
    {"publish", read_answer, AT(photo_entry, publish)},
    {"credit", read_answer, AT(photo_entry, credit)},
    {"alt_text", read_text, AT(photo_entry, alt_text)},
    {"faces", read_list, MANY(photo_entry, faces, face_count), .shape = &face_shape},
    {"keep", read_list, MANY(photo_entry, keep, keep_count), .shape = &keep_shape},
    {"redact", read_list, MANY(photo_entry, redact, redact_count), .shape = &redact_shape},
    {.name = NULL},
};
static const struct shape photo_shape = {N_("a photo"), photo_keys, sizeof(struct photo_entry), judge_file,
                                         offsetof(struct photo_entry, line)};

static const struct key manifest_keys[] = {
    {"version", read_version, .required = true},
    {"event", read_text, AT(manifest, event)},
    {"rights", read_inside, .keys = general_rights_keys},
    {"known_text", read_texts, MANY(manifest, known_text, known_text_count)},
    {"people", read_named, MANY(manifest, people, person_count), .shape = &person_shape},
    {"photos", read_named, MANY(manifest, photos, photo_count), .shape = &photo_shape},
    {.name = NULL},
};

static enum sladd_status read_version(struct reader *reader, const struct key *key, const struct node *node,
                                      void *target) {
    double version;
    (void)target;
    if (number_of(node, &version) && version == 1)
        return SLADD_OK;
    return complain_at(reader, node, "'%s' must be 1, the only one this sladd knows; write 'version: 1'", key->name);
}

/* A name there would be lost, and with it what the policy says of that person. */
static enum sladd_status complain_named(struct reader *reader, const struct node *node) {
    return complain_at(reader, node,
                       "a face with 'blur: yes' names nobody; leave out 'person', or leave out 'blur' and write "
                       "'publish: no' where the photo is not to be shown");
}

/* "?" is what a draft says until somebody fills it in. */
static enum sladd_status read_face_person(struct reader *reader, const struct key *key, const struct node *node,
                                          void *target) {
    struct face_entry *face = target;
    const char *text = text_of(reader, key->name, node);
    if (text == NULL)
        return SLADD_MANIFEST;
    face->line = node->line;
    face->column = node->column;
    if (strcmp(text, "?") == 0)
        return SLADD_OK;
    if (face->blur == ANSWER_YES)
        return complain_named(reader, node);
    face->person = strdup(text);
    return face->person != NULL ? SLADD_OK : fail_memory(reader->err);
}

static enum sladd_status read_face_blur(struct reader *reader, const struct key *key, const struct node *node,
                                        void *target) {
    const struct face_entry *face = target;
    enum sladd_status status = read_answer(reader, key, node, target);
    return status == SLADD_OK && face->blur == ANSWER_YES && face->person != NULL ? complain_named(reader, node)
                                                                                  : status;
}

/* An empty list is not the same as no list: it covers no channel at all. */
static enum sladd_status read_channels(struct reader *reader, const struct key *key, const struct node *node,
                                       void *target) {
    ((struct consent *)target)->has_channels = true;
    return read_texts(reader, key, node, target);
}

static enum sladd_status read_sha256(struct reader *reader, const struct key *key, const struct node *node,
                                     void *target) {
    enum sladd_status status = read_text(reader, key, node, target);
    if (status != SLADD_OK)
        return status;
    char *digits = ((struct photo_entry *)target)->sha256;
    if (strlen(digits) != 64 || strspn(digits, "0123456789abcdefABCDEF") != 64)
        return complain_at(reader, node, "'%s' must be 64 hexadecimal digits, as sha256sum prints them", key->name);
    for (; *digits != '\0'; digits++)
        *digits = ascii_lower(*digits);
    return SLADD_OK;
}

static enum sladd_status judge_key(struct reader *reader, const struct node *key) {
    if (text_of(reader, "people", key) == NULL)
        return SLADD_MANIFEST;
    if (strcmp(key->text, "?") == 0)
        return complain_at(reader, key, "'?' stands for nobody; give the person a key of their own");
    return SLADD_OK;
}

enum file_fault manifest_file_fault(const char *file) {
    enum file_fault fault = file[0] == '/' ? FILE_ABSOLUTE : FILE_SOUND;
    for (const char *part = file; part != NULL && fault == FILE_SOUND; part = strchr(part, '/')) {
        part += *part == '/';
        size_t length = strcspn(part, "/");
        if (length == 2 && memcmp(part, "..", 2) == 0)
            fault = FILE_LEADS_OUT;
        else if (length == 0 || (length == 1 && *part == '.') || part[length - 1] == '\\')
            fault = FILE_HAS_EMPTY_STEP;
    }
    return fault;
}

static enum sladd_status judge_file(struct reader *reader, const struct node *key) {
    if (text_of(reader, "photos", key) == NULL)
        return SLADD_MANIFEST;
    const struct shown file = shown(key->text);
    switch (manifest_file_fault(key->text)) {
    case FILE_ABSOLUTE:
        return complain_at(reader, key, "'%s' is an absolute path; write it relative to the manifest's folder",
                           file.text);
    case FILE_LEADS_OUT:
        return complain_at(reader, key, "'%s' leads out of the manifest's folder; put the manifest beside the photo",
                           file.text);
    case FILE_HAS_EMPTY_STEP:
        return complain_at(reader, key, "'%s' has an empty step or '.'; write it as folder/photo.jpg", file.text);
    case FILE_SOUND:
        break;
    }
    return SLADD_OK;
}

enum sladd_status manifest_parse(struct span text, const char *path, struct manifest **manifest,
                                 struct sladd_error *err) {
    struct tree tree;
    *manifest = NULL;
    enum sladd_status status = tree_parse(&tree, text, path, "version: 1", err);
    if (status != SLADD_OK)
        return status;
    struct reader reader = {&tree, err};
    struct manifest *made = calloc(1, sizeof *made);
    if (made == NULL || (made->path = strdup(path)) == NULL)
        status = fail_memory(reader.err);
    else
        status = read_mapping(&reader, manifest_keys, _("a manifest"), tree.root, made);
    tree_clear(&tree);
    if (status == SLADD_OK)
        status = manifest_index(made, err);
    if (status == SLADD_OK)
        *manifest = made;
    else
        manifest_free(made);
    return status;
}

static void free_texts(char **texts, size_t count) {
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

static void clear_person(struct person *person) {
    for (size_t i = 0; i < person->consent_count; i++) {
        free_texts(person->consents[i].channels, person->consents[i].channel_count);
        free(person->consents[i].legal_basis);
    }
    free(person->consents);
    free(person->elsewhere);
    free_texts(person->aliases, person->alias_count);
    free(person->key);
    free(person->name);
}

static void free_boxes(struct box_entry *boxes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        free_texts(boxes[i].wrong_tags.names, boxes[i].wrong_tags.count);
        free(boxes[i].why);
    }
    free(boxes);
}

static void clear_photo(struct photo_entry *photo) {
    for (size_t i = 0; i < photo->face_count; i++) {
        free_texts(photo->faces[i].wrong_tags.names, photo->faces[i].wrong_tags.count);
        free(photo->faces[i].person);
    }
    free(photo->faces);
    free_boxes(photo->keep, photo->keep_count);
    free_boxes(photo->redact, photo->redact_count);
    free(photo->file);
    free(photo->sha256);
    free(photo->photographer);
    free(photo->alt_text);
}

void manifest_free(struct manifest *manifest) {
    if (manifest == NULL)
        return;
    for (size_t i = 0; i < manifest->person_count; i++)
        clear_person(&manifest->people[i]);
    for (size_t i = 0; i < manifest->photo_count; i++)
        clear_photo(&manifest->photos[i]);
    for (size_t i = 0; manifest->by_fold != NULL && i < manifest->photo_count; i++)
        free((char *)manifest->by_fold[i].name);
    free(manifest->by_fold);
    free(manifest->by_name);
    free(manifest->by_key);
    free(manifest->people);
    free(manifest->photos);
    free_texts(manifest->known_text, manifest->known_text_count);
    free(manifest->photographer);
    free(manifest->event);
    free(manifest->path);
    free(manifest);
}
