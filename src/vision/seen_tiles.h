/* What a network said of tiles that it has seen. A copy is searched like its photo, and a second copy like the first:
 * most of their tiles show the very same pixels, of which a network says the very same. */
#ifndef VISION_SEEN_TILES_H
#define VISION_SEEN_TILES_H

#include "vision/pyramid.h"

enum { TILE_DIGEST_BYTES = 32 };

/* All that an answer depends on, as a SHA-256: no two tiles have the same, also none that somebody made to. */
struct tile_digest {
    uint8_t bytes[TILE_DIGEST_BYTES];
};

struct tile_answer {
    struct tile_digest digest;
    unsigned long used; /* the larger, the later */
    uint8_t *data;      /* owned */
    size_t size;
};

/* The answers of one network; zero-initialise. */
struct answers {
    struct tile_answer *items; /* owned */
    size_t count, capacity, bytes;
    unsigned long uses;
};

/* The digest of what a tile shows of a level, of its size and of how it is asked: `least` is the least score that is an
 * answer, or 0. */
struct tile_digest tile_digest_of(const struct level *level, const struct tile *tile, double least);

/* What is known of a tile: true, and in `data` what was kept (borrowed until the next is), or false. */
bool answers_find(struct answers *answers, const struct tile_digest *digest, struct span *data);

/* Remember a copy of an answer. Those that were not asked for the longest go when they are too many; where memory is
 * lacking, nothing is kept. */
void answers_keep(struct answers *answers, const struct tile_digest *digest, struct span data);

void answers_clear(struct answers *answers);

#endif
