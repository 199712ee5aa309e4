/* A resolver filled by hand: manifests from texts, as sources, and photos below them. */
#ifndef UNIT_RESOLVER_FILLED_H
#define UNIT_RESOLVER_FILLED_H

#include "consent/resolver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The caller's. One that cannot be read fails the test. */
static inline struct manifest *parse(const char *text) {
    struct manifest *manifest;
    struct sladd_error err = {0};
    struct span span = {(const uint8_t *)text, strlen(text)};
    if (manifest_parse(span, "consent.yaml", &manifest, &err) != SLADD_OK)
        fail_msg("%s: %s", text, err.text);
    return manifest;
}

/* The index of the new source. */
static inline size_t add_source(struct resolver *resolver, const struct manifest *manifest, const char *folder,
                                size_t parent, bool given) {
    size_t index;
    struct resolver_source source = {.manifest = manifest, .folder = folder, .parent = parent, .given = given};
    assert_int_equal(resolver_add_source(resolver, source, &index, NULL), SLADD_OK);
    return index;
}

static inline void add_photo(struct resolver *resolver, const char *path, const char *relative, size_t source) {
    struct resolver_photo photo = {
        .places = {{path, source, NULL}}, .place_count = 1, .relative = relative, .source = RESOLVER_NONE};
    assert_int_equal(resolver_add_photo(resolver, photo, NULL), SLADD_OK);
}

#endif
