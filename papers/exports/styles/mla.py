"""MLA style: MLA Handbook, 9th edition (2021), chapter 5."""

from papers.exports.styles import pages, people
from papers.exports.styles.months import MLA as MONTHS
from papers.exports.styles.typography import (
    capitalised,
    headline,
    in_quotation_marks,
    listed,
    sentences,
    title_of,
    typeset,
)
from papers.exports.work import CitedWork, number_of, publisher_of
from papers.names import PersonName

MOST_AUTHORS = 2
ALWAYS_QUOTED = {"preprint", "dataset", "proceedings-paper"}


def reference(work: CitedWork) -> str:
    """Return the reference to a work. Two authors are named; of more, the first."""
    work = typeset(work)
    return sentences(_creators(work), _title(work), _container(work), *_supplement(work))


def _creators(work: CitedWork) -> str:
    """Return the authors; without any, the editors."""
    if work.authors:
        return _inverted_list(work.authors)
    role = "editors" if len(work.editors) > 1 else "editor"
    return listed(_inverted_list(work.editors), role) if work.editors else ""


def _inverted_list(names: tuple[PersonName, ...]) -> str:
    first = people.inverted(names[0], people.in_full)
    if len(names) > MOST_AUTHORS:
        return f"{first}, et al."
    others = [people.in_reading_order(name, people.in_full) for name in names[1:]]
    return people.connected([first, *others], "and", comma_before_two=True)


def _title(work: CitedWork) -> str:
    """Return the title, in quotation marks if the work is part of another or of no volume."""
    title = headline(title_of(work), work.language)
    is_part = work.venue and work.type in {"article", "chapter"}
    return in_quotation_marks(title) if is_part or work.type in ALWAYS_QUOTED else title


def _container(work: CitedWork) -> str:
    """Return where the work appeared, when, and where in it the work stands."""
    number = number_of(work)
    editors = _editors(work)
    return listed(
        _venue(work),
        work.series if _is_serial(work) else "",
        editors if _is_contained(work) else capitalised(editors),
        _volume(work),
        "" if number else pages.labelled(work.issue, "no.", "nos."),
        pages.labelled_number(number, "no.", "nos."),
        "" if _is_serial(work) or work.type == "thesis" else publisher_of(work) or work.place,
        _date(work),
        pages.labelled(pages.ranges(work.pages, pages.by_two_digits), "p.", "pp."),
        f"https://doi.org/{work.doi}" if work.doi else work.url,
    )


def _supplement(work: CitedWork) -> tuple[str, ...]:
    """Return what ends a reference: the university of a thesis, the series of a book."""
    if work.type == "thesis":
        return (publisher_of(work),)
    series = work.venue if work.type == "book" else work.series
    return () if _is_serial(work) else (headline(series, work.language),)


def _is_serial(work: CitedWork) -> bool:
    """Whether a work appeared in a periodical, or in proceedings that are treated as one."""
    return work.type == "article" or (work.type == "proceedings-paper" and not work.editors)


def _is_contained(work: CitedWork) -> bool:
    return bool(work.venue) and work.type in {"article", "chapter", "proceedings-paper"}


def _venue(work: CitedWork) -> str:
    """Return the title of the periodical or book; a periodical's place in brackets."""
    if not _is_contained(work):
        return ""
    place = f" [{work.place}]" if work.place and _is_serial(work) else ""
    return headline(work.venue, work.language) + place


def _editors(work: CitedWork) -> str:
    if not work.authors or not work.editors:
        return ""
    names = [people.in_reading_order(name, people.in_full) for name in work.editors]
    return f"edited by {f'{names[0]} et al.' if len(names) > MOST_AUTHORS else people.connected(names, 'and')}"


def _volume(work: CitedWork) -> str:
    """Return the volume; the style gives it of what has a container or editors."""
    volume = pages.labelled_number(work.volume, "vol.", "vols.")
    if _is_serial(work) or _is_contained(work) or work.editors:
        return volume
    return "" if work.authors else capitalised(volume)


def _date(work: CitedWork) -> str:
    """Return the year of a book, the month of an article, the day of what is published by the day."""
    if work.date is None:
        return ""
    month = MONTHS[work.date.month] if work.date.month else ""
    if work.type in {"book", "chapter", "proceedings-paper", "thesis"}:
        return str(work.date.year)
    day = str(work.date.day) if work.date.day and work.type != "article" else ""
    return " ".join(part for part in (day, month, str(work.date.year)) if part)
