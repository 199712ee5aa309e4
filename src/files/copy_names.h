/* What the copies are called: as the photo, unless its format is only read, or --rename asks for neutral names. */
#ifndef FILES_COPY_NAMES_H
#define FILES_COPY_NAMES_H

#include "files/inputs.h"

/* The path of a photo's copy below the output folder, owned by the caller; NULL: out of memory.
 *
 * IMG_0001.HEIC, whose copy is a JPEG, becomes IMG_0001.jpg. With `whole` it becomes IMG_0001.HEIC.jpg, for where
 * another photo is called IMG_0001.jpg already: phones and cameras write both. */
char *copy_name(const struct input *input, bool whole);

/* Its neutral name, as photo-0007.jpg: numbered in the order of the inputs, so that a folder's names say nothing but
 * their order. */
char *copy_name_neutral(const struct input *input, size_t number);

/* Is it written in another format than it was read in? */
bool copy_is_converted(const struct input *input);

#endif
