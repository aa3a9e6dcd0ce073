"""The index follows every writer."""

import json

import pytest
from django.core.management import call_command
from django.db import connection, migrations, models, transaction

from papers import triggers
from papers.indexing import catch_up, catch_up_if_free
from papers.models import Author, Authorship, Identifier, Paper
from papers.search import parse
from tests.factories import (
    AuthorFactory,
    AuthorNameFactory,
    AuthorshipFactory,
    IdentifierFactory,
    PaperFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    """A paper that is indexed."""
    paper = PaperFactory(
        title="Sketch", venue=VenueFactory(name="Memoirs"), authors=[AuthorFactory(display_name="Ada")]
    )
    AuthorNameFactory(author=paper.authors.get(), name="Augusta")
    IdentifierFactory(paper=paper, scheme="doi", value="10.1000/sketch")
    catch_up()
    return paper


def finds(word: str) -> bool:
    catch_up()
    return Paper.objects.found_by(parse(word)).exists()


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


WRITES = {
    "a title saved": ("loom", lambda paper: setattr(paper, "title", "Loom") or paper.save()),
    "a title updated": ("loom", lambda paper: Paper.objects.update(title="Loom")),
    "a title by SQL": ("loom", lambda paper: sql("UPDATE papers_paper SET title = 'Loom'")),
    "an abstract by SQL": ("loom", lambda paper: sql("UPDATE papers_paper SET abstract = 'A loom.'")),
    "a new author": ("mary", lambda paper: AuthorshipFactory(paper=paper, position=2, printed_name="Mary")),
    "a printed name": ("mary", lambda paper: Authorship.objects.update(printed_name="Mary")),
    "a person's name": ("mary", lambda paper: Author.objects.update(display_name="Mary")),
    "another name": ("mary", lambda paper: AuthorNameFactory(author=paper.authors.get(), name="Mary")),
    "another name by SQL": ("mary", lambda paper: sql("UPDATE papers_authorname SET name = 'Mary'")),
    "a venue's name": ("annals", lambda paper: sql("UPDATE papers_venue SET name = 'Annals'")),
    "another venue": ("annals", lambda paper: Paper.objects.update(venue=VenueFactory(name="Annals"))),
    "an identifier": ("2306.16388", lambda paper: IdentifierFactory(paper=paper, scheme="arxiv", value="2306.16388")),
}
REMOVALS = {
    "an author": ("ada", lambda paper: Authorship.objects.all().delete()),
    "an author by SQL": ("ada", lambda paper: sql("DELETE FROM papers_authorship")),
    "another name": ("augusta", lambda paper: sql("DELETE FROM papers_authorname")),
    "an identifier": ("10.1000", lambda paper: Identifier.objects.all().delete()),
    "the venue": ("memoirs", lambda paper: Paper.objects.update(venue=None)),
    "the title": ("sketch", lambda paper: (Paper.objects.update(title="Loom"), Identifier.objects.all().delete())),
}


@pytest.mark.parametrize("name", WRITES)
def test_what_was_written_is_found(paper, name):
    word, write = WRITES[name]
    before = finds(word)
    write(paper)
    assert (before, finds(word)) == (False, True)


@pytest.mark.parametrize("name", REMOVALS)
def test_what_was_taken_away_is_not_found(paper, name):
    word, remove = REMOVALS[name]
    before = finds(word)
    remove(paper)
    assert (before, finds(word)) == (True, False)


def test_an_identifier_moves_with_its_row(paper):
    other = PaperFactory(title="Other")
    Identifier.objects.update(paper=other)
    catch_up()
    assert list(Paper.objects.found_by(parse("10.1000/sketch"))) == [other]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
def test_a_row_that_is_replaced_is_not_found_any_more(paper):
    other = PaperFactory(title="Other")
    sql(
        "REPLACE INTO papers_identifier (paper_id, scheme, value) "
        "SELECT %s, scheme, value FROM papers_identifier WHERE paper_id = %s",
        other.pk,
        paper.pk,
    )
    catch_up()
    assert list(Paper.objects.found_by(parse("10.1000/sketch"))) == [other]


def test_papers_created_in_bulk_are_found():
    Paper.objects.bulk_create(PaperFactory.build(title="Loom", slug=f"loom-{number}") for number in range(3))
    catch_up()
    assert Paper.objects.found_by(parse("loom")).count() == 3


def test_papers_of_a_fixture_are_found(paper, tmp_path):
    file = tmp_path / "papers.json"
    call_command("dumpdata", "papers", natural_foreign=True, natural_primary=True, output=str(file), verbosity=0)
    file.write_text(file.read_text().replace("Sketch", "Loom"))
    Paper.objects.all().delete()
    call_command("loaddata", file, verbosity=0)
    assert finds("loom")


def test_a_deleted_paper_leaves_no_words(paper):
    Paper.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM papers_search")
        assert cursor.fetchone() == (0,)


def test_a_change_that_is_taken_back_is_not_found(paper):
    with transaction.atomic():
        Paper.objects.update(title="Loom")
        catch_up()
        transaction.set_rollback(True)
    assert (finds("loom"), finds("sketch")) == (False, True)


def migrated(*operations, app="papers") -> None:
    """Write a paper's title as a migration of these operations does, without triggers."""
    migration = migrations.Migration("0001_next", app)
    migration.operations = list(operations)
    triggers.take_away("default")
    Paper.objects.update(title="Loom")
    triggers.create_for_app("default", plan=[(migration, False)])


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM papers_search_queue")
        return cursor.fetchone()[0]


TEXT = models.TextField()


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RunPython(migrations.RunPython.noop),
        migrations.RunSQL("SELECT 1"),
        migrations.AlterField("paper", "title", TEXT),
        migrations.AlterField("paper", "venue", TEXT),
        migrations.RenameField("authorship", "name", "printed_name"),
        migrations.RemoveField("identifier", "value"),
        migrations.DeleteModel("Venue"),
    ],
    ids=str,
)
def test_what_a_migration_writes_without_triggers_is_found_after_it(paper, operation):
    migrated(operation)
    assert finds("loom")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("paper", "colour", TEXT),
        migrations.AlterField("paper", "volume", TEXT),
        migrations.RemoveField("page", "title"),
        migrations.CreateModel("Loom", [("id", models.AutoField(primary_key=True))]),
        migrations.AddIndex("paper", models.Index(fields=["title"], name="by_title")),
    ],
    ids=str,
)
def test_a_migration_that_changes_no_words_has_no_paper_read_again(paper, operation):
    migrated(operation)
    assert waiting() == 0


