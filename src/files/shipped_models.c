#include "files/shipped_models.h"

#include "files/shipped.h"

enum sladd_status models_open(const char *given, struct vision **vision, struct sladd_error *err) {
    char shipped[SHIPPED_PATH_MAX];
    (void)shipped_folder("../share/sladd/models", "../../models", shipped);
    return vision_open(given, shipped, vision, err);
}
