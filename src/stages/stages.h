/* The steps of one photo, in order. Every step takes all it needs and gives all it makes as arguments, returns a status
 * and knows nothing of files: it works on bytes. Their order is pipeline.c's; a step asks another one only for what it
 * can say of the same photo, such as a search once more. */
#ifndef STAGES_STAGES_H
#define STAGES_STAGES_H

#include "base/detected.h"
#include "base/sidecars.h"
#include "consent/policy.h"
#include "format/format.h"
#include "metadata/caption.h"
#include "metadata/facetags.h"
#include "metadata/icc.h"
#include "redaction/claims.h"
#include "sladd/settings.h"
#include "vision/vision.h"

/* A photo as it was read. */
struct source {
    struct span file; /* borrowed */
    char sha256[SLADD_SHA256_HEX];
    struct bytes converted; /* a photo whose format is only read, as a file of its copy's format; owned; else empty */
    const struct codec *codec;  /* of source_picture() */
    struct grid grid;           /* of its cells */
    struct survey survey;       /* owned */
    struct bytes icc;           /* the profile that its copy will have, by which it is searched; owned; may be empty */
    struct sladd_names removed; /* what its copy will not have; owned */
    struct face_tags tags;      /* owned */
    char sidecar_sha256[SLADD_SHA256_HEX];
    struct sladd_image upright; /* what a person sees; owned; freed once nobody looks at it any more */
};

/* What will be written: the picture with its regions destroyed, and the proof of what was kept. */
struct redacted {
    struct picture *picture;  /* owned */
    struct claims claims;     /* whose the parts of cells are that heads share; owned */
    struct cell_mask mask;    /* cells that were destroyed, CELL_WHOLE or CELL_CUT; owned */
    struct cell_mask edge;    /* cells that the codec changed of its own accord, CELL_PADDED and CELL_PLAIN; owned */
    uint64_t *source_digests; /* per cell, of the source; owned */
    bool edge_hid; /* more than padding; `changed`: so it did, or blocks that no encoder makes were coded anew */
    bool changed;
    bool anew;              /* the file gets every pixel written anew (--reencode) */
    enum sladd_style style; /* of the fill, and the seed of its grain */
    uint64_t seed;
};

/* What goes into the file beside the picture. */
struct kept_metadata {
    struct bytes exif, icc, xmp; /* owned */
    unsigned dpi;                /* for a copy that is to be printed; 0: none */
};

static inline struct extras kept_extras(const struct kept_metadata *kept) {
    return (struct extras){bytes_span(&kept->exif), bytes_span(&kept->icc), bytes_span(&kept->xmp), kept->dpi};
}

/* The photo from its file's bytes, and what the XMP sidecars beside it say. */
enum sladd_status stage_read(struct span file, const struct sidecars *beside, struct source *source,
                             struct sladd_error *err);
void source_clear(struct source *source);

/* The pixels of a file of this photo, the source's picture or its copy, in all the looks that a viewer may show: as
 * they are stored, and by the profile where that shows more. */
enum sladd_status source_render(const struct source *source, struct span file, struct sladd_image *image,
                                struct sladd_error *err);

/* The file that holds the exact picture: the photo itself, or what it was converted to. */
static inline struct span source_picture(const struct source *source) {
    return source->converted.size > 0 ? bytes_span(&source->converted) : source->file;
}
/* Fill the `redact` boxes among the rows in the pixels that are searched, each with what surrounds it, always alike;
 * with no such box nothing changes. `grid` is that of the file, as it is stored. Non-interference: the new pixels owe
 * nothing to the cells of the file that such a box touches, which are destroyed whole; every pixel that stays in the
 * copy stays to be searched. */
enum sladd_status stage_veil(const struct sladd_regions *rows, const struct grid *grid, int orientation,
                             struct sladd_image *upright, struct sladd_error *err);

/* The `redact` boxes of the manifests in pixels of the upright photo, as rows. */
enum sladd_status stage_mark(const struct manifest_entry *entry, int width, int height, struct sladd_regions *rows,
                             struct sladd_error *err);

/* A digest of these boxes, on which what is searched depends and on nothing else of the manifests. Empty: out of
 * memory. */
void stage_mark_digest(const struct manifest_entry *entry, char hex[SLADD_SHA256_HEX]);

/* Faces, one a head, in an empty list; places that may be faces as `doubtful` (NULL: nobody asks). A photo that seems
 * to lie on its side or upside down is searched that way, too: `*turn` is the orientation (Exif 2.32, 0x0112) that
 * would set it right, else SLADD_UPRIGHT. The pixels stay as they are, unless this fails. */
enum sladd_status stage_find_faces(struct vision *vision, struct sladd_image *upright, struct sladd_regions *faces,
                                   struct sladd_regions *doubtful, int *turn, struct sladd_error *err);

/* Lines of text, and the small print on the chests of the faces, which the list has already; of a photo that
 * stage_find_faces found turned in that turn, too. `known`: what vision_find_text found in it already, or NULL. */
