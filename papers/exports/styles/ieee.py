"""IEEE style: IEEE Reference Guide (2023). The number in a list, [1], is the list's to give."""

from papers.exports.styles import pages, people
from papers.exports.styles.months import IEEE as MONTHS
from papers.exports.styles.typography import ended, in_quotation_marks, listed, sentences, title_of, typeset
from papers.exports.work import CitedWork, number_of, publisher_of
from papers.names import PersonName

MOST_AUTHORS = 6
SHOWN_IN_ITALICS = {"book", "software"}


def reference(work: CitedWork) -> str:
    """Return the reference to a work. Six authors are named; of more, the first."""
    work = typeset(work)
    creators = _creators(work)
    body = BODIES[work.type](work)
    return " ".join(part for part in (ended(creators, ","), body, _link(work)) if part)


def _creators(work: CitedWork) -> str:
    """Return the authors; without any, the editors."""
    if work.authors or not work.editors:
        return _people(work.authors)
    return listed(_people(work.editors), _role(work.editors))


def _people(names: tuple[PersonName, ...]) -> str:
    written = _written(names)
    return f"{written[0]} et al." if len(written) > MOST_AUTHORS else people.connected(written, "and")


def _written(names: tuple[PersonName, ...]) -> list[str]:
    return [people.in_reading_order(name, people.as_initials) for name in names]


def _role(editors: tuple[PersonName, ...]) -> str:
    return "Eds." if len(editors) > 1 else "Ed."


def _article(work: CitedWork) -> str:
    text = listed(_title(work), work.venue, _volume(work), _issue(work), _pages(work), _month(work))
    return ended(text, "," if work.doi or work.url else ".")


def _proceedings_paper(work: CitedWork) -> str:
    venue = f"in {work.venue}" if work.venue else ""
    opening = ended(listed(_title(work), venue, *_editors(work)), ",")
    series = ended(_series(work, work.series))
    ending = listed(_place_and_publisher(work), _month(work), _pages(work))
    return " ".join(part for part in (opening, series, ended(ending)) if part)


def _chapter(work: CitedWork) -> str:
    venue = f"in {work.venue}" if work.venue else ""
    numbers = (_volume(work), _issue(work))
    series = _series(work, work.series)
    where = (_place_and_publisher(work), _year(work), _pages(work))
    return ended(listed(_title(work), venue, *numbers, *_editors(work), series, *where))


def _book(work: CitedWork) -> str:
    opening = listed(_title(work), _volume(work), _issue(work))
    ending = listed(_place_and_publisher(work), _year(work), _pages(work))
    return sentences(opening, _series(work, work.venue), ending)


def _preprint(work: CitedWork) -> str:
    source = ": ".join(part for part in (listed(publisher_of(work), work.place), number_of(work)) if part)
    return ended(listed(_title(work), _day(work), source))


def _thesis(work: CitedWork) -> str:
    return ended(listed(_title(work), publisher_of(work), work.place, _year(work)))


def _report(work: CitedWork) -> str:
    return ended(listed(_title(work), publisher_of(work), work.place, number_of(work), _month(work)))


def _dataset(work: CitedWork) -> str:
    opening = listed(_title(work), _volume(work), _issue(work))
    return sentences(opening, listed(publisher_of(work), work.place, _pages(work), _day(work)))


def _software(work: CitedWork) -> str:
    date = f"({day})" if (day := _day(work)) else ""
    return sentences(_title(work), date, listed(publisher_of(work), work.place))


BODIES = {
    "article": _article,
    "proceedings-paper": _proceedings_paper,
    "preprint": _preprint,
    "chapter": _chapter,
    "book": _book,
    "thesis": _thesis,
    "report": _report,
    "dataset": _dataset,
    "software": _software,
}


def _title(work: CitedWork) -> str:
    title = title_of(work)
    return title if work.type in SHOWN_IN_ITALICS else in_quotation_marks(title)


def _editors(work: CitedWork) -> tuple[str, ...]:
    if not work.authors or not work.editors:
        return ()
    return people.connected(_written(work.editors), "and"), _role(work.editors)


def _series(work: CitedWork, series: str) -> str:
    return f"in {listed(series, _volume(work))}" if series else ""


def _place_and_publisher(work: CitedWork) -> str:
    return ": ".join(part for part in (work.place, publisher_of(work)) if part)


def _volume(work: CitedWork) -> str:
    return f"vol. {work.volume.replace('-', '–')}" if work.volume else ""


def _issue(work: CitedWork) -> str:
    return f"no. {work.issue.replace('-', '–')}" if work.issue else ""


def _pages(work: CitedWork) -> str:
    return pages.labelled(pages.ranges(work.pages, pages.as_written), "p.", "pp.")


def _year(work: CitedWork) -> str:
    return str(work.date.year) if work.date else ""


def _month(work: CitedWork) -> str:
    month = MONTHS[work.date.month] if work.date and work.date.month else ""
    return " ".join(part for part in (month, _year(work)) if part)


def _day(work: CitedWork) -> str:
    if work.date is None or not work.date.day:
        return _month(work)
    return f"{MONTHS[work.date.month]} {work.date.day:02}, {work.date.year}"


def _link(work: CitedWork) -> str:
    if work.doi:
        return f"doi: {work.doi}."
    return f"Available: {work.url}" if work.url else ""
