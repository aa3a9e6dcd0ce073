"""What every page's template is given."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from papers.keeping import content
from papers.markdown import render_markdown
from papers.models import Author, Page, Site


@dataclass(frozen=True)
class NavItem:
    """An entry of the menu."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """What stands around every page: the site's own words, its `pages` with a place in the menu or the footer, and the
    addresses of its first two profiles.
    """

    site: Site
    footer_html: str
    pages: list[Page]
    profiles: list[str]


def frame() -> Frame:
    """Return what stands around every page as it is now."""
    current = Site.objects.current()
    profiles = [author.get_absolute_url() for author in Author.objects.profiles()[:2]]
    return Frame(current, render_markdown(current.footer), list(Page.objects.linked()), profiles)


def site(request) -> dict:
    """Return the site's own words, its menu, and whether an editor is looking."""
    around = content().keep(("frame",), frame)
    return {
        "site": around.site,
        "footer_html": around.footer_html,
        "nav": list(navigation(request.path, around.pages, around.profiles)),
        "footer_pages": [page for page in around.pages if page.in_footer],
        "signed_in_editor": is_editor(request),
    }


def navigation(path: str, pages: Iterable[Page], profiles: list[str]):
    """Yield the menu's entries for a page at `path`, those of `pages` that have a place in it last; `profiles` are the
    addresses of the first two.
    """
    # Beside others, a profile is found under People.
    own = profiles if len(profiles) == 1 else []
    home = reverse("papers:home")
    yield NavItem(_("Profiles") if len(profiles) > 1 else _("Profile"), home, path in {home, *own})
    for label, name in (
        (_("Papers"), "paper_list"),
        (_("People"), "author_list"),
        (_("Institutions"), "institution_list"),
    ):
        url = reverse(f"papers:{name}")
        yield NavItem(label, url, path.startswith(url) and path not in own)
    for page in pages:
        if page.menu_position is not None:
            yield NavItem(page.title, page.get_absolute_url(), path == page.get_absolute_url())


def is_editor(request) -> bool:
    """Return whether an editor is signed in, without making a visitor's page depend on cookies."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff
