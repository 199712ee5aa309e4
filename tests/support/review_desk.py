"""The review page's smaller buttons in a real browser (headless Chromium), with keys where that matters.

    review_desk.py ADDRESS FOLDER

A fault is an AssertionError. SLADD_SCREENSHOTS names a folder for pictures, AXE a copy of axe-core, which then finds nothing."""
import json
import pathlib
import sys
import time
import urllib.request

import yaml
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from review_page import ReviewPage

ADDRESS, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
page = ReviewPage(ADDRESS, "desk")
browser, ask, until, look, some, texts = page.browser, page.ask, page.until, page.look, page.some, page.texts


def press(text, selector="button"):
    """With the mouse."""
    def click():
        node = next(n for n in some(selector) if n.is_displayed() and n.text.strip() == text)
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", node)
        node.click()
        return True
    until(click)


def is_there(text):
    return any(n.is_displayed() and n.text.strip() == text for n in some("button"))


def unsaved(count):
    until(lambda: ask("state")["unsaved"] == count)
    until(lambda: ask("state")["waiting"] == 0, 240)


def photo(name):
    number = next(p["id"] for p in ask("state")["photos"] if p["name"] == name)
    return ask(f"photo?photo={number}")


def open_photo(name):
    press("Photos")
    until(lambda: next(c for c in some(".card") if name in c.text).click() or True)
    until(lambda: texts("#photo-head") == [name] and some(".places button"))


def save():
    press(f"Save (changes: {ask('state')['unsaved']})")
    unsaved(0)
    return yaml.safe_load((FOLDER / "consent.yaml").read_text())


def people_buttons():
    """As many as there is room for, whoever is in the photo already; nobody twice."""
    names = lambda: [name[2:] for name in texts(".who button")]
    until(lambda: len(names()) == 8)
    first = until(lambda: names()[0])
    until(lambda: some(".who button")[0].click() or True)
    unsaved(1)
    until(lambda: any(first in text for text in texts(".places button")))
    for place in range(2):
        until(lambda: some(".places button")[place].click() or True)
        until(lambda: len(names()) == 8 and first not in names(), 20)
    press("Undo")
    unsaved(0)


LINE_IN_FACE = """
window.realFetch = window.fetch;
window.fetch = async (name, ...rest) => {
    const answer = await window.realFetch(name, ...rest);
    if (!name.startsWith('photo?')) return answer;
    const photo = await answer.json();
    const largest = photo.regions.filter((place) => place.kind === 'face').sort((a, b) => b.box[3] - a.box[3])[0];
    const [x, y, w, h] = largest.box;
    const box = [x + w * 0.35, y + h * 0.4, w * 0.3, h * 0.2];
    photo.regions = photo.regions.filter((place) => place.kind === 'face');
    photo.regions.push({ ...largest, kind: 'text', state: 'blurred', person: null, tags: [], box });
    return new Response(JSON.stringify(photo));
};"""


def pressed():
    """The chosen place's line in the list."""
    return browser.execute_script("return document.querySelector('.places [aria-pressed=true]')?.textContent ?? ''")


def click_behind():
    """A pair of glasses that was taken for text does not stand before its face; another click comes to it, a double one not."""
    browser.execute_script(LINE_IN_FACE)
    press("Photos")
    open_photo("portrett.jpg")
    middle = "const r = document.querySelector('.frame .text .over').getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]"

    def click(kind, times=1):
        x, y = browser.execute_script(middle)
        chain = ActionChains(browser, duration=0)
        chain.w3c_actions.pointer_action.move_to_location(int(x), int(y))
        for _ in range(times):
            chain.click()
        chain.perform()
        until(lambda: kind in pressed(), 10)
        time.sleep(0.8)  # or the next one would be the second of a double click
        assert kind in pressed()

    until(lambda: some(".frame .text .over"))
    until(lambda: next(n for n in some(".places button") if "Text" in n.text).click() or True)
    time.sleep(0.8)
    for kind, times in (("Face", 1), ("Text", 1), ("Face", 2)):
        click(kind, times)
    browser.execute_script("window.fetch = window.realFetch")
    press("Photos")
    open_photo("portrett.jpg")


