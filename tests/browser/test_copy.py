"""The copy of a site, opened from its folder: every page that a link leads to, in the site's own typefaces."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.running_site import ROOT, environment
from tests.browser.contexts import new_context

pytestmark = pytest.mark.browser

WORKS = """
@article{engine, title = {Engine}, author = {Lovelace, Ada and Babbage, Charles}, year = {1843}, journal = {Notices}}
@article{loom, title = {Loom}, author = {Lovelace, Ada}, year = {1844}, journal = {Notices}}
"""
LED_TO = "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href.split('#')[0])"


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The copy of a site with two papers."""
    folder = tmp_path_factory.mktemp("copy")
    (folder / "works.bib").write_text(WORKS)
    variables = environment(DATA_DIR=folder / "data", PUBLIC_URL="https://papers.example.org")
    for command in (
        ["migrate"],
        ["import_papers", "--publish", folder / "works.bib"],
        ["export_site", folder / "site"],
    ):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=variables, check=True)
    return folder / "site"


@pytest.fixture
def page(browser):
    """A page of a new browser profile; `messages` is what its console said."""
    with new_context(browser) as context:
        page = context.new_page()
        page.messages = []
        page.on("console", lambda message: page.messages.append(message.text))
        page.on("pageerror", lambda error: page.messages.append(str(error)))
        page.on("requestfailed", lambda request: page.messages.append(request.url))
        yield page


def test_every_page_opens_from_the_folder_and_says_nothing_to_the_console(copy, page):
    wanted, seen, elsewhere = [f"{copy.as_uri()}/index.html"], set(), set()
    while wanted:
        address = wanted.pop()
        seen.add(address)
        page.goto(address)
        links = page.eval_on_selector_all("a[href]", LED_TO)
        elsewhere |= {link for link in links if not link.startswith(copy.as_uri())}
        wanted += {link for link in links if link.endswith(".html") and link not in elsewhere} - seen - set(wanted)
    assert page.messages == []
    assert {link for link in elsewhere if not link.startswith("https://")} == set()
    assert seen == {file.as_uri() for file in copy.rglob("*.html")}


def test_the_copy_has_the_typefaces_of_the_site(copy, page):
    page.goto(f"{copy.as_uri()}/papers/engine/index.html")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate("[...document.fonts].filter(font => font.status == 'loaded').map(font => font.family)")
    assert {name.strip('"') for name in loaded if " like " not in name} == {"Inter", "Source Serif 4"}
