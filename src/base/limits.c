#include "base/limits.h"

#include "base/ascii.h"
#include "base/language.h"

#include <stdlib.h>
#include <string.h>

static const struct limit_row rows[] = {
#define LIMIT(id, name, value, least, most, what) {name, what, value, least, most},
#include "base/limits.def"
#undef LIMIT
};

static uint64_t values[] = {
#define LIMIT(id, name, value, least, most, what) value,
#include "base/limits.def"
#undef LIMIT
};

uint64_t limit_of(enum limit limit) {
    return values[limit];
}

size_t limit_bytes(enum limit limit) {
    return (size_t)values[limit] << 20;
}

enum sladd_status limit_read_fd(struct bytes *to, int fd, enum limit limit, struct sladd_error *err) {
    enum sladd_status status = bytes_read_fd(to, fd, limit_bytes(limit), err);
    return status != SLADD_TOO_LARGE
               ? status
               : sladd_fail(err, status, "the file is larger than the limit of %llu MiB; --limit %s=N raises it",
                            (unsigned long long)values[limit], rows[limit].name);
}

const struct limit_row *limit_row(enum limit limit) {
    return &rows[limit];
}

static enum sladd_status refuse_name(const char *text, struct sladd_error *err) {
    char names[256] = "";
    for (int i = 0; i < LIMIT_COUNT; i++) {
        strncat(names, i > 0 ? ", " : "", sizeof names - strlen(names) - 1);
        strncat(names, rows[i].name, sizeof names - strlen(names) - 1);
    }
    return sladd_fail(err, SLADD_USAGE, "--limit %s: give NAME=N with one of the names %s", text, names);
}

enum sladd_status limit_set(const char *text, struct sladd_error *err) {
    size_t length = strcspn(text, "=");
    int found = 0;
    while (found < LIMIT_COUNT && (strlen(rows[found].name) != length || memcmp(rows[found].name, text, length) != 0))
        found++;
    if (text[length] != '=' || found == LIMIT_COUNT)
        return refuse_name(text, err);
    unsigned long long value;
    const char *end = ascii_number(text + length + 1, &value);
    if (end == NULL || *end != '\0' || value > rows[found].most ||
        (value < rows[found].least && value != rows[found].value))
        return sladd_fail(err, SLADD_USAGE, "--limit %s: give a whole number from %llu to %llu", text,
                          (unsigned long long)rows[found].least, (unsigned long long)rows[found].most);
    values[found] = value;
    return SLADD_OK;
}
