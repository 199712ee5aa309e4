/* Which published copies show a person: what a withdrawal concerns. */
#include "base/outcome_parts.h"
#include "ledger/output_folder.h"
#include "record/outcome_json.h"
#include "serve/site.h"

#include <stdlib.h>

json_t *site_copies_of(const struct site *site, const char *person, struct sladd_error *err) {
    struct output_folder folder = {.fd = -1};
    struct receipts receipts = {.folder_fd = -1, .append_fd = -1};
    const char *path = site->session.options.selection->output;
    json_t *copies = json_array();
    enum sladd_status status = path != NULL ? output_folder_open(&folder, path, err) : SLADD_OK;
    if (status == SLADD_OK && folder.fd >= 0)
        status = receipts_open(&receipts, folder.fd, path, 0, 0, err);
    struct receipt **list = status == SLADD_OK ? receipts_list(&receipts) : NULL;
    bool good = list != NULL;
    for (size_t i = 0; good && i < receipts.count; i++)
        if (sladd_outcome_keeps(&list[i]->outcome, person))
            good = json_array_append_new(copies, text_to_json(list[i]->output)) == 0;
    if (status == SLADD_OK && (!good || copies == NULL))
        status = fail_memory(err);
    free(list);
    receipts_clear(&receipts);
    output_folder_close(&folder);
    return json_all(copies, status == SLADD_OK);
}
