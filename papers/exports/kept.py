"""What a bibliography said that the site has no place for, as far as the public may have it.

Such a field is kept with its paper under its name in the source, and written back. Many are what somebody noted for
themselves, or the bookkeeping of their reference manager: those leave the site in a complete export alone, as does an
address that would be run.
"""

import re
from functools import lru_cache

# By name in the source, in lower case, words parted by hyphens: fields of BibTeX, CSL and EndNote, columns of CSV.
PRIVATE_NAMES = frozenset(
    [
        # Notes
        *("annotation", "annotate", "annote", "comment", "comments", "internal-note", "my-note", "my-notes"),
        *("note-to-self", "notes", "personal-note", "personal-notes", "priv-note", "private-note", "private-notes"),
        *("privnote", "research-note", "research-notes", "review", "todo"),
        # What somebody read, and thought of it
        *("priority", "printed", "qualityassured", "ranking", "rating", "read", "readstatus", "read-status"),
        *("relevance", "unread"),
        # Where it lies on their disk, and in which of their folders
        *("attachment", "attachments", "collections", "file", "file-attachments", "files", "folder", "folders"),
        *("groups", "internal-pdfs", "link-attachments", "local-file", "local-url", "localfile", "pdf-urls"),
        # Their own tags and fields
        *("automatic-tags", "label", "manual-tags", "markedentry", *(f"custom{number}" for number in range(1, 9))),
        # Whose record it is, since when
        *("added-at", "creationdate", "date-added", "date-modified", "dateadded", "datemodified", "modificationdate"),
        *("foreign-keys", "owner", "posted-at", "rec-number", "timestamp", "username"),
    ]
)
# BibDesk, CiteULike, JabRef's comments by user, Mendeley, Papers, Zotero.
PRIVATE_BEGINNINGS = ("bdsk-", "citeulike-", "comment-", "jabref-", "mendeley-", "papers2-", "papers3-", "zotero-")
# RIS: notes, research notes, fields for users, files. EndNote's tagged format: notes, research notes, own fields.
PRIVATE_TAGS = frozenset("N1 RN U1 U2 U3 U4 U5 LB %Z %< %1 %2 %3 %4".split())

# What a browser would run, or show as a page of its own, where somebody follows it as an address: a text or a line of
# it; what is run, also in brackets, as in \url{…}. Browsers drop blanks and control characters before the scheme, tabs
# and line breaks within it (https://url.spec.whatwg.org/#url-parsing).
RUN, SHOWN = ("|".join(r"[\t\n\r]*".join(name) for name in names) for names in (("javascript", "vbscript"), ("data",)))
BLANK = r"[\x00-\x20]*"
LINE = r"^[\x00-\x09\x0b-\x20]*"  # its beginning: over line breaks, many blank lines would take very long
SCRIPT = re.compile(
    rf"(?:{LINE}|[{{(\[<\"']{BLANK})(?:{RUN}){BLANK}:|{LINE}(?:{SHOWN}){BLANK}:", re.IGNORECASE | re.MULTILINE
)


def is_script(text: str) -> bool:
    """Whether somebody who follows what a text has as an address would run it."""
    return SCRIPT.search(text) is not None


def public_fields(extra: dict[str, str]) -> dict[str, str]:
    """Return the fields that the public may have, by name, in one order on every database."""
    return {name: text for name, text in sorted(extra.items()) if not is_private(name) and not is_script(text)}


@lru_cache(maxsize=10_000)
def is_private(name: str) -> bool:
    """Whether a field of this name is somebody's own affair."""
    plain = re.sub(r"[\s_]+", "-", name.strip().lower()).strip("-")
    disabled = plain.removeprefix("opt")  # as Emacs marks a field of BibTeX that is not to be used
    return (
        name in PRIVATE_TAGS
        or plain in PRIVATE_NAMES
        or disabled in PRIVATE_NAMES
        or plain.startswith(PRIVATE_BEGINNINGS)
    )
