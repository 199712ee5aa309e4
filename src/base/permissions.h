/* Who may read a file. */
#ifndef BASE_PERMISSIONS_H
#define BASE_PERMISSIONS_H

#include <sys/types.h>

/* The permission bits of an open file, as a file without an access control list would have them: where there is one,
 * st_mode shows its mask, the most that any named user or group has, in the place of what the owning group has
 * (acl(5)). What nobody can tell is not granted. */
mode_t permissions_of(int fd);

#endif
