/* Which entry speaks of which photo, where there are many of both: in time that is not their product. */
#include "consent/moved_photos.h"
#include "consent/people.h"
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

static size_t digests; /* so many photos were read */

/* The digest of a photo is its number. */
static bool digest(void *context, const char *photo, char sha256[SLADD_SHA256_HEX]) {
    (void)context;
    digests++;
    (void)snprintf(sha256, SLADD_SHA256_HEX, "%064d", atoi(strrchr(photo, '_') + 1));
    return true;
}

static const struct resolver_disk disk = {.presence = presence, .twins = twins, .digest = digest};

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

/* One no with a slip in its name behind 100,000 entries whose photos are gone, beside as many photos
 * names that are no slips: it is obeyed, however long the search for the others was. */
static void a_slip_behind_many(void **state) {
    enum { MANY = 100000, NAME = 32 };
    (void)state;
    char *text = malloc((size_t)MANY * NAME + 100), (*paths)[NAME] = malloc((size_t)MANY * NAME), *at = text;
    assert_true(text != NULL && paths != NULL);
    struct resolver resolver = {0};
    at += sprintf(at, "version: 1\nphotos:\n");
    for (int i = 0; i < MANY; i++)
        at += sprintf(at, " old-%06d.jpg: {}\n", i);
    (void)sprintf(at, " Aassentunet.jpg: {publish: no}\n");
    struct manifest *manifest = parse(text);
    size_t source = add_source(&resolver, manifest, "/p", RESOLVER_NONE, false);
    for (int i = 0; i < MANY; i++) {
        (void)snprintf(paths[i], NAME, "/p/xxx-%06d.jpg", i);
        add_photo(&resolver, paths[i], paths[i] + 3, source);
    }
    add_photo(&resolver, "/p/Aasentunet.jpg", "Aasentunet.jpg", source);
    double seconds = run(&resolver);
    assert_non_null(resolver.photos[MANY].entry.doubt);
    assert_null(resolver.photos[0].entry.doubt);
    assert_true(seconds < 60);
    resolver_clear(&resolver);
    manifest_free(manifest);
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

/* As many renamed photos as entries, half of which have the digest of one: each photo is read once. And as many again
 * that are asked about late, by their digests alone. */
static void many_renamed(void **state) {
    enum { MANY = 20000, NAME = 32, LINE = 120 };
    (void)state;
    char(*paths)[NAME] = malloc((size_t)MANY * NAME), *text = malloc((size_t)MANY * LINE + 100), *at = text;
    assert_true(paths != NULL && text != NULL);
    at += sprintf(at, "version: 1\nphotos:\n");
    struct resolver resolver = {0};
    for (int i = 0; i < MANY; i++) {
        at += sprintf(at, " gone_%06d.jpg: {sha256: \"%064d\"}\n", i, 2 * (MANY - i));
        (void)snprintf(paths[i], NAME, "/p/other_%06d.jpg", i);
    }
    struct manifest *manifest = parse(text);
    size_t source = add_source(&resolver, manifest, "/p", RESOLVER_NONE, false), doubted = 0;
    for (int i = 0; i < MANY; i++)
        add_photo(&resolver, paths[i], paths[i] + 3, source);
    double seconds = run(&resolver);
    for (int i = 0; i < MANY; i++)
        doubted += resolver.photos[i].entry.doubt != NULL;
    assert_int_equal(doubted, MANY / 2 - 1);
    assert_int_equal(digests, MANY);
    assert_true(seconds < 8);
    (void)add_source(&resolver, manifest, "/q", RESOLVER_NONE, false);
    clock_t begin = clock();
    for (int i = 0; i < MANY; i++) {
        char sha256[SLADD_SHA256_HEX];
        const char *doubt;
        (void)snprintf(sha256, sizeof sha256, "%064d", i);
        assert_int_equal(moved_photos_find(&resolver, &disk, sha256, &doubt, NULL), SLADD_OK);
        doubted -= doubt != NULL;
    }
    assert_int_equal(doubted, 0);
    assert_int_equal(digests, MANY);
    assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 2);
    resolver_clear(&resolver);
    manifest_free(manifest);
    free(paths);
    free(text);
}

/* A staff in a sidecar and in its folder's manifest, asked for a name that none of them has: one walk, however many. */
static void large_staff(void **state) {
    enum { MANY = 50000, LINE = 32 };
    (void)state;
    char *text = malloc((size_t)MANY * LINE + 100), *at = text;
    assert_non_null(text);
    at += sprintf(at, "version: 1\npeople:\n");
    for (int i = 0; i < MANY; i++)
        at += sprintf(at, " p%05d: {name: Kari}\n", MANY - i); /* not in their order */
    struct manifest *sidecar = parse(text), *folder = parse(text);
    struct manifest_entry entry = {.sidecar = sidecar, .folder = folder};
    struct person *joined;
    size_t walk = 0, count = 0;
    clock_t begin = clock();
    assert_int_equal(people_join(sidecar, folder, &joined, &entry.joined_count, NULL), SLADD_OK);
    entry.joined = joined;
    assert_int_equal(entry.joined_count, MANY);
    assert_null(entry_next_named(&entry, "Ola", &walk));
    for (walk = 0; entry_next_named(&entry, "Kari", &walk) != NULL && count < 100;)
        count++;
    assert_int_equal(count, 100);
    assert_ptr_equal(entry_person(&entry, "p00007")->of_folder, manifest_person(folder, "p00007"));
    assert_string_equal(manifest_person(folder, "p00007")->key, "p00007");
    assert_null(entry_person(&entry, "p99999"));
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    print_message("%.1f s\n", seconds);
    assert_true(seconds < 5);
    people_free_joined(joined, entry.joined_count);
    manifest_free(sidecar);
    manifest_free(folder);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(large_folders), cmocka_unit_test(a_slip_behind_many),
                                       cmocka_unit_test(many_orphans), cmocka_unit_test(many_renamed),
                                       cmocka_unit_test(large_staff)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
