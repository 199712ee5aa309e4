/* The library in a host with several threads: each with a `struct sladd` of its own makes, at the same time, the very
 * bytes that one thread makes alone, and the host is left as it was.
 *
 *   api-threads MODELS POLICY MANIFEST PHOTO...
 *
 * Exit status 0: it is so; 1: it is not, and standard error says what; 2: usage. Also to be run under ThreadSanitizer.
 */
#include <sladd/sladd.h>

#include <locale.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* cv::getNumThreads and cv::utils::logging::getLogLevel, which have no C names. */
extern int opencv_threads(void) __asm__("_ZN2cv13getNumThreadsEv");
extern int opencv_log_level(void) __asm__("_ZN2cv5utils7logging11getLogLevelEv");

enum { THREADS = 3, MAX_PHOTOS = 16 };

struct file {
    const char *name;
    void *data;
    size_t size;
};

/* What all threads read and none writes. */
static struct {
    const char *models, *policy;
    struct file manifest, photos[MAX_PHOTOS];
    size_t count;
    pthread_barrier_t start;
} shared;

/* What one thread made. */
struct made {
    struct sladd_copy copies[MAX_PHOTOS];
    enum sladd_status status[MAX_PHOTOS];
    struct sladd_error error;
};

/* Of the host, what a library must leave alone. */
struct host {
    struct stat descriptor[64];
    int open[64];
    char locale[256], folder[4096];
    int threads, log_level;
};

static struct file read_file(const char *path) {
    const char *slash = strrchr(path, '/');
    struct file file = {.name = slash != NULL ? slash + 1 : path};
    FILE *from = fopen(path, "rb");
    struct stat info;
    if (from == NULL || fstat(fileno(from), &info) != 0 || (file.data = malloc((size_t)info.st_size + 1)) == NULL ||
        fread(file.data, 1, (size_t)info.st_size, from) != (size_t)info.st_size) {
        perror(path);
        exit(2);
    }
    file.size = (size_t)info.st_size;
    fclose(from);
    return file;
}

static void sanitise_all(struct made *made) {
    struct sladd *sladd;
    struct sladd_settings settings;
    if (sladd_open(shared.models, shared.policy, &sladd, &made->error) != SLADD_OK ||
        sladd_settings_init(&settings, &made->error) != SLADD_OK) {
        fprintf(stderr, "%s\n", made->error.text);
        exit(1);
    }
    settings.seed = 7;
    settings.date = (struct sladd_date){2026, 6, 1};
    for (size_t i = 0; i < shared.count; i++) {
        const struct sladd_photo photo = {.data = shared.photos[i].data,
                                          .size = shared.photos[i].size,
                                          .name = shared.photos[i].name,
                                          .manifest = shared.manifest.data,
                                          .manifest_size = shared.manifest.size};
        made->status[i] = sladd_sanitise(sladd, &photo, &settings, &made->copies[i]);
    }
    sladd_close(sladd);
}

static void *thread(void *data) {
    pthread_barrier_wait(&shared.start);
    sanitise_all(data);
    return NULL;
}

/* Two threads with one session: the second is refused before it touches anything. */
struct shared_session {
    struct sladd *sladd;
    struct sladd_settings settings;
    struct sladd_copy copies[2];
    enum sladd_status status[2];
    pthread_barrier_t start;
};

static void *intrude(void *data) {
    struct shared_session *session = data;
    const struct sladd_photo photo = {.data = shared.photos[0].data, .size = shared.photos[0].size};
    pthread_barrier_wait(&session->start);
    session->status[1] = sladd_sanitise(session->sladd, &photo, &session->settings, &session->copies[1]);
    return NULL;
}

