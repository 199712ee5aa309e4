#include "redaction/board.h"

#include "base/array.h"
#include "redaction/membrane.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    PLANES = 4,
    REACH = 3,  /* samples of the coarsest plane: what is so near to a place that is to be filled is its rim */
    MARGIN = 2, /* cells around a shape in which its rim lies */
    LEAST = 24, /* samples on a rim that says something */
};

/* What share of the rim must be alike; of a part of it more. */
static const double MOST = 0.6, MOST_OF_PART = 0.75;

/* A shape whose length is so many times its height is a line. */
static const double LONG = 3.5;

/* The frame of a shape that is no head: its longer direction is that of its line. */
struct frame {
    struct sladd_point from, along, across;
    double cross; /* of along and across; 0: the shape has no area */
    bool line;
};

/* One shape, and what is found of its board. */
struct board {
    struct cell_rect rect; /* the shape's cells with their rim, in the window's own cells */
    struct frame frame;
    bool found;
    uint32_t count;                  /* samples on its rim */
    float middle[PLANES];            /* its colour */
    float low[PLANES], high[PLANES]; /* between which is what has it */
    size_t group; /* number of the shape that speaks for all that stand on one board, itself among them */
};

struct boards {
    const struct window *window;
    uint8_t *const *kinds;
    const struct owners *owners;
    size_t count;
    struct board *items; /* one a shape; owned */
};

/* How far from the middle a sample may be to agree, in its own unit: light varies along a wall, its colour hardly. */
static float tolerance_of(const struct window *window, int plane) {
    const bool colour = (window->model == COLOUR_YCC || window->model == COLOUR_YCCK) && (plane == 1 || plane == 2);
    return colour ? 8 : 24;
}

static size_t index_of(const struct plane *plane, int x, int y) {
    return (size_t)y * (size_t)plane->width + (size_t)x;
}

/* The sample of a plane at a picture position; false where it is not known. */
static bool sample_at(const struct boards *boards, int index, double x, double y, float *value) {
    const struct plane *plane = &boards->window->planes[index];
    const size_t at =
        index_of(plane, column_of_pixel(boards->window, plane, x), row_of_pixel(boards->window, plane, y));
    *value = plane->samples[at];
    return boards->kinds[index][at] == SAMPLE_KNOWN;
}

static bool is_like(const struct boards *boards, const struct board *board, double x, double y) {
    for (int i = 0; i < colour_count(boards->window->model); i++) {
        float value;
        if (sample_at(boards, i, x, y, &value) && !(value >= board->low[i] && value <= board->high[i]))
            return false;
    }
    return true;
}

/* To be filled, and of a shape of this group. */
static bool is_own(const struct boards *boards, size_t group, int index, int x, int y) {
    const struct plane *plane = &boards->window->planes[index];
    const size_t cell =
        (size_t)(y / plane->cell_height) * (size_t)boards->window->rect.cols + (size_t)(x / plane->cell_width);
    const uint32_t owner = boards->owners->cells[cell];
    return boards->kinds[index][index_of(plane, x, y)] == SAMPLE_FILL && owner > 0 &&
           boards->items[owner - 1].group == group;
}

static bool own_is_near(const struct boards *boards, size_t group, int index, int x, int y) {
    const struct plane *plane = &boards->window->planes[index];
    for (int v = y > REACH ? y - REACH : 0; v <= y + REACH && v < plane->height; v++)
        for (int u = x > REACH ? x - REACH : 0; u <= x + REACH && u < plane->width; u++)
            if (is_own(boards, group, index, u, v))
                return true;
    return false;
}

/* The coarsest plane: its samples have one of every other plane's at their place. */
static int coarsest(const struct window *window) {
    int found = 0;
    for (int i = 1; i < colour_count(window->model); i++)
        if (window->planes[i].width * window->planes[i].height <
            window->planes[found].width * window->planes[found].height)
            found = i;
    return found;
}

/* Where on the rim a place lies: over, under, before or behind a line. */
enum part { PART_ABOVE, PART_BELOW, PART_BEFORE, PART_BEHIND, PARTS };

