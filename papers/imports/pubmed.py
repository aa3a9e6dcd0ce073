"""PubMed: its tagged format (NBIB, also called MEDLINE) and its XML.

Fields as the National Library of Medicine describes them: https://www.nlm.nih.gov/bsd/mms/medlineelements.html and
https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from papers.imports import mathml, xml_text
from papers.imports.draft import Draft, one_line, person, person_of
from papers.imports.record import Entry, PersonRecord
from papers.imports.tagged import Dialect, TaggedEntry, is_begun, read_tagged
from papers.imports.xml_text import XmlElement, child, children, text_at
from papers.names import PersonName, split_name

LABEL = "PubMed"
EXTENSIONS = ("nbib", "xml", "txt")
DIALECT = Dialect(
    tag=re.compile(r"(?=[A-Z ]{4}-)(?P<tag>[A-Z]{2,4}) *-(?: (?P<value>.*))?"), opens="PMID", gap_closes=True
)
OPENING = re.compile(r"^PMID- [0-9]", re.MULTILINE)
ARTICLES = {"PubmedArticle", "PubmedBookArticle"}
ROOTS = {"PubmedArticleSet", "PubmedBookArticleSet", "MedlineCitationSet", *ARTICLES}
# Of several publication types the first of these decides; "Journal Article" stands beside almost any.
TYPES = {
    "Preprint": "preprint",
    "Dataset": "dataset",
    "Academic Dissertation": "thesis",
    "Technical Report": "report",
    "Book": "book",
    "Book Chapter": "chapter",
    "Conference Proceedings": "proceedings-paper",
}
RETRACTED = "Retracted Publication"


def looks_like(text: str) -> bool:
    """Whether the text begins an entry with its PubMed number, or is PubMed's XML."""
    if text[:1000].lstrip()[:1] == "<":
        return xml_text.root_of(text) in ROOTS
    return is_begun(OPENING, text)


def parse(text: str | bytes) -> Iterator[Entry]:
    """Yield the entries of a file in either form."""
    if text[:1000].lstrip()[:1] in ("<", b"<"):
        return xml_text.read_entries(text, ARTICLES, _entry_of_article)
    return (_entry_of_tags(entry) for entry in read_tagged(text, DIALECT))


def _read_types(draft: Draft, names: list[str], source: str) -> None:
    """Set type and notice; the publication types themselves stay, as there are hundreds."""
    kinds = [TYPES[name] for name in TYPES if name in names]
    draft.fields["type"] = kinds[0] if kinds else "article"
    if RETRACTED in names:
        draft.fields["notice"] = "retraction"
    for name in names:
        if name not in ("Journal Article", RETRACTED):
            draft.keep(source, name)


def _read_venue(draft: Draft, journal: str, short: str) -> None:
    draft.set("venue", journal)
    draft.set("venue_short", short if short != journal else "")
    if draft.has("venue"):
        draft.fields["venue_kind"] = "journal" if draft.fields["type"] == "article" else "other"


# The tagged format


def _entry_of_tags(entry: TaggedEntry) -> Entry:
    draft = Draft(line=entry.line)
    entry.note_stray(draft)
    _read_types(draft, entry.texts("PT"), "PT")
    entry.set_first(draft, "title", "TI", "BTI")
    for name, tag in {"volume": "VI", "issue": "IP", "pages": "PG", "publisher": "PB"}.items():
        entry.set_first(draft, name, tag)
    _read_venue(draft, *("".join(entry.texts(tag)[:1]) for tag in ("JT", "TA")))
    for text in entry.texts("DP"):
        draft.set_date("issued", text, "DP")
    _read_tagged_authors(draft, entry)
    _read_tagged_identifiers(draft, entry)
    for item in entry.take("AB"):
        draft.set_prose("abstract", item.text)
    for text in entry.texts("OT"):
        draft.add("keywords", text.lstrip("*"))
    for text in entry.texts("LA"):
        draft.set_language(text, "LA")
    entry.keep_rest(draft)
    return draft.entry()