static int share_one_session(void) {
    static struct shared_session session;
    struct sladd_error err;
    pthread_t other;
    const struct sladd_photo photo = {.data = shared.photos[0].data, .size = shared.photos[0].size};
    if (sladd_open(shared.models, shared.policy, &session.sladd, &err) != SLADD_OK ||
        sladd_settings_init(&session.settings, &err) != SLADD_OK)
        return 1;
    pthread_barrier_init(&session.start, NULL, 2);
    if (pthread_create(&other, NULL, intrude, &session) != 0)
        return 1;
    pthread_barrier_wait(&session.start);
    session.status[0] = sladd_sanitise(session.sladd, &photo, &session.settings, &session.copies[0]);
    pthread_join(other, NULL);
    int made = 0, refused = 0;
    for (int i = 0; i < 2; i++) {
        made += session.status[i] == SLADD_OK && session.copies[i].data != NULL;
        refused += session.status[i] == SLADD_USAGE && session.copies[i].data == NULL;
        sladd_copy_clear(&session.copies[i]);
    }
    if (made != 1 || refused != 1)
        fprintf(stderr, "one session in two threads: %d copies and %d refusals\n", made, refused);
    int again = sladd_sanitise(session.sladd, &photo, &session.settings, &session.copies[0]) == SLADD_OK;
    sladd_copy_clear(&session.copies[0]);
    sladd_close(session.sladd);
    return made == 1 && refused == 1 && again ? 0 : 1;
}

static struct host look_at_host(void) {
    struct host host = {.threads = opencv_threads(), .log_level = opencv_log_level()};
    for (int fd = 0; fd < 64; fd++)
        host.open[fd] = fstat(fd, &host.descriptor[fd]) == 0;
    snprintf(host.locale, sizeof host.locale, "%s", setlocale(LC_ALL, NULL));
    if (getcwd(host.folder, sizeof host.folder) == NULL)
        host.folder[0] = '\0';
    return host;
}

static int host_changed(const struct host *before, const struct host *after) {
    int changes = 0;
    for (int fd = 0; fd < 64; fd++) {
        const struct stat *a = &before->descriptor[fd], *b = &after->descriptor[fd];
        if (before->open[fd] != after->open[fd] ||
            (before->open[fd] && (a->st_dev != b->st_dev || a->st_ino != b->st_ino))) {
            fprintf(stderr, "the host's descriptor %d changed\n", fd);
            changes++;
        }
    }
    if (before->threads != after->threads || before->log_level != after->log_level) {
        fprintf(stderr, "OpenCV's threads were %d and are %d, its log level was %d and is %d\n", before->threads,
                after->threads, before->log_level, after->log_level);
        changes++;
    }
    if (strcmp(before->locale, after->locale) != 0 || strcmp(before->folder, after->folder) != 0) {
        fprintf(stderr, "the host's locale or working folder changed\n");
        changes++;
    }
    return changes;
}

static int differ(const struct made *one, const struct made *other) {
    int differences = 0;
    for (size_t i = 0; i < shared.count; i++) {
        const struct sladd_copy *a = &one->copies[i], *b = &other->copies[i];
        if (one->status[i] != other->status[i] || a->size != b->size || a->outcome.result != b->outcome.result ||
            a->outcome.regions.count != b->outcome.regions.count ||
            (a->size > 0 && memcmp(a->data, b->data, a->size) != 0)) {
            fprintf(stderr, "%s: another result beside other threads\n", shared.photos[i].name);
            differences++;
        }
    }
    return differences;
}

static void clear(struct made *made) {
    for (size_t i = 0; i < shared.count; i++)
        sladd_copy_clear(&made->copies[i]);
}

int main(int argc, char *argv[]) {
    static struct made single, beside[THREADS];
    pthread_t threads[THREADS];
    int wrong = 0;
    if (argc < 5 || argc - 4 > MAX_PHOTOS)
        return 2;
    shared.models = argv[1];
    shared.policy = argv[2];
    shared.manifest = read_file(argv[3]);
    for (int i = 4; i < argc; i++)
        shared.photos[shared.count++] = read_file(argv[i]);
    const struct host before = look_at_host();
    pthread_barrier_init(&shared.start, NULL, THREADS);
    /* The threads first: whatever is made ready at the first use is made ready by several of them. */
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, thread, &beside[i]) != 0)
            return 2;
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    sanitise_all(&single);
    wrong += share_one_session();
    const struct host after = look_at_host();
    wrong += host_changed(&before, &after);
    for (size_t i = 0; i < shared.count; i++)
        printf("%s: %s, %zu places\n", shared.photos[i].name, sladd_result_name(single.copies[i].outcome.result),
               single.copies[i].outcome.regions.count);
    for (int i = 0; i < THREADS; i++) {
        wrong += differ(&single, &beside[i]);
        clear(&beside[i]);
    }
    clear(&single);
    for (size_t i = 0; i < shared.count; i++)
        free(shared.photos[i].data);
    free(shared.manifest.data);
    return wrong == 0 ? 0 : 1;
}
