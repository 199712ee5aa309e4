/* `sladd review`: look at a folder in the browser and correct what was found. */
#ifndef CLI_REVIEW_PAGE_H
#define CLI_REVIEW_PAGE_H

#include "cli/args.h"

/* Returns the exit status. */
int review_page_run(const struct args *args);

#endif
