/* Private to the JPEG codec: the picture, and the one place where libjpeg's errors are caught. */
#ifndef FORMAT_JPEG_JPEG_CODEC_H
#define FORMAT_JPEG_JPEG_CODEC_H

#include "format/format.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

/* libjpeg reports through this; `manager` comes first because libjpeg hands it back as its own type. */
struct jpeg_guard {
    struct jpeg_error_mgr manager;
    struct jpeg_progress_mgr progress;
    jmp_buf escape;
    struct sladd_error *err;
    enum sladd_status status;
    bool no_end;  /* the file ended before its end marker */
    bool surplus; /* bytes that no segment and no scan needs */
};

/* Prepare the error manager and the progress monitor that counts scans. */
void jpeg_guard_init(struct jpeg_guard *guard, struct sladd_error *err);

/* Run `work(argument)`; when libjpeg gives up inside it, the status says why and `err` is filled. Nothing that `work`
 * must release may live in its own locals: they are gone after an escape. */
enum sladd_status jpeg_guarded(struct jpeg_guard *guard, void (*work)(void *), void *argument);

/* Leave the guarded work with an error of our own. */
_Noreturn void jpeg_escape(struct jpeg_guard *guard, enum sladd_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Create the decompressor, read the header and refuse what sladd does not handle. Inside guarded work only. */
void jpeg_begin(struct jpeg_decompress_struct *in, struct jpeg_guard *guard, struct span file);

struct jpeg_picture {
    struct picture base;
    struct jpeg_guard guard;
    struct jpeg_decompress_struct in; /* owns the coefficients */
    jvirt_barray_ptr *coefficients;   /* quantised, one array a component */
    enum colour_model model;
    bool ink_is_high; /* CMYK whose 255 means full ink; windows have it the other way round */
};

/* One row of blocks of a component. */
JBLOCKROW jpeg_block_row(struct jpeg_picture *picture, int component, int row, bool writable);

/* The coder has ten bits for a coefficient and eleven for the difference of two DC coefficients, which is enough for
 * all that 8-bit samples can give (T.81, F.1.2). */
enum { JPEG_MOST_COEFFICIENT = 1023, JPEG_LEAST_DC = -1024, JPEG_LEAST_AC = -1023 };

/* Coefficient `k` of the transform as a multiple of its step, within what can be coded. */
JCOEF jpeg_quantise(float coefficient, unsigned step, int k);

/* Code what no encoder makes of 8-bit samples anew, as it is shown by a decoder that counts in enough bits:
 * coefficients that cannot be written again, and such as decoders make different pictures of. Cells that were changed
 * get CELL_PLAIN in `touched`. True when there are any: they may show another picture now. */
bool jpeg_make_plain(struct jpeg_picture *picture, struct cell_mask *touched);

void jpeg_digest(struct picture *picture, uint64_t *digests);
enum sladd_status jpeg_get(struct picture *picture, struct cell_rect rect, struct window *window,
                           struct sladd_error *err);
enum sladd_status jpeg_put(struct picture *picture, const struct window *window, const struct cell_mask *mask,
                           struct sladd_error *err);
void jpeg_neutralise_edge(struct picture *picture, struct cell_mask *touched, bool *hidden, bool *changed);
enum sladd_status jpeg_write(struct picture *picture, const struct extras *extras, FILE *stream,
                             struct sladd_error *err);
enum sladd_status jpeg_reencode(struct span file, int quality, const struct extras *extras, FILE *stream,
                                struct sladd_error *err);

#endif
