/* Which photos a command is about, and where what it makes of them goes: the part of the command line that concerns
 * files. All strings are borrowed from it; NULL: not given. */
#ifndef FILES_SELECTION_H
#define FILES_SELECTION_H

#include <stdbool.h>
#include <stddef.h>

struct selection {
    char *const *paths; /* photos and folders */
    size_t path_count;
    const char *files_from; /* a file that lists more of them; "-": standard input */
    bool nul;               /* its paths end with NUL */
    unsigned shard, shards; /* this machine's share, from 1 to `shards`; 0 and 0: all photos */
    const char *manifest;   /* for all photos, instead of those that are found */
    const char *output;     /* folder of the copies */
    bool rename;            /* copies get neutral names */
    const char *report;     /* file of the report; "-": standard output */
    const char *sheet;      /* file of the contact sheet */
    const char *html;       /* file of the page for people */
};

#endif
