/* What the copies are called: as the photo, unless its format is only read, or --rename asks for neutral names. */
#ifndef FILES_COPY_NAMES_H
#define FILES_COPY_NAMES_H

#include "files/inputs.h"

/* The path of a photo's copy below the output folder, owned by the caller; NULL: out of memory.
 *
 * IMG_0001.HEIC, whose copy is a JPEG, becomes IMG_0001.jpg. With `whole` it becomes IMG_0001.HEIC.jpg, for where
 * another photo is called IMG_0001.jpg already: phones and cameras write both. */
char *copy_name(const struct input *input, bool whole);

/* What neutral names begin with; a number follows. */
#define NEUTRAL_FOLDER "folder-"
#define NEUTRAL_PHOTO "photo-"

/* The neutral names of all photos' copies, one an input, each owned by the caller: photo-0007.jpg, and for those of one
 * folder folder-0003/photo-0007.jpg, which has the number of its first photo. The numbers follow what is in the files,
 * so that they say nothing of names and dates either, and are the same on every machine. After an error those that
 * were made are there, and the others NULL. */
enum sladd_status copy_names_neutral(const struct inputs *inputs, char **names, struct sladd_error *err);

/* Is it written in another format than it was read in? */
bool copy_is_converted(const struct input *input);

#endif
