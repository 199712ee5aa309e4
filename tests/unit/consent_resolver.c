/* Which entry speaks of which photo, without a disk but for the answers that a test gives. */
#include "base/paths.h"

#include "resolver_filled.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The disk: paths that exist, and the digests of some. */
static const char *const *existing;
static size_t existing_count;

static enum presence presence(void *context, const char *path, const char *photo) {
    (void)context;
    for (size_t i = 0; i < existing_count; i++)
        if (strcmp(existing[i], path) == 0)
            return photo != NULL && strcmp(photo, path) == 0 ? PRESENCE_SAME : PRESENCE_OTHER;
    for (size_t i = 0; i < existing_count; i++)
        if (path_below(existing[i], path) != NULL)
            return PRESENCE_FOLDER;
    return PRESENCE_ABSENT;
}

static size_t twins(void *context, const char *photo) {
    (void)context;
    return strstr(photo, "twin") != NULL ? 1 : 0;
}

static size_t digests; /* so many photos were read */

static bool digest(void *context, const char *photo, char sha256[SLADD_SHA256_HEX]) {
    (void)context;
    digests++;
    (void)memset(sha256, strstr(photo, "0001") != NULL ? '1' : '2', 64);
    sha256[64] = '\0';
    return true;
}

static bool same(void *context, const char *one, const char *other) {
    (void)context;
    return strstr(one, "same") != NULL && strstr(other, "same") != NULL;
}

static const struct resolver_disk disk = {NULL, presence, twins, digest, same};

static void run(struct resolver *resolver, const char *const *files, size_t count) {
    struct sladd_error err = {0};
    existing = files;
    existing_count = count;
    if (resolver_run(resolver, &disk, &err) != SLADD_OK)
        fail_msg("%s", err.text);
}

enum verdict { SPEAKS, DOUBT, SILENT };

/* One photo in /p, and a manifest there with one entry. */
static void judge(const char *photo, const char *entry, enum verdict wanted) {
    char text[400], path[300];
    (void)snprintf(text, sizeof text, "{version: 1, photos: {\"%s\": {publish: no}}}", entry);
    (void)snprintf(path, sizeof path, "/p/%s", photo);
    struct manifest *manifest = parse(text);
    char root[] = "/p", *folders[] = {root};
    const struct sladd_names roots = {folders, 1, 1};
    struct resolver resolver = {.roots = &roots};
    const char *files[] = {path};
    add_photo(&resolver, path, photo, add_source(&resolver, manifest, "/p", RESOLVER_NONE, false));
    run(&resolver, files, 1);
    const struct manifest_entry *got = &resolver.photos[0].entry;
    enum verdict verdict = got->doubt != NULL ? DOUBT : got->photo != NULL ? SPEAKS : SILENT;
    if (verdict != wanted)
        fail_msg("'%s' for '%s': %d instead of %d (%s)", entry, photo, verdict, wanted, got->doubt);
    assert_int_equal(resolver.remark_count, verdict == SPEAKS && strcmp(photo, entry) == 0 ? 0 : 1);
    resolver_clear(&resolver);
    manifest_free(manifest);
}

#define NFC "\xC3\x85rsm\xC3\xB8te \xC3\xA9.jpg"   /* letters of their own */
#define NFD "A\xCC\x8Arsm\xC3\xB8te e\xCC\x81.jpg" /* letters and marks */
#define LATIN1 "\xC5rsm\xF8te \xE9.jpg"

static void the_same_name_to_a_person(void **state) {
    (void)state;
    judge("IMG_0001.jpg", "IMG_0001.jpg", SPEAKS);
    judge("IMG_0001.JPG", "IMG_0001.jpg", SPEAKS);
    judge("img_0001.jpg", "IMG_0001.JPG", SPEAKS);
    judge(NFD, NFC, SPEAKS);
    judge(NFC, NFD, SPEAKS);
    judge(LATIN1, NFC, SPEAKS);
    judge("\xC3\x85RSM\xC3\x98TE.jpg", "a\xCC\x8Arsm\xC3\xB8te.JPG",
          SPEAKS);                                              /* capital letters in the one, marks in the other */
    judge("dag1/IMG_0001.jpg", "dag1\\\\IMG_0001.jpg", SPEAKS); /* a backslash, escaped for YAML */
    judge("Dag 1/IMG_0001.jpg", "dag 1/img_0001.JPG", SPEAKS);
}

