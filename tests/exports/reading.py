"""BibTeX read by bibtexparser: the independent reader of these tests."""

import bibtexparser
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware, MonthIntMiddleware, SeparateCoAuthors, SplitNameParts
from bibtexparser.model import Entry

# Names are taken apart before LaTeX is decoded: decoding drops the braces that hold a name together.
NAMES_KEPT = (MonthIntMiddleware(), SeparateCoAuthors(), SplitNameParts())


def read(text: str, *middleware) -> Library:
    """Return what the text holds; fail where a block of it cannot be read."""
    library = bibtexparser.parse_string(text, append_middleware=middleware or NAMES_KEPT)
    assert library.failed_blocks == []
    return library


def only_entry(text: str, *middleware) -> Entry:
    """Return the one entry of the text."""
    (entry,) = read(text, *middleware).entries
    return entry


def decoded(text: str) -> dict[str, str]:
    """Return the fields of the one entry of the text as plain text.

    The reader takes \\textasciicircum for the accent U+02C6.
    """
    entry = only_entry(text, LatexDecodingMiddleware(keep_braced_groups=False))
    return {name: field.value.replace("\u02c6", "^") for name, field in entry.fields_dict.items()}


def people(entry: Entry, field: str = "author") -> list[str]:
    """Return the people of an entry as "von Last, Jr, First"."""
    return [
        ", ".join(" ".join(part) for part in (name.von + name.last, name.jr, name.first) if part)
        for name in entry.fields_dict[field].value
    ]
