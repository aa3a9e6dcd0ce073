"""BibTeX and BibLaTeX: each entry as a record, both dialects in one file if need be.

Types and fields are those of the classic styles and of biblatex (https://ctan.org/pkg/biblatex, sections 2.1 and 2.2).
Where the record's type would be written as another kind of entry, the kind is kept as ``entrytype``. What is about a
whole that the entry is a part of, such as an ISBN, is kept and is no identifier of the part.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from papers import identifiers
from papers.imports.bibtex_dates import set_dates
from papers.imports.bibtex_entries import SourceEntry, read_file
from papers.imports.bibtex_names import People, UnreadableNames, read_people
from papers.imports.draft import LINK_KINDS, Draft
from papers.imports.languages import language_code
from papers.imports.record import Entry, PersonRecord, UnreadableFile
from papers.imports.web_addresses import identifier_at, is_web_address, link_kind
from papers.latex import Definitions, read_definitions, read_latex, read_paragraphs, without_escapes
from papers.names import split_name

LABEL = "BibTeX, BibLaTeX"
EXTENSIONS = ("bib", "bibtex", "biblatex")

HEAD = re.compile(
    r"(?:^|[})])[ \t]*@[ \t]*(?:(?:comment|preamble|string)\s{0,9}[{(]"
    r"|[A-Za-z]+\s{0,9}\(\s{0,9}[^\s,{}()=\"]{1,500}\s{0,9},"
    r"|[A-Za-z]+\s{0,9}\{\s{0,9}[^\s,{}()=\"]{0,500}\s{0,9}[,=])",
    re.IGNORECASE | re.MULTILINE,
)

TYPES = {
    **dict.fromkeys(("article", "suppperiodical", "review"), "article"),
    **dict.fromkeys(("inproceedings", "conference"), "proceedings-paper"),
    **dict.fromkeys(("incollection", "inbook", "bookinbook", "suppbook", "suppcollection", "inreference"), "chapter"),
    **dict.fromkeys(("book", "mvbook", "collection", "mvcollection", "reference", "mvreference"), "book"),
    **dict.fromkeys(("proceedings", "mvproceedings", "periodical", "booklet", "manual"), "book"),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), "thesis"),
    **dict.fromkeys(("techreport", "report", "standard", "patent"), "report"),
    "dataset": "dataset",
    "software": "software",
}
OTHERWISE = "preprint"  # @misc, @unpublished, @online and kinds that nobody knows
WRITTEN_AS = {
    "article": "article",
    "proceedings-paper": "inproceedings",
    "chapter": "incollection",
    "book": "book",
    "thesis": "phdthesis",
    "report": "techreport",
    "preprint": "misc",
}
NO_PAPERS = {
    "xdata": gettext_lazy("It holds fields for other entries, to which they were given, and is no paper itself."),
    "set": gettext_lazy("It only groups other entries, which are read by themselves."),
}
# What is about the reader's own disk or program, and means nothing to anyone else.
LOCAL_FIELDS = re.compile(r"file|localfile|local-url|pdf|ps|bdsk-file-\d+|__markedentry")
ARXIV_VENUE = re.compile(
    r"(?:arxiv(?:\.org)?(?:[ :,-]*(?:e-?prints?|preprints?))?|corr|computing research repository)\b[ :,.]*",
    re.IGNORECASE,
)
ARXIV_ID = re.compile(
    r"(?:arxiv\s*:?\s*|abs/)?(\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?", re.IGNORECASE
)
ARXIV_NOTE = re.compile(
    rf"arxiv[ ,]*(?:e-?print|preprint)?[ :,]*{ARXIV_ID.pattern}(?:\s*\[[\w.-]+\])?\.?", re.IGNORECASE
)
CATEGORY = re.compile(r"[a-z][a-z-]*(?:\.[A-Za-z-]{2,})?")
EPRINT_SCHEMES = {
    "arxiv": "arxiv",
    "pubmed": "pmid",
    "pmid": "pmid",
    "pmc": "pmcid",
    "pmcid": "pmcid",
    "hdl": "handle",
    "handle": "handle",
}
IDENTIFIER_FIELDS = {
    "doi": "doi", "pmid": "pmid", "pmcid": "pmcid", "pmc": "pmcid", "arxiv": "arxiv", "arxivid": "arxiv",
    "hdl": "handle", "handle": "handle", "openalex": "openalex",
}  # fmt: skip
ISBN = re.compile(r"(?:97[89][- –]?)?(?:\d[- –]?){9}[\dXx]")
RANGE = re.compile(r"\s*(?:–|—|--+|(?<=\d)\s*-\s*(?=\d))\s*")
WEB_ADDRESS = re.compile(r"https?://[^\s{}\\,;]+[^\s{}\\,;.)]")
# How babel calls languages, where it does not use their English names.
LANGUAGES = {
    **dict.fromkeys(("american", "usenglish", "british", "ukenglish", "australian", "canadian", "newzealand"), "en"),
    "ngerman": "de", "naustrian": "de-AT", "austrian": "de-AT", "brazilian": "pt-BR", "brazil": "pt-BR",
    "portuges": "pt", "norsk": "no", "nynorsk": "nn", "magyar": "hu", "slovene": "sl", "farsi": "fa", "francais": "fr",
}  # fmt: skip
LONGEST_KIND = 40


def looks_like(text: str) -> bool:
    """Whether a text has an entry, abbreviation or comment of BibTeX."""
    return HEAD.search(text) is not None


def parse(text: str) -> Iterator[Entry]:
    """Yield an entry for each of the file, refused ones with the reason; comments and abbreviations are none.

    Raise UnreadableFile for a text without anything of BibTeX in it.
    """
    file = read_file(text)
    if not file.entries and not looks_like(text):
        raise UnreadableFile(_("There is no BibTeX entry in this file."))
    definitions = read_definitions(file.preamble)
    for source in file.entries:
        yield _EntryReader(source, definitions).read()


class _EntryReader:
    """Reads one entry: takes its fields one after the other, and keeps those that are left."""

    def __init__(self, source: SourceEntry, definitions: Definitions):
        self.source = source
        self.fields = {name: value for name, value in source.fields.items() if value.strip()}
        self.definitions = definitions
        self.draft = Draft(label=source.key, line=source.line, problems=list(source.problems))
        self.type = TYPES.get(source.kind, OTHERWISE)
        self.unknown: dict[str, None] = {}

    def read(self) -> Entry:
        if not self.draft.label:
            self.draft.label = (
                read_latex(self.fields.get("title", "")[:500]).text or f"@{self.source.kind[:LONGEST_KIND]}"
            )
        if reason := self.source.refusal or NO_PAPERS.get(self.source.kind, ""):
            return self.draft.refused(str(reason))
        try:
            self._fill()
        except UnreadableNames as error:
            return self.draft.refused(str(error), "authors")
        return self.draft.entry()

    def _fill(self) -> None:
        self.draft.set("citation_key", self.source.key)
        self._title()
        self._people()
        self._identifiers()
        self._web()
        self._category()
        self._venue()
        self._publisher()
        self._places()
        set_dates(self.draft, "posted" if self.type == "preprint" else "issued", self._take, self._plain)
        self._subjects()
        self.draft.set("type", self.type)
        if WRITTEN_AS.get(self.type, "") != self.source.kind:
            self.draft.keep("entrytype", self.source.kind)
        self._rest()

    # Taking fields

    def _take(self, *names: str) -> str:
        """Return the first of the fields that there is, as it stands; it is then no longer there."""
        return next((self.fields.pop(name) for name in names if name in self.fields), "")

    def _text(self, *names: str) -> str:
        return self._plain(self._take(*names))

    def _plain(self, source: str) -> str:
        reading = read_latex(source, self.definitions)
        self.unknown |= dict.fromkeys(reading.unknown)
        return reading.text

    def _look(self, *names: str) -> str:
        """Return the plain text of the first of the fields that there is, and leave it where it is."""
        source = next((self.fields[name] for name in names if name in self.fields), "")
        return read_latex(source, self.definitions).text

    def _titled(self, name: str, subtitle: str) -> str:
        """Return a title and its subtitle in one."""
        title, addition = self._text(name), self._text(subtitle)
        if title and addition:
            return f"{title}{' ' if title.endswith((':', '?', '!', '.')) else ': '}{addition}"
        return title or addition

    # What it is and who made it

    def _title(self) -> None:
        title = self._titled("title", "subtitle")
        if not title and self.type == "book":
            title = self._titled("booktitle", "booksubtitle")
        self.draft.set("title", title)
        reading = read_paragraphs(self._take("abstract"), self.definitions)
        self.unknown |= dict.fromkeys(reading.unknown)
        self.draft.set_prose("abstract", reading.text)

    def _people(self) -> None:
        for person in self._named("author", "authors"):
            self.draft.add_author(person)
        for person in self._named("editor", "editors"):
            self.draft.add("editors", _printed(person))

    def _named(self, source: str, name: str) -> list[PersonRecord]:
        found: People = read_people(self._take(source), self.definitions)
        self.unknown |= dict.fromkeys(found.unknown)
        for sentence in found.doubts:
            self.draft.doubt(name, sentence)
        if found.is_cut_short and not found.people:
            self.draft.doubt(name, _("It names nobody, only “others”."))
        elif found.is_cut_short:
            reason = ngettext(
                "The list ends with “and others”: it names the first person only.",
                "The list ends with “and others”: it names the first %(count)s people only.",
                len(found.people),
            )
            self.draft.doubt(name, reason % {"count": len(found.people)})
        return found.people

    # Identifiers

    def _identifiers(self) -> None:
        for name, scheme in IDENTIFIER_FIELDS.items():
            if text := without_escapes(self._take(name)):
                self._add_identifier(scheme, text, name)
        self._eprint()
        for name in ("note", "howpublished", "number", "url"):
            if match := ARXIV_NOTE.fullmatch(self._look(name)):
                self._add_arxiv(match[1])
        for scheme, value in list(self.draft.lists.get("identifiers", {})):
            if scheme == "doi" and value.startswith("10.48550/arxiv."):
                self._add_arxiv(value)
        if self.type in {"book", "thesis", "report"} and "isbn" in self.fields:
            self._isbn()

    def _add_identifier(self, scheme: str, text: str, name: str) -> None:
        """Add an identifier; the address of a work elsewhere, such as a handle in place of a DOI, is what it is."""
        pair = identifier_at(text)
        if pair and pair[0] != scheme:
            scheme, text = pair
        self.draft.add_identifier(scheme, text, name)

    def _eprint(self) -> None:
        source = without_escapes(self.fields.get("eprint", ""))
        kind = self._look("eprinttype", "archiveprefix").lower()
        scheme = EPRINT_SCHEMES.get(kind, "arxiv" if not kind and ARXIV_ID.fullmatch(source) else "")
        if not source or not scheme:
            return
        if self.draft.add_identifier(scheme, source, "eprint"):
            for name in ("eprint", "eprinttype", "archiveprefix"):
                self.fields.pop(name, None)
        else:
            self.fields.pop("eprint")

    def _category(self) -> None:
        category = self._look("eprintclass", "primaryclass")
        if self._is_on_arxiv() and CATEGORY.fullmatch(category):
            self._take("eprintclass", "primaryclass")
            self.draft.add("categories", category)

    def _add_arxiv(self, text: str) -> None:
        try:
            identifiers.normalise_arxiv(text)
        except ValueError:  # a number that only looks like one: nothing was taken away, so nothing is lost
            return
        self.draft.add_identifier("arxiv", text)

    def _isbn(self) -> None:
        source = self._plain(self.fields.pop("isbn"))
        found = ISBN.findall(source)
        for text in found:
            self.draft.add_identifier("isbn", text)
        if not found:
            self.draft.keep("isbn", source)

    # Where it appeared

    def _venue(self) -> None:
        if self.type in {"article", "preprint"}:
            self._journal()
        elif self.type in {"proceedings-paper", "chapter"}:
            name = self._titled("booktitle", "booksubtitle") or self._text("journal", "journaltitle")
            kind = "book" if self.type == "chapter" else "workshop" if "workshop" in name.lower() else "conference"
            self._set_venue(name, kind)
        elif self.type == "book":
            self._set_venue(self._text("series"), "book")
        if self.type != "article" and self.draft.has("venue"):
            self.draft.set("series", self._text("series"))
        if self.type != "preprint" or self.draft.has("venue"):
            self.draft.set("volume", self._text("volume"))
            self.draft.set("issue", self._text("number", "issue"))
        self.draft.set("pages", RANGE.sub("-", self._text("pages")))

    def _journal(self) -> None:
        """Set the journal; what is only said to be on arXiv is a preprint, its journal kept as it is written."""
        name = self._look("journaltitle", "journal", "booktitle", "howpublished")
        if match := ARXIV_VENUE.match(name):
            rest = f"{name[match.end() :]} {self._look('volume')}"
            if found := ARXIV_ID.search(rest):
                self._add_arxiv(found[1])
            if found or not name[match.end() :].strip():
                self.type = "preprint"
                return
        if "journaltitle" in self.fields or "journal" in self.fields:
            journal = "journaltitle" if "journaltitle" in self.fields else "journal"
            self._set_venue(self._titled(journal, "journalsubtitle"), "journal")
            self.draft.set("venue_short", self._text("shortjournal"))
            self.type = "article"
        elif self.type == "preprint" and name and not WEB_ADDRESS.search(name):
            self._set_venue(self._text("booktitle", "howpublished"), "other")
        elif self._is_on_arxiv():
            self.type = "preprint"

    def _is_on_arxiv(self) -> bool:
        return any(scheme == "arxiv" for scheme, _value in self.draft.lists.get("identifiers", {}))

    def _set_venue(self, name: str, kind: str) -> None:
        if name:
            self.draft.set("venue", name)
            self.draft.set("venue_kind", kind)

    def _publisher(self) -> None:
        names = {"thesis": ("school", "institution"), "report": ("institution", "school", "organization")}
        self.draft.set("publisher", self._text(*names.get(self.type, ()), "publisher"))

    def _places(self) -> None:
        place = "address" if "address" in self.fields else "location"
        self.draft.set("place", self._text(place))

    # What it is about

    def _subjects(self) -> None:
        source = self._take("keywords")
        for word in re.split(";" if ";" in source else ",", source):
            self.draft.add("keywords", self._plain(word))
        for name in ("langid", "language"):
            text = self._look(name)
            code = LANGUAGES.get(text.lower()) or language_code(text)
            if code and not self.draft.has("language"):
                self.draft.set("language", code)
                if LANGUAGES.get(text.lower()) != "en":  # which English it is stays with the record
                    self.fields.pop(name)
        if re.fullmatch(r"retracted\.?", self._look("note"), re.IGNORECASE):
            self.draft.set("notice", "retraction")
            self.fields.pop("note")

    def _web(self) -> None:
        self.draft.add_url(without_escapes(self._take("url")), "url")
        for name in LINK_KINDS:
            address = without_escapes(self.fields.get(name, ""))
            if is_web_address(address):
                self.draft.add_link(name, address)
                self.fields.pop(name)
        match = WEB_ADDRESS.search(without_escapes(self.fields.get("howpublished", "")))
        if match and (identifier_at(match[0]) or link_kind(match[0])):
            self.draft.add_url(match[0], "howpublished")

    def _rest(self) -> None:
        """Keep what is left, each value on one line as BibTeX itself reads it."""
        for name, value in [*self.fields.items(), *self.source.repeated]:
            if not LOCAL_FIELDS.fullmatch(name):
                self.draft.keep(name, " ".join(value.split()))
        if self.unknown:
            reason = _("These LaTeX commands are not known; please look at what became of them: %(names)s.")
            self.draft.doubt("", reason % {"names": ", ".join(list(self.unknown)[:10])})


def _printed(person: PersonRecord) -> str:
    """Return an editor's name as it is printed, with commas where its parts could not be told otherwise."""
    parts = split_name(person.name)
    if not person.family or (parts.given, parts.family, parts.suffix) == (person.given, person.family, person.suffix):
        return person.name
    return ", ".join(part for part in (person.family, person.suffix, person.given) if part)