static void nearly_the_same_name(void **state) {
    (void)state;
    judge("IMG_0001.jpg", "IMG_001.jpg", DOUBT);
    judge("IMG_0001.jpg", "IMG_00001.jpg", DOUBT);
    judge("IMG_0001.jpg", "IMG_0001", DOUBT);
    judge("IMG_0001.jpg", "IMG_0001.jpeg", DOUBT);
    judge("IMG_0001.jpg", "IMG_0001.heic", DOUBT);
    judge("IMG_0001.jpg", "IMG-0001.jpg", DOUBT);
    judge("IMG_0001.jpg", "IMG 0001.jpg", DOUBT);
    judge("IMG_0001.jpg", "IGM_0001.jpg", DOUBT);
    judge("IMG_0001.jpg", "IMG_O001.jpg", DOUBT);
    judge("dag1/IMG_0001.jpg", "IMG_0001.jpg", DOUBT);
    judge("IMG_0001.jpg", "dag1/IMG_0001.jpg", DOUBT);
    judge("dag1/IMG_0001.jpg", "dga1/IMG_0001.jpg", DOUBT);
    judge("\xC3\x85rsm\xC3\xB8te.jpg", "Arsmote.jpg", DOUBT);
    judge("\xC3\x85rsm\xC3\xB8te.jpg", "Aarsmoete.jpg", DOUBT);
    judge("Sommerfest Kari.jpg", "Somerfest Kari.jpg", DOUBT);
}

static void another_name(void **state) {
    (void)state;
    judge("IMG_0001.jpg", "IMG_4711.jpg", SILENT);
    judge("IMG_0001.jpg", "IMG_0022.jpg", SILENT);
    judge("a.jpg", "b.jpg", SILENT);
    judge("kari.jpg", "gruppe.jpg", SILENT);
    judge("dag1/a.jpg", "dag2/b.jpg", SILENT);
}

/* One photo in a folder below /p, of which `entry` is the name, or a pattern for it. `given`: the manifest lies
 * elsewhere; without a disk as the library asks. */
static void judge_folder(const char *entry, bool given, bool with_disk, bool refused) {
    const char *const files[] = {"/p/lukket/inne/a.jpg"};
    char text[200];
    (void)snprintf(text, sizeof text, "{version: 1, photos: {\"%s\": {publish: no}}}", entry);
    struct manifest *manifest = parse(text);
    struct resolver resolver = {0};
    struct sladd_error err = {0};
    add_photo(&resolver, files[0], "lukket/inne/a.jpg",
              add_source(&resolver, manifest, given ? "/m" : "/p", RESOLVER_NONE, given));
    existing = files;
    existing_count = 1;
    enum sladd_status status = resolver_run(&resolver, with_disk ? &disk : NULL, &err);
    assert_int_equal(status, refused ? SLADD_MANIFEST : SLADD_OK);
    if (refused)
        assert_non_null(strstr(err.text, "consent.yaml:1:"));
    else
        assert_non_null(resolver.photos[0].entry.doubt);
    resolver_clear(&resolver);
    manifest_free(manifest);
}

static void a_folder_or_a_pattern(void **state) {
    static const char *const patterns[] = {"lukket/inne/*.jpg", "*", "lukket/inne/?.jpg"};
    (void)state;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
        for (int ways = 0; ways < 4; ways++)
            judge_folder(patterns[i], (ways & 1) != 0, (ways & 2) != 0, true);
    judge_folder("lukket", false, true, true);
    judge_folder("lukket/inne", false, true, true);
    judge_folder("lukket", true, true, false);
    judge_folder("lukket", false, false, false);
    judge_folder("Lukket/INNE", false, true, false); /* to a person it is the folder */
    judge_folder("lukket\\\\inne", false, true, false);
    judge("a*.jpg", "a*.jpg", SPEAKS); /* a photo may be called so */
}

