#include "base/names.h"

#include <string.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

bool same_name(const char *a, const char *b) {
    const uint8_t *left = (const uint8_t *)a, *right = (const uint8_t *)b;
    size_t left_size = strlen(a), right_size = strlen(b);
    int order = 1;
    if (left_size == 0 || right_size == 0 || u8_check(left, left_size) != NULL || u8_check(right, right_size) != NULL)
        return false;
    /* No language: the rules that hold in all of them. On error `order` means nothing. */
    return u8_casecmp(left, left_size, right, right_size, NULL, UNINORM_NFC, &order) == 0 && order == 0;
}
