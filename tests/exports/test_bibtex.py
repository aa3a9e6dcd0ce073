"""BibTeX entries, read back by bibtexparser."""

import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware

from papers.exports import bibtex
from papers.models import Category, Paper
from tests.exports.reading import decoded, only_entry, people, read
from tests.factories import AuthorFactory, AuthorshipFactory, LinkFactory, PaperFactory, VenueFactory

pytestmark = pytest.mark.django_db
Type = Paper.Type


def test_a_preprint_is_misc_with_its_arxiv_id_as_eprint(loaded_paper):
    paper = loaded_paper(
        ["Esin Durmus", "Karina Nguyen"],
        [("arxiv", "2306.16388"), ("doi", "10.48550/arxiv.2306.16388")],
        title="Towards Measuring LLMs",
        citation_key="durmus-nguyen-2023-towards",
        posted="2023-06-28",
        primary_category=Category.objects.get(code="cs.CL"),
    )
    assert (
        bibtex.entry(paper)
        == """\
@misc{durmus-nguyen-2023-towards,
  title = {Towards Measuring {LLMs}},
  author = {Durmus, Esin and Nguyen, Karina},
  year = {2023},
  month = jun,
  eprint = {2306.16388},
  archivePrefix = {arXiv},
  primaryClass = {cs.CL},
  doi = {10.48550/arxiv.2306.16388},
}
"""
    )


def test_a_proceedings_paper_names_its_proceedings(loaded_paper):
    paper = loaded_paper(
        type=Type.PROCEEDINGS_PAPER,
        issued="2020",
        posted="2019-05-28",
        venue=VenueFactory(name="Advances in Engines", series="Engine Series"),
        volume="33",
        pages="1877-1901",
        publisher="Taylor & Sons",
        place="London",
        editors="Charles Babbage\n\nMary Somerville\n",
    )
    assert (
        bibtex.entry(paper)
        == r"""@inproceedings{lovelace-1843-notes,
  title = {Notes on the Engine},
  author = {Lovelace, Ada},
  editor = {Babbage, Charles and Somerville, Mary},
  booktitle = {Advances in Engines},
  series = {Engine Series},
  publisher = {Taylor \& Sons},
  volume = {33},
  pages = {1877--1901},
  address = {London},
  year = {2020},
}
"""
    )


@pytest.mark.parametrize(
    ("kind", "entry_type", "venue_field"),
    [
        (Type.ARTICLE, "article", "journal"),
        (Type.PROCEEDINGS_PAPER, "inproceedings", "booktitle"),
        (Type.CHAPTER, "incollection", "booktitle"),
        (Type.BOOK, "book", "series"),
        (Type.THESIS, "phdthesis", "school"),
        (Type.REPORT, "techreport", "institution"),
        (Type.PREPRINT, "misc", "howpublished"),
        (Type.DATASET, "misc", "howpublished"),
        (Type.SOFTWARE, "misc", "howpublished"),
    ],
)
def test_each_type_has_its_entry_type_and_field_for_the_venue(loaded_paper, kind, entry_type, venue_field):
    entry = only_entry(bibtex.entry(loaded_paper(type=kind, venue=VenueFactory(name="Engines"))))
    assert entry.entry_type == entry_type
    assert entry.fields_dict[venue_field].value == "Engines"


@pytest.mark.parametrize("kind", [Type.ARTICLE, Type.PROCEEDINGS_PAPER, Type.CHAPTER])
def test_a_type_that_needs_a_venue_is_misc_without_one(loaded_paper, kind):
    assert only_entry(bibtex.entry(loaded_paper(type=kind))).entry_type == "misc"


@pytest.mark.parametrize(("kind", "field"), [(Type.THESIS, "school"), (Type.REPORT, "institution")])
def test_a_thesis_or_report_without_a_venue_names_its_publisher(loaded_paper, kind, field):
    fields = only_entry(bibtex.entry(loaded_paper(type=kind, publisher="University of London"))).fields_dict
    assert fields[field].value == "University of London"
    assert "publisher" not in fields


