"""No lost update: what becomes of a form whose record was changed while it was open."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from papers.models import Author, Link, Paper, set_authors
from papers.models.authorship import Credit
from tests.admin.forms import errors, filled, with_row
from tests.factories import AuthorFactory, LinkFactory, PageFactory, PaperFactory

REFUSED = (
    "Not saved yet: this record was changed while your form was open. Both edits are shown at the top; look at them "
    "and save again."
)


@pytest.fixture
def grace(db) -> Client:
    """The browser of a colleague."""
    client = Client()
    client.force_login(User.objects.create_superuser("grace", first_name="Grace", last_name="Hopper"))
    return client


@pytest.fixture
def paper(db):
    """A paper by Ada, Charles and Luigi."""
    people = [AuthorFactory(display_name=name) for name in ("Ada", "Charles", "Luigi")]
    return PaperFactory(title="Sketch", citation_key="lovelace-1843", volume="3", authors=people)


def address(record, view="change"):
    return reverse(f"admin:papers_{record._meta.model_name}_{view}", args=[record.pk])


def opened(client, record):
    return filled(client.get(address(record)))


def save(client, record, form, **typed):
    return client.post(address(record), form | typed)


def told(response) -> list[tuple]:
    """Return what the refusal says: part, their text, the editor's, and whether it asks."""
    return [(part.label, part.theirs, part.yours, part.is_asked, part.by) for part in response.context["differences"]]


def keep_mine(form: dict) -> dict:
    return {name: "yours" if name.startswith("_keep:") else value for name, value in form.items()}


def names(paper):
    return list(paper.authorships.values_list("printed_name", flat=True))


# Fields


def test_stale_form_is_refused_with_both_edits(editor, grace, paper):
    form = opened(editor, paper)
    save(grace, paper, opened(grace, paper), title="A Sketch", volume="4")
    response = save(editor, paper, form, title="My Sketch", issue="2")
    assert errors(response) == [REFUSED]
    assert told(response) == [
        ("Title", ["A Sketch"], ["My Sketch"], True, "Grace Hopper"),
        ("Volume", ["4"], ["3"], False, "Grace Hopper"),
    ]
    again = filled(response)
    assert (again["title"], again["volume"], again["issue"]) == ("My Sketch", "4", "2")
    assert Paper.objects.values_list("title", "issue").get() == ("A Sketch", "")


@pytest.mark.parametrize(("choose", "title"), [(keep_mine, "My Sketch"), (dict, "A Sketch")])
def test_saving_again_with_a_choice_goes_through(editor, grace, paper, choose, title):
    form = opened(editor, paper)
    save(grace, paper, opened(grace, paper), title="A Sketch", volume="4")
    refused = filled(save(editor, paper, form, title="My Sketch", issue="2"))
    response = save(editor, paper, choose(refused))
    assert response.status_code == 302
    assert Paper.objects.values_list("title", "volume", "issue").get() == (title, "4", "2")


def test_text_that_is_written_on_after_the_refusal_is_the_choice(editor, grace, paper):
    form = opened(editor, paper)
    save(grace, paper, opened(grace, paper), title="A Sketch")
    refused = filled(save(editor, paper, form, title="My Sketch"))
    save(editor, paper, refused, title="Our Sketch")
    assert Paper.objects.get().title == "Our Sketch"


def test_same_edit_by_both_is_saved_at_once(editor, grace, paper):
    form = opened(editor, paper)
    save(grace, paper, opened(grace, paper), title="A Sketch")
    assert save(editor, paper, form, title="A Sketch").status_code == 302


def test_record_changed_again_is_refused_again(editor, grace, paper):
    form = opened(editor, paper)
    save(grace, paper, opened(grace, paper), title="A Sketch")
    refused = filled(save(editor, paper, form, title="My Sketch"))
    save(grace, paper, opened(grace, paper), title="The Sketch")
    response = save(editor, paper, keep_mine(refused))
    assert told(response) == [("Title", ["The Sketch"], ["My Sketch"], True, "Grace Hopper")]


def test_change_by_a_command_counts_as_well(editor, paper):
    form = opened(editor, paper)
    Paper.objects.update(title="A Sketch")
    response = save(editor, paper, form, title="My Sketch")
    assert told(response) == [("Title", ["A Sketch"], ["My Sketch"], True, "")]


