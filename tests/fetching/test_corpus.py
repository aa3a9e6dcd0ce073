"""The services' own answers, as they were recorded, through the whole way of an identifier into the catalogue."""

import json

import pytest
from django.core.management import call_command

from papers.fetching import FetchError, fetch, fetch_one, understood
from papers.inbox import refresh
from papers.models import Paper
from tests.factories import AuthorFactory

FOLDERS = {
    "crossref": ("/works/", "crossref-json/test_works_with_one_id.json"),
    "arxiv": ("/api/query", "arxiv-atom/id_0808.05394_1707.08567_s0_m100_42e5aa0ec3af.xml"),
    "pubmed": ("/entrez/eutils/efetch.fcgi", "medline-xml/jabref__MedlineImporterTestMathML.xml"),
    "orcid": ("/v3.0/", "orcid/orcid__record-full-3.0.json"),
    "openalex": ("/works/W", "openalex-json/workJsonResponse.json"),
}
ASKED = {
    "crossref": "https://doi.org/10.1371/journal.pone.0033693",
    "arxiv": "arXiv:1707.08567",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/32759406/",
    "orcid": "https://orcid.org/0000-0002-7319-2192",
    "openalex": "W2741809807",
}
TITLES = {
    "crossref": "Methylphenidate Exposure Induces Dopamine Neuron Loss and Activation of Microglia in the Basal "
    "Ganglia of Mice",
    "pubmed": "CellML 2.0.",
    "orcid": "Work Title",
    "openalex": "The state of OA: a large-scale analysis of the prevalence and impact of Open Access articles",
}


@pytest.fixture
def recorded(corpus, served):
    """The services with the recorded answers."""
    for path, name in FOLDERS.values():
        served.answer(path, (corpus / "corpus" / name).read_bytes())
    return served


def said(capsys, *arguments: str) -> str:
    """Run an import and return the line that sums it up, from its numbers on."""
    call_command("import_papers", *arguments)
    return capsys.readouterr().out.splitlines()[-1].partition("): ")[2].partition(".")[0]


@pytest.mark.parametrize("service", TITLES)
def test_a_record_comes_in_and_is_known_the_second_time(recorded, capsys, service):
    first, again = said(capsys, ASKED[service]), said(capsys, ASKED[service])
    assert [first, again, Paper.objects.get().title] == [
        "1 new, 0 same, 0 changed, 0 conflicts, 0 refused",
        "0 new, 1 same, 0 changed, 0 conflicts, 0 refused",
        TITLES[service],
    ]


def test_arxiv_s_answer_to_two_ids_holds_the_one_that_it_knows(recorded):
    (piece,), refused = fetch(["1707.08567", "0808.05394"])
    assert (piece.name, refused) == ("arXiv: 1707.08567", ["arXiv does not know 0808.05394."])


def test_arxiv_s_old_ids_are_known(recorded, corpus, capsys):
    (path,) = (corpus / "corpus" / "arxiv-atom").glob("id_astro-ph*")
    recorded.answer("/api/query", path.read_bytes())
    assert said(capsys, "astro-ph/0601001") == "1 new, 0 same, 0 changed, 0 conflicts, 0 refused"


def test_arxiv_s_empty_feed_is_no_work(recorded, corpus):
    (path,) = (corpus / "corpus" / "arxiv-atom").glob("id_0000*")
    recorded.answer("/api/query", path.read_bytes())
    with pytest.raises(FetchError) as caught:
        fetch_one(understood("2306.16388"))
    assert str(caught.value) == "arXiv does not know 2306.16388."


def test_a_work_that_was_counted_anew_since_is_the_same(recorded, corpus, capsys):
    """Crossref and OpenAlex count citations, and say when they looked at the work last."""
    content = json.loads((corpus / "corpus" / FOLDERS["crossref"][1]).read_bytes())
    said(capsys, ASKED["crossref"])
    content["message"] |= {
        "is-referenced-by-count": 73,
        "indexed": {"date-time": "2026-11-01T00:00:00Z"},
        "deposited": {"date-time": "2026-11-01T00:00:00Z"},
        "score": 2,
    }
    recorded.answer("/works/", json.dumps(content))
    assert said(capsys, ASKED["crossref"]) == "0 new, 1 same, 0 changed, 0 conflicts, 0 refused"


# The inbox


def test_a_recorded_orcid_record_and_page_of_openalex_reach_the_inbox_once(recorded, corpus):
    work = json.loads((corpus / "corpus" / FOLDERS["openalex"][1]).read_bytes())
    holder = AuthorFactory(display_name="Three releasecandidate1", orcid="0000-0002-7319-2192")
    author = AuthorFactory(display_name="Heather A. Piwowar", orcid="0000-0003-1613-5981")
    recorded.answer("/works/10.", status=404)
    recorded.answer("/works?", json.dumps({"meta": {"count": 1}, "results": [work]}))
    for person, label in ((holder, "ORCID"), (author, "OpenAlex")):
        first, again = list(refresh(person)), list(refresh(person))
        new = {found.label: len(found.new) for found in first}
        known = {found.label: found.known for found in again if found.label == label}
        assert (new[label], known) == (1, {label: 1})
