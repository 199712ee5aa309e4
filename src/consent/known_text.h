/* Lines that are nobody's data, such as the event's own banner. */
#ifndef CONSENT_KNOWN_TEXT_H
#define CONSENT_KNOWN_TEXT_H

#include "consent/manifest.h"

#include <stdbool.h>

/* Do the manifests of a photo know any line at all? Else nothing need be read. */
bool entry_has_known_text(const struct manifest_entry *entry);

/* Or do they name anybody, so that it is worth knowing which lines hold a name or a number? */
bool entry_asks_for_reading(const struct manifest_entry *entry);
bool manifest_asks_for_reading(const struct manifest *manifest); /* NULL: no */

/* Does a line, as it was read, say exactly what one of the manifests' `known_text` says? Case, blanks and diacritics
 * make no difference (base/names.h, text_fold); one more or other letter does. */
bool entry_knows_text(const struct manifest_entry *entry, const char *line);

#endif
