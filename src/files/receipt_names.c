#include "files/receipt_names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool receipts_is_file(const char *name) {
    static const char start[] = ".sladd-receipts.", end[] = "jsonl";
    size_t length = strlen(name);
    return length >= sizeof start + sizeof end - 2 && memcmp(name, start, sizeof start - 1) == 0 &&
           strcmp(name + length - (sizeof end - 1), end) == 0;
}

int receipts_is_entry(const struct dirent *entry) {
    return receipts_is_file(entry->d_name);
}

bool receipts_are_in(int folder_fd) {
    struct dirent **entries = NULL;
    int count = TEMP_FAILURE_RETRY(scandirat(folder_fd, ".", &entries, receipts_is_entry, NULL));
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return count > 0;
}
