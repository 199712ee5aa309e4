#include "vision/nms.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

const double nms_same_face = 0.45;

/* Of a box that scores less than nine tenths of the better one's, less is enough: another scale's look at the same
 * head, which would be a second face on somebody who consented. On 60 held-out photos of crowds 12 in 100 detections
 * go, and 199 faces stay exposed instead of 198; of 80 photos of people, 73 show the one who agreed instead of 70. */
static const double SAME_AS_SURER = 0.33, SURER = 0.9, UNSURE = 0.6;

/* A box that lies this deep in a better one shows a part of that face: fine scales find eyes and chins of large faces.
 * (Two real faces are never nested: the nearer one hides the other.) */
static const double PART_OF_FACE = 0.9;

/* A box with less than half of the better one's score need only lie in it by this much: half-seen repetitions, which
 * would blur somebody who consented. What sticks out lies within the margin that redaction adds around a head. */
static const double WEAK_PART = 0.7, WEAK = 0.5;

/* Boxes of one face that share this much of their union say together where it is (box voting, Gidaris and Komodakis,
 * 2015): the scales place it differently, and the surest is not always the best placed. */
static const double HAS_A_VOTE = 0.5;

/* Lines: share of a line's area that must lie in another one, which is grown by this share of its height, less than
 * any redaction adds. */
static const double WITHIN_LINE = 0.9, LINE_MARGIN = 0.1;

static int compare_positions(struct sladd_box a, struct sladd_box b) {
    if (a.y != b.y)
        return a.y < b.y ? -1 : 1;
    return a.x != b.x ? (a.x < b.x ? -1 : 1) : 0;
}

static int by_score(const void *left, const void *right) {
    const struct sladd_region *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    return compare_positions(a->box, b->box);
}

static bool same_face(const struct sladd_region *better, const struct sladd_region *other) {
    double common = sladd_box_area(sladd_box_intersect(better->box, other->box));
    double part = other->score < WEAK * better->score ? WEAK_PART : PART_OF_FACE;
    double same = other->score < fmin(SURER * better->score, UNSURE) ? SAME_AS_SURER : nms_same_face;
    return sladd_box_iou(better->box, other->box) > same || common > part * sladd_box_area(other->box);
}

/* A mean of boxes, each as heavy as its score, and how probable it is that all of them err. */
struct vote {
    double weight, doubt;
    struct sladd_box sum;
};

static void vote_add(struct vote *vote, const struct sladd_region *face) {
    vote->weight += face->score;
    vote->doubt *= 1 - face->score;
    vote->sum.x += face->score * face->box.x;
    vote->sum.y += face->score * face->box.y;
    vote->sum.width += face->score * face->box.width;
    vote->sum.height += face->score * face->box.height;
}

static struct sladd_box vote_mean(const struct vote *vote) {
    return (struct sladd_box){vote->sum.x / vote->weight, vote->sum.y / vote->weight, vote->sum.width / vote->weight,
                              vote->sum.height / vote->weight};
}

static void suppress(struct sladd_regions *list, size_t keep, bool together) {
    size_t end = list->count, kept = keep;
    if (end <= keep)
        return;
    qsort(list->items + keep, end - keep, sizeof *list->items, by_score);
    for (; kept < end; kept++) {
        struct sladd_region *best = &list->items[kept];
        struct vote vote = {.doubt = 1};
        size_t left = kept + 1;
        vote_add(&vote, best);
        for (size_t i = left; i < end; i++) {
            const struct sladd_region *other = &list->items[i];
            if (!same_face(best, other))
                list->items[left++] = *other;
            else if (sladd_box_iou(best->box, other->box) > HAS_A_VOTE)
                vote_add(&vote, other);
        }
        best->box = vote_mean(&vote);
        best->score = together ? 1 - vote.doubt : best->score;
        end = left;
    }
    list->count = kept;
}

void nms_boxes(struct sladd_regions *list, size_t keep) {
    suppress(list, keep, false);
}

void nms_order(struct sladd_regions *list, size_t first) {
    if (list->count > first)
        qsort(list->items + first, list->count - first, sizeof *list->items, by_score);
}

void nms_scales(struct sladd_regions *list, size_t keep) {
    suppress(list, keep, true);
    nms_order(list, keep);
}

