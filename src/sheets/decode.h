/* The bytes of a sheet as text: UTF-8 with or without a byte order mark, UTF-16 with one (Excel's "Unicode text"), or
 * Windows-1252, which older Excel calls "CSV". */
#ifndef SHEETS_DECODE_H
#define SHEETS_DECODE_H

#include "base/bytes.h"

enum { SHEET_MAX_BYTES = 8 << 20 };

enum sheet_encoding { SHEET_UTF8, SHEET_UTF16, SHEET_WINDOWS_1252 };

/* `text` is UTF-8 without a mark and without NUL; the caller's. Whatever is not text is refused by name (a workbook,
 * UTF-16 without a mark) with the way out, SLADD_MANIFEST; nothing is replaced or left out. Which of the encodings it
 * was is to be told where it is not Unicode: Windows-1252 cannot be told from its sisters for certain. */
enum sladd_status sheet_decode(struct span raw, const char *path, struct bytes *text, enum sheet_encoding *encoding,
                               struct sladd_error *err);

#endif
