/* What may not be published, and why: the rules of `check`, and what they found in a photo. */
#ifndef AUDIT_FINDINGS_H
#define AUDIT_FINDINGS_H

#include "base/language.h"
#include "base/outcome_parts.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

#define SLADD_ADVICE_CLEAN N_("Publish the copy that 'sladd clean' makes instead of this file.")
#define SLADD_ADVICE_CONSENT                                                                                           \
    N_("Publish the copy that 'sladd clean' makes; or write this person and the consent into the manifest.")
#define SLADD_ADVICE_MARK                                                                                              \
    N_("Look at this place: mark what can be recognised with a 'redact' box in the manifest and run 'sladd clean' "    \
       "again; often there is nothing.")

/* Code, stable id (never changed, never used for anything else), severity, what is wrong, what to do about it. */
#define SLADD_RULES(X)                                                                                                 \
    X(LOCATION, "metadata-location", ERROR, N_("The file says where the photo was taken."), SLADD_ADVICE_CLEAN)        \
    X(METADATA, "metadata-identifying", ERROR,                                                                         \
      N_("The file says more than the picture does: about people, camera, time or editing."), SLADD_ADVICE_CLEAN)      \
    X(THUMBNAIL, "thumbnail", ERROR,                                                                                   \
      N_("The file holds a small picture of the photo, perhaps from before it was edited."), SLADD_ADVICE_CLEAN)       \
    X(HIDDEN_IMAGE, "hidden-image", ERROR, N_("The file holds another picture, a depth map, sound or a film."),        \
      SLADD_ADVICE_CLEAN)                                                                                              \
    X(HIDDEN_BYTES, "hidden-bytes", ERROR, N_("The file holds bytes that its picture does not need."),                 \
      SLADD_ADVICE_CLEAN)                                                                                              \
    X(ORIGINAL_FORMAT, "original-format", WARNING,                                                                     \
      N_("Files of this kind may hold hidden pictures and bytes that no check finds; 'sladd clean' never writes "      \
         "them."),                                                                                                     \
      SLADD_ADVICE_CLEAN)                                                                                              \
    X(FACE_UNKNOWN, "face-unknown", ERROR, N_("A face of somebody whom the manifest does not name."),                  \
      SLADD_ADVICE_CONSENT)                                                                                            \
    X(FACE_AMBIGUOUS, "face-ambiguous", ERROR,                                                                         \
      N_("It is not clear which of the manifest's people this face belongs to."),                                      \
      N_("Draw the boxes of the manifest tightly around each face; or publish the copy that 'sladd clean' makes."))    \
    X(CONSENT_MISSING, "consent-missing", ERROR, N_("A face without a consent that covers this publication."),         \
      SLADD_ADVICE_CONSENT)                                                                                            \
    X(CONSENT_EXPIRED, "consent-expired", ERROR, N_("A face whose consent has expired."),                              \
      N_("Ask for a new consent and write it down; or publish the copy that 'sladd clean' makes now."))                \
    X(CONSENT_WITHDRAWN, "consent-withdrawn", ERROR, N_("A face whose consent was withdrawn."),                        \
      N_("Take the photo down wherever it is published, and run 'sladd clean' again."))                                \
    X(CONSENT_UNKNOWN, "consent-unknown", ERROR,                                                                       \
      N_("This copy shows somebody with their consent, but no manifest that names this person was found."),            \
      N_("Name the manifest of the originals: --manifest FILE."))                                                      \
    X(CONSENT_ENDS, "consent-ends", WARNING, N_("A face whose consent ends soon."),                                    \
      N_("Ask for a new consent, or plan to take the photo down."))                                                    \
    X(FACE_COVERED, "face-covered", NOTE, N_("What must be blurred beside this person covers their face."),            \
      N_("Look at the copy that 'sladd clean' makes; another photo may suit this person better."))                     \
    X(PHOTO_CHANGED, "photo-changed", ERROR, N_("The manifest describes another version of this photo."),              \
      N_("Compare the boxes of the manifest with this photo, then correct or remove its sha256."))                     \
    X(TEXT, "text-readable", ERROR, N_("Readable text that no entry allows."),                                         \
      N_("Publish the copy that 'sladd clean' makes; or allow the text with a 'keep' box in the manifest."))           \
    X(CODE, "code-readable", ERROR, N_("A QR code or bar code that can be read and that no entry allows."),            \
      N_("Publish the copy that 'sladd clean' makes; or allow the code with a 'keep' box that says 'what: code'."))    \
    X(FACE_AGAIN, "face-second-look", ERROR,                                                                           \
      N_("A second search finds a face in this copy that the first one missed."), SLADD_ADVICE_MARK)                   \
    X(TEXT_AGAIN, "text-second-look", WARNING,                                                                         \
      N_("A second search finds text in this copy that the first one missed."), SLADD_ADVICE_MARK)                     \
    X(PLACE_MARKED, "place-marked", ERROR,                                                                             \
      N_("The manifest asks for this place to be destroyed, and it is still there."), SLADD_ADVICE_CLEAN)              \
    X(PHOTO_WITHHELD, "photo-withheld", ERROR, N_("This photo may not be published at all."),                          \
      N_("Take the photo out of this folder."))                                                                        \
    X(PHOTO_UNCOVERED, "photo-uncovered", WARNING,                                                                     \
      N_("No manifest mentions this photo, and it is not a copy that 'sladd clean' vouches for."),                     \
      N_("Publish the copy that 'sladd clean' makes; or draft an entry with 'sladd scan'."))                           \
    X(PHOTO_FAILED, "photo-failed", ERROR, N_("This photo could not be checked."),                                     \
      N_("Repair the file, save it as JPEG or PNG, or take it out of this folder."))                                   \
    X(ENTRY_WITHOUT_PHOTO, "entry-without-photo", WARNING, N_("An entry of this manifest has no photo."),              \
      N_("Correct the name of the entry, or remove it."))                                                              \
    X(ENTRY_NOT_USED, "entry-not-used", NOTE, N_("An entry of this manifest matches none of these photos."),           \
      N_("If one of them is meant, correct the name of the entry."))                                                   \
    X(ENTRY_OTHER_NAME, "entry-other-name", NOTE,                                                                      \
      N_("An entry of this manifest was taken for that of a photo with a slightly different name."),                   \
      N_("Write the name as the file has it."))                                                                        \
    X(NOTICE, "notice", NOTE, N_("Please check:"), N_("Do it before you publish."))

