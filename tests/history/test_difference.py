"""What differs between two states, as an editor reads it."""

import pytest

from papers.history import State, difference, state_of
from papers.models import Author, Credit, Page, Paper, set_authors
from tests.factories import (
    AuthorFactory,
    AuthorNameFactory,
    CategoryFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    PaperFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


def told(record, before) -> list[tuple]:
    """Return label and marked parts of each change from `before` to now."""
    return [
        (change.label, "".join({"gone": "-", "new": "+"}.get(part.kind, "=") + part.text for part in change.parts))
        for change in difference(type(record), before, state_of(record))
    ]


@pytest.fixture
def paper():
    return PaperFactory(
        title="Sketch",
        abstract="It weaves algebraical patterns.",
        citation_key="x",
        authors=[AuthorFactory(display_name="Ada Lovelace"), AuthorFactory(display_name="Charles Babbage")],
        institutions=[InstitutionFactory(name="London")],
    )


def test_nothing_differs(paper):
    assert told(paper, state_of(paper)) == []


def test_own_fields_are_told_as_the_form_calls_them(paper):
    before = state_of(paper)
    Paper.objects.update(
        title="Notes", venue=VenueFactory(name="Memoirs"), posted="1843-09", type="article", pdf_rights=True
    )
    assert told(paper, before) == [
        ("Title", "-Sketch+Notes"),
        ("Type", "-preprint+article"),
        ("Posted", "+1843-09"),
        ("Venue", "+Memoirs"),
        ("The PDF may be shown to everyone", "-no+yes"),
    ]


def test_words_of_a_long_text_are_marked(paper):
    before = state_of(paper)
    Paper.objects.update(abstract="It weaves beautiful algebraical patterns!")
    assert told(paper, before) == [("Abstract", "=It weaves +beautiful =algebraical patterns-.+!")]


def test_a_very_long_text_is_told_as_a_whole():
    page = Page.objects.create(title="About", body="a " * 5000)
    before = state_of(page)
    Page.objects.update(body="b " * 5000)
    [(_label, said)] = told(page, before)
    assert said == f"-{'a ' * 5000}+{'b ' * 5000}"


def test_authors_are_told_by_name_and_place(paper):
    before = state_of(paper)
    ada, charles = (row.author for row in paper.authorships.all())
    luigi = AuthorFactory(display_name="Luigi Menabrea")
    set_authors(paper, [Credit(luigi), Credit(charles), Credit(ada, "A. A. L.", corresponding=True)])
    assert told(paper, before) == [
        (
            "Authors",
            "-1. Ada Lovelace+1. Luigi Menabrea=1 the same+3. Ada Lovelace (name as printed: A. A. L.; corresponding)",
        )
    ]


def test_rows_are_told_by_what_they_say(paper):
    before = state_of(paper)
    IdentifierFactory(paper=paper, value="10.1000/1")
    LinkFactory(paper=paper, kind="data", url="https://example.org/d", label="Tables")
    paper.cross_listed.add(CategoryFactory(code="math.T", name="Tables"))
    paper.authorships.filter(position=1).update(profile_rank=10)
    assert told(paper, before) == [
        ("Cross-listed in", "+math.T Tables"),
        ("Identifiers", "+DOI (value: 10.1000/1)"),
        ("Links", "+data (address: https://example.org/d; label: Tables)"),
        ("Ranks in the profiles", "+Ada Lovelace: 10"),
    ]


def test_what_is_gone_keeps_its_name(paper):
    before = state_of(paper)
    paper.authorships.all().delete()
    Author.objects.all().delete()
    assert told(paper, before) == [("Authors", "-1. Ada Lovelace-2. Charles Babbage")]


def test_a_person_is_told_with_other_names():
    ada = AuthorFactory()
    before = state_of(ada)
    AuthorNameFactory(author=ada, name="Augusta", shown=False)
    assert told(ada, before) == [("Other names", "+Augusta")]


def test_a_state_is_the_same_once_it_was_stored(paper):
    state = state_of(paper)
    assert State.from_text(state.as_text()) == state
