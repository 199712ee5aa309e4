#include "files/policies.h"

#include "files/shipped.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool ends_with(const char *text, const char *ending) {
    size_t length = strlen(text), tail = strlen(ending);
    return length >= tail && strcmp(text + length - tail, ending) == 0;
}

static int is_policy(const struct dirent *entry) {
    return ends_with(entry->d_name, ".yaml");
}

/* "a, b, c" of the policies in a folder. */
static void list_policies(const char *folder, char *list, size_t size) {
    struct dirent **names = NULL;
    int count = scandir(folder, &names, is_policy, alphasort);
    size_t used = 0;
    (void)snprintf(list, size, "none");
    for (int i = 0; i < count; i++) {
        int length = (int)(strlen(names[i]->d_name) - strlen(".yaml"));
        if (used < size)
            used += (size_t)snprintf(list + used, size - used, "%s%.*s", i > 0 ? ", " : "", length, names[i]->d_name);
        free(names[i]);
    }
    free(names);
}

static enum sladd_status load(const char *path, struct policy **policy, struct sladd_error *err) {
    struct bytes text = {0};
    struct sladd_error reason = {0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return sladd_fail(err, SLADD_MANIFEST, "%s: cannot read the policy: %s", path, strerror(errno));
    enum sladd_status status = SLADD_OK;
    if (bytes_read_fd(&text, fd, POLICY_MAX_BYTES, &reason) != SLADD_OK)
        status = sladd_fail(err, SLADD_MANIFEST, "%s: cannot read the policy: %s", path, reason.text);
    if (status == SLADD_OK)
        status = policy_parse(bytes_span(&text), path, policy, err);
    bytes_clear(&text);
    (void)close(fd);
    return status;
}

enum sladd_status policies_open(const char *given, struct policy **policy, struct sladd_error *err) {
    char folder[SHIPPED_PATH_MAX], list[200];
    *policy = NULL;
    if (strchr(given, '/') != NULL || ends_with(given, ".yaml") || ends_with(given, ".yml") ||
        ends_with(given, ".json"))
        return load(given, policy, err);
    char *path = NULL;
    (void)shipped_folder("../share/sladd/policies", "policies", folder);
    if (asprintf(&path, "%s/%s.yaml", folder, given) < 0)
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the policy");
    enum sladd_status status;
    if (access(path, F_OK) != 0) {
        list_policies(folder, list, sizeof list);
        status = sladd_fail(err, SLADD_USAGE,
                            "--policy %s: there is no policy of this name; there are: %s. A policy of your own is "
                            "given as a file: ./%s.yaml",
                            given, list, given);
    } else {
        status = load(path, policy, err);
    }
    free(path);
    return status;
}
