"""Institutions and venues that were merged are found by what they were called before, which is shown where chosen."""

import pytest

from papers.indexing import stale
from papers.merge import take_back
from papers.models import Institution, MergeRecord, Paper, Venue
from tests.cataloguing.reading import applied, record
from tests.factories import InstitutionFactory, PaperFactory, VenueFactory
from tests.merge.reading import merged
from tests.views.pages import shown

pytestmark = pytest.mark.django_db

INSTITUTIONS, VENUES = "/admin/papers/institution/", "/admin/papers/venue/"
BOX = "/admin/autocomplete/?app_label=papers&model_name={}&field_name={}&term=jacquard"


@pytest.fixture
def places():
    """An institution and a venue, each of which another with “Jacquard” in its name became, with a paper."""
    mill, venue = InstitutionFactory(name="Weaving Mill", slug="mill"), VenueFactory(name="Weaving Letters")
    PaperFactory(slug="looms", title="On Looms", institutions=[mill], venue=venue)
    return [
        merged(mill, InstitutionFactory(name="Jacquard Works", short_name="")),
        merged(venue, VenueFactory(name="Jacquard Transactions", short_name="")),
    ]


def found(client, query: str) -> tuple[list, list]:
    """Return the names of the institutions and the titles of the papers that the site's search shows."""
    context = client.get("/search/", {"q": query}).context
    return [str(each) for each in context["institutions"].records], [str(paper) for paper in shown(context["listing"])]


def listed(browser, address: str) -> list[str]:
    return [str(each) for each in browser.get(address, {"q": "jacquard"}).context["cl"].result_list]


def test_search_finds_an_institution_and_the_papers_of_a_venue(client, places):
    assert found(client, "jacquard works")[0] == ["Weaving Mill"]
    assert found(client, "jacquard transactions")[1] == ["On Looms"]


def test_former_names_are_on_no_page(client, places):
    found(client, "jacquard")
    addresses = ["/search/?q=weaving", "/papers/looms/", "/institutions/mill/", "/institutions/", "/papers/"]
    assert [address for address in addresses if "jacquard" in client.get(address).content.decode().lower()] == []


@pytest.fixture
def shown_names():
    """Such an institution and venue, whose other names are to be shown."""
    mill, venue = InstitutionFactory(name="Weaving Mill", slug="mill"), VenueFactory(name="Weaving Letters")
    PaperFactory(slug="looms", institutions=[mill], venue=venue)
    works = InstitutionFactory(name="Jacquard Works", short_name="JW")
    transactions = VenueFactory(name="Jacquard Transactions", short_name="")
    return [
        merged(mill, works, **{f"name_{works.pk}": "shown"}),
        merged(venue, transactions, **{f"name_{transactions.pk}": "shown"}),
    ]


def also_known(client) -> list[bool]:
    """Return whether the pages of the institution and of the paper say what the places are also known as."""
    return [
        "Also known as Jacquard Works</p>" in client.get("/institutions/mill/").content.decode(),
        "also known as Jacquard Transactions</dd>" in client.get("/papers/looms/").content.decode(),
    ]


def test_other_names_are_shown_where_that_was_chosen(client, shown_names):
    assert also_known(client) == [True, True]
    assert found(client, "jacquard works")[0] == ["Weaving Mill"]
    for done in shown_names:
        take_back(done, None)
    assert also_known(client) == [False, False]


def test_shown_names_go_along_where_a_merged_record_is_merged(client, shown_names):
    mill, letters = Institution.objects.get(slug="mill"), Venue.objects.get(name="Weaving Letters")
    merged(mill, InstitutionFactory(name="Cloth Hall"))
    merged(letters, VenueFactory(name="Cloth Letters"))
    assert also_known(client) == [True, True]
    institution, venue = InstitutionFactory(name="Thread Hall"), VenueFactory(name="Thread Letters")
    PaperFactory.create_batch(3, institutions=[institution], venue=venue)
    merged(institution, mill)
    merged(venue, letters)
    assert [MergeRecord.objects.other_names(each) for each in (institution, venue)] == [
        ["Jacquard Works"],
        ["Jacquard Transactions"],
    ]


def test_a_name_that_the_record_has_again_is_no_other_name(client, shown_names):
    Institution.objects.filter(slug="mill").update(name="Jacquard Works")
    assert also_known(client) == [False, True]


def test_a_name_that_is_not_kept_finds_nothing(client, editor):
    kept, gone = InstitutionFactory(name="Weaving Mill"), InstitutionFactory(name="Jacquard Works", short_name="JW")
    PaperFactory(institutions=[kept])
    done = merged(kept, gone, **{f"name_{gone.pk}": "forgotten"})
    assert (done.names, done.shown_names) == (["Weaving Mill"], [])
    assert listed(editor, INSTITUTIONS) == []


