#include "audit/copies.h"

#include "audit/leaks.h"
#include "base/array.h"
#include "base/ascii.h"
#include "base/limits.h"
#include "format/format.h"
#include "work/workers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BATCH = 32 };

/* More than this is not mapped at once in one child; what is left out is unknown. */
static const size_t MOST_MAPPED = (size_t)2 << 30;

struct survey_run {
    struct copy *copies;
    struct span *files; /* as mapped while their batch is at work; the child has no other way to them */
    size_t count;
};

static struct span map_file(const struct input *input, size_t room) {
    struct stat facts;
    struct span file = {0};
    int fd = input_open(input);
    if (fd >= 0 && fstat(fd, &facts) == 0 && facts.st_size > 0 && (size_t)facts.st_size <= room &&
        (size_t)facts.st_size <= limit_bytes(LIMIT_FILE_MB)) {
        void *map = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map != MAP_FAILED)
            file = (struct span){map, (size_t)facts.st_size};
    }
    if (fd >= 0)
        (void)close(fd);
    return file;
}

static size_t batch_end(const struct survey_run *run, size_t batch) {
    return (batch + 1) * BATCH < run->count ? (batch + 1) * BATCH : run->count;
}

static enum sladd_status open_batch(void *context, size_t batch, struct task_files *files, struct sladd_error *err) {
    struct survey_run *run = context;
    size_t mapped = 0;
    (void)files;
    (void)err;
    for (size_t i = batch * BATCH; i < batch_end(run, batch); i++) {
        run->files[i] = map_file(run->copies[i].input, MOST_MAPPED - mapped);
        mapped += run->files[i].size;
    }
    return SLADD_OK;
}

/* As clean names what it removes. */
static enum sladd_status name_metadata(struct span file, struct sladd_names *names) {
    struct survey survey = {0};
    struct bytes icc = {0};
    enum sladd_status status = format_survey(file, &survey, NULL);
    if (status == SLADD_OK)
        status = survey_removed(&survey, &icc, names, NULL);
    sladd_names_sort(names);
    bytes_clear(&icc);
    survey_clear(&survey);
    return status;
}

/* In the child. What is found goes to the parent as "NUMBER NAME"; a copy that was looked at has a line without a name,
 * too. */
static void survey_batch(void *context, size_t batch, const struct task_files *files, struct sladd_outcome *outcome) {
    const struct survey_run *run = context;
    enum sladd_status status = SLADD_OK;
    (void)files;
    for (size_t i = batch * BATCH; i < batch_end(run, batch) && status == SLADD_OK; i++) {
        struct sladd_names names = {0};
        char line[256];
        enum check_rule rule;
        bool known = run->files[i].data != NULL && name_metadata(run->files[i], &names) == SLADD_OK;
        (void)snprintf(line, sizeof line, "%zu ", i);
        if (known)
            status = sladd_names_add(&outcome->removed, line, &outcome->error);
        for (size_t k = 0; k < names.count && known && status == SLADD_OK; k++) {
            (void)snprintf(line, sizeof line, "%zu %s", i, names.items[k]);
            if (leaks_rule(names.items[k], true, &rule))
                status = sladd_names_add(&outcome->removed, line, &outcome->error);
        }
        sladd_names_clear(&names);
    }
    outcome->result = status == SLADD_OK ? SLADD_UNCHANGED : SLADD_FAILED;
}

/* One line of a child's answer, which may be anything. */
static enum sladd_status take_line(struct survey_run *run, size_t batch, const char *line) {
    unsigned long long i;
    const char *end = ascii_number(line, &i);
    if (end == NULL || i < batch * BATCH || i >= batch_end(run, batch) || *end != ' ')
        return SLADD_DAMAGED;
    run->copies[i].known = true;
    return end[1] != '\0' ? sladd_names_add(&run->copies[i].carried, end + 1, NULL) : SLADD_OK;
}

static void finish_batch(void *context, size_t batch, const struct task_files *files, struct sladd_outcome *outcome) {
    struct survey_run *run = context;
    enum sladd_status status = outcome->result == SLADD_UNCHANGED ? SLADD_OK : SLADD_DAMAGED;
    (void)files;
    for (size_t k = 0; k < outcome->removed.count && status == SLADD_OK; k++)
        status = take_line(run, batch, outcome->removed.items[k]);
    for (size_t i = batch * BATCH; i < batch_end(run, batch); i++) {
        run->copies[i].known = run->copies[i].known && status == SLADD_OK;
        if (run->files[i].data != NULL)
            (void)munmap((void *)run->files[i].data, run->files[i].size);
        run->files[i] = (struct span){0};
    }
    sladd_outcome_clear(outcome);
}

enum sladd_status copies_survey(struct copy *copies, size_t count, int jobs, bool open_doors, bool *interrupted,
                                struct sladd_error *err) {
    struct survey_run run = {copies, array_new_zero(count + 1, sizeof *run.files), count};
    const struct crew crew = {.count = (count + BATCH - 1) / BATCH,
                              .at_once = jobs,
                              .open_doors = open_doors,
                              .context = &run,
                              .open = open_batch,
                              .work = survey_batch,
                              .finished = finish_batch};
    enum sladd_status status = run.files != NULL ? workers_run(&crew, interrupted, err) : fail_memory(err);
    free(run.files);
    return status;
}
