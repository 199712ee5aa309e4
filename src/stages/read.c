#include "stages/stages.h"

enum { MAX_FILE_BYTES = 1 << 30 };

enum sladd_status stage_read(int fd, struct source *source, struct sladd_error *err) {
    *source = (struct source){0};
    enum sladd_status status = bytes_read_fd(&source->file, fd, MAX_FILE_BYTES, err);
    if (status != SLADD_OK)
        return status;
    struct span file = bytes_span(&source->file);
    sha256_hex(file, source->sha256);
    source->codec = codec_sniff(file, err);
    if (source->codec == NULL)
        return err != NULL ? err->status : SLADD_NOT_A_PHOTO;
    status = survey_file(file, &source->survey, err);
    if (status == SLADD_OK)
        status = source->codec->render(file, &source->upright, err);
    if (status == SLADD_OK)
        status = sladd_image_upright(&source->upright, source->survey.orientation, err);
    return status;
}

void source_clear(struct source *source) {
    bytes_clear(&source->file);
    survey_clear(&source->survey);
    sladd_image_clear(&source->upright);
}
