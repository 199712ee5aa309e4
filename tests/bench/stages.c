/* What everything but the networks costs, step by step: a photo is read, heads at places that are always the same are
 * destroyed, and the copy is written and verified, as pipeline.c does it.
 *
 *     bench-stages PHOTO HEADS [ROUNDS]     CPU milliseconds of each step, the least of the rounds (1 when not given)
 *
 * Under callgrind it says what our own code does, whatever the processor: tests/cli/cost.sh. */
#include "stages/stages.h"
#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum step { READ, REDACT, SCRUB, WRITE, VERIFY, STEPS };

static const char *const names[STEPS] = {"read", "redact", "scrub", "write", "verify"};

static double cpu_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* A minimal standard generator, so that places are the same everywhere. */
static double next(uint32_t *state) {
    *state = (uint32_t)((uint64_t)*state * 48271 % 2147483647);
    return (double)*state / 2147483647;
}

/* Heads of 2 to 8 hundredths of the longer side, anywhere. */
static enum sladd_status add_heads(int count, int width, int height, struct sladd_regions *regions,
                                   struct sladd_error *err) {
    uint32_t state = 20260520;
    const double longer = width > height ? width : height;
    enum sladd_status status = SLADD_OK;
    for (int i = 0; i < count && status == SLADD_OK; i++) {
        const double tall = longer * (0.02 + 0.06 * next(&state)), wide = 0.75 * tall;
        const double x = next(&state) * (width - wide), y = next(&state) * (height - tall);
        const struct sladd_region head = {.kind = SLADD_FACE,
                                          .box = {x, y, wide, tall},
                                          .detected = true,
                                          .score = 0.9F,
                                          .action = SLADD_REDACT,
                                          .reason = SLADD_REASON_NO_CONSENT};
        status = sladd_regions_add(regions, &head, err);
    }
    return status;
}

static enum sladd_status run(struct span photo, int heads, double ms[STEPS], struct sladd_error *err) {
    static const struct sidecars none;
    static const struct caption nothing;
    struct sladd_settings settings;
    struct source source = {0};
    struct redacted redacted = {0};
    struct kept_metadata kept = {0};
    struct sladd_regions regions = {0};
    struct sladd_names removed = {0};
    struct bytes file = {0};
    double at[STEPS + 1] = {cpu_ms()};
    enum sladd_status status = sladd_settings_init(&settings, err);
    settings.seed = 1;
    if (status == SLADD_OK)
        status = stage_read(photo, &none, &source, err);
    at[READ + 1] = cpu_ms();
    if (status == SLADD_OK)
        status = add_heads(heads, source.upright.width, source.upright.height, &regions, err);
    if (status == SLADD_OK)
        status = stage_redact(&source, &regions, &settings, &redacted, err);
    at[REDACT + 1] = cpu_ms();
    if (status == SLADD_OK)
        status = stage_scrub(&source, &redacted, &settings, &nothing, &kept, &removed, err);
    at[SCRUB + 1] = cpu_ms();
    if (status == SLADD_OK)
        status = stage_write(&redacted, &kept, &file, err);
    at[WRITE + 1] = cpu_ms();
    if (status == SLADD_OK)
        status = stage_verify(&source, &redacted, &kept, bytes_span(&file), err);
    at[VERIFY + 1] = cpu_ms();
    for (int i = 0; i < STEPS; i++)
        ms[i] = at[i + 1] - at[i] < ms[i] ? at[i + 1] - at[i] : ms[i];
    bytes_clear(&file);
    sladd_names_clear(&removed);
    sladd_regions_clear(&regions);
    kept_metadata_clear(&kept);
    redacted_clear(&redacted);
    source_clear(&source);
    return status;
}

int main(int argc, char **argv) {
    const int heads = argc > 2 ? atoi(argv[2]) : -1, rounds = argc > 3 ? atoi(argv[3]) : 1;
    if (heads < 0 || rounds < 1) {
        (void)fputs("usage: bench-stages PHOTO HEADS [ROUNDS]\n", stderr);
        return 2;
    }
    struct sladd_error err = {0};
    struct bytes file = {0};
    double ms[STEPS];
    for (int i = 0; i < STEPS; i++)
        ms[i] = 1e9;
    FILE *from = fopen(argv[1], "rb");
    enum sladd_status status = from == NULL
                                   ? sladd_fail(&err, SLADD_IO, "cannot be opened")
                                   : bytes_read_fd(&file, fileno(from), (size_t)limit_of(LIMIT_FILE_MB) << 20, &err);
    for (int round = 0; round < rounds && status == SLADD_OK; round++)
        status = run(bytes_span(&file), heads, ms, &err);
    if (from != NULL)
        (void)fclose(from);
    bytes_clear(&file);
    if (status != SLADD_OK) {
        (void)fprintf(stderr, "%s: %s\n", argv[1], err.text);
        return 1;
    }
    for (int i = 0; i < STEPS; i++)
        (void)printf("%-7s %8.1f\n", names[i], ms[i]);
    return 0;
}
