"""What a new site says of privacy and accessibility, and whether it is true."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from papers.loading import STATEMENTS
from papers.models import Author, Page
from papers.starting_over import new_profile, start_over
from tests.conftest import REFERENCE_PROFILE
from tests.factories import PageFactory

pytestmark = pytest.mark.django_db

TITLES = ["Accessibility", "Privacy"]


def in_footer() -> list[str]:
    return sorted(Page.objects.filter(in_footer=True).values_list("title", flat=True))


def test_a_site_of_one_s_own_has_them():
    start_over(new_profile("Ada Lovelace"))
    assert in_footer() == TITLES


def test_a_site_that_is_served_for_the_first_time_has_them():
    call_command("load_profile", str(REFERENCE_PROFILE), str(STATEMENTS), if_empty=True)
    assert (in_footer(), Author.objects.profiles().count()) == (TITLES, 1)


def test_a_site_with_pages_of_its_own_is_left_alone():
    PageFactory(title="About")
    call_command("load_profile", str(REFERENCE_PROFILE), str(STATEMENTS), if_empty=True)
    assert (in_footer(), Author.objects.count()) == ([], 0)


def test_an_edited_statement_stays_as_it_is():
    call_command("load_profile", str(STATEMENTS))
    Page.objects.filter(slug="privacy").update(body="Ours.")
    call_command("load_profile", str(STATEMENTS))
    assert Page.objects.get(slug="privacy").body == "Ours."


def test_several_fixtures_are_loaded_all_or_none(tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text(json.dumps([{"model": "papers.page", "fields": {"slug": "no-title"}}]))
    with pytest.raises(CommandError):
        call_command("load_profile", str(STATEMENTS), str(wrong))
    assert Page.objects.count() == 0


def test_they_are_pages_that_an_editor_may_change(admin_client):
    call_command("load_profile", str(STATEMENTS))
    for page in Page.objects.all():
        form = admin_client.get(reverse("admin:papers_page_change", args=[page.pk]))
        assert (form.status_code, form.context["adminform"].form.initial["in_footer"]) == (200, True)


def test_it_is_true_that_a_visitor_gets_no_cookie_and_is_sent_nowhere(client):
    start_over(new_profile("Ada Lovelace"))
    for address in ("/", "/papers/", "/privacy/", "/accessibility/"):
        page = client.get(address)
        assert (page.status_code, dict(page.cookies)) == (200, {})
        assert "connect-src 'self'" in page.headers["Content-Security-Policy"]