enum sladd_status stage_find_text(struct vision *vision, struct sladd_image *upright, int turn,
                                  const struct sladd_regions *known, struct sladd_regions *regions,
                                  struct sladd_error *err);

/* What a closer look at one place has, as vision_find_faces_in and vision_find_text_in do: in the photo as it is and,
 * unless `turn` is SLADD_UPRIGHT, in that turn. Joins the list, in the photo's own frame; one thing may be there twice.
 */
enum sladd_status stage_find_faces_at(struct vision *vision, const struct sladd_image *photo, int turn,
                                      struct sladd_box box, struct sladd_regions *faces, struct sladd_error *err);
enum sladd_status stage_find_text_at(struct vision *vision, const struct sladd_image *photo, int turn,
                                     struct sladd_box box, struct sladd_regions *lines, struct sladd_error *err);

/* The box, brow to chin, of a face that stands upright once its photo, `width` x `height` pixels large, is turned by
 * `orientation`, in the photo as it is: that which makes head_box the box of the same head. */
struct sladd_box turned_face(struct sladd_box face, int orientation, int width, int height);

/* Faces as stage_find_faces has them, text and codes, as undecided regions; of `detected` all but the digests is set.
 */
enum sladd_status stage_detect(struct vision *vision, struct sladd_image *upright, struct detected *detected,
                               struct sladd_error *err);

/* A notice says so where the photo seems to lie on its side, and some face in it is sure enough to tell. */
enum sladd_status stage_tell_turned(const struct detected *detected, struct sladd_names *notices,
                                    struct sladd_error *err);

/* Drop detected faces that are parts of a surer one's head, or the same head at another scale; the list holds what
 * vision_find_faces found, the surest first. */
void heads_join(struct sladd_regions *regions);

/* Read the lines of text by what the manifests know, where lines_are_read (consent/known_text.h) and the reader is
 * open: what kind of data each holds. Those that may stay for what they say get the reason SLADD_REASON_KNOWN_TEXT or
 * SLADD_REASON_PLAIN_TEXT, which stage_decide confirms or not; none of them where the photo's other look differs. What
 * is not read as the photo is, is read in its `turn`, if it seems to be turned. Nothing that was read is left
 * afterwards. Where a line should stay and no reader is open, a notice says so. */
enum sladd_status stage_read_lines(const struct sladd_settings *settings, struct vision *vision,
                                   const struct sladd_image *upright, int turn, const struct manifest_entry *entry,
                                   struct sladd_regions *regions, struct sladd_names *notices, struct sladd_error *err);

/* Whose rules decide about which photo. */
struct ruling {
    const struct manifest_entry *entry;
    const struct policy *policy; /* NULL: nobody is kept */
    const struct sladd_settings *settings;
    const struct face_tags *tags; /* of the photo and its sidecars; NULL: nobody has read them */
    const char *source_sha256;    /* of the photo: entries for another file can only say no; NULL: never mind */
    int width, height;            /* of the upright photo */
};

/* Pair detected faces with the photo's entries and face tags, one to one; add a region for every entry, tag and box
 * that nothing was detected at. Sets `person` where the pairing is clear and `reason` where it is not. Of the
 * `doubtful` places (NULL: there are none) only those become SLADD_REASON_NO_FACE that the manifest says are no face.
 */
enum sladd_status stage_match(const struct ruling *ruling, struct sladd_regions *regions,
                              struct sladd_regions *doubtful, struct sladd_error *err);

/* Action and reason of every region; what a person should look after goes into `notices`. Returns SLADD_OK also when
 * the photo is to be withheld: then `*withhold`, and `err` says why. */
enum sladd_status stage_decide(const struct ruling *ruling, struct sladd_regions *regions, struct sladd_names *notices,
                               bool *withhold, struct sladd_error *err);

/* Let the same pairing and decision fall once more about a copy that was made earlier and has a receipt, `copy`: by
 * today's manifest, policy, channel and date. Nobody reads the photo's face tags again: whom one named is still there
 * unless an entry says another thing; whom an entry named, only with an entry. `places` gets the receipt's rows, each
 * with today's action and reason (what was destroyed stays so), and behind them the places that today's manifest hides
 * and that were left; `withheld` why the photo may not be published at all (SLADD_OK: it may). */
enum sladd_status stage_judge_copy(const struct ruling *ruling, const struct sladd_outcome *copy,
                                   struct sladd_regions *places, struct sladd_error *withheld, struct sladd_error *err);

/* Does the copy show the place of this number among those? */
bool copy_shows(const struct sladd_outcome *copy, size_t place);

/* Does the receipt say that most of this place was destroyed? */
bool copy_hides(const struct sladd_outcome *copy, struct sladd_box place);

/* A face that stayed where this box lies, which is one's own or another's; NULL: there is none. */
const struct sladd_region *copy_keeps(const struct sladd_outcome *copy, struct sladd_box place);

