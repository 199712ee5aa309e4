#include "base/permissions.h"

#include <endian.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>

/* As the kernel hands it out (linux/posix_acl_xattr.h), little-endian. */
enum { ACL_HEADER = 4, ACL_ENTRY = 8, ACL_GROUP_OBJ = 0x04, ACL_MASK = 0x10, MOST_ENTRIES = 512 };

static uint16_t number_at(const uint8_t *at) {
    uint16_t number;
    memcpy(&number, at, sizeof number);
    return le16toh(number);
}

mode_t permissions_of(int fd) {
    uint8_t list[ACL_HEADER + MOST_ENTRIES * ACL_ENTRY];
    struct stat facts;
    mode_t group = 0, mask = 07;
    if (fstat(fd, &facts) != 0)
        return 0;
    const ssize_t size = fgetxattr(fd, "system.posix_acl_access", list, sizeof list);
    if (size < 0 && (errno == ENODATA || errno == EOPNOTSUPP))
        return facts.st_mode & 0777;
    for (ssize_t at = ACL_HEADER; at + ACL_ENTRY <= size; at += ACL_ENTRY) {
        const uint16_t tag = number_at(list + at);
        group = tag == ACL_GROUP_OBJ ? number_at(list + at + 2) : group;
        mask = tag == ACL_MASK ? number_at(list + at + 2) : mask;
    }
    return facts.st_mode & 0777 & (0707 | (group & mask) << 3);
}