def test_a_thesis_names_its_school_once(loaded_paper):
    paper = loaded_paper(type=Type.THESIS, venue=VenueFactory(name="King's College"), publisher="University of London")
    assert "University" not in bibtex.entry(paper)


def test_an_article_has_volume_number_and_pages(loaded_paper):
    paper = loaded_paper(
        type=Type.ARTICLE, venue=VenueFactory(name="Engines"), volume="3", issue="2", pages="e1 – e10, 12"
    )
    fields = decoded(bibtex.entry(paper))
    assert (fields["volume"], fields["number"]) == ("3", "2")
    assert "pages = {e1--e10, 12}" in bibtex.entry(paper)


def test_arxiv_as_the_venue_of_an_eprint_is_not_said_twice(loaded_paper):
    paper = loaded_paper(identifiers=[("arxiv", "2306.16388")], venue=VenueFactory(name="arXiv"))
    assert "howpublished" not in only_entry(bibtex.entry(paper)).fields_dict


@pytest.mark.parametrize(("kind", "doi"), [(Type.ARTICLE, "10.1000/venue"), (Type.PREPRINT, "10.48550/arxiv.1")])
def test_of_two_dois_the_one_of_the_version_is_given(loaded_paper, kind, doi):
    paper = loaded_paper(
        type=kind,
        identifiers=[("doi", "10.48550/arxiv.1"), ("doi", "10.1000/venue")],
        venue=VenueFactory(),
    )
    assert only_entry(bibtex.entry(paper)).fields_dict["doi"].value == doi


def test_without_a_doi_the_address_is_where_the_paper_can_be_read(loaded_paper):
    fields = only_entry(
        bibtex.entry(loaded_paper(identifiers=[("isbn", "9780262033848"), ("acl", "P19-1001")]))
    ).fields_dict
    assert fields["url"].value == "https://aclanthology.org/P19-1001/"
    assert fields["isbn"].value == "9780262033848"


def test_a_linked_pdf_is_the_last_resort(loaded_paper):
    paper = loaded_paper()
    LinkFactory(paper=paper, kind="code", url="https://example.org/code")
    LinkFactory(paper=paper, kind="pdf", url="https://example.org/a_b%20{c.pdf")
    paper = Paper.objects.for_page().get(pk=paper.pk)
    assert only_entry(bibtex.entry(paper)).fields_dict["url"].value == "https://example.org/a_b%20%7Bc.pdf"


@pytest.mark.parametrize(("posted", "month"), [("2023", None), ("2023-11", 11), ("2023-11-05", 11)])
def test_the_month_is_given_where_it_is_known(loaded_paper, posted, month):
    fields = only_entry(bibtex.entry(loaded_paper(posted=posted))).fields_dict
    assert fields["year"].value == "2023"
    assert (fields["month"].value if "month" in fields else None) == month


def test_a_paper_without_a_date_has_no_year(loaded_paper):
    assert "year" not in only_entry(bibtex.entry(loaded_paper())).fields_dict


def test_a_retraction_is_noted(loaded_paper):
    assert decoded(bibtex.entry(loaded_paper(notice_kind="retraction")))["note"] == "Retracted"


def test_a_paper_without_a_key_is_cited_by_its_slug(loaded_paper):
    paper = loaded_paper(citation_key=None, slug="notes")
    paper.citation_key = None
    assert only_entry(bibtex.entry(paper)).key == "notes"


NAMES = {
    "Ada King Lovelace": "Lovelace, Ada King",
    "Laurens van der Maaten": "van der Maaten, Laurens",
    "Martin Luther King Jr.": "King, Jr., Martin Luther",
    "Hal Daumé III": "Daumé, III, Hal",
    "Kamilė Lukošiūtė": "Lukošiūtė, Kamilė",
    "Clare O'Hara": "O'Hara, Clare",
    "Research and Engines Team": "{Research and Engines Team}",
    "Aristotle": "Aristotle",
    "Others": "{Others}",
    "王小明": "王小明",
    "王 小明": "{王 小明}",
}


