"""Markup that somebody stored, by whatever way, is text on every page, public or not."""

import io
import json
from xml.etree import ElementTree as ET

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from papers.models import Author, Paper
from scripts.fuzzing import Markup
from tests.admin.conftest import editor
from tests.admin.forms import errors, filled
from tests.factories import AuthorFactory, PaperFactory
from tests.public import make_site, public_addresses

__all__ = ["editor"]
pytestmark = pytest.mark.django_db

PAYLOAD = "\"'><fz9 onfz9=1>--></script></textarea></title><script>fz9()</script>"
SHORT = '"><fz9 onfz9=1>'
# Columns that hold no text of anybody's: the database or a form keeps them to a pattern.
PATTERNED = {"slug", "orcid", "ror", "posted", "issued", "start", "end", "as_of", "digest", "code", "citation_key"}
MARKED = ["papers_paper", "papers_author", "papers_institution", "papers_venue", "papers_category", "papers_page"]
MARKED += ["papers_metric", "papers_site"]


def is_text(field: models.Field) -> bool:
    """Whether anybody may write anything into a column."""
    return (
        isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.URLField | models.FileField | models.EmailField)
        and not (field.choices or field.primary_key or field.generated or field.name in PATTERNED)
        and "url" not in field.name
        and field.name not in {"homepage", "value"}
        and (field.max_length or 1000) >= len(SHORT)
    )


def written_everywhere() -> int:
    """Write markup into every text column of every table, past every form, and return how many columns that are."""
    number = 0
    for model in apps.get_app_config("papers").get_models():
        for field in filter(is_text, model._meta.concrete_fields):
            fits = PAYLOAD if (field.max_length or 1000) > len(PAYLOAD) + 20 else SHORT
            if model._meta.model_name == "metric":
                continue  # never changed: make_site's is added anew below
            for record in model._base_manager.all():
                unique = f"{fits} {record.pk}"[: field.max_length]
                number += model._base_manager.filter(pk=record.pk).update(**{field.name: unique})
    return number


def foreign(client, url: str) -> list[str]:
    """Return what of the markup became markup; raise ParseError for XML that it broke."""
    response = client.get(url)
    content, kind = response.getvalue(), response.headers.get("Content-Type", "")
    if "xml" in kind:
        tree = ET.fromstring(content)  # noqa: S314 - what the site itself wrote
        return [element.tag for element in tree.iter() if "fz9" in element.tag]
    return Markup(content.decode()).foreign if kind.startswith("text/html") else []


def admin_addresses() -> list[str]:
    """Return the admin's lists, forms and histories of everything there is."""
    found = ["/admin/", "/admin/search/?q=fz9"]
    for name in MARKED:
        model = apps.get_model(name.replace("_", ".", 1))
        place = f"/admin/papers/{model._meta.model_name}/"
        found.append(place)
        for key in model._base_manager.values_list("pk", flat=True)[:2]:
            found += [f"{place}{key}/{view}/" for view in ("change", "history", "delete")]
    return found


@pytest.fixture
def site(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_site()


def test_markup_in_every_column_is_text_on_every_public_page(site, client):
    assert written_everywhere() > 60
    urls = [url for url in public_addresses(picture=[]) if not url.endswith((".png", ".pdf"))]
    found = {url: foreign(client, url) for url in urls}
    assert {url: what for url, what in found.items() if what} == {}
    assert "fz9" in client.get("/papers/sketch/").content.decode()


def test_markup_in_every_column_is_text_on_every_page_of_the_admin(site, editor):
    written_everywhere()
    found = {url: foreign(editor, url) for url in admin_addresses()}
    assert {url: what for url, what in found.items() if what} == {}


BIBTEX = ("title", "author", "journal", "abstract", "note", "keywords", "publisher")
CSL = {"title": PAYLOAD, "author": [{"literal": PAYLOAD}], "abstract": PAYLOAD}
ENTRY = dict.fromkeys(("title", "abstract", "volume", "issue", "publisher", "notice", "series", "edition"), PAYLOAD)
ENTRY |= {"authors": [{"name": PAYLOAD, "affiliation": PAYLOAD}], "venue": PAYLOAD, "keywords": [PAYLOAD]}
FILES = {
    "works.jsonl": json.dumps(ENTRY | {"id": "fz9", "type": "article"}),
    "works.bib": f"@article{{fz9, {', '.join(f'{name} = {{{PAYLOAD}}}' for name in BIBTEX)}}}",
    "works.ris": "\n".join(
        ["TY  - JOUR", *(f"{tag}  - {PAYLOAD}" for tag in ("TI", "AU", "JO", "AB", "KW")), "ER  - ", ""]
    ),
    "works.json": json.dumps([CSL | {"id": "fz9", "type": "article-journal"}]),
}


@pytest.mark.parametrize("name", FILES)
def test_markup_in_a_bibliography_is_text(client, editor, tmp_path, name):
    (tmp_path / name).write_text(FILES[name])
    call_command("import_papers", str(tmp_path / name), stdout=io.StringIO())
    Paper.objects.all().publish()
    paper = Paper.objects.get()
    person = Author.objects.first()
    pages = ["/papers/", paper.get_absolute_url(), person.get_absolute_url(), "/papers.atom", "/authors/"]
    pages += ["/search/?q=fz9", f"/papers/{paper.slug}.atom"]
    assert {url: foreign(client, url) for url in pages} == {url: [] for url in pages}
    assert foreign(editor, f"/admin/papers/paper/{paper.pk}/change/") == []
    assert "fz9" in paper.title


def test_markup_in_a_fixture_is_text(client, tmp_path):
    fields = {"title": PAYLOAD, "abstract": PAYLOAD, "slug": "fz9", "status": "published", "keywords": PAYLOAD}
    fields |= dict.fromkeys(("created", "updated"), "2026-11-24T12:00:00Z")
    file = tmp_path / "fixture.json"
    file.write_text(json.dumps([{"model": "papers.paper", "fields": fields}]))
    call_command("loaddata", str(file), verbosity=0)
    assert [foreign(client, url) for url in ("/papers/", "/papers/fz9/", "/papers.atom")] == [[], [], []]
    assert Paper.objects.get().title == PAYLOAD


@pytest.mark.parametrize("make", [PaperFactory, AuthorFactory])
def test_markup_sent_by_a_form_is_text_in_it_in_what_it_says_and_on_the_page(client, editor, make):
    record = make()
    address = f"/admin/papers/{record._meta.model_name}/{record.pk}/change/"
    form = filled(editor.get(address))
    texts = {field.name for field in record._meta.concrete_fields if is_text(field) and field.name in form}
    sent = form | dict.fromkeys(texts, SHORT)
    response = editor.post(address, sent, follow=True)
    assert (errors(response) if "adminform" in response.context else [], Markup(response.content.decode()).foreign) == (
        [],
        [],
    )
    record.refresh_from_db()
    assert SHORT in str(record)
    pages = ["/papers/", *([record.get_absolute_url()] if make is PaperFactory else [])]
    assert [foreign(client, url) for url in pages] == [[]] * len(pages)
    assert [foreign(editor, url) for url in (address, address.replace("change", "history"))] == [[], []]
