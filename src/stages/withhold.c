#include "stages/withhold.h"

#include "base/language.h"
#include "base/names.h"
#include "consent/judge.h"
#include "stages/candidates.h"

const struct person *region_subject(const struct sladd_regions *regions, const struct sladd_region *region,
                                    const struct manifest_entry *entry) {
    const char *key = sladd_region_person(regions, region);
    return key != NULL ? entry_person(entry, key) : NULL;
}

bool speak_of_another(const struct sladd_regions *regions) {
    bool is = false;
    for (size_t i = 0; i < regions->count && !is; i++)
        is = regions->items[i].reason == SLADD_REASON_PHOTO_CHANGED;
    return is;
}

bool rights_are_missing(const struct ruling *ruling) {
    return ruling->policy != NULL && entry_permission(ruling->entry, ruling->source_sha256) == ANSWER_NONE;
}

bool rights_are_of_another(const struct ruling *ruling) {
    return entry_permission(ruling->entry, NULL) != entry_permission(ruling->entry, ruling->source_sha256);
}

bool describe_another(const struct ruling *ruling) {
    const struct photo_entry *part;
    bool is = false;
    for (size_t i = 0; !is && (part = entry_part(ruling->entry, i)) != NULL; i++)
        is = entry_is_of_another(part, ruling->source_sha256);
    return is;
}

/* The rule of the policy by which no photo of this person is published, or NULL. */
static const struct role_rule *rule_for(const struct person *person, const struct ruling *ruling) {
    return judge_withholding(person, ruling->policy, ruling->settings->date);
}

static bool must_not_appear(const struct person *person, const struct ruling *ruling) {
    return rule_for(person, ruling) != NULL;
}

static bool is_reminded_of(const struct person *person, const struct ruling *ruling) {
    return judge_reminds(person, ruling->policy);
}

/* What is asked about people. */
typedef bool question(const struct person *person, const struct ruling *ruling);

/* The first of whom a tag may speak and of whom it is true; NULL: nobody. */
static const struct person *find_namesake(const char *name, const struct ruling *ruling, question *is_true) {
    const struct person *person;
    size_t at = 0;
    do
        person = name != NULL ? entry_next_alike(ruling->entry, name, &at) : NULL;
    while (person != NULL && !is_true(person, ruling));
    return person;
}

static bool says_that_it_is_wrong(const struct ruling *ruling, const struct face_tag *tag) {
    const struct candidate candidate = {.box = sladd_box_in_pixels(tag->box, ruling->width, ruling->height),
                                        .tag = tag->name};
    return tag_is_wrong(&candidate, ruling);
}

/* The first person of whom it is true among all whom the photo names: by its regions, the `faces` of any manifest or a
 * tag. A doubt about which face is theirs, which of two people a tag means, or which manifest is right, changes
 * nothing: they are named. NULL: nobody. */
static const struct person *find_subject(const struct ruling *ruling, const struct sladd_regions *regions,
                                         question *is_true) {
    static const struct face_tags none;
    const struct face_tags *tags = ruling->tags != NULL ? ruling->tags : &none;
    struct face_walk walk = {0};
    const struct person *person;
    for (size_t i = 0; i < regions->count; i++) {
        person = region_subject(regions, &regions->items[i], ruling->entry);
        if (person != NULL && is_true(person, ruling))
            return person;
    }
    do
        person = entry_next_subject(ruling->entry, &walk);
    while (person != NULL && !is_true(person, ruling));
    for (size_t i = 0; i < tags->count && person == NULL; i++)
        if (!says_that_it_is_wrong(ruling, &tags->items[i]))
            person = find_namesake(tags->items[i].name, ruling, is_true);
    for (size_t i = 0; i < tags->unplaced_count && person == NULL; i++)
        person = find_namesake(tags->unplaced[i].name, ruling, is_true);
    return person;
}

bool is_reminder_due(const struct ruling *ruling, const struct sladd_regions *regions) {
    return ruling->policy != NULL && find_subject(ruling, regions, is_reminded_of) != NULL;
}

/* The rule of the policy by which this photo is withheld, because of somebody whom it names, or NULL. */
static const struct role_rule *withholding(const struct ruling *ruling, const struct sladd_regions *regions) {
    const struct person *person = ruling->policy != NULL ? find_subject(ruling, regions, must_not_appear) : NULL;
    return person != NULL ? rule_for(person, ruling) : NULL;
}

static bool is_named(const char *key, const struct unplaced_tag *tag, const struct manifest_entry *entry) {
    const struct person *person = key != NULL ? entry_person(entry, key) : NULL;
    return person != NULL && person_has_name(person, tag->name);
}

/* Is the tag, by its name or by the key of somebody who has it, among those that are wrong? */
static bool is_among(const struct wrong_tags *wrong, const struct unplaced_tag *tag,
                     const struct manifest_entry *entry) {
    bool is = false;
    for (size_t i = 0; i < wrong->count && !is; i++)
        is = same_name(wrong->names[i], tag->name) || is_named(wrong->names[i], tag, entry);
    return is;
}

