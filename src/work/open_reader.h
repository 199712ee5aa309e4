/* Tesseract, opened for a process of its own. */
#ifndef WORK_OPEN_READER_H
#define WORK_OPEN_READER_H

#include "vision/vision.h"

/* vision_open_reader for a program, before it has written anything: Tesseract crashes where it is refused memory while
 * it is opened, or its languages' files are damaged, and then the process ends with a word on standard error and the
 * status WORKER_OUT_OF_MEMORY. */
enum sladd_status open_reader(struct vision *vision, struct sladd_error *err);

#endif
