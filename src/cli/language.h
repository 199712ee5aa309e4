/* Translations by gettext: English in the source, Norwegian (nb) and Swedish (sv) in src/po. */
#ifndef CLI_LANGUAGE_H
#define CLI_LANGUAGE_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text /* marks a text that is translated where it is printed */

/* Follow the user's locale, and find the translations beside an installed or a just built sladd. */
void language_init(void);

#endif
