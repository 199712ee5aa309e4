/* The limits that more than one room has to know. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

enum {
    PHOTO_MAX_BYTES = 1 << 30, /* of a photo's file; include/sladd/sladd.h promises the same */
};

#endif
