"""Every list, form and question of the admin, opened and sent by an editor."""

import pytest
from django.urls import reverse

from papers.models import Author, Category, Institution, Metric, Page, Paper, Site, Venue
from tests.admin.forms import errors, filled, messages, with_row
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    CategoryFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    MetricFactory,
    PageFactory,
    PaperFactory,
    ProfileLinkFactory,
    SiteFactory,
    VenueFactory,
)

MODELS = [Paper, Author, Institution, Venue, Category, Metric, Page, Site]
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)
every_listed_model = pytest.mark.parametrize("model", MODELS[:-1], ids=lambda model: model._meta.model_name)


def full_paper():
    paper = PaperFactory(
        authors=AuthorFactory.create_batch(3), institutions=InstitutionFactory.create_batch(2), citation_key="ada-1843"
    )
    IdentifierFactory(paper=paper)
    LinkFactory(paper=paper)
    return paper


def full_author():
    author = AuthorFactory(is_profile=True)
    for factory in (AuthorNameFactory, ProfileLinkFactory, AffiliationFactory, MetricFactory):
        factory(author=author)
    return author


MAKE = {
    Paper: full_paper,
    Author: full_author,
    Institution: InstitutionFactory,
    Venue: VenueFactory,
    Category: CategoryFactory,
    Metric: MetricFactory,
    Page: PageFactory,
    Site: SiteFactory,
}
NEW = {
    Paper: {"title": "Sketch of the Analytical Engine"},
    Author: {"display_name": "Ada Lovelace"},
    Institution: {"name": "University of London"},
    Venue: {"name": "Scientific Memoirs"},
    Category: {"code": "math.ZZ", "short_code": "ZZ", "name": "Sleep"},
    Metric: {"kind": "h_index", "value": "54", "source": "profile as supplied", "received_on": "2026-11-22"},
    Page: {"title": "About"},
    Site: {"title": "Ada Lovelace"},
}


def address(model, view, *args):
    return reverse(f"admin:papers_{model._meta.model_name}_{view}", args=args)


def columns(record) -> dict:
    """Return the record's stored values, but for the time of its last change."""
    [values] = type(record).objects.filter(pk=record.pk).values()
    values.pop("updated", None)
    return values


@every_model
@pytest.mark.parametrize("view", ["changelist", "add"])
def test_visitor_is_asked_to_sign_in(client, db, model, view):
    response = client.get(address(model, view))
    assert response.url == f"{reverse('admin:login')}?next={address(model, view)}"


@every_listed_model
def test_list_shows_its_records(editor, model):
    record = MAKE[model]()
    response = editor.get(address(model, "changelist"))
    assert record in response.context["cl"].result_list


@every_model
def test_add_form_sent_empty_names_what_is_missing(editor, model):
    form = filled(editor.get(address(model, "add")))
    response = editor.post(address(model, "add"), form | dict.fromkeys(NEW[model], ""))
    assert errors(response)[0] == "This field is required."


@every_model
def test_record_is_added(editor, model):
    form = filled(editor.get(address(model, "add"))) | NEW[model]
    if model is Metric:
        form["author"] = AuthorFactory().pk
    before = set(model.objects.values_list("pk", flat=True))
    response = editor.post(address(model, "add"), form)
    assert response.status_code == 302
    assert len(set(model.objects.values_list("pk", flat=True)) - before) == 1


@every_model
def test_form_saved_as_it_stands_changes_nothing(editor, model):
    record = MAKE[model]()
    before = columns(record)
    form = filled(editor.get(address(model, "change", record.pk)))
    response = editor.post(address(model, "change", record.pk), form)
    assert (response.status_code, columns(record)) == (302, before)


@every_listed_model
def test_record_is_deleted_once_confirmed(editor, model):
    record = MAKE[model]()
    question = editor.get(address(model, "delete", record.pk))
    response = editor.post(address(model, "delete", record.pk), {"post": "yes"})
    assert (question.status_code, response.status_code) == (200, 302)
    assert model.objects.filter(pk=record.pk).exists() is False


@every_listed_model
def test_record_is_deleted_from_the_list(editor, model):
    record = MAKE[model]()
    action = {"action": "delete_selected", "_selected_action": [record.pk]}
    question = editor.post(address(model, "changelist"), action)
    response = editor.post(address(model, "changelist"), action | {"post": "yes"})
    assert (question.status_code, response.status_code) == (200, 302)
    assert model.objects.filter(pk=record.pk).exists() is False


