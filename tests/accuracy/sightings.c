/* What the detectors see in photos whose paths come on standard input, one a line, before any second opinion and asking
 * little: what a second opinion learns from (models/recipe/opinion_train.py).
 *
 *     sightings MODELS faces <LIST
 *     sightings MODELS lines <LIST
 *
 *     PHOTO path width height
 *     x y width height score                a face
 *     x y x y x y x y score                 a line of text, its corners
 */
#include "stages/stages.h"
#include "vision/models.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Less than the product asks: what is nearly a face or a line is what there is to learn from. */
static void ask_little(struct vision *vision, struct model_traits *face, struct model_traits *text) {
    *face = *vision->models[VISION_FACE].traits;
    *text = *vision->models[VISION_TEXT].traits;
    face->min_score /= 2;
    text->finest.score = 0.35;
    text->coarser.score = 0.42;
    text->finest.fill = text->coarser.fill = 0.35;
    face->second_opinion = text->second_opinion = false;
    vision->models[VISION_FACE].traits = face;
    vision->models[VISION_TEXT].traits = text;
}

static void print_faces(const struct sladd_regions *faces) {
    for (size_t i = 0; i < faces->count; i++) {
        const struct sladd_box box = faces->items[i].box;
        (void)printf("%.2f %.2f %.2f %.2f %.4f\n", box.x, box.y, box.width, box.height, faces->items[i].score);
    }
}

static void print_lines(const struct sladd_regions *regions, size_t first) {
    for (size_t i = first; i < regions->count; i++) {
        for (int k = 0; k < 4; k++)
            (void)printf("%.1f %.1f ", regions->items[i].quad[k].x, regions->items[i].quad[k].y);
        (void)printf("%.4f\n", regions->items[i].score);
    }
}

static enum sladd_status look(const char *path, bool lines, struct vision *vision, struct sladd_error *err) {
    static const struct sidecars none;
    struct bytes file = {0};
    struct source source = {0};
    struct sladd_regions found = {0}, doubtful = {0};
    FILE *from = fopen(path, "rb");
    enum sladd_status status = from != NULL ? SLADD_OK : sladd_fail(err, SLADD_IO, "cannot be opened");
    if (status == SLADD_OK)
        status = bytes_read_fd(&file, fileno(from), (size_t)1 << 30, err);
    if (status == SLADD_OK)
        status = stage_read(bytes_span(&file), &none, &source, err);
    if (status == SLADD_OK)
        status = vision_find_faces(vision, &source.upright, &found, &doubtful, err);
    const size_t first = found.count;
    if (status == SLADD_OK && lines)
        status = vision_find_text(vision, &source.upright, &found, err);
    if (status == SLADD_OK && lines)
        status = vision_find_badges(vision, &source.upright, &found, first, err);
    if (status == SLADD_OK) {
        (void)printf("PHOTO %s %d %d\n", path, source.upright.width, source.upright.height);
        if (lines) {
            print_lines(&found, first);
        } else {
            print_faces(&found);
            print_faces(&doubtful);
        }
    }
    vision_forget(vision);
    sladd_regions_clear(&found);
    sladd_regions_clear(&doubtful);
    source_clear(&source);
    bytes_clear(&file);
    if (from != NULL)
        (void)fclose(from);
    return status;
}

static void say_out_of_memory(void) {
    (void)fputs("out of memory\n", stderr);
}

int main(int argc, char *argv[]) {
    struct vision *vision;
    struct model_traits face, text;
    struct sladd_error err = {0};
    char path[4096];
    if (argc != 3 || (strcmp(argv[2], "faces") != 0 && strcmp(argv[2], "lines") != 0))
        return 2;
    if (vision_configure_process(say_out_of_memory, 3, &err) != SLADD_OK ||
        vision_open(argv[1], argv[1], &vision, &err) != SLADD_OK) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 2;
    }
    ask_little(vision, &face, &text);
    while (fgets(path, sizeof path, stdin) != NULL) {
        path[strcspn(path, "\n")] = '\0';
        if (look(path, strcmp(argv[2], "lines") == 0, vision, &err) != SLADD_OK)
            (void)fprintf(stderr, "%s: %s\n", path, err.text);
        (void)fflush(stdout);
    }
    vision_close(vision);
    return 0;
}
