/* What check found, as --format and --report have it. */
#ifndef REPORT_FORMATS_H
#define REPORT_FORMATS_H

#include "audit/verdict.h"

#include <stdio.h>

/* One writer a format; `to` is checked for errors by the caller. False: out of memory. */
typedef bool format_writer(const struct verdict *verdict, FILE *to);

format_writer format_text;   /* for people: grouped by photo, with what to do; in the language of the locale */
format_writer format_json;   /* one object */
format_writer format_sarif;  /* SARIF 2.1.0 (OASIS), with what GitHub code scanning asks for */
format_writer format_junit;  /* JUnit XML: one test suite a photo, one test case a rule */
format_writer format_html;   /* a page for people */
format_writer format_github; /* workflow commands of GitHub Actions: one annotation for findings that are alike */

/* An annotation for a run that came to no verdict. */
void format_github_error(const struct sladd_error *err, FILE *to);

#endif
