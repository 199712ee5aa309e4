#include "cli/language.h"

#include "cli/shipped.h"

#include <locale.h>

void language_init(void) {
    char folder[SHIPPED_PATH_MAX];
    (void)setlocale(LC_CTYPE, "");
    (void)setlocale(LC_MESSAGES, "");
    if (shipped_folder("../share/locale", "locale", folder)) {
        (void)bindtextdomain("sladd", folder);
        (void)bind_textdomain_codeset("sladd", "UTF-8");
        (void)textdomain("sladd");
    }
}
