/* The contact sheet of `scan --sheet`: the photos themselves with their faces numbered as the draft numbers them, for
 * the desk of whoever fills the manifest in. The only page of sladd's that shows originals, and it says so. */
#ifndef REPORT_CONTACT_SHEET_H
#define REPORT_CONTACT_SHEET_H

#include "drafts/draft.h"
#include "work/thumbnail.h"

#include <stdio.h>

/* One photo; borrowed. */
struct contact {
    const char *path;
    const struct draft_face *faces; /* numbered from 1, in the order of the manifest */
    size_t face_count;
};

/* False: it could not be written whole. */
bool contact_sheet_write(const struct contact *photos, const struct thumbnail *thumbnails, size_t count, FILE *to);

#endif
