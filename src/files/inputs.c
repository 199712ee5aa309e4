#include "files/inputs.h"

#include "base/array.h"
#include "base/ascii.h"
#include "base/bytes.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/paths.h"
#include "files/path_list.h"
#include "files/receipt_names.h"
#include "files/system_folders.h"
#include "format/format.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What stays the same during one walk. */
struct walk {
    struct inputs *inputs;
    const char *root;
    const struct left_out *left_out; /* NULL: nothing */
    struct sladd_error *err;
};

static void input_clear(struct input *input) {
    free(input->path);
    free(input->relative);
    free(input->root);
    free(input->problem);
}

static enum sladd_status add(struct inputs *inputs, const char *path, const char *relative, const char *root,
                             bool named, const char *problem, struct sladd_error *err) {
    if (inputs->count >= limit_of(LIMIT_PHOTOS))
        return sladd_fail(err, SLADD_TOO_LARGE, "more than %llu photos in one run; --limit photos=N raises the limit",
                          (unsigned long long)limit_of(LIMIT_PHOTOS));
    struct input input = {strdup(path), strdup(relative), strdup(root), named,
                          problem != NULL ? strdup(problem) : NULL};
    if (input.path == NULL || input.relative == NULL || input.root == NULL ||
        (problem != NULL && input.problem == NULL) ||
        !array_grow((void **)&inputs->items, &inputs->capacity, inputs->count + 1, sizeof *inputs->items)) {
        input_clear(&input);
        return fail_memory(err);
    }
    inputs->items[inputs->count++] = input;
    return SLADD_OK;
}

/* Also a folder that cannot be walked. Slashes at its end are no part of its name. */
static enum sladd_status add_named(struct inputs *inputs, const char *path, const char *problem,
                                   struct sladd_error *err) {
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    char *plain = strndup(path, length), *slash = plain != NULL ? strrchr(plain, '/') : NULL;
    const char *name = slash != NULL && slash[1] != '\0' ? slash + 1 : plain;
    char *root = slash == NULL ? strdup(".") : slash == plain ? strdup("/") : strndup(plain, (size_t)(slash - plain));
    enum sladd_status status =
        plain == NULL || root == NULL ? fail_memory(err) : add(inputs, path, name, root, true, problem, err);
    free(plain);
    free(root);
    return status;
}

bool inputs_is_manifest(const char *name) {
    return ascii_same(name, "consent.yaml") || ascii_same(name, "consent.json") ||
           ascii_ends_with(name, ".consent.yaml") || ascii_ends_with(name, ".consent.json");
}

