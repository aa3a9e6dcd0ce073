"""References as plain text in one neutral style: authors, year, title, where it appeared, DOI or address."""

from collections.abc import Iterable, Iterator

from papers.exports.work import CitedWork, cited_work
from papers.names import PersonName, abbreviate_given

MOST_AUTHORS = 20
KINDS = {"thesis": "Thesis", "report": "Report", "dataset": "Data set", "software": "Computer software"}


def render(papers: Iterable) -> Iterator[str]:
    """Yield a reference for each paper, a blank line between them."""
    separator = ""
    for paper in papers:
        yield f"{separator}{reference(paper)}\n"
        separator = "\n"


def reference(paper) -> str:
    """Return the reference to one paper, its relations preloaded, on one line.

    Up to 20 authors are all named; of more, the first 19 and the last.
    """
    work = cited_work(paper)
    year = f"({work.date.year if work.date else 'n.d.'})."
    title = _title(work)
    opening = [_authors(work.authors), year, title] if work.authors else [title, year]
    return " ".join(part for part in [*opening, _sentence(_where(work)), _address(work)] if part)


def _authors(names: tuple[PersonName, ...]) -> str:
    people = [_person(name) for name in names]
    if len(people) > MOST_AUTHORS:
        return f"{', '.join(people[: MOST_AUTHORS - 1])}, … {people[-1]}"
    return ", & ".join(part for part in (", ".join(people[:-1]), people[-1]) if part)


def _person(name: PersonName) -> str:
    return ", ".join(part for part in (name.family, abbreviate_given(name.given), name.suffix) if part)


def _title(work: CitedWork) -> str:
    notes = [note for note in (KINDS.get(work.type), work.notice) if note]
    return _sentence("".join([" ".join(work.title.split()), *(f" [{note}]" for note in notes)]))


def _where(work: CitedWork) -> str:
    """Return the place of publication in the form that the type of work asks for."""
    if work.type == "article" and work.venue:
        issue = f"({work.issue})" if work.issue else ""
        return _listed(work.venue, f"{work.volume}{issue}", _range(work.pages))
    if work.type in {"proceedings-paper", "chapter"} and work.venue:
        return _sentences(f"In {_editors(work)}{work.venue}{_place_in_volume(work)}", work.publisher)
    if work.type == "preprint" and work.arxiv:
        return f"arXiv:{work.arxiv}"
    return _sentences(work.venue, work.publisher)


def _editors(work: CitedWork) -> str:
    if not work.editors:
        return ""
    people = [" ".join(filter(None, (abbreviate_given(name.given), name.family))) for name in work.editors]
    names = " & ".join(part for part in (", ".join(people[:-1]), people[-1]) if part)
    return f"{names} ({'Eds.' if len(people) > 1 else 'Ed.'}), "


def _place_in_volume(work: CitedWork) -> str:
    pages = _range(work.pages)
    page_word = "pp." if "–" in pages or "," in pages else "p."
    inside = _listed(work.series, f"Vol. {work.volume}" if work.volume else "", f"{page_word} {pages}" if pages else "")
    return f" ({inside})" if inside else ""


def _address(work: CitedWork) -> str:
    return f"https://doi.org/{work.doi}" if work.doi else work.url


def _range(pages: str) -> str:
    return pages.replace("--", "–").replace("-", "–")


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _sentences(*parts: str) -> str:
    return " ".join(_sentence(part) for part in parts if part)


def _sentence(text: str) -> str:
    """Return the text with a full stop, unless it ends with punctuation."""
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
