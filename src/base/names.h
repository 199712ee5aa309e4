/* People's names as they are compared. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stdbool.h>

/* Are two names (UTF-8) the same after canonical normalisation (Unicode NFC) and full case folding, whatever the
 * locale? Nothing else is forgiven: a doubtful name is another name. An empty one is nobody's, and so is one that is
 * not UTF-8. */
bool same_name(const char *a, const char *b);

#endif