def test_chosen_records_and_ticks_are_told_by_name(editor, grace, paper):
    [category] = Author._meta.get_field("field").related_model.objects.filter(code="cs.CL")
    form = opened(editor, paper)
    save(
        grace,
        paper,
        opened(grace, paper) | {"notice_kind": "retraction", "pdf_rights": "on"},
        primary_category=category.pk,
        cross_listed=[category.pk],
    )
    refused = save(editor, paper, form)
    assert told(refused) == [
        ("Category", [str(category)], [""], False, "Grace Hopper"),
        ("Cross-listed in", [str(category)], [""], False, "Grace Hopper"),
        ("The PDF may be shown to everyone", ["yes"], ["no"], False, "Grace Hopper"),
        ("Notice", ["retraction"], [""], False, "Grace Hopper"),
    ]
    save(editor, paper, filled(refused))
    stored = Paper.objects.get()
    assert (stored.primary_category, list(stored.cross_listed.all()), stored.pdf_rights) == (category, [category], True)


def test_time_that_another_set_is_told_and_kept(editor, grace, paper):
    form = opened(editor, paper)
    save(grace, paper, opened(grace, paper), publish_at_0="2026-12-24", publish_at_1="18:00:00")
    refused = save(editor, paper, form, volume="4")
    assert [part[1:4] for part in told(refused)] == [(["2026-12-24 18:00:00"], [""], False)]
    save(editor, paper, filled(refused))
    stored = Paper.objects.get()
    assert (stored.publish_at.isoformat(), stored.volume) == ("2026-12-24T18:00:00+00:00", "4")


def test_every_other_record_is_guarded(editor, grace):
    page = PageFactory(body="one\r\ntwo")
    form = opened(editor, page)
    save(grace, page, opened(grace, page), body="one\ntwo\nthree")
    response = save(editor, page, form, body="two")
    assert told(response) == [("Text", ["one", "two", "three"], ["two"], True, "Grace Hopper")]


@pytest.mark.parametrize("shown", [None, "", "[]", "{", '{"at": 3, "parts": 4}', "null", '{"at":"x","parts":[[1]]}'])
def test_form_that_does_not_say_what_it_showed_overwrites_nothing(editor, paper, shown):
    form = opened(editor, paper) | {"_shown": shown, "title": "My Sketch"}
    if shown is None:
        del form["_shown"]
    response = editor.post(address(paper), form)
    assert told(response) == [("Title", ["Sketch"], ["My Sketch"], True, "")]
    assert save(editor, paper, keep_mine(filled(response))).status_code == 302
    assert Paper.objects.get().title == "My Sketch"


# Rows


def test_two_rows_corrected_by_two_editors_are_both_kept(editor, grace, paper):
    form = opened(editor, paper)
    save(grace, paper, opened(grace, paper), **{"authorships-0-printed_name": "A. Lovelace"})
    response = save(editor, paper, form, **{"authorships-1-printed_name": "C. Babbage"})
    assert told(response) == [
        ("Author “Ada”", ["Name as printed: A. Lovelace"], ["Name as printed: Ada"], False, "Grace Hopper")
    ]
    assert save(editor, paper, filled(response)).status_code == 302
    assert names(paper) == ["A. Lovelace", "C. Babbage", "Luigi"]


def test_author_added_by_another_is_kept_in_place(editor, grace, paper):
    form = opened(editor, paper)
    mary = AuthorFactory(display_name="Mary")
    save(grace, paper, with_row(opened(grace, paper), "authorships", author=mary.pk, position="2"))
    refused = save(editor, paper, form, title="My Sketch")
    assert [part[0] for part in told(refused)] == ["Authors"]
    save(editor, paper, filled(refused))
    assert (Paper.objects.get().title, names(paper)) == ("My Sketch", ["Ada", "Mary", "Charles", "Luigi"])


@pytest.mark.parametrize(
    ("choose", "order"), [(keep_mine, ["Charles", "Ada", "Luigi"]), (dict, ["Luigi", "Ada", "Charles", "Mary"])]
)
def test_order_changed_by_both_is_asked(editor, grace, paper, choose, order):
    form = opened(editor, paper)
    mary = AuthorFactory(display_name="Mary")
    moved = opened(grace, paper) | {"authorships-2-position": "1"}
    save(grace, paper, with_row(moved, "authorships", author=mary.pk))
    response = save(editor, paper, form, **{"authorships-1-position": "1"})
    assert told(response) == [
        ("Authors", ["Luigi", "Ada", "Charles", "Mary"], ["Charles", "Ada", "Luigi"], True, "Grace Hopper")
    ]
    save(editor, paper, choose(filled(response)))
    assert names(paper) == order


@pytest.mark.parametrize(("choose", "left"), [(keep_mine, ["Charles", "Luigi", "A. L."]), (dict, ["Charles", "Luigi"])])
def test_author_deleted_by_another_and_corrected_by_you_is_asked(editor, grace, paper, choose, left):
    form = opened(editor, paper)
    save(grace, paper, opened(grace, paper), **{"authorships-0-DELETE": "on"})
    response = save(editor, paper, form, **{"authorships-0-printed_name": "A. L."})
    assert told(response)[1][1:] == (["(deleted)"], ["Person: Ada", "Name as printed: A. L."], True, "Grace Hopper")
    save(editor, paper, choose(filled(response)))
    assert names(paper) == left


