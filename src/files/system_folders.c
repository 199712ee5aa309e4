#include "files/system_folders.h"

#include "base/ascii.h"
#include "base/language.h"

bool system_folder(const char *name) {
    static const char *const names[] = {
        /* network storage: Synology, QNAP */
        "@eaDir", "#recycle", "#snapshot", "@Recycle", "@Recently-Snapshot", ".@__thumb", "@tmp",
        /* Windows */
        "$RECYCLE.BIN", "RECYCLER", "System Volume Information",
        /* macOS */
        ".Trashes", ".Spotlight-V100", ".fseventsd", ".TemporaryItems", ".DocumentRevisions-V100", ".AppleDouble",
        /* Linux: the bins of removable disks have the user's number behind them */
        ".Trash", "lost+found", ".thumbnails", ".thumbs", ".sh_thumbnails"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ascii_same(name, names[i]))
            return true;
    return ascii_starts_with(name, ".Trash-");
}

void system_folders_print(size_t count, FILE *to) {
    if (count > 0)
        (void)fprintf(to,
                      P_("%zu folder left out that the system keeps for itself (thumbnails, deleted files)\n",
                         "%zu folders left out that the system keeps for itself (thumbnails, deleted files)\n", count),
                      count);
}
