/* What kind of personal data a line of text holds: told by its form and its check digits, and for names by the people
 * of the manifests. Pure: text in, kind out. */
#ifndef CONSENT_HOLDS_H
#define CONSENT_HOLDS_H

#include "consent/manifest.h"

/* The first kind, in the order of the enumeration, that the line (UTF-8) holds anywhere:
 *   - the name or an alias of one of `people`, in full, as first letter and last name, or a part of it alone on its
 * line;
 *   - a Norwegian birth number or D-number (11 digits, both check digits), a Swedish personal or coordination number
 *     (10 or 12 digits, Luhn); with a date that there is;
 *   - an account: Norwegian (11 digits, modulo 11), IBAN (ISO 13616, modulo 97);
 *   - an e-mail address (RFC 5322, without quotes);
 *   - a telephone number as Norway and Sweden write them, or with + and a country;
 *   - a number plate of Norway or Sweden.
 * `people` may be NULL when `count` is 0. */
enum sladd_holds holds_of(const char *text, const struct person *people, size_t count);

#endif