/* Has somebody who looked at the photo said where this person is, or that the tag is wrong? */
static bool is_answered(const struct unplaced_tag *tag, const struct ruling *ruling) {
    const struct manifest_entry *entry = ruling->entry;
    const struct photo_entry *photo = entry->photo;
    const struct face_entry *face;
    struct face_walk walk = {.source_sha256 = ruling->source_sha256};
    bool answered = false;
    while (!answered && (face = entry_next_face(entry, &walk)) != NULL)
        answered = !walk.hides_only && (is_named(face->person, tag, entry) || is_among(&face->wrong_tags, tag, entry));
    if (entry_is_of_another(photo, ruling->source_sha256))
        return answered;
    for (size_t i = 0; photo != NULL && i < photo->keep_count && !answered; i++)
        answered = is_among(&photo->keep[i].wrong_tags, tag, entry);
    return answered;
}

/* May whoever is tagged be seen, wherever it is? */
static bool may_be_seen(const struct unplaced_tag *tag, const struct ruling *ruling) {
    size_t at = 0;
    const struct person *person = entry_next_named(ruling->entry, tag->name, &at);
    return person != NULL && entry_next_named(ruling->entry, tag->name, &at) == NULL && ruling->policy != NULL &&
           judge_person(person, ruling->policy, ruling->settings) == SLADD_REASON_CONSENT;
}

/* The first tag that would hide somebody, if anybody knew where; NULL: there is none. */
static const struct unplaced_tag *find_unanswered(const struct ruling *ruling, const struct sladd_regions *regions) {
    const struct face_tags *tags = ruling->tags;
    const bool answers = !speak_of_another(regions);
    for (size_t i = 0; tags != NULL && i < tags->unplaced_count; i++) {
        const struct unplaced_tag *tag = &tags->unplaced[i];
        if (tag->lost && (tag->name == NULL || (!(answers && is_answered(tag, ruling)) && !may_be_seen(tag, ruling))))
            return tag;
    }
    return NULL;
}

/* What is wrong with the XMP; NULL: nothing. */
static const char *tags_problem(const struct face_tags *tags) {
    static const char *const problems[] = {
        [XMP_DAMAGED] = N_("it is damaged or breaks off"),
        [XMP_DOCTYPE] = N_("it declares a document type, as no XMP does"),
        [XMP_TOO_LARGE] = N_("it is larger or deeper than the limits allow"),
        [XMP_UNREADABLE] = N_("it cannot be opened or read"),
    };
    return tags != NULL && tags->problem != XMP_SOUND ? problems[tags->problem] : NULL;
}

/* May nothing of this photo be written? `err` then says why. */
bool must_withhold(const struct ruling *ruling, const struct sladd_regions *regions, struct sladd_error *err) {
    const struct role_rule *rule = withholding(ruling, regions);
    const struct unplaced_tag *lost = find_unanswered(ruling, regions);
    const char *problem = tags_problem(ruling->tags);
    if (ruling->entry->doubt != NULL)
        (void)sladd_fail(err, SLADD_NAME_IN_DOUBT, "withheld: %s", ruling->entry->doubt);
    else if (entry_publish(ruling->entry, ruling->source_sha256) == ANSWER_NO)
        (void)sladd_fail(err, SLADD_PUBLISH_NO, "withheld: the manifest says 'publish: no'");
    else if (entry_permission(ruling->entry, ruling->source_sha256) == ANSWER_NO)
        (void)sladd_fail(err, SLADD_PERMISSION_NO,
                         "withheld: the manifest says that the photographer or owner does not permit it "
                         "('permission: no')");
    else if (rule != NULL)
        (void)sladd_fail(err, SLADD_POLICY,
                         "withheld: the policy %s publishes no photo that names somebody of this role or age (%s)",
                         ruling->policy->name, rule->source);
    else if (rights_are_missing(ruling) && ruling->policy->rights_missing == RIGHTS_WITHHOLD)
        (void)sladd_fail(err, SLADD_PERMISSION_MISSING,
                         "withheld: the policy %s asks for the photographer's or owner's permission; once you have it, "
                         "write 'rights: {permission: yes}'",
                         ruling->policy->name);
    else if (problem != NULL && ruling->tags->problem_beside)
        (void)sladd_fail(err, SLADD_TAGS,
                         "withheld: the XMP file beside the photo may name somebody who must not be shown, and nobody "
                         "can tell (%s); repair it or take it away",
                         _(problem));
    else if (problem != NULL)
        (void)sladd_fail(err, SLADD_TAGS,
                         "withheld: the XMP in the photo may name somebody who must not be shown, and nobody can tell "
                         "(%s); save the photo anew in the program that wrote it, or remove its XMP",
                         _(problem));
    else if (lost != NULL)
        (void)sladd_fail(err, SLADD_TAGS,
                         "withheld: a face tag of this photo (%s) may be of somebody who must not be shown, and nobody "
                         "can tell where; correct or remove it, or say under 'faces' in the manifest where this person "
                         "is, or that the name is among 'wrong_tags'",
                         lost->path);
    else
        return false;
    return true;
}
