"""Work on a published paper as a draft."""

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.history import versions_of
from papers.models import Author, Identifier, Paper, PaperDraft
from papers.roles import EDITOR, PUBLISHER
from tests.admin.forms import errors, filled, messages, with_row
from tests.factories import (
    AuthorFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    PaperFactory,
    UserFactory,
)

KEPT = "The draft is kept. Visitors go on seeing what is published."


def address(view, paper):
    return reverse(f"admin:papers_paper_{view}", args=[paper.pk])


@pytest.fixture
def paper(db):
    paper = PaperFactory(
        title="Sketch",
        slug="sketch",
        citation_key="sketch",
        authors=[AuthorFactory(display_name=name) for name in ("Ada", "Charles", "Luigi")],
        institutions=InstitutionFactory.create_batch(2),
    )
    IdentifierFactory(paper=paper, value="10.1000/1")
    LinkFactory(paper=paper)
    paper.cross_listed.add("1")
    return paper


@pytest.fixture
def writer(db) -> Client:
    """The browser of an Editor, who may not publish."""
    client = Client()
    user = UserFactory(username="writer")
    user.groups.add(Group.objects.get(name=EDITOR))
    client.force_login(user)
    return client


def save(browser, paper, button="keep", rows=(), **changes):
    """Change a draft's form, send it, and return the page that follows."""
    url = address("draft", paper)
    form = filled(browser.get(url)) | changes
    for prefix, row in rows:
        form = with_row(form, prefix, **row)
    return browser.post(url, form | {"_draft": button}, follow=True)


def public(paper) -> tuple:
    """Return all that is published of the paper."""
    paper = Paper.objects.get(pk=paper.pk)
    return (
        *(paper.title, paper.slug, paper.status, paper.updated),
        list(paper.authorships.values_list("pk", "position", "printed_name")),
        list(paper.institution_entries.values_list("pk", "institution")),
        list(paper.identifiers.values_list("pk", "value")),
        list(paper.links.values_list("pk", "label")),
        list(paper.cross_listed.values_list("pk", flat=True)),
    )


EVERYTHING = {
    "title": "Notes",
    "slug": "notes",
    "authorships-2-position": "1",
    "authorships-0-DELETE": "on",
    "institution_entries-0-DELETE": "on",
    "identifiers-0-value": "10.1000/2",
    "links-0-label": "Engine",
    "cross_listed": ["2", "3"],
}
ROWS = [
    ("identifiers", {"scheme": "arxiv", "value": "2306.16388"}),
    ("links", {"kind": "data", "url": "https://example.org/d"}),
]


def test_a_draft_changes_everything_and_nothing_that_is_published(writer, paper):
    before = public(paper)
    assert messages(save(writer, paper, rows=ROWS, **EVERYTHING)) == [KEPT]
    assert public(paper) == before
    shown = filled(writer.get(address("draft", paper)))
    assert (shown["title"], shown["slug"], shown["cross_listed"]) == ("Notes", "notes", ["2", "3"])
    names = Author.objects.in_bulk([shown["authorships-0-author"], shown["authorships-1-author"]])
    assert [names[int(shown[f"authorships-{n}-author"])].display_name for n in (0, 1)] == ["Luigi", "Charles"]
    assert [shown[f"identifiers-{n}-value"] for n in (0, 1)] == ["10.1000/2", "2306.16388"]
    assert [shown[f"links-{n}-kind"] for n in (0, 1)] == ["code", "data"]


def test_a_draft_is_changed_again_row_by_row(writer, paper):
    save(writer, paper, rows=ROWS, **EVERYTHING)
    again = {"identifiers-1-DELETE": "on", "links-1-label": "Tables", "authorships-1-position": "1", "title": "More"}
    assert messages(save(writer, paper, **again)) == [KEPT]
    shown = filled(writer.get(address("draft", paper)))
    assert (shown["title"], shown["identifiers-TOTAL_FORMS"], shown["links-1-label"]) == ("More", "1", "Tables")
    assert Author.objects.get(pk=shown["authorships-0-author"]).display_name == "Charles"


