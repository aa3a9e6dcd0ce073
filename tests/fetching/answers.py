"""Answers in the shapes of the services, about works that never were."""

import json

ADA = "0000-0002-1825-0097"


def crossref_work(doi: str = "10.1000/engine", title: str = "Notes on the Engine", **members) -> dict:
    """Return a work as Crossref has it."""
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": [{"given": "Ada", "family": "Lovelace", "sequence": "first", "affiliation": []}],
        "issued": {"date-parts": [[1843, 10]]},
        "container-title": ["Scientific Memoirs"],
        "reference-count": 0,
        **members,
    }


def crossref(work: dict | None = None) -> str:
    """Return the answer about one work."""
    message = work or crossref_work()
    return json.dumps({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message})


def arxiv(*numbers: str) -> str:
    """Return a feed of preprints."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{number}v1</id><published>2023-06-28T00:00:00Z</published>"
        f"<title>Preprint {number}</title><author><name>Ada Lovelace</name></author></entry>"
        for number in numbers
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">{entries}</feed>'


ARXIV_ERROR = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_1</id>'
    "<title>Error</title><summary>incorrect id format for 1</summary></entry></feed>"
)


def pubmed(*numbers: str) -> str:
    """Return a set of articles."""
    articles = "".join(
        f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID><Article><ArticleTitle>Article {number}</ArticleTitle>"
        "<AuthorList><Author><LastName>Lovelace</LastName><ForeName>Ada</ForeName></Author></AuthorList>"
        "</Article></MedlineCitation></PubmedArticle>"
        for number in numbers
    )
    return f"<?xml version='1.0'?><PubmedArticleSet>{articles}</PubmedArticleSet>"


def orcid_work(title: str, doi: str = "") -> dict:
    """Return a group with one work, as an ORCID record lists it."""
    identifiers = [{"external-id-type": "doi", "external-id-value": doi, "external-id-relationship": "self"}]
    summary = {
        "put-code": 1,
        "title": {"title": {"value": title}},
        "external-ids": {"external-id": identifiers if doi else []},
        "type": "journal-article",
        "publication-date": {"year": {"value": "1843"}},
    }
    return {"work-summary": [summary]}


def orcid(*groups: dict, works: bool = True) -> str:
    """Return Ada Lovelace's record; without works where told so."""
    known = groups or [orcid_work("Notes on the Engine", "10.1000/engine")]
    return json.dumps(
        {
            "orcid-identifier": {"path": ADA},
            "person": {"name": {"given-names": {"value": "Ada"}, "family-name": {"value": "Lovelace"}}},
            "activities-summary": {"works": {"group": known if works else []}},
        }
    )


def openalex_work(number: int, title: str, *authors: str, **members) -> dict:
    """Return a work as OpenAlex has it; Ada Lovelace among the authors has her ORCID iD."""
    people = [
        {"author": {"display_name": name, "orcid": f"https://orcid.org/{ADA}" if "Lovelace" in name else None}}
        for name in authors or ("Ada Lovelace",)
    ]
    return {
        "id": f"https://openalex.org/W{number}",
        "title": title,
        "type": "article",
        "publication_date": "1843-10-05",
        "authorships": people,
        **members,
    }


def openalex(*works: dict) -> str:
    """Return a page of works."""
    return json.dumps({"meta": {"count": len(works)}, "results": works})
