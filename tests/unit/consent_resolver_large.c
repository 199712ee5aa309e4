/* Which entry speaks of which photo, where there are many of both: in time that is not their product. */
#include "resolver_filled.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* The disk: nothing is there. */
static enum presence presence(void *context, const char *path, const char *photo) {
    (void)context;
    (void)path;
    (void)photo;
    return PRESENCE_ABSENT;
}

static size_t twins(void *context, const char *photo) {
    (void)context;
    (void)photo;
    return 0;
}

static const struct resolver_disk disk = {.presence = presence, .twins = twins};

/* So many seconds of the processor. */
static double run(struct resolver *resolver) {
    clock_t begin = clock();
    assert_int_equal(resolver_run(resolver, &disk, NULL), SLADD_OK);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    print_message("%.1f s\n", seconds);
    return seconds;
}

/* 100,000 entries and photos, half of which do not meet: it must not take their product. */
static void large_folders(void **state) {
    enum { MANY = 100000, NAME = 32 };
    (void)state;
    char *text = malloc((size_t)MANY * NAME + 100), *paths = malloc((size_t)MANY * NAME), *at = text;
    const char **files = malloc(MANY * sizeof *files);
    assert_true(text != NULL && paths != NULL && files != NULL);
    at += sprintf(at, "version: 1\nphotos:\n");
    struct resolver resolver = {0};
    for (int i = 0; i < MANY; i++) {
        at += sprintf(at, " %s%06d.jpg: {}\n", i % 2 == 0 ? "IMG_" : "gone_", i);
        files[i] = paths + (size_t)i * NAME;
        (void)snprintf(paths + (size_t)i * NAME, NAME, "/p/%s%06d.jpg", i % 2 == 0 ? "img_" : "other_", i);
    }
    struct manifest *manifest = parse(text);
    size_t source = add_source(&resolver, manifest, "/p", RESOLVER_NONE, false);
    for (int i = 0; i < MANY; i++)
        add_photo(&resolver, files[i], files[i] + 3, source);
    double seconds = run(&resolver);
    assert_non_null(resolver.photos[MANY - 2].entry.photo);
    assert_null(resolver.photos[MANY - 1].entry.photo);
    assert_true(seconds < 60); /* sanitizers included; the product would take hours */
    resolver_clear(&resolver);
    manifest_free(manifest);
    free(files);
    free(paths);
    free(text);
}

/* A sidecar without its photo for every photo: each is a source, and they must not take their product, either. */
static void many_orphans(void **state) {
    enum { MANY = 4000, NAME = 32 };
    (void)state;
    char(*paths)[NAME] = malloc((size_t)MANY * NAME), text[64];
    struct manifest **orphans = malloc(MANY * sizeof(struct manifest *));
    assert_true(paths != NULL && orphans != NULL);
    struct resolver resolver = {0};
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(text, sizeof text, "{version: 1, photos: {gone_%05d.jpg: {}}}", i);
        (void)snprintf(paths[i], NAME, "/p/img_%05d.jpg", i);
        orphans[i] = parse(text);
        (void)add_source(&resolver, orphans[i], "/p", RESOLVER_NONE, false);
        add_photo(&resolver, paths[i], paths[i] + 3, RESOLVER_NONE);
    }
    double seconds = run(&resolver);
    assert_true(seconds < 8);
    resolver_clear(&resolver);
    for (int i = 0; i < MANY; i++)
        manifest_free(orphans[i]);
    free(orphans);
    free(paths);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(large_folders), cmocka_unit_test(many_orphans)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
