/* Tones: what a head becomes, and the one place that knows how colour models turn a tone into samples. */
#ifndef REDACTION_TONE_H
#define REDACTION_TONE_H

#include "redaction/redaction.h"

/* A colour as brightness 0..255 and two colour differences around 0 (BT.601, as in a JPEG). */
struct tone {
    float luma, blue, red;
};

static inline struct tone tone_from_rgb(float r, float g, float b) {
    const float luma = 0.299f * r + 0.587f * g + 0.114f * b;
    return (struct tone){luma, (b - luma) / 1.772f, (r - luma) / 1.402f};
}

struct tone tone_from_samples(enum colour_model model, const float samples[4]);

/* `black` is the surroundings' black ink (255 none), which CMYK and YCCK keep where the tone allows it. */
void tone_to_samples(enum colour_model model, struct tone tone, float black, float samples[4]);

/* For a window in which nothing at all is known. */
struct tone tone_neutral(void);

/* The tone in the middle of a head: neutral and a little warm, near the brightness of its surroundings. `warmth` 0..1
 * says how colourful the photo is; in a grey one the tone stays grey. */
struct tone tone_of_head(struct tone surroundings, float warmth);

/* A head with the tone that it gets, ready to be painted. */
struct head {
    struct sladd_point centre, u, v; /* u, v: axes divided by their squared length */
    struct sladd_box bounds;         /* stored pixels */
    bool behind;                     /* inside a much larger head: not painted */
    float full[4], half[4]; /* samples of the tone at shades 1 and 0.5; between them they are near enough linear */
};

/* The geometry; tone and samples still to be set. */
struct head head_of_shape(const struct shape *shape);
void head_set_tone(struct head *head, enum colour_model model, struct tone tone, float black);

/* True where `small` is a speck on `large`: a face in the background or no face at all, which would look like a
 * blemish. */
bool head_is_behind(const struct head *small, const struct head *large);

/* How far the tone covers the membrane at u, v (the unit circle touches the rim), 0..1; and the shading, around 1. */
float head_cover(float u, float v);
float head_shade(float u, float v);

#endif
