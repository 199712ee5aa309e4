#include "redaction/board.h"

#include "base/array.h"
#include "redaction/carry.h"
#include "redaction/membrane.h"
#include "redaction/rim.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    REACH = 3,  /* samples of the coarsest plane: what is so near to a place that is to be filled is its rim */
    MARGIN = 2, /* cells around a shape in which its rim lies */
};

/* A shape whose length is so many times its height is a line, or a word at least. */
static const double LONG = 3.5, WORD = 2.5;

/* In parts of its height, how far a shape reaches beyond the letters in it. */
static const double GROWN = 1.0 / 7;

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
    double misfit;            /* share of the rim that is not of its colour; 1: it has none */
    size_t count;             /* samples on its rim */
    struct rim_colour colour; /* of all of its group once that is known */
    struct rim_colour own;
    float edges[RIM_PARTS]; /* how far beyond its letters it ends */
    size_t group;           /* number of the shape that speaks for all that stand on one board, itself among them */
};

struct boards {
    const struct window *window;
    uint8_t *const *kinds;
    const struct owners *owners;
    size_t count;
    struct board *items; /* one a shape; owned */
};

static size_t index_of(const struct plane *plane, int x, int y) {
    return (size_t)y * (size_t)plane->width + (size_t)x;
}

static bool is_like(const struct boards *boards, const struct rim_colour *colour, double x, double y) {
    for (int i = 0; i < colour_count(boards->window->model); i++) {
        float value;
        if (known_sample(boards->window, boards->kinds, i, x, y, &value) &&
            !(value >= colour->low[i] && value <= colour->high[i]))
            return false;
    }
    return true;
}

/* To be filled, and of a shape of this group. */
static bool is_own(const struct boards *boards, size_t group, int index, int x, int y) {
    const struct plane *plane = &boards->window->planes[index];
    const uint32_t owner = owner_of_sample(boards->owners, boards->window, plane, x, y);
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

/* How far out a place is from a line's letters, before or behind it and above or below it. */
struct off {
    enum rim_part ends, sides;
    double end, side;
};

static struct off off_of(const struct frame *frame, double x, double y) {
    const double length = hypot(frame->along.x, frame->along.y), height = hypot(frame->across.x, frame->across.y);
    const struct sladd_point from = {x - frame->from.x, y - frame->from.y};
    if (frame->cross == 0)
        return (struct off){RIM_BEFORE, RIM_ABOVE, 0, 0};
    const double t = (from.x * frame->across.y - from.y * frame->across.x) / frame->cross;
    const double u = (frame->along.x * from.y - frame->along.y * from.x) / frame->cross;
    return (struct off){t < 0.5 ? RIM_BEFORE : RIM_BEHIND, u < 0.5 ? RIM_ABOVE : RIM_BELOW,
                        fmax(-t, t - 1) * length + GROWN * height, fmax(-u, u - 1) * height + GROWN * height};
}

/* Of the rim, what is before or behind a line is as high as it; all else is above or below. */
static void set_part(const struct frame *frame, double x, double y, struct rim_sample *sample) {
    const struct off off = off_of(frame, x, y);
    const double grown = GROWN * hypot(frame->across.x, frame->across.y);
    const bool end = off.end > grown && off.side <= grown;
    sample->part = end ? off.ends : off.sides;
    sample->off = (float)fmax(0, end ? off.end : off.side);
}

/* The known samples of a shape's rim, in a list that is empty or of another shape. */
static enum sladd_status walk_rim(const struct boards *boards, size_t number, struct rim *rim,
                                  struct sladd_error *err) {
    const int index = coarsest_plane(boards->window);
    const struct plane *plane = &boards->window->planes[index];
    const struct cell_rect rect = boards->items[number].rect;
    rim->count = 0;
    for (int row = rect.row * plane->cell_height; row < (rect.row + rect.rows) * plane->cell_height; row++)
        for (int col = rect.col * plane->cell_width; col < (rect.col + rect.cols) * plane->cell_width; col++) {
            const double x = pixel_of_column(boards->window, plane, col), y = pixel_of_row(boards->window, plane, row);
            struct rim_sample sample = {0};
            if (boards->kinds[index][index_of(plane, col, row)] != SAMPLE_KNOWN ||
                !own_is_near(boards, number, index, col, row) ||
                !known_samples(boards->window, boards->kinds, x, y, sample.values))
                continue;
            set_part(&boards->items[number].frame, x, y, &sample);
            if (!rim_add(rim, &sample))
                return fail_memory(err);
        }
    return SLADD_OK;
}

static bool touch(struct cell_rect a, struct cell_rect b) {
    return a.col < b.col + b.cols && b.col < a.col + a.cols && a.row < b.row + b.rows && b.row < a.row + a.rows;
}

/* Two lines that are near each other and stand on one colour; what is hidden between other lines stands on theirs. */
static bool stand_together(const struct boards *boards, const struct board *a, const struct board *b) {
    if (!touch(a->rect, b->rect) || (!a->found && a->count >= RIM_LEAST) || (!b->found && b->count >= RIM_LEAST))
        return false;
    for (int i = 0; i < colour_count(boards->window->model) && a->found && b->found; i++)
        if ((b->colour.middle[i] < a->colour.low[i] || b->colour.middle[i] > a->colour.high[i]) &&
            (a->colour.middle[i] < b->colour.low[i] || a->colour.middle[i] > b->colour.high[i]))
            return false;
    return a->found || b->found;
}

static void join(struct boards *boards, size_t a, size_t b) {
    const size_t to = boards->items[a].count >= boards->items[b].count ? a : b, from = to == a ? b : a;
    struct board *board = &boards->items[to];
    const struct board *other = &boards->items[from];
    for (int i = 0; i < RIM_PLANES && other->found; i++) {
        board->colour.low[i] = fminf(board->colour.low[i], other->colour.low[i]);
        board->colour.high[i] = fmaxf(board->colour.high[i], other->colour.high[i]);
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
                               is_like(boards, &boards->items[group].colour, pixel_of_column(boards->window, plane, x),
                                       pixel_of_row(boards->window, plane, y));
            *kinds = is_own(boards, group, index, x, y) ? SAMPLE_FILL : known ? SAMPLE_KNOWN : SAMPLE_ABSENT;
            *samples = plane->samples[index_of(plane, x, y)];
        }
}

/* Marks on the kind of a known sample: it is beside a line of its colour, or of another. */
enum { OF_LINE = 0x40, OF_NO_LINE = 0x80 };

static void mark_rim(const struct boards *boards, const struct board *board, int index, struct part_of_plane part,
                     uint8_t *kinds) {
    const struct plane *plane = &boards->window->planes[index];
    const int left = board->rect.col * plane->cell_width, right = left + board->rect.cols * plane->cell_width;
    const int top = board->rect.row * plane->cell_height, bottom = top + board->rect.rows * plane->cell_height;
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++) {
            uint8_t *kind = &kinds[(size_t)(y - part.top) * (size_t)part.width + (size_t)(x - part.left)];
            if ((*kind & ~(OF_LINE | OF_NO_LINE)) == SAMPLE_KNOWN)
                *kind |= is_like(boards, &board->own, pixel_of_column(boards->window, plane, x),
                                 pixel_of_row(boards->window, plane, y))
                             ? OF_LINE
                             : OF_NO_LINE;
        }
}

