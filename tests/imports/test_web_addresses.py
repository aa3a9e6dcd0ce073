"""Web addresses in bibliographies."""

import pytest

from papers.imports.web_addresses import identifier_at, is_local, is_web_address, link_kind


@pytest.mark.parametrize(
    ("url", "pair"),
    [
        ("http://dx.doi.org/10.1023/A:1017379030770", ("doi", "10.1023/a:1017379030770")),
        ("https://arxiv.org/pdf/2306.16388v2", ("arxiv", "2306.16388")),
        ("http://www.ncbi.nlm.nih.gov/pubmed/25647015", ("pmid", "25647015")),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7239045/", ("pmcid", "PMC7239045")),
        ("https://aclanthology.org/2020.acl-main.1/", ("acl", "2020.acl-main.1")),
        ("https://arxiv.org/list/cs.CL/recent", None),
        ("https://example.org/10.1023/x", None),
        ("https://[", None),
    ],
)
def test_an_address_of_a_known_site_names_a_work(url, pair):
    assert identifier_at(url) == pair


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://github.com/lovelace/notes", "code"),
        ("https://www.youtube.com/watch?v=abc", "video"),
        ("https://example.org/Paper.PDF", "pdf"),
        ("https://example.org/paper", ""),
        ("ftp://example.org/paper.pdf", ""),
    ],
)
def test_some_addresses_show_what_they_lead_to(url, kind):
    assert link_kind(url) == kind


@pytest.mark.parametrize(
    "text", ["file:///Users/ada/a.pdf", "C:\\ada\\a.pdf", "/home/ada/a.pdf", "internal-pdf://a.pdf"]
)
def test_the_path_of_a_file_is_local(text):
    assert is_local(text) is True


@pytest.mark.parametrize("text", ["https://example.org/home/a.pdf", "//example.org/a", "10.1000/x", "volumes"])
def test_other_texts_are_not_local(text):
    assert is_local(text) is False


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "http://", "https://ex ample.org", "https://e.org/" + "x" * 500]
)
def test_only_a_storable_http_address_is_a_web_address(text):
    assert is_web_address(text) is False
