/* Files are told apart by content; what is no photo is named, with the way out. */
#include "format/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *bytes;
    size_t size;
    enum sladd_status status;
    const char *word; /* that the sentence must hold */
} cases[] = {
#define FILE_OF(bytes, status, word)                                                                                   \
    { bytes, sizeof(bytes) - 1, SLADD_##status, word }
    FILE_OF("", DAMAGED, "empty"),
    FILE_OF("\0\0\0\x18"
            "ftyphevc\0\0\0\0mif1heic",
            UNSUPPORTED, "HEI"),
    FILE_OF("\0\0\0\x18"
            "ftypavis\0\0\0\0mif1avis",
            UNSUPPORTED, "AVIF"),
    FILE_OF("\0\0\0\x18"
            "ftypmsf1\0\0\0\0mif1heic",
            UNSUPPORTED, "HEIF"),
    FILE_OF("\0\0\0\x18"
            "ftypcrx \0\0\0\1crx isom",
            UNSUPPORTED, "CR3"),
    FILE_OF("\0\0\0\x18"
            "ftypisom\0\0\2\0isomiso2",
            NOT_A_PHOTO, "MP4"),
    FILE_OF("\0\0\0\x14"
            "ftypqt  \0\0\2\0qt  ",
            NOT_A_PHOTO, "QuickTime"),
    FILE_OF("RIFF\x24\0\0\0AVI LIST", NOT_A_PHOTO, "AVI"),
    FILE_OF("GIF89a\1\0\1\0", UNSUPPORTED, "GIF"),
    FILE_OF("II*\0\x10\0\0\0CR\2\0", UNSUPPORTED, "CR2"),
    FILE_OF("II+\0\x08\0\0\0", UNSUPPORTED, "BigTIFF"),
    FILE_OF("FUJIFILMCCD-RAW 0201", UNSUPPORTED, "Fujifilm"),
    FILE_OF("IIU\0\x18\0\0\0", UNSUPPORTED, "Panasonic"),
    FILE_OF("BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\1\0\0\0\1\0\0\0\1\0\x18\0", UNSUPPORTED, "BMP"),
    FILE_OF("\xFF\x0A\xFA\x7F", UNSUPPORTED, "JPEG XL"),
    FILE_OF("\0\0\0\x0CJXL \r\n\x87\n", UNSUPPORTED, "JPEG XL"),
    FILE_OF("\0\0\0\x0CjP  \r\n\x87\n", UNSUPPORTED, "JPEG 2000"),
    FILE_OF("\xFF\x4F\xFF\x51\0\x2F", UNSUPPORTED, "JPEG 2000"),
    FILE_OF("8BPS\0\1", UNSUPPORTED, "Photoshop"),
    FILE_OF("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>", UNSUPPORTED, "SVG"),
    FILE_OF("%PDF-1.7\n%\xE2\xE3", NOT_A_PHOTO, "PDF"),
    FILE_OF("\x1A\x45\xDF\xA3\x93", NOT_A_PHOTO, "Matroska"),
    FILE_OF("PK\3\4\x14\0", NOT_A_PHOTO, "ZIP"),
    FILE_OF("Sommerfest 2026, program\n", NOT_A_PHOTO, "text"),
    FILE_OF("BMW og andre biler, et notat i ren tekst\n", NOT_A_PHOTO, "text"),
    FILE_OF("\1\2\3\4\5\6\7", NOT_A_PHOTO, "knows"),
    FILE_OF("\xFF\xD8", NOT_A_PHOTO, "knows"),
};

static void names_what_it_is_not(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bytes copy; /* of exactly this size, so that the sanitizers see a read beyond it */
        struct sladd_error err = {0};
        assert_int_equal(bytes_copy(&copy, cases[i].bytes, cases[i].size, NULL), SLADD_OK);
        assert_null(format_of_photo(bytes_span(&copy), &err));
        if (err.status != cases[i].status || strstr(err.text, cases[i].word) == NULL)
            fail_msg("%s: got \"%s\"", cases[i].word, err.text);
        assert_true(strlen(err.text) < sizeof err.text - 1); /* the sentence is whole */
        assert_null(format_of_photo(bytes_span(&copy), NULL));
        bytes_clear(&copy);
    }
}

static void knows_photos(void **state) {
    (void)state;
    static const uint8_t jpeg[] = {0xFF, 0xD8, 0xFF, 0xE0}, png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    assert_ptr_equal(format_of_photo((struct span){jpeg, sizeof jpeg}, NULL)->codec, &codec_jpeg);
    assert_ptr_equal(format_of_photo((struct span){png, sizeof png}, NULL)->codec, &codec_png);
}

