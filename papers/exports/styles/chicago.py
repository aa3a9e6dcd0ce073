"""Chicago style, author-date: The Chicago Manual of Style, 18th edition (2024), chapters 13 and 14."""

from papers.exports.styles import pages, people
from papers.exports.styles.months import LONG
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

MOST_AUTHORS = 6
NAMED_OF_MORE = 3
ALWAYS_QUOTED = {"preprint", "dataset", "proceedings-paper", "thesis"}


def reference(work: CitedWork) -> str:
    """Return the reference to a work. Six authors are named; of more, the first three."""
    work = typeset(work)
    title, creators = _title(work), _creators(work)
    year = str(work.date.year) if work.date else "n.d."
    opening = (creators, year, title) if creators else (title, year)
    return sentences(*opening, *_source(work), f"https://doi.org/{work.doi}" if work.doi else work.url)


def _creators(work: CitedWork) -> str:
    """Return the authors; without any, the editors, or the publisher of software."""
    if work.authors:
        return _inverted_list(work.authors)
    if work.editors:
        return listed(_inverted_list(work.editors), "eds." if len(work.editors) > 1 else "ed.")
    return publisher_of(work) if work.type == "software" else ""


def _inverted_list(names: tuple[PersonName, ...]) -> str:
    first = people.inverted(names[0], people.in_full, particles_last=True)
    return _list([first, *_written(names[1:])], comma_before_two=True)


def _written(names: tuple[PersonName, ...]) -> list[str]:
    return [people.in_reading_order(name, people.in_full) for name in names]


def _list(written: list[str], comma_before_two: bool = False) -> str:
    if len(written) > MOST_AUTHORS:
        return f"{', '.join(written[:NAMED_OF_MORE])}, et al."
    return people.connected(written, "and", comma_before_two)


def _title(work: CitedWork) -> str:
    title = headline(title_of(work), work.language)
    is_part = work.venue and work.type in {"article", "chapter"}
    return in_quotation_marks(title) if is_part or work.type in ALWAYS_QUOTED else title


def _source(work: CitedWork) -> tuple[str, ...]:
    """Return the sentences that say where a work appeared."""
    if work.type == "article" or (work.type == "proceedings-paper" and not work.editors):
        return (_in_periodical(work),)
    series = headline(work.venue if work.type == "book" else work.series, work.language)
    number = pages.labelled_number(number_of(work), "No.", "Nos.")
    series = listed(series, "" if number else pages.labelled(work.issue, "no.", "nos."))
    if work.venue and work.type in {"chapter", "proceedings-paper"}:
        book = listed(f"In {headline(work.venue, work.language)}", _editors(work), _volume(work))
        return book, series, _publisher(work)
    return capitalised(_editors(work)), number, capitalised(_volume(work)), series, _publisher(work)


def _in_periodical(work: CitedWork) -> str:
    """Return "Journal 3 (2): 666–731"; the month is given where volume or issue is not known."""
    place = f" ({work.place})" if work.place else ""
    venue = listed(f"{headline(work.venue, work.language)}{place}", work.series)
    if not (work.volume or work.issue):
        return listed(venue, _month_and_day(work), _pages(work))
    numbers = ": ".join(part for part in (_numbers(work), _pages(work)) if part)
    return listed(venue, numbers) if work.series or not work.volume else f"{venue} {numbers}".strip()


def _numbers(work: CitedWork) -> str:
    month = LONG[work.date.month] if work.date and work.date.month else ""
    if work.volume:
        volume = _volume(work) if work.series else work.volume
        return f"{volume} ({work.issue or month})" if work.issue or month else volume
    issue = pages.labelled(work.issue, "no.", "nos.")
    return f"{issue} ({month})" if month and (work.authors or work.editors) else issue


def _publisher(work: CitedWork) -> str:
    """Return the publisher, or else the place; the day too of what is published by the day."""
    publisher = publisher_of(work) or work.place
    if work.type == "software":
        publisher = "" if publisher == _creators(work) else publisher
        released = f"released {day}" if (day := _month_and_day(work)) else ""
        return listed(publisher, released) if publisher else capitalised(released)
    day = _month_and_day(work) if work.type in {"preprint", "dataset"} else ""
    return listed("Preprint" if work.type == "preprint" else "", publisher, day)


def _editors(work: CitedWork) -> str:
    return f"edited by {_list(_written(work.editors))}" if work.authors and work.editors else ""


def _volume(work: CitedWork) -> str:
    return pages.labelled_number(work.volume, "vol.", "vols.")


def _pages(work: CitedWork) -> str:
    return pages.ranges(work.pages, pages.by_chicago)


def _month_and_day(work: CitedWork) -> str:
    if work.date is None or not work.date.month:
        return ""
    return f"{LONG[work.date.month]} {work.date.day}" if work.date.day else LONG[work.date.month]
