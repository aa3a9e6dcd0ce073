"""The reference profile's papers, as Google Scholar takes them."""

import pytest

from papers.models import Paper
from tests.page_head import Read, broken_rules_of_google_scholar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_profile")]


def test_google_scholar_takes_every_paper_of_the_reference_profile(client):
    broken = {}
    for paper in Paper.objects.published():
        url = paper.get_absolute_url()
        broken[url] = broken_rules_of_google_scholar(Read(client, url), url)
    assert len(broken) == 21
    assert {url: rules for url, rules in broken.items() if rules} == {}
