/* Has a file or folder changed since it was looked at? By what its directory entry says (as git's index does), without
 * reading it. */
#ifndef FILES_FILE_STAMP_H
#define FILES_FILE_STAMP_H

#include <stdbool.h>
#include <sys/stat.h>

/* Zero-initialised it is no file's. */
struct file_stamp {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec changed; /* st_mtim */
    bool sure;               /* it had not been changed just before: the next change will be seen */
};

/* To be taken before the file is read. False: there is no such file. */
bool file_stamp_take(struct file_stamp *stamp, const char *path);

/* True: it is as it was. False also where nobody can tell, because it was changed within the same tick of the clock. */
bool file_stamp_holds(const struct file_stamp *stamp, const char *path);

#endif
