"""What a paper is at a moment: a draft, scheduled, published or retired; the same in a query as on the record."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from papers.models import Paper
from papers.models.status import Stage
from tests.factories import PaperFactory

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("status", "publish_at", "retire_at", "stage"),
    [
        ("draft", None, None, "draft"),
        ("draft", NOW - MINUTE, None, "draft"),
        ("published", None, None, "published"),
        ("published", NOW + MINUTE, None, "scheduled"),
        ("published", NOW, None, "published"),
        ("published", NOW - MINUTE, NOW + MINUTE, "published"),
        ("published", None, NOW + MINUTE, "published"),
        ("published", None, NOW, "retired"),
        ("published", NOW - MINUTE * 2, NOW - MINUTE, "retired"),
        ("published", NOW + MINUTE, NOW + MINUTE * 2, "scheduled"),
    ],
)
def test_stage_follows_from_the_status_and_the_times(status, publish_at, retire_at, stage):
    paper = PaperFactory(status=status, publish_at=publish_at, retire_at=retire_at)
    with time_machine.travel(NOW, tick=False):
        found = [known for known in Stage if Paper.objects.in_stage(known).exists()]
        assert (paper.stage, found) == (stage, [stage])
        assert (paper.is_public, Paper.objects.published().exists()) == (stage == "published",) * 2


@pytest.mark.parametrize("later", [datetime.timedelta(), MINUTE])
def test_a_paper_does_not_retire_before_it_is_published(later):
    paper = PaperFactory.build(title="Sketch", slug="sketch", publish_at=NOW + later, retire_at=NOW)
    with pytest.raises(ValidationError) as refused:
        paper.full_clean()
    assert refused.value.messages == ["A paper cannot be retired before it is published: choose a later time."]


@time_machine.travel(NOW, tick=False)
def test_published_now_whatever_its_times_were():
    papers = [
        PaperFactory(status="draft", publish_at=NOW - MINUTE, retire_at=NOW + MINUTE),
        PaperFactory(publish_at=NOW + MINUTE),
        PaperFactory(retire_at=NOW - MINUTE),
    ]
    assert Paper.objects.publish() == 3
    for paper in papers:
        paper.refresh_from_db()
    assert [(paper.publish_at, paper.retire_at) for paper in papers] == [
        (NOW - MINUTE, NOW + MINUTE),
        (None, None),
        (None, None),
    ]
    assert {paper.stage for paper in papers} == {"published"}


def test_the_public_sees_a_change_when_a_paper_appears():
    with time_machine.travel(NOW - MINUTE, tick=False):
        early = PaperFactory(publish_at=NOW)
    with time_machine.travel(NOW + MINUTE, tick=False):
        late = PaperFactory(publish_at=NOW)
    assert (early.changed, late.changed) == (NOW, NOW + MINUTE)
