"""COinS: a paper as an OpenURL in the title of an empty span, by which Zotero saves papers from a list.

Source: https://ocoins.info, and the key/value formats of ANSI/NISO Z39.88-2004.
"""

from urllib.parse import quote_plus

from papers.exports.meta_tags import as_spoken, first_and_last
from papers.exports.work import doi_of, first_of_each_scheme

GENRES = {
    "article": ("journal", "article"),
    "proceedings-paper": ("journal", "proceeding"),
    "preprint": ("journal", "preprint"),
    "chapter": ("book", "bookitem"),
    "book": ("book", "book"),
    "report": ("book", "report"),
    "thesis": ("dissertation", ""),
}
TITLES = {"book": "btitle", "report": "btitle", "thesis": "title"}
VENUES = {"journal": "jtitle", "book": "btitle"}


def open_url(paper) -> str:
    """Return the OpenURL of a paper of a list, its relations preloaded as by `papers.models.listed`.

    It names the authors that the list loads: the first thirty.
    """
    form, genre = GENRES.get(paper.type, ("journal", "unknown"))
    doi, arxiv = doi_of(paper), first_of_each_scheme(paper).get("arxiv")
    date = paper.issued or paper.posted
    first, last = first_and_last(paper.pages)
    fields = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}"),
        ("rft.genre", genre),
        (f"rft.{TITLES.get(paper.type, 'atitle')}", paper.title),
        (f"rft.{VENUES.get(form, 'pub')}", "" if paper.type in TITLES else paper.venue_name or ""),
        ("rft.date", str(date or "")),
        ("rft.volume", paper.volume),
        ("rft.issue", paper.issue),
        ("rft.spage", first),
        ("rft.epage", last),
        *(("rft.au", as_spoken(name)) for name in paper.leading_names),
        ("rft_id", f"info:doi/{doi}" if doi else ""),
        ("rft_id", f"https://arxiv.org/abs/{arxiv}" if arxiv else ""),
    ]
    return "&".join(f"{name}={quote_plus(value)}" for name, value in fields if value)
