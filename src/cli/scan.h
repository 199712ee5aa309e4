/* `sladd scan`: draft the manifests. */
#ifndef CLI_SCAN_H
#define CLI_SCAN_H

#include "cli/args.h"

/* Returns the exit status; everything there is to say was said. */
int scan_run(const struct args *args);

#endif