/* Beside lines only their own colours count: the frame above the first line of a board may be as bright as what is
 * below the last one. */
static void keep_to_lines(const struct boards *boards, size_t group, int index, struct part_of_plane part,
                          uint8_t *kinds) {
    for (size_t i = 0; i < boards->count; i++)
        if (boards->items[i].group == group && boards->items[i].found)
            mark_rim(boards, &boards->items[i], index, part, kinds);
    for (size_t i = 0; i < (size_t)part.width * (size_t)part.height; i++) {
        const int marks = kinds[i] & (OF_LINE | OF_NO_LINE);
        kinds[i] = marks == OF_NO_LINE ? SAMPLE_ABSENT : (uint8_t)(kinds[i] - marks);
    }
}

static bool is_joined(uint8_t kind) {
    return kind == SAMPLE_FILL || (kind & OF_LINE) != 0;
}

/* Only what runs on from the lines is their board: the wall beyond its frame may be of its colour. Two sweeps find all
 * that lies around a line, if not all of a maze. */
static void keep_joined(struct part_of_plane part, uint8_t *kinds) {
    const size_t width = (size_t)part.width, count = width * (size_t)part.height;
    for (size_t i = 0; i < count; i++)
        if (kinds[i] == SAMPLE_KNOWN &&
            ((i % width > 0 && is_joined(kinds[i - 1])) || (i >= width && is_joined(kinds[i - width]))))
            kinds[i] |= OF_LINE;
    for (size_t i = count; i-- > 0;)
        if (kinds[i] == SAMPLE_KNOWN &&
            ((i % width + 1 < width && is_joined(kinds[i + 1])) || (i + width < count && is_joined(kinds[i + width]))))
            kinds[i] |= OF_LINE;
    for (size_t i = 0; i < count; i++)
        kinds[i] = kinds[i] == SAMPLE_KNOWN ? SAMPLE_ABSENT : (uint8_t)(kinds[i] & ~OF_LINE);
}

/* The cells of a line may reach beyond its sign. What is there is left to the membrane, which makes a soft edge of it
 * where the sign's was; the cells' own would be stairs. */
static bool is_of_board(const struct boards *boards, int index, int x, int y) {
    const struct plane *plane = &boards->window->planes[index];
    const uint32_t owner = owner_of_sample(boards->owners, boards->window, plane, x, y);
    const struct board *board = &boards->items[owner - 1];
    const struct off off =
        off_of(&board->frame, pixel_of_column(boards->window, plane, x), pixel_of_row(boards->window, plane, y));
    return off.end <= (double)board->edges[off.ends] && off.side <= (double)board->edges[off.sides];
}

