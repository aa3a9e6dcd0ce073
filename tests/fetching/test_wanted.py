"""What was pasted is known by its form alone, and only its identifier goes any further."""

import pytest

from papers.fetching import FetchError, understood


@pytest.mark.parametrize(
    ("text", "service", "value"),
    [
        ("10.1145/3442188.3445922", "crossref", "10.1145/3442188.3445922"),
        (" DOI: 10.1145/ABC ", "crossref", "10.1145/abc"),
        ("https://doi.org/10.1145/3442188.3445922", "crossref", "10.1145/3442188.3445922"),
        ("doi.org/10.1145/3442188", "crossref", "10.1145/3442188"),
        ("https://dl.acm.org/doi/abs/10.1145/3442188", "crossref", "10.1145/3442188"),
        ("10.48550/arXiv.2306.16388", "arxiv", "2306.16388"),
        ("https://doi.org/10.48550/arXiv.2306.16388", "arxiv", "2306.16388"),
        ("2306.16388v2", "arxiv", "2306.16388"),
        ("arXiv:hep-th/9901001", "arxiv", "hep-th/9901001"),
        ("https://arxiv.org/pdf/2306.16388v1.pdf", "arxiv", "2306.16388"),
        ("arxiv.org/abs/2306.16388", "arxiv", "2306.16388"),
        ("32759406", "pubmed", "32759406"),
        ("PMID: 32759406", "pubmed", "32759406"),
        ("https://pubmed.ncbi.nlm.nih.gov/32759406/", "pubmed", "32759406"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/32759406", "pubmed", "32759406"),
        ("0000-0002-1825-0097", "orcid", "0000-0002-1825-0097"),
        ("0000000218250097", "orcid", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1825-0097", "orcid", "0000-0002-1825-0097"),
        ("https://openalex.org/W2741809807", "openalex", "W2741809807"),
    ],
)
def test_an_identifier_or_its_address_names_its_service(text, service, value):
    wanted = understood(text)
    assert (wanted.service.name, wanted.value) == (service, value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear Charles,",
        "0000-0002-1825-0098",
        "http://127.0.0.1/",
        "http://127.0.0.1:5432/2306.16388",
        "https://example.org/2306.16388",
        "example.org/32759406",
        "https://doi.org@example.org/10.1000/engine",
        "https://orcid.org@127.0.0.1/0000-0002-1825-0097",
        "https://[",
        "file:///etc/passwd",
        "gopher://127.0.0.1/2306.16388",
        "10.1000/engine\r\nHost: example.org",
        "10.1000/engine HTTP/1.1",
        "2306.16388\x00",
        "W2741809807/../../authors",
        "10.1000/" + "x" * 400,
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(FetchError) as caught:
        understood(text)
    assert str(caught.value).endswith("is no DOI, arXiv id, PubMed id or ORCID iD, nor the address of one.")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("10.1000/../../admin", "/works/10.1000%2F..%2F..%2Fadmin"),
        ("10.1000/a?b#c&d=%2e", "/works/10.1000%2Fa%3Fb%23c%26d%3D%252e"),
        ("10.1000/ærø", "/works/10.1000%2F%C3%A6r%C3%B8"),
    ],
)
def test_no_sign_of_a_doi_changes_what_is_asked(text, path):
    wanted = understood(text)
    assert wanted.service.path([wanted.value]) == path
