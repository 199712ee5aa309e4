/* A mutator that knows what JPEG segments and PNG chunks are: it changes the inside of one, drops, repeats or swaps
 * them, and puts lengths and checksums right, where plain mutations would end at the first CRC. For one target each. */
#ifndef FUZZ_PHOTO_MUTATOR_H
#define FUZZ_PHOTO_MUTATOR_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MUTATOR_PARTS = 256, MUTATOR_ROOM = 1 << 20 };

/* A chunk or segment, with its head and its end; of a JPEG the last one is everything from the first SOS on. */
struct mutator_part {
    uint8_t *data;
    size_t size;
};

static uint32_t mutator_big32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void mutator_put32(uint8_t *at, uint32_t number) {
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(number >> (24 - 8 * i));
}

static size_t mutator_split(uint8_t *data, size_t size, int png, struct mutator_part *parts) {
    size_t at = png ? 8 : 2, count = 0;
    while (at + 4 <= size && count < MUTATOR_PARTS) {
        size_t length = png ? (size_t)mutator_big32(data + at) + 12 : (size_t)(data[at + 2] << 8 | data[at + 3]) + 2;
        if (!png && (data[at] != 0xFF || data[at + 1] == 0xDA))
            length = size - at;
        length = length > size - at ? size - at : length;
        parts[count++] = (struct mutator_part){data + at, length};
        at += length;
    }
    return count;
}

/* The inside of a part anew; the part gets room of its own. */
static void mutator_change(struct mutator_part *part, int png, uint8_t *room, size_t most) {
    size_t head = png ? 8 : 4, tail = png ? 4 : 0;
    int scan = !png && part->size > 1 && part->data[1] == 0xDA;
    if (part->size < head + tail || part->size > most)
        return;
    memcpy(room, part->data, part->size);
    size_t inside = part->size - head - tail, limit = most - head - tail;
    if (!png && !scan && limit > 65000)
        limit = 65000;
    inside = LLVMFuzzerMutate(room + head, inside, limit);
    *part = (struct mutator_part){room, head + inside + tail};
    if (!png && !scan) {
        room[2] = (uint8_t)((inside + 2) >> 8);
        room[3] = (uint8_t)(inside + 2);
    }
}

/* The pixels of a PNG anew: everything in its IDATs inflated, changed and deflated into the first one. */
static void mutator_repaint(struct mutator_part *parts, size_t *count, uint8_t *room, size_t most) {
    static uint8_t packed[MUTATOR_ROOM], plain[MUTATOR_ROOM];
    size_t size = 0, first = *count, kept = 0;
    for (size_t i = 0; i < *count; i++) {
        struct mutator_part part = parts[i];
        int image = part.size >= 12 && memcmp(part.data + 4, "IDAT", 4) == 0;
        if (image && size + part.size - 12 <= sizeof packed) {
            memcpy(packed + size, part.data + 8, part.size - 12);
            size += part.size - 12;
        }
        if (image && first == *count)
            first = kept;
        else if (image)
            continue;
        parts[kept++] = part;
    }
    uLongf got = sizeof plain, used = most > 12 ? most - 12 : 0;
    *count = kept;
    if (first >= kept || used == 0 || uncompress(plain, &got, packed, size) != Z_OK)
        return;
    got = LLVMFuzzerMutate(plain, got, sizeof plain);
    if (compress(room + 8, &used, plain, got) != Z_OK)
        return;
    memcpy(room + 4, "IDAT", 4);
    parts[first] = (struct mutator_part){room, used + 12};
}

/* Put together what fits; lengths and checksums of chunks are right again, but for one time in sixteen. */
static size_t mutator_join(uint8_t *data, size_t most, size_t start, const struct mutator_part *parts, size_t count,
                           int png, int lie) {
    static uint8_t whole[4 * MUTATOR_ROOM];
    size_t size = start;
    memcpy(whole, data, start);
    for (size_t i = 0; i < count && size + parts[i].size <= most && size + parts[i].size <= sizeof whole; i++) {
        uint8_t *at = whole + size;
        memmove(at, parts[i].data, parts[i].size);
        if (png && parts[i].size >= 12 && !lie) {
            mutator_put32(at, (uint32_t)(parts[i].size - 12));
            mutator_put32(at + parts[i].size - 4, (uint32_t)crc32(0, at + 4, (uInt)(parts[i].size - 8)));
        }
        size += parts[i].size;
    }
    memcpy(data, whole, size);
    return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
    static uint8_t room[MUTATOR_ROOM];
    struct mutator_part parts[MUTATOR_PARTS + 1];
    int png = size > 8 && memcmp(data, "\x89PNG", 4) == 0, jpeg = size > 4 && data[0] == 0xFF && data[1] == 0xD8;
    if ((!png && !jpeg) || size > MUTATOR_ROOM || seed % 8 == 0)
        return LLVMFuzzerMutate(data, size, most);
    size_t count = mutator_split(data, size, png, parts), limit = most < sizeof room ? most : sizeof room;
    if (count < 2)
        return LLVMFuzzerMutate(data, size, most);
    size_t one = seed / 16 % count, other = seed / 4096 % count;
    struct mutator_part swap = parts[one];
    switch (seed % 7) {
    case 0: /* away with it */
        memmove(parts + one, parts + one + 1, (count - one - 1) * sizeof *parts);
        count--;
        break;
    case 1: /* twice */
        memmove(parts + one + 1, parts + one, (count - one) * sizeof *parts);
        count += count < MUTATOR_PARTS;
        break;
    case 2: /* elsewhere */
        parts[one] = parts[other];
        parts[other] = swap;
        break;
    case 3:
        if (png) {
            mutator_repaint(parts, &count, room, limit);
            break;
        }
        one = count - 1; /* the scans */
        /* fall through */
    default:
        mutator_change(&parts[one], png, room, limit);
    }
    return mutator_join(data, most, png ? 8 : 2, parts, count, png, seed / 8 % 16 == 0);
}

#endif
