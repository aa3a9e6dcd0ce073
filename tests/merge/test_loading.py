"""A fixture that is loaded again after some of its records were merged."""

import pytest

from papers.loading import load
from papers.models import Author, Institution, Venue
from tests.conftest import REFERENCE_PROFILE
from tests.merge.reading import dump, merged

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Author, Institution, Venue])
def test_nothing_that_was_merged_comes_back(model, capsys):
    load(REFERENCE_PROFILE)
    one, other = model.objects.order_by("pk")[:2]
    merged(one, other, column_ror=one.pk)
    before = [row for row in dump(capsys) if row["model"] != "papers.loadedrecord"]
    load(REFERENCE_PROFILE)
    assert [row for row in dump(capsys) if row["model"] != "papers.loadedrecord"] == before
