/* `sladd check`: the gate of a media folder. Changes nothing. */
#ifndef CLI_CHECK_H
#define CLI_CHECK_H

#include "cli/args.h"

/* Returns the exit status; the findings are on standard output, in the format that was asked for. */
int check_run(const struct args *args);

#endif
