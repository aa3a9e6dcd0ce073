"""Which people and institutions a query finds by their names: one table, the same on every database."""

import re

import pytest
from django.db import connection

from papers.indexing import catch_up
from papers.models import Author, AuthorName, Institution
from papers.search import as_name, parse
from tests.factories import AuthorFactory, AuthorNameFactory, InstitutionFactory, PaperFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Seven people and three institutions."""
    ada = AuthorFactory(display_name="Ada Lovelace")
    AuthorNameFactory(author=ada, name="Augusta Byron", shown=False)
    AuthorFactory(display_name="Kamilė Lukošiūtė")
    AuthorFactory(display_name="Adam Love")
    AuthorFactory(display_name="張偉明")
    AuthorFactory(display_name="Siobhán O’Brien")
    AuthorFactory(display_name="Jean-Luc Aday")
    AuthorFactory(display_name="A. Love")
    InstitutionFactory(name="Universität Zürich", short_name="UZH", slug="universitat-zurich")
    InstitutionFactory(name="University of London")
    InstitutionFactory(name="London Library")
    for name, papers in [("Adam Love", 2), ("Ada Lovelace", 1)]:
        PaperFactory.create_batch(papers, authors=[Author.objects.get(display_name=name)])


def found(model, query: str, part: str = "") -> list[str]:
    catch_up()
    search = as_name(parse(query), part)
    return [record.slug for record in model.objects.with_paper_count().found_by(search).by_relevance(search)]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("ada", ["ada-lovelace", "adam-love", "jean-luc-aday"]),
        ("lovelace ada", ["ada-lovelace"]),
        ("lov ad", ["adam-love", "ada-lovelace"]),
        ("love", ["adam-love", "a-love", "ada-lovelace"]),
        ('"ada"', ["ada-lovelace"]),
        ('"lovelace ada"', []),
        ("augusta", ["ada-lovelace"]),
        ('"lovelace augusta"', []),
        ("LUKOSIUTE", ["kamile-lukosiute"]),
        ("luko", ["kamile-lukosiute"]),
        ("obrien", ["siobhan-obrien"]),
        ("jean-l", ["jean-luc-aday"]),
        ("偉明", ["zhang-wei-ming"]),
        ("明偉", []),
        ("a", ["a-love"]),
        ("love -adam", ["a-love", "ada-lovelace"]),
        ("author:love", ["adam-love", "a-love", "ada-lovelace"]),
        ("title:love", []),
        ("love year:2020", []),
        ("-love", []),
        ("", []),
        ("***", []),
        ("ovelace", []),
        ("' OR 1", []),
    ],
)
def test_whom_a_query_finds(people, query, slugs):
    assert found(Author, query, "people") == slugs


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("univ", ["university-of-london", "universitat-zurich"]),
        ("zurich", ["universitat-zurich"]),
        ("uzh", ["universitat-zurich"]),
        ("london", ["london-library", "university-of-london"]),
        ("author:london", []),
    ],
)
def test_which_institutions_a_query_finds(people, query, slugs):
    assert found(Institution, query) == slugs


@pytest.mark.parametrize("model", [Author, Institution])
def test_names_are_looked_up_and_not_read_one_by_one(people, model):
    catch_up()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # for so few rows it would take no index
    plan = model.objects.public().found_by(as_name(parse("lo"))).explain()
    whole = [line for line in plan.splitlines() if re.search("Seq Scan|SCAN (?!.*VIRTUAL TABLE INDEX 0:M)", line)]
    assert whole == []


def test_names_follow_every_writer(people):
    Author.objects.filter(slug="adam-love").update(display_name="Mary Somerville")
    AuthorName.objects.all().delete()
    Author.objects.get(slug="a-love").delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE papers_institution SET short_name = 'Turicum' WHERE slug = 'universitat-zurich'")
    asked = ["love", "augusta", "somerville"]
    assert {query: found(Author, query) for query in asked} == {
        "love": ["ada-lovelace"],
        "augusta": [],
        "somerville": ["adam-love"],
    }
    assert (found(Institution, "turicum"), found(Institution, "uzh")) == (["universitat-zurich"], [])
