"""Whether a value is one of very many."""

import pytest

from papers.cataloguing.among import among, among_in_any_case
from papers.models import Authorship, Paper
from tests.factories import AuthorshipFactory, PaperFactory

pytestmark = pytest.mark.django_db


def titles(condition) -> list[str]:
    return sorted(Paper.objects.filter(condition).values_list("title", flat=True))


def test_texts_are_found_among_more_than_a_statement_has_parameters():
    PaperFactory(title="Looms")
    PaperFactory(title="Engines")
    assert titles(among("title", {"Looms", *map(str, range(300_000))})) == ["Looms"]


def test_a_quotation_mark_or_backslash_is_a_character():
    PaperFactory(title='The "Engine", \\{it}\'s')
    assert titles(among("title", {'The "Engine", \\{it}\'s', "{}"})) == ['The "Engine", \\{it}\'s']


def test_a_related_record_is_found_by_its_key():
    credit = AuthorshipFactory()
    AuthorshipFactory()
    assert Authorship.objects.get(among("author", {credit.author.pk})) == credit


def test_nothing_is_among_no_values():
    PaperFactory()
    assert titles(among("title", set())) == []


def test_capitals_do_not_matter_where_the_case_may_be_any():
    PaperFactory(title="On LOOMS")
    assert (titles(among_in_any_case("title", {"on looms"})), titles(among("title", {"on looms"}))) == (
        ["On LOOMS"],
        [],
    )
