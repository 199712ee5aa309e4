#include "base/names.h"

#include <string.h>
#include <unicase.h>
#include <uninorm.h>

bool same_name(const char *a, const char *b) {
    int order = 1;
    if (a[0] == '\0' || b[0] == '\0')
        return false;
    /* No language: the rules that hold in all of them. On error `order` means nothing. */
    return u8_casecmp((const uint8_t *)a, strlen(a), (const uint8_t *)b, strlen(b), NULL, UNINORM_NFC, &order) == 0 &&
           order == 0;
}
