# What an officer needs daily and seldom, on the review page in headless Chromium: a button for each of eight people who are
# not in the photo yet; what is said of one photo as a whole. Comments of others stay.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
needs /usr/bin/chromium /usr/bin/chromedriver "$ROOT/samples/photos/portrett.jpg"
python3 -c 'import PIL, selenium, yaml' 2>/dev/null || skip "needs python3-selenium, python3-pil and python3-yaml"
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY
export no_proxy='*'
mkdir photos
for name in portrett kantine; do
    upright "$ROOT/samples/photos/$name.jpg" "photos/$name.jpg" 800
done
printf 'version: 1 # ours\nrights: {permission: yes}\npeople: # the team\n' >photos/consent.yaml
for name in anne bjarne cecilie david else frode guri hans inga jonas; do
    printf '  %s: {name: %s Nordmann, role: staff}\n' "$name" "${name^}" >>photos/consent.yaml
done
review photos
expect 0 python3 "$SUPPORT/review_desk.py" "$address" photos
sleep_until "$server"
stop_review
