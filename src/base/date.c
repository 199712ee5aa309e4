#include "base/date.h"

#include "base/ascii.h"

#include <stdio.h>
#include <time.h>

int date_compare(struct sladd_date a, struct sladd_date b) {
    int order = (a.year > b.year) - (a.year < b.year);
    if (order == 0)
        order = (a.month > b.month) - (a.month < b.month);
    return order != 0 ? order : (a.day > b.day) - (a.day < b.day);
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

struct sladd_date date_after(struct sladd_date day, int days) {
    struct tm when = {.tm_year = day.year - 1900, .tm_mon = day.month - 1, .tm_mday = day.day + days};
    (void)timegm(&when); /* which brings the 32nd of a month into the next */
    return (struct sladd_date){when.tm_year + 1900, when.tm_mon + 1, when.tm_mday};
}

void date_print(struct sladd_date date, char text[DATE_TEXT]) {
    (void)snprintf(text, DATE_TEXT, "%04d-%02d-%02d", date.year, date.month, date.day);
}

bool date_exists(struct sladd_date date) {
    return date.year >= 1900 && date.year <= 2199 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= days_in_month(date.year, date.month);
}

bool date_parse(const char *text, struct sladd_date *date) {
    static const char form[] = "dddd-dd-dd";
    int numbers[3] = {0}, part = 0;
    for (int i = 0; form[i] != '\0'; i++) {
        if (form[i] == 'd' ? !ascii_is_digit(text[i]) : text[i] != form[i])
            return false; /* also at the end of a shorter text */
        if (form[i] == 'd')
            numbers[part] = numbers[part] * 10 + (text[i] - '0');
        else
            part++;
    }
    const struct sladd_date day = {numbers[0], numbers[1], numbers[2]};
    if (text[sizeof form - 1] != '\0' || !date_exists(day))
        return false;
    *date = day;
    return true;
}
