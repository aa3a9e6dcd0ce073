"""The site as a visitor gets it, served by the production server from a scratch folder, and a browser to visit it."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from scripts.chromium import chromium, program
from scripts.running_site import RunningSite, running_site
from tests.browser.contexts import new_context
from tests.conftest import missing

RECORD_LAYOUT_SHIFT = """
window.layoutShift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass
class Visit:
    """One page opened in a fresh browser profile, and what was heard while it loaded."""

    page: Page
    messages: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    received: list[int] = field(default_factory=list)

    @property
    def bytes_received(self) -> int:
        """Bytes on the wire, headers included."""
        return sum(self.received)

    @property
    def layout_shift(self) -> float:
        """The sum of the shifts since the page opened."""
        return self.page.evaluate("window.layoutShift")

    @property
    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture(scope="session")
def moved_clock(tmp_path_factory) -> Path:
    """The file that the clock of the server follows."""
    file = tmp_path_factory.mktemp("clock") / "now"
    file.write_text("")
    return file


@pytest.fixture
def clock(moved_clock: Path) -> Iterator[Callable[[datetime.datetime], None]]:
    """clock(moment) has the server think that it is `moment`, until the test ends."""
    yield lambda moment: moved_clock.write_text(moment.isoformat())
    moved_clock.write_text("")


@pytest.fixture(scope="session")
def site(tmp_path_factory, moved_clock: Path) -> Iterator[RunningSite]:
    """The site with the reference profile, and a page at /about/."""
    folder = tmp_path_factory.mktemp("site")
    clock = {"PYTHONPATH": str(Path(__file__).parent / "clock"), "MOVED_CLOCK": str(moved_clock)}
    with running_site(folder / "data", folder / "log", **clock) as site:
        site.manage("loaddata", "tests/browser/about.json")
        yield site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the program that CHROMIUM names."""
    if not program():
        missing("Chromium", "install Debian's package chromium, or name the program with CHROMIUM")
    with chromium() as browser:
        yield browser


MAKE_LIBRARIAN = (
    "from django.contrib.auth import get_user_model as users; "
    "users().objects.create_superuser('librarian', password='analytical-engine-1843')"
)


@pytest.fixture(scope="session")
def signed_in(browser: Browser, site: RunningSite) -> dict:
    """The cookies of an administrator who has signed in."""
    site.manage("shell", "-v0", "-c", MAKE_LIBRARIAN)
    context = new_context(browser)
    page = context.new_page()
    page.goto(f"{site.address}/admin/")
    page.fill("[name=username]", "librarian")
    page.fill("[name=password]", "analytical-engine-1843")
    page.click("[type=submit]")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture(scope="module")
def visit(browser: Browser, site: RunningSite) -> Iterator[Callable[..., Visit]]:
    """visit(path, width=1280, scheme="light", **context) returns a Visit; the one before it is closed."""
    contexts = []

    def open_page(path: str, width: int = 1280, scheme: str = "light", **options) -> Visit:
        while contexts:
            contexts.pop().close()
        context = new_context(browser, viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        context.add_init_script(RECORD_LAYOUT_SHIFT)
        made = Visit(context.new_page())
        made.page.on("console", lambda message: made.messages.append(f"{message.type}: {message.text}"))
        made.page.on("pageerror", lambda error: made.messages.append(f"error: {error}"))
        made.page.on("request", lambda request: made.addresses.append(request.url))
        wire = context.new_cdp_session(made.page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: made.received.append(event["encodedDataLength"]))
        made.page.goto(f"{site.address}{path}")
        made.page.evaluate("document.fonts.ready.then(() => null)")
        return made

    yield open_page
    while contexts:
        contexts.pop().close()
