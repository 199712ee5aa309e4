/* Red, green and blue as brightness and two colours while a window is filled, as a JPEG has them: a fill knows then
 * what is a colour and what is light, and an RGB picture gets the same one. */
#ifndef REDACTION_SEPARATE_H
#define REDACTION_SEPARATE_H

#include "redaction/samples.h"

/* The planes that a window has of itself while it is separated; zeroed: it is not. */
struct separated {
    float *samples[3]; /* owned */
};

/* Make an RGB window whose planes are of one size a COLOUR_YCC one; any other is left as it is. The window's own
 * samples wait in `separated`, which goes to window_join however this ends. */
enum sladd_status window_separate(struct window *window, struct separated *separated, struct sladd_error *err);

/* Give a separated window its own samples back, bit for bit, and in the SAMPLE_FILL places of `kinds` those that were
 * filled in; NULL: nowhere. */
void window_join(struct window *window, struct separated *separated, const uint8_t *kinds);

#endif
