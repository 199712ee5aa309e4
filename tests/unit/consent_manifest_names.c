/* Files that are manifests, those that somebody takes for one, and those that are neither. */
#include "consent/manifest_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void judge(enum manifest_name wanted, const char *const *names) {
    for (; *names != NULL; names++) {
        size_t start, length;
        enum manifest_name got = manifest_name_of(*names, &start, &length);
        if (got != wanted)
            fail_msg("%s: %d instead of %d", *names, got, wanted);
        if (wanted == NAME_SIDECAR || wanted == NAME_LIKE_SIDECAR)
            assert_int_equal(strncmp(*names + start, "IMG_1.jpg", length), 0);
    }
}

static void manifests(void **state) {
    (void)state;
    judge(NAME_FOLDER, (const char *[]){"consent.yaml", "consent.json", NULL});
    judge(NAME_SIDECAR, (const char *[]){"IMG_1.jpg.consent.yaml", "IMG_1.jpg.consent.json", NULL});
}

static void nearly(void **state) {
    (void)state;
    judge(NAME_LIKE_FOLDER, (const char *[]){"consent.yml",
                                             "Consent.yaml",
                                             "CONSENT.YAML",
                                             "consent.YAML",
                                             "consents.yaml",
                                             "consents.yml",
                                             "consent.yaml.txt",
                                             "consent.yml.txt",
                                             "consent.yam",
                                             "consent.yamll",
                                             "consent.ymal",
                                             "concent.yaml",
                                             "conset.yaml",
                                             "consent,yaml",
                                             "consent yaml",
                                             "consent_yaml",
                                             "consent.jsn",
                                             "Consent.json",
                                             "consents.json",
                                             "consent (1).yaml",
                                             "consent(2).yaml",
                                             "consent 2.yaml",
                                             "consent-1.yaml",
                                             "consent - Copy.yaml",
                                             "consent - Kopi.yaml",
                                             "Copy of consent.yaml",
                                             "Kopi av consent.yaml",
                                             "consent.yaml.bak",
                                             "consent.yaml.old",
                                             "consent.yaml.orig",
                                             ".consent.yaml",
                                             "consent",
                                             "consent.txt.yaml",
                                             "consent.yaml (1)",
                                             NULL});
    judge(NAME_LIKE_SIDECAR,
          (const char *[]){"IMG_1.jpg.consent.yml", "IMG_1.jpg.Consent.yaml", "IMG_1.jpg.consent.yaml.txt",
                           "IMG_1.jpg-consent.yaml", "IMG_1.jpg_consent.yaml", "IMG_1.jpg consent.yaml",
                           "IMG_1.jpg.consents.yaml", "IMG_1.jpg.consent", "IMG_1.jpg.consent (1).yaml",
                           "Copy of IMG_1.jpg.consent.yml", NULL});
}

static void others(void **state) {
    (void)state;
    judge(NAME_OTHER, (const char *[]){"consent.yaml~",
                                       "#consent.yaml#",
                                       ".#consent.yaml",
                                       ".consent.yaml.swp",
                                       "._consent.yaml",
                                       "._IMG_1.jpg.consent.yaml",
                                       "consent.pdf",
                                       "consent.txt",
                                       "consent.docx",
                                       "consent.csv",
                                       "content.yaml",
                                       "content.json",
                                       "consent.xml",
                                       "consensus.yaml",
                                       "config.yaml",
                                       "a.yaml",
                                       "package.json",
                                       "IMG_1.jpg",
                                       "IMG_1.jpg.json",
                                       "parental consent",
                                       "",
                                       "-",
                                       ".",
                                       "yaml",
                                       NULL});
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(manifests), cmocka_unit_test(nearly), cmocka_unit_test(others)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