static void paste_part(const struct boards *boards, int index, struct part_of_plane part, const float *samples,
                       const uint8_t *kinds) {
    const struct plane *plane = &boards->window->planes[index];
    for (int y = part.top; y < part.top + part.height; y++)
        for (int x = part.left; x < part.left + part.width; x++, samples++, kinds++)
            if (*kinds == SAMPLE_FILL && is_of_board(boards, index, x, y)) {
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
        status = fail_memory(err);
    } else {
        copy_part(boards, group, index, part, samples, kinds);
        keep_to_lines(boards, group, index, part, kinds);
        keep_joined(part, kinds);
        status = membrane_fill(samples, kinds, part.width, part.height, MEMBRANE_STEADY,
                               boards->items[group].colour.middle[index], err);
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

/* How far from the middle a sample may be to agree, in its own unit: light varies along a wall, its colour hardly. */
static float tolerance_of(const struct window *window, int plane) {
    const bool colour = (window->model == COLOUR_YCC || window->model == COLOUR_YCCK) && (plane == 1 || plane == 2);
    return colour ? 8 : 24;
}

/* Is it what is nearest to the letters that they stand on? Then the edges that are found must explain the rest. */
static bool is_nearest(struct board *board, const struct rim *rim, int planes, const float tolerance[RIM_PLANES]) {
    const double part = 0.4 + GROWN, blurred = 0.26, height = hypot(board->frame.across.x, board->frame.across.y);
    const bool word = hypot(board->frame.along.x, board->frame.along.y) >= WORD * height;
    return rim_find_nearest(rim, word, planes, tolerance, (float)(part * height), &board->colour) &&
           rim_find_edges(rim, planes, &board->colour, board->edges) <= blurred;
}

static enum sladd_status find_colours(const struct boards *boards, const float tolerance[RIM_PLANES],
                                      struct sladd_error *err) {
    const int planes = colour_count(boards->window->model);
    struct rim rim = {0};
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < boards->count && status == SLADD_OK; i++) {
        struct board *board = &boards->items[i];
        if (board->rect.cols == 0)
            continue;
        status = walk_rim(boards, i, &rim, err);
        board->count = rim.count;
        board->found =
            status == SLADD_OK && rim_find_colour(&rim, board->frame.line, planes, tolerance, &board->colour);
        if (status == SLADD_OK && !board->found)
            board->found = is_nearest(board, &rim, planes, tolerance);
        board->own = board->colour;
        if (board->found)
            (void)rim_find_edges(&rim, planes, &board->colour, board->edges);
        board->misfit = board->found ? 1 - rim_share(&rim, planes, &board->colour) : 1;
    }
    free(rim.items);
    return status;
}

/* Lay what runs through beneath the shapes; those have no board, then. */
static enum sladd_status carry(struct boards *boards, const struct shape *shapes, const float tolerance[RIM_PLANES],
                               struct sladd_error *err) {
    enum sladd_status status = SLADD_OK;
    for (size_t i = 0; i < boards->count && status == SLADD_OK; i++) {
        struct board *board = &boards->items[i];
        bool laid = false;
        const struct carried carried = {shapes, i, board->frame.along, board->frame.across, tolerance, board->misfit};
        if (board->rect.cols > 0)
            status = carry_lay(boards->window, boards->kinds, boards->owners, &carried, &laid, err);
        if (laid)
            *board = (struct board){.group = i};
    }
    return status;
}

enum sladd_status boards_lay(const struct window *window, uint8_t *const *kinds, const struct owners *owners,
                             const struct shape *shapes, size_t count, struct sladd_error *err) {
    struct boards boards = {window, kinds, owners, count, array_new_zero(count + 1, sizeof(struct board))};
    if (boards.items == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        boards.items[i].group = i;
        for (enum rim_part part = 0; part < RIM_PARTS; part++)
            boards.items[i].edges[part] = INFINITY;
        if (shapes[i].head || owners->rects[i].cols == 0 || owners->rects[i].rows == 0)
            continue;
        boards.items[i].frame = frame_of(&shapes[i]);
        boards.items[i].rect = cell_rect_grow(owners->rects[i], MARGIN, MARGIN, window->rect.cols, window->rect.rows);
    }
    float tolerance[RIM_PLANES] = {0};
    for (int i = 0; i < colour_count(window->model); i++)
        tolerance[i] = tolerance_of(window, i);
    enum sladd_status status = find_colours(&boards, tolerance, err);
    if (status == SLADD_OK)
        status = carry(&boards, shapes, tolerance, err);
    group_boards(&boards);
    for (size_t i = 0; i < count && status == SLADD_OK; i++)
        if (boards.items[i].group == i && boards.items[i].found)
            status = lay_group(&boards, i, err);
    free(boards.items);
    return status;
}