def test_a_published_draft_is_the_paper_and_a_version(editor, paper):
    save(editor, paper, rows=ROWS, **EVERYTHING)
    assert messages(save(editor, paper, button="publish")) == ["The draft is published."]
    paper.refresh_from_db()
    assert (paper.title, paper.slug, paper.status) == ("Notes", "notes", "published")
    assert list(paper.authorships.values_list("position", "printed_name")) == [(1, "Luigi"), (2, "Charles")]
    assert [str(each) for each in paper.identifiers.all()] == ["DOI 10.1000/2", "arXiv 2306.16388"]
    assert min(Identifier.objects.values_list("pk", flat=True)) > 0
    assert not PaperDraft.objects.exists()
    assert versions_of(Paper, [paper.pk]).first().revision.comment == "Draft published."


def test_whoever_may_not_publish_works_on_a_draft_and_on_nothing_else(writer, paper):
    assert writer.get(address("change", paper)).url == address("draft", paper)
    page = writer.get(address("draft", paper)).content.decode()
    assert ("Save and publish" in page, 'name="status"' in page, 'name="pdf"' in page) == (False, False, False)
    save(writer, paper, button="publish", title="Notes")
    paper.refresh_from_db()
    assert paper.title == "Sketch"
    assert writer.get(address("publish", paper)).status_code == 200
    assert writer.post(address("publish", paper)).status_code == 403
    assert writer.post(address("change", paper), {}).status_code == 403


def test_the_form_of_the_paper_begins_a_draft_too(editor, paper):
    form = filled(editor.get(address("change", paper))) | {"title": "Notes", "_draft": "keep"}
    assert messages(editor.post(address("change", paper), form, follow=True)) == [KEPT]
    assert Paper.objects.get().title == "Sketch"
    assert filled(editor.get(address("draft", paper)))["title"] == "Notes"


def test_a_second_draft_is_refused_with_the_text_kept(editor, paper):
    form = filled(editor.get(address("change", paper))) | {"title": "Notes", "_draft": "keep"}
    save(editor, paper, title="First")
    response = editor.post(address("change", paper), form)
    assert errors(response) == ["Not saved: this paper has a draft already, by editor. Change that one."]
    assert filled(response)["title"] == "Notes"


def test_a_mistake_in_a_draft_is_refused_like_one_in_the_paper(editor, paper):
    PaperFactory(slug="taken")
    response = save(editor, paper, slug="taken")
    assert errors(response) == ["This address is, or once was, that of another page: choose another."]
    assert not PaperDraft.objects.exists()


def test_a_draft_reserves_neither_address_nor_identifier(editor, paper):
    save(editor, paper, slug="notes", citation_key="other", **{"identifiers-0-value": "10.1000/2"})
    other = PaperFactory(slug="notes", citation_key="other")
    IdentifierFactory(paper=other, value="10.1000/2")
    taken = [
        "The slug “notes” is another record's now and was left out.",
        "The citation key “other” is another record's now and was left out.",
        "The identifier 10.1000/2 is another paper's now and was left out.",
    ]
    assert messages(editor.post(address("publish", paper), follow=True)) == [
        f"Not published: look at the draft and save it again. {' '.join(taken)}",
        *taken,
    ]
    assert filled(editor.get(address("draft", paper)))["identifiers-TOTAL_FORMS"] == "0"


def test_what_others_change_meanwhile_is_kept(editor, paper):
    save(editor, paper, title="Notes")
    Paper.objects.update(abstract="By an import.")
    LinkFactory(paper=paper, url="https://example.org/new")
    assert messages(editor.post(address("publish", paper), follow=True)) == ["The draft is published."]
    paper.refresh_from_db()
    assert (paper.title, paper.abstract, paper.links.count()) == ("Notes", "By an import.", 2)


