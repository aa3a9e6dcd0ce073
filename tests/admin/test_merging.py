"""An editor merges records and undoes it."""

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from papers.models import Author, Authorship, MergeRecord
from papers.roles import ADMINISTRATOR, EDITOR, PUBLISHER, ROLES, VIEWER
from tests.admin.forms import filled, messages
from tests.factories import AuthorFactory, InstitutionFactory, PaperFactory, VenueFactory

MERGE = "/admin/papers/author/merge/"
LIST = "/admin/papers/author/"


@pytest.fixture
def pair(db) -> list[Author]:
    """Two records of one person, the second on a paper."""
    ada, other = AuthorFactory(display_name="Ada Lovelace", is_profile=True), AuthorFactory(display_name="A. Lovelace")
    PaperFactory(authors=[other], title="On Engines")
    return [ada, other]


def keys(records) -> dict:
    return {"key": [record.pk for record in records]}


def preview(editor, records, **answers):
    sent = filled(editor.get(MERGE, keys(records))) | keys(records) | answers
    return editor.post(MERGE, sent | {"preview": "1"})


def apply(editor, records, page, **changed):
    return editor.post(MERGE, filled(page) | keys(records) | {"apply": "1"} | changed, follow=True)


def test_the_list_leads_to_the_comparison(editor, pair):
    sent = {"action": "merge_chosen", "_selected_action": [record.pk for record in pair]}
    page = editor.post(LIST, sent, follow=True)
    assert [section.heading for section in page.context["plan"].sections] == [
        "What stays of each field",
        "The names that go",
    ]


def test_the_form_leads_to_the_comparison(editor, pair):
    form = reverse("admin:papers_author_change", args=[pair[0].pk])
    assert f'<a href="/admin/papers/author/{pair[0].pk}/merge/">Merge with…</a>' in editor.get(form).content.decode()
    page = editor.get(f"/admin/papers/author/{pair[0].pk}/merge/")
    assert f'<input type="hidden" name="key" value="{pair[0].pk}">' in page.content.decode()


def test_the_preview_says_what_moves_and_writes_nothing(editor, pair):
    page = preview(editor, pair)
    assert [(table.table, table.moved, table.dropped) for table in page.context["plan"].moved] == [
        ("Papers", ["On Engines"], []),
        ("Other names", ["A. Lovelace"], []),
    ]
    assert page.context["plan"].addresses == ["a-lovelace"]
    assert (Author.objects.count(), MergeRecord.objects.count()) == (2, 0)


def test_merged_and_undone(editor, pair):
    page = apply(editor, pair, preview(editor, pair))
    assert messages(page)[0].startswith("Merged: Ada Lovelace ← A. Lovelace. <a href=")
    assert list(Authorship.objects.values_list("author", flat=True)) == [pair[0].pk]
    record = MergeRecord.objects.get()
    address = reverse("admin:papers_mergerecord_change", args=[record.pk])
    assert "Undo this" in editor.get(address).content.decode()
    after = editor.post(address, {"undo": "1"}, follow=True)
    assert (messages(after), list(Authorship.objects.values_list("author", flat=True))) == (
        ["It is undone."],
        [pair[1].pk],
    )
    again = editor.post(address, {"undo": "1"}, follow=True)
    assert messages(again) == ["This is undone already."]


def test_the_desk_says_who_merged_and_who_undid_it(editor, pair):
    apply(editor, pair, preview(editor, pair))
    record = MergeRecord.objects.get()
    editor.post(reverse("admin:papers_mergerecord_change", args=[record.pk]), {"undo": "1"})
    done = LogEntry.objects.values_list("content_type__model", "object_repr", "action_flag", "user__username")
    assert list(done.order_by("pk")) == [("mergerecord", str(record), flag, "editor") for flag in (ADDITION, CHANGE)]


def test_a_stale_preview_is_shown_again(editor, pair):
    page = preview(editor, pair)
    PaperFactory(authors=[pair[1]])
    after = apply(editor, pair, page)
    assert messages(after) == ["Nothing was changed: something was edited since you looked. Look at it again."]
    assert Author.objects.count() == 2
    assert apply(editor, pair, after).redirect_chain[0][1] == 302


def test_answers_other_than_those_of_the_preview_are_shown_first(editor, pair):
    page = preview(editor, pair)
    after = apply(editor, pair, page, **{"column-display_name": pair[1].pk})
    assert (after.context["plan"].name, Author.objects.count()) == ("A. Lovelace", 2)


def test_an_open_question_is_asked_again(editor):
    records = [AuthorFactory(orcid="0000-0002-1825-0097"), AuthorFactory(orcid="0000-0001-5109-3700")]
    page = preview(editor, records)
    assert (messages(page), page.templates[0].name) == (["Choose first: ORCID."], "admin/papers/merge/choose.html")


@pytest.mark.parametrize(
    "sent", [[], ["1"], ["x", "\x00", "-1"], ["9" * 40], ["123456", "234567"], [str(n) for n in range(1, 8)]]
)
def test_what_cannot_be_merged_leads_back_with_a_sentence(editor, sent):
    page = editor.get(MERGE, {"key": sent}, follow=True)
    assert (page.redirect_chain[0][0], len(messages(page))) == (LIST, 1)


@pytest.mark.parametrize("factory", [InstitutionFactory, VenueFactory])
def test_places_are_merged_and_undone(editor, factory):
    records = factory.create_batch(2)
    address = f"/admin/papers/{records[0]._meta.model_name}/merge/"
    page = editor.post(address, filled(editor.get(address, keys(records))) | keys(records) | {"preview": "1"})
    editor.post(address, filled(page) | keys(records) | {"apply": "1"})
    assert type(records[0]).objects.get() == records[0]
    editor.post(reverse("admin:papers_mergerecord_change", args=[MergeRecord.objects.get().pk]), {"undo": "1"})
    assert list(type(records[0]).objects.order_by("pk")) == records


