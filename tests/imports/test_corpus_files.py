"""Real files of every format but BibTeX, compared with what others read in them."""

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from papers.imports import read
from papers.imports.record import UnreadableFile
from papers.partial_dates import PartialDate

SOURCE_NAMES = {
    "arxiv-atom": "arxiv",
    "cff": "cff",
    "crossref-json": "crossref",
    "csl-json": "csl-json",
    "endnote": "endnote",
    "medline-xml": "pubmed",
    "nbib": "pubmed",
    "openalex-json": "openalex",
    "orcid": "orcid",
    "ris": "ris",
    "wos": "wos",
}
FORMATS = sorted(SOURCE_NAMES)
DTD_FREE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


@pytest.fixture
def files(corpus):
    """Return a function that gives the files of a format, each with its row of the manifest."""
    folder = corpus / "corpus"
    with (folder / "manifest.tsv").open(newline="", encoding="utf-8") as manifest:
        rows = list(csv.DictReader(manifest, delimiter="\t"))
    return lambda kind: [
        (folder.parent / "corpus" / Path(row["file"]).relative_to("shared"), row)
        for row in rows
        if row["format"] == kind
    ]


def xml_of(path):
    """Return a file as Python's own reader sees it; none of these files declares an entity."""
    content = path.read_bytes()
    assert DTD_FREE.search(content) is None
    return ET.fromstring(content)  # noqa: S314 - see above


def lines_with(path, pattern):
    """Return how many lines match a pattern."""
    return len(re.findall(pattern, path.read_text("utf-8-sig"), re.MULTILINE))


def works_of(path):
    """Return the works in a file of Crossref's."""
    found = json.loads(path.read_bytes())
    message = found.get("message", found)
    return message.get("items", [message])


def count_orcid(path):
    """Return how many works an ORCID file holds."""
    if path.suffix == ".xml":
        return 1
    return len(json.loads(path.read_bytes())["activities-summary"]["works"]["group"])


def count_ris(path):
    """Return how many ends of entries a file has, in RIS or in Web of Science's format, which both call ER."""
    return lines_with(path, r"^ER\b(?! then)")


COUNTS = {
    "arxiv-atom": lambda path: len(xml_of(path).findall("{http://www.w3.org/2005/Atom}entry")),
    "cff": lambda path: lines_with(path, r"^cff-version:") + lines_with(path, r"^preferred-citation:"),
    "crossref-json": lambda path: len(works_of(path)),
    "csl-json": lambda path: len(json.loads(path.read_bytes())),
    "endnote": lambda path: (
        len(xml_of(path).findall(".//record")) if path.suffix == ".xml" else lines_with(path, "^%0")
    ),
    "medline-xml": lambda path: len(xml_of(path).findall("PubmedArticle")),
    "nbib": lambda path: lines_with(path, "^PMID-"),
    "openalex-json": lambda path: 1,
    "orcid": count_orcid,
    "ris": count_ris,
    "wos": count_ris,
}


@pytest.mark.parametrize("kind", FORMATS)
def test_as_many_entries_are_accepted_or_refused_as_there_are(files, kind):
    assert {path.name: len(list(read(path.read_bytes()).entries)) for path, _row in files(kind)} == {
        path.name: COUNTS[kind](path) for path, _row in files(kind)
    }


@pytest.mark.parametrize("kind", ["arxiv-atom", "crossref-json", "csl-json", "ris"])
def test_as_many_entries_are_found_as_by_the_reader_of_the_manifest(files, kind):
    rows = [(path, re.fullmatch(r"\w+=([1-9][0-9]*)", row["reference_parse"])) for path, row in files(kind)]
    counted = {path.name: int(match[1]) for path, match in rows if match}
    found = {path.name: len(list(read(path.read_bytes()).entries)) for path, match in rows if match}
    assert (found, counted != {}) == (counted, True)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_format_is_told_by_the_content(files, kind):
    told = {path.name: read(path.read_bytes()).source for path, _row in files(kind)}
    # one file of Web of Science's lies among those of RIS
    assert told == {
        path.name: "wos" if path.name == "rispy__example_wos.ris" else SOURCE_NAMES[kind] for path, _row in files(kind)
    }


@pytest.mark.parametrize("kind", FORMATS)
def test_every_refusal_has_a_name_and_a_sentence(files, kind):
    refused = [entry for path, _row in files(kind) for entry in read(path.read_bytes()).entries if entry.record is None]
    assert [entry for entry in refused if not entry.label or not entry.problems[-1].reason.endswith(".")] == []


def test_only_entries_without_a_title_and_what_is_no_work_are_refused(files):
    reasons = {
        entry.problems[-1].reason
        for kind in FORMATS
        for path, _row in files(kind)
        for entry in read(path.read_bytes()).entries
        if entry.record is None
    }
    assert sorted(reasons) == [
        "It has no title, without which a paper cannot be listed.",
        "“Heather A. Piwowar” is no work; this file describes something else that OpenAlex has, such as a person.",
    ]


