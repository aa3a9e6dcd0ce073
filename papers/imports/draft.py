"""An entry on its way to becoming a record: fields are set, doubts noted, and what has no place is kept verbatim.

Every parser fills a `Draft`; `Draft.entry` then decides whether a record can be made of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _

from papers import identifiers
from papers.exports.kept import is_script
from papers.imports.dates import read_date, says_more
from papers.imports.languages import language_code
from papers.imports.record import Entry, LinkRecord, PaperRecord, PersonRecord, Problem
from papers.imports.web_addresses import identifier_at, is_local, is_web_address, link_kind
from papers.names import MOST_REMEMBERED, PersonName, split_name
from papers.partial_dates import PartialDate

# The values that papers.models knows, which a parser must not import; a test holds them equal.
PAPER_TYPES = frozenset("article proceedings-paper preprint chapter book thesis report dataset software".split())
VENUE_KINDS = frozenset("journal conference workshop book repository website other".split())
LINK_KINDS = frozenset("code data demo video slides supplement pdf".split())
NOTICES = frozenset("retraction correction concern".split())

UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
UNREAD = re.compile("\ufffd")
MAIN_FIELDS = frozenset({"title", "authors", "venue", "citation_key"})  # a paper is known by these
# UTF-8 read as Latin-1: "Ã¼" for ü, "â€™" for an apostrophe. No language writes these pairs.
GARBLED = re.compile("Ã[\u0080-\u00bf]|â€[\u0090-\u00bf˜™œ¦“”]|\ufffd")
COMPANY = re.compile(r", (?:Inc|Ltd|LLC|LLP|PLC|GmbH|Corp|S\.A)\b")  # a comma that parts no family name
ET_AL = re.compile(r"(?:and )?(?:others|et\.? al\.?|…|\.\.\.)", re.IGNORECASE)
CITATION_KEY = re.compile(r"(?!(?:item|ref|id|entry|record)?[-_ ]?[0-9]+$)[^\s/\\{}\",=#%~]+", re.IGNORECASE)
normalise_orcid = lru_cache(maxsize=MOST_REMEMBERED)(identifiers.normalise_orcid)
QUOTED_LENGTH = 80
LABEL_LENGTH = 200


def one_line(text: str) -> str:
    """Return a text on one line, its words parted by single spaces, without control characters."""
    return " ".join(CONTROL.sub("", text).split())


def prose(text: str) -> str:
    """Return a text with its paragraphs: lines kept, spaces at their ends and control characters left out."""
    lines = (line.strip() for line in re.split(r"\r\n|\r|\n", CONTROL.sub("", text)))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def quoted(text: str) -> str:
    """Return the beginning of a text in quotation marks, for a sentence about it."""
    text = one_line(UNWRITABLE.sub("\ufffd", text))
    return f"“{text[:QUOTED_LENGTH]}{'…' if len(text) > QUOTED_LENGTH else ''}”"


def person(text: str, **more: str) -> PersonRecord:
    """Return the person with a name in one text: "Lovelace, Ada", "Ada Lovelace", "King, Martin, Jr."."""
    name = one_line(text)
    if COMPANY.search(name):
        return PersonRecord(name=name, **more)
    return person_of(split_name(name), **more)


def person_of(name: PersonName, **more: str) -> PersonRecord:
    """Return the person with a name in parts; a name in one piece, such as a group's, has no parts."""
    if not name.given:
        return PersonRecord(name=str(name), **more)
    return PersonRecord(name=str(name), given=name.given, family=name.family, suffix=name.suffix, **more)


