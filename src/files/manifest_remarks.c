/* What is worth a word in the entries of a run's manifests. */
#include "base/language.h"
#include "base/utf8.h"
#include "consent/tree.h"
#include "files/manifests.h"

static void print_remark(const struct manifests *manifests, const struct remark *remark, FILE *to) {
    char file[SHOWN_PATH], photo[SHOWN_PATH];
    text_clean_to(file, sizeof file, shown_path(remark->manifest->path));
    const struct shown name = shown(remark->entry->file);
    const char *entry = name.text;
    int line = remark->entry->line;
    switch (remark->kind) {
    case REMARK_NO_PHOTO:
    case REMARK_NOT_USED:
        (void)fprintf(to, _("%s:%d: note: there is no photo '%s' here\n"), file, line, entry);
        break;
    case REMARK_NOT_BESIDE:
        (void)fprintf(to, _("%s:%d: note: '%s' is not the photo beside it and is not read\n"), file, line, entry);
        break;
    case REMARK_OTHER_NAME:
        text_clean_to(photo, sizeof photo, manifests->resolver.photos[remark->photo].relative);
        (void)fprintf(to, _("%s:%d: note: '%s' is taken for %s\n"), file, line, entry, photo);
        break;
    case REMARK_KINDS:
        break;
    }
}

/* What is lost with an entry that nobody obeys: a no, or somebody who may have to be hidden, or neither. */
enum loss { LOSS_NO, LOSS_FACES, LOSS_LITTLE, LOSSES };
static enum loss loss_of(const struct photo_entry *entry) {
    bool no = entry->publish == ANSWER_NO || entry->permission == ANSWER_NO || entry->redact_count > 0;
    return no ? LOSS_NO : entry->face_count > 0 ? LOSS_FACES : LOSS_LITTLE;
}

void manifests_print_remarks(const struct manifests *manifests, FILE *to) {
    enum { MOST_OF_A_KIND = 8 };
    const struct resolver *resolver = &manifests->resolver;
    size_t seen[REMARK_KINDS] = {0};
    for (enum loss loss = LOSS_NO; loss < LOSSES; loss++)
        for (size_t i = 0; i < resolver->remark_count; i++)
            if (loss_of(resolver->remarks[i].entry) == loss && seen[resolver->remarks[i].kind]++ < MOST_OF_A_KIND)
                print_remark(manifests, &resolver->remarks[i], to);
    for (int kind = 0; kind < REMARK_KINDS; kind++)
        if (seen[kind] > MOST_OF_A_KIND)
            (void)fprintf(to, _("    and %zu more like this\n"), seen[kind] - MOST_OF_A_KIND);
}