def records_of(files, kind, name=""):
    """Return the records of the files of a format whose names contain a word."""
    return [
        entry.record
        for path, _row in files(kind)
        if name in path.name
        for entry in read(path.read_bytes()).entries
        if entry.record
    ]


def date_of(parts):
    """Return the date of Crossref's date-parts, None for unknown parts."""
    known = [part for part in parts if part]
    return PartialDate(*known) if known else None


def first(value):
    """Return the first text of a list, or the text itself."""
    return value[0] if isinstance(value, list) and value else value or ""


def test_crossref_s_works_are_read_as_its_json_says(files):
    works = [work for path, _row in files("crossref-json") for work in works_of(path)]
    assert [
        (
            dict(record.identifiers)["doi"],
            record.issued,
            record.volume,
            record.issue,
            record.pages,
            record.publisher,
            record.language,
            [(author.given, author.family) for author in record.authors],
        )
        for record in records_of(files, "crossref-json")
    ] == [
        (
            work["DOI"].lower(),
            date_of(work["issued"]["date-parts"][0]),
            work.get("volume", ""),
            work.get("issue", ""),
            work.get("page", ""),
            work["publisher"],
            work.get("language", ""),
            [(author["given"], author["family"]) for author in work.get("author", [])],
        )
        for work in works
    ]


def test_crossref_s_titles_are_read_without_markup(files):
    works = [work for path, _row in files("crossref-json") for work in works_of(path)]
    assert [record.title for record in records_of(files, "crossref-json")] == [
        re.sub("<[^>]+>", "", first(work["title"])) for work in works
    ]


def test_arxiv_s_entries_are_read_as_its_xml_says(files):
    atom, arxiv = "{http://www.w3.org/2005/Atom}", "{http://arxiv.org/schemas/atom}"
    entries = [entry for path, _row in files("arxiv-atom") for entry in xml_of(path).findall(f"{atom}entry")]
    assert [
        (
            dict(record.identifiers)["arxiv"],
            record.title,
            record.abstract,
            str(record.posted),
            [author.name for author in record.authors],
            [author.affiliation for author in record.authors],
            record.categories[0],
        )
        for record in records_of(files, "arxiv-atom")
    ] == [
        (
            re.sub(r"^.*/abs/|v\d+$", "", entry.findtext(f"{atom}id")),
            " ".join(entry.findtext(f"{atom}title").split()),
            " ".join(entry.findtext(f"{atom}summary").split()),
            entry.findtext(f"{atom}published")[:10],
            [author.findtext(f"{atom}name") for author in entry.findall(f"{atom}author")],
            [author.findtext(f"{arxiv}affiliation", "") for author in entry.findall(f"{atom}author")],
            entry.find(f"{arxiv}primary_category").get("term"),
        )
        for entry in entries
    ]


def test_openalex_s_work_is_read_as_its_json_says(files):
    (record,) = records_of(files, "openalex-json")
    (path,) = (path for path, _row in files("openalex-json") if path.name.startswith("work"))
    work = json.loads(path.read_bytes())
    places = {place: word for word, found in work["abstract_inverted_index"].items() for place in found}
    assert (
        record.title,
        str(record.issued),
        record.abstract,
        [author.name for author in record.authors],
        [author.orcid for author in record.authors],
        record.venue,
        record.keywords,
    ) == (
        work["title"],
        work["publication_date"],
        " ".join(places[place] for place in sorted(places)),
        [authorship["raw_author_name"] for authorship in work["authorships"]],
        [(authorship["author"]["orcid"] or "").rpartition("/")[2] for authorship in work["authorships"]],
        work["primary_location"]["source"]["display_name"],
        tuple(keyword["keyword"] for keyword in work["keywords"]),
    )


def test_pubmed_s_article_is_read_as_its_xml_says(files):
    (record,) = records_of(files, "medline-xml")
    ((path, _row),) = files("medline-xml")
    article = xml_of(path)
    assert (
        dict(record.identifiers),
        record.title,
        str(record.issued),
        [(author.given, author.family, author.orcid) for author in record.authors],
        record.keywords,
    ) == (
        {
            "pmid": article.findtext(".//PMID"),
            "doi": article.findtext(".//ELocationID[@EIdType='doi']"),
            "pmcid": "PMC7756617",
        },
        article.findtext(".//ArticleTitle"),
        "2020-07-24",
        [
            (author.findtext("ForeName"), author.findtext("LastName"), author.findtext("Identifier"))
            for author in article.iter("Author")
        ],
        tuple(keyword.text for keyword in article.iter("Keyword")),
    )


def test_pubmed_s_formulas_are_plain_text(files):
    (record,) = records_of(files, "medline-xml")
    assert record.abstract == (
        "Following are examples of MathML elements: η_p^2 ∞ [0 1 0; 0 0 1; 1 0 0] 17+29i∈ℂ (a, b, c)(abc)|a, b, c> "
        "∑_(i=1)^n(a_i) ∫_a^b(5x+2sin(x))dx (a+1)/b y=√[3](x^2) "
        "det A=|a_11 a_12 … a_1n; ⋮; a_j1 a_j2 … a_jn; ⋮; a_k1 a_k2 … a_kn; ⋮; a_n1 a_n2 … a_nn| v^→=(v_1, v_2, v_3)"
    )


