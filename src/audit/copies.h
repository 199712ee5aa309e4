/* What copies carry besides their pictures. Structure costs little to look at, so it is looked at whatever a receipt
 * says; but a process a copy would cost more than the look, so that one child looks at many. Their receipts have been
 * found by then, by the digests of their bytes: these are not the files that a stranger sent. */
#ifndef AUDIT_COPIES_H
#define AUDIT_COPIES_H

#include "files/inputs.h"

/* One copy to look at. */
struct copy {
    const struct input *input; /* borrowed */
    struct sladd_names
        carried; /* out: what breaks a rule of leaks.h for a copy with a receipt; the caller's to clear */
    bool known;  /* out: that is all; false: it could not be told, so that no receipt is to be believed */
};

/* Look at all of them. The status is that of workers_run; a child that dies leaves its copies unknown. */
enum sladd_status copies_survey(struct copy *copies, size_t count, int jobs, bool open_doors, bool *interrupted,
                                struct sladd_error *err);

#endif
