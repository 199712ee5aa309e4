#include "metadata/caption.h"

#include <exempi/xmp.h>

static const char dublin_core[] = "http://purl.org/dc/elements/1.1/";
static const char iptc_core[] = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";

/* A JPEG segment has room for 65533 bytes, the signature included. */
enum { MAX_PACKET = 65000 };

static bool set_text(XmpPtr xmp, const char *space, const char *name, const char *text) {
    return text == NULL || xmp_set_localized_text(xmp, space, name, NULL, "x-default", text, 0);
}

static bool fill(XmpPtr xmp, const struct caption *caption, XmpStringPtr text) {
    const char *credit = caption->credit;
    return xmp_register_namespace(iptc_core, "Iptc4xmpCore", text) &&
           set_text(xmp, dublin_core, "description", caption->alt_text) &&
           set_text(xmp, iptc_core, "AltTextAccessibility", caption->alt_text) &&
           set_text(xmp, dublin_core, "rights", credit) &&
           (credit == NULL ||
            xmp_append_array_item(xmp, dublin_core, "creator", XMP_PROP_ARRAY_IS_ORDERED, credit, 0)) &&
           xmp_serialize(xmp, text, XMP_SERIAL_READONLYPACKET | XMP_SERIAL_USECOMPACTFORMAT, 0);
}

static enum sladd_status build(const struct caption *caption, struct bytes *packet, struct sladd_error *err) {
    XmpPtr xmp = xmp_new_empty();
    XmpStringPtr text = xmp_string_new();
    enum sladd_status status;
    if (xmp == NULL || text == NULL || !fill(xmp, caption, text))
        status = sladd_fail(err, SLADD_MANIFEST, "'alt_text' or 'photographer' cannot be written as XMP");
    else if (xmp_string_len(text) > MAX_PACKET)
        status = sladd_fail(err, SLADD_TOO_LARGE,
                            "'alt_text' or 'photographer' is too long to be written into the photo; shorten it");
    else
        status = bytes_copy(packet, xmp_string_cstr(text), xmp_string_len(text), err);
    if (xmp != NULL)
        (void)xmp_free(xmp);
    if (text != NULL)
        xmp_string_free(text);
    return status;
}

enum sladd_status xmp_build(const struct caption *caption, struct bytes *xmp, struct sladd_error *err) {
    *xmp = (struct bytes){0};
    if (caption->alt_text == NULL && caption->credit == NULL)
        return SLADD_OK;
    if (!xmp_init())
        return sladd_fail(err, SLADD_NO_MEMORY, "out of memory for the XMP of the output");
    enum sladd_status status = build(caption, xmp, err);
    xmp_terminate();
    return status;
}
