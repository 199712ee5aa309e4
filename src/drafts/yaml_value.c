#include "drafts/yaml_value.h"

#include "base/ascii.h"

#include <string.h>

enum { STEP = 2 }; /* blanks a level */
enum { COMMENT = '#' };

/* Names that YAML reads as themselves, so that the text looks like what a person would write. Blanks are good inside a
 * text, "Kari Nordmann", where nothing can be taken for a colon or a comment. */
static bool is_plain(const char *text) {
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./ ";
    static const char *const words[] = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"};
    size_t length = strlen(text);
    if (length == 0 || strchr("-./0123456789 ", text[0]) != NULL || text[length - 1] == ' ')
        return false;
    for (const char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < 0x80 && strchr(safe, *c) == NULL)
            return false;
    /* Letters beyond ASCII are plain, too, but not the marks that Unicode has for a line break or a blank. */
    if (strstr(text, "\xC2\x85") != NULL || strstr(text, "\xC2\xA0") != NULL || strstr(text, "\xE2\x80") != NULL ||
        strstr(text, "\xEF\xBB\xBF") != NULL)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ascii_same(text, words[i]))
            return false;
    return true;
}

static void put_quoted(FILE *to, const char *text) {
    (void)putc('"', to);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            (void)putc('\\', to);
        (void)putc(*text, to);
    }
    (void)putc('"', to);
}

static void put_text(FILE *to, const char *text, enum value_kind kind, enum yaml_style style) {
    bool plain = kind == VALUE_NUMBER || (style != YAML_AS_JSON && (kind == VALUE_WORD || is_plain(text)));
    if (plain)
        (void)fputs(text, to);
    else
        put_quoted(to, text);
}

void yaml_put_value(FILE *to, const struct yaml_value *value, enum yaml_style style) {
    if (value->kind != VALUE_LIST && value->kind != VALUE_MAPPING) {
        put_text(to, value->text, value->kind, style);
        return;
    }
    (void)putc(value->kind == VALUE_LIST ? '[' : '{', to);
    for (size_t i = 0; i < value->count; i++) {
        (void)fputs(i > 0 ? ", " : "", to);
        yaml_put_brackets(to, &value->items[i], style);
    }
    (void)putc(value->kind == VALUE_LIST ? ']' : '}', to);
}

void yaml_put_brackets(FILE *to, const struct yaml_value *value, enum yaml_style style) {
    if (value->key != NULL) {
        put_text(to, value->key, VALUE_TEXT, style);
        (void)fputs(": ", to);
    }
    yaml_put_value(to, value, style);
}

void yaml_put_lines(FILE *to, const struct yaml_value *value, int indent) {
    bool whole = (value->kind == VALUE_LIST || value->kind == VALUE_MAPPING) && !value->one_line && value->count > 0;
    (void)fprintf(to, "%*s", indent, "");
    if (value->key == NULL) {
        (void)fputs("- ", to);
    } else {
        put_text(to, value->key, VALUE_TEXT, YAML_IN_LINES);
        (void)fputs(whole ? ":\n" : ": ", to);
    }
    if (!whole || value->key == NULL) {
        yaml_put_value(to, value, YAML_IN_BRACKETS);
        if (value->comment != NULL)
            (void)fprintf(to, "  %c %s", COMMENT, value->comment);
        (void)putc('\n', to);
        return;
    }
    for (size_t i = 0; i < value->count; i++)
        yaml_put_lines(to, &value->items[i], indent + STEP);
}

void box_value_make(struct sladd_box box, struct box_value *value) {
    const double numbers[4] = {box.x, box.y, box.width, box.height};
    for (int i = 0; i < 4; i++) {
        (void)snprintf(value->numbers[i], sizeof value->numbers[i], "%.4f", numbers[i]);
        value->items[i] = (struct yaml_value){.kind = VALUE_NUMBER, .text = value->numbers[i]};
    }
    value->value = (struct yaml_value){.kind = VALUE_LIST, .key = "box", .items = value->items, .count = 4};
}