@every_model
def test_history_begins_with_what_was_found_and_does_not_grow_where_nothing_changes(editor, model):
    record = MAKE[model]()
    form = filled(editor.get(address(model, "change", record.pk)))
    editor.post(address(model, "change", record.pk), form)
    [event] = editor.get(address(model, "history", record.pk)).context["events"]
    assert event.version.revision.comment.startswith("As it was found")


@every_model
def test_record_goes_back_to_its_first_version(editor, model):
    record = MAKE[model]()
    before = columns(record)
    changes = {"superseded_reason": "Wrong."} if model is Metric else NEW[model]
    form = filled(editor.get(address(model, "change", record.pk))) | changes
    editor.post(address(model, "change", record.pk), form)
    changed = columns(record)
    first = editor.get(address(model, "history", record.pk)).context["events"][-1].version
    editor.post(address(model, "version", record.pk, first.pk))
    assert (columns(record) == before, changed == before) == (True, False)


@every_listed_model
def test_deleted_record_is_offered_to_be_brought_back(editor, model):
    record = MAKE[model]()
    editor.post(address(model, "delete", record.pk), {"post": "yes"})
    [version] = editor.get(address(model, "recoverlist")).context["page"]
    editor.post(address(model, "recover", version.pk))
    back = columns(model.objects.get(pk=record.pk))
    assert {**columns(record), "created": back.get("created")} == {"created": None, **back}


@every_model
def test_record_that_is_gone_leads_back(editor, model):
    response = editor.get(address(model, "change", 987654), follow=True)
    assert "Perhaps it was deleted?" in messages(response)[0]


@every_listed_model
@pytest.mark.parametrize("words", ["Ada", "no such thing", "\x00", "' OR 1=1 --", "%", "a " * 100])
def test_search_answers_whatever_is_typed(editor, model, words):
    MAKE[model]()
    assert editor.get(address(model, "changelist"), {"q": words}).status_code in {200, 302}


@pytest.mark.parametrize(
    ("model", "prefix", "row"),
    [
        (Paper, "links", {"kind": "code", "url": "javascript:alert(1)"}),
        (Author, "profile_links", {"kind": "github", "url": "javascript:alert(1)"}),
    ],
)
def test_script_in_place_of_an_address_is_refused(editor, model, prefix, row):
    record = MAKE[model]()
    form = filled(editor.get(address(model, "change", record.pk)))
    response = editor.post(address(model, "change", record.pk), with_row(form, prefix, **row))
    assert errors(response) == ["Enter a valid URL."]


@pytest.mark.parametrize(
    ("model", "field", "value", "message"),
    [
        (Paper, "title", "Sketch\x00", "Null characters are not allowed."),
        (Paper, "abstract", "A\x00", "Null characters are not allowed."),
        (Paper, "posted", "2023-13", "The month must lie between 1 and 12, not 13."),
        (Paper, "issued", "last year", "Write the date as YYYY, YYYY-MM or YYYY-MM-DD, for example 2023-06-28."),
        (Paper, "notice_url", "javascript:alert(1)", "Enter a valid URL."),
        (Author, "display_name", "Ada\x00", "Null characters are not allowed."),
        (
            Author,
            "orcid",
            "0000-0002-1825-0098",
            "The last character of this ORCID iD does not fit the others; please check for a typing error.",
        ),
        (Author, "homepage", "javascript:alert(1)", "Enter a valid URL."),
        (
            Institution,
            "ror",
            "05dxps056",
            "The last two digits of this ROR id do not fit the others; please check for a typing error.",
        ),
        (Page, "slug", "papers", "The site itself uses this address: choose another slug."),
        (Category, "code", "cs.CL", "Category with this Code already exists."),
        (Site, "contact", "nobody", "Enter a valid email address."),
    ],
)
def test_impossible_value_is_refused_with_a_sentence(editor, model, field, value, message):
    record = MAKE[model]()
    form = filled(editor.get(address(model, "change", record.pk))) | {field: value}
    assert errors(editor.post(address(model, "change", record.pk), form)) == [message]


@pytest.mark.parametrize("model", [Paper, Author, Institution, Page])
def test_slug_of_another_kind_of_record_is_refused(editor, model):
    PageFactory(slug="engine")
    record = MAKE[model]()
    form = filled(editor.get(address(model, "change", record.pk))) | {"slug": "engine"}
    response = editor.post(address(model, "change", record.pk), form)
    assert errors(response)[0] in {
        "This address is, or once was, that of another page: choose another.",
        "Page with this Slug already exists.",
    }
