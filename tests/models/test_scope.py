"""Which papers a scope reaches."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from papers.models import Author, EditorScope, Paper
from tests.factories import AuthorFactory, EditorScopeFactory, InstitutionFactory, PaperFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_without_a_scope_everything_is_within_reach():
    user, paper = UserFactory(), PaperFactory(authors=[AuthorFactory()])
    assert (Paper.objects.editable_by(user).get(), Author.objects.editable_by(user).count()) == (paper, 1)


def test_several_scopes_reach_the_papers_of_each_once():
    scopes = [EditorScopeFactory(), EditorScopeFactory(author=None, institution=InstitutionFactory())]
    EditorScope.objects.update(user=scopes[0].user)
    both = PaperFactory(authors=[scopes[0].author, AuthorFactory()], institutions=[scopes[1].institution])
    one = PaperFactory(institutions=[scopes[1].institution])
    PaperFactory(authors=[AuthorFactory()])
    assert list(Paper.objects.editable_by(scopes[0].user).order_by("pk")) == [both, one]


def test_people_and_institutions_are_within_no_scope():
    scope = EditorScopeFactory()
    assert Author.objects.editable_by(scope.user).exists() is False


def test_a_superuser_is_not_confined():
    scope = EditorScopeFactory(user=UserFactory(is_superuser=True))
    PaperFactory()
    assert Paper.objects.editable_by(scope.user).count() == 1


def test_a_deleted_person_sets_nobody_free():
    scope = EditorScopeFactory()
    PaperFactory()
    scope.author.delete()
    assert Paper.objects.editable_by(scope.user).exists() is False
    assert str(EditorScope.objects.get()) == "nothing: what it named was deleted"


@pytest.mark.parametrize("both", [False, True])
def test_a_scope_names_one_thing(both):
    scope = EditorScopeFactory.build(
        user=UserFactory(),
        author=AuthorFactory() if both else None,
        institution=InstitutionFactory() if both else None,
    )
    with pytest.raises(ValidationError) as refusal:
        scope.full_clean()
    assert "Choose either a person or an institution." in refusal.value.messages


def test_the_database_refuses_a_scope_of_two_things():
    with pytest.raises(IntegrityError), transaction.atomic():
        EditorScopeFactory(institution=InstitutionFactory())
