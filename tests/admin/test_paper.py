"""The list and the form of papers."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.formats import date_format

from papers.models import Category, Identifier, Paper
from papers.partial_dates import PartialDate
from tests.admin.forms import carried_out, errors, filled, messages, with_row
from tests.factories import (
    AuthorFactory,
    AuthorNameFactory,
    CategoryFactory,
    IdentifierFactory,
    LinkFactory,
    PaperFactory,
)

LIST = reverse("admin:papers_paper_changelist")
ADD = reverse("admin:papers_paper_add")


def change(paper):
    return reverse("admin:papers_paper_change", args=[paper.pk])


def found(editor, words):
    return sorted(paper.title for paper in editor.get(LIST, {"q": words}).context["cl"].result_list)


# The form


def test_paper_is_added_with_authors_identifier_and_link(editor):
    ada, charles = AuthorFactory(display_name="Ada Lovelace"), AuthorFactory(display_name="Charles Babbage")
    form = filled(editor.get(ADD)) | {
        "title": "Sketch of the Analytical Engine",
        "slug": "sketch-of-the-analytical-engine",
        "posted": "1843-08",
        "status": "published",
        "primary_category": Category.objects.get(code="cs.AR").pk,
        "cross_listed": [Category.objects.get(code="cs.PL").pk],
        "authorships-0-author": charles.pk,
        "authorships-1-author": ada.pk,
        "authorships-1-position": "1",
        "authorships-1-printed_name": "A. A. L.",
        "authorships-1-corresponding": "on",
    }
    form = with_row(form, "identifiers", scheme="doi", value="https://doi.org/10.1000/Sketch")
    form = with_row(form, "links", kind="code", url="https://example.org/engine")
    assert editor.post(ADD, form).url == LIST
    paper = Paper.objects.get()
    assert (paper.slug, paper.posted, paper.citation_key) == (
        "sketch-of-the-analytical-engine",
        PartialDate(1843, 8, None),
        "lovelace-babbage-1843-sketch",
    )
    assert list(paper.authorships.values_list("position", "author", "printed_name", "corresponding")) == [
        (1, ada.pk, "A. A. L.", True),
        (2, charles.pk, "Charles Babbage", False),
    ]
    assert [str(identifier) for identifier in paper.identifiers.all()] == ["DOI 10.1000/sketch"]
    assert [link.url for link in paper.links.all()] == ["https://example.org/engine"]
    assert [category.code for category in paper.cross_listed.all()] == ["cs.PL"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("draft", ["It is a draft: visitors see it once its status is “published”."]),
        ("published", ['Visitors see it now. <a href="/papers/notes/">Open its page</a>']),
    ],
)
def test_editor_is_told_whether_visitors_see_a_new_paper(editor, status, said):
    response = editor.post(ADD, filled(editor.get(ADD)) | {"title": "Notes", "status": status}, follow=True)
    assert messages(response)[1:] == said


def test_message_after_publishing_leads_to_the_public_page(editor):
    paper = PaperFactory(status="draft", slug="notes")
    response = editor.post(change(paper), filled(editor.get(change(paper))) | {"status": "published"}, follow=True)
    assert messages(response)[1:] == ['Visitors see it now. <a href="/papers/notes/">Open its page</a>']


def test_citation_key_stays_when_the_title_changes(editor):
    paper = PaperFactory(title="Sketch", citation_key="lovelace-1843-sketch")
    editor.post(change(paper), filled(editor.get(change(paper))) | {"title": "Notes"})
    assert Paper.objects.get().citation_key == "lovelace-1843-sketch"


def test_citation_key_of_another_paper_is_refused(editor):
    PaperFactory(citation_key="lovelace-1843-sketch")
    paper = PaperFactory()
    form = filled(editor.get(change(paper))) | {"citation_key": "lovelace-1843-sketch"}
    assert errors(editor.post(change(paper), form)) == ["Paper with this Citation key already exists."]


def test_slug_that_another_paper_once_had_is_refused(editor):
    moved = PaperFactory(slug="sketch")
    moved.slug = "notes"
    moved.save()
    paper = PaperFactory(citation_key="x")
    response = editor.post(change(paper), filled(editor.get(change(paper))) | {"slug": "sketch"})
    assert errors(response) == ["This address is, or once was, that of another page: choose another."]


@pytest.mark.parametrize(
    ("scheme", "value", "message"),
    [
        ("doi", "11.1000/1", "A DOI begins with 10., a number and a slash, for example 10.1145/3442188.3445922."),
        ("arxiv", "2306", "An arXiv id looks like 2306.16388 or hep-th/9901001."),
        ("arxiv", "", "This field is required."),
        ("ark", "1", "Select a valid choice. ark is not one of the available choices."),
        ("doi", "https://doi.org/10.1000/TAKEN", "Another paper has this identifier."),
    ],
)
def test_impossible_identifier_is_refused(editor, scheme, value, message):
    IdentifierFactory(value="10.1000/taken")
    paper = PaperFactory(citation_key="x")
    form = with_row(filled(editor.get(change(paper))), "identifiers", scheme=scheme, value=value)
    assert errors(editor.post(change(paper), form)) == [message]


def test_one_identifier_in_two_spellings_is_refused(editor):
    paper = PaperFactory(citation_key="x")
    form = with_row(filled(editor.get(change(paper))), "identifiers", scheme="doi", value="10.1000/A")
    form = with_row(form, "identifiers", scheme="doi", value="https://doi.org/10.1000/a")
    assert errors(editor.post(change(paper), form)) == ["This comes twice."]


def test_link_that_comes_twice_is_refused(editor):
    paper = PaperFactory(citation_key="x")
    link = LinkFactory(paper=paper)
    form = with_row(filled(editor.get(change(paper))), "links", kind="data", url=link.url)
    assert errors(editor.post(change(paper), form)) == ["This comes twice."]


def test_links_that_exchange_their_addresses_are_refused(editor):
    paper = PaperFactory(citation_key="x")
    LinkFactory(paper=paper, url="https://example.org/1")
    LinkFactory(paper=paper, url="https://example.org/2")
    form = filled(editor.get(change(paper)))
    form |= {"links-0-url": "https://example.org/2", "links-1-url": "https://example.org/1"}
    assert errors(editor.post(change(paper), form)) == ["This comes twice."] * 2


def test_link_deleted_and_added_again_is_saved(editor):
    paper = PaperFactory(citation_key="x")
    link = LinkFactory(paper=paper, kind="code")
    form = with_row(filled(editor.get(change(paper))), "links", kind="data", url=link.url)
    editor.post(change(paper), form | {"links-0-DELETE": "on"})
    assert [link.kind for link in paper.links.all()] == ["data"]


def test_doi_with_spaces_within_is_taken_without_them_and_with_a_warning(editor):
    paper = PaperFactory(title="Sketch", citation_key="ada-1843")
    form = with_row(filled(editor.get(change(paper))), "identifiers", scheme="doi", value="doi: 10.1000/ab cd")
    after = editor.post(change(paper), form, follow=True)
    said = "10.1000/abcd: The spaces in “doi: 10.1000/ab cd” were taken out; please check that it opens at https://doi.org/."
    assert said in messages(after)
    assert Identifier.objects.get().value == "10.1000/abcd"


def test_odd_doi_is_kept_with_a_warning(editor):
    paper = PaperFactory(citation_key="x")
    form = with_row(filled(editor.get(change(paper))), "identifiers", scheme="doi", value="10.1000/a<b")
    response = editor.post(change(paper), form, follow=True)
    assert messages(response)[0] == (
        "10.1000/a<b: This DOI has an unusual shape; please check that it opens at https://doi.org/."
    )
    assert Identifier.objects.get().value == "10.1000/a<b"


# The list


def test_list_shows_the_columns(editor):
    category = Category.objects.get(code="cs.CL")
    PaperFactory(title="Sketch", primary_category=category, posted="1843-08", authors=AuthorFactory.create_batch(2))
    page = editor.get(LIST).content.decode()
    cells = {"category": "cs.CL", "posted": "1843-08", "stage": "published", "author_count": "2"}
    shown = re.findall(r'<td class="field-(\w+)(?: nowrap)?">([^<]*)</td>', page)
    assert dict(shown) == cells | {"changed": date_format(Paper.objects.get().updated.date())}


@pytest.mark.parametrize(
    "words",
    [
        "sketch",
        "engine sketch",
        "Babbage",
        "Augusta",  # a name that is only for searching
        "A. A. L.",
        "10.1000/sketch",
        "https://doi.org/10.1000/SKETCH",
        "lovelace engine",
    ],
)
def test_search_finds_title_names_and_identifiers(editor, words):
    PaperFactory(title="Something else", authors=[AuthorFactory(display_name="Luigi Menabrea")])
    ada = AuthorFactory(display_name="Ada Lovelace")
    AuthorNameFactory(author=ada, name="Augusta Ada King", shown=False)
    paper = PaperFactory(title="Sketch of the Engine", authors=[AuthorFactory(display_name="Charles Babbage"), ada])
    paper.authorships.filter(author=ada).update(printed_name="A. A. L.")
    IdentifierFactory(paper=paper, scheme="doi", value="10.1000/sketch")
    assert found(editor, words) == ["Sketch of the Engine"]


@pytest.mark.parametrize("words", ["difference", "sketch difference", "10.1000/else"])
def test_search_finds_nothing_else(editor, words):
    PaperFactory(title="Sketch of the Engine")
    assert found(editor, words) == []


def test_chosen_papers_are_published(editor):
    draft = PaperFactory(
        status="draft", title="Sketch", posted="1843", authors=[AuthorFactory(display_name="Ada Byron")]
    )
    published = PaperFactory(citation_key="x")
    before = published.updated
    action = {"action": "publish", "_selected_action": [draft.pk, published.pk]}
    response = carried_out(editor, LIST, action, follow=True)
    draft.refresh_from_db()
    published.refresh_from_db()
    assert messages(response) == ["Publish papers: 1 paper was changed."]
    assert (draft.status, draft.citation_key, published.updated) == ("published", "byron-1843-sketch", before)
    assert [(entry.object_id, entry.get_change_message()) for entry in LogEntry.objects.all()] == [
        (str(draft.pk), "Changed status.")
    ]


def test_all_papers_found_are_made_drafts(editor):
    PaperFactory.create_batch(3, title="Sketch", citation_key=None)
    other = PaperFactory(title="Notes")
    action = {"action": "make_draft", "_selected_action": [1], "select_across": "1"}
    response = carried_out(editor, f"{LIST}?q=sketch", action, follow=True)
    assert messages(response) == ["Make papers drafts: 3 papers were changed."]
    assert list(Paper.objects.published()) == [other]


def test_someone_who_may_only_look_is_offered_no_action(librarian):
    user = librarian.get(reverse("admin:index")).context["user"]
    for codename in ("change_paper", "delete_paper"):
        user.user_permissions.remove(user.user_permissions.get(codename=codename))
    PaperFactory()
    carried_out(librarian, LIST, {"action": "make_draft", "_selected_action": [Paper.objects.get().pk]})
    assert Paper.objects.get().status == "published"


def test_list_is_filtered_by_the_categories_in_use(editor):
    used, _unused = CategoryFactory(code="cs.XX", name="Engines"), CategoryFactory(code="cs.XY", name="Looms")
    PaperFactory(title="Sketch", primary_category=used)
    PaperFactory(title="Notes")
    page = editor.get(LIST, {"primary_category__id__exact": used.pk})
    assert [paper.title for paper in page.context["cl"].result_list] == ["Sketch"]
    [choices] = [spec for spec in page.context["cl"].filter_specs if spec.title == "category"]
    assert [label for _key, label in choices.lookup_choices] == [str(used)]


# Its citation key


@pytest.mark.parametrize(("status", "key"), [("draft", None), ("published", "anonymous-1843-sketch")])
def test_draft_waits_for_its_authors_before_it_gets_a_key(editor, status, key):
    form = filled(editor.get(ADD)) | {"title": "Sketch", "posted": "1843", "status": status}
    editor.post(ADD, form)
    assert Paper.objects.get().citation_key == key


def test_draft_gets_its_key_with_its_authors(editor):
    editor.post(ADD, filled(editor.get(ADD)) | {"title": "Sketch", "posted": "1843"})
    paper = Paper.objects.get()
    author = AuthorFactory(display_name="Ada Lovelace")
    editor.post(change(paper), with_row(filled(editor.get(change(paper))), "authorships", author=author.pk))
    assert Paper.objects.get().citation_key == "lovelace-1843-sketch"
