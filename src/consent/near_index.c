#include "consent/near_index.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum { FORWARD, BACKWARD, WAYS };

static void turn_round(char *to, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        to[i] = text[length - 1 - i];
    to[length] = '\0';
}

static bool add(struct sorted_names *names, const char *name, const void *of) {
    if (!array_grow((void **)&names->items, &names->room, names->count + 1, sizeof *names->items))
        return false;
    names->items[names->count++] = (struct sorted_name){.name = name, .of = of};
    return true;
}

bool near_index_add(struct near_index *index, const char *name, const void *of) {
    size_t length = strlen(name);
    char *backward = malloc(length + 1);
    if (backward != NULL)
        turn_round(backward, name, length);
    if (backward == NULL || !add(&index->ways[BACKWARD], backward, of)) {
        free(backward);
        return false;
    }
    return add(&index->ways[FORWARD], name, of);
}

static int compare(const void *a, const void *b) {
    const struct sorted_name *left = a, *right = b;
    return strcmp(left->name, right->name);
}

static int against(const void *text, const void *item) {
    const struct sorted_name *name = item;
    return strcmp(text, name->name);
}

static size_t shared_bytes(const char *a, const char *b) {
    size_t shared = 0;
    while (a[shared] != '\0' && a[shared] == b[shared])
        shared++;
    return shared;
}

void near_index_sort(struct near_index *index) {
    for (int way = 0; way < WAYS; way++) {
        const size_t count = index->ways[way].count;
        struct sorted_name *items = index->ways[way].items;
        if (count > 0)
            qsort(items, count, sizeof *items, compare);
        for (size_t i = count; i-- > 0;) {
            items[i].shared = i > 0 ? shared_bytes(items[i - 1].name, items[i].name) : 0;
            for (items[i].leap = i + 1; items[i].leap < count && items[items[i].leap].shared >= items[i].shared;)
                items[i].leap = items[items[i].leap].leap;
        }
    }
}

void near_index_clear(struct near_index *index) {
    for (size_t i = 0; i < index->ways[BACKWARD].count; i++)
        free((char *)index->ways[BACKWARD].items[i].name);
    for (int way = 0; way < WAYS; way++)
        free(index->ways[way].items);
    *index = (struct near_index){0};
}

/* How much of the text begins any of the names. */
static size_t begins_any(const struct sorted_names *names, const char *text) {
    size_t place = array_first(text, names->items, names->count, sizeof *names->items, against), most = 0;
    for (size_t i = place > 0 ? place - 1 : 0; i < names->count && i <= place; i++) {
        size_t shared = shared_bytes(text, names->items[i].name);
        most = shared > most ? shared : most;
    }
    return most;
}

static void turn_to(struct near_walk *walk, size_t way) {
    walk->way = way;
    walk->at = walk->depth = 0;
    if (way < WAYS)
        slip_rows_begin(&walk->rows, walk->texts[way], walk->strict[way]);
}

void near_walk_begin(struct near_walk *walk, const struct near_index *index, const char *text) {
    size_t length = strlen(text);
    walk->index = index;
    if (length > SLIPS_LONGEST) {
        turn_to(walk, WAYS);
        return;
    }
    turn_round(walk->backward, text, length);
    walk->texts[FORWARD] = text;
    walk->texts[BACKWARD] = walk->backward;
    /* In the middle between where the names differ from either end. */
    walk->strict[FORWARD] =
        (begins_any(&index->ways[FORWARD], text) + length - begins_any(&index->ways[BACKWARD], walk->backward)) / 2;
    walk->strict[BACKWARD] = length - walk->strict[FORWARD];
    turn_to(walk, FORWARD);
}

/* The next one of the same way. */
static bool next_of_way(struct near_walk *walk, const void **of, size_t *slips) {
    const struct sorted_names *names = &walk->index->ways[walk->way];
    while (walk->at < names->count) {
        const struct sorted_name *item = &names->items[walk->at++];
        size_t d = item->shared < walk->depth ? item->shared : walk->depth; /* so many rows stand already */
        bool near = true;
        while (near && item->name[d] != '\0')
            near = slip_rows_next(&walk->rows, item->name, ++d);
        walk->depth = d;
        while (!near && walk->at < names->count && names->items[walk->at].shared >= d)
            walk->at = names->items[walk->at].leap;
        *slips = near ? slip_rows_distance(&walk->rows, d) : SLIPS_MOST + 1;
        *of = item->of;
        if (*slips <= SLIPS_MOST)
            return true;
    }
    return false;
}

bool near_walk_next(struct near_walk *walk, const void **of, size_t *slips) {
    while (walk->way < WAYS) {
        if (next_of_way(walk, of, slips))
            return true;
        turn_to(walk, walk->way + 1);
    }
    return false;
}
