/* `sladd clean`: the main job. */
#ifndef CLI_CLEAN_H
#define CLI_CLEAN_H

#include "cli/args.h"

/* Returns the exit status; everything there is to say was said. */
int clean_run(const struct args *args);

#endif