@pytest.mark.parametrize(("choice", "title"), [("draft", "Mine"), ("published", "Theirs")])
def test_where_both_changed_the_same_somebody_chooses(editor, paper, choice, title):
    save(editor, paper, title="Mine", abstract="Mine too.")
    Paper.objects.update(title="Theirs")
    assert messages(save(editor, paper, button="publish"))[-1] == (
        "Not published yet: say whose text is to be kept where both changed the same."
    )
    [conflict] = editor.get(address("publish", paper)).context["conflicts"]
    assert conflict["label"] == "Title"
    editor.post(address("publish", paper), {"choice-title": "nobody's"})
    assert Paper.objects.get().title == "Theirs"
    editor.post(address("publish", paper), {"choice-title": choice})
    paper.refresh_from_db()
    assert (paper.title, paper.abstract, PaperDraft.objects.count()) == (title, "Mine too.", 0)


def test_form_of_a_draft_says_what_else_was_changed_in_the_paper(editor, paper):
    save(editor, paper, title="Mine", abstract="Mine too.")
    said = "What is published was changed since the draft began, in Title: publishing asks whose text is to be kept."
    assert said not in editor.get(address("draft", paper)).content.decode()
    Paper.objects.update(title="Theirs")
    assert said in editor.get(address("draft", paper)).content.decode()


def test_a_colleague_who_saved_the_draft_meanwhile_is_not_overwritten(editor, writer, paper):
    url = address("draft", paper)
    form = filled(editor.get(url)) | {"title": "Mine", "_draft": "keep"}
    save(writer, paper, title="Theirs", abstract="Theirs too.")
    response = editor.post(url, form)
    assert errors(response)[0].startswith("Not saved yet: this record was changed while your form was open.")
    assert [difference.label for difference in response.context["differences"]] == ["Title", "Abstract"]


def test_a_rank_in_a_profile_changed_meanwhile_is_kept(editor, paper):
    save(editor, paper, **{"authorships-2-position": "1"})
    paper.authorships.filter(printed_name="Ada").update(profile_rank=10)
    editor.post(address("publish", paper))
    assert list(paper.authorships.values_list("printed_name", "profile_rank")) == [
        ("Luigi", None),
        ("Ada", 10),
        ("Charles", None),
    ]


def test_a_draft_that_differs_in_nothing_is_none(editor, paper):
    said = "Nothing differs from what is published: there is no draft now."
    assert messages(save(editor, paper)) == [said]
    save(editor, paper, title="Notes")
    assert messages(save(editor, paper, title="Sketch")) == [said]
    assert not PaperDraft.objects.exists()


def test_a_draft_is_discarded_after_a_look(editor, paper):
    save(editor, paper, title="Notes")
    assert [change.label for change in editor.get(address("discard", paper)).context["changes"]] == ["Title"]
    assert messages(editor.post(address("discard", paper), follow=True)) == ["The draft is discarded."]
    gone = "This paper has no draft: somebody may have published or discarded it."
    for view in ("discard", "publish"):
        assert messages(editor.get(address(view, paper), follow=True)) == [gone]


def test_a_pdf_is_no_part_of_a_draft(editor, paper):
    form = filled(editor.get(address("change", paper))) | {"title": "Notes", "_draft": "keep"}
    form["pdf"] = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    assert messages(editor.post(address("change", paper), form, follow=True)) == [
        "The PDF is no part of a draft: upload it with the paper itself.",
        KEPT,
    ]


def test_there_is_no_draft_of_what_is_not_published(editor, paper):
    Paper.objects.update(status="draft")
    assert editor.get(address("draft", paper)).status_code == 403
    assert 'name="_draft"' not in editor.get(address("change", paper)).content.decode()


def test_saving_a_draft_leaves_no_trace_in_the_history(editor, paper):
    save(editor, paper, title="Notes")
    assert editor.get(address("history", paper)).context["events"] == []


