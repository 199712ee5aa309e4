# Every header compiles alone and carries a guard.
mapfile -t headers < <(cd "$ROOT" && find include src -name '*.h')
[[ ${#headers[@]} -gt 20 ]] || fail "only ${#headers[@]} headers were seen"
mapfile -t flags < <(pkg-config --cflags libpng libjpeg libexif yaml-0.1 jansson lcms2 nettle expat libheif libwebp libtiff-4 2>/dev/null | tr -s ' ' '\n' | grep .)
for header in "${headers[@]}"; do
    expect 0 cc -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only -I "$ROOT/include" -I "$ROOT/src" \
        "${flags[@]}" -include "$ROOT/$header" -x c /dev/null
    grep -q '^#ifndef' "$ROOT/$header" || fail "$header has no guard"
done
