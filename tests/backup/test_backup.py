import errno
import hashlib
import io
import json
import os
import stat
import tarfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from papers.backup import ArchiveError, BackupError, NewerError, NotEmptyError, back_up, backup, restore, rows
from papers.backup.files import held
from papers.backup.snapshot import one_moment
from papers.models import Author, Paper, Site
from tests.backup.conftest import contents, files
from tests.connections import on_own_connection, shared_database
from tests.factories import PaperFactory, SiteFactory

__all__ = ["shared_database"]


def members(path) -> dict[str, bytes]:
    with tarfile.open(path) as tar:
        return {about.name: tar.extractfile(about).read() for about in tar}


def repacked(made, folder, **changed: bytes):
    """Write an archive anew with other content in some of its files, and return where it is."""
    other = folder / "other.tar.gz"
    with tarfile.open(other, "w:gz") as tar:
        for name, content in (members(made.path) | changed).items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            tar.addfile(about, io.BytesIO(content))
    return other


def with_manifest(made, folder, files=None, migrations=None, **changed: bytes):
    """Return an archive whose manifest names other files or migrations."""
    said = json.loads(members(made.path)["manifest.json"])
    said |= {"files": files or said["files"], "migrations": migrations or said["migrations"]}
    return repacked(made, folder, **changed, **{"manifest.json": json.dumps(said).encode()})


@pytest.fixture
def restored(made, db, data):
    """The site of the archive, restored on an empty one."""
    restore(made.path)
    return made


# What comes back


def test_every_table_of_the_site_has_a_row(made):
    assert made.empty_tables == []


def test_what_is_restored_equals_what_was_backed_up(restored, data):
    assert contents() == restored.contents
    assert files(data / "media") == restored.uploads


def test_a_restored_site_is_found_by_its_words(restored):
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM papers_search), (SELECT count(*) FROM papers_search_queue)")
        assert cursor.fetchone() == (Paper.objects.count(), 0)


def test_a_restored_site_keeps_the_rules_of_the_database(restored):
    paper = Paper.objects.get(citation_key="lovelace-1843-sketch")
    with pytest.raises(IntegrityError, match="address"), transaction.atomic():
        Author.objects.filter(display_name="Ada Lovelace").update(slug=paper.slug)


def test_the_number_of_a_deleted_record_is_not_given_again(restored):
    assert PaperFactory().pk == restored.last_paper + 1


def test_an_archive_of_an_earlier_release_is_brought_to_this_one(site, data):
    before = contents()
    call_command("migrate", "papers", "0018", verbosity=0)
    earlier = back_up(data / "backups")
    call_command("migrate", verbosity=0)
    restore(earlier.path, replace=True)
    after = contents()
    came_later = before.keys() - earlier.manifest.tables.keys()
    assert "papers_checkedaddress" in came_later
    assert {table for table in before if after[table] != before[table]} == came_later


def test_what_only_the_replaced_site_had_is_kept_in_a_backup_of_it(site, made, data):
    before, uploads = contents(), files(data / "media")
    kept = restore(made.path, replace=True).before
    assert (contents(), files(data / "media")) == (made.contents, made.uploads)
    restore(kept, replace=True)
    assert (contents(), files(data / "media")) == (before, uploads)


# What is in an archive


def test_an_archive_is_for_its_owner_alone(made):
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_an_archive_holds_no_session(made):
    assert [name for name in members(made.path) if "session" in name] == []


def test_an_upload_that_a_record_names_and_nobody_has_is_named(made):
    assert made.backup.manifest.missing == ["pdfs/gone.pdf"]


def test_what_a_killed_backup_left_is_removed_by_the_next(made):
    assert list(made.path.parent.iterdir()) == [made.path]


def test_another_moment_is_taken_where_an_upload_went_meanwhile(site, data, monkeypatch):
    paper = Paper.objects.get(citation_key="lovelace-1843-sketch")
    others = backup.uploads()

    def uploads():
        if paper.pdf.storage.exists(paper.pdf.name):
            paper.pdf.storage.delete(paper.pdf.name)
        else:
            Paper.objects.filter(pk=paper.pk).update(pdf="")
        return sorted({*others} - {paper.pdf.name})

    monkeypatch.setattr(backup, "uploads", uploads)
    written = back_up(data / "backups")
    assert written.manifest.missing == ["pdfs/gone.pdf"]
    assert paper.pdf.name.encode() not in members(written.path)["database/papers_paper.jsonl"]