static struct frame frame_of(const struct shape *shape) {
    const struct sladd_point *q = shape->quad;
    const double a = hypot(q[1].x - q[0].x, q[1].y - q[0].y), b = hypot(q[2].x - q[1].x, q[2].y - q[1].y);
    const struct sladd_point from = a > b ? q[0] : q[1], to = a > b ? q[1] : q[2], other = a > b ? q[3] : q[0];
    struct frame frame = {.from = from,
                          .along = {to.x - from.x, to.y - from.y},
                          .across = {other.x - from.x, other.y - from.y},
                          .line = fmax(a, b) >= LONG * fmin(a, b)};
    frame.cross = frame.along.x * frame.across.y - frame.along.y * frame.across.x;
    return frame;
}

static enum part part_of(const struct frame *frame, double x, double y) {
    const struct sladd_point off = {x - frame->from.x, y - frame->from.y};
    if (frame->cross == 0)
        return PART_ABOVE;
    const double t = (off.x * frame->across.y - off.y * frame->across.x) / frame->cross;
    const double u = (frame->along.x * off.y - frame->along.y * off.x) / frame->cross;
    if (u >= 0 && u <= 1 && (t < 0 || t > 1))
        return t < 0 ? PART_BEFORE : PART_BEHIND;
    return u < 0.5 ? PART_ABOVE : PART_BELOW;
}

/* The known samples of a rim, those of the coarsest plane, counted by part. */
struct tally {
    uint32_t bins[PARTS][PLANES][256], count[PARTS], like[PARTS];
};

/* A place of which not every plane is known, on the cut of a cell, says nothing. */
static void tally_sample(const struct boards *boards, size_t number, struct tally *tally, double x, double y) {
    const enum part part = part_of(&boards->items[number].frame, x, y);
    float values[PLANES];
    for (int i = 0; i < colour_count(boards->window->model); i++)
        if (!sample_at(boards, i, x, y, &values[i]))
            return;
    for (int i = 0; i < colour_count(boards->window->model); i++)
        tally->bins[part][i][values[i] <= 0 ? 0 : values[i] >= 255 ? 255 : (int)values[i]]++;
    tally->count[part]++;
}

/* Count the rim's values, or those that are like the board. */
static void walk_rim(const struct boards *boards, size_t number, bool like, struct tally *tally) {
    const int index = coarsest(boards->window);
    const struct plane *plane = &boards->window->planes[index];
    const struct cell_rect rect = boards->items[number].rect;
    for (int row = rect.row * plane->cell_height; row < (rect.row + rect.rows) * plane->cell_height; row++)
        for (int col = rect.col * plane->cell_width; col < (rect.col + rect.cols) * plane->cell_width; col++) {
            if (boards->kinds[index][index_of(plane, col, row)] != SAMPLE_KNOWN ||
                !own_is_near(boards, number, index, col, row))
                continue;
            const double x = pixel_of_column(boards->window, plane, col), y = pixel_of_row(boards->window, plane, row);
            if (!like)
                tally_sample(boards, number, tally, x, y);
            else if (is_like(boards, &boards->items[number], x, y))
                tally->like[part_of(&boards->items[number].frame, x, y)]++;
        }
}

/* The median of the parts from `first` to `last`. */
static float median(const struct tally *tally, int plane, int first, int last) {
    uint64_t count = 0, below = 0;
    for (int part = first; part <= last; part++)
        count += tally->count[part];
    for (int value = 0; value < 255; value++) {
        for (int part = first; part <= last; part++)
            below += tally->bins[part][plane][value];
        if (below > count / 2)
            return (float)value;
    }
    return 255;
}

/* Take the colour of those parts, and count what agrees with it. */
static void set_colour(struct boards *boards, size_t number, struct tally *tally, int first, int last) {
    struct board *board = &boards->items[number];
    for (int i = 0; i < colour_count(boards->window->model); i++) {
        board->middle[i] = median(tally, i, first, last);
        board->low[i] = board->middle[i] - tolerance_of(boards->window, i);
        board->high[i] = board->middle[i] + tolerance_of(boards->window, i);
    }
    memset(tally->like, 0, sizeof tally->like);
    walk_rim(boards, number, true, tally);
}

/* Of a board that is evenly lit only what is nearer to its middle is taken, since a wall behind a sign may be nearly of
 * its colour. How evenly: the share that must agree lies so near. */
