#include "sladd/region.h"

#include "base/array.h"
#include "sladd/outcome.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum sladd_status sladd_regions_add(struct sladd_regions *list, const struct sladd_region *region,
                                    struct sladd_error *err) {
    if (!array_grow((void **)&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu regions", list->count + 1);
    list->items[list->count++] = *region;
    return SLADD_OK;
}

const char *sladd_region_person(const struct sladd_regions *list, const struct sladd_region *region) {
    return region->person > 0 && region->person <= list->people.count ? list->people.items[region->person - 1] : NULL;
}

enum sladd_status sladd_regions_name(struct sladd_regions *list, struct sladd_region *region, const char *key,
                                     struct sladd_error *err) {
    region->person = 0;
    if (key == NULL)
        return SLADD_OK;
    size_t i = 0;
    while (i < list->people.count && strcmp(list->people.items[i], key) != 0)
        i++;
    enum sladd_status status = i < list->people.count ? SLADD_OK : sladd_names_add(&list->people, key, err);
    region->person = status == SLADD_OK ? i + 1 : 0;
    return status;
}

void sladd_regions_clear(struct sladd_regions *list) {
    sladd_names_clear(&list->people);
    free(list->items);
    *list = (struct sladd_regions){0};
}

static int compare_numbers(double a, double b) {
    return (a > b) - (a < b);
}

static int compare_regions(const void *left, const void *right) {
    const struct sladd_region *a = left, *b = right;
    int order = (int)a->kind - (int)b->kind;
    if (order == 0)
        order = compare_numbers(a->box.y, b->box.y);
    if (order == 0)
        order = compare_numbers(a->box.x, b->box.x);
    if (order == 0)
        order = compare_numbers(sladd_box_area(a->box), sladd_box_area(b->box));
    return order != 0 ? order : compare_numbers(a->score, b->score);
}

void sladd_regions_sort(struct sladd_regions *list) {
    if (list->count > 1)
        qsort(list->items, list->count, sizeof *list->items, compare_regions);
}

double sladd_box_area(struct sladd_box box) {
    return box.width > 0 && box.height > 0 ? box.width * box.height : 0;
}

struct sladd_box sladd_box_intersect(struct sladd_box a, struct sladd_box b) {
    double x = fmax(a.x, b.x), y = fmax(a.y, b.y);
    double right = fmin(a.x + a.width, b.x + b.width), bottom = fmin(a.y + a.height, b.y + b.height);
    return (struct sladd_box){x, y, fmax(0, right - x), fmax(0, bottom - y)};
}

struct sladd_box sladd_box_in_pixels(struct sladd_box fractions, int width, int height) {
    return (struct sladd_box){fractions.x * width, fractions.y * height, fractions.width * width,
                              fractions.height * height};
}

double sladd_box_iou(struct sladd_box a, struct sladd_box b) {
    double common = sladd_box_area(sladd_box_intersect(a, b));
    double all = sladd_box_area(a) + sladd_box_area(b) - common;
    return all > 0 ? common / all : 0;
}

struct sladd_box sladd_box_of_quad(const struct sladd_point quad[4]) {
    double left = quad[0].x, right = left, top = quad[0].y, bottom = top;
    for (int i = 1; i < 4; i++) {
        left = fmin(left, quad[i].x);
        right = fmax(right, quad[i].x);
        top = fmin(top, quad[i].y);
        bottom = fmax(bottom, quad[i].y);
    }
    return (struct sladd_box){left, top, right - left, bottom - top};
}

const char *sladd_kind_name(enum sladd_kind kind) {
    static const char *const names[] = {[SLADD_FACE] = "face", [SLADD_TEXT] = "text", [SLADD_MANUAL] = "manual"};
    return names[kind];
}

const char *sladd_action_name(enum sladd_action action) {
    return action == SLADD_KEEP ? "keep" : "redact";
}
