#include "vision/code_places.h"

#include "base/array.h"

#include <math.h>
#include <stdlib.h>

/* Below this nothing changes but the noise: see grey.h for what is summed. */
static const float LEAST_CHANGE = 150;

/* Sizes of a module, in pixels; along a line through a code at 45 degrees it is longer. */
static const double SMALLEST = 1.4, LARGEST = 9;

/* How far a run may be from what it should be, in modules; and the lengths of a pattern across and down, as a ratio. */
static const double OFF = 0.75, OFF_MIDDLE = 1.2, UNLIKE = 1.5;

/* Distance of two patterns of a code: at least version 1's, less what an angle of view shortens, at most version 40's.
 */
static const double NEAREST = 9, FARTHEST = 175, UNEQUAL = 1.6, ASLANT = 0.5;

/* At least one edge in so many modules on the way from one pattern to the next; there are about three times as many. */
static const double MODULES_AN_EDGE = 6;

/* A code's rim beyond the middle of a finder pattern, with its quiet zone. */
static const double RIM = 3.5 + 5;

/* How far a pattern is walked along from its middle, in modules: some more than its half at 45 degrees. */
static const double REACH = 6;

/* Lines through a pattern at different angles, of which a few may fail; samples per pixel of them. */
enum { LINES = 8, FEW = 2, FINE = 2, LONGEST_LINE = 1600 };

/* Codes beside one another have patterns that are nearer than their own: so many pairs are tried for each corner. */
enum { PAIRS = 6 };

enum { ROW_STEP = 2, MOST_FINDERS = 512 };

/* The middle of a finder pattern. */
struct finder {
    double x, y, module;
    bool inverted;
};

struct finders {
    struct finder *items;
    int count;
};

/* Are the last five runs those of a finder pattern? The length of a module, or 0. */
static double module_of(const struct grey_walk *walk) {
    const double *e = walk->edges;
    const double module = (e[5] - e[0]) / 7;
    if (walk->count < WALK_EDGES)
        return 0;
    for (int i = 0; i < 5; i++)
        if (fabs(e[i + 1] - e[i] - (i == 2 ? 3 : 1) * module) > (i == 2 ? OFF_MIDDLE : OFF) * module)
            return 0;
    return module;
}

/* Walk along a line of `count` values and look for a finder pattern whose middle is at `middle`. Its module, and where
 * the middle really is; 0: there is none. */
static double module_around(const uint8_t *line, ptrdiff_t step, int from, int to, double *middle, bool inverted) {
    struct grey_walk walk;
    grey_walk_start(&walk, line, step, from);
    while (grey_walk_next(&walk, to)) {
        const double module = walk.rose != inverted ? module_of(&walk) : 0;
        if (module > 0 && walk.edges[2] <= *middle + 1 && walk.edges[3] >= *middle) {
            *middle = (walk.edges[2] + walk.edges[3]) / 2;
            return module;
        }
    }
    return 0;
}

/* Like module_around, in the picture's rows and columns. */
static double module_along(const struct grey_picture *picture, const struct finder *finder, bool down, double *middle) {
    const int reach = (int)(finder->module * REACH) + 2, size = down ? picture->height : picture->width;
    const int from = (int)*middle > reach ? (int)*middle - reach : 0;
    const int to = (int)*middle + reach < size ? (int)*middle + reach : size;
    const uint8_t *line =
        down ? picture->data + (int)finder->x : picture->data + (size_t)finder->y * (size_t)picture->width;
    return module_around(line, down ? picture->width : 1, from, to, middle, finder->inverted);
}

static double lightness_at(const struct grey_picture *picture, double x, double y) {
    const int col = (int)floor(x), row = (int)floor(y);
    if (col < 0 || row < 0 || col + 1 >= picture->width || row + 1 >= picture->height)
        return -1;
    const double u = x - col, v = y - row;
    const uint8_t *at = picture->data + (size_t)row * (size_t)picture->width + col;
    return (1 - v) * ((1 - u) * at[0] + u * at[1]) + v * ((1 - u) * at[picture->width] + u * at[picture->width + 1]);
}

/* Every line through the middle of three squares in one another has the same proportions: do these, at eight angles? */
static bool is_square(const struct grey_picture *picture, const struct finder *finder) {
    const int reach = (int)(finder->module * REACH * FINE) + 2;
    int good = 0;
    for (int i = 1; i < LINES; i++) {
        const double angle = i * acos(-1) / LINES, dx = cos(angle) / FINE, dy = sin(angle) / FINE;
        uint8_t line[LONGEST_LINE];
        int count = 0;
        for (int k = -reach; k <= reach && count < LONGEST_LINE; k++) {
            const double value = lightness_at(picture, finder->x + k * dx, finder->y + k * dy);
            line[count++] = value >= 0 ? (uint8_t)value : finder->inverted ? 0 : 255;
        }
        double middle = reach;
        const double module = module_around(line, 1, 0, count, &middle, finder->inverted) / FINE;
        good += module > 0 && module <= UNLIKE * finder->module && finder->module <= UNLIKE * module;
    }
    return good >= LINES - 1 - FEW;
}

