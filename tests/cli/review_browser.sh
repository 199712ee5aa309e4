# The review page as a person meets it: headless Chromium, once with the mouse and once with nothing but keys; the manifests
# that result are the same. (AXE=axe.min.js adds axe-core; SLADD_SCREENSHOTS=DIR keeps pictures.)
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
needs /usr/bin/chromium /usr/bin/chromedriver "$ROOT/samples/photos/portrett.jpg"
python3 -c 'import PIL, selenium, yaml' 2>/dev/null || skip "needs python3-selenium, python3-pil and python3-yaml"
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY
export no_proxy='*'
for how in mouse keyboard; do
    mkdir "$how"
    python3 - "$ROOT/samples/photos" "$how" <<'PYTHON'
import sys
from PIL import Image
for name in ("portrett", "kantine", "korridor"):
    image = Image.open(f"{sys.argv[1]}/{name}.jpg").convert("RGB")
    image.thumbnail((1000, 1000))
    image.save(f"{sys.argv[2]}/{name}.jpg", quality=92)
PYTHON
    printf 'name;role;form;given by;date;expires;channels\nKari Nordmann;staff;written;self;2026-05-01;%s;web\nÅse Holm;visitor;written;self;2026-05-01;;web\n' \
        "$(date -d '+10 days' +%F)" >people.csv
    expect 0 "$SLADD" import people.csv -m "$how/consent.yaml"
    review "$how"
    expect 0 python3 "$SUPPORT/review_browser.py" "$how" "$address" "$how"
    sleep_until "$server"
    stop_review
done
python3 - <<'PYTHON' || fail "mouse and keys: $(diff mouse/consent.yaml keyboard/consent.yaml)"
import yaml
a, b = (yaml.safe_load(open(f"{how}/consent.yaml")) for how in ("mouse", "keyboard"))
for manifest in (a, b):
    drawn = manifest["photos"]["kantine.jpg"]
    for part, place in (("redact", [0.1, 0.1, 0.2, 0.15]), ("keep", [0.3, 0.9, 0.15, 0.08])):
        box = drawn[part][-1].pop("box")
        assert all(abs(x - y) < 0.02 for x, y in zip(box, place)), (part, box)
assert a == b, (a, b)
assert list(a["people"]) == ["kari-nordmann", "ase-holm", "per-berg"], a["people"]
assert "withdrawn" in a["people"]["kari-nordmann"]["consent"][0]
assert [f["person"] for f in a["photos"]["portrett.jpg"]["faces"]] == ["kari-nordmann", "per-berg"]
PYTHON
