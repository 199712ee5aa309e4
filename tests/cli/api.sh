# The library: from memory to memory, the same bytes as the command writes; against the build folder and an installed
# prefix, in C and in C++.
needs "$BUILD/libsladd.a" "$BUILD/sladd.pc"
flags=()
nm "$BUILD/libsladd.a" >names 2>/dev/null
if grep -q __asan_init names; then flags=('-fsanitize=address,undefined'); fi

# Every header alone, by both compilers; the library has the functions that they declare, and no other name.
for header in "$ROOT"/include/sladd/*.h; do
    expect 0 cc -std=c11 -Wall -Wextra -Werror -pedantic -fsyntax-only -I "$ROOT/include" -x c "$header"
    expect 0 c++ -std=c++17 -Wall -Wextra -Werror -fsyntax-only -I "$ROOT/include" -x c++ "$header"
done
grep -ohE '\bsladd_[a-z0-9_]+\(' "$ROOT"/include/sladd/*.h | tr -d '(' | sort -u >declared
nm -g --defined-only "$BUILD/libsladd.a" | awk 'NF == 3 { print $3 }' | sort -u >defined
[[ $(wc -l <declared) -gt 10 ]] || fail "only $(wc -l <declared) functions are declared"
diff declared defined >log || fail "libsladd.a and the headers differ (<: declared, >: defined)"
[[ $(nm -u "$BUILD/libsladd.a") != *'/*'* ]] || fail "libsladd.a asks for a comment: $(nm -u "$BUILD/libsladd.a" | grep '/\*')"

compile() { # COMPILER SOURCE OUTPUT: with what an installed prefix says
    local words
    words=$(pkg-config --cflags --libs sladd) || fail "pkg-config"
    # shellcheck disable=SC2086 # one word a flag
    expect 0 "$1" -Wall -Wextra -Werror "${flags[@]}" "$2" $words -o "$3"
}
# A prefix, as cmake --install makes it, which may stand anywhere.
expect 0 cmake --install "$BUILD" --prefix "$PWD/prefix"
PKG_CONFIG_PATH=$(dirname "$(find "$PWD/prefix" -name sladd.pc)")
export PKG_CONFIG_PATH
compile cc "$ROOT/samples/api/sanitise.c" installed
# A C++ program may use OpenCV itself, and have names that the library has inside.
cat >other.cpp <<'CPP'
#include <opencv2/core.hpp>
#include <sladd/sladd.h>
#include <vector>
extern "C" int bytes_clear(void);
extern "C" int bytes_clear(void) { return 7; }
int main(int, char *argv[]) {
    std::vector<cv::Mat> mats(2);
    sladd *context = nullptr;
    sladd_error err = {};
    sladd_copy copy = {};
    sladd_settings settings;
    sladd_photo photo = {};
    photo.data = argv[0];
    photo.size = 4;
    bool good = sladd_open(argv[1], argv[2], &context, &err) == SLADD_OK && sladd_settings_init(&settings, &err) == SLADD_OK &&
                sladd_sanitise(context, &photo, &settings, &copy) == SLADD_NOT_A_PHOTO && copy.data == nullptr;
    sladd_copy_clear(&copy);
    sladd_copy_clear(&copy);
    sladd_close(context);
    return good && bytes_clear() == 7 ? int(mats.size()) - 2 : 1;
}
CPP
# shellcheck disable=SC2046
expect 0 c++ -Wall -Wextra -Werror "${flags[@]}" -isystem /usr/include/opencv4 other.cpp \
    $(pkg-config --cflags --libs sladd) -o other
# shellcheck disable=SC2046
expect 0 cc -std=c17 -Wall -Wextra -Werror -D_GNU_SOURCE "${flags[@]}" -I "$ROOT/include" "$ROOT/samples/api/sanitise.c" \
    "$BUILD/libsladd.a" $(sed -n 's/^Libs: -L[^ ]* -lsladd//p' "$BUILD/sladd.pc") \
    $(pkg-config --libs $(sed -n 's/^Requires: //p' "$BUILD/sladd.pc")) -o built

# A host may be a shared object itself: an extension of Python, a module of a web server.
# shellcheck disable=SC2046
expect 0 cc -shared "${flags[@]}" -o whole.so -Wl,--whole-archive "$BUILD/libsladd.a" -Wl,--no-whole-archive \
    $(pkg-config --libs sladd | sed 's/-lsladd//')
if [[ ${#flags[@]} == 0 ]]; then # the sanitizer's runtime wants to be there first
    expect 0 python3 -c 'import ctypes
name = ctypes.CDLL("./whole.so").sladd_status_name
name.restype = ctypes.c_char_p
assert name(1) == b"no-memory", name(1)'
fi

export SLADD_MODELS=$ROOT/models SLADD_POLICY=$ROOT/src/consent/policies/nordic-public.yaml SLADD_SEED=5
photo photos/a.jpg 160 120 ycc 2x2
png photos/b.png
cat >photos/consent.yaml <<'YAML'
version: 1
people:
  kari: {role: staff, consent: [{form: written, date: 2020-01-01, channels: [web]}]}
  ola: {name: Ola Li, role: staff, consent: [{form: written}]}
  ol: {name: Ola Li, consent: [{withdrawn: 2020-01-01}]}
photos:
  a.jpg:
    faces: [{person: kari, box: [0.1, 0.1, 0.1, 0.2]}, {person: ola, box: [0.6, 0.3, 0.2, 0.3]}]
    redact: [{box: [0.2, 0.6, 0.3, 0.3]}]
  b.png: {redact: [{box: [0.2, 0.2, 0.3, 0.3]}]}
  c.jpg: {publish: no}
YAML
cp photos/a.jpg photos/c.jpg
clean 1 --seed 5 -o out photos
expect 0 ./other "$SLADD_MODELS" "$SLADD_POLICY"
for program in ./built ./installed; do
    for name in a.jpg b.png; do
        "$program" photos/$name photos/consent.yaml >copy 2>log || fail "$program $name"
        same copy out/$name
    done
    says '*sanitised*'
    expect 1 "$program" photos/c.jpg photos/consent.yaml
    says '*withheld*'
done
./built photos/a.jpg photos/consent.yaml 2>log >copy
says '*face at 96, 36: redact, withdrawn*'
# Without a manifest everybody is redacted; errors are said and give no bytes.
./built photos/a.jpg >copy 2>log || fail "without a manifest"
printf 'version: 1\nphotos: {a.jpg: {publis: no}}\n' >wrong.yaml
! ./built photos/a.jpg wrong.yaml >copy 2>log || fail "a wrong manifest"
says '*manifest:2:18:*publis*'
[[ ! -s copy ]] || fail "bytes in spite of an error"
head -c 300 photos/a.jpg >cut.jpg
: >empty.jpg
for broken in cut.jpg empty.jpg; do
    ! ./built $broken >copy 2>log || fail "$broken"
    [[ ! -s copy ]] || fail "bytes of $broken"
done
SLADD_MODELS=$PWD expect 3 ./built photos/a.jpg
SLADD_POLICY=no-such expect 3 ./built photos/a.jpg
says '*no-such*'

# A name that no entry can have is refused, and so is NULL where something must be; no number has a name that is none.
cat >guards.c <<'C'
#include <sladd/sladd.h>
#include <stdio.h>
#include <string.h>

#define CHECK(what) ((what) ? (void)0 : (void)(printf("wrong: %s\n", #what), failed = 1))

int main(int argc, char *argv[]) {
    static const char manifest[] = "version: 1\nphotos: {x.jpg: {publish: no}, a/x.jpg: {publish: no}}\n";
    static const char *const wrong[] = {"./x.jpg", "a/../x.jpg", "../x.jpg", "/x.jpg", "a//x.jpg", "a/", "", ".\\x.jpg", "\\x.jpg"};
    static const char *const near[] = {"x.jpeg", "x .jpg", "b/x.jpg", "C:\\X.JPG", "a/x.png", "x"};
    static const char *const other[] = {"y.jpg", "a/y.jpg", "xx.jpg", "x1.jpg", NULL};
    static const char *const right[] = {"x.jpg", "X.JPG", "a/x.jpg", "a\\x.jpg"};
    static char bytes[1 << 16];
    struct sladd *sladd = NULL;
    struct sladd_error err = {0};
    struct sladd_settings settings;
    struct sladd_copy copy;
    int failed = argc < 5;
    FILE *file = fopen(argv[3], "rb");
    struct sladd_photo photo = {.data = bytes, .size = fread(bytes, 1, sizeof bytes, file), .manifest = manifest,
                                .manifest_size = sizeof manifest - 1};
    fclose(file);
    CHECK(sladd_open(argv[1], argv[2], NULL, &err) == SLADD_USAGE && err.text[0] != '\0');
    CHECK(sladd_open(argv[1], "no-such", &sladd, NULL) == SLADD_USAGE && sladd == NULL);
    CHECK(sladd_open(argv[1], NULL, &sladd, &err) == SLADD_OK || strchr(err.text, '/') != NULL);
    sladd_close(sladd);
    CHECK(strcmp(sladd_version(), argv[4]) == 0);
    CHECK(sladd_open(argv[1], argv[2], &sladd, &err) == SLADD_OK);
    CHECK(sladd_settings_init(NULL, &err) == SLADD_USAGE);
    CHECK(sladd_settings_init(&settings, NULL) == SLADD_OK);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        photo.name = wrong[i];
        CHECK(sladd_sanitise(sladd, &photo, &settings, &copy) == SLADD_USAGE && copy.data == NULL &&
              copy.outcome.result == SLADD_FAILED && copy.outcome.error.text[0] != '\0');
        sladd_copy_clear(&copy);
    }
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        photo.name = right[i];
        CHECK(sladd_sanitise(sladd, &photo, &settings, &copy) == SLADD_OK && copy.outcome.result == SLADD_WITHHELD);
        sladd_copy_clear(&copy);
    }
    for (size_t i = 0; i < sizeof near / sizeof *near; i++) {
        photo.name = near[i];
        CHECK(sladd_sanitise(sladd, &photo, &settings, &copy) == SLADD_OK && copy.outcome.result == SLADD_WITHHELD &&
              copy.data == NULL && copy.outcome.error.status == SLADD_NAME_IN_DOUBT);
        sladd_copy_clear(&copy);
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        photo.name = other[i];
        CHECK(sladd_sanitise(sladd, &photo, &settings, &copy) == SLADD_OK && copy.outcome.result == SLADD_SANITISED);
        sladd_copy_clear(&copy);
    }
    const struct sladd_photo none = {.size = 5}, lost = {.data = bytes, .size = photo.size, .manifest_size = 5};
    CHECK(sladd_sanitise(sladd, &photo, &settings, NULL) == SLADD_USAGE);
    CHECK(sladd_sanitise(NULL, &photo, &settings, &copy) == SLADD_USAGE && copy.data == NULL);
    CHECK(sladd_sanitise(sladd, NULL, &settings, &copy) == SLADD_USAGE && copy.data == NULL);
    CHECK(sladd_sanitise(sladd, &photo, NULL, &copy) == SLADD_USAGE && copy.data == NULL);
    CHECK(sladd_sanitise(sladd, &none, &settings, &copy) == SLADD_USAGE && copy.outcome.error.status == SLADD_USAGE);
    CHECK(sladd_sanitise(sladd, &lost, &settings, &copy) == SLADD_USAGE && copy.data == NULL);
    CHECK(sladd_sanitise(sladd, &(struct sladd_photo){0}, &settings, &copy) != SLADD_OK && copy.data == NULL);
    sladd_copy_clear(&copy);
    static const struct sladd_date never[] = {{0}, {2026, 2, 29}, {2026, 13, 1}, {2026, 0, 1}, {2026, 4, 31}, {2147483647, 1, 1}};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        struct sladd_settings on_no_day = settings;
        on_no_day.date = never[i];
        CHECK(sladd_sanitise(sladd, &photo, &on_no_day, &copy) == SLADD_USAGE && copy.data == NULL);
        sladd_copy_clear(&copy);
    }
    sladd_copy_clear(NULL);
    sladd_close(NULL);
    for (int number = -2; number < 2000; number = number < 200 ? number + 1 : number * 2) {
        CHECK(sladd_status_name((enum sladd_status)number) != NULL);
        CHECK(sladd_reason_name((enum sladd_reason)number) != NULL);
        CHECK(sladd_reason_sentence((enum sladd_reason)number) != NULL);
        CHECK(sladd_result_name((enum sladd_result)number) != NULL);
        CHECK(sladd_step_name((enum sladd_step)number) != NULL);
        CHECK(sladd_kind_name((enum sladd_kind)number) != NULL);
        CHECK(number == SLADD_HOLDS_NOTHING || sladd_holds_name((enum sladd_holds)number) != NULL);
        CHECK(strcmp(sladd_action_name((enum sladd_action)number), number == SLADD_KEEP ? "keep" : "redact") == 0);
    }
    CHECK(strcmp(sladd_reason_name((enum sladd_reason)SLADD_REASON_COUNT), "unknown") == 0);
    CHECK(strcmp(sladd_reason_name(SLADD_REASON_KEEP_OPTION), "text-keep") == 0);
    sladd_close(sladd);
    return failed;
}
C
compile cc guards.c guards
expect 0 ./guards "$SLADD_MODELS" "$SLADD_POLICY" photos/a.jpg "$("$SLADD" --version | sed -n '1s/^sladd //p')"