def test_migrations_of_other_apps_have_no_paper_read_again(paper):
    migrated(migrations.RunPython(migrations.RunPython.noop), app="auth")
    assert waiting() == 0


def test_what_was_written_after_triggers_were_lost_is_found_after_any_migration(paper):
    triggers.drop_for_app("default")
    Paper.objects.update(title="Loom")
    call_command("migrate", verbosity=0)
    assert finds("loom")


def test_an_index_of_another_definition_is_made_anew(paper, monkeypatch):
    monkeypatch.setattr("papers.search_tables.EDITION", 2)
    call_command("migrate", verbosity=0)
    assert (waiting(), finds("sketch")) == (1, True)


EARLIER = {
    "sqlite": "CREATE VIRTUAL TABLE papers_search USING fts5(words)",
    "postgresql": "CREATE TABLE papers_search (paper_id bigint PRIMARY KEY, document tsvector NOT NULL)",
}


def test_an_index_of_an_earlier_release_that_lacks_triggers_too_is_made_anew(paper):
    triggers.drop_for_app("default")
    sql("DROP TABLE papers_search")
    sql(EARLIER[connection.vendor])
    sql("UPDATE papers_search_definition SET digest = 'earlier'")
    call_command("migrate", verbosity=0)
    assert (waiting(), finds("sketch")) == (1, True)


def test_papers_that_the_index_lacks_are_read_even_without_a_migration(paper):
    triggers.drop_for_app("default")
    PaperFactory(title="Loom")
    triggers.create_for_app("default")
    assert finds("loom")


def test_only_what_changed_is_read_again(paper):
    triggers.create_for_app("default")
    assert catch_up_if_free(500) == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM papers_search_queue")
        assert cursor.fetchone() == (0,)


def test_a_deleted_paper_waits_no_more():
    PaperFactory(authors=[AuthorFactory()])
    Paper.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM papers_search_queue WHERE paper_id NOT IN (SELECT id FROM papers_paper)")
        assert cursor.fetchone() == (0,)


def test_a_search_reads_no_more_than_it_may():
    catch_up()
    PaperFactory.create_batch(251)
    assert (catch_up(250), catch_up()) == (1, 0)


def test_a_dump_holds_nothing_of_the_index(paper, capsys):
    call_command("dumpdata", "papers", verbosity=0)
    models = {record["model"] for record in json.loads(capsys.readouterr().out)}
    assert not [name for name in models if "search" in name]
