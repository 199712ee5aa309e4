#include "files/file_stamp.h"

#include <time.h>

/* The grain of the time that file systems write down: 2 seconds is FAT's, the coarsest. */
enum { GRAIN_SECONDS = 2 };

bool file_stamp_take(struct file_stamp *stamp, const char *path) {
    struct stat facts;
    struct timespec now;
    *stamp = (struct file_stamp){.sure = false};
    if (stat(path, &facts) != 0)
        return false;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    *stamp =
        (struct file_stamp){facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtim,
                            facts.st_mtim.tv_sec > now.tv_sec || now.tv_sec - facts.st_mtim.tv_sec > GRAIN_SECONDS};
    return true;
}

bool file_stamp_holds(const struct file_stamp *stamp, const char *path) {
    struct file_stamp now;
    return stamp->sure && file_stamp_take(&now, path) && now.device == stamp->device && now.inode == stamp->inode &&
           now.size == stamp->size && now.changed.tv_sec == stamp->changed.tv_sec &&
           now.changed.tv_nsec == stamp->changed.tv_nsec;
}
