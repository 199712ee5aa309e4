#include "cli/locale.h"

#include "base/language.h"
#include "files/shipped.h"

#include <locale.h>
#include <stdlib.h>

/* The language that the environment names, where the system has no such locale (a container, a server): sladd's own
 * translations need nothing of it. */
static void follow_environment(void) {
    const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *wanted = NULL;
    for (int i = 0; i < 3 && (wanted == NULL || wanted[0] == '\0'); i++)
        wanted = getenv(names[i]);
    if (wanted != NULL && setlocale(LC_MESSAGES, "C.UTF-8") != NULL)
        (void)setenv("LANGUAGE", wanted, 0);
}

void language_init(void) {
    char folder[SHIPPED_PATH_MAX];
    (void)setlocale(LC_CTYPE, "");
    if (setlocale(LC_MESSAGES, "") == NULL)
        follow_environment();
    if (shipped_folder("../share/locale", "locale", folder, NULL) == SLADD_OK) {
        (void)bindtextdomain("sladd", folder);
        (void)bind_textdomain_codeset("sladd", "UTF-8");
    }
    (void)_("Face"); /* opens the catalogue now: a worker may open nothing */
}

void language_english(void) {
    (void)setlocale(LC_MESSAGES, "C");
}