def test_a_draft_opens_in_a_fixed_number_of_queries(editor):
    costs = []
    for many in (3, 40):
        paper = PaperFactory(authors=AuthorFactory.create_batch(many))
        save(editor, paper, title="Notes")
        editor.get(address("draft", paper))
        with CaptureQueriesContext(connection) as queries:
            editor.get(address("draft", paper))
        costs.append(len(queries))
    assert costs[0] == costs[1] < 60


def set_time(browser, paper, text="2030-01-01T12:00", **more):
    return browser.post(address("schedule", paper), {"publish_at": text} | more, follow=True)


def test_a_time_is_set_and_taken_back(editor, paper):
    save(editor, paper, title="Notes")
    assert messages(set_time(editor, paper)) == ["Visitors see the draft from Jan. 1, 2030, noon on."]
    said = "Visitors see it from Jan. 1, 2030, noon on"
    assert [said in editor.get(address(view, paper)).content.decode() for view in ("publish", "draft")] == [True, True]
    assert "Jan. 1, 2030, noon, the draft" in editor.get(reverse("admin:index")).content.decode()
    assert messages(set_time(editor, paper, unschedule="1")) == ["The draft waits for no time now."]
    assert PaperDraft.objects.get().publish_at is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Give a date and a time."),
        ("soon", "Enter a valid date/time."),
        ("2020-01-01T12:00", "This time is past: publish the draft at once, or give a later one."),
    ],
)
def test_what_is_no_time_to_come_is_refused(editor, paper, text, said):
    save(editor, paper, title="Notes")
    assert messages(set_time(editor, paper, text)) == [said]
    assert PaperDraft.objects.get().publish_at is None


def test_no_time_is_set_where_both_changed_the_same_until_somebody_chooses(editor, paper):
    save(editor, paper, title="Mine")
    Paper.objects.update(title="Theirs")
    assert messages(set_time(editor, paper)) == [
        "No time is set yet: say whose text is to be kept where both changed the same."
    ]
    set_time(editor, paper, **{"choice-title": "draft"})
    assert PaperDraft.objects.get().publish_at is not None


def test_only_whoever_may_publish_sets_a_time_and_only_their_text_appears_by_itself(editor, writer, paper):
    save(editor, paper, title="Notes")
    assert writer.post(address("schedule", paper), {"publish_at": "2030-01-01T12:00"}).status_code == 403
    set_time(editor, paper)
    save(editor, paper, title="Notes again")
    assert PaperDraft.objects.get().publish_at is not None
    after = save(writer, paper, title="Other")
    assert messages(after) == ["It waits for no time any more: a Publisher sets it anew.", KEPT]
    assert "writer changed it after the time was set." in editor.get(reverse("admin:index")).content.decode()
    save(editor, paper, title="Notes")
    assert PaperDraft.objects.values_list("publish_at", "held").get() == (None, "")


@pytest.mark.parametrize("view", ["publish", "schedule"])
def test_whoever_is_confined_publishes_no_draft_that_leads_the_paper_out_of_reach(signed_in, editor, paper, view):
    save(editor, paper, **{"authorships-0-DELETE": "on"})
    confined = signed_in(PUBLISHER, author=Author.objects.get(display_name="Ada"))
    after = confined.post(address(view, paper), {"publish_at": "2030-01-01T12:00"}, follow=True)
    assert "you edit the papers of Ada" in " ".join(messages(after))
    assert (paper.authorships.count(), PaperDraft.objects.get().publish_at) == (3, None)


def test_list_says_which_papers_have_a_draft(editor, paper):
    PaperFactory(title="Other")
    save(editor, paper, title="Notes")
    page = editor.get(reverse("admin:papers_paper_changelist"), {"stage": "with-draft"})
    assert [found.title for found in page.context["cl"].result_list] == ["Sketch"]
    assert '<td class="field-stage">published, with a draft</td>' in page.content.decode()