def test_the_name_that_gives_way_is_asked_about(editor):
    kept, gone = InstitutionFactory(name="Weaving Mill"), InstitutionFactory(name="Jacquard Works")
    PaperFactory(institutions=[kept])
    answers = {"key": [kept.pk, gone.pk], "preview": "1", "column-name": gone.pk, f"name-{kept.pk}": "shown"}
    page = editor.post("/admin/papers/institution/merge/", answers)
    choices = {question.label: question.chosen for question in page.context["plan"].choices}
    assert (choices["Name"], choices["Weaving Mill"]) == ("Jacquard Works", "shown as another name")
    assert "Jacquard Works" not in choices


def test_the_ledger_says_what_is_shown(editor, shown_names):
    page = editor.get(f"/admin/papers/mergerecord/{shown_names[0].pk}/change/").content.decode()
    assert "Shown as another name: Jacquard Works." in page


def test_lists_and_boxes_of_the_admin_find_them(editor, places):
    boxes = [("paperinstitution", "institution"), ("paper", "venue")]
    offered = [editor.get(BOX.format(*box)).json()["results"] for box in boxes]
    assert (listed(editor, INSTITUTIONS), listed(editor, VENUES)) == (["Weaving Mill"], ["Weaving Letters"])
    assert [[each["text"] for each in results] for results in offered] == [["Weaving Mill"], ["Weaving Letters"]]


def test_what_is_undone_is_forgotten(editor, client, places):
    found(client, "jacquard")
    for done in places:
        take_back(done, None)
    assert (listed(editor, INSTITUTIONS), listed(editor, VENUES)) == (["Jacquard Works"], ["Jacquard Transactions"])
    assert found(client, "jacquard")[1] == []


def test_name_that_gave_way_to_another_is_kept_too(client, editor):
    kept, gone = InstitutionFactory(name="Jacquard Works"), InstitutionFactory(name="Weaving Mill")
    PaperFactory.create_batch(2, institutions=[kept])
    merged(kept, gone, column_name=gone.pk)
    venues = VenueFactory(name="Jacquard Letters"), VenueFactory(name="Weaving Letters")
    PaperFactory(venue=venues[0])
    merged(*venues, column_name=venues[1].pk)
    assert (listed(editor, INSTITUTIONS), listed(editor, VENUES)) == (["Weaving Mill"], ["Weaving Letters"])
    applied(record("Mills", venue="Jacquard Letters", institutions=("Jacquard Works",)))
    paper = Paper.objects.get(title="Mills")
    assert (paper.venue.name, paper.listed_institutions[0].name) == ("Weaving Letters", "Weaving Mill")
    assert (Venue.objects.count(), Institution.objects.count()) == (1, 1)


def test_names_go_along_where_a_merged_record_is_merged(editor, places):
    cloth = InstitutionFactory(name="Cloth Hall")
    PaperFactory.create_batch(3, institutions=[cloth])
    merged(cloth, Institution.objects.get(slug="mill"))
    letters = VenueFactory(name="Cloth Letters")
    PaperFactory.create_batch(3, venue=letters)
    merged(letters, Venue.objects.get(name="Weaving Letters"))
    assert (listed(editor, INSTITUTIONS), listed(editor, VENUES)) == (["Cloth Hall"], ["Cloth Letters"])


def test_index_agrees_with_the_ledger(client, places):
    found(client, "jacquard")
    assert (stale("institution"), stale("paper")) == ([], [])


@pytest.mark.parametrize("query", ["042nb2s44", "https://ror.org/042nb2s44", "mass inst", "MIT"])
def test_an_institution_is_found_by_ror_and_beginnings(editor, query):
    InstitutionFactory(name="Weaving Mill")
    InstitutionFactory(name="Massachusetts Institute of Technology", short_name="MIT", ror="042nb2s44")
    rows = editor.get(INSTITUTIONS, {"q": query}).context["cl"].result_list
    assert [row.short_name for row in rows] == ["MIT"]


# Merged, and merged again


@pytest.mark.parametrize(("factory", "model"), [(InstitutionFactory, "institution"), (VenueFactory, "venue")])
def test_a_name_that_a_later_merge_does_not_keep_is_found_no_longer(factory, model):
    first, second, last = (factory(name=name, short_name="") for name in ("Alpha Mill", "Beta Mill", "Gamma Mill"))
    merged(first, second)
    record = merged(first, last, **{"column_name": last.pk, f"name_{first.pk}": "forgotten"})
    assert MergeRecord.objects.former_names(model) == {first.pk: ["Beta Mill", "Gamma Mill"]}
    assert MergeRecord.objects.called_before(model, ["Alpha Mill"]) == {}
    take_back(record, None)
    assert MergeRecord.objects.called_before(model, ["Alpha Mill"]) == {"Alpha Mill": first.pk}


@pytest.mark.parametrize(("factory", "model"), [(InstitutionFactory, "institution"), (VenueFactory, "venue")])
def test_records_that_became_each_other_in_turn_have_an_end(factory, model):
    mill, works = factory(name="Weaving Mill"), factory(name="Jacquard Works")
    for kept, gone in ((mill, works), (works, mill)):  # brought back in between, with the number it had
        MergeRecord.objects.create(
            kind="merge", model=model, label="", kept=kept.pk, gone=[gone.pk], shown_names=[gone.name]
        )
    assert MergeRecord.objects.other_names(works) == ["Weaving Mill"]