/* Is there a finder pattern in the column, too, and in all other directions? Then that is its middle. */
static bool confirm(const struct grey_picture *picture, struct finder *finder) {
    double x = finder->x, y = finder->y;
    const double down = module_along(picture, finder, true, &y);
    if (down == 0 || down > UNLIKE * finder->module || finder->module > UNLIKE * down)
        return false;
    finder->y = y;
    const double across = module_along(picture, finder, false, &x);
    if (across == 0)
        return false;
    finder->x = x;
    finder->module = fmin(down, across);
    return is_square(picture, finder);
}

/* One that is known already is not added again. */
static void add_finder(struct finders *finders, const struct finder *finder) {
    for (int i = finders->count; i > 0; i--) {
        const struct finder *known = &finders->items[i - 1];
        if (known->inverted == finder->inverted && fabs(known->x - finder->x) < 2 * finder->module &&
            fabs(known->y - finder->y) < 2 * finder->module)
            return;
    }
    if (finders->count < MOST_FINDERS)
        finders->items[finders->count++] = *finder;
}

/* A row, between two of its pixels. */
static void search_row(const struct grey_picture *picture, int y, int from, int to, struct finders *finders) {
    struct grey_walk walk;
    grey_walk_start(&walk, picture->data + (size_t)y * (size_t)picture->width, 1, from);
    while (grey_walk_next(&walk, to)) {
        struct finder finder = {.y = y, .module = module_of(&walk), .inverted = !walk.rose};
        finder.x = (walk.edges[2] + walk.edges[3]) / 2;
        if (finder.module >= SMALLEST && finder.module <= LARGEST && confirm(picture, &finder))
            add_finder(finders, &finder);
    }
}

/* Cells that follow one another in a row and are not plain, with half a cell around them. */
static void search_cells(const struct grey_picture *picture, const struct grey_cells *cells, int row,
                         struct finders *finders) {
    const struct slopes *items = cells->items + (size_t)row * (size_t)cells->cols;
    for (int col = 0; col < cells->cols; col++) {
        int first = col;
        while (col < cells->cols && items[col].xx + items[col].yy >= LEAST_CHANGE)
            col++;
        int from = first * GREY_CELL - GREY_CELL / 2, to = col * GREY_CELL + GREY_CELL / 2;
        from = from > 0 ? from : 0;
        to = to < picture->width ? to : picture->width;
        for (int y = row * GREY_CELL; col > first && y < (row + 1) * GREY_CELL && y < picture->height; y += ROW_STEP)
            search_row(picture, y, from, to, finders);
    }
}

/* Are a code's patterns at these: the corner, and the two that are as far from it, at right angles? Seen from the side
 * they are not quite. */
static bool are_a_code(const struct finder *corner, const struct finder *a, const struct finder *b) {
    const double ax = a->x - corner->x, ay = a->y - corner->y, bx = b->x - corner->x, by = b->y - corner->y;
    const double of_a = hypot(ax, ay), of_b = hypot(bx, by);
    const double module = fmax(corner->module, fmax(a->module, b->module)),
                 other = fmin(corner->module, fmin(a->module, b->module));
    return corner->inverted == a->inverted && corner->inverted == b->inverted && module <= UNLIKE * other &&
           fmin(of_a, of_b) >= NEAREST * other && fmax(of_a, of_b) <= FARTHEST * module &&
           fmax(of_a, of_b) <= UNEQUAL * fmin(of_a, of_b) && fabs(ax * bx + ay * by) <= ASLANT * of_a * of_b;
}

/* From the three middles to the four corners of the code, and its quiet zone. */
static struct place place_of(const struct finder *corner, const struct finder *a, const struct finder *b) {
    const double fourth_x = a->x + b->x - corner->x, fourth_y = a->y + b->y - corner->y;
    const double module = fmax(corner->module, fmax(a->module, b->module));
    const double left = fmin(fmin(corner->x, fourth_x), fmin(a->x, b->x)),
                 right = fmax(fmax(corner->x, fourth_x), fmax(a->x, b->x));
    const double top = fmin(fmin(corner->y, fourth_y), fmin(a->y, b->y)),
                 bottom = fmax(fmax(corner->y, fourth_y), fmax(a->y, b->y));
    const double rim = RIM * module + 0.1 * fmax(right - left, bottom - top);
    return (struct place){.crop = {(int)(left - rim), (int)(top - rim), (int)(right - left + 2 * rim) + 1,
                                   (int)(bottom - top + 2 * rim) + 1},
                          .inverted = corner->inverted};
}

/* Is what lies between two patterns as full of edges as a code is? */
static bool are_joined(const struct grey_picture *picture, const struct finder *a, const struct finder *b) {
    const double distance = hypot(a->x - b->x, a->y - b->y), dx = (b->x - a->x) / distance,
                 dy = (b->y - a->y) / distance;
    uint8_t line[LONGEST_LINE];
    int count = 0;
    for (; count < distance && count < LONGEST_LINE; count++)
        line[count] =
            picture
                ->data[(size_t)(a->y + count * dy + 0.5) * (size_t)picture->width + (size_t)(a->x + count * dx + 0.5)];
    struct grey_walk walk;
    grey_walk_start(&walk, line, 1, 0);
    while (grey_walk_next(&walk, count))
        ;
    return walk.count * MODULES_AN_EDGE * fmax(a->module, b->module) >= count;
}

