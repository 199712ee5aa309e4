/* What the page is told: the session as JSON. Texts of files and people go in as texts (jansson escapes them), and
 * never as markup; sentences are in the language of the locale. All results are the caller's; NULL: out of memory. */
#ifndef SERVE_ANSWERS_H
#define SERVE_ANSWERS_H

#include "serve/session.h"

#include <jansson.h>

/* Everything that changed after `since` (-1: everything): photos, and the people where one of them changed. */
json_t *answer_state(const struct session *session, long long since);

/* One photo: every place in it, and what is said of it. */
json_t *answer_photo(const struct session *session, size_t photo);

/* The people of all manifests, with what the policy says of each today. */
json_t *answer_people(const struct session *session);

/* Yes or no; null: neither was said. */
json_t *answer_to_json(enum answer answer);

#endif