@pytest.mark.parametrize(("choose", "left"), [(keep_mine, ["Ada", "Luigi"]), (dict, ["Ada", "C. B.", "Luigi"])])
def test_author_corrected_by_another_and_deleted_by_you_is_asked(editor, grace, paper, choose, left):
    form = opened(editor, paper)
    save(grace, paper, opened(grace, paper), **{"authorships-1-printed_name": "C. B."})
    response = save(editor, paper, form, **{"authorships-1-DELETE": "on"})
    assert [part[2:4] for part in told(response)] == [(["(deleted)"], True)]
    save(editor, paper, choose(filled(response)))
    assert names(paper) == left


def test_links_added_by_both_are_both_kept(editor, grace, paper):
    form = with_row(opened(editor, paper), "links", kind="data", url="https://example.org/data")
    added = with_row(opened(grace, paper), "links", kind="code", url="https://example.org/code")
    save(grace, paper, added)
    refused = save(editor, paper, form)
    assert told(refused) == [
        ("Link", ["Kind: code", "Address: https://example.org/code"], ["(deleted)"], False, "Grace Hopper")
    ]
    save(editor, paper, filled(refused))
    assert sorted(Link.objects.values_list("kind", flat=True)) == ["code", "data"]


@pytest.mark.parametrize(("choose", "left"), [(keep_mine, ["mine"]), (dict, [])])
def test_link_deleted_by_another_and_changed_by_you_is_asked(editor, paper, choose, left):
    link = LinkFactory(paper=paper)
    form = opened(editor, paper)
    link.delete()
    refused = save(editor, paper, form, **{"links-0-label": "mine"})
    assert save(editor, paper, choose(filled(refused))).status_code == 302
    assert list(Link.objects.values_list("label", flat=True)) == left


def test_link_changed_by_both_is_asked(editor, paper):
    LinkFactory(paper=paper, label="Code")
    form = opened(editor, paper)
    Link.objects.update(label="Theirs")
    refused = save(editor, paper, form, **{"links-0-label": "Mine"})
    assert told(refused) == [("Link", ["Label: Theirs"], ["Label: Mine"], True, "")]
    save(editor, paper, keep_mine(filled(refused)))
    assert Link.objects.get().label == "Mine"


def test_authors_rewritten_by_a_command_do_not_lose_an_edit(editor, paper):
    form = opened(editor, paper)
    set_authors(paper, [Credit(author) for author in Author.objects.order_by("-pk")])
    refused = save(editor, paper, form, title="My Sketch")
    save(editor, paper, filled(refused))
    assert (Paper.objects.get().title, names(paper)) == ("My Sketch", ["Luigi", "Charles", "Ada"])


# Deleted under the editor


def test_form_of_a_deleted_record_keeps_what_was_written(editor, grace, paper):
    form = opened(editor, paper)
    grace.post(address(paper, "delete"), {"post": "yes"})
    response = save(editor, paper, form, title="My Sketch")
    page = response.content.decode()
    assert response.status_code == 410
    assert response.context["texts"][0] == ("Title", "My Sketch")
    assert ("Grace Hopper deleted “Sketch” on" in page, Paper.objects.count()) == (True, 0)


def test_form_of_the_draft_of_a_deleted_paper_keeps_what_was_written(editor, grace, paper):
    form = filled(editor.get(address(paper, "draft"))) | {"title": "My Sketch", "_draft": "keep"}
    grace.post(address(paper, "delete"), {"post": "yes"})
    response = editor.post(address(paper, "draft"), form)
    assert (response.status_code, response.context["texts"][0]) == (410, ("Title", "My Sketch"))


def test_form_of_a_record_deleted_by_a_command_says_so(editor, paper):
    form = opened(editor, paper)
    paper.delete()
    response = save(editor, paper, form)
    assert "It was deleted by a command or an import being undone." in response.content.decode()


def test_someone_who_may_not_change_records_is_not_told_of_deleted_ones(client, db):
    client.force_login(User.objects.create_user("reader", is_staff=True))
    assert client.post(reverse("admin:papers_paper_change", args=[987654]), {"title": "Sketch"}).status_code == 403


def test_hidden_box_names_the_parts_and_not_their_texts(editor, paper):
    parts = json.loads(opened(editor, paper)["_shown"])["parts"]
    ada = Author.objects.get(display_name="Ada")
    assert {"title", "authorships", f"authorships:{ada.pk}"} <= parts.keys()
    assert {len(part) for part in parts.values()} == {12}
