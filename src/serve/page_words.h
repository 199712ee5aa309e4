/* The page's texts in the language of the locale. */
#ifndef SERVE_PAGE_WORDS_H
#define SERVE_PAGE_WORDS_H

#include <jansson.h>

/* An object of texts by their names in page_words.def, and "lang", the language as HTML names it (BCP 47). The
 * caller's; NULL: out of memory. */
json_t *page_words(void);

#endif