static void narrow(const struct boards *boards, struct board *board, const struct tally *tally, int first, int last) {
    const float wider = 2.5F, least = 0.5F;
    for (int i = 0; i < colour_count(boards->window->model); i++) {
        const float most = tolerance_of(boards->window, i);
        const int middle = (int)board->middle[i];
        uint64_t count = 0, near = 0;
        for (int part = first; part <= last; part++)
            count += tally->count[part];
        int off = 0;
        for (; off < 255; off++) {
            for (int part = first; part <= last; part++) {
                near += middle - off >= 0 ? tally->bins[part][i][middle - off] : 0;
                near += off > 0 && middle + off <= 255 ? tally->bins[part][i][middle + off] : 0;
            }
            if ((double)near >= MOST * (double)count)
                break;
        }
        const float tolerance = fminf(most, fmaxf(least * most, wider * (float)off));
        board->low[i] = board->middle[i] - tolerance;
        board->high[i] = board->middle[i] + tolerance;
    }
}

/* Are two opposite parts of one colour, as far as each is to be seen? */
static bool pair_agrees(const struct tally *tally, enum part a, enum part b) {
    return tally->like[a] >= MOST_OF_PART * tally->count[a] && tally->like[b] >= MOST_OF_PART * tally->count[b];
}

static bool most_agree(const struct tally *tally) {
    uint32_t like = 0, count = 0;
    for (int part = 0; part < PARTS; part++) {
        like += tally->like[part];
        count += tally->count[part];
    }
    return like >= MOST * count;
}

/* Of what colour is the board? Not found where it is of several, or hardly to be seen. What is alike above and below a
 * line is its board. Else a line fills its sign up and down, and the sign goes on where the line ends; an end at the
 * picture's edge says nothing. */
static void find_colour(struct boards *boards, size_t number) {
    struct board *board = &boards->items[number];
    struct tally tally = {0};
    walk_rim(boards, number, false, &tally);
    const uint32_t *count = tally.count;
    board->count = count[PART_ABOVE] + count[PART_BELOW] + count[PART_BEFORE] + count[PART_BEHIND];
    const bool line = board->frame.line;
    int first = PART_ABOVE, last = PART_BELOW;
    if (line && count[PART_ABOVE] >= LEAST && count[PART_BELOW] >= LEAST) {
        set_colour(boards, number, &tally, first, last);
        board->found = pair_agrees(&tally, PART_ABOVE, PART_BELOW);
    }
    if (!board->found && line && count[PART_BEFORE] + count[PART_BEHIND] >= LEAST) {
        first = PART_BEFORE, last = PART_BEHIND;
        set_colour(boards, number, &tally, first, last);
        board->found = pair_agrees(&tally, PART_BEFORE, PART_BEHIND);
    }
    if (!board->found && board->count >= LEAST) {
        first = PART_ABOVE, last = PART_BEHIND;
        set_colour(boards, number, &tally, first, last);
        board->found = most_agree(&tally);
    }
    narrow(boards, board, &tally, first, last);
}

static bool touch(struct cell_rect a, struct cell_rect b) {
    return a.col < b.col + b.cols && b.col < a.col + a.cols && a.row < b.row + b.rows && b.row < a.row + a.rows;
}

/* Two lines that are near each other and stand on one colour; what is hidden between other lines stands on theirs. */
static bool stand_together(const struct boards *boards, const struct board *a, const struct board *b) {
    if (!touch(a->rect, b->rect) || (!a->found && a->count >= LEAST) || (!b->found && b->count >= LEAST))
        return false;
    for (int i = 0; i < colour_count(boards->window->model) && a->found && b->found; i++)
        if ((b->middle[i] < a->low[i] || b->middle[i] > a->high[i]) &&
            (a->middle[i] < b->low[i] || a->middle[i] > b->high[i]))
            return false;
    return a->found || b->found;
}

static void join(struct boards *boards, size_t a, size_t b) {
    const size_t to = boards->items[a].count >= boards->items[b].count ? a : b, from = to == a ? b : a;
    struct board *board = &boards->items[to];
    const struct board *other = &boards->items[from];
    for (int i = 0; i < PLANES && other->found; i++) {
        board->low[i] = fminf(board->low[i], other->low[i]);
        board->high[i] = fmaxf(board->high[i], other->high[i]);
    }
    for (size_t i = 0; i < boards->count; i++)
        if (boards->items[i].group == from)
            boards->items[i].group = to;
}

/* The shape whose rim shows most speaks for its group. */
static void group_boards(struct boards *boards) {
    for (size_t i = 0; i < boards->count; i++)
        for (size_t j = i + 1; j < boards->count; j++) {
            const size_t a = boards->items[i].group, b = boards->items[j].group;
            if (a != b && boards->items[i].rect.cols > 0 && boards->items[j].rect.cols > 0 &&
                stand_together(boards, &boards->items[i], &boards->items[j]))
                join(boards, a, b);
        }
}

