#include "files/shipped_models.h"

#include "files/shipped.h"

enum sladd_status models_open(const char *given, struct vision **vision, struct sladd_error *err) {
    char shipped[SHIPPED_PATH_MAX];
    struct sladd_error lost;
    if (shipped_folder("../share/sladd/models", "../../models", shipped, &lost) != SLADD_OK && given == NULL)
        return sladd_fail(err, lost.status, "%s", lost.text);
    return vision_open(given, shipped, vision, err);
}
