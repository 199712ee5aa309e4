/* Who may read a file. */
#ifndef BASE_PERMISSIONS_H
#define BASE_PERMISSIONS_H

#include <stdbool.h>
#include <sys/types.h>

/* The bits, and the group that those of the group are about. */
struct permissions {
    mode_t mode;
    gid_t group;
};

/* Those of an open file, as a file without an access control list would have them: where there is one, st_mode shows
 * its mask, the most that any named user or group has, in the place of what the owning group has (acl(5)). A named one
 * may also have less than everybody else: then nobody but the owner has more. What nobody can tell is not granted. */
struct permissions permissions_of(int fd);

/* Give another open file of this user's the same owner, group, bits and access control list, for one that takes its
 * place.
 * False: not all of it could be given; then it grants nobody what it did not grant before. */
bool permissions_copy(int from_fd, int fd);

/* What both grant. */
struct permissions permissions_both(struct permissions a, struct permissions b);

/* What a file of this group may grant: where that is another group, who is in either of the two is nobody special. */
mode_t permissions_for(struct permissions of, gid_t group);

/* The same for a file that is to be made in this folder. */
mode_t permissions_in(struct permissions of, int folder_fd);

#endif
