/* One page that needs nothing but itself: no script, no address outside, and a Content-Security-Policy (W3C CSP 3) that
 * allows neither. Whatever is a file's or a person's goes through html_text. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "work/thumbnail.h"

#include <stdio.h>

/* How every page begins, so that a later run knows it for one of sladd's. */
#define HTML_BEGINNING "<!DOCTYPE html>\n<!-- sladd -->\n"

/* Everything up to the first heading, which is the title. */
void html_begin(FILE *to, const char *title);
void html_end(FILE *to);

/* Markup, as printf; nothing of it is for people to read, and nothing of it is anybody's text. */
void html_put(FILE *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Text between tags or in an attribute in double quotes: valid UTF-8 without control characters, and escaped. */
void html_text(FILE *to, const char *text);

/* "<tag>text</tag>" and a line end. */
void html_element(FILE *to, const char *tag, const char *text);

/* A paragraph for each line of what is printed elsewhere. False: out of memory. */
bool html_lines(FILE *to, const char *text);

/* The address of a picture: "data:image/jpeg;base64,...". False: out of memory. */
bool html_data(FILE *to, struct span jpeg);

/* An <img>; `alt` is what it shows. */
bool html_thumbnail(FILE *to, const struct thumbnail *thumbnail, const char *alt);

#endif