def test_an_upload_that_goes_while_it_is_read_is_in_the_archive(site, data, monkeypatch):
    (data / "media" / "portraits" / "stray.webp").unlink()
    paper = Paper.objects.get(citation_key="lovelace-1843-sketch")

    def deleting(model):
        paper.pdf.storage.delete(paper.pdf.name)
        return lines(model)

    lines = rows.lines
    monkeypatch.setattr(rows, "lines", deleting)
    manifest = back_up(data / "backups").manifest
    assert (manifest.uploads, manifest.missing) == ([paper.pdf.name], ["pdfs/gone.pdf"])


def test_all_tables_are_of_one_moment(site, shared_database):
    shared_database()

    def read():
        with one_moment():
            first = list(rows.lines(Paper))
            with ThreadPoolExecutor(1) as pool:
                pool.submit(on_own_connection, lambda: Paper.objects.update(title="Changed")).result()
            return first == list(rows.lines(Paper))

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(on_own_connection, read).result()


# Nothing, or all of it


def test_a_backup_that_fails_leaves_no_file(transactional_db, data, monkeypatch):
    def fill_the_disk(*_arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(backup.Writer, "finish", fill_the_disk)
    with pytest.raises(OSError, match="space"):
        back_up(data / "backups")
    assert files(data / "backups") == {}


def test_two_backups_at_once_do_not_meet(data):
    with held(data / "backups"), pytest.raises(BackupError) as caught:
        back_up(data / "backups")
    assert str(caught.value) == f"Another backup or restore is at work in {data}/backups: wait for its end."


def test_a_site_is_not_replaced_unasked(made, db, data):
    SiteFactory(title="Kept")
    with pytest.raises(NotEmptyError):
        restore(made.path)
    assert Site.objects.get().title == "Kept"


def refused(path, error) -> str:
    """Return why an archive was refused, having seen that nothing came of it."""
    before = contents()
    with pytest.raises(error) as caught:
        restore(path)
    assert contents() == before
    return str(caught.value)


def test_a_cut_archive_is_refused(made, db, data):
    cut = data / "cut.tar.gz"
    cut.write_bytes(made.path.read_bytes()[:-2000])
    assert refused(cut, ArchiveError).startswith(f"{cut} is no whole archive of a site")
    assert files(data / "media") == {}


def test_an_archive_with_another_byte_is_refused(made, db, data):
    name = "database/papers_site.jsonl"
    other = repacked(made, data, **{name: members(made.path)[name] + b" "})
    assert refused(other, ArchiveError) == f"{other} is damaged: {name} is not what was written. Take another."


def test_a_file_that_would_lie_elsewhere_is_refused(made, db, data):
    other = repacked(made, data, **{"media/../../evil": b"!"})
    assert "media/../../evil" in refused(other, ArchiveError)
    assert not (data / "evil").exists()


def test_an_archive_of_a_newer_release_is_refused(made, db, data):
    migrations = [*made.backup.manifest.migrations, ["papers", "9999_unheard_of"]]
    assert refused(with_manifest(made, data, migrations=migrations), NewerError) == (
        "The archive is of a newer release, with the migration papers.9999_unheard_of: bring in that release first."
    )


def test_an_archive_with_tables_of_an_extra_that_is_off_says_what_to_switch_on(made, db, data):
    migrations = [*made.backup.manifest.migrations, ["otp_email", "0001_initial"]]
    assert refused(with_manifest(made, data, migrations=migrations), NewerError) == (
        "The archive has tables of “otp_email”, which is off here: set TWO_FACTOR=1 or what else it needs."
    )


def test_an_archive_whose_rows_break_a_rule_changes_nothing(made, db, data):
    """Others were written by then: all of it is taken back."""
    name = "database/papers_page.jsonl"
    content = members(made.path)[name] * 2
    digests = made.backup.manifest.files | {name: hashlib.sha256(content).hexdigest()}
    said = refused(with_manifest(made, data, files=digests, **{name: content}), ArchiveError)
    assert said.startswith("The archive breaks a rule of the database: ")
