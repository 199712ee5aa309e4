/* Sentences of sladd as the page says them: where others are told what to write into a manifest, whoever sits before
 * the page is told which button does it. In the language of the locale. */
#ifndef SERVE_PAGE_SENTENCES_H
#define SERVE_PAGE_SENTENCES_H

#include "serve/session.h"

/* Why nothing would be published of a photo; NULL: something would be. Borrowed. */
const char *page_trouble(const struct sladd_outcome *outcome);

/* A notice of an outcome (base/notice.h). The caller's; NULL: out of memory. */
char *page_notice(const char *notice);

/* Why a published copy must come down, by the word that a report has for it: a reason or what became of the photo.
 * Borrowed; never NULL. */
const char *page_take_down(const char *word);

#endif
