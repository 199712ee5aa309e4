/* Hostile, broken and plain strange files: the survey neither crashes nor reads beyond the end nor grows without bound.
 */
#include "../support/forge.h"
#include "format/format.h"
#include "metadata/caption.h"
#include "metadata/icc.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

static struct survey survey_of(struct span file) {
    struct survey survey;
    struct sladd_error err = {0};
    if (format_survey(file, &survey, &err) != SLADD_OK)
        fail_msg("survey failed: %s", err.text);
    return survey;
}

static bool has_name(const struct survey *survey, const char *name) {
    for (size_t i = 0; i < survey->names.count; i++)
        if (strcmp(survey->names.items[i], name) == 0)
            return true;
    return false;
}

static struct forge jpeg_with(const struct forge *tiff) {
    struct forge plain = forge_jpeg(16, 16, 1, 0), payload = {0}, segment = {0};
    forge_add(&payload, "Exif\0\0", 6);
    forge_add(&payload, tiff->data, tiff->size);
    forge_segment(&segment, 0xE1, payload.data, payload.size);
    forge_segment(&segment, 0xED, "Photoshop 3.0\0008BIM\4\4\0\0\0\0\0\6CANARY", 32);
    struct forge file = forge_insert(forge_span(&plain), 2, forge_span(&segment));
    forge_clear(&plain), forge_clear(&payload), forge_clear(&segment);
    return file;
}

static struct forge png_with(const struct forge *tiff) {
    static const uint8_t header[13] = {0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0};
    struct forge file = {0};
    forge_add(&file, "\x89PNG\r\n\x1A\n", 8);
    forge_chunk(&file, "IHDR", header, sizeof header);
    forge_chunk(&file, "iCCP", "name\0\0\x78\x9C\x4B\x04\0\0\x62\0\x62", 15);
    forge_chunk(&file, "eXIf", tiff->data, tiff->size);
    forge_chunk(&file, "IDAT", "\x78\x9C\x63\x60\0\0\0\2\0\1", 10);
    forge_chunk(&file, "IEND", NULL, 0);
    return file;
}

/* Under the sanitizers this finds reads beyond the end; the copy has exactly the truncated size. */
static void survives_truncation_and_damage(void **state) {
    (void)state;
    static const struct forge_tag tags[] = {{0x010F, 1}, {0x8769, 62}, {0x8825, 62}, {0x0112, 8}};
    struct forge tiff = forge_tiff(1, tags, 4, 62);
    forge_add(&tiff, "\2\0\x7C\x92\2\0\4\0\0\0CAN\0\5\xA0\4\0\1\0\0\0\x3E\0\0\0\0\0\0\0", 30);
    struct forge files[] = {jpeg_with(&tiff), png_with(&tiff)};
    uint32_t random = 1;
    for (size_t f = 0; f < 2; f++)
        for (size_t size = 0; size <= files[f].size; size++) {
            struct bytes copy;
            struct survey survey;
            assert_int_equal(bytes_copy(&copy, files[f].data, size, NULL), SLADD_OK);
            if (format_survey(bytes_span(&copy), &survey, NULL) == SLADD_OK)
                survey_clear(&survey);
            for (int flips = 0; flips < 4 && size > 8; flips++) {
                random = random * 1664525u + 1013904223u;
                copy.data[8 + random % (size - 8)] = (uint8_t)(random >> 24);
            }
            if (format_survey(bytes_span(&copy), &survey, NULL) == SLADD_OK)
                survey_clear(&survey);
            bytes_clear(&copy);
        }
    forge_clear(&files[0]), forge_clear(&files[1]), forge_clear(&tiff);
}

static void survives_a_flood_of_names(void **state) {
    (void)state;
    struct forge plain = forge_jpeg(16, 16, 0, 0), flood = {0};
    static struct forge_tag tags[1000];
    for (unsigned block = 0; block < 12; block++) {
        for (unsigned i = 0; i < 1000; i++)
            tags[i] = (struct forge_tag){(uint16_t)(0x1000 + block * 1000 + i), 1};
        struct forge tiff = forge_tiff(0, tags, 1000, 0), payload = {0};
        forge_add(&payload, "Exif\0\0", 6);
        forge_add(&payload, tiff.data, tiff.size);
        forge_segment(&flood, 0xE1, payload.data, payload.size);
        forge_clear(&tiff);
        forge_clear(&payload);
    }
    struct forge file = forge_insert(forge_span(&plain), 2, forge_span(&flood));
    struct survey survey = survey_of(forge_span(&file));
    assert_in_range(survey.names.count, 4000, 4096);
    assert_true(has_name(&survey, "more"));
    survey_clear(&survey);
    forge_clear(&file), forge_clear(&flood), forge_clear(&plain);
}

/* Real files where they are at hand: nothing crashes, and no name looks like a value. */
static size_t survey_folder(const char *folder) {
    size_t count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        int fd = openat(dirfd(dir), entry->d_name, O_RDONLY);
        struct bytes file = {0};
        struct survey survey;
        if (fd >= 0 && bytes_read_fd(&file, fd, 64 << 20, NULL) == SLADD_OK) {
            count++;
            if (format_survey(bytes_span(&file), &survey, NULL) == SLADD_OK) {
                assert_in_range(survey.orientation, 1, 8);
                survey_clear(&survey);
            }
        }
        bytes_clear(&file);
        if (fd >= 0)
            close(fd);
    }
    if (dir != NULL)
        closedir(dir);
    return count;
}

static void reads_real_files(void **state) {
    (void)state;
    static const char *const folders[] = {"metadata", "fuzz-seeds/jpeg", "fuzz-seeds/png"};
    const char *data = getenv("SLADD_DATA");
    char path[4096];
    size_t count = 0;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", data != NULL ? data : SLADD_ROOT "/../shared/data", folders[i]);
        count += survey_folder(path);
    }
    if (count == 0) {
        print_message("skipped: no real files (set SLADD_DATA to their folder)\n");
        skip();
    }
    print_message("%zu real files surveyed\n", count);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(survives_truncation_and_damage),
        cmocka_unit_test(survives_a_flood_of_names),
        cmocka_unit_test(reads_real_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
