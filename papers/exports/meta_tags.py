"""Meta tags by which Google Scholar indexes a paper's page and Zotero saves from it.

Source: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
"""

import re
from collections.abc import Iterator

from papers.exports.work import CitedWork, cited_work, number_of, publisher_of
from papers.names import split_name
from papers.partial_dates import PartialDate

# By the type of the work; of any other by the kind of its venue, where it has one that publishes.
VENUE_TAGS = {
    "article": "citation_journal_title",
    "proceedings-paper": "citation_conference_title",
    "chapter": "citation_inbook_title",
    "journal": "citation_journal_title",
    "conference": "citation_conference_title",
    "workshop": "citation_conference_title",
}
PUBLISHER_TAGS = {"thesis": "citation_dissertation_institution", "report": "citation_technical_report_institution"}
FIRST_AND_LAST = re.compile(r"\s*[-–—]+\s*")


def citation_tags(paper, page_url: str, pdf_url: str = "") -> list[tuple[str, str]]:
    """Return names and contents of the tags of one paper, its relations preloaded; both addresses are absolute.

    `pdf_url` is a PDF that this site serves: Google Scholar takes no other.
    """
    work = cited_work(paper)
    tags = [
        ("citation_title", " ".join(work.title.split())),
        *(
            ("citation_author", as_spoken(credit.printed_name, credit.author.family_name))
            for credit in paper.authorships.all()
        ),
        *_dates(work.date, paper.posted),
        *_publication(paper, work),
        ("citation_isbn", work.isbn),
        ("citation_doi", work.doi),
        ("citation_arxiv_id", work.arxiv),
        ("citation_language", work.language),
        ("citation_keywords", "; ".join(paper.keyword_list)),
        ("citation_abstract", paper.abstract),
        ("citation_abstract_html_url", page_url),
        ("citation_pdf_url", pdf_url),
    ]
    return [(name, content) for name, content in tags if content]


def as_spoken(printed_name: str, family: str = "") -> str:
    """Return a name in the order of "Jan Piet van Berg": Zotero takes one with a comma for two people.

    `family` is the family name where it is known; a name of one piece, such as a group's, only loses its commas.
    """
    if "," not in printed_name:
        return printed_name
    return printed_name.replace(",", "") if printed_name == family else str(split_name(printed_name))


def first_and_last(pages: str) -> tuple[str, str]:
    """Return the first and the last page, "" for a last one that is not given."""
    first, *rest = FIRST_AND_LAST.split(pages.strip(), maxsplit=1)
    return first, rest[0] if rest else ""


def slashed(date: PartialDate | None) -> str:
    """Return a date as 2010/5/12, or its year alone where the day is not known; "" for None."""
    if date is None:
        return ""
    return f"{date.year}/{date.month}/{date.day}" if date.day else str(date.year)


def _dates(date: PartialDate | None, posted: PartialDate | None) -> Iterator[tuple[str, str]]:
    yield "citation_publication_date", slashed(date)
    if posted != date:
        yield "citation_online_date", slashed(posted)


def _publication(paper, work: CitedWork) -> Iterator[tuple[str, str]]:
    venue_tag = VENUE_TAGS.get(work.type) or (paper.venue and VENUE_TAGS.get(paper.venue.kind))
    if work.type in PUBLISHER_TAGS:
        yield PUBLISHER_TAGS[work.type], publisher_of(work)
        yield "citation_technical_report_number", number_of(work)
        return
    if venue_tag:
        yield venue_tag, work.venue
    first, last = first_and_last(work.pages)
    yield "citation_volume", work.volume
    yield "citation_issue", work.issue
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield "citation_publisher", work.publisher
