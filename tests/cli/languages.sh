# A dry run says every decision with its reason, in the language of the user.
photo a.jpg
redact a.jpg 0.2 0.2 0.3 0.3
clean 0 -n a.jpg
says '*Marked place*blurred: The manifest asks for this place to be blurred.*'
LANGUAGE=nb clean 0 -n a.jpg
says '*Merket sted*sladdes: Manifestet ber om at dette stedet sladdes.*'
LANGUAGE=sv clean 0 -n a.jpg
says '*Markerad plats*suddas: Manifestet ber om att det här stället suddas.*'