WITHOUT = ["change_author", "delete_author", "publish_paper"]


@pytest.mark.parametrize("missing", WITHOUT)
def test_whoever_lacks_a_right_may_not_merge_or_undo(client, editor, pair, missing):
    apply(editor, pair, preview(editor, pair))
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.exclude(codename=missing))
    client.force_login(user)
    ledger = reverse("admin:papers_mergerecord_change", args=[MergeRecord.objects.get().pk])
    addresses = [MERGE, f"/admin/papers/author/{pair[0].pk}/merge/"]
    assert [client.get(address, keys(pair)).status_code for address in addresses] == [403, 403]
    assert [client.post(address, keys(pair)).status_code for address in [*addresses, ledger]] == [403, 403, 403]
    assert "Merge with…" not in client.get(reverse("admin:papers_author_change", args=[pair[0].pk])).content.decode()


def test_publishers_merge_and_others_do_not(signed_in, pair):
    role = {name: signed_in(name) for name in ROLES} | {"confined": signed_in(PUBLISHER, author=pair[0])}
    assert {name: browser.get(MERGE, keys(pair)).status_code for name, browser in role.items()} == {
        VIEWER: 403,
        EDITOR: 403,
        PUBLISHER: 200,
        ADMINISTRATOR: 200,
        "confined": 403,
    }


def test_a_larger_merge_costs_no_more_queries(editor):
    def queries(papers: int) -> int:
        records = AuthorFactory.create_batch(2)
        for paper in PaperFactory.create_batch(papers):
            paper.authorships.create(author=records[1], position=1)
            paper.authorships.create(author=AuthorFactory(), position=2)
        with CaptureQueriesContext(
            connection,
        ) as context:
            apply(editor, records, preview(editor, records))
        return len(context)

    queries(1)
    assert queries(2) == queries(9)


# Splitting


def test_papers_are_split_off_and_given_back(editor, pair):
    address = f"/admin/papers/author/{pair[1].pk}/split/"
    assert [row.paper.title for row in editor.get(address).context["rows"]] == ["On Engines"]
    paper = Authorship.objects.get().paper_id
    page = editor.post(address, {"paper": paper, "name": "Ada Byron", "other": "", "preview": "1"})
    after = editor.post(address, filled(page) | {"apply": "1"}, follow=True)
    assert messages(after)[0].startswith("Done: A. Lovelace → Ada Byron: 1 paper. <a href=")
    assert Authorship.objects.get().author.display_name == "Ada Byron"
    assert LogEntry.objects.get().object_repr == str(MergeRecord.objects.get())
    editor.post(reverse("admin:papers_mergerecord_change", args=[MergeRecord.objects.get().pk]), {"undo": "1"})
    assert Authorship.objects.get().author == pair[1]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"paper": ["x", "9" * 30]},
        {"name": "x" * 300},
        {"name": "\x00"},
        {"other": "9" * 30},
        {"other": "x", "name": "y"},
        {"name": "Ada", "paper": "123456"},
    ],
)
def test_nothing_is_split_by_what_makes_no_sense(editor, pair, sent):
    address = f"/admin/papers/author/{pair[1].pk}/split/"
    answers = [editor.post(address, sent | {button: "1"}) for button in ("preview", "apply")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (Author.objects.count(), Authorship.objects.get().author) == (2, pair[1])


def test_publishers_split_and_others_do_not(signed_in, pair):
    address = f"/admin/papers/author/{pair[1].pk}/split/"
    assert [signed_in(role).get(address).status_code for role in ROLES] == [403, 403, 200, 200]


def test_longer_lists_cost_no_more_queries(editor):
    def queries(papers: int) -> int:
        person = AuthorFactory()
        for paper in PaperFactory.create_batch(papers):
            paper.authorships.create(author=person, position=1)
        address = f"/admin/papers/author/{person.pk}/split/"
        with CaptureQueriesContext(connection) as context:
            editor.get(address)
        return len(context)

    queries(1)
    assert queries(2) == queries(9)


# Likely duplicates

DUPLICATES = "/admin/papers/author/duplicates/"


def test_likely_duplicates_are_listed_and_can_be_told_apart(editor):
    one, other = AuthorFactory(display_name="José Pérez"), AuthorFactory(display_name="Jose Perez")
    assert f'<a href="{DUPLICATES}"' in editor.get(LIST).content.decode()
    page = editor.get(DUPLICATES)
    assert [(first, second) for first, second, _reason in page.context["pairs"]] == [(one, other)]
    assert f"/admin/papers/author/merge/?key={one.pk}&amp;key={other.pk}" in page.content.decode()
    after = editor.post(DUPLICATES, {"key": [other.pk, one.pk]}, follow=True)
    assert (messages(after), after.context["pairs"]) == (["Remembered: these two are not the same."], [])


@pytest.mark.parametrize("sent", [[], ["1"], ["x", "\x00"], ["9" * 30, "1"], ["123456", "234567"]])
def test_forged_pairs_are_refused_with_a_sentence(editor, sent):
    after = editor.post(DUPLICATES, {"key": sent}, follow=True)
    assert messages(after) == ["One of the two is gone. Nothing was changed."]


@pytest.mark.parametrize("model", ["author", "institution", "venue"])
def test_publishers_see_likely_duplicates_and_others_do_not(signed_in, model):
    address = f"/admin/papers/{model}/duplicates/"
    assert [signed_in(role).get(address, {"p": "x"}).status_code for role in ROLES] == [403, 403, 200, 200]
