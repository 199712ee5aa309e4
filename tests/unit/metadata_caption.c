/* The manifest's words reach the output as XMP, exactly as they are, and nothing but them is allowed there. */
#include "../support/forge.h"
#include "format/format.h"
#include "metadata/caption.h"
#include "metadata/icc.h"
#include "metadata/xmp.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct bytes built(const char *alt_text, const char *credit) {
    struct bytes xmp;
    struct sladd_error err = {0};
    if (xmp_build(&(struct caption){alt_text, credit}, &xmp, &err) != SLADD_OK)
        fail_msg("%s", err.text);
    return xmp;
}

static int count(const struct bytes *bytes, const char *text) {
    int found = 0;
    for (size_t at = 0; (at = forge_find(bytes_span(bytes), text, strlen(text), found)) < bytes->size;)
        found++;
    return found;
}

static void says_what_the_manifest_says(void **state) {
    (void)state;
    struct bytes xmp = built("Tre <b>kolleger</b> & \"venner\" ved sj\xC3\xB8"
                             "en ]]>",
                             "Ola O'Hara");
    assert_int_equal(count(&xmp, ">Tre &lt;b&gt;kolleger&lt;/b&gt; &amp; \"venner\" ved sj\xC3\xB8"
                                 "en ]]&gt;</rdf:li>"),
                     2);
    assert_int_equal(count(&xmp, ">Ola O'Hara</rdf:li>"), 2);
    assert_int_equal(count(&xmp, "<dc:description>"), 1);
    assert_int_equal(count(&xmp, "<Iptc4xmpCore:AltTextAccessibility>"), 1);
    assert_int_equal(count(&xmp, "<dc:creator>"), 1);
    assert_int_equal(count(&xmp, "<dc:rights>"), 1);
    assert_int_equal(count(&xmp, "<dc:"), 3);
    bytes_clear(&xmp);

    xmp = built("Ved sj\xC3\xB8"
                "en",
                NULL);
    assert_int_equal(count(&xmp, "<dc:creator>") + count(&xmp, "<dc:rights>"), 0);
    bytes_clear(&xmp);
    xmp = built(NULL, "Ola");
    assert_int_equal(count(&xmp, "<dc:description>") + count(&xmp, "AltText"), 0);
    bytes_clear(&xmp);
    xmp = built(NULL, NULL);
    assert_int_equal(xmp.size, 0);
}

static void refuses_what_fits_no_segment(void **state) {
    (void)state;
    char *text = calloc(1, 40000);
    struct bytes xmp;
    assert_non_null(text);
    memset(text, 'a', 39999); /* it stands there twice */
    assert_int_equal(xmp_build(&(struct caption){.alt_text = text}, &xmp, NULL), SLADD_TOO_LARGE);
    text[30000] = '\0';
    xmp = built(text, NULL);
    assert_true(xmp.size < 65500);
    bytes_clear(&xmp);
    free(text);
}

static struct forge plain_png(void) {
    struct forge file = {0};
    static const uint8_t header[13] = {0, 0, 0, 2, 0, 0, 0, 2, 8, 0};
    static const uint8_t rows[6] = {0, 9, 9, 0, 9, 9};
    uint8_t packed[64];
    uLongf size = sizeof packed;
    assert_int_equal(compress(packed, &size, rows, sizeof rows), Z_OK);
    forge_add(&file, "\x89PNG\r\n\x1A\n", 8);
    forge_chunk(&file, "IHDR", header, sizeof header);
    forge_chunk(&file, "IDAT", packed, size);
    forge_chunk(&file, "IEND", "", 0);
    return file;
}

static struct bytes written(const struct codec *codec, const struct forge *source, const struct extras *extras) {
    struct picture *picture;
    struct sladd_error err = {0};
    char *data = NULL;
    size_t size = 0;
    if (codec->open(forge_span(source), &picture, &err) != SLADD_OK)
        fail_msg("%s", err.text);
    FILE *stream = open_memstream(&data, &size);
    assert_int_equal(codec->write(picture, extras, stream, &err), SLADD_OK);
    assert_int_equal(fclose(stream), 0);
    codec->close(picture);
    return (struct bytes){(uint8_t *)data, size};
}

static void exactly_this_packet_is_allowed(void **state) {
    (void)state;
    struct forge sources[2] = {forge_jpeg(16, 16, 0, 0), plain_png()};
    const struct codec *codecs[2] = {&codec_jpeg, &codec_png};
    struct bytes xmp = built("Ved sj\xC3\xB8"
                             "en",
                             "Ola"),
                 other = built("Ved sj\xC3\xB8"
                               "en",
                               "Oda"),
                 exif;
    assert_int_equal(exif_build(6, &(struct caption){.credit = "Ola"}, &exif, NULL), SLADD_OK);
    for (int i = 0; i < 2; i++) {
        struct extras extras = {.exif = bytes_span(&exif), .xmp = bytes_span(&xmp)}, wrong = extras, none = extras;
        struct bytes file = written(codecs[i], &sources[i], &extras);
        wrong.xmp = bytes_span(&other);
        none.xmp = (struct span){0};
        struct xmp_packets packets = {0}; /* as every reader finds it */
        assert_int_equal(format_find_xmp(bytes_span(&file), &packets, NULL), SLADD_OK);
        assert_int_equal(packets.count, 1);
        assert_int_equal(packets.items[0].size, xmp.size);
        assert_memory_equal(packets.items[0].data, xmp.data, xmp.size);
        xmp_packets_clear(&packets);
        assert_int_equal(count(&file, "Ved sj"), 2);
        assert_int_equal(codecs[i]->check_allowlist(bytes_span(&file), &extras, NULL), SLADD_OK);
        assert_int_equal(codecs[i]->check_allowlist(bytes_span(&file), &wrong, NULL), SLADD_VERIFY);
        assert_int_equal(codecs[i]->check_allowlist(bytes_span(&file), &none, NULL), SLADD_VERIFY);
        bytes_clear(&file);
        file = written(codecs[i], &sources[i], &none); /* the packet is missing */
        assert_int_equal(codecs[i]->check_allowlist(bytes_span(&file), &none, NULL), SLADD_OK);
        assert_int_equal(codecs[i]->check_allowlist(bytes_span(&file), &extras, NULL), SLADD_VERIFY);
        /* Twice, or as an extension. */
        struct bytes again = written(codecs[i], &sources[i], &extras);
        size_t start = forge_find(bytes_span(&again), i == 0 ? "\xFF\xE1" : "iTXt", i == 0 ? 2 : 4, i == 0 ? 1 : 0);
        start -= i == 0 ? 0 : 4;
        size_t length = i == 0 ? 2 + 2 + 29 + xmp.size : 12 + 22 + xmp.size;
        struct forge twice = forge_insert(bytes_span(&again), start, (struct span){again.data + start, length});
        assert_int_equal(twice.size, again.size + length);
        assert_int_equal(codecs[i]->check_allowlist(bytes_span(&again), &extras, NULL), SLADD_OK);
        assert_int_equal(codecs[i]->check_allowlist(forge_span(&twice), &extras, NULL), SLADD_VERIFY);
        bytes_clear(&file), bytes_clear(&again), forge_clear(&twice), forge_clear(&sources[i]);
    }
    bytes_clear(&xmp), bytes_clear(&other), bytes_clear(&exif);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_the_manifest_says),
        cmocka_unit_test(refuses_what_fits_no_segment),
        cmocka_unit_test(exactly_this_packet_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
