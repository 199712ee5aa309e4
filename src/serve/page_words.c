#include "serve/page_words.h"

#include "base/language.h"
#include "record/outcome_json.h"

static const char *const words[][2] = {
#define PAGE_WORD(name, text) {name, text},
#include "serve/page_words.def"
#undef PAGE_WORD
};

json_t *page_words(void) {
    json_t *all = json_pack("{s:s}", "lang", _("en"));
    bool good = true;
    for (size_t i = 0; i < sizeof words / sizeof *words && good; i++)
        good = json_object_set_new(all, words[i][0], json_string(_(words[i][1]))) == 0;
    return json_all(all, good);
}
