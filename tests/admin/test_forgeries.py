"""Requests that no page offers, sent by someone with a role or a scope who wants more."""

import pytest
from django.urls import reverse

from papers.history import keep_version
from papers.merge import merge, plan_merge
from papers.models import Author, EditorScope, Identifier, Link, Paper, PaperDraft, PaperInstitution
from papers.roles import EDITOR, PUBLISHER, VIEWER
from tests.admin.forms import carried_out, filled, messages, with_row
from tests.factories import (
    AuthorFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    PaperFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return AuthorFactory(display_name="Ada Lovelace")


@pytest.fixture
def own(ada):
    return PaperFactory(status="draft", authors=[ada], title="Notes")


@pytest.fixture
def confined(signed_in, ada):
    return signed_in(EDITOR, author=ada)


def form_of(paper) -> str:
    return reverse("admin:papers_paper_change", args=[paper.pk])


def save(browser, paper, **forged):
    """Save a paper's form with values that it did not offer."""
    return browser.post(form_of(paper), filled(browser.get(form_of(paper))) | forged)


def rows_of(paper) -> list:
    return [
        list(paper.authors.values_list("display_name", flat=True)),
        list(Identifier.objects.filter(paper=paper).values_list("value", flat=True)),
        list(Link.objects.filter(paper=paper).values_list("url", flat=True)),
    ]


@pytest.mark.parametrize("table", ["identifiers", "links", "authorships"])
def test_rows_of_another_paper_are_not_changed_from_ones_own(confined, own, table):
    other = PaperFactory(authors=[AuthorFactory()])
    IdentifierFactory(paper=other)
    LinkFactory(paper=other)
    before = rows_of(other)
    row = getattr(other, table).get()
    forged = {f"{table}-TOTAL_FORMS": "1", f"{table}-INITIAL_FORMS": "1", f"{table}-0-id": str(row.pk)}
    forged |= {f"{table}-0-paper": str(own.pk), f"{table}-0-value": "10.1000/stolen", f"{table}-0-scheme": "doi"}
    forged |= {f"{table}-0-url": "https://example.org/stolen", f"{table}-0-kind": "code"}
    for more in ({}, {f"{table}-0-DELETE": "on"}):
        assert save(confined, own, **forged, **more).status_code in {200, 302}
        assert rows_of(other) == before


def test_a_row_is_not_put_on_another_paper(confined, own):
    other = PaperFactory()
    form = filled(confined.get(form_of(own)))
    row = with_row(form, "links", paper=str(other.pk), kind="code", url="https://example.org/forged")
    confined.post(form_of(own), row)
    assert Link.objects.filter(paper=other).exists() is False


def test_a_form_is_not_sent_to_another_paper(confined, own):
    other = PaperFactory(status="draft", title="Sketch")
    form = filled(confined.get(form_of(own)))
    assert confined.post(form_of(other), form).status_code == 403
    assert Paper.objects.get(pk=other.pk).title == "Sketch"


@pytest.mark.parametrize("title", ["Copy", ""])
def test_nothing_is_saved_as_new(signed_in, own, title):
    form = filled(signed_in(EDITOR).get(form_of(own))) | {"_saveasnew": "1", "title": title}
    assert signed_in(EDITOR).post(form_of(own), form).status_code == 403
    assert Paper.objects.count() == 1


def test_a_published_paper_is_worked_on_as_a_draft_within_the_scope(confined, own):
    Paper.objects.update(status="published")
    other = PaperFactory()
    drafts = [reverse("admin:papers_paper_draft", args=[paper.pk]) for paper in (own, other)]
    form = filled(confined.get(drafts[0])) | {"title": "Notes on the Engine", "_draft": "publish"}
    assert [confined.post(draft, form).status_code for draft in drafts] == [302, 403]
    own.refresh_from_db()
    assert (own.title, own.draft.user.groups.get().name) == ("Notes", EDITOR)
    publish = reverse("admin:papers_paper_publish", args=[own.pk])
    assert confined.post(publish, {"choice-title": "draft"}).status_code == 403


def test_a_draft_does_not_lead_out_of_the_scope(confined, own):
    Paper.objects.update(status="published")
    draft = reverse("admin:papers_paper_draft", args=[own.pk])
    form = filled(confined.get(draft)) | {"authorships-0-author": str(AuthorFactory().pk), "_draft": "keep"}
    assert confined.post(draft, form).status_code == 200
    assert PaperDraft.objects.exists() is False


def test_a_scope_is_not_reached_by_an_institution_of_another_name(signed_in, own):
    place = InstitutionFactory()
    editor = signed_in(EDITOR, institution=place)
    assert editor.post(form_of(own), {"title": "Mine"}).status_code == 403
    PaperInstitution.objects.create(paper=own, institution=place, position=1)
    assert editor.get(form_of(own)).context["has_change_permission"] is True


def test_pasted_authors_do_not_lead_out_of_the_scope(confined, own, ada):
    charles = AuthorFactory(display_name="Charles Babbage")
    address = reverse("admin:papers_paper_authors", args=[own.pk])
    table = {"accept": "1", "rows": "1", "_shown": str(ada.pk), "name-0": "Charles Babbage", "who-0": str(charles.pk)}
    [said] = messages(confined.post(address, table))
    assert said.startswith("Not saved: you edit the papers of Ada Lovelace")
    assert own.authors.get() == ada
    confined.post(address, table | {"rows": "2", "name-1": "Ada Lovelace", "who-1": str(ada.pk)})
    assert list(own.authors.order_by("authorships__position")) == [charles, ada]


def test_an_old_version_does_not_lead_out_of_the_scope(confined, own, ada):
    own.authorships.update(author=AuthorFactory(display_name="Charles Babbage"))
    keep_version(own, None, "Before")
    own.authorships.update(author=ada)
    keep_version(own, None, "Now")
    version = confined.get(reverse("admin:papers_paper_history", args=[own.pk])).context["events"][-1].version
    confined.post(reverse("admin:papers_paper_version", args=[own.pk, version.pk]))
    assert own.authors.get() == ada


def test_a_scope_follows_the_person_who_is_merged_into_another(ada, own):
    scope = EditorScope.objects.create(user=UserFactory(), author=ada)
    kept = AuthorFactory(display_name="Ada King")
    given = {"keep": str(kept.pk)}
    plan = plan_merge(Author, [kept.pk, ada.pk], given)
    merge(Author, [kept.pk, ada.pk], given, plan.digest, None)
    scope.refresh_from_db()
    assert scope.author == Author.objects.get()


@pytest.mark.parametrize(
    "action", ["publish", "make_draft", "delete_selected", "merge_chosen", "no_such_action", "__class__", ""]
)
def test_no_action_is_left_to_whoever_only_reads(signed_in, action):
    viewer, papers = signed_in(VIEWER), [PaperFactory(), PaperFactory(status="draft")]
    sent = {"action": action, "post": "yes", "select_across": "1", "_selected_action": [paper.pk for paper in papers]}
    for table in ("paper", "author", "institution", "venue"):
        carried_out(viewer, reverse(f"admin:papers_{table}_changelist"), sent)
    assert list(Paper.objects.order_by("pk").values_list("status", flat=True)) == ["published", "draft"]


def test_select_across_does_not_reach_beyond_the_scope(signed_in, ada, own):
    publisher = signed_in(PUBLISHER, author=ada)
    PaperFactory(status="draft")
    sent = {"action": "publish", "select_across": "1", "index": "0", "_selected_action": [own.pk]}
    carried_out(publisher, reverse("admin:papers_paper_changelist"), sent)
    assert list(Paper.objects.order_by("pk").values_list("status", flat=True)) == ["published", "draft"]


@pytest.mark.parametrize(("total", "initial"), [(2, 0), (2, 1), (2, 2), (3, 2)])
def test_a_form_without_a_stored_author_loses_none(signed_in, total, initial):
    paper = PaperFactory(status="draft", authors=AuthorFactory.create_batch(3))
    before = rows_of(paper)
    forged = {"authorships-TOTAL_FORMS": str(total), "authorships-INITIAL_FORMS": str(initial)}
    response = save(signed_in(PUBLISHER), paper, **forged, **{"authorships-0-position": "2"})
    assert (response.status_code, "lacks rows that are stored" in response.content.decode()) == (200, True)
    assert rows_of(paper) == before
