/* The walls around a child that reads a stranger's photo: open descriptors, memory, and nothing else.
 *
 * no_new_privs, no capabilities, Landlock (no file of any file system, no TCP, no signal to others; landlock(7)) and a
 * list of system calls that are allowed (seccomp(2)). There is no open, socket, exec, fork, ptrace or kill on that
 * list, nothing that takes a name, and no memory that can be executed. Whatever the libraries read from files, they
 * have read before the doors close. */
#ifndef WORK_SANDBOX_H
#define WORK_SANDBOX_H

#include "base/fail.h"

#include <stddef.h>

/* Close every descriptor of this process but these (those that are negative do not count), also where the kernel, or
 * what stands before it, has no close_range(2). SLADD_IO: some may be open still, and then nothing may be read. */
enum sladd_status sandbox_close_others(const int *keep, size_t count, struct sladd_error *err);

/* Shut the doors for good. SLADD_IO: the kernel does not offer what is needed; SLADD_NO_MEMORY: it may, another time.
 * Then nothing may be read. */
enum sladd_status sandbox_enter(struct sladd_error *err);

/* Can they be shut at all here? Tried out in a child of its own. SLADD_USAGE: no, and only this may make anybody think
 * of doing without them. SLADD_NO_MEMORY, SLADD_CRASHED: what would have told lacked memory or a process, or was ended
 * by others. */
enum sladd_status sandbox_is_offered(struct sladd_error *err);

#endif
