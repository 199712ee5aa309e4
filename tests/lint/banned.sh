# Functions that are easy to get wrong or do what sladd must not do, anywhere in src; C++ only where OpenCV is called; no network.
cd "$ROOT"
banned='strcasecmp|strncasecmp|strcpy|strcat|stpcpy|sprintf|vsprintf|gets|scanf|fscanf|sscanf|strtok|atoi|atol|atof|alloca|tmpnam|tempnam|mktemp|tmpfile|system|popen|execl[a-z]*|execv[a-z]*|posix_spawn[a-z]*|chmod|setjmp_|rand|srand'
# One file runs another program: the one that opens the review page in the user's browser.
if grep -nE "\b($banned)\s*\(" -r src include --include='*.[ch]' --include='*.[ch]pp' |
    grep -vE '^src/serve/browser\.c:[0-9]+:.*execlp\("xdg-open", "xdg-open", file, ' |
    grep -vE '^[^:]*:[0-9]+:\s*(\*|/\*|//)' >"$OLDPWD/log"; then
    cd "$OLDPWD"
    fail "banned functions"
fi
# fail_reason knows the way out.
if grep -nE '\bstrerror(_r|_l)?\s*\(' -r src --include='*.[ch]' | grep -v '^src/base/fail\.c:' >"$OLDPWD/log"; then
    cd "$OLDPWD"
    fail "strerror in place of fail_reason"
fi
cpp=$(find src include -name '*.cpp' -o -name '*.cc' -o -name '*.hpp' | sort)
cd "$OLDPWD"
# OpenCV has no C interface: one file for its dnn module, one for its image processing, and what they share.
[[ ${cpp//$'\n'/ } == "src/vision/backend/opencv.cpp src/vision/exceptions.hpp src/vision/geometry.cpp" ]] ||
    fail "C++ files: $cpp"

# What sladd's own objects call. (OpenCV's libraries bring their own; nothing of sladd reaches them.)
libraries=("$BUILD"/libsladd_{library,program}.a)
needs "${libraries[@]}"
nm -u "${libraries[@]}" 2>/dev/null | awk '{ print $NF }' | sort -u >symbols
[[ $(wc -l <symbols) -gt 100 ]] || fail "no symbols were seen in ${libraries[*]}"
# The review page's sockets are libmicrohttpd's; it is told to listen on the loopback address and nothing else.
grep -q 'htonl(INADDR_LOOPBACK)' "$ROOT/src/serve/listener.c" || fail "the review page must listen on the loopback address"
if nm -u "${libraries[@]}" | awk '/^[^ ].*:$/ { of = $0 } $NF ~ /^exec/ { print of, $NF }' | grep -v '^browser.c.o:$\|^browser.c.o: execlp$' >log; then
    fail "another file than browser.c runs a program"
fi
sed -i '/^execlp$/d' symbols
if grep -xE 'socket|socketpair|connect|bind|listen|accept4?|send(to|msg)?|recv(from|msg)?|getaddrinfo|gethostbyname.*|curl_.*|res_.*|SSL_.*|execv.*|execl.*|system|popen' symbols >log; then
    fail "symbols of the network or of other programs"
fi
if grep -nE 'imread|imwrite|VideoCapture|cv::samples|FaceRecognizer|TrackerK' -r "$ROOT/src/vision" --include='*.[ch]pp' >log; then
    fail "OpenCV reads or writes files, or recognises"
fi
