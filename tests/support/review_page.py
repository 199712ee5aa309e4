"""The review page in Debian's Chromium: what its tests ask and look at."""
import json
import os
import pathlib
import time
import urllib.request

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from chromium import open_browser


class ReviewPage:
    """SLADD_SCREENSHOTS names a folder for pictures, whose names begin with `how`, AXE a copy of axe-core (axe.min.js), which then
    finds nothing."""

    def __init__(self, address, how):
        self.address, self.how, self.shots = address, how, 0
        self.browser = open_browser()

    def ask(self, name):
        return json.load(urllib.request.urlopen(self.address + name))

    def until(self, what, seconds=90):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                found = what()
            except Exception:  # a node that was drawn anew meanwhile
                found = None
            if found:
                return found
            time.sleep(0.2)
        self.look("gave-up")
        raise AssertionError(f"it did not come to it: {what.__code__.co_consts}, line {what.__code__.co_firstlineno}")

    def wait_looked(self):
        self.until(lambda: self.ask("state")["waiting"] == 0, 240)

    def wait_noted(self, count):
        self.until(lambda: self.ask("state")["unsaved"] == count)

    def look(self, name):
        """A picture of the page, and what axe-core says of it."""
        self.shots += 1
        if "SLADD_SCREENSHOTS" in os.environ:
            self.browser.save_screenshot(f"{os.environ['SLADD_SCREENSHOTS']}/{self.how}-{self.shots:02}-{name}.png")
        if "AXE" in os.environ:
            if not self.browser.execute_script("return !!window.axe"):
                self.browser.execute_script(pathlib.Path(os.environ["AXE"]).read_text())
            found = self.browser.execute_async_script(
                "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}).then(r => arguments[0](r.violations))")
            told = [(v["id"], [n["html"][:160] for n in v["nodes"]][:4]) for v in found]
            assert not told, f"axe-core, {name}: {told}"

    def number_of(self, name):
        return next(p["id"] for p in self.ask("state")["photos"] if p["name"] == name)

    def places(self, name, kind="face"):
        return [r for r in self.ask(f"photo?photo={self.number_of(name)}")["regions"] if r["kind"] == kind]

    def some(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector):
        return [node.text for node in self.some(selector)]

    def one(self, selector):
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def focused(self):
        return self.browser.switch_to.active_element

    def keys(self, *given):
        ActionChains(self.browser).send_keys(*given).perform()

    def click_or_tab(self, text, selector="button"):
        """Press the button of this text; without a mouse: walk to it with Tab, and Enter."""
        def find():
            return next((n for n in self.some(selector) if n.is_displayed() and n.text.strip() == text), None)

        def click():
            node = find()
            self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", node)
            node.click()
            return True

        if self.how == "mouse":
            self.until(click)
            return
        node, steps = self.until(find), 0
        while self.focused() != node and steps < 120:
            self.keys(Keys.TAB)
            steps += 1
        assert self.focused() == node, f"Tab does not come to {text}"
        seen = self.browser.execute_script("return getComputedStyle(arguments[0]).outlineStyle", node)
        assert seen not in ("none", ""), f"the focus is not seen on {text}"
        self.keys(Keys.ENTER)

    def hold(self, key):
        """As a keyboard does while a key is held down."""
        for repeated in (False, True, True, True):
            self.browser.execute_cdp_cmd("Input.dispatchKeyEvent", {
                "type": "keyDown", "key": key, "code": f"Key{key.upper()}", "text": key, "windowsVirtualKeyCode": ord(key.upper()),
                "autoRepeat": repeated})
            time.sleep(0.5)
        self.browser.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "code": f"Key{key.upper()}"})

    def control(self, key):
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()

    def draw(self, left, top, right, bottom):
        self.click_or_tab("Draw a box")
        if self.how == "mouse":
            frame = self.one(".frame")
            self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", frame)
            size = frame.size
            x, y = ((left - 0.5) * size["width"], (top - 0.5) * size["height"])
            chain = ActionChains(self.browser).move_to_element_with_offset(frame, int(x), int(y)).click_and_hold()
            chain.move_by_offset(int((right - left) * size["width"]), int((bottom - top) * size["height"])).release().perform()
            return
        # The box begins at 0.4, 0.4 with a size of 0.2; smaller first, or it would not come to the edge.
        for key, steps in ((Keys.ARROW_RIGHT, (right - left - 0.2) * 100), (Keys.ARROW_DOWN, (bottom - top - 0.2) * 100)):
            for _ in range(round(abs(steps))):
                ActionChains(self.browser).key_down(Keys.SHIFT).send_keys(
                    key if steps > 0 else {Keys.ARROW_RIGHT: Keys.ARROW_LEFT, Keys.ARROW_DOWN: Keys.ARROW_UP}[key]).key_up(Keys.SHIFT).perform()
        for key, steps in ((Keys.ARROW_LEFT, (0.4 - left) * 100), (Keys.ARROW_UP, (0.4 - top) * 100)):
            for _ in range(round(abs(steps))):
                self.keys(key if steps > 0 else {Keys.ARROW_LEFT: Keys.ARROW_RIGHT, Keys.ARROW_UP: Keys.ARROW_DOWN}[key])
        self.keys(Keys.ENTER)
