#include "sladd/settings.h"

#include "base/fail.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum sladd_status sladd_settings_init(struct sladd_settings *settings, struct sladd_error *err) {
    struct tm today;
    time_t now = time(NULL);
    if (settings == NULL)
        return sladd_fail(err, SLADD_USAGE, "there is no place for the settings");
    *settings = (struct sladd_settings){.channel = "web"};
    if (localtime_r(&now, &today) == NULL)
        return sladd_fail(err, SLADD_USAGE, "cannot read the clock; give the day for which consent is judged");
    settings->date = (struct sladd_date){today.tm_year + 1900, today.tm_mon + 1, today.tm_mday};
    if (TEMP_FAILURE_RETRY(getrandom(&settings->seed, sizeof settings->seed, 0)) != (ssize_t)sizeof settings->seed)
        return sladd_fail(err, fail_as(SLADD_IO, errno), "cannot get random numbers: %s", fail_reason(errno));
    return SLADD_OK;
}
