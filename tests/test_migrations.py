"""The migrations forward and back: from nothing to nothing, and over what a site of the first release holds."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from papers.backup.schema import MADE_ANEW
from tests.sql import installed

FIRST = "0002_arxiv_categories"  # the last of the first release


def migrate(*target: str) -> None:
    """Migrate this app there, or all apps to their latest."""
    call_command("migrate", *(("papers", *target) if target else ()), verbosity=0)


def columns() -> dict[str, list[str]]:
    """Return the columns of every table of this app but those that are made anew."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("papers_") and not table.startswith(MADE_ANEW):
                cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608
                found[table] = sorted(column[0] for column in cursor.description)
    return found


def rows(tables: dict[str, list[str]]) -> dict[str, list[tuple]]:
    """Return what stands in those columns of those tables."""
    found = {}
    with connection.cursor() as cursor:
        for table, names in tables.items():
            quoted = ", ".join(f'"{name}"' for name in names)
            cursor.execute(f"SELECT {quoted} FROM {table}")  # noqa: S608
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def make_site(apps) -> None:
    """Write what a site of the first release holds: a record of every kind, each with all it may have."""

    def make(model, **values):
        return apps.get_model("papers", model).objects.create(**values)

    category = make("Category", code="cs.AA", short_code="AA", name="Engines")
    institution = make("Institution", slug="college", name="College", logo="logos/c.webp", logo_width=1, logo_height=1)
    author = make(
        "Author",
        slug="ada",
        display_name="Ada Lovelace",
        field=category,
        portrait="portraits/a.webp",
        portrait_width=384,
        portrait_height=384,
        is_profile=True,
    )
    venue = make("Venue", name="Memoirs")
    paper = make(
        "Paper",
        slug="sketch",
        title="Sketch of the Engine",
        citation_key="ada-1843",
        posted="1843-09",
        venue=venue,
        primary_category=category,
        status="published",
        extra={"annote": "Note G"},
    )
    make("Authorship", paper=paper, author=author, position=1, printed_name="A. A. L.", profile_rank=10)
    make("PaperInstitution", paper=paper, institution=institution, position=1)
    make("Identifier", paper=paper, scheme="doi", value="10.1000/1843")
    make("Link", paper=paper, kind="code", url="https://example.org/engine", position=1)
    make("AuthorName", author=author, name="Augusta Ada King")
    batch = make("ImportBatch", file_name="works.bib", digest="0" * 64, source="bibtex", status="applied")
    make("ImportEntry", batch=batch, position=1, label="ada-1843", outcome="new", paper=paper, made={"paper": 1})
    make("Page", slug="about", title="About", body="Words.")


def test_forward_and_back_from_nothing_and_with_what_a_site_of_the_first_release_holds(transactional_db):
    latest, kept_by_triggers = columns(), installed()
    try:
        migrate("zero")
        assert (columns(), installed()) == ({}, set())
        migrate(FIRST)
        make_site(MigrationLoader(connection).project_state(("papers", FIRST)).apps)
        first = columns()
        before = rows(first)
        migrate()
        assert (columns(), installed(), rows(first)) == (latest, kept_by_triggers, before)
        migrate(FIRST)
        assert (columns(), rows(first)) == (first, before)
    finally:
        migrate()
    assert (columns(), installed(), rows(first)) == (latest, kept_by_triggers, before)