/* A photo and another one: `entry` has a photo of its own, or it fits both. */
static void two_photos(void **state) {
    (void)state;
    struct manifest *manifest = parse("{version: 1, photos: {A.jpg: {publish: no}, B.JPG: {}, IMG_01.jpg: {}}}");
    struct resolver resolver = {0};
    const char *const files[] = {"/p/A.jpg", "/p/a.JPG", "/p/b.jpg", "/p/twin.jpg", "/p/IMG-01.jpg", "/p/IMG 01.jpg"};
    size_t source = add_source(&resolver, manifest, "/p", RESOLVER_NONE, false);
    for (size_t i = 0; i < 6; i++)
        add_photo(&resolver, files[i], files[i] + 3, source);
    run(&resolver, files, 6);
    assert_ptr_equal(resolver.photos[0].entry.photo, &manifest->photos[0]);
    assert_null(resolver.photos[1].entry.photo); /* the entry speaks of A.jpg, which it is called exactly */
    assert_null(resolver.photos[1].entry.doubt);
    assert_ptr_equal(resolver.photos[2].entry.photo, &manifest->photos[1]);
    assert_non_null(resolver.photos[4].entry.doubt); /* IMG_01.jpg may be either */
    assert_non_null(resolver.photos[5].entry.doubt);
    resolver_clear(&resolver);
    manifest_free(manifest);
    manifest = parse("{version: 1, photos: {TWIN.jpg: {}, c.jpg: {}, C.JPG: {}}}");
    source = add_source(&resolver, manifest, "/p", RESOLVER_NONE, false);
    add_photo(&resolver, "/p/twin.jpg", "twin.jpg", source);
    add_photo(&resolver, "/p/C.jpg", "C.jpg", source);
    run(&resolver, files, 6);
    assert_non_null(resolver.photos[0].entry.doubt); /* another file on the disk has this name, too */
    assert_non_null(resolver.photos[1].entry.doubt); /* two entries, and neither is exact */
    resolver_clear(&resolver);
    manifest_free(manifest);
}

/* One entry, and two photos that are not called so but to a person: it may not show anybody in the wrong one. */
static void one_entry_for_two(void **state) {
    (void)state;
    struct manifest *manifest = parse("{version: 1, photos: {B.JPG: {}}}");
    struct resolver resolver = {0};
    const char *const files[] = {"/p/b.jpg", "/p/B.jpg"};
    size_t source = add_source(&resolver, manifest, "/p", RESOLVER_NONE, false);
    for (size_t i = 0; i < 2; i++)
        add_photo(&resolver, files[i], files[i] + 3, source);
    run(&resolver, files, 2);
    assert_non_null(resolver.photos[0].entry.doubt);
    assert_non_null(resolver.photos[1].entry.doubt);
    resolver_clear(&resolver);
    manifest_free(manifest);
}

/* A link and what it leads to, each with a manifest in its folder: whichever speaks is right, and both are a doubt. */
static void a_link_and_its_photo(void **state) {
    static const char *const says[] = {"{version: 1, photos: {a.jpg: {publish: no}}}", "{version: 1, photos: {}}"};
    const char *const files[] = {"/l/a.jpg", "/t/a.jpg"};
    (void)state;
    for (int of_link = 0; of_link < 2; of_link++)
        for (int of_photo = 0; of_photo < 2; of_photo++) {
            struct manifest *manifests[] = {parse(says[1 - of_link]), parse(says[1 - of_photo])};
            struct resolver resolver = {0};
            const size_t link = add_source(&resolver, manifests[0], "/l", RESOLVER_NONE, false),
                         photo = add_source(&resolver, manifests[1], "/t", RESOLVER_NONE, false);
            const struct resolver_photo both = {.places = {{files[0], link, NULL}, {files[1], photo, NULL}},
                                                .place_count = 2,
                                                .relative = "a.jpg",
                                                .source = RESOLVER_NONE};
            assert_int_equal(resolver_add_photo(&resolver, both, NULL), SLADD_OK);
            run(&resolver, files, 2);
            const struct manifest_entry *entry = &resolver.photos[0].entry;
            assert_int_equal(entry->doubt != NULL, of_link && of_photo);
            assert_int_equal(entry_publish(entry, NULL), of_link || of_photo ? ANSWER_NO : ANSWER_NONE);
            resolver_clear(&resolver);
            manifest_free(manifests[0]);
            manifest_free(manifests[1]);
        }
}

