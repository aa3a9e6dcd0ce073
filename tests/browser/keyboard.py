"""A page used without a mouse: controls are reached by Tab alone, show that they have the focus, and are pressed."""

from playwright.sync_api import Locator, Page

MOST_STEPS = 250
HAS_FOCUS = "element => element === document.activeElement"
SHOWS_FOCUS = """element => {
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const isMarked = style.outlineStyle !== "none" || style.boxShadow !== "none";
  return isMarked && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""


class Keyboard:
    """The keys of one page."""

    def __init__(self, page: Page):
        self.page = page

    def reach(self, control: Locator) -> None:
        """Press Tab until `control` has the focus, and see that it shows."""
        control.wait_for()
        for _step in range(MOST_STEPS):
            if control.evaluate(HAS_FOCUS):
                assert control.evaluate(SHOWS_FOCUS), f"{control} does not show that it has the focus"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{control} is not reached in {MOST_STEPS} steps")

    def press(self, control: Locator, key: str = "Enter") -> None:
        """Reach a control and press it."""
        self.reach(control)
        self.page.keyboard.press(key)

    def follow(self, control: Locator) -> None:
        """Reach a link or button that leads to another page, press it and wait for that page."""
        self.reach(control)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type(self, control: Locator, text: str) -> None:
        """Reach a box and type into it, in the place of what it holds."""
        self.reach(control)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, control: Locator, beginning: str) -> None:
        """Reach a list of choices and choose the one that begins so."""
        self.reach(control)
        self.page.keyboard.type(beginning)
