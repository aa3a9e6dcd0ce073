"""Setting a paper's authors as a whole."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from papers.models import Authorship, Credit, set_authors
from tests.factories import AuthorFactory, AuthorshipFactory, PaperFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return AuthorFactory(display_name="Ada Lovelace")


@pytest.fixture
def charles():
    return AuthorFactory(display_name="Charles Babbage")


def credits_of(paper) -> list[tuple]:
    return list(paper.authorships.values_list("position", "author__display_name"))


def test_two_authors_swap_places(ada, charles):
    paper = PaperFactory(authors=[ada, charles])
    set_authors(paper, [Credit(charles), Credit(ada)])
    assert credits_of(paper) == [(1, "Charles Babbage"), (2, "Ada Lovelace")]


def test_an_author_is_taken_out(ada, charles):
    paper = PaperFactory(authors=[ada, charles])
    set_authors(paper, [Credit(charles)])
    assert credits_of(paper) == [(1, "Charles Babbage")]


def test_all_authors_are_taken_out(ada):
    paper = PaperFactory(authors=[ada])
    set_authors(paper, [])
    assert credits_of(paper) == []


def test_everything_that_a_credit_says_is_kept(ada):
    paper = PaperFactory()
    set_authors(
        paper,
        [Credit(ada, "A. A. L.", role="notes", corresponding=True, equal_contribution=True, profile_rank=20)],
    )
    fields = ("printed_name", "role", "corresponding", "equal_contribution", "profile_rank")
    assert paper.authorships.values_list(*fields).get() == ("A. A. L.", "notes", True, True, 20)


def test_the_person_s_name_is_printed_where_no_other_is_given(ada):
    paper = PaperFactory()
    set_authors(paper, [Credit(ada)])
    assert paper.authorships.get().printed_name == "Ada Lovelace"


def test_a_rank_outlives_a_new_order(ada, charles):
    paper = PaperFactory(authors=[charles])
    AuthorshipFactory(paper=paper, author=ada, position=2, profile_rank=30)
    set_authors(paper, [Credit(ada), Credit(charles)])
    assert list(paper.authorships.values_list("profile_rank", flat=True)) == [30, None]


def test_a_new_rank_replaces_the_old(ada):
    paper = PaperFactory()
    AuthorshipFactory(paper=paper, author=ada, profile_rank=30)
    set_authors(paper, [Credit(ada, profile_rank=0)])
    assert paper.authorships.get().profile_rank == 0


def test_a_person_credited_twice_changes_nothing(ada, charles):
    paper = PaperFactory(authors=[ada, charles])
    with pytest.raises(IntegrityError):
        set_authors(paper, [Credit(charles), Credit(ada), Credit(charles)])
    assert credits_of(paper) == [(1, "Ada Lovelace"), (2, "Charles Babbage")]


def test_other_papers_keep_their_authors(ada, charles):
    other = PaperFactory(authors=[charles])
    set_authors(PaperFactory(authors=[ada]), [Credit(charles)])
    assert credits_of(other) == [(1, "Charles Babbage")]


def test_the_new_authorships_are_returned(ada):
    paper = PaperFactory()
    assert set_authors(paper, [Credit(ada)]) == list(Authorship.objects.filter(paper=paper))


def test_450_authors_cost_few_queries(django_assert_max_num_queries):
    paper = PaperFactory()
    people = AuthorFactory.create_batch(450)
    with django_assert_max_num_queries(10):
        set_authors(paper, [Credit(person) for person in people])
    assert paper.authorships.count() == 450


def test_checking_an_authorship_fills_in_the_printed_name(ada):
    authorship = Authorship(paper=PaperFactory(), author=ada, position=1)
    authorship.full_clean()
    assert authorship.printed_name == "Ada Lovelace"


def test_checking_an_authorship_without_a_person_says_so():
    with pytest.raises(ValidationError) as refusal:
        Authorship(paper=PaperFactory(), position=1).full_clean()
    assert "author" in refusal.value.message_dict


def test_an_authorship_goes_by_the_printed_name(ada):
    assert str(AuthorshipFactory(author=ada, printed_name="A. A. L.")) == "A. A. L."
