"""People who sign in to edit."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from tests.factories import EditorScopeFactory, UserFactory
from tests.fetching.conftest import served

__all__ = ["editor", "librarian", "served", "signed_in"]


@pytest.fixture
def editor(db) -> Client:
    """The browser of a superuser."""
    client = Client()
    client.force_login(User.objects.create_superuser("editor"))
    return client


@pytest.fixture
def librarian(db) -> Client:
    """The browser of someone who may do everything with papers and people, but is no superuser."""
    user = User.objects.create_user("librarian", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="papers"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def signed_in(db) -> Callable[..., Client]:
    """signed_in("Editor") returns the browser of someone with that role; author= and institution= confine them."""

    def sign_in(role: str, **scope) -> Client:
        user = UserFactory()
        user.groups.add(Group.objects.get(name=role))
        if scope:
            EditorScopeFactory(user=user, **{"author": None, **scope})
        client = Client()
        client.force_login(user)
        return client

    return sign_in
