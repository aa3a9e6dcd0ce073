"""A broken file: one sentence that says where and what to do, and nothing written."""

import json

import pytest

from papers.loading import FixtureError, load
from papers.models import Author, LoadedRecord, Page, Paper
from tests.factories import PageFactory, PaperFactory
from tests.loading import ENGINE, PAPER, engine, load_engine, write

pytestmark = pytest.mark.django_db


def complaint(path) -> str:
    """Load a broken file onto an empty site and return what is said of it, without the path."""
    with pytest.raises(FixtureError) as caught:
        load(path)
    assert not Author.objects.exists()
    assert not LoadedRecord.objects.exists()
    return str(caught.value).removeprefix(str(path))


def complaint_about(folder, profile: dict) -> str:
    return complaint(write(folder / "broken.json", profile))


# The file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", " is not JSON: Expecting value at line 1, column 1. Correct it and load it again."),
        ("[\n{}\n]", ", line 2, record 1: a record must be an object like "),
        ('[\n{"model": "papers.page", "fields": {}},\n]', " is not JSON: Expecting value at line 3, column 1. "),
        ('[{"model": "papers.page" "fields"', " is not JSON: Expecting ',' delimiter at line 1, column 26. "),
        ("[1 2]", " is not JSON: Expecting ',' delimiter at line 1, column 4. "),
        ("[", " is not JSON: Expecting value at line 1, column 2. "),
        ("[] []", " is not JSON: Extra data at line 1, column 4. "),
        ('{"papers": []}', " does not hold a list of records: it must begin with [ as the output of dumpdata does."),
        ("[1]", ", line 1, record 1: a record must be an object like "),
        ('[{"model": "papers.page"}]', ", line 1, record 1: “fields” must be an object with the record's values."),
        ('[{"model": 3, "fields": {}}]', ", line 1, record 1: a record must be an object like "),
        (
            '[{"model": "papers.page", "fields": {}, "form": 1}]',
            ", line 1, record 1: a record has “model” and “fields” but no “form”: take it out.",
        ),
        (
            '[\n\n{"model": "papers.page", "fields": {"slug": "a", "slug": "b"}}]',
            ", line 3, record 1: “slug” stands twice in one object. Correct it and load it again.",
        ),
        ('[{"model": "papers.page", "fields": {"menu_position": NaN}}]', ", line 1, record 1: NaN is no number. "),
        ("[" * 100_000, ", line 1, record 1: lists or objects stand too deep in one another."),
        (f"[{'9' * 5000}]", ", line 1, record 1: Exceeds the limit (4300 digits) for integer string conversion"),
    ],
)
def test_a_file_that_is_no_list_of_records(text, said, tmp_path):
    path = tmp_path / "broken.json"
    path.write_text(text)
    assert complaint(path)[: len(said)] == said


def test_a_missing_file(tmp_path):
    said = " cannot be read (No such file or directory): name a JSON file that can."
    assert complaint(tmp_path / "none.json") == said


def test_a_folder(tmp_path):
    assert complaint(tmp_path) == " cannot be read (Is a directory): name a JSON file that can."


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "cp1252", "gb18030"])
def test_an_encoding_other_than_utf_8(encoding, tmp_path):
    path = tmp_path / "broken.json"
    start = '[{"model": "papers.page", "fields": {"title": "'
    path.write_bytes(f'{start}Über"}}}}]'.encode(encoding))
    place = 1 if encoding == "utf-16" else len(start) + 1
    assert complaint(path) == f" is not UTF-8 (at byte {place}): save it as UTF-8 and load it again."


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    path = write(tmp_path / "engine.json", ENGINE)
    path.write_text(path.read_text(), encoding="utf-8-sig")
    assert load(path).edited == []


# A record


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("auth.user", "(auth.user): only records of “papers” are loaded here: take this one out."),
        ("sessions.session", "(sessions.session): only records of “papers” are loaded here: take this one out."),
        ("papers", "(papers): only records of “papers” are loaded here: take this one out."),
        ("papers.person", "(papers.person): there is no such model; there are papers.affiliation, papers.author, "),
        ("papers.paper_cross_listed", "(papers.paper_cross_listed): there is no such model; there are papers.aff"),
    ],
)
def test_a_model_that_cannot_be_loaded(model, said, tmp_path):
    start = ", line 2, record 1 "
    assert complaint_about(tmp_path, {model: [{}]})[: len(start + said)] == start + said


