#include "sheets/decode.h"

#include "base/array.h"
#include "base/utf8.h"
#include "consent/tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* Windows-1252 from 0x80 to 0x9F; 0: nothing stands there. The rest is Latin-1. */
static const uint16_t upper[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/* What no name and no answer has in Windows-1252, and what the letters of the North are in other code pages of the
 * time: Mac OS Roman and DOS. */
static bool is_of_another_page(uint8_t byte) {
    return byte == 0x8C || byte == 0xAE || byte == 0xAF || byte == 0xBE || byte == 0xBF || byte == 0x86 || byte == 0x9B;
}

static int line_of(struct span raw, size_t offset) {
    int line = 1;
    for (size_t i = 0; i < offset; i++)
        line += raw.data[i] == '\n' || (raw.data[i] == '\r' && raw.data[i + 1] != '\n');
    return line;
}

static enum sladd_status refuse_page(struct span raw, size_t at, const char *path, struct sladd_error *err) {
    return complain(err, path, line_of(raw, at), 1,
                    "these letters are neither UTF-8 nor Windows-1252; save the sheet as \"CSV UTF-8\"");
}

static enum sladd_status from_windows(struct span raw, const char *path, struct bytes *text, struct sladd_error *err) {
    uint8_t *to = array_new(raw.size + 1, 3);
    size_t size = 0;
    if (to == NULL)
        return fail_memory(err);
    for (size_t i = 0; i < raw.size; i++) {
        uint8_t byte = raw.data[i];
        ucs4_t letter = byte >= 0x80 && byte < 0xA0 ? upper[byte - 0x80] : byte;
        if (letter == 0 || is_of_another_page(byte)) {
            free(to);
            return refuse_page(raw, i, path, err);
        }
        size += (size_t)u8_uctomb(to + size, letter, 3);
    }
    *text = (struct bytes){to, size};
    return SLADD_OK;
}

static enum sladd_status from_utf16(struct span raw, bool big, const char *path, struct bytes *text,
                                    struct sladd_error *err) {
    size_t size = 0;
    bool whole = raw.size > 0 && raw.size % 2 == 0;
    char *to = whole ? utf8_from_utf16(raw.data, raw.size / 2, big, &size) : NULL;
    if (to == NULL && whole && errno == ENOMEM)
        return fail_memory(err);
    if (to == NULL)
        return complain(err, path, 1, 1,
                        "this begins as UTF-16 and does not go on so; save the sheet as \"CSV UTF-8\"");
    *text = (struct bytes){(uint8_t *)to, size};
    return SLADD_OK;
}

/* Formats of spreadsheets that are no text. */
static bool is_workbook(struct span raw) {
    return SPAN_STARTS(raw, "PK\x03\x04") || SPAN_STARTS(raw, "\xD0\xCF\x11\xE0");
}

enum sladd_status sheet_decode(struct span raw, const char *path, struct bytes *text, enum sheet_encoding *encoding,
                               struct sladd_error *err) {
    *text = (struct bytes){0};
    *encoding = SHEET_UTF8;
    enum sladd_status status;
    if (is_workbook(raw))
        return complain(err, path, 1, 1,
                        "this is a workbook and not CSV; open it in Excel or LibreOffice and save it as \"CSV UTF-8\"");
    if (SPAN_STARTS(raw, "\xFF\xFE") || SPAN_STARTS(raw, "\xFE\xFF")) {
        *encoding = SHEET_UTF16;
        status = from_utf16(span_part(raw, 2, raw.size), raw.data[0] == 0xFE, path, text, err);
    } else {
        struct span plain = SPAN_STARTS(raw, "\xEF\xBB\xBF") ? span_part(raw, 3, raw.size) : raw;
        bool unicode = plain.size == 0 || u8_check(plain.data, plain.size) == NULL;
        *encoding = unicode ? SHEET_UTF8 : SHEET_WINDOWS_1252;
        status = unicode ? bytes_copy(text, plain.data, plain.size, err) : from_windows(raw, path, text, err);
    }
    if (status == SLADD_OK && text->size > 0 && memchr(text->data, '\0', text->size) != NULL) {
        bytes_clear(text);
        return complain(err, path, 1, 1, "this is not text (it has NUL bytes); save the sheet as \"CSV UTF-8\"");
    }
    return status;
}