def values(path, tag):
    """Return the values of a tag in a file of PubMed's or Web of Science's, lines that go on joined by spaces."""
    text = path.read_text("utf-8-sig")
    found = re.findall(rf"^{tag} *-? (.*(?:\n {{3,}}.*)*)", text, re.MULTILINE)
    return [re.sub(r"\n +", " ", value).strip() for value in found]


def test_nbib_is_read_as_its_tags_say(files):
    (record,) = records_of(files, "nbib")
    ((path, _row),) = files("nbib")
    assert (
        [record.title, record.abstract, record.venue, record.venue_short, record.volume, record.pages],
        list(record.keywords),
        [author.affiliation for author in record.authors[:3]],
        str(record.issued),
    ) == (
        [values(path, tag)[0] for tag in ("TI", "AB", "JT", "TA", "VI", "PG")],
        values(path, "OT"),
        values(path, "AD"),
        values(path, "DP")[0],
    )


@pytest.mark.parametrize(("kind", "name"), [("wos", ""), ("ris", "wos")])
def test_web_of_science_is_read_as_its_tags_say(files, kind, name):
    (path,) = (path for path, _row in files(kind) if name in path.name)
    found = records_of(files, kind, name)
    assert [
        [getattr(record, field) for record in found]
        for field in ("title", "venue", "abstract", "volume", "issue", "publisher", "place")
    ] == [values(path, tag) for tag in ("TI", "SO", "AB", "VL", "IS", "PU", "PI")]


def test_ris_without_its_own_dialect_is_read_as_its_tags_say(files):
    records = records_of(files, "ris", "example_full")
    (path,) = (path for path, _row in files("ris") if "example_full" in path.name)
    text = path.read_text()
    for field, tag in {"title": "T1", "venue": "JF", "volume": "VL", "pages": "SP", "publisher": "PB"}.items():
        assert [getattr(record, field) for record in records] == re.findall(rf"^{tag}  - (.*)$", text, re.MULTILINE)


def test_the_ris_file_with_impossible_dates_is_one_entry_with_the_possible_one(files):
    (record,) = records_of(files, "ris", "RisImporterTest1")
    assert (record.title, str(record.issued), record.volume, record.pages, record.extra["PY"]) == (
        "Editorial: Open Source and Empirical Software Engineering:",
        "2001-09-01",
        "6",
        "193-194",
        "99\nYEAR/MONTH/DAY/",
    )


def test_endnote_s_style_runs_and_local_files_are_gone(files):
    (record,) = records_of(files, "endnote", ".xml")
    title, _colon, subtitle = record.title.partition(": ")
    assert (title, subtitle, [author.name for author in record.authors], record.links) == (
        "Trends in the lifetime risk of developing cancer in Great Britain",
        "comparison of risk for those born from 1930 to 1960",
        ["AS Ahmad", "N Ormiston-Smith", "PD Sasieni"],
        (),
    )


def test_csl_s_titled_items_are_read_as_their_json_says(files):
    items = [item for path, _row in files("csl-json") for item in json.loads(path.read_bytes()) if "title" in item]
    assert [record.title for record in records_of(files, "csl-json")] == [item["title"] for item in items]


def test_orcid_s_works_have_the_titles_that_the_files_say(files):
    assert [record.title for record in records_of(files, "orcid")] == ["Work Title", "common:title"]


def test_cff_gives_the_software_and_its_preferred_citation(files):
    assert [(record.type, record.title, str(record.issued)) for record in records_of(files, "cff")] == [
        ("software", "JabRef", "None"),
        ("article", "JabRef: BibTeX-based literature management software", "2023-11"),
        ("software", "Test", "2000-07-02"),
    ]


@pytest.mark.parametrize("name", ["sample_shared_3000.jsonl", "hard_cases_shared.jsonl"])
def test_the_anthology_is_read_as_its_lines_say(corpus, name):
    content = (corpus / "corpus" / "anthology" / name).read_bytes()
    papers = [json.loads(line) for line in content.splitlines()]
    assert [
        (
            record.title,
            dict(record.identifiers)["acl"],
            dict(record.identifiers).get("doi", "") or dict(record.identifiers).get("handle", ""),
            record.issued.year,
            record.citation_key,
            record.pages,
            [author.name for author in record.authors],
            record.notice,
        )
        for record in (entry.record for entry in read(content).entries)
    ] == [
        (
            " ".join(paper["title"].split()),
            paper["id"],
            paper.get("doi", "").lower().removeprefix("http://hdl.handle.net/"),
            paper["year"],
            paper["bibkey"],
            paper.get("pages", ""),
            [f"{author['first']} {author['last']}".strip() for author in paper["authors"]],
            "retraction" if paper.get("retracted") else "",
        )
        for paper in papers
    ]


def test_a_picture_is_in_no_format(corpus):
    picture = next((corpus / "images" / "valid").glob("*.png"))
    with pytest.raises(UnreadableFile):
        read(picture.read_bytes())
