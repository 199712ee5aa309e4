/* `sladd import`: people and their consents from a sheet into a manifest. */
#ifndef CLI_IMPORT_H
#define CLI_IMPORT_H

#include "cli/args.h"

/* The exit status. */
int import_run(const struct args *args);

#endif
