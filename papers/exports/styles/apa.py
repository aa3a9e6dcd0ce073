"""APA style: Publication Manual of the American Psychological Association, 7th edition (2020), chapters 9 and 10."""

from papers.exports.styles import pages, people
from papers.exports.styles.months import LONG
from papers.exports.styles.typography import ended, headline, listed, sentences, title_of, typeset
from papers.exports.work import CitedWork, number_of, publisher_of
from papers.names import PersonName

MOST_AUTHORS = 20
DESCRIPTIONS = {"dataset": "Dataset", "software": "Computer software"}


def reference(work: CitedWork) -> str:
    """Return the reference to a work. Up to 20 authors are named; of more, the first 19 and the last."""
    work = typeset(work)
    creators, source = _creators(work), _source(work)
    title = title_of(work) if _is_serial(work) or _has_container(work) else _with_volume_title(title_of(work), work)
    title += _in_parentheses(_identifiers(work))
    description = f"[{said}]" if (said := _description(work)) else ""
    if creators:
        opening = (creators, _date(work), f"{title} {description}".strip())
    else:
        opening = (title, _date(work), description)
    return " ".join(part for part in (sentences(*opening, source), _link(work)) if part)


def _creators(work: CitedWork) -> str:
    """Return the authors; without any, the editors, or the publisher of software."""
    if work.authors:
        return _inverted_list(work.authors)
    if work.editors:
        return f"{_inverted_list(work.editors)} {_role(work.editors)}"
    return publisher_of(work) if work.type == "software" else ""


def _inverted_list(names: tuple[PersonName, ...]) -> str:
    written = [people.inverted(name, people.as_initials) for name in names]
    if len(written) > MOST_AUTHORS:
        return f"{', '.join(written[: MOST_AUTHORS - 1])}, … {written[-1]}"
    return people.connected(written, "&", comma_before_two=True)


def _role(editors: tuple[PersonName, ...]) -> str:
    return "(Eds.)" if len(editors) > 1 else "(Ed.)"


def _date(work: CitedWork) -> str:
    """Return the year; of a paper in proceedings of which neither number nor pages are known, the day as well."""
    if work.date is None:
        return "(n.d.)"
    is_placed = work.volume or work.issue or work.pages or work.editors
    if work.type != "proceedings-paper" or is_placed or not work.date.month:
        return f"({work.date.year})"
    day = f" {work.date.day}" if work.date.day else ""
    return f"({work.date.year}, {LONG[work.date.month]}{day})"


def _identifiers(work: CitedWork) -> str:
    """Return what stands in parentheses after the title: the editors of a book by others, and numbers."""
    number = pages.labelled_number(number_of(work), "No.", "Nos.")
    if _is_serial(work) or _has_container(work):
        return number
    editors = f"{_editors(work)}, {_role(work.editors)[1:-1]}" if work.authors and work.editors else ""
    return "; ".join(part for part in (editors, number, _place_in_volume(work)) if part)


def _description(work: CitedWork) -> str:
    """Return what stands in brackets: what a work that is no text is, the university of a thesis with a link."""
    if work.type == "thesis" and _link(work):
        return publisher_of(work)
    return DESCRIPTIONS.get(work.type, "")


def _source(work: CitedWork) -> str:
    if _is_serial(work):
        issue = f"({work.issue})" if work.issue else ""
        return listed(*_periodical(work), f"{work.volume}{issue}", _pages(work))
    publisher = publisher_of(work)
    if _has_container(work):
        editors = f"{_editors(work)} {_role(work.editors)}, " if work.authors and work.editors else ""
        book = _with_volume_title(work.venue, work)
        return sentences(f"In {editors}{book}{_in_parentheses(_place_in_volume(work))}", publisher)
    return "" if publisher in (_creators(work), _description(work)) else publisher


def _periodical(work: CitedWork) -> tuple[str, str]:
    return headline(work.venue, work.language), headline(work.series, work.language)


def _is_serial(work: CitedWork) -> bool:
    """Whether a work appeared in a periodical, or in proceedings that are treated as one."""
    return work.type == "article" or (work.type == "proceedings-paper" and not work.editors)


def _has_container(work: CitedWork) -> bool:
    """Whether a work is known to be part of a book or of proceedings."""
    return bool(work.venue) and work.type in {"chapter", "proceedings-paper"}


def _with_volume_title(title: str, work: CitedWork) -> str:
    """Return the title of a book and what its volume is called, where that is no number."""
    if pages.is_number(work.volume) or not work.volume:
        return title
    return f"{ended(title, ':')} {work.volume}"


def _editors(work: CitedWork) -> str:
    return people.connected([people.in_reading_order(name, people.as_initials) for name in work.editors], "&")


def _place_in_volume(work: CitedWork) -> str:
    volume = pages.labelled(work.volume, "Vol.", "Vols.") if pages.is_number(work.volume) else ""
    issue = "" if number_of(work) else pages.labelled(work.issue, "Issue", "Issues")
    return listed(volume, issue, pages.labelled(_pages(work), "p.", "pp."))


def _pages(work: CitedWork) -> str:
    return pages.ranges(work.pages, pages.in_full)


def _link(work: CitedWork) -> str:
    return f"https://doi.org/{work.doi}" if work.doi else work.url


def _in_parentheses(text: str) -> str:
    return f" ({text})" if text else ""
