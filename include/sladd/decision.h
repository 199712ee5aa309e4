/* The two things that can happen to a region, and every reason for them, each with the sentence that a person reads. */
#ifndef SLADD_DECISION_H
#define SLADD_DECISION_H

#ifdef __cplusplus
extern "C" {
#endif

enum sladd_action { SLADD_REDACT, SLADD_KEEP }; /* zero-initialised memory redacts */

/* code, stable name in reports, sentence. NONE must stay first: an undecided region is redacted. */
#define SLADD_REASONS(X)                                                                                               \
    X(UNDECIDED, "undecided", "Nothing was decided about this place, so it is blurred.")                               \
    X(NO_SUBJECT, "no-subject", "The manifest does not say who this is, so the face is blurred.")                      \
    X(NO_CONSENT, "no-consent", "This person has given no consent.")                                                   \
    X(EXPIRED, "expired", "This person's consent has expired by the day it is judged for.")                            \
    X(NOT_YET, "not-yet", "This person's consent starts after the day it is judged for.")                              \
    X(WITHDRAWN, "withdrawn", "This person has withdrawn their consent.")                                              \
    X(CHANNEL, "channel", "This person's consent does not cover the channel the photo is meant for.")                  \
    X(GUARDIAN, "guardian", "This is a child, or may be one, and a child's picture needs a guardian's consent.")       \
    X(CHILD_DISAGREES, "child-disagrees", "The child has not agreed to the guardian's consent.")                       \
    X(AGE, "age", "This person's age does not fit: a guardian's consent ends when the child is old enough to decide.") \
    X(FORM, "form", "This person's consent was not given in the form that the policy asks for, such as in writing.")   \
    X(ROLE, "role", "The policy shows nobody of this role (or the manifest does not say which role this person has).") \
    X(POLICY, "policy-withholds", "The policy publishes no photo that shows this person, whoever agreed to it.")       \
    X(PROTECTED, "protected-identity", "This person lives under a protected identity.")                                \
    X(AMBIGUOUS, "ambiguous", "It is not clear which person this face belongs to, so it is blurred.")                  \
    X(PHOTO_CHANGED, "photo-changed", "The photo is not the one the manifest describes (its SHA-256 differs).")        \
    X(TEXT, "text", "Readable text can hold names, numbers and addresses.")                                            \
    X(CODE, "code", "A QR code or bar code can hold a name, a number or an address.")                                  \
    X(REDACT_BOX, "redact-box", "The manifest asks for this place to be blurred.")                                     \
    X(FOUND_AGAIN, "found-again", "A face was still found when the finished photo was searched again.")                \
    X(COVERED, "covered",                                                                                              \
      "This person may be seen, but what must be blurred beside them covers too much of their face.")                  \
    X(NO_FACE, "no-face",                                                                                              \
      "Nobody is there: the manifest says so, or only what was blurred makes it look like a face.")                    \
    X(NO_TEXT, "no-text", "Nothing is written there: only what was blurred beside it makes it look like a line.")      \
    X(CONSENT, "consent", "This person's consent covers this publication.")                                            \
    X(KEEP_BOX, "keep-box", "The manifest allows this text.")                                                          \
    X(KEEP_CODE, "keep-code", "The manifest allows this code.")                                                        \
    X(KNOWN_TEXT, "known-text", "This line says exactly what the manifest's 'known_text' allows.")                     \
    X(PLAIN_TEXT, "plain-text", "This line was read, and it is nobody's data, as far as it says.")                     \
    X(ON_FACE, "on-kept-face", "This lies on the face of somebody who may be seen.")                                   \
    X(KEEP_OPTION, "text-keep", "Text is kept, as --text keep asks.")

enum sladd_reason {
#define X(code, name, sentence) SLADD_REASON_##code,
    SLADD_REASONS(X)
#undef X
        SLADD_REASON_COUNT
};

/* Static strings; never NULL, and "unknown" for a number that is not in the list. */
const char *sladd_reason_name(enum sladd_reason reason);
const char *sladd_reason_sentence(enum sladd_reason reason);

#ifdef __cplusplus
}
#endif

#endif
