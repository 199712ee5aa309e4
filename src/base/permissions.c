#include "base/permissions.h"

#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

/* As the kernel hands it out (linux/posix_acl_xattr.h), little-endian. */
enum { ACL_HEADER = 4, ACL_ENTRY = 8, MOST_ENTRIES = 512 };
enum { ACL_USER = 0x02, ACL_GROUP_OBJ = 0x04, ACL_GROUP = 0x08, ACL_MASK = 0x10 };

static uint16_t number_at(const uint8_t *at) {
    uint16_t number;
    memcpy(&number, at, sizeof number);
    return le16toh(number);
}

static const char acl[] = "system.posix_acl_access";

/* There is none, or the file system knows none. */
static bool is_without_acl(void) {
    return errno == ENODATA || errno == EOPNOTSUPP;
}

struct permissions permissions_of(int fd) {
    uint8_t list[ACL_HEADER + MOST_ENTRIES * ACL_ENTRY];
    struct stat facts;
    if (fstat(fd, &facts) != 0)
        return (struct permissions){0};
    const ssize_t size = fgetxattr(fd, acl, list, sizeof list);
    if (size < 0 && is_without_acl())
        return (struct permissions){facts.st_mode & 0777, facts.st_gid};
    mode_t group = 0, mask = 07, named = size < 0 ? 0 : 07;
    bool is_named = false;
    for (ssize_t at = ACL_HEADER; at + ACL_ENTRY <= size; at += ACL_ENTRY) {
        const uint16_t tag = number_at(list + at), bits = number_at(list + at + 2);
        group = tag == ACL_GROUP_OBJ ? bits : group;
        mask = tag == ACL_MASK ? bits : mask;
        is_named |= tag == ACL_USER || tag == ACL_GROUP;
        named &= tag == ACL_USER || tag == ACL_GROUP ? bits : 07;
    }
    named &= is_named ? mask : 07;
    return (struct permissions){facts.st_mode & (0700 | (group & mask & named) << 3 | named), facts.st_gid};
}

/* Does it grant what a file without a list grants? On some shares nobody can change anything, and nothing is missing.
 */
static bool grants_as_much(int fd, const struct stat *from) {
    const mode_t group = from->st_mode >> 3 & 06, others = from->st_mode & 06;
    struct stat to;
    return fstat(fd, &to) == 0 && (from->st_mode & ~to.st_mode & 0666) == 0 &&
           (to.st_gid == from->st_gid || (group & ~others) == 0);
}

/* Or to its group alone: only root gives files away. Whom the bits are about comes before them. */
static bool give(int fd, const struct stat *from, const struct stat *to) {
    const bool grouped = to->st_gid == from->st_gid;
    return (grouped && to->st_uid == from->st_uid) || fchown(fd, from->st_uid, from->st_gid) == 0 || grouped ||
           fchown(fd, (uid_t)-1, from->st_gid) == 0;
}

/* May its owner do what they could, if only as one of the group or of the others? */
static bool serves_owner(int fd, const struct stat *from) {
    const mode_t owner = from->st_mode >> 6 & 06, now = permissions_of(fd).mode;
    struct stat to;
    return fstat(fd, &to) == 0 && (to.st_uid == from->st_uid || (owner & ~(now >> 3)) == 0 || (owner & ~now) == 0);
}

bool permissions_copy(int from_fd, int fd) {
    uint8_t list[ACL_HEADER + MOST_ENTRIES * ACL_ENTRY];
    struct stat from, to;
    if (fstat(from_fd, &from) != 0 || fstat(fd, &to) != 0)
        return false;
    const ssize_t size = fgetxattr(from_fd, acl, list, sizeof list);
    if (size < 0 && !is_without_acl())
        return false;
    bool same;
    if (!give(fd, &from, &to))
        same = size < 0 && grants_as_much(fd, &from);
    else if (size >= 0)
        same = fsetxattr(fd, acl, list, (size_t)size, 0) == 0;
    else
        same = (fremovexattr(fd, acl) == 0 || is_without_acl()) && /* that of its folder */
               (fchmod(fd, from.st_mode & 0777) == 0 || grants_as_much(fd, &from));
    return same && serves_owner(fd, &from);
}

struct permissions permissions_both(struct permissions a, struct permissions b) {
    return (struct permissions){permissions_for(a, b.group) & permissions_for(b, a.group), a.group};
}

mode_t permissions_for(struct permissions of, gid_t group) {
    const mode_t all = of.mode >> 3 & of.mode & 07;
    return of.group == group ? of.mode : (of.mode & 0700) | all << 3 | all;
}

mode_t permissions_in(struct permissions of, int folder_fd) {
    struct stat facts;
    const bool known = fstat(folder_fd, &facts) == 0;
    return permissions_for(of, known && (facts.st_mode & S_ISGID) != 0 ? facts.st_gid : getegid());
}
