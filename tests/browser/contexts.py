"""Browser profiles, and ways from page to page, that wait as long as a busy machine needs."""

from playwright.sync_api import Browser, BrowserContext, Locator

PATIENCE = 120_000  # milliseconds; Playwright's own 30 s are few where a form of 450 authors shares two processors


def new_context(browser: Browser, **options) -> BrowserContext:
    """Return a fresh browser profile, which gives up a page or a control after PATIENCE."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


def follow(link: Locator) -> None:
    """Click a link or a button, and wait until the page that it leads to is there with its scripts."""
    with link.page.expect_navigation():
        link.click()
