"""RIS, the tagged format that most databases and reference managers write.

Tags as in the RIS specification of 2011 and in what programs make of it: a title in TI, T1, CT or BT, a journal in JF,
T2 or JO, dates in PY, Y1 and DA.
"""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from papers.imports.draft import Draft, person, prose
from papers.imports.record import Entry
from papers.imports.tagged import Dialect, TaggedEntry, is_begun, read_tagged
from papers.names import split_name

LABEL = "RIS"
EXTENSIONS = ("ris",)
# Two spaces belong before the hyphen; one is read too, but only of tags that the format has.
KNOWN_TAGS = (
    "A1|A2|A3|A4|AB|AD|AN|AU|AV|BT|C[1-8]|CA|CN|CP|CT|CY|DA|DB|DO|DP|ED|EP|ER|ET|ID|IS|J1|J2|JA|JF|JO|KW|L[1-4]|LA|LB|LK"
    "|M[1-3]|N1|N2|NV|OP|PB|PP|PY|RI|RN|RP|SE|SN|SP|ST|T[1-4]|TA|TI|TT|TY|U[1-5]|UR|VL|VO|Y[12]"
)
DIALECT = Dialect(
    tag=re.compile(rf"(?P<tag>[A-Z][A-Z0-9](?=  )|{KNOWN_TAGS}) {{1,2}}-(?: *(?P<value>.*))?"), opens="TY", closes="ER"
)
OPENING = re.compile(r"^[ \t\ufeff]*TY {1,2}- ?[A-Z]", re.MULTILINE)
TITLES = ("T1", "TI", "CT")
TYPES = {
    "JOUR": "article",
    "CONF": "proceedings-paper",
    "CPAPER": "proceedings-paper",
    "UNPB": "preprint",
    "CHAP": "chapter",
    "BOOK": "book",
    "THES": "thesis",
    "RPRT": "report",
    "DATA": "dataset",
    "COMP": "software",
}
# Types with no place of their own: read as the nearest one, the type itself kept.
NEAREST_TYPES = {
    "DBASE": "dataset",
    "AGGR": "dataset",
    "ECHAP": "chapter",
    "ENCYC": "chapter",
    "DICT": "chapter",
    "EBOOK": "book",
    "EDBOOK": "book",
    "CLSWK": "book",
    "SER": "book",
    "GOVDOC": "report",
    "STAND": "report",
    "GRANT": "report",
}
VENUE_KINDS = {"article": "journal", "proceedings-paper": "conference", "chapter": "book"}
PLAIN_FIELDS = {
    "volume": ("VL", "VO"),
    "issue": ("IS", "CP"),
    "publisher": ("PB",),
    "place": ("CY", "PP"),
}


def looks_like(text: str) -> bool:
    """Whether a line says the type of an entry."""
    return is_begun(OPENING, text)


def parse(text: str) -> Iterator[Entry]:
    """Yield the entries of a RIS file."""
    for parts in _joined(read_tagged(text, DIALECT)):
        yield _entry(parts)


def _joined(parts: Iterable[TaggedEntry]) -> Iterator[list[TaggedEntry]]:
    """Yield entries, each with its parts: some files state the type of one entry again and again.

    A TY begins another entry behind an ER or a blank line, and where the one before has its title and this one too.
    """
    entry: list[TaggedEntry] = []
    entry_is_titled = False
    for part in parts:
        is_titled = part.has(*TITLES)
        if entry and (part.follows_end or (is_titled and entry_is_titled)):
            yield entry
            entry, entry_is_titled = [], False
        entry.append(part)
        entry_is_titled |= is_titled
    if entry:
        yield entry


def _entry(parts: list[TaggedEntry]) -> Entry:
    draft = Draft(line=parts[0].line)
    parts[0].note_stray(draft)
    parts.sort(key=lambda part: not part.has(*TITLES))
    entry = TaggedEntry(parts[0].line, fields=[item for part in parts for item in part.fields])
    _read_type(draft, entry)
    _read_titles(draft, entry)
    for name, tags in PLAIN_FIELDS.items():
        entry.set_first(draft, name, *tags)
    _read_pages(draft, entry)
    _read_dates(draft, entry)
    _read_people(draft, entry)
    _read_identifiers(draft, entry)
    _read_texts(draft, entry)
    entry.keep_rest(draft)
    return draft.entry()


def _read_type(draft: Draft, entry: TaggedEntry) -> None:
    names = [name.upper() for name in entry.texts("TY")]
    known = [name for name in names if name in TYPES]
    name = (known or names or [""])[0]
    draft.fields["type"] = TYPES.get(name) or NEAREST_TYPES.get(name, "article")
    if name not in TYPES or name == "CPAPER":
        draft.keep("TY", name)
    if not names:
        draft.doubt("type", _("It does not say what kind of work it is."))
    elif len(set(names)) > 1:
        draft.doubt(
            "type",
            _("It says more than once what kind of work it is: %(names)s. Taken: %(name)s.")
            % {"names": ", ".join(dict.fromkeys(names)), "name": name},
        )


def _read_titles(draft: Draft, entry: TaggedEntry) -> None:
    """Set title, venue and series; which tag means what depends on the type of work."""
    kind = draft.fields["type"]
    entry.set_first(draft, "title", *TITLES)
    if kind == "book":
        entry.set_first(draft, "title", "BT")
        entry.set_first(draft, "series", "T2", "T3")
    entry.set_first(draft, "venue", "JF", "T2", "BT")
    entry.set_first(draft, "venue_short" if draft.has("venue") else "venue", "JO")
    entry.set_first(draft, "venue_short", "J2", "JA", "J1")
    if kind == "proceedings-paper":
        entry.set_first(draft, "venue", "C3")
    entry.set_first(draft, "series", "T3")
    if draft.fields.get("venue_short") == draft.fields.get("venue"):
        draft.fields.pop("venue_short", None)
    if draft.has("venue") and kind in VENUE_KINDS:
        draft.fields["venue_kind"] = VENUE_KINDS[kind]


def _read_pages(draft: Draft, entry: TaggedEntry) -> None:
    starts, ends = entry.texts("SP"), entry.texts("EP")
    if starts and ends and "-" not in starts[0] and ends[0] != starts[0]:
        draft.set("pages", f"{starts[0]}-{ends[0]}")
    elif starts or ends:
        draft.set("pages", (starts or ends)[0])
    for tag, texts in (("SP", starts[1:]), ("EP", ends[1:])):
        for text in texts:
            draft.keep(tag, text)


def _read_dates(draft: Draft, entry: TaggedEntry) -> None:
    """Set when it was issued, or posted if it is a preprint; DA is exact where PY has the year alone."""
    name = "posted" if draft.fields["type"] == "preprint" else "issued"
    for tag in ("PY", "Y1", "DA"):
        for item in entry.take(tag):
            draft.set_date(name, item.text, tag)


def _read_people(draft: Draft, entry: TaggedEntry) -> None:
    for text in entry.texts("AU", "A1"):
        draft.add_author(person(text))
    for text in entry.texts("ED", "A2"):
        draft.add("editors", str(split_name(text)))


def _read_identifiers(draft: Draft, entry: TaggedEntry) -> None:
    for text in entry.texts("ID"):
        draft.set_citation_key(text, "ID")
    for text in entry.texts("DO"):
        draft.add_identifier("doi", text, "DO")
    for text in entry.texts("M3"):
        if text.lower().startswith(("doi:", "10.")):
            draft.add_identifier("doi", text, "M3")
        else:
            draft.keep("M3", text)
    for text in entry.texts("AN"):
        if text.lower().startswith("arxiv:"):
            draft.add_identifier("arxiv", text, "AN")
        else:
            draft.keep("AN", text)
    for text in entry.texts("SN"):
        draft.add_serial_number(text, "SN")
    _read_links(draft, entry)


def _read_links(draft: Draft, entry: TaggedEntry) -> None:
    for item in entry.take("UR", "L1", "L2", "L3", "LK"):
        for url in re.split(r";?\s+|;(?=https?:)", " ".join(item.lines)):
            if item.tag == "L1" and url.startswith(("http://", "https://")):
                draft.add_link("pdf", url, source="L1")
            else:
                draft.add_url(url, item.tag)


def _read_texts(draft: Draft, entry: TaggedEntry) -> None:
    for item in entry.take("AB", "N2"):
        if not draft.has("abstract"):
            draft.set_prose("abstract", item.text)
        elif prose(item.text) != draft.fields["abstract"]:
            draft.keep(item.tag, item.text)
    for item in entry.take("KW"):
        for keyword in re.split(r"[;\n]", "\n".join(item.lines)):
            draft.add("keywords", keyword)
    for text in entry.texts("N1"):
        if text.strip() == "Retracted":  # as this site writes it
            draft.fields["notice"] = "retraction"
        else:
            draft.keep("N1", text)
    for text in entry.texts("LA"):
        draft.set_language(text, "LA")
