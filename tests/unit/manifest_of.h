/* Manifests of one photo, for what is asked of several of them. */
#ifndef UNIT_MANIFEST_OF_H
#define UNIT_MANIFEST_OF_H

#include "consent/manifest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The manifest with the keys `top`, a comma behind each, and `photo` in the entry of p.jpg; the caller's. One that
 * cannot be read fails the test. */
static inline struct manifest *manifest_of(const char *top, const char *photo) {
    char text[1000];
    struct manifest *manifest;
    struct sladd_error err = {0};
    (void)snprintf(text, sizeof text, "{version: 1, %s photos: {p.jpg: {%s}}}", top, photo);
    if (manifest_parse((struct span){(const uint8_t *)text, strlen(text)}, "m", &manifest, &err) != SLADD_OK)
        fail_msg("%s: %s", text, err.text);
    return manifest;
}

#endif
