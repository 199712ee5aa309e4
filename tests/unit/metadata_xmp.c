/* XMP says one thing in many shapes, and each is understood; what is no XMP, or breaks off, is told apart from what
 * says nothing. */
#include "../support/forge.h"
#include "metadata/xmp.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define RDF "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
#define SPACES                                                                                                         \
    "xmlns:r='http://www.metadataworkinggroup.com/schemas/regions/' xmlns:a='http://ns.adobe.com/xmp/sType/Area#' "    \
    "xmlns:d='http://ns.adobe.com/xap/1.0/sType/Dimensions#' xmlns:m='http://ns.microsoft.com/photo/1.2/' "            \
    "xmlns:i='http://ns.microsoft.com/photo/1.2/t/RegionInfo#' xmlns:p='http://ns.microsoft.com/photo/1.2/t/Region#'"
#define PACKET(content)                                                                                                \
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF " RDF "><rdf:Description rdf:about='' " SPACES ">" content           \
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
#define LIST(items)                                                                                                    \
    PACKET("<r:Regions><rdf:Description><r:RegionList><rdf:Bag>" items                                                 \
           "</rdf:Bag></r:RegionList></rdf:Description></r:Regions>")
#define AREA "<r:Area a:x='0.2' a:y='0.35' a:w='0.2' a:h='0.3' a:unit='normalized'/>"
#define KARI "<rdf:li r:Name='Kari' r:Type='Face'>" AREA "</rdf:li>"
#define PERSON(rectangle)                                                                                              \
    PACKET("<m:RegionInfo rdf:parseType='Resource'><i:Regions><rdf:Bag><rdf:li p:Rectangle='" rectangle                \
           "' p:PersonDisplayName='Kari'/></rdf:Bag></i:Regions></m:RegionInfo>")

static struct xmp_faces read_bytes(struct span packet, enum xmp_problem wanted) {
    struct xmp_faces faces;
    enum xmp_problem problem;
    struct forge copy = {0}; /* exactly as long as it is, for the address sanitizer */
    forge_add(&copy, packet.data, packet.size);
    assert_int_equal(xmp_read_faces(forge_span(&copy), &faces, &problem, NULL), SLADD_OK);
    forge_clear(&copy);
    assert_int_equal(problem, wanted);
    return faces;
}

static struct xmp_faces read_text(const char *text) {
    return read_bytes((struct span){(const uint8_t *)text, strlen(text)}, XMP_SOUND);
}

static void expect_kari(struct xmp_faces *faces) {
    assert_int_equal(faces->count, 1);
    const struct xmp_face *face = &faces->items[0];
    assert_string_equal(face->name, "Kari");
    assert_false(face->unread);
    assert_true(fabs(face->box.x - 0.1) < 1e-9 && fabs(face->box.y - 0.2) < 1e-9);
    assert_true(fabs(face->box.width - 0.2) < 1e-9 && fabs(face->box.height - 0.3) < 1e-9);
    xmp_faces_clear(faces);
}