def test_every_kind_of_name_reads_back_as_one_person(loaded_paper):
    assert people(only_entry(bibtex.entry(loaded_paper(list(NAMES))))) == list(NAMES.values())


def test_the_printed_name_is_cited_and_split_where_the_family_name_says():
    paper = PaperFactory(citation_key="k")
    author = AuthorFactory(display_name="G. García Márquez", given_name="G.", family_name="García Márquez")
    AuthorshipFactory(paper=paper, author=author, printed_name="Gabriel García Márquez")
    paper = Paper.objects.for_page().get(pk=paper.pk)
    assert people(only_entry(bibtex.entry(paper))) == ["García Márquez, Gabriel"]


def test_a_title_in_another_language_keeps_all_its_capitals(loaded_paper):
    assert "title = {{Über die Maschine & mehr}}".replace("&", r"\&") in bibtex.entry(
        loaded_paper(title="Über die Maschine & mehr", language="de")
    )


def test_special_characters_of_every_field_read_back(loaded_paper):
    text = "50% of R&D_#1 ~ ^ Ė"
    paper = loaded_paper(
        title=text,
        type=Type.ARTICLE,
        venue=VenueFactory(name=text),
        volume=text,
        issue=text,
        publisher=text,
        place=text,
    )
    fields = decoded(bibtex.entry(paper))
    assert {fields[name] for name in ("title", "journal", "volume", "number", "publisher", "address")} == {text}


@pytest.mark.usefixtures("reference_profile")
def test_the_reference_profile_reads_back_without_a_query(django_assert_num_queries):
    papers = list(Paper.objects.published().for_page().order_by("pk"))
    with django_assert_num_queries(0):
        text = "".join(bibtex.render(papers))
    entries = read(text).entries
    assert [entry.key for entry in entries] == [paper.citation_key for paper in papers]
    assert [len(people(entry)) for entry in entries] == [len(paper.authorships.all()) for paper in papers]
    titles = read(text, LatexDecodingMiddleware(keep_braced_groups=False)).entries
    assert [entry.fields_dict["title"].value for entry in titles] == [paper.title for paper in papers]


def test_a_file_holds_what_a_citation_leaves_out(full_paper):
    full_paper.language = "de"
    cited, whole = bibtex.entry(full_paper), bibtex.described_entry(full_paper)
    assert whole.startswith(cited.removesuffix("}\n"))
    assert whole.removeprefix(cited.removesuffix("}\n")) == (
        "  pmid = {32376956},\n"
        "  langid = {ngerman},\n"
        "  keywords = {engines, looms},\n"
        "  code = {https://example.org/code;a},\n"
        "  pdf = {https://example.org/notes.pdf},\n"
        "  abstract = {An engine. It weaves.},\n"
        "}\n"
    )


def test_an_address_stands_beside_a_doi_in_a_file(loaded_paper):
    paper = loaded_paper(identifiers=[("doi", "10.1000/1"), ("acl", "P19-1001")])
    assert only_entry(bibtex.described_entry(paper)).fields_dict["url"].value == "https://aclanthology.org/P19-1001/"


def test_fields_that_a_bibliography_had_are_written_back(loaded_paper):
    paper = loaded_paper()
    paper.extra = {
        "entrytype": "unpublished",
        "note": r"See \emph{this}~\& that",
        "annote": "for myself",
        "month": "{Jan}",
        "isbn": "1",
        "title": "Another",
        "L3": "https://example.org/a",
        "no field": "x",
        "addendum": "50% {",
        "see": "https://example.org/50%25#a",
    }
    entry = only_entry(bibtex.described_entry(paper))
    assert entry.entry_type == "unpublished"
    assert {name: field.value for name, field in entry.fields_dict.items() if name != "author"} == {
        "title": "Notes on the Engine",
        "note": r"See \emph{this}~\& that",
        "month": 1,
        "isbn": "1",
        "addendum": r"50\%",
        "see": "https://example.org/50%25#a",
    }