static void digests_decide(void **state) {
    (void)state;
    char text[400], ones[65] = {0};
    (void)memset(ones, '1', 64);
    (void)snprintf(text, sizeof text,
                   "{version: 1, photos: {IMG_01.jpg: {sha256: \"%s\"}, IMG_02.jpg: {sha256: \"%s\"}, "
                   "IMG-02.jpg: {sha256: \"%s\"}}}",
                   ones, ones, ones);
    struct manifest *manifest = parse(text);
    struct resolver resolver = {0};
    const char *const files[] = {"/p/IMG_0001.jpg", "/p/IMG_0002.jpg"};
    size_t source = add_source(&resolver, manifest, "/p", RESOLVER_NONE, false);
    add_photo(&resolver, files[0], "IMG_0001.jpg", source);
    add_photo(&resolver, files[1], "IMG_0002.jpg", source);
    digests = 0;
    run(&resolver, files, 2);
    assert_non_null(resolver.photos[0].entry.doubt);
    assert_null(resolver.photos[1].entry.doubt); /* the entry describes another picture */
    assert_int_equal(digests, 2);                /* each photo is read once, however many entries may mean it */
    resolver_clear(&resolver);
    manifest_free(manifest);
}

/* An entry that has no photo of its name, but the digest of one that nobody mentions, wherever that lies; of two copies
 * it means both. `there`: the photo is there, and need not be looked for. */
static void judge_moved(bool there) {
    char text[300], ones[65] = {0};
    (void)memset(ones, '1', 64);
    (void)snprintf(text, sizeof text,
                   "{version: 1, photos: {gruppe.jpg: {sha256: \"%s\", publish: no}, own 0001.jpg: {}, gone.jpg: {}}}",
                   ones);
    struct manifest *manifest = parse(text), *other = parse("{version: 1}");
    struct resolver resolver = {0};
    const char *const files[] = {"/p/x0001.jpg", "/p/own 0001.jpg", "/p/x2.jpg", "/q/x0001.jpg", "/p/gruppe.jpg"};
    const size_t source = add_source(&resolver, manifest, "/p", RESOLVER_NONE, false),
                 elsewhere = add_source(&resolver, other, "/q", RESOLVER_NONE, false);
    for (size_t i = 0; i < 4; i++)
        add_photo(&resolver, files[i], files[i] + 3, i == 3 ? elsewhere : source);
    assert_int_equal(resolver_add_photo(&resolver, (struct resolver_photo){.relative = "none"}, NULL), SLADD_OK);
    digests = 0;
    run(&resolver, files, there ? 5 : 4);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(resolver.photos[i].entry.doubt != NULL, !there && (i == 0 || i == 3));
    if (!there)
        assert_non_null(strstr(resolver.photos[3].doubt, "'gruppe.jpg' (consent.yaml:1)"));
    assert_int_equal(digests, there ? 0 : 3);
    resolver_clear(&resolver);
    manifest_free(manifest);
    manifest_free(other);
}

static void a_photo_that_moved(void **state) {
    (void)state;
    judge_moved(false);
    judge_moved(true);
}

static void the_nearest_that_mentions_it(void **state) {
    (void)state;
    struct manifest *top = parse("{version: 1, rights: {permission: no, photographer: Eva}, photos: {mid/a.jpg: {}, "
                                 "mid/b.jpg: {}}}");
    struct manifest *mid = parse("{version: 1, rights: {permission: yes}, photos: {a.jpg: {}}}");
    struct resolver resolver = {0};
    const char *const files[] = {"/top/mid/a.jpg", "/top/mid/b.jpg", "/top/mid/c.jpg", "/top/c.jpg"};
    size_t above = add_source(&resolver, top, "/top", RESOLVER_NONE, false);
    size_t near = add_source(&resolver, mid, "/top/mid", above, false);
    for (size_t i = 0; i < 4; i++)
        add_photo(&resolver, files[i], "x", i < 3 ? near : above);
    /* A path that leads nowhere has no place, and nobody speaks of it. */
    assert_int_equal(resolver_add_photo(&resolver, (struct resolver_photo){.relative = "none"}, NULL), SLADD_OK);
    run(&resolver, files, 4);
    assert_null(resolver.photos[4].entry.photo);
    assert_int_equal(entry_permission(&resolver.photos[4].entry, NULL), ANSWER_NONE);
    assert_ptr_equal(resolver.photos[0].entry.photo, &mid->photos[0]);
    assert_ptr_equal(resolver.photos[1].entry.photo, &top->photos[1]);
    assert_ptr_equal(resolver.photos[1].entry.folder, top);
    assert_null(resolver.photos[2].entry.photo);
    assert_ptr_equal(resolver.photos[2].entry.folder, mid);
    assert_int_equal(entry_permission(&resolver.photos[2].entry, NULL), ANSWER_YES);
    assert_null(resolver.photos[2].entry.manifests[0]->photographer);
    assert_string_equal(resolver.photos[2].entry.manifests[1]->photographer, "Eva");
    assert_int_equal(entry_permission(&resolver.photos[3].entry, NULL), ANSWER_NO);
    resolver_clear(&resolver);
    manifest_free(top);
    manifest_free(mid);
}

