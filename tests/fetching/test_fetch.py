"""Identifiers become files in the services' formats, with a sentence for each that is not there."""

import json

import pytest

from papers.fetching import FetchError, fetch, fetch_one, understood
from papers.imports import read
from tests.fetching.answers import ADA, ARXIV_ERROR, arxiv, crossref, crossref_work, orcid, pubmed


def titles(fetched) -> list[str]:
    return [entry.record.title for entry in read(fetched.content, fetched.source).entries]


def refusal(text: str) -> str:
    with pytest.raises(FetchError) as caught:
        fetch_one(understood(text))
    return str(caught.value)


def test_each_service_is_asked_in_its_own_way(served):
    served.answer("/works/", crossref())
    served.answer("/api/query", arxiv("2306.16388"))
    served.answer("/entrez/", pubmed("32759406"))
    served.answer("/v3.0/", orcid())
    fetched, refused = fetch(["10.1000/engine", "2306.16388", "32759406", ADA])
    assert (refused, [(piece.name, piece.source, titles(piece)) for piece in fetched]) == (
        [],
        [
            ("Crossref: 10.1000/engine", "crossref", ["Notes on the Engine"]),
            ("arXiv: 2306.16388", "arxiv", ["Preprint 2306.16388"]),
            ("PubMed: 32759406", "pubmed", ["Article 32759406"]),
            (f"ORCID: {ADA}", "orcid", ["Notes on the Engine"]),
        ],
    )
    assert served.asked == [
        "/works/10.1000%2Fengine",
        "/api/query?id_list=2306.16388&max_results=1",
        "/entrez/eutils/efetch.fcgi?db=pubmed&retmode=xml&id=32759406&tool=profile_site",
        f"/v3.0/{ADA}/record",
    ]


def test_several_of_arxiv_are_one_request(served):
    served.answer("/api/query", arxiv("2306.16388", "hep-th/9901001"))
    (piece,), refused = fetch(["2306.16388", "hep-th/9901001", "2401.00001", "arXiv:2306.16388v2"])
    assert (titles(piece), piece.name, refused, served.asked) == (
        ["Preprint 2306.16388", "Preprint hep-th/9901001"],
        "arXiv: 2306.16388, hep-th/9901001",
        ["arXiv does not know 2401.00001."],
        ["/api/query?id_list=2306.16388%2Chep-th%2F9901001%2C2401.00001&max_results=3"],
    )


def test_several_dois_are_one_file(served):
    served.answer("/works/10.1000%2Fa", crossref(crossref_work("10.1000/a", "First")))
    served.answer("/works/10.1000%2Fb", crossref(crossref_work("10.1000/b", "Second")))
    (piece,), refused = fetch(["10.1000/a", "10.1000/gone", "10.1000/b", "Dear Charles,"])
    assert (titles(piece), piece.name, json.loads(piece.content)["message-type"]) == (
        ["First", "Second"],
        "Crossref: 10.1000/a, 10.1000/b",
        "work-list",
    )
    assert refused == [
        "“Dear Charles,” is no DOI, arXiv id, PubMed id or ORCID iD, nor the address of one.",
        "Crossref does not know 10.1000/gone. DOIs of other agencies, such as DataCite, are not there.",
    ]


def test_an_alias_of_a_doi_is_the_work_that_it_stands_for(served):
    served.answer("/works/10.1000%2Fold", crossref(crossref_work("10.1000/new")))
    assert titles(fetch_one(understood("10.1000/old"))) == ["Notes on the Engine"]


def test_an_empty_feed_is_no_work(served):
    served.answer("/api/query", arxiv())
    assert refusal("2306.16388") == "arXiv does not know 2306.16388."


@pytest.mark.parametrize("status", [200, 400])
def test_the_reason_in_a_feed_of_errors_is_said(served, status):
    served.answer("/api/query", ARXIV_ERROR, status)
    assert refusal("2306.16388") == (
        "arXiv does not know 2306.16388. arXiv answered with an error: incorrect id format for 1."
    )


def test_pubmed_says_that_it_has_no_such_article_by_a_bad_request(served):
    served.answer("/entrez/", "ID list is empty! Possibly it has no correct IDs.", 400)
    assert refusal("999999999") == "PubMed does not know 999999999."


def test_an_openalex_work_is_asked_for_with_the_operator_s_key(served, settings):
    settings.OPENALEX_KEY = "a key"
    served.answer("/works/W1", '{"id": "https://openalex.org/W1", "title": "Notes", "authorships": []}')
    assert titles(fetch_one(understood("https://openalex.org/W1"))) == ["Notes"]
    assert served.asked == ["/works/W1?api_key=a+key"]


def test_what_failed_among_several_is_named(served):
    served.answer("/works/10.1000%2Fa", crossref(crossref_work("10.1000/a", "First")))
    served.answer("/works/10.1000%2Fb", status=302, Location="https://example.org/")
    fetched, refused = fetch(["10.1000/a", "10.1000/b"])
    assert ([piece.name for piece in fetched], refused) == (
        ["Crossref: 10.1000/a"],
        ["10.1000/b: Crossref sends on to another address, which is not followed; nothing was fetched."],
    )


def test_a_service_that_is_too_busy_is_left_alone(served):
    served.answer("/works/10.1000%2Fa", crossref(crossref_work("10.1000/a", "First")))
    served.answer("/works/10.1000%2Fb", status=429)
    fetched, refused = fetch(["10.1000/a", "10.1000/b", "10.1000/c", "10.1000/d"])
    assert ([piece.name for piece in fetched], refused) == (
        ["Crossref: 10.1000/a"],
        [
            "10.1000/b, 10.1000/c, 10.1000/d: Crossref is too busy to answer now (429); please try again later.",
        ],
    )
    assert len(served.asked) == 2
