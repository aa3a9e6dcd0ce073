"""`manage.py backup`, `restore`, `verify` and `transfer` as an operator meets them."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from papers.management.elsewhere import manage
from papers.models import Author
from tests.backup.conftest import contents, data, made, site
from tests.connections import on_own_connection
from tests.factories import SiteFactory

__all__ = ["data", "made", "site"]


def url_of_this_database() -> str:
    """Return the URL of the PostgreSQL database that the test runs on."""
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"


def test_a_backup_says_what_it_holds_and_verify_that_it_is_whole(site, data, capsys):
    call_command("backup", keep=1)
    (archive,) = (data / "backups").iterdir()
    said, warned = capsys.readouterr()
    assert warned == ("The file pdfs/gone.pdf is missing on this site: a record names it, and the archive lacks it.\n")
    assert said.startswith(f"{archive}: ")
    assert said.endswith(" tables, 2 files, 0.0 MB.\n")
    call_command("verify", archive)
    assert capsys.readouterr().out.startswith(f"{archive} is whole. ")


def test_verify_refuses_what_cannot_be_restored(data, capsys):
    archive = data / "none.tar.gz"
    archive.write_bytes(b"none")
    with pytest.raises(CommandError) as caught:
        call_command("verify", archive)
    assert str(caught.value) == (
        f"{archive} cannot be restored. Nothing was restored. {archive} is no whole archive of a site "
        "(not a gzip file): take another."
    )


def test_restore_says_what_it_restored(made, db, data, capsys):
    call_command("restore", made.path)
    manifest = made.backup.manifest
    assert capsys.readouterr().out == (
        f"Restored the site of {manifest.made}: {manifest.rows} rows of {len(manifest.tables)} tables, each equal "
        "to the archive's, and 2 files. Everybody signs in anew.\n"
    )


def test_restore_says_how_to_replace_a_site(made, db, data):
    SiteFactory()
    with pytest.raises(CommandError) as caught:
        call_command("restore", made.path)
    assert str(caught.value) == (
        "Nothing was restored. There is a site in this database. To have the archive in its place, add --replace."
    )


def test_a_site_moves_to_another_database_equal(site, tmp_path, capsys):
    lite = f"{tmp_path}/lite.sqlite3"
    before = contents()
    call_command("transfer", to=f"sqlite:///{lite}")
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in said[:-1]] == sorted(before)
    assert {line.rpartition(", ")[2] for line in said[:-1]} == {"the same in both"}
    if connection.vendor == "postgresql":
        Author.objects.update(note="taken back below")
        manage("transfer", "--replace", "--to", url_of_this_database(), DATABASE_URL=f"sqlite:///{lite}")
        assert contents() == before
    else:
        with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as pool:
            patch.setitem(connections.settings["default"], "NAME", lite)
            assert pool.submit(on_own_connection, contents).result() == before


def test_a_transfer_to_a_database_that_is_none_says_so(transactional_db, data):
    with pytest.raises(CommandError) as caught:
        call_command("transfer", to="mysql://localhost/site")
    assert str(caught.value).startswith("Nothing was copied. profile_site: DATABASE_URL starts with “mysql”: ")
