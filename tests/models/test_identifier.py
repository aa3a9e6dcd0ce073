"""Identifiers of papers."""

import pytest
from django.core.exceptions import ValidationError

from papers.models import Identifier
from tests.factories import IdentifierFactory, PaperFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("scheme", "pasted", "value", "url"),
    [
        ("doi", "https://doi.org/10.1145/ABC", "10.1145/abc", "https://doi.org/10.1145/abc"),
        ("arxiv", "https://arxiv.org/abs/2306.16388v2", "2306.16388", "https://arxiv.org/abs/2306.16388"),
    ],
)
def test_an_identifier_is_checked_into_one_form(scheme, pasted, value, url):
    identifier = Identifier(paper=PaperFactory(), scheme=scheme, value=pasted)
    identifier.full_clean()
    assert (identifier.value, identifier.url) == (value, url)


@pytest.mark.parametrize(
    ("scheme", "value", "fields"),
    [("arxiv", "nonsense", ["value"]), ("unknown", "1", ["scheme", "__all__"]), ("doi", "", ["value", "__all__"])],
)
def test_an_impossible_identifier_is_refused(scheme, value, fields):
    with pytest.raises(ValidationError) as refusal:
        Identifier(paper=PaperFactory(), scheme=scheme, value=value).full_clean()
    assert set(refusal.value.message_dict) <= set(fields)


def test_the_identifier_of_another_paper_is_refused_with_a_sentence():
    other = IdentifierFactory()
    with pytest.raises(ValidationError) as refusal:
        Identifier(paper=PaperFactory(), scheme=other.scheme, value=other.value).full_clean()
    assert "Another paper has this identifier." in refusal.value.messages


def test_an_identifier_goes_by_scheme_and_value():
    assert str(IdentifierFactory(scheme="arxiv", value="2306.16388")) == "arXiv 2306.16388"
