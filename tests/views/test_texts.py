"""No text that somebody wrote or asked for is HTML."""

import pytest

from papers.models import Author, Authorship, Institution, Link, Paper
from tests.views.pages import LISTS, PAGES, html

pytestmark = pytest.mark.django_db


@pytest.fixture
def write_everywhere(site):
    """A function that puts a text wherever an editor can."""

    def write(text: str) -> None:
        Paper.objects.update(title=text, abstract=text, volume=text, publisher=text, keywords=text, notice=text)
        Author.objects.update(display_name=text, note=text, bio=text)
        Authorship.objects.update(printed_name=text)
        Institution.objects.update(name=text)
        Link.objects.update(label=text)

    return write


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<b>bold</b>"])
@pytest.mark.parametrize("url", PAGES)
def test_no_text_is_html(write_everywhere, client, url, text):
    write_everywhere(text)
    assert text not in html(client, url)


def test_a_parameter_is_not_html(site, client):
    text = "<script>alert(1)</script>"
    shown = [url for url in LISTS if text in html(client, f"{url}?q={text}&category={text}&year_min={text}")]
    assert shown == []
