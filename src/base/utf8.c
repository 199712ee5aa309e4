#include "base/utf8.h"

#include "base/array.h"

#include <stdint.h>
#include <string.h>

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

char *text_clean(const char *bytes) {
    static const char replacement[] = "\xef\xbf\xbd";
    const uint8_t *from = (const uint8_t *)bytes;
    char *text = array_new(strlen(bytes) + 1, 3), *to = text;
    while (text != NULL && *from != '\0') {
        int length = sequence_length(from);
        if (length == 0 || *from < 0x20 || *from == 0x7f) {
            memcpy(to, replacement, 3);
            to += 3;
            from++;
        } else {
            memcpy(to, from, (size_t)length);
            to += length;
            from += length;
        }
    }
    if (text != NULL)
        *to = '\0';
    return text;
}
