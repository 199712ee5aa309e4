# The library beside other threads: the same bytes as alone, and descriptors, OpenCV's threads and log level, locale and
# working folder of the host stay as they were. Standard input is closed, so that its number is free to be taken.
needs "$TOOLS/api-threads"
mkdir photos
cp "$ROOT"/samples/photos/ansatte.png photos
photo photos/a.jpg
png photos/b.png
printf 'no photo' >photos/c.jpg
TSAN_OPTIONS="exitcode=99:suppressions=$SUPPORT/tsan.supp:${TSAN_OPTIONS:-}" \
    expect 0 "$TOOLS/api-threads" "$ROOT/models" "$ROOT/src/consent/policies/nordic-public.yaml" \
    "$ROOT/samples/photos/consent.yaml" photos/* <&-
says '*ansatte.png: sanitised*'
says '*c.jpg: failed*'
