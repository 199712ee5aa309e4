#include "consent/policy.h"

#include "base/ascii.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char ENDING[] = ".yaml"; /* of the policies that came with sladd */

static int is_policy(const struct dirent *entry) {
    return ascii_ends_with(entry->d_name, ENDING);
}

/* "a, b, c" of the policies in a folder; false: there is none. */
static bool list_policies(const char *folder, char *list, size_t size) {
    struct dirent **names = NULL;
    int count = TEMP_FAILURE_RETRY(scandir(folder, &names, is_policy, alphasort));
    size_t used = 0;
    list[0] = '\0';
    for (int i = 0; i < count; i++) {
        int length = (int)(strlen(names[i]->d_name) - strlen(ENDING));
        if (used < size)
            used += (size_t)snprintf(list + used, size - used, "%s%.*s", i > 0 ? ", " : "", length, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return count > 0;
}

static enum sladd_status load(const char *path, struct policy **policy, struct sladd_error *err) {
    struct bytes text = {0};
    struct sladd_error reason = {0};
    enum sladd_status status = bytes_read_path(&text, path, POLICY_MAX_BYTES, &reason);
    if (status != SLADD_OK)
        return sladd_fail(err, status == SLADD_NO_MEMORY ? status : SLADD_MANIFEST, "%s: cannot read the policy: %s",
                          path, reason.text);
    status = policy_parse(bytes_span(&text), path, policy, err);
    bytes_clear(&text);
    return status;
}

static bool is_path(const char *given) {
    return strchr(given, '/') != NULL || ascii_ends_with(given, ".yaml") || ascii_ends_with(given, ".yml") ||
           ascii_ends_with(given, ".json");
}

enum sladd_status policy_open(const char *given, const char *shipped, struct policy **policy, struct sladd_error *err) {
    char *path = NULL, list[200];
    *policy = NULL;
    if (is_path(given))
        return load(given, policy, err);
    if (asprintf(&path, "%s/%s%s", shipped, given, ENDING) < 0)
        return fail_memory(err);
    enum sladd_status status;
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        status = list_policies(shipped, list, sizeof list)
                     ? sladd_fail(err, SLADD_USAGE,
                                  "there is no policy '%s'; choose one of: %s. Give a policy of your own as a file: "
                                  "./%s.yaml",
                                  given, list, given)
                     : sladd_fail(err, SLADD_USAGE,
                                  "there is no policy '%s', for those that come with sladd are not in %s; install "
                                  "sladd as a whole, or give a file",
                                  given, shipped);
    } else {
        status = load(path, policy, err);
    }
    free(path);
    return status;
}
