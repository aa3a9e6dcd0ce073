"""The site as a visitor gets it, served by the production server from a scratch folder, and a browser to visit it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import ROOT, missing

CHROMIUM_ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(address: str, server: subprocess.Popen, seconds: int = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"{address} did not answer")


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The address, without its last slash, of the site with the reference profile and a page at /about/."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("site")
    inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REQUIRE"}}
    environment = inherited | {
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "profile_site.settings",
        "PORT": str(port),
    }
    manage = [sys.executable, "manage.py"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([*manage, "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_until_it_answers(f"{address}/", server)
        subprocess.run([*manage, "loaddata", "tests/browser/about.json"], cwd=ROOT, env=environment, check=True)
        yield address
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        print((folder / "log").read_text())  # noqa: T201 - pytest shows it beside a failure


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the program that CHROMIUM names."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not program:
        missing("Chromium", "install Debian's package chromium, or name the program with CHROMIUM")
    arguments = [*CHROMIUM_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Visit]]:
    """visit(path, width=1280, scheme="light", **context) opens a page of the site and returns a Visit."""
    contexts = []

    def open_page(path: str, width: int = 1280, scheme: str = "light", **options) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        context.add_init_script(RECORD_LAYOUT_SHIFT)
        made = Visit(context.new_page())
        made.page.on("console", lambda message: made.messages.append(f"{message.type}: {message.text}"))
        made.page.on("pageerror", lambda error: made.messages.append(f"error: {error}"))
        made.page.on("request", lambda request: made.addresses.append(request.url))
        wire = context.new_cdp_session(made.page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: made.received.append(event["encodedDataLength"]))
        made.page.goto(f"{site}{path}", wait_until="networkidle")
        return made

    yield open_page
    for context in contexts:
        context.close()
