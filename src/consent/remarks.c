/* Entries that somebody should look at. */
#include "base/array.h"
#include "consent/near_names.h"

enum sladd_status resolver_remark(struct resolver *resolver, struct remark remark, struct sladd_error *err) {
    if (!array_grow((void **)&resolver->remarks, &resolver->remark_capacity, resolver->remark_count + 1,
                    sizeof *resolver->remarks))
        return fail_memory(err);
    resolver->remarks[resolver->remark_count++] = remark;
    return SLADD_OK;
}

static bool speaks(const struct manifest_entry *entry, const struct photo_entry *photo) {
    const struct photo_entry *part;
    for (size_t i = 0; (part = entry_part(entry, i)) != NULL; i++)
        if (part == photo)
            return true;
    return false;
}

void resolver_forget_missing(struct resolver *resolver, const struct manifest_entry *entry) {
    size_t left = 0;
    for (size_t i = 0; i < resolver->remark_count; i++) {
        const struct remark *remark = &resolver->remarks[i];
        const bool missing = remark->kind == REMARK_NO_PHOTO || remark->kind == REMARK_NOT_USED;
        if (!missing || !speaks(entry, remark->entry))
            resolver->remarks[left++] = *remark;
    }
    resolver->remark_count = left;
}
