/* The TIFF structure inside EXIF: names of its tags and the orientation, read by a walker of our own.
 *
 * libexif only lends its table of names. Loading a block with it would parse MakerNotes, which has been a source of
 * memory errors, and would "correct" what it reads; a name needs neither. */
#ifndef METADATA_TIFF_H
#define METADATA_TIFF_H

#include "base/bytes.h"
#include "base/outcome_parts.h"

#include <stdbool.h>

/* Add the names of all tags of a TIFF stream, each as `prefix` and its name ("exif:GPSLatitude"). Directories that
 * describe the thumbnail become one "thumbnail", MakerNotes one "MakerNote", and whatever is damaged "damaged". A value
 * that is longer than the tag's can be is a "-tail" ("exif:ImageWidth-tail"), one that is none of the numbers which the
 * tag can hold is "-odd", bytes that belong to nothing are "hidden-bytes". True when the first directory could be read:
 * then `*orientation` is what it says (1..8), or 1. */
bool tiff_survey(struct span tiff, const char *prefix, int *orientation, struct sladd_names *names);

/* The value of a tag in the first directory of a TIFF stream. Borrowed; its data is NULL where the tag is not there,
 * and it is shorter than it says, or empty, where the value breaks off or has no type that Exif knows. */
struct span tiff_find(struct span tiff, uint16_t tag);

struct tiff_value {
    struct span bytes; /* as of tiff_find */
    bool in_first;     /* it stands in the first directory */
};

/* The first `most` values of a tag in all directories: those in a row, and those below them. How many there are; one
 * more than `most` also where there are too many directories, and then not all of `values` need be there. */
size_t tiff_find_all(struct span tiff, uint16_t tag, struct tiff_value *values, size_t most);

/* The numbers of a tag in the first directory that is one of the plain tags (tiff_plain.h), where it has exactly
 * `count` of them (a fraction is two) and each is one that the tag can have. */
bool tiff_numbers(struct span tiff, uint16_t tag, uint32_t *numbers, size_t count);

/* The number at `at` (from 0) of a tag in the first directory, in whatever whole numbers it is written; 0 where there
 * is none. */
uint32_t tiff_number(struct span tiff, uint16_t tag, size_t at);

/* Does the EXIF say that the colours are Adobe RGB (ColorSpace "uncalibrated" and the interoperability index R03 of
 * DCF 2.0)? */
bool tiff_is_adobe_rgb(struct span tiff);

#endif