/* --manifest FILE: below its folder by the path there, elsewhere by the end of the path. */
static void a_manifest_from_anywhere(void **state) {
    (void)state;
    struct manifest *manifest = parse("{version: 1, photos: {sub/a.jpg: {}, a.jpg: {}, b.jpg: {}, same.jpg: {}, "
                                      "gone/c.jpg: {}, d.jpg: {}}}");
    struct resolver resolver = {0};
    const char *const files[] = {"/m/a.jpg",      "/m/sub/a.jpg",  "/m/out/b.jpg", "/m/out/a.jpg",
                                 "/x/sub/a.jpg",  "/x/y/same.jpg", "/m/same.jpg",  "/x/gone/c.jpg",
                                 "/x/gone/c.jpg", "/x/day1/d.jpg", "/x/day2/d.jpg"};
    enum { OWN, OWN_BELOW, DEEPER, NAMESAKE, COPY_CHANGED, COPY, ORIGINAL, ALONE, TWICE, ONE, OTHER, COUNT };
    size_t given = add_source(&resolver, manifest, "/m", RESOLVER_NONE, true);
    for (size_t i = 0; i < COUNT; i++)
        add_photo(&resolver, files[i], strrchr(files[i], '/') + 1, given);
    run(&resolver, files, ALONE); /* the rest has nothing at the entry's own place */
    const struct resolver_photo *photos = resolver.photos;
    assert_ptr_equal(photos[OWN].entry.photo, &manifest->photos[1]);
    assert_ptr_equal(photos[OWN_BELOW].entry.photo, &manifest->photos[0]); /* the subfolder was given */
    assert_ptr_equal(photos[DEEPER].entry.photo,
                     &manifest->photos[2]); /* an entry without a photo of its own is lent */
    assert_null(photos[DEEPER].doubt);
    assert_null(photos[NAMESAKE].entry.photo); /* one with a photo of its own is not */
    assert_null(photos[NAMESAKE].doubt);
    assert_null(photos[COPY_CHANGED].entry.photo); /* its name's photo lies beside the manifest */
    assert_non_null(photos[COPY_CHANGED].doubt);
    assert_ptr_equal(photos[COPY].entry.photo, &manifest->photos[3]);
    assert_null(photos[COPY].doubt);
    assert_ptr_equal(photos[ORIGINAL].entry.photo, &manifest->photos[3]);
    assert_null(photos[ORIGINAL].doubt);
    assert_ptr_equal(photos[ALONE].entry.photo, &manifest->photos[4]);
    assert_null(photos[ALONE].doubt);
    assert_null(photos[TWICE].doubt);
    assert_non_null(photos[ONE].doubt); /* an entry that two photos would share */
    assert_non_null(photos[OTHER].doubt);
    resolver_clear(&resolver);
    manifest_free(manifest);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_name_to_a_person),
        cmocka_unit_test(nearly_the_same_name),
        cmocka_unit_test(another_name),
        cmocka_unit_test(a_folder_or_a_pattern),
        cmocka_unit_test(two_photos),
        cmocka_unit_test(one_entry_for_two),
        cmocka_unit_test(a_link_and_its_photo),
        cmocka_unit_test(digests_decide),
        cmocka_unit_test(a_photo_that_moved),
        cmocka_unit_test(the_nearest_that_mentions_it),
        cmocka_unit_test(a_manifest_from_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
