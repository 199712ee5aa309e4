/* The caption as an XMP packet (ISO 16684-1), written by hand: there are four properties, always in the same shape. */
#include "base/array.h"
#include "metadata/caption.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A JPEG segment has room for 65533 bytes, the signature included. */
enum { MAX_PACKET = 65000 };

static const char head[] =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
    " xmlns:Iptc4xmpCore=\"http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/\">\n";
static const char tail[] = "</rdf:Description>\n</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>";

struct packet {
    char *text;
    size_t length, room;
    bool no_memory, unwritable;
};

static void add(struct packet *packet, const char *text, size_t length) {
    if (packet->no_memory || !array_grow((void **)&packet->text, &packet->room, packet->length + length + 1, 1)) {
        packet->no_memory = true;
        return;
    }
    memcpy(packet->text + packet->length, text, length);
    packet->length += length;
}

static void add_literal(struct packet *packet, const char *text) {
    add(packet, text, strlen(text));
}

/* Is this no character of XML 1.0 (2.2)? `text` is UTF-8. */
static bool is_unwritable(const char *text) {
    unsigned char c = (unsigned char)*text;
    return (c < ' ' && c != '\t' && c != '\n' && c != '\r') || strncmp(text, "\xEF\xBF\xBE", 3) == 0 ||
           strncmp(text, "\xEF\xBF\xBF", 3) == 0;
}

static void add_escaped(struct packet *packet, const char *text) {
    for (; *text != '\0'; text++) {
        packet->unwritable = packet->unwritable || is_unwritable(text);
        switch (*text) {
        case '&':
            add_literal(packet, "&amp;");
            break;
        case '<':
            add_literal(packet, "&lt;");
            break;
        case '>':
            add_literal(packet, "&gt;");
            break;
        case '\r': /* or it would be read as a line feed */
            add_literal(packet, "&#xD;");
            break;
        default:
            add(packet, text, 1);
        }
    }
}

/* `open` and `close` are what stands around the one item. */
static void add_property(struct packet *packet, const char *open, const char *text, const char *close) {
    if (text == NULL)
        return;
    add_literal(packet, open);
    add_escaped(packet, text);
    add_literal(packet, close);
}

#define IN_ANY_LANGUAGE(name) "<" name "><rdf:Alt><rdf:li xml:lang=\"x-default\">", "</rdf:li></rdf:Alt></" name ">\n"

static void fill(struct packet *packet, const struct caption *caption) {
    static const char *const description[] = {IN_ANY_LANGUAGE("dc:description")};
    static const char *const alt_text[] = {IN_ANY_LANGUAGE("Iptc4xmpCore:AltTextAccessibility")};
    static const char *const rights[] = {IN_ANY_LANGUAGE("dc:rights")};
    static const char *const creator[] = {"<dc:creator><rdf:Seq><rdf:li>", "</rdf:li></rdf:Seq></dc:creator>\n"};
    add_literal(packet, head);
    add_property(packet, description[0], caption->alt_text, description[1]);
    add_property(packet, alt_text[0], caption->alt_text, alt_text[1]);
    add_property(packet, rights[0], caption->credit, rights[1]);
    add_property(packet, creator[0], caption->credit, creator[1]);
    add_literal(packet, tail);
}

enum sladd_status xmp_build(const struct caption *caption, struct bytes *xmp, struct sladd_error *err) {
    struct packet packet = {0};
    enum sladd_status status = SLADD_OK;
    *xmp = (struct bytes){0};
    if (caption->alt_text == NULL && caption->credit == NULL)
        return SLADD_OK;
    fill(&packet, caption);
    if (packet.no_memory)
        status = fail_memory(err);
    else if (packet.unwritable)
        status = sladd_fail(err, SLADD_MANIFEST, "'alt_text' or 'photographer' cannot be written as XMP");
    else if (packet.length > MAX_PACKET)
        status = sladd_fail(err, SLADD_TOO_LARGE,
                            "'alt_text' or 'photographer' is too long to be written into the photo; shorten it");
    if (status == SLADD_OK)
        *xmp = (struct bytes){(uint8_t *)packet.text, packet.length};
    else
        free(packet.text);
    return status;
}
