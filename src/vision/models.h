/* The kinds of detector that sladd can use, and those that one run does use. */
#ifndef VISION_MODELS_H
#define VISION_MODELS_H

#include "vision/backend.h"
#include "vision/onnx.h"
#include "vision/seen_tiles.h"
#include "vision/vision.h"

enum model_kind {
    MODEL_UNKNOWN,
    MODEL_SLADD_FACE,
    MODEL_FACE_OPINION,
    MODEL_YUNET,
    MODEL_SLADD_TEXT,
    MODEL_TEXT_OPINION,
    MODEL_DB,
    MODEL_KINDS
};

/* What makes touching cells of a text map a line. */
struct line_rule {
    double threshold; /* least probability of a cell */
    double score;     /* least score of the line (search.h) */
    double doubted;   /* least score with a second opinion */
    double fill;      /* least share of the line's rectangle that its cells fill */
};

/* The longer side of a face, by which more or less is asked of it: below 24 pixels of the finest look, which alone can
 * see it; below 40 and below 80 of them; and from 80 pixels of the finest look at all of the photo. */
enum face_size { FACE_SMALL, FACE_MIDDLE, FACE_LARGE, FACE_HUGE, FACE_SIZES };

/* What is the same for every model of a kind. */
struct model_traits {
    const char *name;
    enum vision_role role;
    const char *outputs[NETWORK_MAX_OUTPUTS]; /* in the order the decoder wants them; DB's one has a name of its own */
    int output_count;
    float scale[3], offset[3];          /* input = pixel * scale + offset, for blue, green, red */
    double threshold[FACE_SIZES];       /* faces: least score of a detection, of all scales together (nms.h) */
    double crowd_threshold[FACE_SIZES]; /* faces: the same of one among surer ones of its size (faces.c) */
    double min_score;                   /* faces: least score at one scale that counts towards it */
    bool second_opinion;                /* the thresholds are for scores that opinion.h has weighed */
    struct line_rule finest, coarser;   /* text: by the scale of the look */
    double refine_threshold;            /* below every threshold: what makes a finer look at a place worth its time */
    double grow;                        /* text: how far a found rectangle reaches out to be the whole line (lines.c) */
    bool whole_line;                    /* text: a second channel says where whole lines are */
    int cell;                           /* text: input pixels per output pixel, each way */
};

const struct model_traits *model_traits(enum model_kind kind);

struct model {
    enum model_kind kind; /* MODEL_UNKNOWN: none */
    const struct model_traits *traits;
    struct vision_model facts;
    int fixed_width, fixed_height; /* the only input size it takes; 0: any multiple of 32 */
    struct network *network;       /* owned */
    struct answers answers;        /* of this photo's tiles */
};

struct vision {
    struct model models[VISION_ROLES]; /* MODEL_UNKNOWN: there is none, or its detector wants no second opinion */
    struct reader *reader;             /* owned; NULL: nothing is read */
};

/* A search is over (network_rest). */
void vision_rest(struct vision *vision);

enum { OPINION_MOST_SIDE = 192 }; /* of a second opinion's input */

/* Which kind a file's outputs make it; sets the fixed input size where the kind has one. */
enum model_kind model_recognise(const struct onnx_facts *facts, int *fixed_width, int *fixed_height);

/* Run the model on its network's input of that size; afterwards every output has the shape that the decoder expects. */
enum sladd_status model_run(struct model *model, int width, int height, struct tensor *outputs,
                            struct sladd_error *err);

#endif