static double cross(struct sladd_point o, struct sladd_point a, struct sladd_point b) {
    return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

static double polygon_area(const struct sladd_point *p, int count) {
    double area = 0;
    for (int i = 1; i + 1 < count; i++)
        area += cross(p[0], p[i], p[i + 1]);
    return area / 2;
}

/* Sutherland and Hodgman: what of the polygon lies on the inner side of a -> b. */
static int clip_polygon(struct sladd_point *polygon, int count, struct sladd_point a, struct sladd_point b,
                        double sense) {
    struct sladd_point out[16];
    int n = 0;
    for (int i = 0; i < count; i++) {
        struct sladd_point p = polygon[i], q = polygon[(i + 1) % count];
        double side_p = sense * cross(a, b, p), side_q = sense * cross(a, b, q);
        if (side_p >= 0 && n < 16)
            out[n++] = p;
        if ((side_p < 0) != (side_q < 0) && n < 16) {
            double t = side_p / (side_p - side_q);
            out[n++] = (struct sladd_point){p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)};
        }
    }
    memcpy(polygon, out, (size_t)n * sizeof *out);
    return n;
}

double quad_area(const struct sladd_point quad[4]) {
    return fabs(polygon_area(quad, 4));
}

double quad_common_area(const struct sladd_point a[4], const struct sladd_point b[4]) {
    struct sladd_point polygon[16];
    double sense = polygon_area(b, 4) < 0 ? -1 : 1;
    int count = 4;
    memcpy(polygon, a, 4 * sizeof *a);
    for (int i = 0; i < 4 && count > 2; i++)
        count = clip_polygon(polygon, count, b[i], b[(i + 1) % 4], sense);
    return count > 2 ? fabs(polygon_area(polygon, count)) : 0;
}

/* The two sides' directions, of length 1; of a side that is shorter than this nobody knows its own, so it stands at a
 * right angle to the other, and a point has those of the axes. */
static void quad_axes(const struct sladd_point quad[4], struct sladd_point *along, struct sladd_point *down) {
    static const double no_length = 1e-3;
    *along = (struct sladd_point){quad[1].x - quad[0].x, quad[1].y - quad[0].y};
    *down = (struct sladd_point){quad[3].x - quad[0].x, quad[3].y - quad[0].y};
    const double width = hypot(along->x, along->y), height = hypot(down->x, down->y);
    if (width >= no_length)
        *along = (struct sladd_point){along->x / width, along->y / width};
    else
        *along = height >= no_length ? (struct sladd_point){down->y / height, -down->x / height}
                                     : (struct sladd_point){1, 0};
    *down = height >= no_length ? (struct sladd_point){down->x / height, down->y / height}
                                : (struct sladd_point){-along->y, along->x};
}

void quad_grow(struct sladd_point quad[4], double margin) {
    static const int right[4] = {-1, 1, 1, -1}, below[4] = {-1, -1, 1, 1};
    struct sladd_point along, down;
    quad_axes(quad, &along, &down);
    for (int i = 0; i < 4; i++) {
        quad[i].x += margin * (right[i] * along.x + below[i] * down.x);
        quad[i].y += margin * (right[i] * along.y + below[i] * down.y);
    }
}

double quad_height(const struct sladd_point quad[4]) {
    return fmin(hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y),
                hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y));
}

static int by_area(const void *left, const void *right) {
    const struct sladd_region *a = left, *b = right;
    double area_a = quad_area(a->quad), area_b = quad_area(b->quad);
    if (area_a != area_b)
        return area_a > area_b ? -1 : 1;
    return compare_positions(a->box, b->box);
}

static bool within(const struct sladd_region *line, const struct sladd_region *larger) {
    struct sladd_point grown[4];
    if (sladd_box_area(sladd_box_intersect(line->box, larger->box)) <= 0)
        return false;
    memcpy(grown, larger->quad, sizeof grown);
    quad_grow(grown, LINE_MARGIN * quad_height(grown));
    return quad_common_area(line->quad, grown) >= WITHIN_LINE * quad_area(line->quad);
}

void nms_quads(struct sladd_regions *list, size_t keep) {
    if (list->count <= keep)
        return;
    qsort(list->items + keep, list->count - keep, sizeof *list->items, by_area);
    size_t kept = keep;
    for (size_t i = keep; i < list->count; i++) {
        bool inside = false;
        for (size_t j = keep; j < kept && !inside; j++) {
            inside = within(&list->items[i], &list->items[j]);
            if (inside)
                list->items[j].score = fmax(list->items[j].score, list->items[i].score);
        }
        if (!inside)
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}
