#include "drafts/photo_value.h"

#include "base/array.h"
#include "base/language.h"
#include "redaction/redaction.h"

#include <stdio.h>
#include <stdlib.h>

void photo_value_clear(struct photo_value *value) {
    for (size_t i = 0; value->faces != NULL && i < value->face_room; i++)
        free(value->faces[i].comment);
    free(value->faces);
    free(value->marks);
    free(value->why);
    free(value->face_items);
    free(value->mark_items);
    *value = (struct photo_value){0};
}

/* Takes the comment over. */
static bool put_face(struct photo_value *value, size_t index, const char *person, struct sladd_box box, char *comment) {
    struct face_value *face = &value->faces[index];
    box_value_make(box, &face->box);
    face->comment = comment;
    face->members[0] = (struct yaml_value){.kind = VALUE_TEXT, .key = "person", .text = person != NULL ? person : "?"};
    face->members[1] = face->box.value;
    value->face_items[index] =
        (struct yaml_value){.kind = VALUE_MAPPING, .items = face->members, .count = 2, .comment = comment};
    return comment != NULL;
}

/* The number of the face that `drawn` lies on most, or the count. */
static size_t face_under(const struct draft_photo *photo, struct sladd_box drawn) {
    size_t best = photo->face_count;
    double most = 0;
    drawn = sladd_box_in_pixels(drawn, photo->width, photo->height);
    for (size_t i = 0; i < photo->face_count; i++) {
        const struct sladd_box face = sladd_box_in_pixels(photo->faces[i].box, photo->width, photo->height);
        const double overlap = face_overlap(face, drawn);
        if (may_be_drawn_for(face, drawn) && overlap > most) {
            most = overlap;
            best = i;
        }
    }
    return best;
}

/* Nobody stays named: that a face lies where somebody's did proves nothing. */
static bool put_face_again(struct photo_value *value, size_t index, const struct draft_photo *photo,
                           const struct photo_entry *before, const size_t *under) {
    const char *person = NULL;
    char *comment = NULL;
    for (size_t i = 0; i < before->face_count && person == NULL; i++)
        if (under[i] == index)
            person = before->faces[i].person;
    int length = person != NULL ? asprintf(&comment,
                                           _("%zu: '%s' before the photo was edited; write it again if it "
                                             "still is"),
                                           index + 1, person)
                                : asprintf(&comment, "%zu", index + 1);
    return put_face(value, index, NULL, photo->faces[index].box, length >= 0 ? comment : NULL);
}

static bool put_lost_face(struct photo_value *value, size_t index, const struct face_entry *lost) {
    char *comment = NULL;
    int length = asprintf(&comment, _("'%s' before the photo was edited; no face was found here"),
                          lost->person != NULL ? lost->person : "?");
    return put_face(value, index, NULL, lost->box, length >= 0 ? comment : NULL);
}

static bool put_faces(const struct draft_photo *photo, const struct photo_entry *before, struct photo_value *value,
                      size_t *count) {
    const size_t were = before != NULL ? before->face_count : 0;
    size_t *under = array_new(were + 1, sizeof *under); /* the number of the face that is where each was */
    bool good = under != NULL;
    for (size_t i = 0; i < were && good; i++)
        under[i] = face_under(photo, before->faces[i].box);
    for (size_t i = 0; i < photo->face_count && good; i++) {
        char *number = NULL;
        if (before != NULL)
            good = put_face_again(value, i, photo, before, under);
        else
            good = asprintf(&number, "%zu", i + 1) >= 0 &&
                   put_face(value, i, photo->faces[i].person, photo->faces[i].box, number);
    }
    *count = photo->face_count;
    for (size_t i = 0; i < were && good; i++)
        if (under[i] == photo->face_count)
            good = put_lost_face(value, (*count)++, &before->faces[i]);
    free(under);
    return good;
}

/* A policy that withheld the photo for somebody knows it by their name, and nobody stays named. */
static bool put_publish_no(const char *withheld_for, const struct photo_entry *before, struct photo_value *value) {
    const bool said = before->publish == ANSWER_NO;
    int length = 0;
    if (!said && withheld_for == NULL)
        return true;
    if (!said)
        length = asprintf(&value->why,
                          _("before the edit this was '%s', and a policy may withhold the photo because of that "
                            "person: see who is there now"),
                          withheld_for);
    if (length < 0)
        value->why = NULL;
    value->members[value->photo.count++] =
        (struct yaml_value){.kind = VALUE_WORD, .key = "publish", .text = "no", .comment = value->why};
    return length >= 0;
}

/* What keeps the photo, or a part of it, from being published. */
static bool put_protection(const char *withheld_for, const struct photo_entry *before, struct photo_value *value) {
    struct yaml_value *photo = &value->photo;
    const bool good = put_publish_no(withheld_for, before, value);
    value->no_permission = (struct yaml_value){.kind = VALUE_WORD, .key = "permission", .text = "no"};
    if (before->permission == ANSWER_NO)
        value->members[photo->count++] =
            (struct yaml_value){.kind = VALUE_MAPPING, .key = "rights", .items = &value->no_permission, .count = 1};
    for (size_t i = 0; i < before->redact_count; i++) {
        box_value_make(before->redact[i].box, &value->marks[i]);
        value->mark_items[i] = (struct yaml_value){.kind = VALUE_MAPPING, .items = &value->marks[i].value, .count = 1};
    }
    if (before->redact_count > 0)
        value->members[photo->count++] = (struct yaml_value){
            .kind = VALUE_LIST, .key = "redact", .items = value->mark_items, .count = before->redact_count};
    return good;
}

bool photo_value_make(const struct draft_photo *photo, const struct photo_entry *before, struct photo_value *value) {
    const size_t faces = photo->face_count + (before != NULL ? before->face_count : 0);
    const size_t marks = before != NULL ? before->redact_count : 0;
    size_t count = 0;
    *value = (struct photo_value){.faces = array_new_zero(faces + 1, sizeof *value->faces),
                                  .face_room = faces,
                                  .marks = array_new_zero(marks + 1, sizeof *value->marks),
                                  .face_items = array_new_zero(faces + 1, sizeof *value->face_items),
                                  .mark_items = array_new_zero(marks + 1, sizeof *value->mark_items)};
    if (value->faces == NULL || value->marks == NULL || value->face_items == NULL || value->mark_items == NULL ||
        !put_faces(photo, before, value, &count))
        return false;
    value->photo = (struct yaml_value){.kind = VALUE_MAPPING, .key = photo->file, .items = value->members, .count = 1};
    value->members[0] = (struct yaml_value){.kind = VALUE_WORD, .key = "sha256", .text = photo->sha256};
    if (before != NULL && !put_protection(photo->withheld_for, before, value))
        return false;
    if (count > 0)
        value->members[value->photo.count++] =
            (struct yaml_value){.kind = VALUE_LIST, .key = "faces", .items = value->face_items, .count = count};
    return true;
}
