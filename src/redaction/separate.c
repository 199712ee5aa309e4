#include "redaction/separate.h"

#include "base/array.h"
#include "redaction/tone.h"

#include <stdlib.h>
#include <string.h>

enum { RGB = 3 };

static size_t sample_count(const struct window *window) {
    return (size_t)window->planes[0].width * (size_t)window->planes[0].height;
}

/* A JPEG of red, green and blue may have fewer samples of one of them, odd as it is. */
static bool is_even(const struct window *window) {
    const struct plane *planes = window->planes;
    return planes[1].width == planes[0].width && planes[2].width == planes[0].width &&
           planes[1].height == planes[0].height && planes[2].height == planes[0].height;
}

enum sladd_status window_separate(struct window *window, struct separated *separated, struct sladd_error *err) {
    *separated = (struct separated){0};
    if (window->model != COLOUR_RGB || !is_even(window))
        return SLADD_OK;
    const size_t count = sample_count(window);
    float *planes = array_new(count, RGB * sizeof *planes), *own[RGB];
    if (planes == NULL)
        return fail_memory(err);
    for (int i = 0; i < RGB; i++)
        own[i] = window->planes[i].samples;
    for (size_t at = 0; at < count; at++) {
        const struct tone tone = tone_from_rgb(own[0][at], own[1][at], own[2][at]);
        planes[at] = tone.luma;
        planes[count + at] = 128 + tone.blue;
        planes[2 * count + at] = 128 + tone.red;
    }
    for (int i = 0; i < RGB; i++) {
        separated->samples[i] = own[i];
        window->planes[i].samples = planes + (size_t)i * count;
    }
    window->model = COLOUR_YCC;
    return SLADD_OK;
}

void window_join(struct window *window, struct separated *separated, const uint8_t *kinds) {
    if (separated->samples[0] == NULL)
        return;
    float *planes = window->planes[0].samples;
    const size_t count = sample_count(window);
    for (size_t at = 0; at < count && kinds != NULL; at++) {
        if (kinds[at] != SAMPLE_FILL)
            continue;
        float rgb[4];
        const struct tone tone = {planes[at], planes[count + at] - 128, planes[2 * count + at] - 128};
        tone_to_samples(COLOUR_RGB, tone, 0, rgb);
        for (int i = 0; i < RGB; i++)
            separated->samples[i][at] = rgb[i];
    }
    for (int i = 0; i < RGB; i++)
        window->planes[i].samples = separated->samples[i];
    free(planes);
    *separated = (struct separated){0};
    window->model = COLOUR_RGB;
}
