"""The papers that lead nowhere else, as triggers note them for every writer."""

import pytest
from django.core.management import call_command
from django.db import connection

from papers.gaps import lacking
from papers.models import Identifier, Link, Paper
from tests.factories import IdentifierFactory, LinkFactory, PaperFactory
from tests.sql import write

pytestmark = pytest.mark.django_db


def noted() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT paper_id FROM papers_linkless ORDER BY paper_id")
        return [key for (key,) in cursor.fetchall()]


def linkless() -> list[int]:
    return list(lacking(Paper.objects.order_by("pk"), "link").values_list("pk", flat=True))


def test_new_paper_is_noted():
    paper = PaperFactory()
    assert (noted(), linkless()) == ([paper.pk], [paper.pk])


@pytest.mark.parametrize("part", [LinkFactory, IdentifierFactory])
def test_paper_is_noted_while_it_has_no_part(part):
    paper = PaperFactory()
    row = part(paper=paper)
    before = noted()
    row.delete()
    assert (before, noted()) == ([], [paper.pk])


def test_paper_that_keeps_another_part_is_not_noted():
    paper = PaperFactory()
    link = LinkFactory(paper=paper)
    IdentifierFactory(paper=paper)
    link.delete()
    assert noted() == []


@pytest.mark.parametrize("part", [LinkFactory, IdentifierFactory])
def test_part_that_moves_leaves_its_paper_noted(part):
    paper, other = PaperFactory(), PaperFactory()
    write(part(paper=paper), "paper_id", other.pk)
    assert noted() == [paper.pk]


def test_paper_is_noted_while_it_has_no_pdf():
    paper = PaperFactory()
    Paper.objects.update(pdf="pdfs/a.pdf", pdf_rights=True)
    before = noted()
    write(paper, "pdf", "")
    assert (before, noted()) == ([], [paper.pk])


def test_paper_with_a_link_is_not_noted_where_its_pdf_goes():
    paper = LinkFactory().paper
    Paper.objects.update(pdf="pdfs/a.pdf", pdf_rights=True)
    write(paper, "pdf", "")
    assert noted() == []


def test_paper_that_is_gone_is_forgotten():
    IdentifierFactory(paper=PaperFactory()).paper.delete()
    PaperFactory().delete()
    assert noted() == []


def test_rows_written_many_at_once_are_noted():
    papers = PaperFactory.create_batch(3)
    Link.objects.bulk_create([Link(paper=paper, kind="code", url="https://example.org/") for paper in papers[:2]])
    assert noted() == [papers[2].pk]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
def test_paper_whose_identifier_is_replaced_by_that_of_another_is_found():
    row = IdentifierFactory()
    other = IdentifierFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "REPLACE INTO papers_identifier (scheme, value, paper_id) VALUES (%s, %s, %s)",
            [row.scheme, row.value, other.paper_id],
        )
    assert (Identifier.objects.count(), linkless()) == (2, [row.paper_id])


def test_note_that_is_wrong_shows_no_paper():
    paper = LinkFactory().paper
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO papers_linkless VALUES (%s), (%s)", [paper.pk, paper.pk + 1])
    assert linkless() == []


def test_migrating_notes_what_was_written_without_triggers():
    paper, linked = PaperFactory(), LinkFactory().paper
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM papers_linkless")
        cursor.execute("INSERT INTO papers_linkless VALUES (%s)", [linked.pk])
    call_command("migrate", verbosity=0)
    assert noted() == [paper.pk]
