#include "cli/models.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum sladd_status models_open(const char *given, struct vision **vision, struct sladd_error *err) {
    static const char *const places[] = {"../share/sladd/models", "../../models"};
    char program[PATH_MAX], shipped[PATH_MAX + 32] = "";
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length > 0 ? length : 0] = '\0';
    char *slash = strrchr(program, '/');
    for (size_t i = 0; i < sizeof places / sizeof *places && slash != NULL; i++) {
        slash[1] = '\0';
        (void)snprintf(shipped, sizeof shipped, "%s%s", program, places[i]);
        if (access(shipped, R_OK | X_OK) == 0)
            break;
    }
    return vision_open(given, shipped, vision, err);
}
