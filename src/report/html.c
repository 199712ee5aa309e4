#include "report/html.h"

#include "base/array.h"
#include "base/language.h"
#include "base/utf8.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Every pair of colours has a contrast of at least 4.5 to 1 (WCAG 2.1, 1.4.3); nothing is told by colour alone. */
static const char style[] =
    "body{font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:1.5rem auto;max-width:70rem;"
    "padding:0 1rem}h1,h2,h3{line-height:1.25}h2{border-bottom:2px solid #1a1a1a;margin-top:2rem}"
    "h3{margin:0 0 .5rem;overflow-wrap:anywhere}section.photo{border:1px solid #767676;border-radius:.3rem;"
    "padding:1rem;margin:1rem 0;break-inside:avoid}section.photo:after{content:'';display:block;clear:both}"
    "figure{float:right;margin:0 0 .5rem 1rem;max-width:60%}figure.whole{float:none;margin:0;max-width:100%}"
    "img,svg{max-width:100%;height:auto;border:1px solid #767676}figcaption{color:#595959;font-size:.875rem;"
    "overflow-wrap:anywhere}li{overflow-wrap:anywhere}.must{border-left:.4rem solid #7a1020;padding-left:.8rem}"
    ".error{color:#7a1020;font-weight:700}.warning{color:#6b4500;font-weight:700}.note{color:#1a1a1a;font-weight:700}"
    ".faces{columns:7rem}code{font-size:.875em}section.photo>h2{margin-top:0}"
    "@media (max-width:40rem){figure{float:none;margin:0;max-width:100%}}"
    "@media print{body{font-size:10pt;margin:0;padding:0;max-width:none}h2,h3{break-after:avoid}"
    "section.photo{margin:.5rem 0;padding:.6rem}section.photo p,section.photo ul{margin:.3rem 0}"
    "figure{float:right;margin:0 0 .3rem .8rem;max-width:38%}figure img{max-height:6.5cm;width:auto}"
    "figure.whole{max-width:100%}figure.whole svg{width:100%;max-height:22cm}"
    "figure.few svg{width:auto;max-height:9.5cm}details::details-content{content-visibility:visible;block-size:auto}}";

void html_put(FILE *to, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): it loses sight of va_start */
    (void)vfprintf(to, format, arguments);
    va_end(arguments);
}

void html_text(FILE *to, const char *text) {
    char *clean = text_clean(text);
    for (const char *c = clean != NULL ? clean : "?"; *c != '\0'; c++)
        switch (*c) {
        case '<':
            html_put(to, "&lt;");
            break;
        case '>':
            html_put(to, "&gt;");
            break;
        case '&':
            html_put(to, "&amp;");
            break;
        case '"':
            html_put(to, "&quot;");
            break;
        case '\'':
            html_put(to, "&apos;");
            break;
        default:
            (void)fputc(*c, to);
        }
    free(clean);
}

void html_element(FILE *to, const char *tag, const char *text) {
    html_put(to, "<%s>", tag);
    html_text(to, text);
    html_put(to, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

bool html_lines(FILE *to, const char *text) {
    char *copy = strdup(text), *rest = copy;
    for (char *line; copy != NULL && (line = strsep(&rest, "\n")) != NULL;)
        if (line[0] != '\0')
            html_element(to, "p", line);
    free(copy);
    return copy != NULL;
}

static void put_style_hash(FILE *to) {
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char text[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)];
    sha256_init(&context);
    sha256_update(&context, sizeof style - 1, (const uint8_t *)style);
    sha256_digest(&context, sizeof digest, digest);
    base64_encode_raw(text, sizeof digest, digest);
    html_put(to, "'sha256-%.*s'", (int)sizeof text, text);
}

void html_begin(FILE *to, const char *title) {
    html_put(to, HTML_BEGINNING "<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n", _("en"));
    html_put(to,
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src ");
    put_style_hash(to);
    html_put(to, "; base-uri 'none'; form-action 'none'\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                 "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n");
    html_element(to, "title", title);
    html_put(to, "<style>%s</style>\n</head>\n<body>\n<main>\n", style);
    html_element(to, "h1", title);
}

void html_end(FILE *to) {
    html_put(to, "</main>\n</body>\n</html>\n");
}

bool html_data(FILE *to, struct span jpeg) {
    size_t size = BASE64_ENCODE_RAW_LENGTH(jpeg.size);
    char *text = array_new(size + 1, 1);
    if (text == NULL)
        return false;
    base64_encode_raw(text, jpeg.size, jpeg.data);
    html_put(to, "data:image/jpeg;base64,");
    (void)fwrite(text, 1, size, to);
    free(text);
    return true;
}

bool html_thumbnail(FILE *to, const struct thumbnail *thumbnail, const char *alt) {
    html_put(to, "<img width=\"%d\" height=\"%d\" alt=\"", thumbnail->width, thumbnail->height);
    html_text(to, alt);
    html_put(to, "\" src=\"");
    bool good = html_data(to, bytes_span(&thumbnail->jpeg));
    html_put(to, "\">\n");
    return good;
}