def _read_tagged_authors(draft: Draft, entry: TaggedEntry) -> None:
    """Add each author by the full name where there is one; short name, ORCID and affiliation follow it in the file."""
    authors: list[dict] = []
    for item in entry.take("FAU", "AU", "AUID", "AD", "CN"):
        follows_full = bool(authors) and authors[-1]["tag"] == "FAU"
        if item.tag in ("FAU", "CN") or (item.tag == "AU" and not follows_full):
            authors.append({"tag": item.tag, "name": item.text, "places": [], "orcid": ""})
        elif item.tag == "AU":
            authors[-1]["tag"] = "AU"
            draft.keep("AU", item.text)
        elif not authors:
            draft.keep(item.tag, item.text)
        elif item.tag == "AD":
            authors[-1]["places"].append(item.text)
        else:
            authors[-1]["orcid"] = draft.orcid(item.text) if "orcid" in item.text.lower() else ""
    for author in authors:
        more = {"orcid": author["orcid"], "affiliation": "; ".join(author["places"])}
        draft.add_author(_tagged_person(author["tag"], author["name"], more))
    for text in entry.texts("FED"):
        draft.add("editors", str(split_name(text)))


def _tagged_person(tag: str, name: str, more: dict[str, str]) -> PersonRecord:
    """Return an author; a short name is "Shruthi BS", and a group has one name."""
    if tag == "CN":
        return PersonRecord(name=one_line(name), **more)
    if "," not in name and (match := re.fullmatch(r"(.+) ([A-Z]{1,4})", name)):
        return person_of(PersonName(match[2], match[1]), **more)
    return person(name, **more)


def _read_tagged_identifiers(draft: Draft, entry: TaggedEntry) -> None:
    for tag, scheme in {"PMID": "pmid", "PMC": "pmcid"}.items():
        for text in entry.texts(tag):
            draft.add_identifier(scheme, text, tag)
    for text in entry.texts("ISBN"):
        draft.add_serial_number(re.sub(r"^ISBN\s*|\(.*\)", "", text), "ISBN")
    for tag in ("LID", "AID"):
        for text in entry.texts(tag):
            value, _space, kind = text.rpartition(" ")
            if kind == "[doi]":
                draft.add_identifier("doi", value, tag)
            else:
                draft.keep(tag, text)


# XML

READ = {
    *(
        "PMID",
        "Article",
        "KeywordList",
        "Journal",
        "ArticleTitle",
        "Pagination",
        "ELocationID",
        "Abstract",
        "AuthorList",
    ),
    *("Language", "PublicationTypeList", "ArticleDate", "ArticleIdList", "Book"),
}


def _entry_of_article(element: XmlElement) -> Entry:
    if element.name == "PubmedBookArticle":
        return _entry_of_book(element)
    draft = Draft(line=element.line)
    citation = child(element, "MedlineCitation")
    article = child(citation, "Article")
    _read_types(draft, _texts(article, "PublicationTypeList", "PublicationType"), "PublicationType")
    draft.set("title", _text_at(article, "ArticleTitle"))
    _read_journal(draft, article)
    _read_abstract(draft, article)
    for author in children(article, "AuthorList", "Author"):
        draft.add_author(_person(draft, author))
    if (authors := child(article, "AuthorList")) is not None and authors.get("CompleteYN") == "N":
        draft.add_author(PersonRecord(name="et al."))
    for text in _texts(article, "Language"):
        draft.set_language(text, "Language")
    for text in _texts(citation, "KeywordList", "Keyword"):
        draft.add("keywords", text)
    _read_identifiers(draft, element, citation, article)
    _keep_rest(draft, citation, article, child(element, "PubmedData"))
    return draft.entry()


def _entry_of_book(element: XmlElement) -> Entry:
    """Return the entry of a book or of a chapter, which has an ArticleTitle within its Book."""
    draft = Draft(line=element.line)
    document = child(element, "BookDocument")
    book = child(document, "Book")
    chapter = _text_at(document, "ArticleTitle")
    title = _text_at(book, "BookTitle")
    draft.fields["type"] = "chapter" if chapter else "book"
    draft.set("title", chapter or title)
    if chapter and title:
        draft.set("venue", title)
        draft.fields["venue_kind"] = "book"
    draft.set("publisher", _text_at(book, "Publisher", "PublisherName"))
    draft.set("place", _text_at(book, "Publisher", "PublisherLocation"))
    _read_pub_date(draft, child(book, "PubDate"))
    _read_abstract(draft, document)
    for group in [*children(document, "AuthorList"), *children(book, "AuthorList")]:
        for author in children(group, "Author"):
            if group.get("Type") == "editors":
                draft.add("editors", _person(draft, author).name)
            else:
                draft.add_author(_person(draft, author))
    for text in _texts(book, "Isbn"):
        draft.add_serial_number(text, "Isbn")
    _read_identifiers(draft, element, document, document)
    _keep_rest(draft, document, child(element, "PubmedBookData"))
    return draft.entry()


