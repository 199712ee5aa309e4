/* libjpeg ends its work by calling error_exit; here, and only here, that becomes a status. */
#include "base/language.h"
#include "base/limits.h"
#include "format/jpeg/jpeg_codec.h"

#include <jerror.h>
#include <stdarg.h>

_Noreturn void jpeg_escape(struct jpeg_guard *guard, enum sladd_status status, const char *format, ...) {
    if (guard->err != NULL) {
        va_list arguments;
        va_start(arguments, format);
        guard->err->status = status;
        /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it loses sight of va_start */
        (void)vsnprintf(guard->err->text, sizeof guard->err->text, _(format), arguments);
        va_end(arguments);
    }
    guard->status = status;
    longjmp(guard->escape, 1);
}

static _Noreturn void fail_with_message(j_common_ptr info, enum sladd_status status, const char *what) {
    char message[JMSG_LENGTH_MAX];
    info->err->format_message(info, message);
    jpeg_escape((struct jpeg_guard *)info->err, status, "%s (%s)", _(what), message);
}

static _Noreturn void on_error(j_common_ptr info) {
    switch (info->err->msg_code) {
    case JERR_OUT_OF_MEMORY:
    case JERR_FILE_WRITE: /* into memory: no JPEG is written anywhere else */
        fail_with_message(info, SLADD_NO_MEMORY, N_("out of memory"));
    case JERR_IMAGE_TOO_BIG:
    case JERR_WIDTH_OVERFLOW:
        fail_with_message(info, SLADD_TOO_LARGE, N_("the JPEG is larger than a JPEG can be; make it smaller"));
    case JERR_SOF_UNSUPPORTED:
        fail_with_message(info, SLADD_UNSUPPORTED,
                          N_("a lossless, hierarchical or otherwise rare JPEG; save it as an ordinary JPEG"));
    case JERR_BAD_PRECISION:
        fail_with_message(info, SLADD_UNSUPPORTED,
                          N_("a JPEG with more or less than 8 bits a sample; save it as an ordinary JPEG"));
    default:
        fail_with_message(info, SLADD_DAMAGED, N_("the JPEG is damaged"));
    }
}

/* libjpeg goes on after a warning and invents the missing pixels; sladd does not publish what it could not read. The
 * warnings that pass cost no pixel: where one of them did, as when data of a block are missing behind a wrong restart
 * marker or at the end, JWRN_HIT_MARKER follows. */
static void on_message(j_common_ptr info, int level) {
    if (level >= 0)
        return;
    switch (info->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA: /* between segments, or behind the last block of a scan: skipped, and never copied */
        ((struct jpeg_guard *)info->err)->surplus = true;
        return;
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM:
    case JWRN_TOO_MUCH_DATA:
    case JWRN_NOT_SEQUENTIAL: /* a scan header that no baseline decoder looks at */
    case JWRN_MUST_RESYNC:    /* a restart marker with another number than its place has */
        return;
    case JWRN_JPEG_EOF:
        ((struct jpeg_guard *)info->err)->no_end = true;
        return;
    default:
        fail_with_message(info, SLADD_DAMAGED, N_("the JPEG is damaged"));
    }
}

static void on_progress(j_common_ptr info) {
    const int most = (int)limit_of(LIMIT_SCANS);
    if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > most)
        jpeg_escape(
            (struct jpeg_guard *)info->err, SLADD_TOO_LARGE,
            "the JPEG has more than %d scans; --limit scans=N raises the limit, and saving it anew does without", most);
}

void jpeg_guard_init(struct jpeg_guard *guard, struct sladd_error *err) {
    (void)jpeg_std_error(&guard->manager);
    guard->manager.error_exit = on_error;
    guard->manager.emit_message = on_message;
    guard->progress.progress_monitor = on_progress;
    guard->err = err;
    guard->status = SLADD_OK;
}

enum sladd_status jpeg_guarded(struct jpeg_guard *guard, void (*work)(void *), void *argument) {
    guard->status = SLADD_OK;
    if (setjmp(guard->escape) == 0)
        work(argument);
    return guard->status;
}
