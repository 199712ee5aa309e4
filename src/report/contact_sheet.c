#include "report/contact_sheet.h"

#include "base/language.h"
#include "report/html.h"

#include <math.h>
#include <stdlib.h>

/* Numbers must be readable over anything: white on black, and lines of both. Presentation attributes, because the
 * policy of the page allows no style but its own. */
static void put_box(const struct draft_face *face, size_t number, const struct thumbnail *thumbnail, FILE *to) {
    double x = face->box.x * thumbnail->width, y = face->box.y * thumbnail->height;
    double width = face->box.width * thumbnail->width, height = face->box.height * thumbnail->height;
    /* A number is as large as its face: in the rows at the back it hides nobody, and one makes the page larger to read.
     */
    double high = fmax(6, fmin(18, height)), label = high * (number < 10 ? 0.8 : number < 100 ? 1.25 : 1.7);
    double above = y >= high ? y - high : y;
    static const char *const lines[2] = {"black", "white"};
    for (int i = 0; i < 2; i++)
        html_put(to,
                 "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"%s\" "
                 "stroke-width=\"%.1f\"/>\n",
                 x, y, width, height, lines[i], high / (i == 0 ? 4.5 : 9));
    html_put(to,
             "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"black\"/>\n"
             "<text x=\"%.1f\" y=\"%.1f\" fill=\"white\" font-family=\"sans-serif\" font-weight=\"700\" "
             "font-size=\"%.1f\">%zu</text>\n",
             x, above, label, high, x + high / 6, above + high * 0.8, high * 0.83, number);
}

static bool put_picture(const struct contact *photo, const struct thumbnail *thumbnail, FILE *to) {
    char *alt = NULL;
    if (asprintf(&alt, P_("%s, with %zu face numbered", "%s, with %zu faces numbered", photo->face_count), photo->path,
                 photo->face_count) < 0)
        return false;
    html_put(to,
             "<figure class=\"whole\"><svg role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" aria-label=\"",
             thumbnail->width, thumbnail->height, thumbnail->width, thumbnail->height);
    html_text(to, alt);
    html_put(to, "\">\n<image width=\"%d\" height=\"%d\" href=\"", thumbnail->width, thumbnail->height);
    bool good = html_data(to, bytes_span(&thumbnail->jpeg));
    html_put(to, "\"/>\n");
    for (size_t i = 0; i < photo->face_count; i++)
        put_box(&photo->faces[i], i + 1, thumbnail, to);
    html_put(to, "</svg></figure>\n");
    free(alt);
    return good;
}

static bool put_photo(const struct contact *photo, const struct thumbnail *thumbnail, FILE *to) {
    bool good = true;
    html_put(to, "<section class=\"photo\">\n");
    html_element(to, "h2", photo->path);
    if (thumbnail->jpeg.size > 0)
        good = put_picture(photo, thumbnail, to);
    else
        html_element(to, "p", _("This photo cannot be shown."));
    if (photo->face_count == 0)
        html_element(to, "p", _("No faces were found."));
    html_put(to, "<ol class=\"faces\">\n");
    for (size_t i = 0; i < photo->face_count; i++)
        html_element(to, "li", photo->faces[i].person != NULL ? photo->faces[i].person : "?");
    html_put(to, "</ol>\n");
    html_put(to, "</section>\n");
    return good;
}

bool contact_sheet_write(const struct contact *photos, const struct thumbnail *thumbnails, size_t count, FILE *to) {
    bool good = true;
    html_begin(to, _("Who is in these photos?"));
    html_put(to, "<p class=\"error\">");
    html_text(to,
              _("This page shows the photos as they are, nobody is blurred: it is for your own desk. Do not send or "
                "publish it, and delete it when the manifest is filled in."));
    html_put(to, "</p>\n");
    html_element(
        to, "p",
        _("The numbers are those of the faces in the manifest, where each stands behind its line: # 1, # 2 and so "
          "on. Write the short name of the person where it says \"?\", or leave it: then the face is blurred."));
    for (size_t i = 0; i < count && good; i++)
        good = put_photo(&photos[i], &thumbnails[i], to);
    html_end(to);
    return good && ferror(to) == 0;
}
