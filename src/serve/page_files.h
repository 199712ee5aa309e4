/* The page's own files, as they stand in serve/page, made into C while sladd is built (serve/embed.cmake). */
#ifndef SERVE_PAGE_FILES_H
#define SERVE_PAGE_FILES_H

#include "base/bytes.h"

struct page_file {
    const char *name, *type; /* "page.css", "text/css" */
    struct span content;
};

extern const struct page_file page_files[];
extern const size_t page_file_count;

#endif
