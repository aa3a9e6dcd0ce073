"""What facets count of each paper, as triggers keep it for every writer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from papers.facet_values import differing
from papers.models import Author, Authorship, Category, Link, Paper, PaperInstitution
from papers.models.authorship import Credit, set_authors
from tests.connections import on_own_connection, shared_database
from tests.factories import (
    AuthorFactory,
    AuthorshipFactory,
    InstitutionFactory,
    LinkFactory,
    PaperFactory,
    VenueFactory,
)
from tests.sql import write

__all__ = ["shared_database"]

pytestmark = pytest.mark.django_db
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE and IGNORE are SQLite's")
only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="TRUNCATE and two writers at once are PostgreSQL's"
)


def sql(statement: str, *values) -> list:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def held(paper) -> tuple:
    """Return what the table holds of a paper, lists as sets."""
    columns = "category, venue, type, year, author, institution, has"
    ((*own, people, places, kinds),) = sql(f"SELECT {columns} FROM papers_facet_values WHERE paper_id = %s", paper.pk)  # noqa: S608
    return *own, *(values and set(values.split(",")) for values in (people, places, kinds))


def parts(paper) -> tuple:
    return held(paper)[4:]


def keys(*records) -> set[str]:
    return {str(record.pk) for record in records}


@pytest.fixture
def paper():
    """A paper with two of each part."""
    paper = PaperFactory(
        primary_category=Category.objects.get(code="cs.CL"),
        venue=VenueFactory(),
        type="article",
        posted="2021-05",
        authors=AuthorFactory.create_batch(2),
        institutions=InstitutionFactory.create_batch(2),
    )
    for kind in ("code", "data"):
        LinkFactory(paper=paper, kind=kind, url=f"https://example.org/{kind}")
    return paper


def test_a_paper_has_a_row_with_its_values(paper):
    people, places = paper.authors.all(), paper.institutions.all()
    assert held(paper) == (
        *(paper.primary_category_id, paper.venue_id, "article", 2021),
        *(keys(*people), keys(*places), {"code", "data"}),
    )


def test_a_paper_without_values_has_a_row():
    paper = PaperFactory(primary_category=None, venue=None, posted="", issued="", type="book")
    assert held(paper) == (None, None, "book", None, None, None, None)


WRITES = {
    "a type saved": lambda paper: setattr(paper, "type", "book") or paper.save(),
    "a type updated": lambda paper: Paper.objects.update(type="book"),
    "a type by SQL": lambda paper: write(paper, "type", "book"),
    "a date": lambda paper: Paper.objects.update(posted="2023"),
    "no date": lambda paper: Paper.objects.update(posted=None, issued=None),
    "another venue": lambda paper: Paper.objects.update(venue=VenueFactory()),
    "no venue": lambda paper: Paper.objects.update(venue=None),
    "another category": lambda paper: Paper.objects.update(primary_category=Category.objects.get(code="cs.LG")),
    "a new author": lambda paper: AuthorshipFactory(paper=paper, position=3),
    "authors in bulk": lambda paper: Authorship.objects.bulk_create(
        Authorship(paper=paper, author=author, position=place, printed_name="Ada")
        for place, author in enumerate(AuthorFactory.create_batch(3), start=3)
    ),
    "other authors": lambda paper: set_authors(paper, [Credit(AuthorFactory()), Credit(paper.authors.first())]),
    "another person": lambda paper: Authorship.objects.filter(position=1).update(author=AuthorFactory()),
    "another position": lambda paper: Authorship.objects.filter(position=1).update(position=9),
    "an author less": lambda paper: Authorship.objects.get(position=1).delete(),
    "no author": lambda paper: Authorship.objects.all().delete(),
    "no author by SQL": lambda paper: sql("DELETE FROM papers_authorship"),
    "an author by SQL": lambda paper: sql(
        "INSERT INTO papers_authorship (paper_id, author_id, position, printed_name, affiliation, role, corresponding, "
        "equal_contribution) SELECT paper_id, %s, 9, 'Ada', '', '', corresponding, equal_contribution "
        "FROM papers_authorship LIMIT 1",
        AuthorFactory().pk,
    ),
    "an institution less": lambda paper: PaperInstitution.objects.get(position=2).delete(),
    "another institution": lambda paper: PaperInstitution.objects.filter(position=1).update(
        institution=InstitutionFactory()
    ),
    "a link": lambda paper: LinkFactory(paper=paper, kind="video", url="https://example.org/video"),
    "a second link of a kind": lambda paper: LinkFactory(paper=paper, kind="code", url="https://example.org/2"),
    "another kind": lambda paper: Link.objects.filter(kind="data").update(kind="slides"),
    "a link less": lambda paper: Link.objects.filter(kind="data").delete(),
    "all links of a kind": lambda paper: Link.objects.update(kind="code"),
}


@pytest.mark.parametrize("name", WRITES)
def test_every_writer_is_followed(paper, name):
    before = held(paper)
    WRITES[name](paper)
    changes = name not in {"another position", "a second link of a kind"}
    assert (differing(), held(paper) != before) == ([], changes)


def test_one_of_two_links_of_a_kind_that_goes_leaves_the_kind(paper):
    LinkFactory(paper=paper, kind="code", url="https://example.org/2").delete()
    assert parts(paper)[2] == {"code", "data"}


def test_a_person_whose_number_is_part_of_anothers_goes_alone():
    one, eleven = AuthorFactory(pk=1_000_001), AuthorFactory(pk=11_000_001)
    paper = PaperFactory(authors=[eleven, one, AuthorFactory(pk=1_000_0011)])
    Authorship.objects.get(author=one).delete()
    assert parts(paper)[0] == {"11000001", "10000011"}


@pytest.mark.parametrize("part", [Authorship, PaperInstitution, Link])
def test_parts_that_move_are_those_of_the_other_paper(paper, part):
    other = PaperFactory()
    before = parts(paper)
    part.objects.update(paper=other)
    place = [Authorship, PaperInstitution, Link].index(part)
    assert (parts(paper)[place], parts(other)[place]) == (None, before[place])


def test_a_paper_that_is_gone_is_forgotten(paper):
    paper.delete()
    assert sql("SELECT count(*) FROM papers_facet_values") == [(0,)]


def test_what_is_taken_back_leaves_no_trace(paper):
    before = held(paper)
    with transaction.atomic():
        Authorship.objects.all().delete()
        Paper.objects.update(type="book")
        transaction.set_rollback(True)
    assert held(paper) == before


def test_papers_created_in_bulk_have_rows():
    papers = Paper.objects.bulk_create(PaperFactory.build(slug=f"loom-{number}", type="book") for number in range(3))
    assert [held(paper)[2] for paper in papers] == ["book"] * 3


def test_papers_of_a_fixture_have_rows_whatever_order_it_has(paper, tmp_path):
    file = tmp_path / "papers.json"
    call_command(
        "dumpdata", *("papers.link", "papers.authorship", "papers.paperinstitution", "papers.paper"), output=file
    )
    before = held(paper)
    Paper.objects.all().delete()
    call_command("loaddata", file, verbosity=0)
    assert held(paper) == before


def test_a_dump_holds_nothing_of_the_table(paper, capsys):
    call_command("dumpdata", "papers", verbosity=0)
    assert "facet" not in capsys.readouterr().out


def test_migrating_reads_anew_what_was_written_without_triggers(paper):
    right = held(paper)
    sql("UPDATE papers_facet_values SET author = '0', type = 'book', has = NULL")
    wrong = differing()
    call_command("migrate", verbosity=0)
    assert (wrong, differing(), held(paper)) == ([paper.pk], [], right)


def test_a_row_that_is_missing_differs(paper):
    sql("DELETE FROM papers_facet_values")
    assert differing() == [paper.pk]


def test_paper_with_very_many_authors_has_them_all():
    people = Author.objects.bulk_create(AuthorFactory.build(slug=f"person-{number}") for number in range(450))
    paper = PaperFactory()
    set_authors(paper, [Credit(person) for person in people])
    set_authors(paper, [Credit(person) for person in people[:449]])
    assert parts(paper)[0] == keys(*people[:449])


REPLACING = (
    "REPLACE INTO papers_authorship (id, paper_id, author_id, position, printed_name, affiliation, role, "
    "corresponding, equal_contribution) VALUES (%s, %s, %s, %s, 'Ada', '', '', false, false)"
)


@only_sqlite
def test_rows_of_the_same_paper_that_are_replaced_are_gone(paper):
    _first, second = paper.authors.order_by("authorships__position")
    new = AuthorFactory()
    sql(REPLACING, None, paper.pk, new.pk, 1)
    by_position = parts(paper)[0]
    sql(REPLACING, None, paper.pk, second.pk, 1)
    assert (by_position, parts(paper)[0], differing()) == (keys(new, second), keys(second), [])


@only_sqlite
def test_a_row_of_another_paper_that_is_replaced_is_gone(paper):
    other = PaperFactory()
    row = Authorship.objects.get(position=1)
    sql(REPLACING, row.pk, other.pk, row.author_id, 1)
    assert (parts(other)[0], differing()) == ({str(row.author_id)}, [])


@only_sqlite
@pytest.mark.parametrize("table", ["papers_paperinstitution", "papers_link"])
def test_places_and_links_that_are_replaced_are_gone(paper, table):
    other = PaperFactory()
    columns, values = {
        "papers_paperinstitution": ("institution_id, position", "institution_id, position"),
        "papers_link": ("kind, url, label, position", "'video', url, label, position"),
    }[table]
    sql(f"REPLACE INTO {table} (id, paper_id, {columns}) SELECT id, %s, {values} FROM {table} LIMIT 1", other.pk)  # noqa: S608
    assert (len(parts(paper)[1] or ()) + len(parts(paper)[2] or ()), differing()) == (3, [])


@only_sqlite
def test_a_paper_that_is_replaced_keeps_its_parts(paper):
    columns = [f.column for f in Paper._meta.local_fields if not f.generated]
    values = ", ".join("'book'" if column == "type" else f'"{column}"' for column in columns)
    quoted = ", ".join(f'"{column}"' for column in columns)
    before = parts(paper)
    sql(f"REPLACE INTO papers_paper ({quoted}) SELECT {values} FROM papers_paper")  # noqa: S608
    assert (held(paper)[2], parts(paper), differing()) == ("book", before, [])


@only_sqlite
def test_a_row_that_is_ignored_changes_nothing(paper):
    before = held(paper)
    sql(REPLACING.replace("REPLACE", "INSERT OR IGNORE"), None, paper.pk, AuthorFactory().pk, 1)
    AuthorshipFactory()
    assert (held(paper), differing()) == (before, [])


def test_a_row_that_takes_the_place_of_another_by_upsert_is_counted(paper):
    row = Authorship.objects.get(position=1)
    new = Authorship(paper=paper, author=AuthorFactory(), position=1, printed_name="Ada")
    Authorship.objects.bulk_create(
        [new], update_conflicts=True, unique_fields=["paper", "position"], update_fields=["author"]
    )
    assert (str(row.author_id) in parts(paper)[0], differing()) == (False, [])


@only_postgresql
def test_who_adds_an_author_at_the_same_time_as_another_loses_none(shared_database):
    paper, people = PaperFactory(), AuthorFactory.create_batch(2)
    shared_database()

    def add(place: int):
        return AuthorshipFactory(paper=paper, author=people[place - 1], position=place)

    with ThreadPoolExecutor(1) as beside:
        with transaction.atomic():
            add(1)
            other = beside.submit(on_own_connection, lambda: add(2))
            while not sql("SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"):
                assert not other.done()
        other.result()
    assert parts(paper)[0] == keys(*people)


@only_postgresql
def test_tables_emptied_by_truncate_leave_no_values(paper):
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # what a table waits to be checked for stands in the way
    sql("TRUNCATE papers_authorship")
    without_people = parts(paper)[0]
    sql("TRUNCATE papers_paper CASCADE")
    assert (without_people, sql("SELECT count(*) FROM papers_facet_values")) == (None, [(0,)])