def _read_journal(draft: Draft, article: XmlElement | None) -> None:
    journal = child(article, "Journal")
    issue = child(journal, "JournalIssue")
    _read_venue(draft, _text_at(journal, "Title"), _text_at(journal, "ISOAbbreviation"))
    draft.set("volume", _text_at(issue, "Volume"))
    draft.set("issue", _text_at(issue, "Issue"))
    draft.set("pages", _text_at(article, "Pagination", "MedlinePgn") or _text_at(article, "Pagination", "StartPage"))
    _read_pub_date(draft, child(issue, "PubDate"))
    if date := _date_text(child(article, "ArticleDate")):
        draft.keep("ArticleDate", date)
    for text in _texts(journal, "ISSN"):
        draft.keep("ISSN", text)


def _read_pub_date(draft: Draft, element: XmlElement | None) -> None:
    if text := _text_at(element, "MedlineDate") or _date_text(element):
        draft.set_date("issued", text, "PubDate")


def _date_text(element: XmlElement | None) -> str:
    """Return "2020 Jul 24" or "2020-07-24", as the month is given by name or by number."""
    year, month, day = (_text_at(element, name) for name in ("Year", "Month", "Day"))
    if month.isdigit():
        return "-".join(part.zfill(2) for part in (year, month, day) if part)
    return " ".join(part for part in (year, month or _text_at(element, "Season"), day) if part)


def _read_abstract(draft: Draft, article: XmlElement | None) -> None:
    """Set the abstract; the labels of a structured one stand before its paragraphs."""
    paragraphs = []
    for element in children(article, "Abstract", "AbstractText"):
        label = element.get("Label", "")
        paragraphs.append(": ".join(part for part in (label, rich_text(element)) if part))
    draft.set_prose("abstract", "\n".join(paragraphs))
    draft.keep("CopyrightInformation", _text_at(article, "Abstract", "CopyrightInformation"))


def _person(draft: Draft, author: XmlElement) -> PersonRecord:
    orcids = [rich_text(item) for item in children(author, "Identifier") if item.get("Source") == "ORCID"]
    more = {
        "orcid": draft.orcid(orcids[0]) if orcids else "",
        "affiliation": "; ".join(_texts(author, "AffiliationInfo", "Affiliation")),
    }
    if group := _text_at(author, "CollectiveName"):
        return PersonRecord(name=group, **more)
    given = _text_at(author, "ForeName") or _text_at(author, "Initials")
    return person_of(PersonName(given, _text_at(author, "LastName"), _text_at(author, "Suffix")), **more)


def _read_identifiers(
    draft: Draft, element: XmlElement, citation: XmlElement | None, article: XmlElement | None
) -> None:
    """Add the article's own identifiers; the ids in its list of references are those of other articles."""
    draft.add_identifier("pmid", _text_at(citation, "PMID"), "PMID")
    schemes = {"doi": "doi", "pmc": "pmcid", "pubmed": "pmid"}
    data = "PubmedData" if element.name == "PubmedArticle" else "PubmedBookData"
    for item in [*children(article, "ELocationID"), *children(element, data, "ArticleIdList", "ArticleId")]:
        kind = item.get("EIdType") or item.get("IdType") or ""
        if kind in schemes:
            draft.add_identifier(schemes[kind], rich_text(item), item.name)
        else:
            draft.keep(item.name, f"{rich_text(item)} [{kind}]")


def _keep_rest(draft: Draft, *parents: XmlElement | None) -> None:
    """Keep what was not read, the items of a list a line each."""
    for parent in filter(lambda found: found is not None, parents):
        for element in parent:
            if element.name not in READ:
                items = list(element) or [element]
                draft.keep(element.name, "\n".join(filter(None, map(rich_text, items))))


def rich_text(element: Element | None) -> str:
    """Return an element's text without its markup, formulas written out, its words parted by single spaces."""
    return "" if element is None else " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    if mathml.is_formula(element):
        yield mathml.plain_text(element)
        return
    yield element.text or ""
    for inner in element:
        yield from _pieces(inner)
        yield inner.tail or ""


def _text_at(element: Element | None, *names: str) -> str:
    return text_at(element, *names, read=rich_text)


def _texts(element: Element | None, *names: str) -> list[str]:
    return [text for item in children(element, *names) if (text := rich_text(item))]
