/* Lines that hold nobody's data, as far as a line alone can tell: for --text personal. */
#ifndef CONSENT_PLAIN_TEXT_H
#define CONSENT_PLAIN_TEXT_H

#include <stdbool.h>

/* May a line (UTF-8), as it was read, stay although nobody said so? Any doubt is a no. It may not when it has
 *   - a common first or last name, a word that ends as names of fathers do, or two words beside one another that begin
 *     with a capital letter each, or an initial before one;
 *   - five digits or more that belong together and are not times of the day, or three beside letters in a word;
 *   - a street with a number, or a postcode with a place;
 *   - a sign of an e-mail address, or no letter at all.
 * What holds.h tells is looked for there. */
bool text_is_plain(const char *text);

#endif
