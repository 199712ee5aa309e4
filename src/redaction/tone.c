#include "redaction/tone.h"

#include <math.h>

static float clamp_sample(float value) {
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

static void to_rgb(struct tone tone, float rgb[3]) {
    rgb[0] = clamp_sample(tone.luma + 1.402f * tone.red);
    rgb[1] = clamp_sample(tone.luma - 0.344136f * tone.blue - 0.714136f * tone.red);
    rgb[2] = clamp_sample(tone.luma + 1.772f * tone.blue);
}

/* Ink: what is left of the light (255 all of it) after the coloured inks and then after black. */
static struct tone from_ink(const float left[3], float black) {
    float k = black / 255;
    return tone_from_rgb(left[0] * k, left[1] * k, left[2] * k);
}

static void to_ink(struct tone tone, float black, float left[4]) {
    float rgb[3];
    to_rgb(tone, rgb);
    float brightest = fmaxf(rgb[0], fmaxf(rgb[1], rgb[2]));
    float k = fmaxf(clamp_sample(black), fmaxf(brightest, 1));
    for (int i = 0; i < 3; i++)
        left[i] = clamp_sample(rgb[i] * 255 / k);
    left[3] = k;
}

struct tone tone_from_samples(enum colour_model model, const float s[4]) {
    float left[3];
    switch (model) {
    case COLOUR_GREY:
        return (struct tone){s[0], 0, 0};
    case COLOUR_YCC:
        return (struct tone){s[0], s[1] - 128, s[2] - 128};
    case COLOUR_RGB:
        return tone_from_rgb(s[0], s[1], s[2]);
    case COLOUR_CMYK:
        return from_ink(s, s[3]);
    case COLOUR_YCCK:
        /* The three colour planes encode the complements of C, M and Y (Adobe technical note 5116). */
        to_rgb((struct tone){s[0], s[1] - 128, s[2] - 128}, left);
        for (int i = 0; i < 3; i++)
            left[i] = 255 - left[i];
        return from_ink(left, s[3]);
    }
    return tone_neutral();
}

void tone_to_samples(enum colour_model model, struct tone tone, float black, float s[4]) {
    struct tone inverse;
    switch (model) {
    case COLOUR_GREY:
        s[0] = clamp_sample(tone.luma);
        break;
    case COLOUR_YCC:
        s[0] = clamp_sample(tone.luma);
        s[1] = clamp_sample(128 + tone.blue);
        s[2] = clamp_sample(128 + tone.red);
        break;
    case COLOUR_RGB:
        to_rgb(tone, s);
        break;
    case COLOUR_CMYK:
        to_ink(tone, black, s);
        break;
    case COLOUR_YCCK:
        to_ink(tone, black, s);
        inverse = tone_from_rgb(255 - s[0], 255 - s[1], 255 - s[2]);
        s[0] = clamp_sample(inverse.luma);
        s[1] = clamp_sample(128 + inverse.blue);
        s[2] = clamp_sample(128 + inverse.red);
        break;
    }
}

struct tone tone_neutral(void) {
    return (struct tone){118, 0, 0};
}

struct tone tone_of_head(struct tone around, float warmth) {
    /* Lighter than dark clothes, as faces are, so that heads in a crowd stay apart; a little darker than snow. At night
     * and in between about as its surroundings: neither a lamp nor a hole. */
    const float light = around.luma / 255, dark = (1 - light) * (1 - light);
    const float luma = around.luma + (6 + 200 * light) * dark * dark - 44 * light * light;
    float keep = 0.35f * luma / fmaxf(around.luma, 24);
    return (struct tone){luma, keep * around.blue - 0.032f * warmth * luma, keep * around.red + 0.026f * warmth * luma};
}

static struct sladd_point inverse_axis(struct sladd_point axis) {
    double square = axis.x * axis.x + axis.y * axis.y;
    return (struct sladd_point){axis.x / square, axis.y / square};
}

struct head head_of_shape(const struct shape *shape) {
    return (struct head){.centre = shape->centre,
                         .u = inverse_axis(shape->axis[0]),
                         .v = inverse_axis(shape->axis[1]),
                         .bounds = shape_bounds(shape)};
}

void head_set_tone(struct head *head, enum colour_model model, struct tone tone, float black) {
    struct tone half = {tone.luma / 2, tone.blue / 2, tone.red / 2};
    tone_to_samples(model, tone, black, head->full);
    tone_to_samples(model, half, black, head->half);
}

bool head_is_behind(const struct head *small, const struct head *large) {
    const double much = 2.5, inside = 0.85;
    if (sladd_box_area(large->bounds) < much * sladd_box_area(small->bounds))
        return false;
    double dx = small->centre.x - large->centre.x, dy = small->centre.y - large->centre.y;
    return hypot(dx * large->u.x + dy * large->u.y, dx * large->v.x + dy * large->v.y) < inside;
}

float head_cover(float u, float v) {
    /* Smooth at both ends: no visible contour in the middle, no step where it ends at the rim. */
    const float inner = 0.32f, outer = 1, most = 0.88f;
    float r = sqrtf(u * u + v * v);
    float t = (outer - r) / (outer - inner);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return most * t * t * (3 - 2 * t);
}

float head_shade(float u, float v) {
    return 1.03f - 0.25f * u * u - 0.1f * v * v;
}
