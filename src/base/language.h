/* Translations by gettext: English in the source, the other languages in src/po. Nothing is bound or set here: who
 * speaks to a person (cli/locale.c, or the program that uses the library) has chosen the locale, and api/sladd.c says
 * where the catalogues are. `sladd_fail`
 * translates its format itself. */
#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

#include <libintl.h>

#define _(text) dgettext("sladd", text)
#define N_(text) text /* marks a text that is translated where it is printed */

/* One sentence or the other, by the number in it. */
#define P_(one, many, count) dngettext("sladd", one, many, count)

#endif
