"""Identifiers: one stored form for whatever was pasted."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from papers import identifiers

DIGITS = st.text("0123456789", min_size=1, max_size=40)


@pytest.mark.parametrize(
    "text",
    [
        "0000-0002-1825-0097",
        "https://orcid.org/0000-0002-1825-0097",
        "http://www.orcid.org/0000-0002-1825-0097/",
        "orcid.org/0000-0002-1825-0097?lang=en",
        "ORCID: 0000-0002-1825-0097",
        "  0000000218250097 ",
        "0000–0002–1825–0097",
    ],
)
def test_an_orcid_is_read_from_what_people_paste(text):
    assert identifiers.normalise_orcid(text) == "0000-0002-1825-0097"


def test_an_orcid_may_end_with_x():
    assert identifiers.normalise_orcid("0000-0002-9079-593x") == "0000-0002-9079-593X"


@pytest.mark.parametrize(
    "text",
    ["", "0000-0002-1825-0098", "0000-0002-1825", "X000-0002-1825-0097", "https://example.org/0000-0002-1825-0097"],
)
def test_an_impossible_orcid_is_refused(text):
    with pytest.raises(ValueError, match="ORCID iD"):
        identifiers.normalise_orcid(text)


@given(st.text("0123456789", min_size=15, max_size=15), st.integers(0, 15), st.sampled_from("0123456789"))
def test_the_orcid_check_character_finds_one_wrong_digit(digits, place, wrong):
    orcid = digits + identifiers.orcid_check_character(digits)
    assume(orcid[place] != wrong)
    identifiers.normalise_orcid(orcid)
    with pytest.raises(ValueError, match="typing error"):
        identifiers.normalise_orcid(orcid[:place] + wrong + orcid[place + 1 :])


@pytest.mark.parametrize("text", ["05dxps055", "https://ror.org/05dxps055", "ror.org/05DXPS055", "ROR:05dxps055"])
def test_a_ror_id_is_read_from_what_people_paste(text):
    assert identifiers.normalise_ror(text) == "05dxps055"


@pytest.mark.parametrize("ror", ["00f54p054", "042nb2s44", "01an7q238"])
def test_ror_ids_of_real_institutions_pass_the_check(ror):
    assert identifiers.normalise_ror(ror) == ror


@pytest.mark.parametrize("text", ["", "05dxps056", "15dxps055", "05dxpi055", "https://example.org/05dxps055"])
def test_an_impossible_ror_id_is_refused(text):
    with pytest.raises(ValueError, match="ROR id"):
        identifiers.normalise_ror(text)


@pytest.mark.parametrize(
    "text",
    [
        "10.1145/3442188.3445922",
        "doi:10.1145/3442188.3445922",
        "DOI 10.1145/3442188.3445922",
        "https://doi.org/10.1145/3442188.3445922",
        "http://dx.doi.org/10.1145/3442188.3445922?utm=1",
        "doi.org/10.1145/3442188.3445922",
        "https://dl.acm.org/doi/10.1145/3442188.3445922",
        "https://dl.acm.org/doi/abs/10.1145/3442188.3445922#sec-1",
    ],
)
def test_a_doi_is_read_from_what_people_paste(text):
    assert identifiers.normalise_doi(text) == "10.1145/3442188.3445922"


def test_a_doi_is_stored_in_lower_case_of_ascii_letters_alone():
    assert identifiers.normalise_doi("10.48550/arXiv.2306.16388Ä") == "10.48550/arxiv.2306.16388Ä"


def test_an_encoded_doi_address_is_decoded():
    doi = identifiers.normalise_doi("https://doi.org/10.1002/(SICI)1097-4571%3C1::AID-ASI1%3E3.0.CO;2-%23")
    assert doi == "10.1002/(sici)1097-4571<1::aid-asi1>3.0.co;2-#"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "11.1145/344",
        "10.1145",
        "10.1145/",
        "10.abc/1",
        "10.1145/a b",
        "10.1145/a\x00",
        "https://example.org/article/344",
        "https://doi.org/",
    ],
)
def test_a_text_that_is_no_doi_is_refused(text):
    with pytest.raises(ValueError, match="A DOI begins with 10"):
        identifiers.normalise_doi(text)


@pytest.mark.parametrize("doi", ["10.1145/3442188.3445922", "10.48550/arxiv.2306.16388", "10.1000/a(b)c"])
def test_a_usual_doi_gives_no_warning(doi):
    assert identifiers.doi_warning(doi) is None


@pytest.mark.parametrize("doi", ["10.1002/a<1::b>3.0.co;2-#", "10.1145/344.", "10.12/344"])
def test_an_unusual_doi_gives_a_warning(doi):
    assert identifiers.doi_warning(doi) == (
        "This DOI has an unusual shape; please check that it opens at https://doi.org/."
    )


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("2306.16388", "2306.16388"),
        ("2306.16388v2", "2306.16388"),
        ("arXiv:2306.16388", "2306.16388"),
        ("arXiv:2306.16388v1 [cs.CL]", "2306.16388"),
        ("https://arxiv.org/abs/2306.16388", "2306.16388"),
        ("http://export.arxiv.org/abs/2306.16388v2", "2306.16388"),
        ("https://arxiv.org/pdf/2306.16388v2.pdf", "2306.16388"),
        ("https://arxiv.org/pdf/2306.16388?download=1", "2306.16388"),
        ("https://ar5iv.labs.arxiv.org/html/2306.16388", "2306.16388"),
        ("arxiv.org/abs/2306.16388", "2306.16388"),
        ("https://doi.org/10.48550/arXiv.2306.16388", "2306.16388"),
        ("10.48550/arxiv.2306.16388", "2306.16388"),
        ("0704.0001", "0704.0001"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("arXiv:hep-th/9901001v3", "hep-th/9901001"),
        ("https://arxiv.org/abs/math.GT/0309136", "math/0309136"),
        ("math/0309136", "math/0309136"),
        ("https://arxiv.org/pdf/cond-mat/0207270v1", "cond-mat/0207270"),
    ],
)
def test_an_arxiv_id_is_read_without_its_version(text, arxiv):
    assert identifiers.normalise_arxiv(text) == arxiv


@pytest.mark.parametrize(
    "text", ["", "2313.16388", "2306.163", "2306.163888", "2306.16388v0", "9913001", "10.1145/344", "cs.CL"]
)
def test_an_impossible_arxiv_id_is_refused(text):
    with pytest.raises(ValueError, match="An arXiv id looks like"):
        identifiers.normalise_arxiv(text)


@pytest.mark.parametrize(
    ("scheme", "text", "value", "url"),
    [
        ("doi", "doi:10.1145/ABC", "10.1145/abc", "https://doi.org/10.1145/abc"),
        ("doi", "10.1/a<b>#c", "10.1/a<b>#c", "https://doi.org/10.1/a%3Cb%3E%23c"),
        ("arxiv", "arXiv:2306.16388v1", "2306.16388", "https://arxiv.org/abs/2306.16388"),
        ("arxiv", "hep-th/9901001", "hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("pmid", "PMID: 032376956", "32376956", "https://pubmed.ncbi.nlm.nih.gov/32376956/"),
        (
            "pmid",
            "https://pubmed.ncbi.nlm.nih.gov/32376956/?a=b",
            "32376956",
            "https://pubmed.ncbi.nlm.nih.gov/32376956/",
        ),
        ("pmcid", "pmc7239045", "PMC7239045", "https://pmc.ncbi.nlm.nih.gov/articles/PMC7239045/"),
        (
            "pmcid",
            "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7239045/",
            "PMC7239045",
            "https://pmc.ncbi.nlm.nih.gov/articles/PMC7239045/",
        ),
        ("isbn", "ISBN 978-0-262-03384-8", "9780262033848", ""),
        ("isbn", "0-262-03384-4", "9780262033848", ""),
        ("isbn", "ISBN-10: 0-8044-2957-X", "9780804429573", ""),
        (
            "acl",
            "https://aclanthology.org/2020.ACL-main.1/",
            "2020.acl-main.1",
            "https://aclanthology.org/2020.acl-main.1/",
        ),
        ("acl", "https://www.aclweb.org/anthology/p19-1001.pdf", "P19-1001", "https://aclanthology.org/P19-1001/"),
        ("openalex", "https://openalex.org/works/w2741809807", "W2741809807", "https://openalex.org/W2741809807"),
        ("openalex", "W2741809807", "W2741809807", "https://openalex.org/W2741809807"),
        (
            "openreview",
            "https://openreview.net/pdf?id=zl16jLb91v&a=b",
            "zl16jLb91v",
            "https://openreview.net/forum?id=zl16jLb91v",
        ),
        ("openreview", "zl16jLb91v", "zl16jLb91v", "https://openreview.net/forum?id=zl16jLb91v"),
        ("handle", "https://hdl.handle.net/1721.1/12345", "1721.1/12345", "https://hdl.handle.net/1721.1/12345"),
        ("handle", "https://dspace.mit.edu/handle/1721.1/12345", "1721.1/12345", "https://hdl.handle.net/1721.1/12345"),
        (
            "openreview",
            "openreview.net/forum?id=zl16jLb91v",
            "zl16jLb91v",
            "https://openreview.net/forum?id=zl16jLb91v",
        ),
        ("handle", "hdl:1721.1/ABC", "1721.1/abc", "https://hdl.handle.net/1721.1/abc"),
    ],
)
def test_each_scheme_has_one_stored_form_and_its_address(scheme, text, value, url):
    stored = identifiers.normalise(scheme, text)
    assert (stored, identifiers.url_for(scheme, stored)) == (value, url)


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        ("pmid", "PMC7239045"),
        ("pmid", "0"),
        ("pmcid", "https://example.org/PMC7239045"),
        ("isbn", "978-0-262-03384-9"),
        ("isbn", "0-262-03384-5"),
        ("isbn", "12345"),
        ("acl", "2020-acl-main"),
        ("openalex", "A2741809807"),
        ("openreview", "https://example.org/forum?id=zl16jLb91v"),
        ("openreview", "a b"),
        ("handle", "12345"),
        ("handle", "1721.1/a b"),
        ("ark", "ark:/1"),
    ],
)
def test_an_impossible_identifier_is_refused_with_a_sentence(scheme, text):
    with pytest.raises(ValueError, match=r"^[A-Z“].*\.$"):
        identifiers.normalise(scheme, text)


@given(st.sampled_from(sorted(identifiers.SCHEMES)), st.text(max_size=60))
def test_any_text_is_either_refused_or_has_a_stable_form(scheme, text):
    try:
        stored = identifiers.normalise(scheme, text)
    except ValueError:
        return
    assert identifiers.normalise(scheme, stored) == stored


@given(st.sampled_from(sorted(identifiers.SCHEMES)), st.sampled_from(["http://", "https://["]), st.text(max_size=60))
def test_a_broken_address_is_refused_with_a_sentence(scheme, start, text):
    with pytest.raises(ValueError, match=r"\.$"):
        identifiers.normalise(scheme, f"{start}\uff03{text} ")


@given(st.from_regex(r"10\.[0-9]{4,9}/[!-~]{1,30}", fullmatch=True))
def test_a_doi_reads_back_from_its_own_address(text):
    stored = identifiers.normalise_doi(text)
    assert identifiers.normalise_doi(identifiers.url_for("doi", stored)) == stored


def test_an_unknown_scheme_has_no_address():
    assert identifiers.url_for("ark", "1") == ""


def test_addresses_of_people_and_institutions():
    assert identifiers.orcid_url("0000-0002-1825-0097") == "https://orcid.org/0000-0002-1825-0097"
    assert identifiers.ror_url("05dxps055") == "https://ror.org/05dxps055"


@pytest.mark.corpus
def test_every_arxiv_id_and_doi_of_the_reference_is_read(corpus):
    papers = json.loads((corpus / "seed" / "papers.json").read_text(encoding="utf-8"))
    assert [identifiers.normalise_arxiv(paper["arxiv_id"]) for paper in papers] == [
        identifiers.normalise_arxiv(paper["doi"]) for paper in papers
    ]
