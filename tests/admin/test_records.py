"""What all forms and lists have in common."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.admin.records import RecordAdmin
from papers.models import Author, Institution, Page, Paper, Venue
from tests.admin.forms import errors, filled, messages
from tests.factories import (
    AuthorFactory,
    AuthorshipFactory,
    CategoryFactory,
    InstitutionFactory,
    MetricFactory,
    PageFactory,
    PaperFactory,
    VenueFactory,
)

REFUSED = (
    "Not saved: a moment ago another record took the same name, address or identifier, or a record chosen here is "
    "gone. Look at the values below and save again."
)

# What only the database finds


@pytest.fixture
def overtaken(monkeypatch):
    """overtaken(act) calls `act` once, after a form was found valid and before it is saved."""

    def install(act):
        acts = [act]

        def save_model(self, request, obj, form, change):
            if acts:
                acts.pop()()
            obj.save()

        monkeypatch.setattr(RecordAdmin, "save_model", save_model, raising=False)

    return install


def test_name_taken_while_the_form_was_saved_is_told_in_the_form(editor, overtaken):
    overtaken(lambda: VenueFactory(name="Scientific Memoirs"))
    form = filled(editor.get(reverse("admin:papers_venue_add"))) | {"name": "Scientific Memoirs", "series": "Taylor's"}
    response = editor.post(reverse("admin:papers_venue_add"), form)
    assert errors(response) == [REFUSED]
    assert (filled(response)["series"], Venue.objects.count(), LogEntry.objects.count()) == ("Taylor's", 0, 0)


def test_record_deleted_while_it_was_chosen_is_told_in_the_form(editor, overtaken, transactional_db):
    venue = VenueFactory()
    paper = PaperFactory(citation_key="ada-1843")
    address = reverse("admin:papers_paper_change", args=[paper.pk])
    form = filled(editor.get(address)) | {"venue": venue.pk}
    overtaken(venue.delete)
    # On PostgreSQL the deletion is undone with the rest, so the second look finds the venue again.
    assert len(errors(editor.post(address, form))) in {1, 2}
    assert Paper.objects.get().venue is None


@pytest.mark.parametrize("page", ["delete", "changelist"])
def test_record_that_came_into_use_while_it_was_deleted_is_kept(editor, monkeypatch, page):
    venue = VenueFactory()
    get_deleted = RecordAdmin.get_deleted_objects

    def used_meanwhile(self, objects, request):
        found = get_deleted(self, objects, request)
        PaperFactory(venue=venue)
        return found

    monkeypatch.setattr(RecordAdmin, "get_deleted_objects", used_meanwhile)
    sent = {"post": "yes", "action": "delete_selected", "_selected_action": [venue.pk]}
    address = reverse(f"admin:papers_venue_{page}", args=[venue.pk] if page == "delete" else [])
    response = editor.post(address, sent, follow=True)
    assert messages(response) == [
        "Nothing was changed: in the meantime another record has come to need one of these. Try again."
    ]
    assert Venue.objects.get() == venue


def test_record_in_use_cannot_be_deleted(editor):
    author = AuthorFactory()
    PaperFactory(authors=[author])
    response = editor.post(reverse("admin:papers_author_delete", args=[author.pk]), {"post": "yes"})
    assert ("protected" in response.context, Author.objects.count()) == (True, 1)


@pytest.mark.parametrize("value", ["Ada", "9" * 30, "-1"])
def test_choice_that_no_record_can_be_is_refused(editor, value):
    form = filled(editor.get(reverse("admin:papers_paper_add"))) | {
        "title": "Notes",
        "venue": value,
        "cross_listed": [value],
    }
    assert len(errors(editor.post(reverse("admin:papers_paper_add"), form))) == 2


# Slugs


@pytest.mark.parametrize(
    ("model", "field", "text", "slug"),
    [
        (Paper, "title", "Записки", "zapiski"),
        (Author, "display_name", "王伟", "wang-wei"),
        (Institution, "name", "École normale supérieure", "ecole-normale-superieure"),
        (Page, "title", "…", "page"),
    ],
)
def test_slug_left_empty_is_made(editor, model, field, text, slug):
    address = reverse(f"admin:papers_{model._meta.model_name}_add")
    editor.post(address, filled(editor.get(address)) | {field: text})
    assert model.objects.get().slug == slug


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("yang-liu", "yang-liu-2"),  # as the browser prefills it
        ("yang-liu-ml", "yang-liu-ml"),
        ("yang", "yang"),
    ],
)
def test_slug_prefilled_for_a_namesake_is_numbered(editor, typed, slug):
    AuthorFactory(display_name="Yang Liu")
    form = filled(editor.get(reverse("admin:papers_author_add"))) | {"display_name": "Yang Liu", "slug": typed}
    editor.post(reverse("admin:papers_author_add"), form)
    assert Author.objects.latest("pk").slug == slug


def test_slug_prefilled_from_a_long_title_is_cut_between_words(editor):
    title = "Training a helpful and harmless assistant with reinforcement learning from people's feedback"
    prefilled = "training-a-helpful-and-harmless-assistant-with-reinforcement-learning-from-peopl"
    form = filled(editor.get(reverse("admin:papers_paper_add"))) | {"title": title, "slug": prefilled}
    editor.post(reverse("admin:papers_paper_add"), form)
    assert Paper.objects.get().slug == "training-a-helpful-and-harmless-assistant-with-reinforcement-learning-from"


def test_browser_prefills_the_slug_of_a_new_record_only(editor):
    new = editor.get(reverse("admin:papers_page_add"))
    old = editor.get(reverse("admin:papers_page_change", args=[PageFactory().pk]))
    prefilled = [response.context["adminform"].prepopulated_fields for response in (new, old)]
    assert [len(fields) for fields in prefilled] == [1, 0]


def test_former_addresses_are_shown(editor):
    page = PageFactory(slug="about")
    page.slug = "colophon"
    page.save()
    assert (
        '<div class="readonly">about</div>'
        in editor.get(reverse("admin:papers_page_change", args=[page.pk])).content.decode()
    )


# View on site


def link_to_site(editor, record):
    address = reverse(f"admin:papers_{record._meta.model_name}_change", args=[record.pk])
    return editor.get(address).context["absolute_url"]


def test_published_paper_and_its_people_lead_to_their_pages(editor):
    author, institution = AuthorFactory(), InstitutionFactory()
    paper = PaperFactory(authors=[author], institutions=[institution])
    records = [paper, author, institution, PageFactory()]
    links = [link_to_site(editor, record) for record in records]
    assert links == [record.get_absolute_url() for record in records]
    assert [editor.get(link).status_code for link in links] == [200] * 4


def test_draft_and_its_people_lead_nowhere(editor):
    author, institution = AuthorFactory(), InstitutionFactory()
    paper = PaperFactory(status="draft", authors=[author], institutions=[institution])
    assert [link_to_site(editor, record) for record in (paper, author, institution)] == [None] * 3


# Cost of lists


def fill(number):
    for _ in range(number):
        author, institution = AuthorFactory(is_profile=True), InstitutionFactory()
        paper = PaperFactory(
            authors=[author, AuthorFactory()], institutions=[institution], primary_category=CategoryFactory()
        )
        MetricFactory(author=author)
        AuthorshipFactory(author=author, paper=PaperFactory(venue=VenueFactory()))
        PageFactory()
    return paper


@pytest.mark.parametrize("name", ["paper", "author", "institution", "venue", "category", "metric", "page"])
def test_list_takes_as_many_queries_for_20_records_as_for_2(editor, name):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            for parameters in ({}, {"q": "ada"}, {"o": "1"}):
                editor.get(reverse(f"admin:papers_{name}_changelist"), parameters)
        return len(captured)

    def queries_of(number):
        fill(number)
        editor.get(reverse(f"admin:papers_{name}_changelist"))  # what stands around a page is kept
        return queries()

    assert queries_of(2) == queries_of(18)


def test_all_of_a_list_that_is_not_counted_to_its_end_cannot_be_chosen(editor, monkeypatch):
    monkeypatch.setattr("papers.desk.paginators.MOST_COUNTED", 2)
    VenueFactory.create_batch(3)
    chosen = Venue.objects.first().pk
    sent = {"action": "delete_selected", "_selected_action": [chosen], "select_across": "1", "post": "yes"}
    response = editor.post(reverse("admin:papers_venue_changelist"), sent, follow=True)
    assert messages(response) == ["Nothing was changed: these are over 10000. Search or filter first, then choose all."]
    assert Venue.objects.count() == 3


def test_list_that_is_not_shown_to_its_end_says_so(editor, monkeypatch):
    monkeypatch.setattr("papers.desk.paginators.MOST_COUNTED", 2)
    VenueFactory.create_batch(3)
    page = editor.get(reverse("admin:papers_venue_changelist")).content.decode()
    assert "Only the first 2 are listed. Search or filter to see others." in page