def elsewhere(name, text):
    """A change that another window makes."""
    number = next(p["id"] for p in ask("state")["photos"] if p["name"] == name)
    body = json.dumps({"photo": number, "do": "alt-text", "text": text}).encode()
    origin = "/".join(ADDRESS.split("/")[:3])
    urllib.request.urlopen(urllib.request.Request(ADDRESS + "edit", body, {"Origin": origin, "Content-Type": "application/json"}))


def held_down():
    """What comes in while a button is held down does not draw it anew under the hand: it is pressed all the same."""
    until(lambda: len(some(".places button")) > 1 and not any("Being looked at" in text for text in texts(".position")))
    until(lambda: ActionChains(browser).click_and_hold(some(".places button")[1]).perform() or True)
    elsewhere("portrett.jpg", "From elsewhere")
    unsaved(1)
    time.sleep(3)
    ActionChains(browser).release().perform()
    until(lambda: some(".places button")[1].get_attribute("aria-pressed") == "true", 10)
    press("Undo")
    unsaved(0)


def norwegian_order():
    """Å is the last letter in Norwegian, beside A in English."""
    for lang in ("nb", "en"):
        browser.execute_script(f"document.documentElement.lang = '{lang}'")
        press("People")
        rows = "return [...document.querySelectorAll('#people tbody th')].map((node) => node.textContent)"
        until(lambda: browser.execute_script(rows)[-1 if lang == "nb" else 1] == "Åse Holm", 10)
    press("Photos")
    open_photo("portrett.jpg")


def permission():
    """The owner refuses one photo: it is withheld, by keys alone; taken back, it counts as all others do."""
    summary = until(lambda: next(s for s in some("summary") if s.text.startswith("About this photo")))
    browser.execute_script("arguments[0].focus()", summary)
    ActionChains(browser).send_keys(Keys.ENTER, Keys.TAB, Keys.ENTER).perform()
    unsaved(1)
    until(lambda: "does not permit it" in texts(".trouble p")[0])
    assert photo("portrett.jpg")["result"] == "withheld" and photo("portrett.jpg")["permission_own"] == "no"
    assert browser.switch_to.active_element.text, "the focus is lost"
    look("refused")
    assert save()["photos"]["portrett.jpg"]["rights"] == {"permission": False}
    press("Take back what was said of its permission", ".about button")
    unsaved(1)
    until(lambda: not is_there("Take back what was said of its permission"))
    assert photo("portrett.jpg")["result"] == "sanitised" and photo("portrett.jpg")["permission"] == "yes"
    press("Not permitted for this photo")
    unsaved(2)
    press("Undo")
    unsaved(1)
    until(lambda: photo("portrett.jpg")["result"] == "sanitised")


def alternative_text():
    until(lambda: some(".about input")[0]).send_keys("Fire kolleger ved \"sjøen\": én ler" + Keys.ENTER)
    unsaved(2)
    until(lambda: photo("portrett.jpg")["alt_text"].startswith("Fire"))
    manifest = save()
    assert manifest["photos"]["portrett.jpg"]["alt_text"] == "Fire kolleger ved \"sjøen\": én ler"
    assert "rights" not in manifest["photos"]["portrett.jpg"]
    open_photo("kantine.jpg")
    until(lambda: some(".about input")[0].get_attribute("value") == "")
    open_photo("portrett.jpg")
    until(lambda: some(".about input")[0].get_attribute("value").startswith("Fire"))
    field = some(".about input")[0]
    field.clear()
    field.send_keys(Keys.ENTER)
    unsaved(1)
    assert "alt_text" not in save()["photos"].get("portrett.jpg", {})


def state_of(name):
    """The largest faces' (person, state), by what the server says."""
    faces = [r for r in photo(name)["regions"] if r["kind"] == "face" and r["detected"]]
    return [(r["person"], r["state"]) for r in sorted(faces, key=lambda r: -r["box"][2])[:2]]


def choose(said):
    """The place of which the page says this."""
    def find():
        for place in range(len(some(".places button"))):
            node = some(".places button")[place]
            if "Face" in node.text:
                node.click()
                if said in texts(".editor")[0]:
                    return True
        return False
    until(find)


