"""What services list under an ORCID iD."""

import json

from papers.fetching.by_person import listed_by_openalex, listed_by_orcid
from tests.fetching.answers import ADA, openalex, openalex_work, orcid

LIST = f"/works?filter=authorships.author.orcid:{ADA}&sort=publication_date:desc&per_page=100&page="


def test_openalex_is_asked_page_by_page_until_one_is_not_full(served):
    served.answer(f"{LIST}1", openalex(*[openalex_work(number, f"Note {number}") for number in range(1, 101)]))
    served.answer(f"{LIST}2", openalex(openalex_work(101, "Note 101")))
    listed = listed_by_openalex(ADA)
    assert (served.asked, [work["title"] for work in json.loads(listed.content)["results"]][-2:]) == (
        [f"{LIST}1", f"{LIST}2"],
        ["Note 100", "Note 101"],
    )


def test_openalex_is_not_asked_for_ever(served):
    served.answer("/works", openalex(*[openalex_work(number, f"Note {number}") for number in range(1, 101)]))
    listed_by_openalex(ADA)
    assert served.asked == [f"{LIST}{page}" for page in range(1, 11)]


def test_orcid_gives_the_record(served):
    served.answer(f"/v3.0/{ADA}/record", orcid())
    assert listed_by_orcid(ADA).content.decode() == orcid()
