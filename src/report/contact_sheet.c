#include "report/contact_sheet.h"

#include "base/array.h"
#include "base/boxes.h"
#include "base/language.h"
#include "report/html.h"

#include <math.h>
#include <stdlib.h>

enum { PLACES = 8, MOST_PLACED = 2000, FEW = 15 /* faces: two such photos fit on a printed page */ };

/* How large a number is: as its face, so that in the rows at the back it hides nobody; one makes the page larger to
 * read. */
static double high_of(struct sladd_box face) {
    return fmax(6, fmin(18, face.height));
}

static struct sladd_box in_picture(const struct draft_face *face, const struct thumbnail *thumbnail) {
    return (struct sladd_box){face->box.x * thumbnail->width, face->box.y * thumbnail->height,
                              face->box.width * thumbnail->width, face->box.height * thumbnail->height};
}

/* Where a number may stand, the best place first: above, below and beside its face, at either end of each side. */
static struct sladd_box place_of(struct sladd_box face, size_t number, int place) {
    const double high = high_of(face), wide = high * (number < 10 ? 0.8 : number < 100 ? 1.25 : 1.7);
    const double right = face.x + face.width - wide, bottom = face.y + face.height - high;
    const struct sladd_box places[PLACES] = {
        {face.x, face.y - high, wide, high},       {face.x, face.y + face.height, wide, high},
        {face.x + face.width, face.y, wide, high}, {face.x - wide, face.y, wide, high},
        {right, face.y - high, wide, high},        {right, face.y + face.height, wide, high},
        {face.x + face.width, bottom, wide, high}, {face.x - wide, bottom, wide, high},
    };
    return places[place];
}

/* How much of other numbers, of the picture's outside and of other faces it hides. */
static double hidden_by(struct sladd_box label, const struct sladd_box *faces, size_t count, size_t own,
                        const struct sladd_box *labels, const struct thumbnail *thumbnail) {
    const struct sladd_box picture = {0, 0, thumbnail->width, thumbnail->height};
    double cost = 8 * (sladd_box_area(label) - sladd_box_area(sladd_box_intersect(label, picture)));
    for (size_t i = 0; i < count; i++) {
        if (i < own)
            cost += 4 * sladd_box_area(sladd_box_intersect(label, labels[i]));
        if (i != own)
            cost += sladd_box_area(sladd_box_intersect(label, faces[i]));
    }
    return cost;
}

/* A number that another one covers names nobody: each stands where it hides the least. */
static void place_labels(const struct sladd_box *faces, size_t count, const struct thumbnail *thumbnail,
                         struct sladd_box *labels) {
    for (size_t i = 0; i < count; i++) {
        double least = INFINITY;
        labels[i] = place_of(faces[i], i + 1, 0);
        for (int place = 0; place < PLACES && least > 0 && count <= MOST_PLACED; place++) {
            const struct sladd_box label = place_of(faces[i], i + 1, place);
            const double cost = hidden_by(label, faces, count, i, labels, thumbnail);
            if (cost < least)
                labels[i] = label;
            least = fmin(least, cost);
        }
    }
}

/* Numbers must be readable over anything: white on black, and lines of both. Presentation attributes, because the
 * policy of the page allows no style but its own. */
static void put_box(struct sladd_box face, FILE *to) {
    static const char *const lines[2] = {"black", "white"};
    for (int i = 0; i < 2; i++)
        html_put(to,
                 "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" stroke=\"%s\" "
                 "stroke-width=\"%.1f\"/>\n",
                 face.x, face.y, face.width, face.height, lines[i], high_of(face) / (i == 0 ? 4.5 : 9));
}

static void put_label(struct sladd_box label, size_t number, FILE *to) {
    html_put(to,
             "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"black\"/>\n"
             "<text x=\"%.1f\" y=\"%.1f\" fill=\"white\" font-family=\"sans-serif\" font-weight=\"700\" "
             "font-size=\"%.1f\">%zu</text>\n",
             label.x, label.y, label.width, label.height, label.x + label.height / 6, label.y + label.height * 0.8,
             label.height * 0.83, number);
}

/* The boxes first, so that none of them crosses a number. */
static bool put_numbers(const struct contact *photo, const struct thumbnail *thumbnail, FILE *to) {
    const size_t count = photo->face_count;
    struct sladd_box *boxes = array_new(2 * count + 1, sizeof *boxes);
    if (boxes == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        boxes[i] = in_picture(&photo->faces[i], thumbnail);
    place_labels(boxes, count, thumbnail, boxes + count);
    for (size_t i = 0; i < count; i++)
        put_box(boxes[i], to);
    for (size_t i = 0; i < count; i++)
        put_label(boxes[count + i], i + 1, to);
    free(boxes);
    return true;
}

static bool put_picture(const struct contact *photo, const struct thumbnail *thumbnail, FILE *to) {
    char *alt = NULL;
    if (asprintf(&alt, P_("%s, with %zu face numbered", "%s, with %zu faces numbered", photo->face_count), photo->path,
                 photo->face_count) < 0)
        return false;
    html_put(
        to,
        "<figure class=\"whole%s\"><svg role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" aria-label=\"",
        photo->face_count <= FEW ? " few" : "", thumbnail->width, thumbnail->height, thumbnail->width,
        thumbnail->height);
    html_text(to, alt);
    html_put(to, "\">\n<image width=\"%d\" height=\"%d\" href=\"", thumbnail->width, thumbnail->height);
    bool good = html_data(to, bytes_span(&thumbnail->jpeg));
    html_put(to, "\"/>\n");
    good = put_numbers(photo, thumbnail, to) && good;
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
    html_text(
        to, _("This page shows the photos as they are, nobody is blurred: it is for your own use only. Do not send or "
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
