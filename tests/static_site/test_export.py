"""The copy of a small site, crawled from its first page as a browser would from a folder."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import CommandError, call_command

from papers.models import Paper, Site
from papers.static_site import export_to
from papers.static_site.pages import StaticPage
from papers.static_site.places import file_of, link_between
from tests.conftest import remove_everything
from tests.factories import AuthorFactory, CategoryFactory, InstitutionFactory, PageFactory, PaperFactory
from tests.public import picture

ADDRESS = "https://papers.example.org"


class Links(HTMLParser):
    """What a page refers to, and the elements it has."""

    def __init__(self, text: str):
        super().__init__()
        self.links, self.elements = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        own = dict(attrs)
        self.elements.add(tag)
        if own.get("rel") == "canonical":
            return
        self.links += [own[name] for name in ("href", "src") if name in own]
        self.links += [one.split()[0] for one in own.get("srcset", "").split(",") if one]


@pytest.fixture(scope="module")
def copy(django_db_setup, django_db_blocker, tmp_path_factory):
    """The copy of a site with two profiles, one paper more than a page holds, a portrait, a page and a draft."""
    folder = tmp_path_factory.mktemp("copy")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.PUBLIC_URL", ADDRESS)
        patch.setattr("django.conf.settings.ALLOWED_HOSTS", ["papers.example.org"])
        patch.setattr("django.conf.settings.MEDIA_ROOT", folder / "media")
        patch.setattr("papers.views.PAPERS_ON_PAGE", 2)
        make_site()
        export_to(folder / "site")
        remove_everything()
    return folder / "site"


def make_site():
    ada = AuthorFactory(display_name="Ada Lovelace", is_profile=True, portrait=picture(), portrait_alt="Ada")
    other = AuthorFactory(display_name="Charles Babbage", is_profile=True)
    london = InstitutionFactory(name="University of London")
    category = CategoryFactory(code="math.HO")
    for title in ("Engine", "Loom", "Notes"):
        PaperFactory(
            title=title,
            authors=[ada, other],
            institutions=[london],
            primary_category=category,
            posted="1843-09",
            abstract=f"On the {title}.",
        )
    PaperFactory(title="Hush-hush", authors=[AuthorFactory(display_name="Hidden Person")], status=Paper.Status.DRAFT)
    PageFactory(title="About", slug="about", body="See [the engine](/papers/engine/) and [nothing](/papers/no-such/).")
    Site(title="Engines", footer="[About](/about/)").save()


def pages(copy: Path) -> dict[str, Links]:
    return {str(file.relative_to(copy)): Links(file.read_text()) for file in copy.rglob("*.html")}


def test_no_link_is_broken_or_leads_to_the_running_site(copy):
    broken, absolute = [], []
    for name, page in pages(copy).items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or link.startswith(("/", "?")):
                absolute.append((name, link))
            elif parts.path and not ((copy / name).parent / unquote(parts.path)).is_file():
                broken.append((name, link))
    assert (broken, [link for link in absolute if not link[1].startswith("https://")]) == ([], [])
    assert [link for link in absolute if link[1].startswith(ADDRESS)] == []


def test_every_page_is_reached_from_the_first_one(copy):
    reached, wanted = set(), ["index.html"]
    all_pages = pages(copy)
    while wanted:
        name = wanted.pop()
        if name in reached or name not in all_pages:
            continue
        reached.add(name)
        here = (copy / name).parent
        links = [unquote(urlsplit(link).path) for link in all_pages[name].links if "://" not in link]
        wanted += [str((here / link).resolve().relative_to(copy)) for link in links if link]
    assert sorted(set(all_pages) - reached) == []


def test_pages_feeds_exports_and_pictures_are_there(copy):
    files = {str(file.relative_to(copy)) for file in copy.rglob("*") if file.is_file()}
    wanted = [
        *("index.html", "papers/index.html", "papers/page-2.html", "papers/category-math.HO.html", "robots.txt"),
        *("papers/engine/index.html", "papers/engine.bib", "papers/engine/card.png", "papers.atom", "papers.csv"),
        *("authors/ada-lovelace/index.html", "authors/ada-lovelace/papers.atom", "archive/1843/index.html"),
        *("institutions/university-of-london/index.html", "about/index.html", "sitemap.xml", "static/css/site.css"),
        "static/js/site.js",
    ]
    assert [name for name in wanted if name not in files] == []
    assert sorted({Path(name).suffix for name in files if name.startswith("media/")}) == [".jpg", ".webp"]


def test_nothing_of_a_draft_is_there(copy):
    texts = {str(file): file.read_bytes() for file in copy.rglob("*") if file.is_file()}
    hidden = [name for name, text in texts.items() if b"Hush" in text or b"Hidden Person" in text or "hush" in name]
    assert hidden == []


def test_what_asks_a_server_is_left_out(copy):
    assert [name for name, page in pages(copy).items() if page.elements & {"form", "input", "select"}] == []


def test_a_link_that_leads_nowhere_is_text(copy):
    about = (copy / "about/index.html").read_text()
    assert re.findall("<a ?([^>]*)>(the engine|nothing)</a>", about) == [
        ('href="../papers/engine/index.html" rel="noopener noreferrer"', "the engine"),
        ('rel="noopener noreferrer"', "nothing"),
    ]


def test_a_year_leads_to_the_archive(copy):
    assert file_of("/papers/?year_min=1843&year_max=1843") == "archive/1843/index.html"


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/papers/?page=1", "papers/index.html"),
        ("/papers/?page=2", "papers/page-2.html"),
        ("/papers/?category=cs.CL&page=3", "papers/category-cs.CL-page-3.html"),
        ("/papers/?category=a/b", "papers/category-a%2Fb.html"),
        ("/papers/engine/card.png?v=1", "papers/engine/card.png"),
        ("/papers/?q=loom", None),
        ("/papers.bib?category=cs.CL", None),
        ("/admin/", None),
        ("/preview/secret/", None),
        ("/papers/values/category/", None),
        ("/static/../settings.py", None),
        ("/static/%2e%2e/settings.py", None),
    ],
)
def test_the_file_of_an_address(address, file):
    assert file_of(address) == file


def test_a_link_leads_from_file_to_file():
    assert link_between("papers/a/index.html", "papers/category-a%2Fb.html", "top") == "../category-a%252Fb.html#top"


def test_what_a_page_says_stays_as_it_is():
    text = '<!DOCTYPE html>\n<p title="a &lt; b">1 &amp; 2 &#8211; <br><!-- c --></p><svg viewBox="0 0 1 1"><g/></svg>'
    assert StaticPage(text, lambda link: link).text == text


# Whole or not at all


@pytest.fixture
def public(db, settings):
    """A site that knows its address."""
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = ADDRESS, ["papers.example.org"]


def test_a_folder_that_is_there_is_left_alone(public, tmp_path):
    with pytest.raises(CommandError, match="is there already: name a new folder"):
        call_command("export_site", str(tmp_path))


def test_a_copy_that_fails_leaves_nothing(public, tmp_path, monkeypatch):
    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    with pytest.raises(CommandError, match="cannot be written: No space left on device"):
        call_command("export_site", str(tmp_path / "site"))
    assert list(tmp_path.iterdir()) == []


def test_a_site_without_an_address_says_how_to_give_one(db, tmp_path):
    with pytest.raises(CommandError, match="Say where the copy will be served"):
        call_command("export_site", str(tmp_path / "site"))
