# A dry run says every decision with its reason, in the language of the locale.
locale -a 2>/dev/null | grep -qi '^nb_NO\.utf-\?8$' || skip "needs the locale nb_NO.UTF-8"
photo a.jpg
redact a.jpg 0.2 0.2 0.3 0.3
clean 0 -n a.jpg
says '*Marked place*blurred: The manifest asks for this place to be blurred.*'
LC_ALL=nb_NO.UTF-8 clean 0 -n a.jpg
says '*Merket sted*sladdes: Manifestet ber om at dette stedet sladdes.*'
