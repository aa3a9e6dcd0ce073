"""`manage.py upgrade` to a release with one more migration, as an operator meets it."""

import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.utils import DatabaseError

from papers import migrations
from papers.models import Page
from tests.backup.conftest import contents, data
from tests.factories import PageFactory

__all__ = ["data"]

LAST = sorted(path.stem for path in Path(migrations.__path__[0]).glob("0*.py"))[-1]
MIGRATION = """
from django.db import migrations

def write(apps, schema_editor):
    apps.get_model("papers", "Page").objects.update(title="Written by the migration")
    {then}

class Migration(migrations.Migration):
    dependencies = [("papers", "{last}")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop){more}]
"""


@pytest.fixture
def next_release(transactional_db, data, tmp_path, settings, monkeypatch):
    """next_release() has the code know one more migration; afterwards the tables are those of this release."""

    def bring(then: str = "", more: str = "") -> None:
        package = tmp_path / "next_release"
        package.mkdir()
        (package / "__init__.py").write_text(f"__path__.append({migrations.__path__[0]!r})\n")
        (package / "9999_next.py").write_text(MIGRATION.format(last=LAST, then=then, more=more))
        monkeypatch.syspath_prepend(tmp_path)
        settings.MIGRATION_MODULES = {"papers": "next_release"}

    PageFactory(title="As it was", slug="about")
    yield bring
    call_command("migrate", "papers", LAST, verbosity=0)
    for name in [name for name in sys.modules if name.startswith("next_release")]:
        del sys.modules[name]


def applied() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'papers'")
        return {name for (name,) in cursor.fetchall()}


def test_an_upgrade_backs_up_migrates_and_says_so(next_release, data, capsys):
    next_release()
    call_command("upgrade")
    (backup,) = (data / "backups").iterdir()
    assert capsys.readouterr().out == (
        f"Backup: {backup}\nSystem check identified no issues (0 silenced).\nApplied papers.9999_next.\n"
        "The database is that of this release; /, /papers/, /admin/login/ answer.\n"
    )
    assert Page.objects.get().title == "Written by the migration"


@pytest.mark.parametrize(
    ("then", "more", "error"),
    [
        ("raise ValueError('a mistake in the migration')", "", ValueError),
        ("", ", migrations.RunSQL('DROP TABLE papers_link')", DatabaseError),  # the list of papers needs it
    ],
)
def test_an_upgrade_that_fails_leaves_everything_as_it_was(next_release, data, capsys, then, more, error):
    before, migrated = contents(), applied()
    next_release(then, more)
    with pytest.raises(error):
        call_command("upgrade")
    said = capsys.readouterr()
    assert said.err == "The upgrade failed, and the database is as it was. This is what went wrong:\n"
    assert (contents(), applied()) == (before, migrated)
    assert len(list((data / "backups").iterdir())) == 1
