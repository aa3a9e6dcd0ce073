"""docs/editing.md names what is there: each text that it prints in bold stands on a page of the admin."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from reversion.models import Version

from papers.models import Author, Paper
from tests.admin.forms import filled
from tests.conftest import ROOT
from tests.factories import AuthorFactory, InstitutionFactory, PaperFactory

pytestmark = pytest.mark.django_db

NAMED = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


class Labels(HTMLParser):
    """The texts of a page, one for each element, and what its buttons say."""

    def __init__(self, page: str):
        super().__init__()
        self.found = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if attributes.get("type") == "submit":
            self._add(attributes.get("value") or "")

    def handle_data(self, data):
        self._add(data)

    def _add(self, text: str):
        text = " ".join(text.split()).removesuffix(":").removeprefix("By ")
        self.found |= {text, text[:1].upper() + text[1:]}


def address(model, view: str, *args) -> str:
    return reverse(f"admin:papers_{model}_{view}", args=args)


@pytest.fixture
def librarian(client):
    client.force_login(User.objects.create_superuser("ada"))
    return client


@pytest.fixture
def pages(librarian) -> list[str]:
    """The pages that the guide leads through, as an administrator gets them."""
    answers = [*forms_and_lists(librarian), *authors_from_a_list(librarian)]
    answers += [*a_draft(librarian), *a_merge(librarian), *two_edits(librarian), *a_deletion(librarian)]
    return [answer.content.decode() for answer in answers]


def forms_and_lists(librarian):
    author = AuthorFactory(is_profile=True)
    paper, draft = PaperFactory(authors=[author]), PaperFactory(status=Paper.Status.DRAFT)
    institution = InstitutionFactory()
    Author.objects.filter(pk=author.pk).update(portrait="portraits/a.webp", portrait_alt="Ada")
    visited = [reverse("admin:index"), paper.get_absolute_url(), address("author", "order", author.pk)]
    visited += [address(model, "changelist") for model in ("paper", "author", "mergerecord")]
    visited += [address("paper", "add"), address("institution", "change", institution.pk)]
    visited += [address("paper", "change", draft.pk), address("author", "change", author.pk)]
    return [librarian.get(each) for each in visited]


def authors_from_a_list(librarian):
    draft = PaperFactory(status=Paper.Status.DRAFT)
    return [librarian.post(address("paper", "authors", draft.pk), {"text": "Mary Somerville", "read": "1"})]


def a_draft(librarian):
    paper = PaperFactory()
    form = filled(librarian.get(address("paper", "change", paper.pk))) | {"title": "Engines", "_draft": "keep"}
    kept = librarian.post(address("paper", "change", paper.pk), form, follow=True)
    return [kept, *(librarian.get(address("paper", view, paper.pk)) for view in ("preview", "publish"))]


def a_merge(librarian):
    keys = {"key": [author.pk for author in AuthorFactory.create_batch(2)]}
    choice = librarian.get(address("author", "merge"), keys)
    return [choice, librarian.post(address("author", "merge"), filled(choice) | keys | {"preview": "1"})]


def two_edits(librarian):
    form_of = address("paper", "change", PaperFactory().pk)
    form = filled(librarian.get(form_of))
    saved = librarian.post(form_of, form | {"title": "Mine"}, follow=True)
    return [saved, librarian.post(form_of, form | {"title": "Yours"})]


def a_deletion(librarian):
    paper = PaperFactory()
    form_of = address("paper", "change", paper.pk)
    librarian.post(form_of, filled(librarian.get(form_of)) | {"title": "Changed"})
    oldest = Version.objects.filter(object_id=str(paper.pk)).earliest("pk")
    version = librarian.get(address("paper", "version", paper.pk, oldest.pk))
    librarian.post(address("paper", "delete", paper.pk), {"post": "yes"})
    newest = Version.objects.filter(object_id=str(paper.pk)).latest("pk")
    return [version, librarian.get(address("paper", "recover", newest.pk))]


def test_every_label_of_the_guide_is_on_a_page(pages):
    named = {" ".join(label.split()) for label in NAMED.findall((ROOT / "docs" / "editing.md").read_text())}
    shown = set().union(*(Labels(page).found for page in pages))
    assert sorted(named - shown) == []
    assert len(named) > 40