static void every_shape_of_a_region(void **state) {
    static const char *const shapes[] = {
        LIST(KARI),
        LIST("<rdf:li rdf:parseType='Resource'><r:Name>Kari</r:Name><r:Type>Face</r:Type>" AREA "</rdf:li>"),
        LIST("<rdf:li><rdf:Description r:Name='Kari'><r:Type>Face</r:Type>" AREA "</rdf:Description></rdf:li>"),
        LIST("<rdf:li><rdf:Description><r:Area rdf:parseType='Resource'><a:x>0.2</a:x><a:y>0.35</a:y><a:w>0.2</a:w>"
             "<a:h>0.3</a:h></r:Area><r:Name><rdf:Alt><rdf:li xml:lang='x-default'>Kari</rdf:li><rdf:li xml:lang='de'>"
             "Karin</rdf:li></rdf:Alt></r:Name></rdf:Description></rdf:li>"),
        LIST("<rdf:li><rdf:Description><r:Area><rdf:Description a:x='0.2' a:y='0.35' a:w='0.2' a:h='0.3'/></r:Area>"
             "<r:Name rdf:parseType='Resource'><rdf:value>Kari</rdf:value></r:Name></rdf:Description></rdf:li>"),
        LIST("<rdf:_1 r:Name='Kari'>" AREA "</rdf:_1>"),
        LIST("<rdf:li r:Name=' Kari&#10;' r:Type=''>" AREA "</rdf:li>"),
        LIST("<rdf:li r:Type='face'><r:Name><![CDATA[Ka]]>ri<!-- so --></r:Name>" AREA "</rdf:li>"),
        PACKET("<r:Regions rdf:parseType='Resource'><r:RegionList><rdf:Seq>" KARI
               "</rdf:Seq></r:RegionList></r:Regions>"),
        "<rdf:RDF " RDF "><rdf:Description><Regions xmlns='http://www.metadataworkinggroup.com/schemas/regions/' "
        "xmlns:b='http://ns.adobe.com/xmp/sType/Area#' rdf:parseType='Resource'><RegionList><rdf:Bag><rdf:li "
        "rdf:parseType='Resource'><Name>Kari</Name><Area b:x='0.2' b:y='0.35' b:w='0.2' b:h='0.3'/></rdf:li></rdf:Bag>"
        "</RegionList></Regions></rdf:Description></rdf:RDF>",
        LIST("<rdf:li r:Name='Kari'><r:Area a:x='0,2' a:y='0,35' a:w='0,2' a:h='0,3' a:unit='Normalized'/></rdf:li>"),
        LIST("<rdf:li r:Name='Kari'><r:Area a:x='2e-1' a:y='+.35' a:w='20E-2' a:h='0.3000'/></rdf:li>"),
        PERSON("0.1, 0.2, 0.2, 0.3"),
        PERSON("0.1,0.2,0.2,0.3"),
        PERSON("0.1 0.2 0.2 0.3"),
        PERSON("0.1; 0.2; 0.2; 0.3"),
        PERSON("0,1, 0,2, 0,2, 0,3"),
        PERSON("0,1; 0,2; 0,2; 0,3"),
        PERSON("0,1,0,2,0,2,0,3"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        struct xmp_faces faces = read_text(shapes[i]);
        expect_kari(&faces);
    }
}

/* Numbers have a point whatever the program's locale says. */
static void the_locale_has_no_say(void **state) {
    (void)state;
    bool comma = setlocale(LC_NUMERIC, "nb_NO.UTF-8") != NULL || setlocale(LC_NUMERIC, "de_DE.UTF-8") != NULL;
    struct xmp_faces faces = read_text(LIST(KARI));
    expect_kari(&faces);
    (void)setlocale(LC_NUMERIC, "C");
    if (!comma)
        print_message("no locale with a decimal comma is installed\n");
}

static void around_the_packet(void **state) {
    static const char packet[] = LIST(KARI);
    static const struct {
        const char *before, *behind;
        size_t zeroes;
    } cases[] = {
        {"", "", 1},
        {"", "", 4000},
        {"", "  \r\n ", 3},
        {" \r\n\t", "", 0},
        {"\xEF\xBB\xBF", "", 0},
        {"<?xpacket begin='\xEF\xBB\xBF' id='W5M0MpCehiHzreSzNTczkc9d'?>", "<?xpacket end='w'?>", 0},
        {"\n<?xml version='1.0' encoding='UTF-8'?>", "", 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct forge text = {0};
        forge_add(&text, cases[i].before, strlen(cases[i].before));
        forge_add(&text, packet, sizeof packet - 1);
        forge_add(&text, cases[i].behind, strlen(cases[i].behind));
        for (size_t z = 0; z < cases[i].zeroes; z++)
            forge_add(&text, "", 1);
        struct xmp_faces faces = read_bytes(forge_span(&text), XMP_SOUND);
        expect_kari(&faces);
        forge_clear(&text);
    }
}

static struct forge wide(const char *text, bool little) {
    struct forge made = {0};
    forge_add(&made, little ? "\xFF\xFE" : "\xFE\xFF", 2);
    for (; *text != '\0'; text++) {
        uint8_t pair[2] = {(uint8_t)(little ? *text : 0), (uint8_t)(little ? 0 : *text)};
        forge_add(&made, pair, 2);
    }
    return made;
}

static void in_utf16(void **state) {
    (void)state;
    for (int little = 0; little < 2; little++)
        for (size_t zeroes = 0; zeroes < 4; zeroes += 2) {
            struct forge text = wide(LIST(KARI), little);
            forge_add(&text, "\0\0\0", zeroes);
            struct xmp_faces faces = read_bytes(forge_span(&text), XMP_SOUND);
            expect_kari(&faces);
            forge_clear(&text);
        }
}

/* Somebody is there, and nobody knows where. */
static void what_cannot_be_placed_is_not_forgotten(void **state) {
    static const char *const regions[] = {
        LIST("<rdf:li r:Name='Kari' r:Type='Face'/>"),
        LIST("<rdf:li r:Name='Kari'><r:Area a:x='0.2' a:y='0.35' a:w='' a:h='0.3'/></rdf:li>"),
        LIST("<rdf:li r:Name='Kari'><r:Area a:x='0.2' a:y='0.35' a:w='nan' a:h='0.3'/></rdf:li>"),
        LIST("<rdf:li r:Name='Kari'><r:Area a:x='0.2' a:y='0.35' a:w='1e400' a:h='0.3'/></rdf:li>"),
        LIST("<rdf:li r:Name='Kari'><r:Area a:x='0.2' a:y='0.35' a:w='0x1' a:h='0.3'/></rdf:li>"),
        LIST("<rdf:li r:Name='Kari'><r:Area a:x='0.2' a:y='0.35' a:d='0.3'/></rdf:li>"), /* a circle */
        LIST("<rdf:li r:Name='Kari'><r:Area a:x='0.2' a:y='0.35'/></rdf:li>"),           /* a point */
        LIST("<rdf:li r:Name='Kari'><r:Area a:x='1' a:y='2' a:w='3' a:h='4' a:unit='inch'/></rdf:li>"),
        LIST("<rdf:li r:Name='Kari'>" AREA AREA "</rdf:li>"),
        PERSON("0.1, 0.2, 0.2"),
        PERSON("0.1, 0.2, 0.2, 0.3, 0.4"),
        PERSON(""),
    };
    static const char *const strays[] = {
        PACKET("<r:Regions rdf:nodeID='b1'/>"), /* says nothing at all */
        PACKET("<r:Regions rdf:parseType='Resource'><r:RegionList>" AREA "</r:RegionList></r:Regions>"),
        PACKET(AREA AREA),
        PACKET("<p:Rectangle>0.1, 0.2, 0.2, 0.3</p:Rectangle>"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof regions / sizeof *regions; i++) {
        struct xmp_faces faces = read_text(regions[i]);
        assert_true(faces.count >= 1);
        assert_true(faces.items[0].unread);
        assert_string_equal(faces.items[0].name, "Kari");
        assert_int_equal(faces.items[0].item, 1);
        xmp_faces_clear(&faces);
    }
    for (size_t i = 0; i < sizeof strays / sizeof *strays; i++) {
        struct xmp_faces faces = read_text(strays[i]);
        assert_int_equal(faces.count, i > 0);
        assert_true(i == 0 || faces.items[0].unread);
        xmp_faces_clear(&faces);
    }
}

static void who_is_no_face(void **state) {
    static const char *const types[] = {"Pet", "pet", "Focus", "BarCode"};
    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        char text[3000];
        (void)snprintf(text, sizeof text, LIST("<rdf:li r:Name='Kari' r:Type='%s'>" AREA "</rdf:li>"), types[i]);
        struct xmp_faces faces = read_text(text);
        assert_int_equal(faces.count, 0);
        xmp_faces_clear(&faces);
    }
}

static void the_size_of_the_frame(void **state) {
#define SIZED(content) PACKET("<r:Regions rdf:parseType='Resource'>" content "</r:Regions>")
    static const struct {
        const char *text;
        bool has;
        double width, height;
    } cases[] = {
        {SIZED("<r:AppliedToDimensions d:w='400' d:h='300' d:unit='pixel'/>"), true, 400, 300},
        {SIZED("<r:AppliedToDimensions><rdf:Description><d:w>400.0</d:w><d:h>300</d:h></rdf:Description>"
               "</r:AppliedToDimensions>"),
         true, 400, 300},
        {SIZED(""), false, 0, 0},
        {SIZED("<r:AppliedToDimensions d:w='400'/>"), true, 0, 0},
        {SIZED("<r:AppliedToDimensions d:w='400' d:h='x'/>"), true, 0, 0},
        {PACKET("<r:Regions rdf:parseType='Resource'><r:AppliedToDimensions d:w='400' d:h='300'/></r:Regions>"
                "<r:Regions rdf:parseType='Resource'><r:AppliedToDimensions d:w='300' d:h='400'/></r:Regions>"),
         true, 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct xmp_faces faces = read_text(cases[i].text);
        assert_int_equal(faces.has_size, cases[i].has);
        assert_true(faces.width == cases[i].width && faces.height == cases[i].height);
        xmp_faces_clear(&faces);
    }
}

/* Every truncation is damage; nothing but the whole packet, with or without its last bytes of layout, is sound. */
static void what_breaks_off(void **state) {
    static const char whole[] = "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>" LIST(KARI) "<?xpacket end='w'?>";
    (void)state;
    size_t root = (size_t)(strstr(whole, "<?xpacket end") - whole);
    for (size_t size = 0; size < root; size++) {
        struct xmp_faces faces = read_bytes((struct span){(const uint8_t *)whole, size}, XMP_DAMAGED);
        assert_int_equal(faces.count, 0);
    }
    for (size_t size = root + strlen("<?xpacket"); size < sizeof whole; size++) { /* nothing of it is lost */
        struct xmp_faces faces = read_bytes((struct span){(const uint8_t *)whole, size}, XMP_SOUND);
        assert_int_equal(faces.count, 1);
        xmp_faces_clear(&faces);
    }
    static const char *const bad[] = {"<a/><?xpacket <b/>", "no XML",       "<a",     "<a><b></a>",
                                      "<a/><b/>",           "\xFF\xFE<\0a", "<x:a/>", "\x89PNG\r\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        (void)read_bytes((struct span){(const uint8_t *)bad[i], strlen(bad[i])}, XMP_DAMAGED);
    struct xmp_faces none = read_text("<?xpacket begin='' id=''?>   \n <?xpacket end='w'?>"); /* emptied */
    assert_int_equal(none.count, 0);
    none = read_text("<a/>");
    assert_int_equal(none.count, 0);
}

static void what_is_refused(void **state) {
    static const char *const types[] = {
        "<!DOCTYPE x>" LIST(KARI),
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]>" LIST(KARI),
        "<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;&a;'>]><x>&c;</x>",
        "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>" LIST(KARI),
    };
    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        (void)read_bytes((struct span){(const uint8_t *)types[i], strlen(types[i])}, XMP_DOCTYPE);
    static char deep[300 * 1000];
    for (size_t i = 0; i < sizeof deep; i++)
        deep[i] = "<a>"[i % 3];
    (void)read_bytes((struct span){(const uint8_t *)deep, sizeof deep}, XMP_TOO_LARGE);
}

static uint32_t random_next(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Every truncation, and some thousands of mutations: no crash, and every number that comes out is one. */
static void hostile_packets(void **state) {
    static const char whole[] = LIST(KARI KARI) "<!-- -->";
    uint8_t text[sizeof whole];
    uint32_t seed = 7;
    (void)state;
    for (int i = 0; i < (int)sizeof whole + 4000; i++) {
        size_t size = i < (int)sizeof whole ? (size_t)i : sizeof whole - 1;
        memcpy(text, whole, sizeof whole);
        for (uint32_t n = i < (int)sizeof whole ? 0 : 1 + random_next(&seed) % 6; n > 0; n--) {
            size_t at = random_next(&seed) % size, from = random_next(&seed) % size;
            size_t length = 1 + random_next(&seed) % 40;
            length = length > size - at ? size - at : length;
            length = length > size - from ? size - from : length;
            if (random_next(&seed) % 2 == 0)
                text[at] = (uint8_t)random_next(&seed);
            else
                memmove(text + at, text + from, length);
        }
        struct xmp_faces faces;
        enum xmp_problem problem;
        struct forge copy = {0}; /* exactly as long as it is, for the address sanitizer */
        forge_add(&copy, text, size);
        assert_int_equal(xmp_read_faces(forge_span(&copy), &faces, &problem, NULL), SLADD_OK);
        assert_true(problem == XMP_SOUND || faces.count == 0);
        for (size_t f = 0; f < faces.count; f++) {
            struct sladd_box box = faces.items[f].box;
            assert_true(faces.items[f].unread || (isfinite(box.x + box.width) && isfinite(box.y + box.height)));
        }
        xmp_faces_clear(&faces);
        forge_clear(&copy);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_shape_of_a_region),
        cmocka_unit_test(the_locale_has_no_say),
        cmocka_unit_test(around_the_packet),
        cmocka_unit_test(in_utf16),
        cmocka_unit_test(what_cannot_be_placed_is_not_forgotten),
        cmocka_unit_test(who_is_no_face),
        cmocka_unit_test(the_size_of_the_frame),
        cmocka_unit_test(what_breaks_off),
        cmocka_unit_test(what_is_refused),
        cmocka_unit_test(hostile_packets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
