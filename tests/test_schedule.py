"""A time that passes shows or hides a paper on every surface, with nothing run at that time."""

import datetime
import io
import re

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from papers.exports import FORMATS
from tests.factories import AuthorFactory, IdentifierFactory, InstitutionFactory, PaperFactory

# Far ahead: what a test makes now must be older.
BEGIN = datetime.datetime(2126, 11, 24, 12, tzinfo=datetime.UTC)
END = datetime.datetime(2126, 12, 24, 18, 30, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)

LISTS = [
    *("/", "/papers/", "/archive/", "/authors/", "/institutions/", "/papers/?q=Timely", "/sitemap.xml"),
    *(f"/papers.{made.extension}" for made in FORMATS.values()),
    *("/authors/ada/", "/authors/ada/coauthors/", "/authors/ada/card.png", "/authors/ada/papers.bib"),
]
OWN = [
    *("/papers/timely/", "/papers/timely/paper.pdf", "/papers/timely/card.png", "/papers/timely.bib", "/archive/1843/"),
    *("/doi/10.1000/timely", "/cite/timely", "/orcid/0000-0002-1825-0097", "/ror/05dxps055"),
    *("/authors/timely-person/", "/authors/timely-person/follow/", "/authors/timely-person/papers.csv"),
    *("/institutions/timely-place/", "/institutions/timely-place/papers.ris", "/institutions/timely-place/follow/"),
]


@pytest.fixture
def portrait(db) -> str:
    """Ada's profile, and a paper of hers with a person and an institution of its own, shown from BEGIN until END.

    Returns the address of that person's portrait.
    """
    content = io.BytesIO()
    Image.new("RGB", (32, 32), "navy").save(content, "PNG")
    ada = AuthorFactory(display_name="Ada", slug="ada", is_profile=True)
    person = AuthorFactory(
        display_name="Timely Person", slug="timely-person", orcid="0000-0002-1825-0097", portrait_alt="A person"
    )
    person.portrait_alt = "Portrait"
    person.portrait.save("person.png", ContentFile(content.getvalue()))
    paper = PaperFactory(
        title="Timely",
        slug="timely",
        posted="1843",
        citation_key="timely",
        pdf="papers/timely.pdf",
        pdf_rights=True,
        authors=[ada, person],
        institutions=[InstitutionFactory(name="Timely Place", slug="timely-place", ror="05dxps055")],
        publish_at=BEGIN,
        retire_at=END,
    )
    IdentifierFactory(paper=paper, value="10.1000/timely")
    paper.pdf.storage.save("papers/timely.pdf", ContentFile(b"%PDF-1.7"))
    yield person.portrait.url
    paper.pdf.delete(save=False)
    person.portrait.delete(save=False)


def answer(client, url) -> tuple[int, bytes]:
    response = client.get(url)
    return response.status_code, response.getvalue()


def answers(client, urls, moment) -> dict:
    with time_machine.travel(moment, tick=False):
        return {url: answer(client, url) for url in urls}


@pytest.mark.parametrize(("hidden", "shown"), [(BEGIN - SECOND, BEGIN), (END, END - SECOND)])
def test_pages_of_the_paper_and_of_what_stands_on_it_alone(portrait, client, hidden, shown):
    urls = [*OWN, portrait]
    assert {url: status for url, (status, _body) in answers(client, urls, hidden).items()} == dict.fromkeys(urls, 404)
    for url, (status, _body) in answers(client, urls, shown).items():
        moved = url.startswith(("/doi", "/cite", "/orcid", "/ror"))
        assert (url, status) == (url, 302 if moved else 200)


@pytest.mark.parametrize(("hidden", "shown"), [(BEGIN - SECOND, BEGIN), (END, END - SECOND)])
def test_lists_files_and_figures_change_with_the_time(portrait, client, hidden, shown):
    without, with_it = answers(client, LISTS, hidden), answers(client, LISTS, shown)
    assert [url for url in LISTS if without[url] == with_it[url]] == []
    told = [url for url in LISTS if re.search(b"timely", without[url][1], re.IGNORECASE)]
    assert told == ["/papers/?q=Timely"]  # the words that were looked for


def test_feed_has_another_tag_when_the_paper_appears_and_when_it_is_retired(portrait, client):
    tags = []
    for moment in (BEGIN - SECOND, BEGIN, END):
        with time_machine.travel(moment, tick=False):
            tags.append(client.get("/papers.atom").headers["ETag"])
    assert tags[0] != tags[1] != tags[2]


def test_search_engines_and_readers_are_told_the_time_at_which_it_appeared(portrait, client):
    with time_machine.travel(BEGIN, tick=False):
        feed = client.get("/papers.atom").getvalue().decode()
        sitemap = client.get(reverse("papers:sitemap")).content.decode()
    assert re.findall("<updated>(.*?)</updated>", feed) == ["2126-11-24T12:00:00Z"] * 2
    assert re.findall("/papers/timely/</loc><lastmod>(.*?)</lastmod>", sitemap) == ["2126-11-24"]
