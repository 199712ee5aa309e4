/* Sanitises one photo from memory to memory with the library, as a web service would that receives photos.
 *
 *   cc sanitise.c $(pkg-config --cflags --libs sladd) -o sanitise
 *   ./sanitise IMG_0001.jpg consent.yaml >copy.jpg
 *
 * SLADD_MODELS and SLADD_POLICY name a folder of models and a policy other than the installed ones; SLADD_SEED makes
 * the grain repeatable. Exit status: 0 the copy is on standard output, 1 the photo is withheld, 2 no photo was named, 3
 * it cannot be done. */
#include <sladd/sladd.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The whole file, to be freed by the caller; NULL when it cannot be read. */
static void *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    char *data = NULL;
    long length = -1;
    if (file != NULL && fseek(file, 0, SEEK_END) == 0)
        length = ftell(file);
    if (length >= 0 && fseek(file, 0, SEEK_SET) == 0)
        data = malloc((size_t)length + 1);
    if (data != NULL && fread(data, 1, (size_t)length, file) != (size_t)length) {
        free(data);
        data = NULL;
    }
    if (file != NULL)
        fclose(file);
    *size = data != NULL ? (size_t)length : 0;
    return data;
}

static void tell(const struct sladd_outcome *outcome) {
    bool told = outcome->error.text[0] != '\0';
    fprintf(stderr, "%s\n", told ? outcome->error.text : sladd_result_name(outcome->result));
    for (size_t i = 0; i < outcome->regions.count; i++) {
        const struct sladd_region *region = &outcome->regions.items[i];
        fprintf(stderr, "  %s at %.0f, %.0f: %s, %s\n", sladd_kind_name(region->kind), region->box.x, region->box.y,
                sladd_action_name(region->action), sladd_reason_name(region->reason));
    }
    for (size_t i = 0; i < outcome->removed.count; i++)
        fprintf(stderr, "  removed: %s\n", outcome->removed.items[i]);
}

int main(int argc, char *argv[]) {
    struct sladd *sladd = NULL;
    struct sladd_error err;
    struct sladd_settings settings;
    struct sladd_photo photo = {0};
    struct sladd_copy copy = {0};
    const char *seed = getenv("SLADD_SEED");
    int code = 3;
    if (argc < 2) {
        fprintf(stderr, "usage: sanitise PHOTO [MANIFEST] >COPY\n");
        return 2;
    }
    void *data = read_file(argv[1], &photo.size);
    void *manifest = argc > 2 ? read_file(argv[2], &photo.manifest_size) : NULL;
    const char *slash = strrchr(argv[1], '/');
    photo.data = data;
    photo.manifest = manifest;
    photo.name = slash != NULL ? slash + 1 : argv[1];
    if (data == NULL || (argc > 2 && manifest == NULL)) {
        fprintf(stderr, "cannot read %s\n", data == NULL ? argv[1] : argv[2]);
    } else if (sladd_open(getenv("SLADD_MODELS"), getenv("SLADD_POLICY"), &sladd, &err) != SLADD_OK ||
               sladd_settings_init(&settings, &err) != SLADD_OK) {
        fprintf(stderr, "%s\n", err.text);
    } else {
        if (seed != NULL)
            settings.seed = strtoull(seed, NULL, 10);
        enum sladd_status status = sladd_sanitise(sladd, &photo, &settings, &copy);
        tell(&copy.outcome);
        if (status == SLADD_OK && copy.data != NULL)
            code = fwrite(copy.data, 1, copy.size, stdout) == copy.size && fflush(stdout) == 0 ? 0 : 3;
        else if (status == SLADD_OK)
            code = 1;
    }
    sladd_copy_clear(&copy);
    sladd_close(sladd);
    free(manifest);
    free(data);
    return code;
}
