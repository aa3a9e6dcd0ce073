"""People who sign in to edit."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client


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