def wrong_tag():
    """The tag says Anne; it is Cecilie. The next one is nobody, whatever the tag says."""
    open_photo("merket.jpg")
    until(lambda: state_of("merket.jpg") == [("anne", "kept"), (None, "open")])
    choose("A tag in the photo's file says: Anne Nordmann.")
    look("tagged")
    until(lambda: next(n for n in some(".who button") if "Cecilie" in n.text).click() or True)
    unsaved(1)
    until(lambda: state_of("merket.jpg")[0] == ("cecilie", "kept"))
    choose("A tag in the photo's file says: N. N.")
    ActionChains(browser).send_keys("x").perform()
    unsaved(2)
    until(lambda: state_of("merket.jpg") == [("cecilie", "kept"), (None, "no-face")])
    said = save()["photos"]["merket.jpg"]
    assert [(f["person"], f["wrong_tags"]) for f in said["faces"]] == [("cecilie", ["anne"])], said
    assert [(k["what"], k["wrong_tags"]) for k in said["keep"]] == [("no-face", ["N. N."])], said


def disagreement():
    """The manifest says Cecilie, the tag Anne: both are named, and either is one press away."""
    open_photo("uenig.jpg")
    until(lambda: any("different names" in text and "[cecilie / anne]" in text for text in texts(".trouble p")))
    choose("says: Anne Nordmann. The manifest says: Cecilie Nordmann.")
    look("disagreement")
    press("It is Cecilie Nordmann; the tag is wrong", ".editor button")
    unsaved(1)
    until(lambda: state_of("uenig.jpg")[0] == ("cecilie", "kept") and not any("different names" in x for x in texts(".trouble p")))
    press("Undo")
    unsaved(0)
    until(lambda: state_of("uenig.jpg")[0] == (None, "open"))
    choose("The manifest says: Cecilie Nordmann.")
    press("It is Anne Nordmann", ".editor button")
    unsaved(1)
    until(lambda: state_of("uenig.jpg")[0] == ("anne", "kept"))
    save()


def closing():
    """Whoever leaves is asked where something is not saved, and only there."""
    leaves = "const e = new Event('beforeunload', { cancelable: true }); window.dispatchEvent(e); return !e.defaultPrevented"
    until(lambda: browser.execute_script(leaves), 10)
    elsewhere("kantine.jpg", "To be lost")
    until(lambda: not browser.execute_script(leaves))
    browser.execute_script("setTimeout(() => document.getElementById('end').click())")  # a question stops whoever clicks
    until(lambda: "not saved" in browser.switch_to.alert.text)
    browser.switch_to.alert.dismiss()
    unsaved(1)
    press("Undo")
    unsaved(0)
    until(lambda: browser.execute_script(leaves))


def changed_meanwhile():
    """Both are offered: what is said on the page in the file as somebody else left it, or that file alone."""
    for button, wanted in (("Drop my changes, take the new file", ""), ("Make my changes in the new file", "Noon")):
        elsewhere("kantine.jpg", "Noon")
        unsaved(1)
        with open(FOLDER / "consent.yaml", "a", encoding="utf-8") as manifest:
            manifest.write(f"# from elsewhere: {button}\n")
        press("Save (changes: 1)")
        until(lambda: "Nothing was saved, and nothing is lost" in texts("#conflict")[0])
        look("conflict")
        press(button)
        until(lambda: not some("#conflict")[0].is_displayed())
        unsaved(1 if wanted else 0)
        assert photo("kantine.jpg")["alt_text"] == wanted
    assert save()["photos"]["kantine.jpg"]["alt_text"] == "Noon"
    assert (FOLDER / "consent.yaml").read_text().count("# from elsewhere") == 2


def copies():
    press("Make the copies")
    until(lambda: any("Every photo has its copy." in text for text in texts("#copies")), 400)


def walk():
    browser.get(ADDRESS)
    until(lambda: ask("state")["waiting"] == 0, 240)
    open_photo("portrett.jpg")
    people_buttons()
    click_behind()
    held_down()
    norwegian_order()
    permission()
    alternative_text()
    wrong_tag()
    disagreement()
    closing()
    changed_meanwhile()
    copies()
    text = (FOLDER / "consent.yaml").read_text()
    assert all(f"# {word}" in text for word in ("ours", "the team", "by Else", "her")), text
    press("Finish")
    until(lambda: "sladd has ended" in texts("body")[0])
    troubles = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE" and "net::ERR" not in entry["message"] and
                "/save - Failed to load resource: the server responded with a status of 409" not in entry["message"]]
    assert not troubles, troubles


try:
    walk()
finally:
    browser.quit()
print("done")
