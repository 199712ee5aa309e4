#include "consent/known_text.h"

#include "base/names.h"

#include <stdlib.h>
#include <string.h>

bool entry_has_known_text(const struct manifest_entry *entry) {
    return (entry->sidecar != NULL && entry->sidecar->known_text_count > 0) ||
           (entry->folder != NULL && entry->folder->known_text_count > 0);
}

bool lines_are_read(const struct sladd_settings *settings, bool known_text) {
    return settings->text == SLADD_TEXT_PERSONAL ||
           (settings->text == SLADD_TEXT_BLUR && (settings->tell_holds || known_text));
}

static bool manifest_knows(const struct manifest *manifest, const char *folded) {
    bool knows = false;
    for (size_t i = 0; manifest != NULL && i < manifest->known_text_count && !knows; i++) {
        char *known = text_fold(manifest->known_text[i]);
        knows = known != NULL && known[0] != '\0' && strcmp(known, folded) == 0;
        free(known);
    }
    return knows;
}

bool entry_knows_text(const struct manifest_entry *entry, const char *line) {
    char *folded = text_fold(line);
    bool knows = folded != NULL && folded[0] != '\0' &&
                 (manifest_knows(entry->sidecar, folded) || manifest_knows(entry->folder, folded));
    if (folded != NULL)
        explicit_bzero(folded, strlen(folded));
    free(folded);
    return knows;
}