enum check_rule {
#define X(code, id, severity, sentence, advice) RULE_ID_##code,
    SLADD_RULES(X)
#undef X
        RULE_ID_COUNT
};

/* Static strings. */
const char *rule_id(enum check_rule rule);
const char *rule_sentence(enum check_rule rule);
const char *rule_advice(enum check_rule rule);
enum severity rule_severity(enum check_rule rule);
const char *severity_name(enum severity severity); /* "note", "warning", "error": SARIF's words */

struct finding {
    enum check_rule rule;
    enum sladd_reason reason; /* of a face or text; UNDECIDED: the rule says it all */
    char *person;             /* key of a person, or NULL; owned */
    char *detail;             /* one more sentence or a date, or NULL; owned */
    struct sladd_names names; /* of metadata, never its values; owned */
    int line;                 /* of a manifest; 0: it is about a photo */
    bool has_box;
    struct sladd_box box; /* pixels of the upright photo */
};

/* Zero-initialise to start; owned. */
struct findings {
    struct finding *items;
    size_t count, capacity;
};

/* Take over what `finding` owns, also on failure. */
enum sladd_status findings_add(struct findings *findings, struct finding finding, struct sladd_error *err);
void findings_clear(struct findings *findings);

/* How many say what the finding at this place says, in whatever places of the photo; 0: an earlier one says it. */
size_t findings_alike(const struct findings *findings, size_t at);

/* The finding as one text in the language of the locale, without the advice. At most `most` names of metadata are
 * listed (0: all). Owned by the caller; NULL: out of memory. */
char *finding_message(const struct finding *finding, size_t most);

/* What makes a finding the same in another run: rule, photo, person and roughly the place, whatever the date. */
void finding_fingerprint(const struct finding *finding, const char *path, int width, int height,
                         char hex[SLADD_SHA256_HEX]);

#endif
