/* libFuzzer: any bytes are a request of the review page's server: what it says of itself, and what it asks for. The
 * guard lets in nothing without the token and the right host, every answer is one, and what an edit makes of a manifest
 * is a manifest that has all that was there. */
#include "serve/guard.h"
#include "serve/site.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char beginning[] =
    "version: 1\npeople:\n  kari: {name: Kari, consent: [{form: written, date: 2026-05-01}]} # boss\nphotos:\n"
    "  a.jpg: # the boat\n    faces:\n    - {person: kari, box: [0.1, 0.1, 0.2, 0.2]} # left\n"
    "    - box: [0.5, 0.5, 0.2, 0.2]\n      person: \"?\"\n    keep: [{box: [0.3, 0.3, 0.1, 0.1], what: no-face}]\n";

static struct site site;
static struct sladd_settings settings;
static struct selection selection;
static char folder[] = "/tmp/fuzz-review-XXXXXX";
static char *paths[] = {folder};

static void require(bool good) {
    if (!good)
        abort();
}

static void put(const char *name, const char *text) {
    char path[64];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    require(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text) && close(fd) == 0);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    static struct policy policy = {.name = (char *)"fuzz", .version = (char *)"1", .own_decision_age = 15};
    (void)argc;
    (void)argv;
    require(mkdtemp(folder) != NULL && sladd_settings_init(&settings, NULL) == SLADD_OK);
    put("a.jpg", "no photo");
    put("b.jpg", "no photo either");
    put("consent.yaml", beginning);
    selection = (struct selection){.paths = paths, .path_count = 1};
    const struct session_options options = {
        .settings = &settings, .selection = &selection, .policy = &policy, .jobs = 1};
    require(session_open(&site.session, &options, NULL) == SLADD_OK && site.session.plan.count == 2);
    for (size_t i = 0; i < 2; i++) {
        struct sladd_outcome *outcome = &site.session.views[i].outcome;
        memset(outcome->source_sha256, '0' + (int)i, sizeof outcome->source_sha256 - 1);
        outcome->width = outcome->height = 1000;
    }
    return 0;
}

/* Lines of the input as the headers of a request. */
static void visit(const char *text) {
    static const struct guard guard = {"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 8080};
    char *copy = strdup(text), *rest = copy, *fields[8];
    const char *name;
    require(copy != NULL);
    for (size_t i = 0; i < 8; i++)
        fields[i] = rest != NULL ? strsep(&rest, "\n") : NULL;
    const struct visitor visitor = {fields[0] != NULL ? fields[0] : "",
                                    fields[1] != NULL ? fields[1] : "",
                                    fields[2],
                                    fields[3],
                                    fields[4],
                                    fields[5],
                                    fields[6],
                                    fields[7]};
    if (guard_check(&guard, &visitor, &name) == 0) {
        require(strncmp(visitor.path + 1, guard.token, strlen(guard.token)) == 0);
        require(strstr(visitor.host, ":8080") != NULL);
        require(visitor.origin == NULL || strstr(visitor.origin, "http://") == visitor.origin);
        require(name >= visitor.path && name <= visitor.path + strlen(visitor.path));
    }
    free(copy);
}

static void ask(const char *name, bool post, struct span body) {
    struct request request = {.name = name, .post = post, .photo = body.size % 3, .since = -1, .body = body};
    struct reply reply = {0};
    site_answer(&site, &request, &reply);
    require(reply.status >= 200 && reply.status < 500);
    bytes_clear(&reply.body);
    if (reply.close)
        (void)close(reply.fd);
}

/* Everything that was written down is still there, unless somebody said otherwise. */
static void check_books(void) {
    for (size_t i = 0; i < site.session.books.count; i++) {
        const struct book *book = &site.session.books.items[i];
        struct manifest *manifest = NULL;
        if (book->text.data == NULL || book->unsaved == 0)
            continue;
        require(manifest_parse(bytes_span(&book->text), "m", &manifest, NULL) == SLADD_OK);
        require(manifest->person_count >= 1 && manifest_photo(manifest, "a.jpg") != NULL);
        require(span_holds(bytes_span(&book->text), "# boss"));
        manifest_free(manifest);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = size > 0 ? strndup((const char *)data, size) : NULL;
    if (text == NULL)
        return 0;
    visit(text);
    char *line = strchr(text, '\n');
    if (line != NULL) {
        *line = '\0';
        size_t used = (size_t)(line + 1 - text);
        ask(text, true, (struct span){data + used, size - used});
        ask(text, false, (struct span){data + used, size - used});
    }
    ask("edit", true, (struct span){data, size});
    check_books();
    ask("state", false, (struct span){data, size});
    while (site.session.books.edit_count > 0)
        books_undo(&site.session.books);
    site.session.ended = false;
    free(text);
    return 0;
}