enum joined { NOBODY_KNOWS, JOINED, APART };

/* The walks between every two patterns, each walked once, when it is first asked for. `known` is owned, a row a
 * pattern. */
struct walks {
    const struct grey_picture *picture;
    const struct finders *finders;
    uint8_t *known;
};

static bool are_joined_once(const struct walks *walks, int i, int k) {
    const int a = i < k ? i : k, b = i < k ? k : i;
    uint8_t *known = &walks->known[(size_t)a * (size_t)walks->finders->count + (size_t)b];
    if (*known == NOBODY_KNOWS)
        *known = are_joined(walks->picture, &walks->finders->items[a], &walks->finders->items[b]) ? JOINED : APART;
    return *known == JOINED;
}

/* The nearest pairs that make a code with a corner, the nearest first. */
struct corner {
    int a[PAIRS], b[PAIRS];
    double reach[PAIRS];
    int count;
};

static void add_pair(struct corner *corner, int a, int b, double reach) {
    int at = corner->count < PAIRS ? corner->count++ : PAIRS - 1;
    if (at == PAIRS - 1 && corner->count == PAIRS && corner->reach[at] > 0 && corner->reach[at] <= reach)
        return;
    for (; at > 0 && corner->reach[at - 1] > reach; at--) {
        corner->a[at] = corner->a[at - 1];
        corner->b[at] = corner->b[at - 1];
        corner->reach[at] = corner->reach[at - 1];
    }
    corner->a[at] = a;
    corner->b[at] = b;
    corner->reach[at] = reach;
}

static bool lies_in(struct crop inner, struct crop outer) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width &&
           inner.y + inner.height <= outer.y + outer.height;
}

/* Unless it lies within one that is known, and so is read already. */
static enum sladd_status add_new_place(const struct grey_picture *picture, struct places *places, size_t before,
                                       struct place place, struct sladd_error *err) {
    for (size_t i = before; i < places->count; i++)
        if (places->items[i].inverted == place.inverted && lies_in(place.crop, places->items[i].crop))
            return SLADD_OK;
    return places_add(places, picture, place, err);
}

/* The places of all codes of which this pattern may be the corner. */
static enum sladd_status add_corner(const struct walks *walks, int i, struct places *places, size_t before,
                                    struct sladd_error *err) {
    const struct finder *all = walks->finders->items;
    const int count = walks->finders->count;
    struct corner corner = {.count = 0};
    enum sladd_status status = SLADD_OK;
    for (int a = 0; a < count; a++)
        for (int b = a + 1; b < count && a != i; b++)
            if (b != i && are_a_code(&all[i], &all[a], &all[b]) && are_joined_once(walks, i, a) &&
                are_joined_once(walks, i, b))
                add_pair(&corner, a, b, hypot(all[a].x - all[b].x, all[a].y - all[b].y));
    for (int k = 0; k < corner.count && status == SLADD_OK; k++)
        status =
            add_new_place(walks->picture, places, before, place_of(&all[i], &all[corner.a[k]], &all[corner.b[k]]), err);
    return status;
}

static enum sladd_status add_places(const struct grey_picture *picture, const struct finders *finders,
                                    struct places *places, struct sladd_error *err) {
    const struct walks walks = {picture, finders,
                                array_new_zero((size_t)finders->count + 1, (size_t)finders->count + 1)};
    const size_t before = places->count;
    enum sladd_status status = SLADD_OK;
    if (walks.known == NULL)
        return fail_memory(err);
    for (int i = 0; i < finders->count && status == SLADD_OK; i++)
        status = add_corner(&walks, i, places, before, err);
    free(walks.known);
    return status;
}

/* So many that nobody can say which belong together: ZBar sees it all. */
static enum sladd_status add_whole(const struct grey_picture *picture, struct places *places, struct sladd_error *err) {
    const struct crop whole = {0, 0, picture->width, picture->height};
    enum sladd_status status = places_add(places, picture, (struct place){.crop = whole}, err);
    return status == SLADD_OK ? places_add(places, picture, (struct place){.crop = whole, .inverted = true}, err)
                              : status;
}

enum sladd_status finders_find(const struct grey_picture *picture, const struct grey_cells *cells,
                               struct places *places, struct sladd_error *err) {
    struct finders finders = {array_new(MOST_FINDERS, sizeof *finders.items), 0};
    enum sladd_status status = SLADD_OK;
    if (finders.items == NULL)
        return fail_memory(err);
    for (int row = 0; row < cells->rows; row++)
        search_cells(picture, cells, row, &finders);
    status =
        finders.count < MOST_FINDERS ? add_places(picture, &finders, places, err) : add_whole(picture, places, err);
    free(finders.items);
    return status;
}