/* What must be reported when it lies in a folder, whatever its name; and what may be passed over. */
static void tells_pictures_and_films_from_the_rest(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        bool picture;
    } heads[] = {
#define HEAD(bytes, picture) {bytes, sizeof(bytes) - 1, picture}
        HEAD("\xFF\xD8\xFF\xE0", true),
        HEAD("\x89PNG\r\n\x1A\n", true),
        HEAD("\0\0\0\x18"
             "ftypheix\0\0\0\0mif1heic",
             true),
        HEAD("\0\0\0\x1C"
             "ftypmif2\0\0\0\0",
             true),
        HEAD("\0\0\0\x18"
             "ftypavif\0\0\0\0mif1avif",
             true),
        HEAD("RIFF\x24\0\0\0WEBPVP8X", true),
        HEAD("GIF87a\1\0\1\0", true),
        HEAD("MM\0*\0\0\0\x08", true),
        HEAD("IIRO\x08\0\0\0", true),
        HEAD("\0\0\0\x18"
             "ftypM4V \0\0\0\0",
             true),
        HEAD("\0\0\0\x18"
             "ftypmp42\0\0\0\0",
             true),
        HEAD("\x1A\x45\xDF\xA3\x93", true),
        HEAD("RIFF\x24\0\0\0AVI LIST", true),
        HEAD("<!-- made by a program --><!DOCTYPE svg [<!ENTITY a \"b\">]>\n<svg/>", true),
        HEAD("<!DOCTYPE html><html><body><svg></svg></body></html>", false),
        HEAD("\0\0\0\x18"
             "ftypM4A \0\0\0\0",
             false),
        HEAD("RIFF\x24\0\0\0WAVEfmt ", false),
        HEAD("%PDF-1.7\n", false),
        HEAD("PK\3\4", false),
        HEAD("GIF files are old", false),
        HEAD("Program\n", false),
        HEAD("\1\2\3\4", false),
        HEAD("", false),
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (format_is_picture((struct span){(const uint8_t *)heads[i].bytes, heads[i].size}) != heads[i].picture)
            fail_msg("head %zu", i);
}

static void tells_names_of_pictures(void **state) {
    (void)state;
    static const char *const pictures[] = {"a.jpg",    "A.JPEG", "x/y.Png", "IMG_1.HEIC", "A001.HIF",
                                           "SCAN.TIF", "b.nef",  "c.CR3",   "d.webp",     "e.gif",
                                           "f.mov",    "g.MTS",  "h.m2ts",  "i.mp4.avi"};
    static const char *const others[] = {"a",         "jpg",         ".",    "a.",     "a.txt",
                                         "a.jpg.txt", "jpg.d/notes", "a.jp", "a.jpgg", "b.ti f"};
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
        if (!format_is_picture_name(pictures[i]))
            fail_msg("%s", pictures[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (format_is_picture_name(others[i]))
            fail_msg("%s", others[i]);
}

/* Every row can be told apart and says what to do; what is read is read whole. */
static void the_table_is_complete(void **state) {
    (void)state;
    for (size_t i = 0; i < format_count; i++) {
        const struct format *format = &formats[i];
        bool last = i + 1 == format_count;
        assert_true(last || format->signatures[0].size > 0 || format->recognise != NULL);
        bool read = format->codec != NULL || format->decode != NULL;
        assert_false(format->codec != NULL && format->decode != NULL);
        assert_true(read || format->refusal != NULL);
        assert_int_equal(read, format->survey != NULL);
        assert_int_equal(read, format->find_xmp != NULL);
        assert_int_equal(format->decode != NULL, format->wants_png != NULL);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(format->name, formats[k].name);
    }
}

/* A chunk's name is told where it is letters and digits, and nothing else that a stranger put there. */
static void names_of_chunks(void **state) {
    static const char *const kinds[][2] = {{"ABcd", "webp:ABcd"},  {"a1Z9", "webp:a1Z9"},  {":;<=", "webp:chunk"},
                                           {"a[]b", "webp:chunk"}, {"AB_`", "webp:chunk"}, {"\x1B[0m", "webp:chunk"}};
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        uint8_t file[] = "RIFF\x0C\0\0\0WEBP????\0\0\0";
        struct survey survey = {0};
        memcpy(file + 12, kinds[i][0], 4);
        assert_int_equal(format_survey((struct span){file, 20}, &survey, NULL), SLADD_OK);
        assert_string_equal(survey.names.items[0], kinds[i][1]);
        survey_clear(&survey);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_what_it_is_not),
        cmocka_unit_test(knows_photos),
        cmocka_unit_test(tells_pictures_and_films_from_the_rest),
        cmocka_unit_test(tells_names_of_pictures),
        cmocka_unit_test(the_table_is_complete),
        cmocka_unit_test(names_of_chunks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
