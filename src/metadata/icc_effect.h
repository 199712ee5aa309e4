/* What viewers make of a picture by its colour profile. The search sees the numbers that a file holds; a viewer that
 * heeds profiles shows what they mean, and a profile can say that next to nothing means a face. */
#ifndef METADATA_ICC_EFFECT_H
#define METADATA_ICC_EFFECT_H

#include "base/bytes.h"
#include "base/fail.h"

#include <stdbool.h>

enum icc_effect {
    ICC_SHOWS_ALIKE,     /* other colours, and nothing that is not seen without it: sRGB's like, or no profile */
    ICC_SHOWS_OTHERWISE, /* who searches a picture must also search it by its profile */
    ICC_HIDES            /* no search can see all that viewers show by it: too steep, or of a black that is bright;
                            also what lcms cannot read */
};

/* Of a profile that icc_sanitise made; an empty one shows alike. */
enum icc_effect icc_effect(struct span profile);

/* What the black of inks is, viewers do not agree on. */
enum { ICC_BLACKS = 3 };

/* How rows are stored, and which viewers are meant. What these show is made of the numbers that a file has, or of those
 * over a ground; so what a search sees must be, too. */
struct icc_samples {
    int count;       /* of a pixel; those that the profile speaks of come first */
    int depth;       /* 8 bits, or 16, the high byte first */
    bool blue_first; /* of three colours */
    bool light;      /* of inks: 255 is none */
    int black;       /* of inks, below ICC_BLACKS: 0, or which black of the profile those viewers make the screen's */
};

/* What a profile shows of such rows. */
struct icc_show;

/* Open it; `*show` is the caller's, and NULL where the profile shows alike. The only error is SLADD_NO_MEMORY. */
enum sladd_status icc_show_open(struct span profile, const struct icc_samples *samples, struct icc_show **show,
                                struct sladd_error *err);

/* A row of so many pixels as blue, green and red; `bgr` is none of the samples. */
void icc_show_row(const struct icc_show *show, const uint8_t *samples, int pixels, uint8_t *bgr);

/* Harmless on NULL. */
void icc_show_close(struct icc_show *show);

#endif
