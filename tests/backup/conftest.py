"""A site with a row in every table, and values that databases write differently."""

import datetime
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from axes.models import AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import override_settings
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from reversion.models import Revision, Version

from papers.backup import Backup, back_up, database_only, restore, rows
from tests import factories
from tests.factories import AuthorFactory, AuthorshipFactory, InstitutionFactory, PaperFactory, UserFactory

HARD = "Ἀρχιμήδης, 图灵 “\\n” \t\N{SNOWMAN}\N{GRINNING FACE} ' \" % {} é e\u0301\n--\\."
EMPTY = hashlib.sha256(b"").hexdigest()
PLAIN = [
    *(factories.AuthorNameFactory, factories.ProfileLinkFactory, factories.AffiliationFactory),
    *(factories.IdentifierFactory, factories.LinkFactory, factories.PageFactory, factories.LoadedRecordFactory),
    *(factories.NotSameFactory, factories.PaperDraftFactory, factories.PreviewLinkFactory, factories.OpenFormFactory),
    factories.CheckedAddressFactory,
]


def contents() -> dict[str, str]:
    """Return a digest of the rows of each table but those of sessions and the search index."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label != "sessions"]
    return {
        model._meta.db_table: hashlib.sha256(b"".join(rows.lines(model))).hexdigest()
        for model in models
        if model._meta.managed and not model._meta.proxy
    }


def files(folder) -> dict[str, bytes]:
    """Return what each file below a folder holds."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def data(settings, tmp_path):
    """A data folder of the test's own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    settings.MEDIA_ROOT = settings.DATA_DIR / "media"
    return settings.DATA_DIR


@dataclass(frozen=True)
class Made:
    """A backup of a whole site, and what that site held."""

    backup: Backup
    contents: dict[str, str]
    uploads: dict[str, bytes]
    last_paper: int
    empty_tables: list[str]

    @property
    def path(self) -> Path:
        """Where the archive is."""
        return self.backup.path


@pytest.fixture(scope="session")
def made(django_db_setup, django_db_blocker, tmp_path_factory) -> Made:
    """A backup of a site with a row in every table; the site is gone again."""
    data = tmp_path_factory.mktemp("made")
    with django_db_blocker.unblock(), override_settings(DATA_DIR=data, MEDIA_ROOT=data / "media"):
        tables_alone = database_only(data / "empty.tar.gz").path
        last_paper = make_site(data / "media")
        held = contents()
        archives = data / "archives"
        archives.mkdir(mode=0o700)
        (archives / ".profile_site-20260101-000000.tar.gz.part").write_bytes(b"left by one that was killed")
        backup = back_up(archives)
        restore(tables_alone, replace=True)
        return Made(backup, held, files(data / "media"), last_paper, [table for table in held if held[table] == EMPTY])


@pytest.fixture
def site(transactional_db, data):
    """A site with a row in every table and an upload."""
    make_site(data / "media")


def make_site(media: Path) -> int:
    """Make a row in every table, two uploads and a third that is missing; return the last number given to a paper."""
    ada = AuthorFactory(display_name="Ada Lovelace", bio=HARD, is_profile=True, orcid="0000-0002-1825-0097")
    paper = PaperFactory(
        title="Sketch of the Analytical Engine",
        abstract=HARD,
        posted="1843-08",
        citation_key="lovelace-1843-sketch",
        extra={"ü": HARD, "a": [1, None, True, 0.1, {"b": {}, "": []}]},
        pdf_rights=True,
        publish_at=datetime.datetime(1843, 8, 1, 12, 30, 15, 123457, tzinfo=datetime.UTC),
        authors=[ada, AuthorFactory()],
        institutions=[InstitutionFactory()],
        venue=factories.VenueFactory(),
    )
    paper.cross_listed.add(factories.CategoryFactory())
    paper.pdf.save("sketch.pdf", ContentFile(b"%PDF-1.4 \0\xff %%EOF"))
    stray = media / "portraits" / "stray.webp"
    stray.parent.mkdir()
    stray.write_bytes(b"of a merge that may be undone")
    factories.MetricFactory(author=ada, value=Decimal("54.25"))
    factories.SiteFactory(title=HARD[:20])
    batch = factories.ImportBatchFactory(content=bytes(range(256)))
    factories.ImportEntryFactory(batch=batch, paper=paper, changes={"title": ["a", "b", False]})
    factories.MergeRecordFactory(steps=[{"before": {"id": 1}, "after": None}])
    for each in PLAIN:
        each()
    user = UserFactory(email="ada@example.org")
    factories.EditorScopeFactory(user=user, author=ada)
    _of_other_apps(user)
    AuthorshipFactory(paper=paper, author=AuthorFactory(), position=3).delete()
    PaperFactory(pdf="pdfs/gone.pdf", pdf_rights=True)
    last = PaperFactory()
    number = last.pk
    last.delete()
    return number


def _of_other_apps(user):
    """Make a row in each table of the apps that the site uses."""
    kind = ContentType.objects.get_for_model(user)
    user.groups.add(Group.objects.first())
    user.user_permissions.add(Permission.objects.first())
    LogEntry.objects.create(user=user, content_type=kind, object_id="1", object_repr=HARD, action_flag=1)
    where = {"username": "ada", "ip_address": "2001:db8::1", "user_agent": HARD, "http_accept": "*", "path_info": "/"}
    attempt = AccessAttempt.objects.create(failures_since_start=1, get_data="", post_data="", **where)
    AccessAttemptExpiration.objects.create(access_attempt=attempt, expires_at=attempt.attempt_time)
    AccessFailureLog.objects.create(locked_out=True, **where)
    AccessLog.objects.create(**where)
    revision = Revision.objects.create(date_created=attempt.attempt_time, user=user, comment=HARD)
    Version.objects.create(
        revision=revision, object_id="1", content_type=kind, db="default", format="json", serialized_data="[]"
    )
    StaticToken.objects.create(device=StaticDevice.objects.create(user=user, name="codes"), token="0123")
    TOTPDevice.objects.create(user=user, name="phone", last_t=-1)
