/* Lines that are nobody's data, such as the event's own banner. */
#ifndef CONSENT_KNOWN_TEXT_H
#define CONSENT_KNOWN_TEXT_H

#include "consent/manifest.h"

#include <stdbool.h>

/* Do the manifests of a photo know any line at all? */
bool entry_has_known_text(const struct manifest_entry *entry);

/* Are lines read under these settings, where manifests know a line or not? They are when some may stay for what they
 * say, or when somebody wants to know what they hold. */
bool lines_are_read(const struct sladd_settings *settings, bool known_text);

/* Does a line, as it was read, say exactly what one of the manifests' `known_text` says? Case, blanks and diacritics
 * make no difference (base/names.h, text_fold); one more or other letter does. */
bool entry_knows_text(const struct manifest_entry *entry, const char *line);

#endif
