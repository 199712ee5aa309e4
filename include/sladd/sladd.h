/* The library: one photo in memory becomes its sanitised copy in memory, by the same path as `sladd clean`.
 *
 *     struct sladd *sladd;
 *     struct sladd_error err;
 *     struct sladd_settings settings;
 *     if (sladd_open(NULL, NULL, &sladd, &err) != SLADD_OK || sladd_settings_init(&settings, &err) != SLADD_OK)
 *         ... err.text says why
 *     struct sladd_photo photo = {.data = bytes, .size = size, .name = "IMG_0001.jpg", .manifest = text,
 *                                 .manifest_size = text_size};
 *     struct sladd_copy copy;
 *     if (sladd_sanitise(sladd, &photo, &settings, &copy) == SLADD_OK && copy.data != NULL)
 *         ... publish copy.size bytes at copy.data
 *     sladd_copy_clear(&copy);
 *     sladd_close(sladd);
 *
 * A whole program is sanitise.c among the examples (samples/api, or share/doc/sladd/examples). Link with what
 * `pkg-config --cflags --libs sladd` says; a host that is a shared object links libsladd.a as well.
 *
 * Nothing is remembered between photos, nothing is sent anywhere, and no file is written. The work is done in the
 * caller's process: `sladd clean` gives every photo a process of its own with limits on memory and time, and a program
 * that takes photos from strangers should do so, too, not least because Tesseract, ZBar and OpenCV may end or hold up
 * the process that runs out of memory. A call takes seconds to minutes, cannot be interrupted, and needs 1 MiB of
 * stack. */
#ifndef SLADD_SLADD_H
#define SLADD_SLADD_H

#include "sladd/outcome.h"
#include "sladd/settings.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The library's version, such as "1.2.3"; a static string. */
const char *sladd_version(void);

/* The detectors and the consent policy, loaded once. One photo at a time, whoever asks: a program with several threads
 * opens one for each of them (SLADD_USAGE from the second thread). */
struct sladd;

/* `models` is a folder of detector models; NULL: those that were installed with the library. `policy` is the name of a
 * policy that was installed, or a file when it has a '/' or ends in .yaml, .yml or .json; NULL: "nordic-public". Both
 * are read now and not kept. Errors: SLADD_MODEL (also: the folder cannot be read), SLADD_MANIFEST (the policy, with
 * file, line and column, or it cannot be read), SLADD_USAGE (there is no policy of that name, or `sladd` is NULL),
 * SLADD_NO_MEMORY; then `*sladd` is NULL. `err` may be NULL. Binds the translations of the text domain "sladd", and
 * changes nothing else of the process. */
enum sladd_status sladd_open(const char *models, const char *policy, struct sladd **sladd, struct sladd_error *err);

/* Harmless on NULL. Copies that were made stay good. */
void sladd_close(struct sladd *sladd);

/* A photo and what is known about it. Everything is borrowed for the time of the call only. */
struct sladd_photo {
    const void *data; /* the file, whole: JPEG, PNG, HEIC, HEIF, AVIF, WebP or TIFF. A copy is a JPEG or a PNG */
    size_t size;      /* of it in bytes, at most SLADD_MAX_PHOTO_BYTES */
    const char *name; /* as under `photos:` in the manifest, such as "IMG_0001.jpg" or "day1/IMG_0001.jpg": relative,
                       * without '.', '..' and empty steps; NULL: the manifest does not mention it. A name that it
                       * does not have is taken as that, too, unless it is nearly one of its names (another ending or
                       * folder, accents, blanks): then the photo is withheld (SLADD_NAME_IN_DOUBT) until it has an
                       * entry of its own. `sladd clean`, which sees the folder, doubts slips of a letter, too */
    const char *manifest; /* consent manifest as sladd-consent(5) describes it, YAML or JSON in UTF-8; NULL: everybody
                           * is blurred. Needs no terminator */
    size_t manifest_size; /* of it in bytes, at most SLADD_MAX_MANIFEST_BYTES */
};

enum { SLADD_MAX_PHOTO_BYTES = 1 << 30, SLADD_MAX_MANIFEST_BYTES = 4 << 20 };

/* What became of a photo. */
struct sladd_copy {
    uint8_t *data; /* the sanitised file; owned. NULL: there is none, and outcome.error says why, but on a dry run */
    size_t size;
    struct sladd_outcome outcome; /* every place with its decision, what was removed, notices; also after an error */
};

/* Sanitise one photo. `copy` need not be initialised and is to be cleared by the caller, whatever is returned.
 *
 * Returns SLADD_OK when the photo was sanitised (copy->data is there, verified, and may be published), when it was
 * withheld by the manifest or the policy, and on a dry run: copy->outcome.result tells. Otherwise the status that
 * copy->outcome.error has, too: SLADD_USAGE (settings out of range, text kept against the policy, a name that is
 * no path as the manifest has it, or NULL where something must be; with `copy` NULL nothing is done), SLADD_MANIFEST
 * ("manifest:LINE:COLUMN: ..."), SLADD_NOT_A_PHOTO, SLADD_UNSUPPORTED, SLADD_DAMAGED, SLADD_TOO_LARGE, SLADD_VERIFY
 * (the copy was not good enough), SLADD_NO_MEMORY, SLADD_IO. There are no bytes unless they may be published.
 *
 * Equal photo, manifest, settings (with the seed), policy and models give equal bytes. */
enum sladd_status sladd_sanitise(struct sladd *sladd, const struct sladd_photo *photo,
                                 const struct sladd_settings *settings, struct sladd_copy *copy);

/* Free the bytes and the outcome; harmless when done twice, and on NULL. */
void sladd_copy_clear(struct sladd_copy *copy);

#ifdef __cplusplus
}
#endif

#endif
