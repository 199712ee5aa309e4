/* Included before everything else when clang-tidy looks, and only then: its analyzer reads one file at a time and does
 * not know that these return the failure that they were given, or always one. */
#ifndef SUPPORT_TIDY_H
#define SUPPORT_TIDY_H

#include "base/fail.h"
#include "consent/tree.h"

#define sladd_fail(err, status, ...) ((void)sladd_fail(err, status, __VA_ARGS__), (status))
#define fail_memory(err) ((void)fail_memory(err), SLADD_NO_MEMORY)
#define complain(err, path, ...) ((void)complain(err, path, __VA_ARGS__), SLADD_MANIFEST)

#endif
