#include "base/utf8.h"

#include "base/array.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

/* Length of the UTF-8 sequence at `s` (RFC 3629), 0 when there is none. */
static int sequence_length(const uint8_t *s) {
    static const uint32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    int length = s[0] < 0x80                   ? 1
                 : s[0] >= 0xc2 && s[0] < 0xe0 ? 2
                 : (s[0] & 0xf0) == 0xe0       ? 3
                 : (s[0] & 0xf8) == 0xf0       ? 4
                                               : 0;
    if (length < 2)
        return length;
    uint32_t code = s[0] & (0x7f >> length);
    for (int i = 1; i < length; i++) {
        if ((s[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (s[i] & 0x3f);
    }
    return code < lowest[length] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? 0 : length;
}

/* C0, DEL and C1, which terminals obey; line and paragraph separators; what turns the direction of writing, so that a
 * name shows as another (Unicode 15, chapter 23.2 and 23.3); and a byte order mark inside a text and the two values in
 * three bytes that are no characters, none of which YAML can hold (YAML 1.2.2, 5.1 and 5.2; XML 1.0, 2.2). */
static bool is_control(const uint8_t *s, int length) {
    if (length == 1)
        return *s < 0x20 || *s == 0x7f;
    if (length == 2)
        return (s[0] == 0xc2 && s[1] < 0xa0) || (s[0] == 0xd8 && s[1] == 0x9c);
    uint32_t code = length == 3 ? (uint32_t)(s[0] & 0xf) << 12 | (uint32_t)(s[1] & 0x3f) << 6 | (s[2] & 0x3f) : 0;
    return code == 0x200e || code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069) || code == 0xfeff || code == 0xfffe || code == 0xffff;
}

void text_clean_to(char *to, size_t room, const char *bytes) {
    static const uint8_t replacement[] = "\xef\xbf\xbd";
    const uint8_t *from = (const uint8_t *)bytes;
    while (*from != '\0') {
        int length = sequence_length(from);
        bool bad = length == 0 || is_control(from, length);
        size_t size = bad ? sizeof replacement - 1 : (size_t)length;
        if (size >= room)
            break;
        memcpy(to, bad ? replacement : from, size);
        to += size;
        room -= size;
        from += length > 0 ? length : 1;
    }
    *to = '\0';
}

bool text_is_clean(const char *bytes) {
    bool clean = true;
    for (const uint8_t *at = (const uint8_t *)bytes; *at != '\0' && clean;) {
        int length = sequence_length(at);
        clean = length > 0 && !is_control(at, length);
        at += length;
    }
    return clean;
}

char *text_clean(const char *bytes) {
    const size_t longest = strlen(bytes) + 1; /* each byte becomes three at most */
    char *text = array_new(longest, 3);
    if (text != NULL)
        text_clean_to(text, 3 * longest, bytes);
    return text;
}

void text_print(const char *bytes, FILE *to) {
    char *text = text_clean(bytes);
    (void)fputs(text != NULL ? text : "?", to);
    free(text);
}

char *utf8_from_utf16(const uint8_t *bytes, size_t units, bool big, size_t *size) {
    uint16_t *wide = array_new(units + 1, sizeof *wide);
    if (wide == NULL)
        return NULL;
    for (size_t i = 0; i < units; i++)
        wide[i] = (uint16_t)(bytes[2 * i + big] | bytes[2 * i + !big] << 8);
    *size = 0;
    uint8_t *narrow = u16_to_u8(wide, units, NULL, size);
    int error = errno;
    free(wide);
    char *text = narrow != NULL ? realloc(narrow, *size + 1) : NULL;
    if (text == NULL)
        free(narrow);
    else
        text[*size] = '\0';
    errno = narrow != NULL ? ENOMEM : error;
    return text;
}