@dataclass
class Draft:
    """An entry being read: what it is called in a report, its line or other place, and what has been made of it so far.

    `fields` are those of PaperRecord with one value, `lists` those with several, by a key that tells them apart. An
    entry that `is_own` was written by a complete export: what it says was taken in once and is kept to the letter.
    """

    label: str = ""
    line: int | None = None
    place: str = ""
    fields: dict[str, str | PartialDate] = field(default_factory=dict)
    lists: dict[str, dict] = field(default_factory=dict)
    kept: dict[str, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_own: bool = False

    # Noting

    def doubt(self, name: str, reason: str) -> None:
        """Note a sentence about the field called `name`, "" for the whole entry."""
        self.problems.append(Problem(name, reason))

    def keep(self, name: str, text: str) -> None:
        """Keep a text that has no place, under its name in the source; a second one follows on the next line.

        The path of a file on somebody's disk is left out.
        """
        if self.is_own or (text.strip() and not is_local(text)):
            self.kept.setdefault(name, []).append(text)

    # Setting

    def set(self, name: str, text: str) -> None:
        """Set a field of one line, unless the text says nothing."""
        if text := one_line(text):
            self.fields[name] = text

    def set_prose(self, name: str, text: str) -> None:
        """Set a field of any number of lines, unless the text says nothing."""
        if text := prose(text):
            self.fields[name] = text

    def set_one_of(self, name: str, text: str, known: Iterable[str]) -> None:
        """Set a field to one of the values `known`; keep another one and say so."""
        value = one_line(text)
        if value in known:
            self.fields[name] = value
        elif value:
            self.keep(name, text)
            self.doubt(
                name,
                _("%(text)s is not known here; known are %(known)s.")
                % {"text": quoted(text), "known": ", ".join(sorted(known))},
            )

    def set_date(self, name: str, text: str, source: str = "") -> None:
        """Set a date from a text; keep the text under the field's name in the `source` where it is no date.

        Of two dates that agree the more exact one stays. A text that says more than the date does is kept too.
        """
        source = source or name
        try:
            date = read_date(text)
        except ValueError as error:
            self.keep(source, text)
            self.doubt(name, f"{quoted(text)}: {error}")
            return
        if date is None:
            return
        before = self.fields.get(name)
        is_said = before is not None and str(before).startswith(str(date))
        if not is_said and (before is None or str(date).startswith(str(before))):
            self.fields[name] = date
            is_said = True
        if not is_said or says_more(text, date):
            self.keep(source, text)

    def set_language(self, text: str, source: str) -> None:
        """Set the language by its code; keep a text that names none that is known, and the names of more languages."""
        code = language_code(text)
        if code and self.fields.setdefault("language", code) == code:
            return
        self.keep(source, text)

    def set_citation_key(self, text: str, source: str) -> None:
        """Set the citation key where a text is one; keep a mere number or address, which others count differently."""
        if self.has("citation_key") or not CITATION_KEY.fullmatch(text.strip()):
            self.keep(source, text)
        else:
            self.set("citation_key", text)

    # Adding

    def add(self, name: str, text: str) -> None:
        """Add a text to a list of texts, such as keywords, once."""
        if text := one_line(text):
            self.lists.setdefault(name, {})[text] = text

    def add_author(self, author: PersonRecord) -> None:
        """Add an author; "et al." in the place of one is noted instead."""
        if ET_AL.fullmatch(author.name):
            self.doubt("authors", _("The source does not name all the authors."))
        elif author.name:
            authors = self.lists.setdefault("authors", {})
            authors[len(authors)] = author

    def orcid(self, text: str) -> str:
        """Return the ORCID iD in a text, for an author; "" where there is none, and say so of an impossible one."""
        if not text.strip():
            return ""
        try:
            return normalise_orcid(text)
        except ValueError as error:
            self.keep("orcid", text)
            self.doubt("authors", f"{quoted(text)}: {error}")
            return ""

    def add_identifier(self, scheme: str, text: str, source: str = "") -> bool:
        """Add an identifier; keep an impossible one under its name in the `source`, say why, and return False.

        An address that leads to the work under another scheme, such as a handle in the place of a DOI, is that one.
        """
        source = source or scheme
        if not text.strip():
            return False
        try:
            value = identifiers.normalise(scheme, text)
        except ValueError as error:
            if pair := identifier_at(text.strip()):
                self._add_pair(*pair)
                return True
            self.keep(source, text)
            self.doubt(source, f"{quoted(text)}: {error}")
            return False
        self._add_pair(scheme, value)
        return True

    def add_serial_number(self, text: str, source: str) -> None:
        """Add an ISBN; keep an ISSN, which is the journal's, and whatever else stands in its place."""
        digits = re.sub(r"[^0-9Xx]", "", text)
        if len(digits) in (10, 13):
            self.add_identifier("isbn", digits, source)
        else:
            self.keep(source, text)

    def _add_pair(self, scheme: str, value: str) -> None:
        warning = identifiers.doi_warning(value) if scheme == "doi" and not self.is_own else None
        if warning and (scheme, value) not in self.lists.get("identifiers", {}):
            self.doubt("doi", f"{quoted(value)}: {warning}")
        self.lists.setdefault("identifiers", {})[scheme, value] = (scheme, value)

    def add_link(self, kind: str, url: str, label: str = "", source: str = "") -> None:
        """Add a link; keep what is no web address or of no known kind under its name in the `source`, and say so."""
        url = url.strip()
        if not url or is_local(url):
            return
        if kind in LINK_KINDS and is_web_address(url):
            self.lists.setdefault("links", {}).setdefault(url, LinkRecord(kind, url, one_line(label)))
        else:
            self.keep(source or kind, url)
            self.doubt("links", _("%(url)s is not a web address of a known kind.") % {"url": quoted(url)})

    def add_url(self, url: str, source: str) -> None:
        """Add what a web address leads to: an identifier, a link of a kind that shows, or else a text to keep."""
        url = url.strip()
        if pair := identifier_at(url):
            self._add_pair(*pair)
        elif kind := link_kind(url):
            self.add_link(kind, url, source=source)
        else:
            self.keep(source, url)
            if is_script(url):
                self.doubt("links", _("%(url)s is a program, no address: nobody sees it.") % {"url": quoted(url)})

    # Deciding

    def has(self, name: str) -> bool:
        """Whether a field has been set."""
        return name in self.fields or name in self.lists

    def refused(self, reason: str, name: str = "") -> Entry:
        """Return the entry refused for a reason, with all that was noted before."""
        return Entry(self._label(), self.line, None, (*self.problems, Problem(name, reason)))

    def entry(self) -> Entry:
        """Return the entry: with a record, or refused because it has no title or cannot be stored."""
        values = self.fields | {name: tuple(items.values()) for name, items in self.lists.items()}
        extra = {name: "\n".join(texts) for name, texts in self.kept.items()}
        texts = [*_texts_of(values), *((name, f"{name}\n{text}") for name, text in extra.items())]
        if _is_plain(texts):
            texts = []  # of which there is nothing to say
        if found := _first_with(UNWRITABLE, texts):
            name, text = found
            return self.refused(
                _("%(text)s holds a character that cannot be stored (a NUL or half of a pair).")
                % {"text": quoted(text)},
                name,
            )
        main_texts = [] if self.is_own else [(name, text) for name, text in texts if name in MAIN_FIELDS]
        if found := _first_with(UNREAD, main_texts):
            name, text = found
            return self.refused(
                _("%(text)s holds a character that could not be read: the file is damaged, or its encoding unknown.")
                % {"text": quoted(text)},
                name,
            )
        if "title" not in values:
            return self.refused(_("It has no title, without which a paper cannot be listed."), "title")
        if found := _first_with(GARBLED, [] if self.is_own else texts):
            name, text = found
            self.doubt(
                name, _("%(text)s looks garbled by a wrong encoding.") % {"text": quoted(text.partition("\n")[0])}
            )
        return Entry(self._label(), self.line, PaperRecord(**values, extra=extra), tuple(self.problems))

    def _label(self) -> str:
        """Return what a person would call the entry: its key or title, or else whatever tells it from others."""
        names = [self.fields.get("citation_key"), self.fields.get("title"), self.label]
        names += [value for _scheme, value in self.lists.get("identifiers", ())]
        names.append(self.place or (_("line %(number)s") % {"number": self.line} if self.line else ""))
        label = next((str(name) for name in names if name), "")
        return one_line(UNWRITABLE.sub("\ufffd", label))[:LABEL_LENGTH]


def _is_plain(texts: list[tuple[str, str]]) -> bool:
    """Whether all of many texts are in ASCII without NUL, as most are, in which nothing is damaged or garbled."""
    whole = "".join([text for _name, text in texts])
    return whole.isascii() and "\0" not in whole


def _first_with(pattern: re.Pattern, texts: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the first text in which a pattern is found, with the name of its field; None if there is none."""
    if pattern.search("\n".join([text for _name, text in texts])) is None:
        return None
    return next((name, text) for name, text in texts if pattern.search(text))


def _texts_of(values: dict[str, object]) -> list[tuple[str, str]]:
    """Return every text in fields, lists and people, a person's or link's as one, with the name of its field."""
    texts = []
    for name, value in values.items():
        if isinstance(value, str):
            texts.append((name, value))
        elif isinstance(value, tuple):
            texts.extend([(name, _text_of(item)) for item in value])
    return texts


def _text_of(item: str | tuple | PersonRecord | LinkRecord) -> str:
    if isinstance(item, str):
        return item
    return "\n".join(item if isinstance(item, tuple) else vars(item).values())
