import datetime
import json
import os

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone
from reversion.models import Revision, Version

from papers import housekeeping
from papers.models import ImportBatch, OpenForm, Paper, PreviewLink
from tests.factories import AuthorFactory, ImportBatchFactory, OpenFormFactory, PreviewLinkFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def tidy(**options) -> dict[str, int]:
    return {label: count for label, count in housekeeping.tidy(**options) if count}


def ago(days: float) -> datetime.datetime:
    return timezone.now() - days * DAY


def test_sessions_go_when_they_have_ended():
    for key, days in (("ended", 0.001), ("running", -0.4)):
        Session.objects.create(session_key=key, session_data="", expire_date=ago(days))
    assert tidy() == {"sessions that have ended": 1}
    assert Session.objects.get().session_key == "running"


def test_marks_of_open_forms_go_after_ten_minutes():
    kept = OpenFormFactory(seen=ago(9 / 1440))
    OpenFormFactory(seen=ago(11 / 1440))
    assert tidy() == {"forms left open": 1}
    assert OpenForm.objects.get() == kept


def test_attempts_to_sign_in_go_after_thirty_days():
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        more = {"failures_since_start": 1} if model is AccessAttempt else {}
        for days, name in ((29, "kept"), (31, "old")):
            model.objects.create(username=name, ip_address="127.0.0.1", **more)
            model.objects.filter(username=name).update(attempt_time=ago(days))
    assert sum(tidy().values()) == 3
    assert [model.objects.get().username for model in (AccessAttempt, AccessFailureLog, AccessLog)] == ["kept"] * 3


def test_plans_never_applied_go_after_thirty_days_and_nothing_else_of_imports():
    kept = [
        ImportBatchFactory(),
        ImportBatchFactory(status=ImportBatch.Status.APPLIED),
        ImportBatchFactory(status=ImportBatch.Status.UNDONE),
        ImportBatchFactory(owner=AuthorFactory()),
    ]
    old = ImportBatchFactory()
    ImportBatch.objects.exclude(pk=kept[0].pk).update(created=ago(31))
    assert tidy() == {"import plans never applied": 1}
    assert set(ImportBatch.objects.all()) == set(kept)
    assert not ImportBatch.objects.filter(pk=old.pk).exists()


def test_secret_links_go_thirty_days_after_their_end():
    kept = PreviewLinkFactory(expires=ago(29))
    PreviewLinkFactory(expires=ago(31))
    assert tidy() == {"secret links that have ended": 1}
    assert PreviewLink.objects.get() == kept


def versions(key: str, *days: float) -> None:
    """Keep a version of a paper so many days ago each, the oldest first."""
    for each in days:
        Version.objects.create(
            revision=Revision.objects.create(date_created=ago(each)),
            object_id=key,
            content_type=ContentType.objects.get_for_model(Paper),
            db="default",
            format="json",
            serialized_data="[]",
        )


def test_versions_go_after_two_years_but_for_the_newest_twenty_of_a_record():
    versions("1", *(800 - number for number in range(23)))
    versions("2", *([800] * 20))
    versions("3", *(700 - number for number in range(40)))
    assert tidy() == {"versions of records": 3, "revisions without a version": 3}
    assert [Version.objects.filter(object_id=key).count() for key in "123"] == [20, 20, 40]
    oldest = Version.objects.filter(object_id="1").order_by("pk").annotate(at=F("revision__date_created"))[0].at
    assert (timezone.now() - oldest).days == 797
    assert Revision.objects.count() == 80


def test_static_files_of_earlier_releases_go_after_thirty_days(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": {"site.css": "site.2222.css"}}))
    for name in ("site.css", "site.1111.css", "site.1111.css.gz", "site.2222.css", "site.2222.css.br"):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (ago(31).timestamp(),) * 2)
    (tmp_path / "site.3333.css").touch()
    assert tidy() == {"static files of earlier releases": 2}
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        *("site.2222.css", "site.2222.css.br", "site.3333.css", "site.css", "staticfiles.json"),
    ]


def test_a_dry_run_says_the_same_and_deletes_nothing(capsys):
    OpenFormFactory(seen=ago(1))
    call_command("housekeeping", dry_run=True)
    assert "1 forms left open would go" in capsys.readouterr().out.splitlines()
    assert OpenForm.objects.count() == 1
    call_command("housekeeping")
    assert "1 forms left open deleted" in capsys.readouterr().out.splitlines()
    assert OpenForm.objects.count() == 0
