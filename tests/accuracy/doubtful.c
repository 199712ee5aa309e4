/* What the pipeline makes of photos whose paths come on standard input, one a line, with text kept as it is: the
 * copies, exact, into a folder, and on standard output what the residual risk is the sum of.
 *
 *     doubtful MODELS COPIES <LIST
 *     doubtful MODELS                       the versions of the face model and of its second opinion
 *
 *     PHOTO path width height risk
 *     PLACE x y width height score left     a place that may be a face, and what share of it is left
 *     FACE x y width height score action    a face that was found
 *     COPY path */
#include "pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print_regions(const struct sladd_regions *regions, bool places) {
    for (size_t i = 0; i < regions->count; i++) {
        const struct sladd_region *r = &regions->items[i];
        if (r->kind != SLADD_FACE || !r->detected)
            continue;
        (void)printf("%s %.2f %.2f %.2f %.2f %.4f ", places ? "PLACE" : "FACE", r->box.x, r->box.y, r->box.width,
                     r->box.height, r->score);
        if (places)
            (void)printf("%.3f\n", r->visible);
        else
            (void)printf("%s\n", sladd_action_name(r->action));
    }
}

static bool write_copy(const char *folder, const char *path, const struct bytes *copy) {
    char *to = NULL;
    const char *name = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
    if (asprintf(&to, "%s/%s", folder, name) < 0)
        return false;
    FILE *file = fopen(to, "wb");
    bool good = file != NULL && fwrite(copy->data, 1, copy->size, file) == copy->size;
    good = file != NULL && fclose(file) == 0 && good;
    if (good)
        (void)printf("COPY %s\n", to);
    free(to);
    return good;
}

/* False: the copy could not be written; a photo that cannot be processed has no COPY. */
static bool look(const char *path, const char *folder, struct vision *vision) {
    static const struct sidecars none;
    const struct manifest_entry entry = {0};
    struct sladd_settings settings;
    struct sladd_outcome outcome = {0};
    struct bytes file = {0}, copy = {0};
    struct sladd_regions doubtful = {0};
    FILE *from = fopen(path, "rb");
    bool good = true;
    enum sladd_status status = from != NULL ? SLADD_OK : SLADD_IO;
    if (status == SLADD_OK)
        status = bytes_read_fd(&file, fileno(from), (size_t)1 << 30, NULL);
    if (status == SLADD_OK)
        status = sladd_settings_init(&settings, NULL);
    if (status == SLADD_OK) {
        const struct job job = {.file = bytes_span(&file), .beside = &none, .entry = &entry, .doubtful = &doubtful};
        settings.text = SLADD_TEXT_KEEP;
        settings.seed = 1;
        status = pipeline_run(&job, &settings, vision, &copy, &outcome);
    }
    (void)printf("PHOTO %s %d %d %.4f\n", path, outcome.width, outcome.height, outcome.risk);
    print_regions(&doubtful, true);
    print_regions(&outcome.regions, false);
    if (copy.data != NULL)
        good = write_copy(folder, path, &copy);
    (void)fflush(stdout);
    sladd_regions_clear(&doubtful);
    sladd_outcome_clear(&outcome);
    bytes_clear(&copy);
    bytes_clear(&file);
    if (from != NULL)
        (void)fclose(from);
    return good;
}

static void say_out_of_memory(void) {
    (void)fputs("out of memory\n", stderr);
}

int main(int argc, char *argv[]) {
    struct vision *vision;
    struct sladd_error err = {0};
    char path[4096];
    bool good = true;
    if (argc < 2 || argc > 3)
        return 2;
    if (vision_configure_process(say_out_of_memory, 3, &err) != SLADD_OK ||
        vision_open(argv[1], argv[1], &vision, &err) != SLADD_OK) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 2;
    }
    const struct vision_model *opinion = vision_model(vision, VISION_FACE_OPINION);
    if (argc == 2)
        (void)printf("%lld %lld\n", (long long)vision_model(vision, VISION_FACE)->says.version,
                     opinion != NULL ? (long long)opinion->says.version : 0);
    while (argc == 3 && good && fgets(path, sizeof path, stdin) != NULL) {
        path[strcspn(path, "\n")] = '\0';
        good = look(path, argv[2], vision);
    }
    vision_close(vision);
    return good ? 0 : 1;
}
