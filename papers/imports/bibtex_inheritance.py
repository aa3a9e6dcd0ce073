"""What an entry of a BibTeX file takes over from others, by crossref and xdata.

An entry takes from the whole that it is part of what it does not say itself. As in biblatex, the whole's title becomes
a part's booktitle (https://ctan.org/pkg/biblatex, appendix B); but what is about the whole alone, such as its DOI, is
not taken over, which classic BibTeX would do: it would be the identity of another work.
"""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from papers.imports.bibtex_entries import SourceEntry

PARTS = frozenset("inbook bookinbook suppbook incollection suppcollection inreference inproceedings conference".split())
WHOLES = frozenset("book collection proceedings reference".split())
PART_NAMES = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
VOLUME_NAMES = {"title": "maintitle", "subtitle": "mainsubtitle", "titleaddon": "maintitleaddon"}
ISSUE_NAMES = {"title": "journaltitle", "subtitle": "journalsubtitle"}
TITLES = frozenset({"title", "subtitle", "titleaddon"})
TAKEN = frozenset(
    "author editor editora editortype translator publisher address location year date month series volume number "
    "booktitle booksubtitle booktitleaddon journal journaltitle journalsubtitle shortjournal isbn issn edition "
    "organization institution school eventtitle eventdate venue maintitle mainsubtitle volumes howpublished language "
    "langid chapter type".split()
)
DATES = frozenset({"date", "year", "month"})
JOURNALS = frozenset({"journal", "journaltitle"})
LONGEST_CHAIN = 8


def inherit(entries: "list[SourceEntry]") -> None:
    """Give each entry the fields that it takes over from others of the file, and note the others that are missing."""
    index: dict[str, SourceEntry] = {}
    for entry in entries:
        if not entry.refusal:
            for name in (entry.key, *entry.fields.get("ids", "").split(",")):
                index.setdefault(name.strip().lower(), entry)
    own = {id(entry): dict(entry.fields) for entry in entries}
    for entry in entries:
        _take_data(entry, index, own)
    own = {id(entry): dict(entry.fields) for entry in entries}
    for entry in entries:
        _take_from_wholes(entry, index, own)


def _take_data(entry: "SourceEntry", index: "dict[str, SourceEntry]", own: dict[int, dict[str, str]]) -> None:
    """Take over all fields of the entries named in xdata, and of those named in theirs."""
    waiting = _names(entry.fields.get("xdata", ""))
    seen: set[int] = set()
    while waiting:
        name = waiting.pop(0)
        data = index.get(name.lower())
        if data is None:
            _note_missing(entry, "xdata", name)
        elif id(data) not in seen and len(seen) < LONGEST_CHAIN:
            seen.add(id(data))
            for field, value in own[id(data)].items():
                _take(entry, field, value, "")
            waiting.extend(_names(own[id(data)].get("xdata", "")))


def _take_from_wholes(entry: "SourceEntry", index: "dict[str, SourceEntry]", own: dict[int, dict[str, str]]) -> None:
    """Take over the fields of the whole that an entry is part of, and of those that it is part of in turn."""
    seen = {id(entry)}
    child = entry
    while name := own[id(child)].get("crossref", "").strip():
        whole = index.get(name.lower())
        if whole is None:
            _note_missing(entry, "crossref", name)
            return
        if id(whole) in seen or len(seen) > LONGEST_CHAIN:
            entry.note("crossref", _("Its cross-references lead round in a circle; they were followed once."))
            return
        seen.add(id(whole))
        _take_from(entry, whole.kind, own[id(whole)])
        child = whole


def _take_from(entry: "SourceEntry", kind: str, fields: dict[str, str]) -> None:
    names = _renamed(entry.kind, kind)
    has_date = not DATES.isdisjoint(entry.fields)
    has_journal = not JOURNALS.isdisjoint(entry.fields)
    for field, value in fields.items():
        name = names.get(field, field)
        is_kept_out = (field in DATES and has_date) or (name in JOURNALS and has_journal)
        if not is_kept_out and (field in names or field in TAKEN or (field in TITLES and not names)):
            _take(entry, name, value, fields.get(name, ""))


def _renamed(kind: str, whole: str) -> dict[str, str]:
    """Return the names that a whole's titles have in an entry of a kind."""
    if whole.startswith("mv"):
        return VOLUME_NAMES
    if kind in PARTS:
        return PART_NAMES
    return ISSUE_NAMES if whole == "periodical" else {}


def _take(entry: "SourceEntry", name: str, value: str, preferred: str) -> None:
    """Set a field that the entry does not have; `preferred` is what the whole itself says under that name."""
    if name not in entry.fields and value.strip():
        entry.fields[name] = preferred or value


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _note_missing(entry: "SourceEntry", field: str, name: str) -> None:
    entry.note(field, _("The entry “%(name)s”, to which it refers, is not in this file.") % {"name": name[:80]})
