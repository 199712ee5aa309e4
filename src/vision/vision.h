/* The detectors: where are faces, where is readable text. Networks run by an engine (backend.h); one context per
 * process or thread, no mutable globals. Detection never identifies anybody: nothing but places and scores leaves this
 * folder. */
#ifndef VISION_VISION_H
#define VISION_VISION_H

#include "base/image.h"
#include "base/outcome_parts.h"
#include "vision/onnx.h"

struct vision;

/* One loaded model, for the report. */
struct vision_model {
    char file[256]; /* file name without its folder */
    char kind[32];  /* "sladd-face", "sladd-text", "sladd-face-opinion", "sladd-text-opinion", "yunet", "db" */
    char sha256[65];
    struct onnx_facts says; /* version, inputs and outputs */
};

/* Load the models of a folder, told apart by their outputs (this project's own, YuNet, DB-type text such as PP-OCR). A
 * kind that `folder` lacks comes from `shipped`, the folder of the models that came with sladd; `folder` may be NULL.
 * Of several of one kind this project's own wins, then the one with the largest input. */
enum sladd_status vision_open(const char *folder, const char *shipped, struct vision **vision, struct sladd_error *err);
void vision_close(struct vision *vision);

/* A photo is done: forget what the networks said of it, which until then is not asked again of the same pixels. */
void vision_forget(struct vision *vision);

/* Make text readable, too (reading.h), which takes a second and is wanted for few photos; to be called before the
 * sandbox closes. Doing it twice is harmless. Without it, or without Tesseract, vision_reader is NULL. */
enum sladd_status vision_open_reader(struct vision *vision, struct sladd_error *err);
struct reader *vision_reader(const struct vision *vision);

/* For a program whose process is its own, before it opens anything, and never for the library: OpenCV's threads and its
 * log are global, and so is what happens where C++ can only give up (memory is lacking in a destructor): `say` is
 * called, and the process ends with `status`. Nothing else needs this: without it OpenCV keeps to the caller's thread
 * all the same, but may write lines of its own about a model that it refuses. SLADD_NO_MEMORY. */
enum sladd_status vision_configure_process(void (*say)(void), int status, struct sladd_error *err);

/* What a model is for: the two detectors, and who is asked for a second opinion on what they find. */
enum vision_role { VISION_FACE, VISION_TEXT, VISION_FACE_OPINION, VISION_TEXT_OPINION, VISION_ROLES };

/* "face", "text", "face_opinion", "text_opinion". */
const char *vision_role_name(enum vision_role role);

/* Borrowed from `vision`; NULL: the detector wants no second opinion. */
const struct vision_model *vision_model(const struct vision *vision, enum vision_role role);

/* Add what is found in an upright photo of any size, as boxes (text: with quads) in its pixels, clipped to it. Looks
 * at a pyramid of scales in overlapping tiles, so that memory stays bounded; one non-maximum suppression over all.
 * `doubtful` (NULL: nobody asks) gets the places that are not sure enough to be faces. */
enum sladd_status vision_find_faces(struct vision *vision, const struct sladd_image *photo, struct sladd_regions *found,
                                    struct sladd_regions *doubtful, struct sladd_error *err);
enum sladd_status vision_find_text(struct vision *vision, const struct sladd_image *photo, struct sladd_regions *found,
                                   struct sladd_error *err);

/* Add the small print on the chests of the faces in `found`, where the lines of text that vision_find_text found begin
 * at place `first_line`. */
enum sladd_status vision_find_badges(struct vision *vision, const struct sladd_image *photo,
                                     struct sladd_regions *found, size_t first_line, struct sladd_error *err);

/* Does an upright photo seem to lie on its side or upside down after all? `faces` is what vision_find_faces found in
 * it.
 * `*orientation` is that which would bring it upright (base/image.h): SLADD_UPRIGHT, 6, 3 or 8. */
enum sladd_status vision_find_turn(struct vision *vision, const struct sladd_image *photo,
                                   const struct sladd_regions *faces, int *orientation, struct sladd_error *err);

/* Has somebody measured what this very face detector leaves? Only then do the next two say anything. */
bool vision_knows_misses(const struct vision *vision);

/* How many faces that could be recognised (of at least 16 pixels) are probably seen at doubtful places, those of which
 * more than `left` is `visible`, in a photo of so many pixels in which so many `faces` were found. Gravel, grass and
 * leaves have thousands of such places: of more than a measured photo had nobody knows anything, and they add nothing.
 */
double vision_seen_at(const struct vision *vision, long pixels, size_t faces, const struct sladd_regions *places,
                      double left);

/* How many such faces are seen, on average, for each face that is found and hidden: those that no doubtful place shows,
 * and those of which something is left. */
double vision_seen_beside(const struct vision *vision, long pixels, const struct sladd_region *hidden);

/* As vision_find_faces, but only around `areas` (with the surroundings a detector needs): what verification searches,
 * since everything outside the redacted blocks is known to be unchanged. */
enum sladd_status vision_find_faces_in(struct vision *vision, const struct sladd_image *photo,
                                       const struct sladd_box *areas, size_t count, struct sladd_regions *found,
                                       struct sladd_error *err);

/* As vision_find_text, but only around an area: half of its longer side on every side of it, and for a line as high as
 * the area, in no larger a view than it takes to read one. */
enum sladd_status vision_find_text_in(struct vision *vision, const struct sladd_image *photo, struct sladd_box area,
                                      struct sladd_regions *found, struct sladd_error *err);

#endif
