/* A secret of the user who runs sladd, by which a later run knows what an earlier one of the same user wrote where
 * others may write, too: 32 random bytes in $XDG_STATE_HOME/sladd/key (XDG Base Directory Specification; without it
 * ~/.local/state), readable by that user alone. It opens nothing and says nothing about anybody; where it is deleted,
 * another is made, and what the old one vouched for counts no more. */
#ifndef FILES_USER_KEY_H
#define FILES_USER_KEY_H

#include <stdbool.h>
#include <stdint.h>

enum { USER_KEY_BYTES = 32 };

/* With `make` it is made where there is none. False: there is none, or it is not the user's alone (another's file, a
 * link, permissions for others): then nothing may be believed for its sake. */
bool user_key_read(uint8_t key[USER_KEY_BYTES], bool make);

#endif
