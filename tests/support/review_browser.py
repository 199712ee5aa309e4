"""The review page in a real browser (headless Chromium): a folder is filled in, saved and cleaned, by mouse or by keyboard only.

    review_browser.py mouse|keyboard ADDRESS FOLDER

Prints what it did; a fault is an AssertionError. SLADD_SCREENSHOTS names a folder for pictures of every step, AXE a copy of
axe-core (axe.min.js), which then finds nothing."""
import hashlib
import pathlib
import sys
import time
import urllib.request

import yaml
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from review_page import ReviewPage

HOW, ADDRESS, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
page = ReviewPage(ADDRESS, HOW)
browser, ask, until, look, some, texts = page.browser, page.ask, page.until, page.look, page.some, page.texts
one, focused, keys, control, hold, click_or_tab = page.one, page.focused, page.keys, page.control, page.hold, page.click_or_tab
wait_looked, wait_noted, draw, number_of, places = page.wait_looked, page.wait_noted, page.draw, page.number_of, page.places


def open_photo(name):
    find = lambda: next(c for c in some(".card") if name in c.text)  # noqa: E731
    card = until(find)
    if HOW == "mouse":
        until(lambda: find().click() or True)
    else:
        for _ in range(60):
            if focused() == card:
                break
            keys(Keys.TAB)
        assert focused() == card, "Tab does not come to the photo"
        keys(Keys.ENTER)
    until(lambda: one("#photo-head").text == name and some(".places button"))
    until(lambda: "large?" in one(".frame img").get_attribute("src") and
          browser.execute_script("return document.querySelector('.frame img').naturalWidth") > 500)


def choose_place(number):
    """By its outline in the picture, or with the arrow keys in the list."""
    if HOW == "mouse":
        def click():
            shape = one(f'.frame [data-place="{number}"] .over')
            browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", shape)
            ActionChains(browser).move_to_element(shape).click().perform()
            return some(".places button")[number].get_attribute("aria-pressed") == "true"

        until(click)
    else:
        assert focused() in some(".places button"), "the list of places has no focus"
        for _ in some(".places button"):
            if focused() == some(".places button")[number]:
                break
            up = some(".places button").index(focused()) > number
            keys(Keys.ARROW_UP if up else Keys.ARROW_DOWN)
    until(lambda: some(".places button")[number].get_attribute("aria-pressed") == "true")


def name_place(number, letters, name):
    choose_place(number)
    if HOW == "mouse":
        one("#chooser").click()
        one("#chooser").send_keys(letters)
        until(lambda: next(o for o in some("#chooser-list li") if name in o.text).click() or True)
    else:
        keys("n")
        keys(letters)
        until(lambda: any(name in o for o in texts('#chooser-list li[aria-selected="true"]')))
        keys(Keys.ENTER)


def press(key, text):
    if HOW == "mouse":
        click_or_tab(text, ".editor button")
    else:
        keys(key)


def decide_once(unsaved):
    """A key that is held down, one that comes before it is seen what the first did, and the second half of a double click are for
    no other face: each time one edit is noted, and undone."""
    def face(number, state):
        until(lambda: [text.endswith(state) for text in texts(".places button")[:2]] == [number == 0, number == 1])

    def first():
        some(".places button")[0].send_keys(Keys.ENTER)
        time.sleep(0.3)  # the list may be drawn anew
        return focused() == some(".places button")[0] and focused().get_attribute("aria-pressed") == "true"

    def double():
        no_face = next(n for n in some(".editor button") if n.text == "No face")
        ActionChains(browser).double_click(no_face).perform()
        return True

    for how in ("held", "at once", "double"):
        until(first)
        if how == "held":
            hold("x")
        elif how == "at once":
            browser.execute_script("""for (const key of 'bx')
                document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))""")
        else:
            until(double)
        until(lambda: ask("state")["unsaved"] > unsaved)
        wait_looked()
        time.sleep(1)
        assert ask("state")["unsaved"] == unsaved + 1, (how, texts(".places button"))
        face(0, "blurred" if how == "at once" else "no face")
        click_or_tab("Undo")
        wait_noted(unsaved)
        wait_looked()
        until(lambda: sum("undecided" in text for text in texts(".places button")[:2]) == 2)
    until(first)


