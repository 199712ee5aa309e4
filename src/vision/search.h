/* The search for one kind of thing over a photo's scales and tiles. vision.h is what other rooms use; this is for
 * the room itself and for tests. */
#ifndef VISION_SEARCH_H
#define VISION_SEARCH_H

#include "vision/models.h"
#include "vision/pyramid.h"

/* How thoroughly to search. */
struct search_options {
    long upsample_below; /* photos of at most so many pixels are also looked at in twice their size */
    long dense_below;    /* a finest scale of more pixels is looked at only where the next coarser one has candidates */
    double refine_threshold; /* how little is enough for that: score of a face, probability of text */
    int skip_finest;         /* skip this many of the finest scales (at least the coarsest is always looked at) */
    struct model *opinion;   /* who is asked of what is in doubt (opinion.h), or NULL */
};

enum { FACES_ENLARGED_BELOW = 500000 }; /* pixels of a photo, for upsample_below */

/* The options of vision_find_faces and vision_find_text. */
struct search_options faces_search_options(struct vision *vision);
struct search_options text_search_options(struct vision *vision);

enum sladd_status search_faces(struct model *model, const struct sladd_image *photo,
                               const struct search_options *options, struct sladd_regions *found,
                               struct sladd_regions *doubtful, struct sladd_error *err);
enum sladd_status search_text(struct model *model, const struct sladd_image *photo,
                              const struct search_options *options, struct sladd_regions *found,
                              struct sladd_error *err);

/* The tiles of a level: all of it, or where `roi` says so when there is one. */
enum sladd_status level_tiles(const struct model *model, const struct level *level, const struct roi_mask *roi,
                              struct tiles *tiles, struct sladd_error *err);

/* Fill the model's input from a tile and run it. */
enum sladd_status run_tile(struct model *model, const struct level *level, const struct tile *tile,
                           struct tensor *outputs, struct sladd_error *err);

/* Lines from `first` on that were found in a view of a photo, `scale` photo pixels a pixel: in the photo's pixels. */
void lines_to_photo(struct sladd_regions *lines, size_t first, struct sladd_box crop, double scale);

/* A face that a network gives, in pixels of its input. */
struct face {
    struct sladd_box box;
    double score;
};

/* Growing list, zero-initialise; `items` is owned. */
struct faces {
    struct face *items;
    size_t count, capacity;
};

/* Every cell with a score of at least `min_score`, as the kind's outputs mean it. No suppression. */
enum sladd_status faces_decode(enum model_kind kind, const struct tensor *outputs, int width, double min_score,
                               struct faces *faces, struct sladd_error *err);

/* How closely a photo was looked at: pixels of the photo per pixel of the level. */
struct looks {
    double finest; /* anywhere */
    double whole;  /* at all of it */
};

/* Of the faces from `before` on, scores of all scales together, keep those that are sure enough for their size. Between
 * the small faces of a crowd there are more faces, and few things that only look like one, so that less is enough
 * there; anywhere else a score as low as that is nothing. What is not sure enough is added to `doubtful` (NULL: nobody
 * asks). SLADD_NO_MEMORY only. */
enum sladd_status faces_choose(struct sladd_regions *found, size_t before, const struct model_traits *traits,
                               const struct looks *looks, struct sladd_regions *doubtful, struct sladd_error *err);

/* Probabilities of a level's text, 0..255, row by row; owned. */
struct text_map {
    int cols, rows;
    unsigned char *cells;      /* of a line's kernel */
    unsigned char *whole;      /* of the whole line; NULL: the network does not say */
    unsigned char *candidates; /* of anything that the network knows of text, for the finer level; NULL: not wanted */
};

/* A probability as a map holds it; 0 for what is none. */
unsigned char text_cell(float probability);

/* Lines of a map by one of the model's rules, as quads in photo pixels, `size` photo pixels per cell. A line's score is
 * the mean probability of its kernel's cells; where the network tells of whole lines, too, the geometric mean of that
 * and of the whole line's mean over its rectangle. */
enum sladd_status text_decode(const struct model_traits *traits, const struct line_rule *rule,
                              const struct text_map *map, double size, struct sladd_regions *found,
                              struct sladd_error *err);

/* Clear those of a map's cells (its own or its candidates) whose centres lie in a line or at most `rim` cells from
 * it; `size` photo pixels per cell. */
void text_wipe(const struct text_map *map, unsigned char *cells, const struct sladd_region *line, double size,
               double rim);

/* Read the lines off the maps of a pyramid's levels, the finest first; a level without cells was not looked at. What a
 * finer map explains is wiped off the coarser ones, where small lines that are close together look like a large one
 * (measured on 90 photos: half of the falsely covered area gone, two lines in a hundred lost). With a rim of a cell, or
 * what sticks out would make lines of its own. `opinion` (NULL: nobody) has a say in what is a line; `pyramid` is of
 * the photo that it is shown. */
enum sladd_status text_read(const struct model_traits *traits, struct model *opinion, const struct pyramid *pyramid,
                            struct text_map *maps, struct sladd_regions *found, struct sladd_error *err);

#endif