/* A rectangle of a plane's samples. */
struct part_of_plane {
    int left, top, width, height;
};

/* Copy a part of a plane, with what may be read of it. */
static void copy_part(const struct boards *boards, size_t group, int index, struct part_of_plane part, float *samples,
                      uint8_t *kinds) {
    const struct plane *plane = &boards->window->planes[index];
    for (int y = part.top; y < part.top + part.height; y++)
        for (int x = part.left; x < part.left + part.width; x++, samples++, kinds++) {
            const bool known = boards->kinds[index][index_of(plane, x, y)] == SAMPLE_KNOWN &&
                               is_like(boards, &boards->items[group], pixel_of_column(boards->window, plane, x),
                                       pixel_of_row(boards->window, plane, y));
            *kinds = is_own(boards, group, index, x, y) ? SAMPLE_FILL : known ? SAMPLE_KNOWN : SAMPLE_ABSENT;
            *samples = plane->samples[index_of(plane, x, y)];
        }
}

static void paste_part(const struct boards *boards, int index, struct part_of_plane part, const float *samples,
                       const uint8_t *kinds) {
    const struct plane *plane = &boards->window->planes[index];
    for (int y = part.top; y < part.top + part.height; y++)
        for (int x = part.left; x < part.left + part.width; x++, samples++, kinds++)
            if (*kinds == SAMPLE_FILL) {
                plane->samples[index_of(plane, x, y)] = *samples;
                boards->kinds[index][index_of(plane, x, y)] = SAMPLE_LAID;
            }
}

/* The surface of a group's board in one plane. */
static enum sladd_status lay(const struct boards *boards, size_t group, struct cell_rect rect, int index,
                             struct sladd_error *err) {
    const struct plane *plane = &boards->window->planes[index];
    const struct part_of_plane part = {rect.col * plane->cell_width, rect.row * plane->cell_height,
                                       rect.cols * plane->cell_width, rect.rows * plane->cell_height};
    const size_t count = (size_t)part.width * (size_t)part.height;
    float *samples = array_new(count, sizeof *samples);
    uint8_t *kinds = array_new(count, sizeof *kinds);
    enum sladd_status status = SLADD_OK;
    if (samples == NULL || kinds == NULL) {
        status = sladd_fail(err, SLADD_NO_MEMORY, "out of memory for a window of %d x %d", part.width, part.height);
    } else {
        copy_part(boards, group, index, part, samples, kinds);
        status = membrane_fill(samples, kinds, part.width, part.height, MEMBRANE_STEADY,
                               boards->items[group].middle[index], err);
    }
    if (status == SLADD_OK)
        paste_part(boards, index, part, samples, kinds);
    free(samples);
    free(kinds);
    return status;
}

static enum sladd_status lay_group(const struct boards *boards, size_t group, struct sladd_error *err) {
    struct cell_rect rect = boards->items[group].rect;
    for (size_t i = 0; i < boards->count; i++)
        if (boards->items[i].group == group && boards->items[i].rect.cols > 0)
            rect = cell_rect_unite(rect, boards->items[i].rect);
    enum sladd_status status = SLADD_OK;
    for (int plane = 0; plane < colour_count(boards->window->model) && status == SLADD_OK; plane++)
        status = lay(boards, group, rect, plane, err);
    return status;
}

enum sladd_status boards_lay(const struct window *window, uint8_t *const *kinds, const struct owners *owners,
                             const struct shape *shapes, size_t count, struct sladd_error *err) {
    struct boards boards = {window, kinds, owners, count, array_new_zero(count + 1, sizeof(struct board))};
    if (boards.items == NULL)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for %zu shapes", count);
    for (size_t i = 0; i < count; i++) {
        boards.items[i].group = i;
        if (shapes[i].head || owners->rects[i].cols == 0 || owners->rects[i].rows == 0)
            continue;
        boards.items[i].frame = frame_of(&shapes[i]);
        boards.items[i].rect = cell_rect_grow(owners->rects[i], MARGIN, MARGIN, window->rect.cols, window->rect.rows);
    }
    for (size_t i = 0; i < count; i++)
        if (boards.items[i].rect.cols > 0)
            find_colour(&boards, i);
    group_boards(&boards);
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < count && status == SLADD_OK; i++)
        if (boards.items[i].group == i && boards.items[i].found)
            status = lay_group(&boards, i, err);
    free(boards.items);
    return status;
}