/* `flags`: O_NOFOLLOW, or 0. */
static bool has_picture_in_it(int folder, const char *name, int flags) {
    uint8_t head[FORMAT_HEAD_BYTES];
    int fd = TEMP_FAILURE_RETRY(openat(folder, name, flags | O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (fd < 0)
        return true; /* unreadable: reported as such later, not passed over */
    ssize_t got = TEMP_FAILURE_RETRY(pread(fd, head, sizeof head, 0));
    (void)close(fd);
    return got < 0 || format_is_picture((struct span){head, (size_t)got});
}

bool inputs_is_photo(const char *path) {
    return format_is_picture_name(path) || has_picture_in_it(AT_FDCWD, path, O_NOFOLLOW);
}

static int compare_entries(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_entry(const struct dirent *entry) {
    return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static bool is_left_out(const struct walk *walk, int folder, const char *name, const struct stat *facts) {
    if (strcmp(name, ".git") == 0)
        return true;
    if (system_folder(name)) {
        walk->inputs->system_folders++;
        return true;
    }
    if (walk->left_out == NULL)
        return false;
    if (name[0] == '.' && walk->left_out->hidden)
        return true;
    if (facts->st_dev == walk->left_out->device && facts->st_ino == walk->left_out->inode)
        return true;
    int inner = walk->left_out->copies ? openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    bool copies = inner >= 0 && receipts_are_in(inner);
    walk->inputs->copies += copies;
    if (inner >= 0)
        (void)close(inner);
    return copies;
}

static enum sladd_status walk_folder(const struct walk *walk, const char *path, const char *relative, int depth);

/* What cannot be looked at is told as a photo that cannot be read, but for lack of memory, which says nothing of it. */
static enum sladd_status add_unread(const struct walk *walk, const char *path, const char *relative, int error) {
    return error == ENOMEM ? fail_memory(walk->err)
                           : add(walk->inputs, path, relative, walk->root, false, fail_reason(error), walk->err);
}

/* Does a link lead to a folder that is walked anyhow, as one of a loop does? */
static bool leads_inside(const struct walk *walk, const char *path) {
    char *root = realpath(walk->root, NULL), *target = realpath(path, NULL);
    bool inside = root != NULL && target != NULL && path_is_within(target, root);
    free(root);
    free(target);
    return inside;
}

/* What a link leads to is not cleaned or checked, which must be said of a photo and of a folder. */
static enum sladd_status add_link(const struct walk *walk, int folder, const char *name, const char *path,
                                  const char *relative) {
    struct stat target;
    bool leads = fstatat(folder, name, &target, 0) == 0, to_folder = leads && S_ISDIR(target.st_mode);
    if (!leads && !path_is_missing(errno) && errno != ELOOP)
        return add_unread(walk, path, relative, errno);
    bool to_photo = leads && S_ISREG(target.st_mode) && has_picture_in_it(folder, name, 0);
    if (to_folder && is_left_out(walk, folder, name, &target))
        return SLADD_OK;
    if (to_folder && !leads_inside(walk, path))
        return add(walk->inputs, path, relative, walk->root, false,
                   _("a symbolic link to a folder, which is not followed; give the folder itself"), walk->err);
    if (!to_folder && (to_photo || format_is_picture_name(name)))
        return add(walk->inputs, path, relative, walk->root, false,
                   _("a symbolic link, which is not followed; give the photo itself"), walk->err);
    walk->inputs->passed_over += name[0] != '.' && !inputs_is_manifest(name);
    return SLADD_OK;
}

/* Of what macOS keeps beside a photo (AppleDouble: "._a.jpg") the name says nothing. */
static bool is_photo_in(int folder, const char *name) {
    bool named = format_is_picture_name(name) && strncmp(name, "._", 2) != 0;
    return !inputs_is_manifest(name) && (named || has_picture_in_it(folder, name, O_NOFOLLOW));
}

static enum sladd_status walk_entry(const struct walk *walk, int folder, const char *name, const char *path,
                                    const char *relative, int depth) {
    struct stat facts;
    bool there = fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0;
    if (there && S_ISDIR(facts.st_mode))
        return is_left_out(walk, folder, name, &facts) ? SLADD_OK : walk_folder(walk, path, relative, depth + 1);
    if (name[0] == '.' && walk->left_out != NULL && walk->left_out->hidden)
        return SLADD_OK;
    if (!there)
        return add_unread(walk, path, relative, errno);
    if (S_ISLNK(facts.st_mode))
        return add_link(walk, folder, name, path, relative);
    if (S_ISREG(facts.st_mode) && is_photo_in(folder, name))
        return add(walk->inputs, path, relative, walk->root, false, NULL, walk->err);
    walk->inputs->passed_over += name[0] != '.' && !inputs_is_manifest(name);
    return SLADD_OK;
}

static enum sladd_status walk_folder(const struct walk *walk, const char *path, const char *relative, int depth) {
    struct dirent **entries = NULL;
    enum sladd_status status = SLADD_OK;
    if (depth > MAX_FOLDER_DEPTH)
        return add(walk->inputs, path, relative, walk->root, false, _("folders are nested too deeply"), walk->err);
    int folder = TEMP_FAILURE_RETRY(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (depth > 0 ? O_NOFOLLOW : 0)));
    int count = folder >= 0 ? TEMP_FAILURE_RETRY(scandirat(folder, ".", &entries, is_entry, compare_entries)) : -1;
    if (count < 0)
        status = depth > 0         ? add_unread(walk, path, relative, errno)
                 : errno == ENOMEM ? fail_memory(walk->err)
                                   : add_named(walk->inputs, path, fail_reason(errno), walk->err);
    for (int i = 0; i < count; i++) {
        if (status == SLADD_OK) {
            char *sub_path = path_join(path, entries[i]->d_name),
                 *sub_relative = path_join(relative, entries[i]->d_name);
            status = sub_path == NULL || sub_relative == NULL
                         ? fail_memory(walk->err)
                         : walk_entry(walk, folder, entries[i]->d_name, sub_path, sub_relative, depth);
            free(sub_path);
            free(sub_relative);
        }
        free(entries[i]);
    }
    free(entries);
    if (folder >= 0)
        (void)close(folder);
    return status;
}

enum sladd_status inputs_add(struct inputs *inputs, const char *path, const struct left_out *left_out,
                             struct sladd_error *err) {
    struct stat facts;
    if (path[0] == '\0')
        return sladd_fail(err, SLADD_USAGE, "an empty path was given");
    if (stat(path, &facts) != 0)
        return errno == ENOMEM ? fail_memory(err) : add_named(inputs, path, fail_reason(errno), err);
    if (!S_ISDIR(facts.st_mode))
        return add_named(inputs, path, S_ISREG(facts.st_mode) ? NULL : _("not a file and not a folder"), err);
    struct walk walk = {inputs, path, left_out, err};
    char *real = realpath(path, NULL);
    enum sladd_status status = real != NULL      ? sladd_names_add(&inputs->folders, real, err)
                               : errno == ENOMEM ? fail_memory(err)
                                                 : SLADD_OK;
    free(real);
    return status == SLADD_OK ? walk_folder(&walk, path, "", 0) : status;
}

enum sladd_status inputs_add_list(struct inputs *inputs, const char *file, bool nul, const struct left_out *left_out,
                                  struct sladd_error *err) {
    struct path_list list = {0};
    enum sladd_status status = path_list_read(&list, file, nul, err);
    for (size_t i = 0; i < list.count && status == SLADD_OK; i++)
        status = inputs_add(inputs, list.paths[i], left_out, err);
    path_list_clear(&list);
    return status;
}

void inputs_drop(struct inputs *inputs, const bool *out) {
    size_t kept = 0;
    for (size_t i = 0; i < inputs->count; i++) {
        if (out[i])
            input_clear(&inputs->items[i]);
        else
            inputs->items[kept++] = inputs->items[i];
    }
    inputs->count = kept;
}

/* One place a photo, however often and by whatever way it was named. */
struct place {
    char *real; /* owned; NULL where there is no such folder */
    size_t index;
};

static int compare_places(const void *a, const void *b) {
    const struct place *left = a, *right = b;
    int order = left->real == NULL || right->real == NULL ? (left->real != NULL) - (right->real != NULL)
                                                          : strcmp(left->real, right->real);
    return order != 0 ? order : (left->index > right->index) - (left->index < right->index);
}

/* A link has a name of its own, and sidecars beside it that speak of it alone: only the way to it is resolved. False:
 * out of memory. */
static bool real_place(const char *path, char **place) {
    char *folder = path_way(path);
    char *real = folder != NULL ? path_real(folder) : NULL;
    const bool nowhere = real != NULL && real[0] == '\0';
    *place = real != NULL && !nowhere ? path_join(real, path_name(path)) : NULL;
    free(real);
    free(folder);
    return *place != NULL || nowhere;
}

/* False: out of memory, and nothing is marked. `places` is zeroed. */
static bool mark_repetitions(const struct inputs *inputs, struct place *places, bool *out) {
    bool good = true;
    for (size_t i = 0; i < inputs->count && good; i++) {
        places[i].index = i;
        good = real_place(inputs->items[i].path, &places[i].real);
    }
    qsort(places, inputs->count, sizeof *places, compare_places);
    for (size_t i = 1; i < inputs->count && good; i++)
        if (places[i].real != NULL && places[i - 1].real != NULL && strcmp(places[i].real, places[i - 1].real) == 0)
            out[places[i].index] = true;
    for (size_t i = 0; i < inputs->count; i++)
        free(places[i].real);
    return good;
}

enum sladd_status inputs_drop_repeated(struct inputs *inputs, struct sladd_error *err) {
    if (inputs->count == 0)
        return SLADD_OK;
    struct place *places = array_new_zero(inputs->count, sizeof *places);
    bool *out = array_new_zero(inputs->count, sizeof *out);
    enum sladd_status status = SLADD_OK;
    if (places != NULL && out != NULL && mark_repetitions(inputs, places, out))
        inputs_drop(inputs, out);
    else
        status = fail_memory(err);
    free(places);
    free(out);
    return status;
}

int input_open(const struct input *input) {
    if (input->problem != NULL)
        return -1;
    return TEMP_FAILURE_RETRY(open(input->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (input->named ? 0 : O_NOFOLLOW)));
}

struct permissions inputs_permissions(const struct inputs *inputs) {
    struct permissions all = {0};
    for (size_t i = 0; i < inputs->count; i++) {
        int fd = input_open(&inputs->items[i]);
        const struct permissions its = fd >= 0 ? permissions_of(fd) : (struct permissions){0};
        all = i > 0 ? permissions_both(all, its) : its;
        if (fd >= 0)
            (void)close(fd);
    }
    return all;
}

const struct format *input_format(const struct input *input) {
    uint8_t head[FORMAT_HEAD_BYTES];
    int fd = input_open(input);
    ssize_t got = fd >= 0 ? TEMP_FAILURE_RETRY(pread(fd, head, sizeof head, 0)) : -1;
    if (fd >= 0)
        (void)close(fd);
    return format_recognise((struct span){head, got > 0 ? (size_t)got : 0});
}

void input_digest(const struct input *input, char hex[65]) {
    int fd = input_open(input);
    hex[0] = '\0';
    if (fd >= 0)
        (void)sha256_of_fd(fd, limit_bytes(LIMIT_FILE_MB), hex);
    if (fd >= 0)
        (void)close(fd);
}

void inputs_clear(struct inputs *inputs) {
    for (size_t i = 0; i < inputs->count; i++)
        input_clear(&inputs->items[i]);
    free(inputs->items);
    sladd_names_clear(&inputs->folders);
    *inputs = (struct inputs){0};
}