def test_a_primary_key(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text(json.dumps([{"model": "papers.page", "pk": 1, "fields": {"slug": "about"}}]))
    said = "it has a “pk”: make the file with dumpdata --natural-primary --natural-foreign."
    assert complaint(path) == f", line 1, record 1 (papers.page): {said}"


@pytest.mark.parametrize(
    ("kind", "fields", "place", "said"),
    [
        (
            "author",
            {"hat": "top"},
            "4, record 3 (papers.author “ada”), field hat",
            "papers.Author has no such field; it has slug, ",
        ),
        ("author", {"orcid": "0000-0002-1825-0098"}, "4, record 3 (papers.author “ada”), field orcid", ""),
        (
            "author",
            {"homepage": "javascript:alert(1)"},
            "4, record 3 (papers.author “ada”), field homepage",
            "Enter a valid URL.",
        ),
        (
            "author",
            {"display_name": ""},
            "4, record 3 (papers.author “ada”), field display_name",
            "This field cannot be blank.",
        ),
        (
            "author",
            {"display_name": "A\nB"},
            "4, record 3 (papers.author “ada”), field display_name",
            "This must be a single line",
        ),
        (
            "author",
            {"bio": "a\x00b"},
            "4, record 3 (papers.author “ada”), field bio",
            "This text contains a character that cannot",
        ),
        (
            "author",
            {"bio": "a\ud800b"},
            "4, record 3 (papers.author “ada”), field bio",
            "This text contains a character that cannot",
        ),
        (
            "author",
            {"bio": None},
            "4, record 3 (papers.author “ada”), field bio",
            "This cannot be null; an empty text is “”.",
        ),
        (
            "author",
            {"bio": 5},
            "4, record 3 (papers.author “ada”), field bio",
            "This must be a text in quotation marks.",
        ),
        (
            "author",
            {"is_profile": "yes"},
            "4, record 3 (papers.author “ada”), field is_profile",
            "This must be true or false.",
        ),
        ("author", {"slug": "a b"}, "4, record 3 (papers.author “a b”), field slug", "Enter a valid “slug”"),
        (
            "author",
            {"slug": ""},
            "4, record 3 (papers.author), field slug",
            "a file must give it, so that a second load",
        ),
        (
            "author",
            {"field": ["cs.XX"]},
            "4, record 3 (papers.author “ada”), field field",
            "There is no papers.Category “cs.XX”",
        ),
        (
            "author",
            {"field": ["a\x00"]},
            "4, record 3 (papers.author “ada”), field field",
            "This text contains a character that cannot",
        ),
        (
            "author",
            {"field": 3},
            "4, record 3 (papers.author “ada”), field field",
            "This must be a natural key in a list",
        ),
        (
            "paper",
            {"publish_at": "2026-12-24T18:30"},
            f"7, record 6 (papers.paper “{PAPER}”), field publish_at",
            "This must be a time with its zone",
        ),
        (
            "author",
            {"portrait": "none.webp"},
            "4, record 3 (papers.author “ada”), field portrait",
            "There is no such file in the",
        ),
        (
            "author",
            {"portrait": "../key"},
            "4, record 3 (papers.author “ada”), field portrait",
            "This must be the path of a file",
        ),
        (
            "author",
            {"created": "noon"},
            "4, record 3 (papers.author “ada”), field created",
            "“noon” value has an invalid format.",
        ),
        ("paper", {"posted": "2023-02-30"}, f"7, record 6 (papers.paper “{PAPER}”), field posted", ""),
        (
            "paper",
            {"type": "poem"},
            f"7, record 6 (papers.paper “{PAPER}”), field type",
            "Value 'poem' is not a valid choice.",
        ),
        (
            "paper",
            {"cross_listed": "cs.CL"},
            f"7, record 6 (papers.paper “{PAPER}”), field cross_listed",
            "This must be a list of",
        ),
        (
            "paper",
            {"cross_listed": [["cs.XX"]]},
            f"7, record 6 (papers.paper “{PAPER}”), field cross_listed",
            "There is no papers.C",
        ),
        (
            "authorship",
            {"author": ["nobody"]},
            f"8, record 7 (papers.authorship “{PAPER}, nobody”), field author",
            "There is no papers.Author “nobody”, in the file or on the site: add it or correct the name.",
        ),
        (
            "authorship",
            {"position": 2},
            f"9, record 8 (papers.authorship “{PAPER}, ada”), field position",
            "record 7 of the same paper has this position too: count them from 1.",
        ),
        (
            "authorship",
            {"position": True},
            f"8, record 7 (papers.authorship “{PAPER}, luigi”), field position",
            "This must be a whole number.",
        ),
        (
            "authorship",
            {"position": 10**30},
            f"8, record 7 (papers.authorship “{PAPER}, luigi”), field position",
            "Ensure this value is less than",
        ),
        (
            "authorship",
            {"position": 0},
            f"8, record 7 (papers.authorship “{PAPER}, luigi”)",
            "Constraint “authorship_position_from_1” is violated.",
        ),
        (
            "authorship",
            {"author": ["ada"]},
            f"9, record 8 (papers.authorship “{PAPER}, ada”)",
            "it stands in the file before, as record 7 on line 8: take one out.",
        ),
        (
            "identifier",
            {"value": "11.1000/sketch"},
            "11, record 10 (papers.identifier “doi, 11.1000/sketch”), field value",
            "",
        ),
        (
            "affiliation",
            {"end": "1827"},
            "15, record 14 (papers.affiliation “charles, london, 1828”)",
            "An affiliation cannot end before it begins.",
        ),
        (
            "metric",
            {"value": "NaN"},
            "16, record 15 (papers.metric “ada, h_index, as supplied, 2026-11-22, NaN”), field value",
            "“NaN” value must be a decimal number.",
        ),
        (
            "metric",
            {"value": "1.234"},
            "16, record 15 (papers.metric “ada, h_index, as supplied, 2026-11-22, 1.234”), field value",
            "Ensure that there are no more than 2",
        ),
        (
            "metric",
            {"value": "-1"},
            "16, record 15 (papers.metric “ada, h_index, as supplied, 2026-11-22, -1”)",
            "Constraint “metric_not_negative” is violated.",
        ),
        (
            "page",
            {"slug": "admin"},
            "17, record 16 (papers.page “admin”)",
            "The site itself uses this address: choose another slug.",
        ),
        (
            "page",
            {"slug": "ada"},
            "4, record 3 (papers.author “ada”), field slug",
            "This address is, or once was, that of another page",
        ),
    ],
)
def test_a_wrong_value(kind, fields, place, said, tmp_path):
    start = f", line {place}: {said}"
    assert complaint_about(tmp_path, engine(**{kind: fields}))[: len(start)] == start


def test_a_missing_reference(tmp_path):
    profile = engine()
    del profile["papers.link"][0]["paper"]
    place = ", line 12, record 11 (papers.link “https://example.org/engine”), field paper"
    assert complaint_about(tmp_path, profile) == f"{place}: a record of this kind needs it: add it."


def test_a_record_that_stands_twice(tmp_path):
    profile = engine()
    profile["papers.author"].append({"slug": "ada", "display_name": "Ada King"})
    said = (
        ", line 7, record 6 (papers.author “ada”): it stands in the file before, as record 3 on line 4: take one out."
    )
    assert complaint_about(tmp_path, profile) == said


def test_an_orcid_that_two_people_share(tmp_path):
    profile = engine()
    profile["papers.author"][2]["orcid"] = "0000-0002-1825-0097"
    said = ", line 6, record 5 (papers.author “luigi”), field orcid: Person with this ORCID already exists."
    assert complaint_about(tmp_path, profile) == said


def test_an_identifier_of_another_paper_is_left_where_it_is(tmp_path):
    PaperFactory().identifiers.create(scheme="doi", value="10.1000/sketch")
    assert [kept.fields for kept in load_engine(tmp_path).foreign] == [("paper",)]


def test_a_slug_that_a_page_has(tmp_path):
    PageFactory(slug=PAPER)
    said = f", line 7, record 6 (papers.paper “{PAPER}”), field slug: "
    assert complaint_about(tmp_path, engine())[: len(said)] == said
    assert (Page.objects.count(), Paper.objects.count()) == (1, 0)


def test_a_name_that_would_play_with_the_terminal(tmp_path):
    start = ", line 4, record 3 (papers.author “\N{REPLACEMENT CHARACTER}[31m”), field slug: "
    assert complaint_about(tmp_path, engine(author={"slug": "\x1b[31m"}))[: len(start)] == start
