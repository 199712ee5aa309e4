#include "consent/policy.h"

#include "base/language.h"
#include "consent/schema.h"

#include <stdlib.h>
#include <string.h>

enum {
    OWN_DECISION_AGE = 15,
    OWN_LEAST = 13, /* below, no European law lets a child decide alone about its data (GDPR article 8) */
    OWN_MOST = 18,  /* of age */
    OLDEST = 25     /* of those whom youth services see */
};

/* The schema, from the leaves to the root. policy.schema.json says the same to editors. */

static enum sladd_status read_own_age(struct reader *, const struct key *, const struct node *, void *target);
static enum sladd_status read_younger_than(struct reader *, const struct key *, const struct node *, void *target);
static enum sladd_status read_roles(struct reader *, const struct key *, const struct node *, void *target);
static enum sladd_status read_fixed(struct reader *, const struct key *, const struct node *, void *target);

#define AT(type, field) .member = offsetof(struct type, field)
#define MANY(type, items, number) .member = offsetof(struct type, items), .count = offsetof(struct type, number)
/* Whoever writes a rule writes down where it comes from. */
#define SOURCE(rule)                                                                                                   \
    {"source", read_text, AT(policy, sources[rule]), .required = true}, {                                              \
        .name = NULL                                                                                                   \
    }
#define FORM_OF(name, role)                                                                                            \
    { name, read_word, AT(policy, forms[role]), .words = form_words }

/* What no policy can change is written with the only word there is, so that its source stands beside it. */
static const struct word redact[] = {{"redact", 0}, {NULL, 0}};
static const struct word kept[] = {{"kept", 0}, {NULL, 0}};
static const struct word identities[] = {
    {"never", IDENTITY_NEVER}, {"with-written-consent", IDENTITY_WRITTEN}, {NULL, 0}};
static const struct word rights[] = {{"report", RIGHTS_REPORT}, {"withhold", RIGHTS_WITHHOLD}, {NULL, 0}};
static const struct word texts[] = {{"by-default", TEXT_BY_DEFAULT}, {"always", TEXT_ALWAYS}, {NULL, 0}};

static const struct key default_keys[] = {{"faces", read_fixed, .words = redact, .required = true},
                                          SOURCE(RULE_DEFAULT)};
static const struct key doubt_keys[] = {{"faces", read_fixed, .words = redact, .required = true}, SOURCE(RULE_DOUBT)};
static const struct key age_keys[] = {{"years", read_own_age, AT(policy, own_decision_age), .required = true},
                                      SOURCE(RULE_OWN_AGE)};
static const struct key agrees_keys[] = {{"required", read_answer, AT(policy, child_agrees), .required = true},
                                         SOURCE(RULE_CHILD_AGREES)};
static const struct key form_keys[] = {
    {"others", read_word, AT(policy, forms[ROLE_UNKNOWN]), .words = form_words, .required = true},
    FORM_OF("staff", ROLE_STAFF),
    FORM_OF("client", ROLE_CLIENT),
    FORM_OF("patient", ROLE_PATIENT),
    FORM_OF("relative", ROLE_RELATIVE),
    FORM_OF("pupil", ROLE_PUPIL),
    FORM_OF("child", ROLE_CHILD),
    FORM_OF("visitor", ROLE_VISITOR),
    FORM_OF("public-figure", ROLE_PUBLIC_FIGURE),
    SOURCE(RULE_FORM),
};
static const struct key identity_keys[] = {
    {"shown", read_word, AT(policy, protected_identity), .words = identities, .required = true}, SOURCE(RULE_IDENTITY)};
static const struct key rights_keys[] = {
    {"photo", read_word, AT(policy, rights_missing), .words = rights, .required = true}, SOURCE(RULE_RIGHTS)};
static const struct key remind_keys[] = {{"roles", read_roles, AT(policy, remind), .required = true},
                                         SOURCE(RULE_REMIND)};
static const struct key text_keys[] = {{"redact", read_word, AT(policy, text), .words = texts, .required = true},
                                       SOURCE(RULE_TEXT)};
static const struct key documentation_keys[] = {{"receipts", read_fixed, .words = kept, .required = true},
                                                SOURCE(RULE_DOCUMENTATION)};

static const struct key role_rule_keys[] = {
    {"roles", read_roles, AT(role_rule, roles), .required = true},
    {"younger_than", read_younger_than, AT(role_rule, younger_than)},
    {"source", read_text, AT(role_rule, source), .required = true},
    {.name = NULL},
};
static const struct shape never_kept_shape = {N_("a 'never_kept' rule"), role_rule_keys,
                                              .size = sizeof(struct role_rule)};
static const struct shape withhold_shape = {N_("a 'withhold' rule"), role_rule_keys, .size = sizeof(struct role_rule)};

