#include "vision/seen_tiles.h"

#include "base/array.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

/* Enough for the text of 200 megapixels: a tile's is 128 KiB. */
enum { MOST_ANSWERS = 4096, MOST_BYTES = 48 << 20 };

struct tile_digest tile_digest_of(const struct level *level, const struct tile *tile, double least) {
    const struct sladd_image *image = &level->image;
    const struct tile seen = tile_inside(image, tile);
    const int sizes[] = {tile->width, tile->height, seen.width, seen.height};
    struct sha256_ctx context;
    struct tile_digest digest;
    sha256_init(&context);
    sha256_update(&context, sizeof sizes, (const uint8_t *)sizes);
    sha256_update(&context, sizeof least, (const uint8_t *)&least);
    for (int y = 0; y < seen.height && seen.width > 0; y++)
        sha256_update(&context, 3 * (size_t)seen.width,
                      image->data + (size_t)(tile->y + y) * image->stride + 3 * (size_t)tile->x);
    sha256_digest(&context, sizeof digest.bytes, digest.bytes);
    return digest;
}

bool answers_find(struct answers *answers, const struct tile_digest *digest, struct span *data) {
    for (size_t i = 0; i < answers->count; i++) {
        struct tile_answer *answer = &answers->items[i];
        if (memcmp(answer->digest.bytes, digest->bytes, sizeof digest->bytes) != 0)
            continue;
        answer->used = ++answers->uses;
        *data = (struct span){answer->data, answer->size};
        return true;
    }
    return false;
}

static void forget_oldest(struct answers *answers) {
    size_t oldest = 0;
    for (size_t i = 1; i < answers->count; i++)
        oldest = answers->items[i].used < answers->items[oldest].used ? i : oldest;
    answers->bytes -= answers->items[oldest].size;
    free(answers->items[oldest].data);
    answers->items[oldest] = answers->items[--answers->count];
}

void answers_keep(struct answers *answers, const struct tile_digest *digest, struct span data) {
    if (data.size > MOST_BYTES ||
        !array_grow((void **)&answers->items, &answers->capacity, answers->count + 1, sizeof *answers->items))
        return;
    while (answers->count > 0 && (answers->count >= MOST_ANSWERS || answers->bytes > MOST_BYTES - data.size))
        forget_oldest(answers);
    uint8_t *copy = array_new(data.size > 0 ? data.size : 1, 1);
    if (copy == NULL)
        return;
    if (data.size > 0)
        memcpy(copy, data.data, data.size);
    answers->items[answers->count++] = (struct tile_answer){*digest, ++answers->uses, copy, data.size};
    answers->bytes += data.size;
}

void answers_clear(struct answers *answers) {
    for (size_t i = 0; i < answers->count; i++)
        free(answers->items[i].data);
    free(answers->items);
    *answers = (struct answers){0};
}
