/* libFuzzer: any bytes are an EXIF block whose tags have names, and what is found of a tag lies within it. */
#include "metadata/survey.h"
#include "metadata/tiff.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 8 };

static void expect_within(struct span whole, struct span value) {
    if (value.data != NULL && (value.data < whole.data || value.data + value.size > whole.data + whole.size))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct span tiff = {data, size};
    struct sladd_names names = {0};
    int orientation = 0;
    bool read = tiff_survey(tiff, "exif:", &orientation, &names);
    if (read && (orientation < 1 || orientation > 8))
        abort();
    survey_names_finish(&names);
    for (size_t i = 0; i < names.count; i++)
        if (strncmp(names.items[i], "exif:", 5) != 0 && strcmp(names.items[i], "more") != 0)
            abort();
    static const uint16_t tags[] = {0x0100, 0x0112, 0x02BC, 0x8769, 0x8825, 0xA001};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        expect_within(tiff, tiff_find(tiff, tags[i]));
        struct tiff_value values[MOST];
        const size_t found = tiff_find_all(tiff, tags[i], values, MOST);
        for (size_t k = 0; k < found && found <= MOST; k++)
            expect_within(tiff, values[k].bytes);
    }
    (void)tiff_is_adobe_rgb(tiff);
    sladd_names_clear(&names);
    return 0;
}