static const struct key policy_keys[] = {
    {"name", read_text, AT(policy, name), .required = true},
    {"version", read_text, AT(policy, version), .required = true},
    {"date", read_date, AT(policy, date), .required = true},
    {"title", read_text, AT(policy, title)},
    {"default", read_inside, .keys = default_keys},
    {"doubt", read_inside, .keys = doubt_keys},
    {"own_decision_age", read_inside, .keys = age_keys},
    {"child_agrees", read_inside, .keys = agrees_keys},
    {"form", read_inside, .keys = form_keys},
    {"protected_identity", read_inside, .keys = identity_keys},
    {"never_kept", read_list, MANY(policy, never_kept, never_kept_count), .shape = &never_kept_shape},
    {"withhold", read_list, MANY(policy, withhold, withhold_count), .shape = &withhold_shape},
    {"rights_missing", read_inside, .keys = rights_keys},
    {"remind", read_inside, .keys = remind_keys},
    {"text", read_inside, .keys = text_keys},
    {"documentation", read_inside, .keys = documentation_keys},
    {.name = NULL},
};

static enum sladd_status read_years(struct reader *reader, const struct key *key, const struct node *node, int least,
                                    int most, void *target) {
    double number;
    if (!number_of(node, &number) || number < least || number > most || number != (int)number)
        return complain_at(reader, node, "'%s' must be a whole number of years from %d to %d", key->name, least, most);
    int years = (int)number;
    memcpy((char *)target + key->member, &years, sizeof years);
    return SLADD_OK;
}

static enum sladd_status read_own_age(struct reader *reader, const struct key *key, const struct node *node,
                                      void *target) {
    return read_years(reader, key, node, OWN_LEAST, OWN_MOST, target);
}

static enum sladd_status read_younger_than(struct reader *reader, const struct key *key, const struct node *node,
                                           void *target) {
    return read_years(reader, key, node, 1, OLDEST, target);
}

static enum sladd_status read_roles(struct reader *reader, const struct key *key, const struct node *node,
                                    void *target) {
    const struct key one = {.name = key->name, .words = role_words};
    unsigned roles = 0;
    if (node->type != NODE_LIST || node->count == 0)
        return complain_at(reader, node, "'%s' must be a list of roles; write it in brackets: [patient, relative]",
                           key->name);
    for (const struct node *item = node->first; item != NULL; item = item->next) {
        int role = 0;
        enum sladd_status status = read_word(reader, &one, item, &role);
        if (status != SLADD_OK)
            return status;
        roles |= 1u << role;
    }
    memcpy((char *)target + key->member, &roles, sizeof roles);
    return SLADD_OK;
}

static enum sladd_status read_fixed(struct reader *reader, const struct key *key, const struct node *node,
                                    void *target) {
    struct key single = *key;
    int scratch;
    (void)target;
    single.member = 0;
    return read_word(reader, &single, node, &scratch);
}

static void fill_silence(struct policy *policy) {
    if (policy->own_decision_age == 0)
        policy->own_decision_age = OWN_DECISION_AGE;
    if (policy->child_agrees == ANSWER_NONE)
        policy->child_agrees = ANSWER_YES;
    for (int role = 0; role < ROLE_COUNT; role++)
        if (policy->forms[role] == FORM_UNKNOWN)
            policy->forms[role] =
                policy->forms[ROLE_UNKNOWN] != FORM_UNKNOWN ? policy->forms[ROLE_UNKNOWN] : FORM_VERBAL;
}

enum sladd_status policy_parse(struct span text, const char *path, struct policy **policy, struct sladd_error *err) {
    struct tree tree;
    *policy = NULL;
    enum sladd_status status = tree_parse(&tree, text, path, "name: our-policy", err);
    if (status != SLADD_OK)
        return status;
    struct reader reader = {&tree, err};
    struct policy *made = calloc(1, sizeof *made);
    status =
        made != NULL ? read_mapping(&reader, policy_keys, _("a policy"), tree.root, made) : fail_memory(reader.err);
    tree_clear(&tree);
    if (status != SLADD_OK) {
        policy_free(made);
        return status;
    }
    fill_silence(made);
    sha256_hex(text, made->sha256);
    *policy = made;
    return SLADD_OK;
}

static void free_rules(struct role_rule *rules, size_t count) {
    for (size_t i = 0; i < count; i++)
        free(rules[i].source);
    free(rules);
}

void policy_free(struct policy *policy) {
    if (policy == NULL)
        return;
    for (int i = 0; i < RULE_COUNT; i++)
        free(policy->sources[i]);
    free_rules(policy->never_kept, policy->never_kept_count);
    free_rules(policy->withhold, policy->withhold_count);
    free(policy->name);
    free(policy->version);
    free(policy->title);
    free(policy);
}