/* Set `visible` of every face that is kept. One of which less than `seen_enough` is left, because what must go lies on
 * it, is redacted, too (SLADD_REASON_COVERED), which may cover another; text that stays for that face goes with it.
 * `grid` is that of the file, as it is stored. To be asked again whenever a region is added. */
enum sladd_status stage_see(const struct grid *grid, int orientation, struct sladd_regions *regions,
                            struct sladd_error *err);

/* The same by the pixels, once the regions are destroyed: what of a kept face no longer looks as it did, on the cut to
 * another head or because it shares its colour with what went, is not left either; what went is not, whatever it was.
 * `*hidden` when somebody was hidden because of it, so that the picture is to be made anew. */
enum sladd_status stage_compare(const struct source *source, const struct redacted *redacted,
                                struct sladd_regions *regions, bool *hidden, struct sladd_error *err);

/* How many faces that could be recognised are probably still seen in the copy (vision_seen_at, vision_seen_beside);
 * negative where nobody has measured the detector. Counts the doubtful places of which more than a tenth is left, whose
 * share is noted in `visible`: not those that the manifest says are no face, nor what lies on the head of somebody who
 * may be seen. Sizes are those of the upright photo; `regions` are final. */
enum sladd_status stage_risk(const struct vision *vision, int width, int height, const struct sladd_regions *regions,
                             struct sladd_regions *doubtful, double *risk, struct sladd_error *err);

/* Destroy every region that is to be redacted. */
enum sladd_status stage_redact(const struct source *source, const struct sladd_regions *regions,
                               const struct sladd_settings *settings, struct redacted *redacted,
                               struct sladd_error *err);

/* The same, once more with other regions: what comes of it is to the last bit what stage_redact makes of the source,
 * but what stands in the picture already is not filled again. An empty `redacted` is filled for the first time. */
enum sladd_status stage_redact_more(const struct source *source, const struct sladd_regions *regions,
                                    const struct sladd_settings *settings, struct redacted *redacted,
                                    struct sladd_error *err);
void redacted_clear(struct redacted *redacted);

/* Does a point of the stored photo (pixels) lie in it, and not in what was destroyed? */
bool redacted_leaves(const struct redacted *redacted, struct sladd_point at);

/* Choose what metadata the output gets: what the picture needs, for the channel "print" how closely its pixels are to
 * be printed, and the manifest's caption built anew. Name everything that it does not get. */
enum sladd_status stage_scrub(const struct source *source, const struct redacted *redacted,
                              const struct sladd_settings *settings, const struct caption *caption,
                              struct kept_metadata *kept, struct sladd_names *removed, struct sladd_error *err);
void kept_metadata_clear(struct kept_metadata *kept);

/* The whole output file, in memory until it is verified; `file` is the caller's. */
enum sladd_status stage_write(struct redacted *redacted, const struct kept_metadata *kept, struct bytes *file,
                              struct sladd_error *err);

/* Least score of a face that an earlier search of the same pixels did not see: most often that is the detector
 * stumbling over the fill, so it must be surer of itself than at first. (Of 59 such finds from 0.6 on in 167 cleaned
 * photos none was a labelled face; 0.75 leaves 15 of them.) */
extern const double surely_a_face;

/* The same fill of a picture whose destroyed cells were made black before, as digests, one a cell (grid.cols *
 * grid.rows of `redacted`): where they are those of `redacted`, its fill owes nothing to what was there. Not where
 * heads share a cell, nor with SLADD_MOSAIC. */
enum sladd_status stage_fill_again(const struct source *source, const struct redacted *redacted, uint64_t *digests,
                                   struct sladd_error *err);

/* Read the finished file back and judge it: structure, kept cells, destroyed cells. */
enum sladd_status stage_verify(const struct source *source, struct redacted *redacted, const struct kept_metadata *kept,
                               struct span file, struct sladd_error *err);

/* Search the finished file as `check --full` does, for faces, and for text and codes when `text`; where no pixel is
 * another than in the source, there is nothing new to search. What no row explains is added to `found`: faces that must
 * go, faces that are none (SLADD_REASON_NO_FACE, kept), and lines of text and codes that are still to be decided about.
 *
 * `*all`: must everything be looked for, and afterwards, was it? Where it need not be, the search ends when the copy as
 * it is shows lines that go: most likely nobody gets this copy. */
enum sladd_status stage_look_again(const struct source *source, const struct sladd_regions *rows,
                                   const struct redacted *redacted, struct span file, bool text, struct vision *vision,
                                   bool *all, struct sladd_regions *found, struct sladd_error *err);

/* Do the rows of a photo explain what a search of its copy finds: most of it was destroyed or lies on a face that may
 * be seen, or the same was kept there? */
bool rows_explain(const struct sladd_regions *rows, const struct sladd_region *found);

/* --reencode: write every pixel of the verified file anew, and judge the new file's structure and looks. */
enum sladd_status stage_reencode(const struct codec *codec, int quality, const struct kept_metadata *kept,
                                 struct bytes *file, struct sladd_error *err);

#endif
