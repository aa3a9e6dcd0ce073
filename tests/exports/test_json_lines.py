"""JSON Lines."""

import json
from dataclasses import fields

import pytest

from papers.exports import json_lines
from papers.exports.records import record_of
from papers.imports.record import LinkRecord, PaperRecord, PersonRecord
from papers.imports.site_record import SiteAuthor, SiteCategory, SiteInstitution, SiteName, SiteRecord
from papers.models import Author, Authorship, Category, Institution, Paper
from tests.factories import AuthorNameFactory

pytestmark = pytest.mark.django_db

PUBLIC = {
    "title": "Notes on the Engine: Łódź & “more”",
    "type": "proceedings-paper",
    "language": "en",
    "abstract": "An engine.\n\nIt weaves.",
    "posted": "2019-05-28",
    "issued": "2020-07",
    "venue": "Advances in Engines",
    "venue_short": "AE",
    "venue_kind": "conference",
    "series": "Engine Series",
    "volume": "33",
    "issue": "2",
    "pages": "1877-1901",
    "publisher": "Taylor & Sons",
    "place": "London",
    "citation_key": "lovelace-etal-2020-notes",
    "notice": "retraction",
    "authors": [
        {"name": "Ada Lovelace", "given": "Ada", "family": "Lovelace", "orcid": "0000-0002-1825-0097"},
        {"name": "Laurens van der Maaten Jr.", "given": "Laurens", "family": "van der Maaten", "suffix": "Jr."},
        {"name": "Engines, Inc. Team"},
    ],
    "editors": ["Charles Babbage", "Mary Somerville"],
    "keywords": ["engines", "looms"],
    "categories": ["math.EN", "math.AA", "math.ZZ"],
    "institutions": ["University of London"],
    "identifiers": [
        ["doi", "10.48550/arxiv.1905.00001"],
        ["doi", "10.1000/engines.7"],
        ["arxiv", "1905.00001"],
        ["pmid", "32376956"],
        ["isbn", "9780262033848"],
    ],
    "links": [
        {"kind": "code", "url": "https://example.org/code;a", "label": "The code; all of it"},
        {"kind": "pdf", "url": "https://example.org/notes.pdf"},
    ],
}


def with_names(paper):
    return Paper.objects.for_full_export().get(pk=paper.pk)


def test_a_line_holds_what_the_public_may_know_in_one_order(full_paper):
    (line,) = json_lines.render([full_paper])
    assert line == json.dumps(PUBLIC, ensure_ascii=False) + "\n"


def test_the_members_are_the_fields_of_an_importers_record(full_paper):
    record = record_of(full_paper)
    assert list(record) == [field.name for field in fields(PaperRecord)]
    assert list(record["authors"][0]) == [field.name for field in fields(PersonRecord)]
    assert list(record["links"][0]) == [field.name for field in fields(LinkRecord)]


def test_the_complete_form_has_the_members_of_an_importers_site_record(full_paper):
    AuthorNameFactory(author=Author.objects.get(slug="ada"))
    paper = with_names(full_paper)
    site = json_lines._site(paper, record_of(paper)["categories"])
    objects = [site, site["authors"][0], site["authors"][0]["names"][0], site["institutions"][0], site["categories"][0]]
    records = [SiteRecord, SiteAuthor, SiteName, SiteInstitution, SiteCategory]
    assert [set(each) for each in objects] == [{field.name for field in fields(record)} for record in records]


def columns(model) -> set[str]:
    return {field.name for field in model._meta.concrete_fields if not field.generated}


def test_every_column_is_in_the_complete_form_or_named_in_the_documentation_as_left_out():
    """docs/importing.md says what a complete export leaves out."""
    said = {field.name for record in (PaperRecord, SiteRecord) for field in fields(record)}
    left_out = {"id", "created", "updated", "pdf", "pdf_rights"}
    renamed = {"notice": "notice_text", "notice_kind": "notice"}
    assert {renamed.get(name, name) for name in columns(Paper)} - said == left_out
    assert columns(Authorship) - {field.name for field in fields(SiteAuthor)} == {
        *("id", "paper", "author", "position", "printed_name", "affiliation")
    }
    of_the_profile = {"bio", "field", "homepage"}
    assert not_of_pictures(Author) - {field.name for field in fields(SiteAuthor)} == {"id", "orcid"} | of_the_profile
    assert not_of_pictures(Institution) - {field.name for field in fields(SiteInstitution)} == {"id"}


def not_of_pictures(model) -> set[str]:
    """Return the columns of a model but for its picture's and its times."""
    return {name for name in columns(model) if not name.startswith(("portrait", "logo"))} - {"created", "updated"}


def test_a_search_only_name_is_not_public(full_paper):
    AuthorNameFactory(author=Author.objects.get(slug="ada"), name="Augusta Ada King", shown=False)
    assert "Augusta" not in "".join(json_lines.render([with_names(full_paper)]))


def test_the_complete_form_adds_what_the_site_alone_knows(full_paper):
    ada = Author.objects.get(slug="ada")
    AuthorNameFactory(author=ada, name="Augusta Ada King", shown=False)
    AuthorNameFactory(author=ada, name="A. A. L.")
    Authorship.objects.filter(author=ada).update(corresponding=True, profile_rank=0, role="writing")
    Paper.objects.update(status=Paper.Status.DRAFT)
    for category in Category.objects.filter(code__startswith="math."):
        Category.objects.filter(pk=category.pk).update(short_code=category.code[5:])
    (line,) = json_lines.render_full([with_names(full_paper)])
    read = json.loads(line)
    site = read.pop("site")
    assert read == PUBLIC
    assert {name: value for name, value in site.items() if name != "authors"} == {
        "slug": "notes",
        "status": "draft",
        "notice_text": "Withdrawn by the authors.",
        "notice_url": "https://example.org/notice",
        "primary_category": "math.EN",
        "categories": [
            {"code": "math.EN", "short_code": "EN", "name": "Engines & Looms"},
            {"code": "math.AA", "short_code": "AA", "name": "Tables and Engines"},
            {"code": "math.ZZ", "short_code": "ZZ", "name": "Tables and Engines"},
        ],
        "institutions": [{"slug": "london", "name": "University of London", "short_name": "UoL"}],
    }
    assert site["authors"][0] == {
        "slug": "ada",
        "display_name": "Ada Lovelace",
        "given_name": "Ada",
        "family_name": "Lovelace",
        "sort_name": "Lovelace, Ada",
        "role": "writing",
        "corresponding": True,
        "profile_rank": 0,
        "names": [{"name": "A. A. L.", "shown": True}, {"name": "Augusta Ada King", "shown": False}],
    }
    assert len(site["authors"]) == 3


def test_a_line_separator_within_a_text_does_not_end_the_line(loaded_paper):
    (line,) = json_lines.render([loaded_paper(abstract="one\u2028two\nthree")])
    assert line.count("\n") == 1


def test_a_value_that_json_does_not_know_is_refused():
    with pytest.raises(TypeError, match=r"^set has no form in JSON$"):
        json_lines._iso(set())


@pytest.mark.usefixtures("reference_profile")
def test_the_reference_profile_is_written_without_a_query(django_assert_num_queries):
    papers = list(Paper.objects.for_full_export())
    with django_assert_num_queries(0):
        lines = list(json_lines.render_full(papers))
    assert [json.loads(line)["title"] for line in lines] == [paper.title for paper in papers]
