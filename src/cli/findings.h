/* What may not be published, and why: the rules of `check`, and what they found in a photo. */
#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H

#include "cli/args.h"
#include "sladd/outcome.h"

/* Code, stable id (never changed, never used for anything else), severity, what is wrong, what to do about it. */
#define SLADD_RULES(X)                                                                                                 \
    X(LOCATION, "metadata-location", ERROR, "The file says where the photo was taken.", SLADD_ADVICE_CLEAN)            \
    X(METADATA, "metadata-identifying", ERROR,                                                                         \
      "The file says more than the picture does: about people, camera, time or editing.", SLADD_ADVICE_CLEAN)          \
    X(THUMBNAIL, "thumbnail", ERROR,                                                                                   \
      "The file holds a small picture of the photo, perhaps from before it was edited.", SLADD_ADVICE_CLEAN)           \
    X(HIDDEN_IMAGE, "hidden-image", ERROR, "The file holds another picture, a depth map, sound or a film.",            \
      SLADD_ADVICE_CLEAN)                                                                                              \
    X(HIDDEN_BYTES, "hidden-bytes", ERROR, "The file holds bytes that its picture does not need.", SLADD_ADVICE_CLEAN) \
    X(FACE_UNKNOWN, "face-unknown", ERROR, "A face of somebody whom the manifest does not name.",                      \
      SLADD_ADVICE_CONSENT)                                                                                            \
    X(FACE_AMBIGUOUS, "face-ambiguous", ERROR, "It is not clear which of the manifest's people this face belongs to.", \
      "Draw the boxes of the manifest tightly around each face, one entry a person; or publish the copy that 'sladd "  \
      "clean' makes.")                                                                                                 \
    X(CONSENT_MISSING, "consent-missing", ERROR, "A face without a consent that covers this publication.",             \
      SLADD_ADVICE_CONSENT)                                                                                            \
    X(CONSENT_EXPIRED, "consent-expired", ERROR, "A face whose consent has expired.",                                  \
      "Ask for a new consent and write it down; or take the photo down and publish the copy that 'sladd clean' "       \
      "makes.")                                                                                                        \
    X(CONSENT_WITHDRAWN, "consent-withdrawn", ERROR, "A face whose consent was withdrawn.",                            \
      "Take the photo down wherever it is published, and run 'sladd clean' again.")                                    \
    X(CONSENT_UNKNOWN, "consent-unknown", ERROR,                                                                       \
      "This copy shows somebody by consent, but no manifest was found that knows this person.",                        \
      "Name the manifest of the originals: --manifest FILE.")                                                          \
    X(CONSENT_ENDS, "consent-ends", WARNING, "A face whose consent ends soon.",                                        \
      "Ask for a new consent, or plan to take the photo down.")                                                        \
    X(PHOTO_CHANGED, "photo-changed", ERROR, "The manifest describes another version of this photo.",                  \
      "Compare the boxes of the manifest with this photo, then correct or remove its sha256.")                         \
    X(TEXT, "text-readable", ERROR, "Readable text that no entry allows.",                                             \
      "Publish the copy that 'sladd clean' makes; or allow the text with a 'keep' box in the manifest.")               \
    X(PLACE_MARKED, "place-marked", ERROR, "The manifest asks for this place to be destroyed, and it is still there.", \
      SLADD_ADVICE_CLEAN)                                                                                              \
    X(PHOTO_WITHHELD, "photo-withheld", ERROR, "This photo may not be published at all.",                              \
      "Take the photo out of this folder.")                                                                            \
    X(PHOTO_UNCOVERED, "photo-uncovered", WARNING,                                                                     \
      "No manifest mentions this photo, and it is no copy that 'sladd clean' vouches for.", SLADD_ADVICE_SCAN)         \
    X(PHOTO_FAILED, "photo-failed", ERROR, "This photo could not be checked.",                                         \
      "Repair the file, save it as JPEG or PNG, or take it out of this folder.")                                       \
    X(NOTICE, "notice", NOTE, "Look after this:", "Do it before you publish.")

#define SLADD_ADVICE_CLEAN "Publish the copy that 'sladd clean' makes instead of this file."
#define SLADD_ADVICE_CONSENT                                                                                           \
    "Publish the copy that 'sladd clean' makes; or write this person and the consent into the manifest."
#define SLADD_ADVICE_SCAN "Publish the copy that 'sladd clean' makes; or draft an entry with 'sladd scan'."

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

/* The finding as one text, without the advice: in English, or in the language of the locale. At most `most` names of
 * metadata are listed (0: all). Owned by the caller; NULL: out of memory. */
char *finding_message(const struct finding *finding, bool translated, size_t most);

/* What makes a finding the same in another run: rule, photo, person and roughly the place, whatever the date. */
void finding_fingerprint(const struct finding *finding, const char *path, int width, int height,
                         char hex[SLADD_SHA256_HEX]);

#endif
