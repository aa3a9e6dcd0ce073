"""A page's head, read by the rules of those who read it: Google Scholar and Zotero."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit


class Read(HTMLParser):
    """A page's meta tags (name or property, content), link elements by relation, JSON-LD, and visible text."""

    def __init__(self, client, url: str):
        super().__init__()
        self.metas, self.links, self.spans, self.json_ld, self.visible = [], {}, [], None, ""
        self.hidden, self.inside = 0, None
        response = client.get(url)
        assert response.status_code == 200
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.hidden += tag == "details"
        self.inside = given.get("type") if tag == "script" else tag
        if tag == "meta":
            self.metas.append((given.get("name") or given.get("property"), given.get("content")))
        elif tag == "link":
            self.links[given["rel"]] = given["href"]
        elif tag == "span" and given.get("class") == "Z3988":
            self.spans.append(given["title"])

    def handle_endtag(self, tag):
        self.hidden -= tag == "details"

    def handle_data(self, data):
        if self.inside == "application/ld+json":
            self.json_ld = json.loads(data)
            self.inside = None
        elif not self.hidden:
            self.visible += data

    def all(self, name: str) -> list[str]:
        return [content for found, content in self.metas if found == name]


def zotero_item(page: Read) -> dict:
    """Return the item that Zotero's Embedded Metadata translator would make of a page."""

    def one(name: str) -> str:
        return (page.all(f"citation_{name}") or [""])[0]

    kinds = {"journal_title": "journalArticle", "conference_title": "conferencePaper", "inbook_title": "bookSection"}
    kind = next((kinds[name] for name in kinds if one(name)), "preprint" if one("arxiv_id") else "webpage")
    creators = []
    for author in page.all("citation_author"):
        for person in author.split(";"):
            given, _, family = person.strip().rpartition(" ")
            creators.append(tuple(person.split(",")) if "," in person else (family, given))
    return {
        "itemType": kind,
        "title": one("title"),
        "creators": creators,
        "date": one("publication_date").replace("/", "-"),
        "publicationTitle": one("journal_title") or one("conference_title"),
        "pages": "-".join(part for part in (one("firstpage"), one("lastpage")) if part),
        "DOI": one("doi"),
        "tags": [word.strip() for word in one("keywords").split(";") if word.strip()],
        "abstractNote": one("abstract"),
    }


def broken_rules_of_google_scholar(page: Read, url: str) -> list[str]:
    """Return which rules of Google Scholar's inclusion guidelines a paper's page breaks."""
    dates = page.all("citation_publication_date") + page.all("citation_online_date")
    pdfs = page.all("citation_pdf_url")
    rules = {
        "one title": len(page.all("citation_title")) == 1,
        "an author": len(page.all("citation_author")) >= 1,
        "one date": len(page.all("citation_publication_date")) == 1,
        "dates as 2010/5/12 or 2010": all(re.fullmatch(r"\d{4}(/\d{1,2}/\d{1,2})?", date) for date in dates),
        "no affiliation in an author": not any(re.search(r"[;(@]", name) for name in page.all("citation_author")),
        "a PDF beside the abstract": all(urlsplit(pdf).path.startswith(url) for pdf in pdfs),
        "the abstract in sight": all(
            paragraph in page.visible
            for abstract in page.all("citation_abstract")
            for paragraph in abstract.split("\n\n")
        ),
        "the title in sight": page.all("citation_title")[0] in page.visible,
        "open to robots": page.all("robots") == [],
    }
    return [rule for rule, kept in rules.items() if not kept]
