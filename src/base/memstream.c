#include "base/memstream.h"

bool memstream_close(FILE *stream, char *const *text) {
    bool whole = stream != NULL && ferror(stream) == 0;
    return stream != NULL && fclose(stream) == 0 && whole && *text != NULL;
}