def text_field():
    """Where one writes what the photo shows."""
    browser.execute_script("document.querySelector('.about').open = true")
    return one(".about input")


def said_of(name):
    return yaml.safe_load((FOLDER / "consent.yaml").read_text())["photos"][name].get("alt_text")


def draw_from_beside():
    """A box that is begun in the grey beside the photo begins at the photo's edge."""
    click_or_tab("Draw a box")
    canvas, frame = one(".canvas"), one(".frame")
    aside, room = canvas.size["width"] - frame.size["width"], canvas.size["height"] - frame.size["height"]
    assert max(aside, room) > 20, (canvas.size, frame.size)
    x, y = (5 - canvas.size["width"] // 2, 0) if aside > room else (0, canvas.size["height"] // 2 - 5)
    ActionChains(browser).move_to_element_with_offset(canvas, x, y).click_and_hold().move_by_offset(
        -x + 20 if x else 30, -y - 20 if y else 30).release().perform()
    until(lambda: "The box you drew" in one(".editor").text)
    click_or_tab("Cancel", ".editor button")


def write_what_it_shows():
    """What somebody wrote and did not note is noted by turning to another photo, by saving and by making the copies."""
    open_photo("portrett.jpg")
    text_field().send_keys("Two")
    assert one("#save").is_enabled()
    click_or_tab("Next photo")
    wait_noted(1)
    click_or_tab("Previous photo")
    until(lambda: one("#photo-head").text == "portrett.jpg" and text_field().get_attribute("value") == "Two")
    text_field().send_keys(" people")
    control("s")
    until(lambda: one("#status").text == "Saved." and said_of("portrett.jpg") == "Two people")
    wait_noted(0)
    until(lambda: one("#save").text == "Save")
    text_field().send_keys(" at a table")
    click_or_tab("Save and make the copies")
    until(lambda: said_of("portrett.jpg") == "Two people at a table")


def leave_a_form():
    """A consent that is half filled in is dropped by nobody unasked."""
    def answer(close, do):
        close()
        getattr(until(lambda: browser.switch_to.alert), do)()

    browser.execute_script("document.querySelector('#dialog details').open = true")
    one("#dialog input[name=channels]").send_keys("print")
    answer(lambda: keys(Keys.ESCAPE), "dismiss")
    answer(lambda: keys(Keys.ESCAPE), "dismiss")
    answer(lambda: click_or_tab("Close", "#dialog button"), "dismiss")
    assert one("#dialog").is_displayed() and one("#dialog input[name=channels]").get_attribute("value") == "print"
    answer(lambda: keys(Keys.ESCAPE), "accept")
    until(lambda: not one("#dialog").is_displayed())


def blur_a_hall():
    """A hall full of faces is one press of a button, in as many requests as it needs."""
    browser.execute_script(pathlib.Path(__file__).with_name("review_hall.js").read_text())
    open_photo("korridor.jpg")
    until(lambda: len(some(".places button")) > 1200)
    click_or_tab("Blur all undecided faces")
    wait_noted(3)
    browser.execute_script("window.fetch = window.realFetch")
    click_or_tab("Photos")
    click_or_tab("Undo")
    wait_noted(0)


def settle_the_folder():
    """Whoever is still open, in whatever photo, is one press of a button and one of Undo."""
    open_faces = sum(photo["open"] for photo in ask("state")["photos"])
    assert open_faces > 0
    click_or_tab(f"Settle it: blur all undecided faces of these photos ({open_faces})")
    until(lambda: sum(photo["open"] for photo in ask("state")["photos"]) == 0)
    click_or_tab("Undo")
    wait_noted(0)
    wait_looked()
    assert sum(photo["open"] for photo in ask("state")["photos"]) == open_faces


def walk():
    browser.get(ADDRESS)
    wait_looked()
    until(lambda: len(some(".card")) == 3 and "Not looked" not in one("#grid").text)
    look("folder")
    # The most doubtful first; what is told is what the server says.
    rows = ask("state")["photos"]
    wanted = [p["name"] for p in sorted(rows, key=lambda p: (-p["open"], p["id"]))]
    until(lambda: texts(".card .file") == wanted)

    open_photo("portrett.jpg")
    look("photo")
    name_place(0, "ka", "Kari Nordmann")
    wait_noted(1)
    wait_looked()
    until(lambda: any("Kari Nordmann, kept" in text for text in texts(".places button")))
    # Somebody new, from the field itself, with a consent.
    second = next(i for i, text in enumerate(texts(".places button")) if "undecided" in text)
    choose_place(second)
    if HOW == "mouse":
        one("#chooser").click()
    else:
        keys("n")
    focused().send_keys("Per Berg")
    until(lambda: any("Add Per Berg" in text for text in texts("#chooser-list li")))
    keys(Keys.ENTER)
    until(lambda: one("#dialog").is_displayed())
    if HOW == "mouse":
        one("#agreed").click()
    else:
        while focused().get_attribute("id") != "agreed":
            keys(Keys.TAB)
        keys(Keys.SPACE)
    look("person-new")
    # An empty field is no consent for every channel: the form asks.
    click_or_tab("Add", "#dialog button")
    until(lambda: focused().get_attribute("name") == "channels")
    assert "or: all" in focused().get_property("validationMessage")
    focused().send_keys("all")
    click_or_tab("Add", "#dialog button")
    wait_noted(4)
    wait_looked()

    # Another photo: one stays blurred, one is none, the rest at once.
    if HOW == "mouse":
        click_or_tab("All photos")
    else:
        keys(Keys.ESCAPE)
    until(lambda: "Consents that end within 30 days: 1" in texts(".card .words span"))
    open_photo("kantine.jpg")
    faces = len(places("kantine.jpg"))
    decide_once(4)
    choose_place(0)
    press("b", "Blur")
    wait_noted(5)
    wait_looked()
    until(lambda: texts(".places button")[0].endswith("blurred"))
    choose_place(1)
    press("x", "No face")
    wait_noted(6)
    wait_looked()
    until(lambda: sum("no face" in text for text in texts(".places button")) == 1)
    choose_place(2)
    click_or_tab("Blur all undecided faces")
    wait_noted(7)
    wait_looked()
    until(lambda: "Undecided faces: 0" in one(".count").text)
    assert faces >= 5

    if HOW == "mouse":
        draw_from_beside()
    # Boxes: one to redact, one to keep; taken back, and drawn again.
    draw(0.1, 0.1, 0.3, 0.25)
    until(lambda: "The box you drew" in one(".editor").text)
    focused().send_keys("")
    look("box")
    click_or_tab("Blur this place", ".editor button")
    wait_noted(8)
    wait_looked()
    until(lambda: any("Marked place" in text for text in texts(".places button")))
    if HOW == "mouse":
        click_or_tab("Undo")
    else:
        control("z")
    wait_noted(7)
    wait_looked()
    until(lambda: not any("Marked place" in text for text in texts(".places button")))
    draw(0.1, 0.1, 0.3, 0.25)
    until(lambda: "The box you drew" in one(".editor").text)
    click_or_tab("Blur this place", ".editor button")
    wait_noted(8)
    draw(0.3, 0.9, 0.45, 0.98)
    until(lambda: "The box you drew" in one(".editor").text)
    click_or_tab("This text may stay", ".editor button")
    wait_noted(9)
    wait_looked()

    # What would be published, byte for byte.
    click_or_tab("As it will be published")
    until(lambda: "Exactly these bytes" in one(".preview-text").text, 240)
    look("preview")
    preview = urllib.request.urlopen(f"{ADDRESS}copy?photo={number_of('kantine.jpg')}").read()
    assert not some(".frame .place"), "outlines lie on what would be published"
    assert not [f for f in FOLDER.glob("sanitised/*") if f.name != ".sladd-detections"], "something was written"

    # Nothing is written before somebody saves.
    assert "Per Berg" not in (FOLDER / "consent.yaml").read_text()
    click_or_tab("Photos")
    until(lambda: len(some(".card")) == 3)
    if HOW == "mouse":
        click_or_tab("Save (changes: 9)")
    else:
        control("s")
    wait_noted(0)
    until(lambda: one("#status").text == "Saved.")

    write_what_it_shows()
    until(lambda: "Every photo has its copy." in one("#copies").text, 400)
    until(lambda: len(some(".pairs img")) == 6)
    look("copies")
    copy = (FOLDER / "sanitised/kantine.jpg").read_bytes()
    assert hashlib.sha256(copy).digest() == hashlib.sha256(preview).digest(), "the preview was not what was published"

    # Somebody takes the consent back.
    click_or_tab("People")
    until(lambda: len(some("#people tbody tr")) == 3)
    look("people")
    click_or_tab("Kari Nordmann", "#people button")
    until(lambda: one("#dialog").is_displayed())
    look("person")
    leave_a_form()
    click_or_tab("Kari Nordmann", "#people button")
    until(lambda: one("#dialog").is_displayed())
    click_or_tab("Withdraw", "#dialog button")
    until(lambda: "portrett.jpg" in one("#dialog").text and "copies that show the person: 1" in one("#dialog").text)
    look("withdrawn")
    click_or_tab("Close", "#dialog button")
    if HOW == "mouse":
        click_or_tab("Save (changes: 1)")
    else:
        control("s")
    wait_noted(0)

    # What is withheld says so once, in the photo and in the folder.
    click_or_tab("Photos")
    open_photo("korridor.jpg")
    click_or_tab("Do not publish this photo")
    wait_noted(1)
    wait_looked()
    until(lambda: texts(".trouble p")[0].startswith("withheld: it was said"))
    click_or_tab("All photos")
    until(lambda: any(text.startswith("withheld: it was said") for text in texts(".card .words span")))
    click_or_tab("Undo")
    wait_noted(0)
    wait_looked()
    settle_the_folder()
    if HOW == "mouse":
        blur_a_hall()
    wait_looked()

    # At the sizes of a telephone and of a zoom of 200 %, nothing reaches beyond the page's side.
    for name, width, height in (("phone", 500, 900), ("zoom", 640, 480), ("wide", 1920, 1080)):
        browser.set_window_size(width, height)
        for page, go in (("folder", lambda: click_or_tab("Photos")), ("photo", lambda: open_photo("portrett.jpg"))):
            go()
            time.sleep(0.5)
            look(f"{page}-{name}")
            beyond = browser.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beyond <= 1, f"{page} {name}: {beyond} pixels beyond the side"
    # At 320 pixels, a zoom of 400 %, and where the user's own colours take the place of the page's.
    size = {"width": 320, "height": 640, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "forced-colors", "value": "active"}]})
    click_or_tab("People")
    until(lambda: some("#people tbody tr"))
    look("people-narrow")
    beyond = browser.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert beyond <= 1, f"people: {beyond} pixels beyond the side"
    background = "return getComputedStyle(document.getElementById(arguments[0])).backgroundColor"
    assert browser.execute_script(background, "go-people") != browser.execute_script(background, "go-folder")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.set_window_size(1280, 900)
    click_or_tab("Finish")
    until(lambda: "sladd has ended" in one("body").text)
    troubles = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE" and "net::ERR" not in entry["message"]]
    assert not troubles, troubles


try:
    walk()
except BaseException:
    look_at = browser.get_log("browser")
    print(*look_at, sep="\n", file=sys.stderr)
    raise
finally:
    browser.quit()
print("done")
