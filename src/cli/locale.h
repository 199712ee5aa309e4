/* In which language sladd speaks. */
#ifndef CLI_LOCALE_H
#define CLI_LOCALE_H

/* Follow the user's locale, and find the translations beside an installed or a just built sladd. What is written for
 * programs is the same in every language: numbers and dates do not change. */
void language_init(void);

/* Speak English from now on, for output that programs read. */
void language_english(void);

#endif
