"""A record that stands for two people, taken apart."""

import pytest

from papers.merge import NotMergedError, NotUndoneError, plan_split, split, take_back
from papers.models import Author, Authorship, MergeRecord
from tests.factories import AuthorFactory, AuthorNameFactory, AuthorshipFactory, PaperFactory
from tests.merge.reading import dump, merged

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Author:
    """Somebody with three papers, one of them with others, and with a rank."""
    ada = AuthorFactory(display_name="Ada Lovelace")
    PaperFactory(authors=[AuthorFactory(), ada], title="On Engines")
    AuthorshipFactory(author=ada, paper__title="On Looms", profile_rank=10, printed_name="A. L.")
    AuthorshipFactory(author=ada, paper__title="On Mills")
    return ada


def papers_of(person: Author, *titles: str) -> list[int]:
    rows = person.authorships.filter(paper__title__in=titles) if titles else person.authorships
    return list(rows.values_list("paper", flat=True))


def taken_apart(person: Author, papers: list[int], other: Author | None = None, name: str = "") -> MergeRecord:
    digest = plan_split(person, papers, other, name).digest
    return split(person.pk, papers, other and other.pk, name, digest, None)


def test_papers_go_to_a_new_person(ada, capsys):
    before = dump(capsys)
    record = taken_apart(ada, papers_of(ada, "On Looms", "On Engines"), name=" Ada  Byron ")
    byron = Author.objects.get(display_name="Ada Byron")
    assert (byron.slug, byron.sort_name, record.label) == (
        "ada-byron",
        "Byron, Ada",
        "Ada Lovelace → Ada Byron: 2 papers",
    )
    assert sorted(byron.authorships.values_list("paper__title", "printed_name", "position", "profile_rank")) == [
        ("On Engines", "Ada Lovelace", 2, None),
        ("On Looms", "A. L.", 1, None),
    ]
    assert take_back(record, None) == []
    assert dump(capsys) == before


def test_papers_go_to_somebody_known(ada, capsys):
    other = AuthorFactory()
    before = dump(capsys)
    record = taken_apart(ada, papers_of(ada), other)
    assert (ada.authorships.count(), other.authorships.count()) == (0, 3)
    assert take_back(record, None) == []
    assert dump(capsys) == before


def test_papers_of_others_are_not_touched(ada):
    theirs = PaperFactory(authors=[AuthorFactory()])
    with pytest.raises(NotMergedError) as caught:
        plan_split(ada, [theirs.pk], None, "Ada Byron")
    assert str(caught.value) == "Tick the papers of the other person."


def test_somebody_on_the_paper_already_is_refused(ada):
    other = Authorship.objects.get(paper__title="On Engines", position=1).author
    with pytest.raises(NotMergedError) as caught:
        plan_split(ada, papers_of(ada), other, "")
    assert str(caught.value) == f"{other} is an author of these already: On Engines."


@pytest.mark.parametrize("name", ["", "Ada Byron"])
def test_either_a_name_or_somebody_known_is_needed(ada, name):
    with pytest.raises(NotMergedError) as caught:
        plan_split(ada, papers_of(ada), AuthorFactory() if name else None, name)
    assert str(caught.value) == "Say whose papers they are: write a new name, or choose somebody known."


def test_a_stale_preview_is_refused(ada):
    papers = papers_of(ada)
    digest = plan_split(ada, papers, None, "Ada Byron").digest
    Authorship.objects.filter(author=ada).update(role="writing")
    with pytest.raises(NotMergedError):
        split(ada.pk, papers, None, "Ada Byron", digest, None)
    assert Author.objects.filter(display_name="Ada Byron").exists() is False


def test_a_new_person_edited_since_stays_and_is_named(ada):
    record = taken_apart(ada, papers_of(ada, "On Looms"), name="Ada Byron")
    AuthorNameFactory(author=Author.objects.get(display_name="Ada Byron"))
    assert take_back(record, None) == ["“Ada Byron” (person) stays as it is: edited since."]
    assert ada.authorships.count() == 3


def test_a_merge_after_a_split_is_undone_first(ada):
    record = taken_apart(ada, papers_of(ada, "On Looms"), name="Ada Byron")
    again = merged(ada, Author.objects.get(display_name="Ada Byron"))
    with pytest.raises(NotUndoneError):
        take_back(record, None)
    assert take_back(again, None) + take_back(record, None) == []
