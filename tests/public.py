"""Every public address, from the resolver, for a site with one of everything."""

import io
import itertools
import re
from collections.abc import Iterator

from django.core.files.base import ContentFile
from PIL import Image

from papers.exports import FORMATS
from papers.facets import DIMENSIONS
from papers.models import Author, Category
from papers.sitemaps import SITEMAPS
from scripts.routes import routes
from tests.factories import (
    AffiliationFactory,
    AuthorFactory,
    AuthorNameFactory,
    IdentifierFactory,
    InstitutionFactory,
    LinkFactory,
    MetricFactory,
    PageFactory,
    PaperFactory,
    ProfileLinkFactory,
    SiteFactory,
    VenueFactory,
)

# What may stand in an address for each word in braces.
VALUES = {
    "paper": ["sketch", "former-sketch"],
    "author": ["ada", "mary"],
    "institution": ["london"],
    "page": ["about"],
    "format": [made.extension for made in FORMATS.values()],
    "facet": list(DIMENSIONS),
    "year": ["1843"],
    "doi": ["10.1000/sketch"],
    "arxiv": ["2306.16388v2"],
    "orcid": ["0000-0002-1825-0097"],
    "ror": ["05dxps055"],
    "key": ["sketch"],
    "section": list(SITEMAPS),
    "secret": ["made-up"],
    "picture": [],  # known once there is a site
}

# The addresses of a route, by its name.
ADDRESSES = {
    "home": ["/"],
    "search": ["/search/", "/search/?q=secret", "/search/?q=ada", "/search/?q=engine"],
    "paper_list": ["/papers/"],
    "paper_list_file": ["/papers.{format}"],
    "paper_values": ["/papers/values/{facet}/"],
    "paper": ["/papers/{paper}/"],
    "paper_file": ["/papers/{paper}.{format}"],
    "paper_pdf": ["/papers/{paper}/paper.pdf"],
    "paper_image": ["/papers/{paper}/card.png"],
    "author_list": ["/authors/"],
    "author": ["/authors/{author}/"],
    "coauthors": ["/authors/{author}/coauthors/"],
    "author_values": ["/authors/{author}/values/{facet}/"],
    "author_file": ["/authors/{author}/papers.{format}"],
    "author_image": ["/authors/{author}/card.png"],
    "follow_author": ["/authors/{author}/follow/"],
    "institution_list": ["/institutions/"],
    "institution": ["/institutions/{institution}/"],
    "institution_values": ["/institutions/{institution}/values/{facet}/"],
    "institution_file": ["/institutions/{institution}/papers.{format}"],
    "follow_institution": ["/institutions/{institution}/follow/"],
    "follow": ["/follow/"],
    "archive": ["/archive/"],
    "archive_undated": ["/archive/undated/"],
    "archive_of": ["/archive/{year}/"],
    "doi": ["/doi/{doi}"],
    "arxiv": ["/arxiv/{arxiv}"],
    "orcid": ["/orcid/{orcid}"],
    "ror": ["/ror/{ror}"],
    "cite": ["/cite/{key}"],
    "live": ["/healthz"],
    "ready": ["/readyz"],
    "robots": ["/robots.txt"],
    "security_txt": ["/.well-known/security.txt"],
    "sitemap": ["/sitemap.xml"],
    "sitemap_part": ["/sitemap-{section}.xml"],
    "preview": ["/preview/{secret}/"],
    "media": ["/media/{picture}"],
    "page": ["/{page}/"],
}


def public_addresses(**values: list[str]) -> list[str]:
    """Return the addresses of every public route with all VALUES, or the given ones, in their places.

    Raises LookupError for a route that ADDRESSES does not have.
    """
    names = [name for name, route in routes() if not route.startswith("admin/")]
    if unknown := [name for name in names if name not in ADDRESSES]:
        raise LookupError(f"Give an example of each address of {', '.join(unknown)} in ADDRESSES of {__name__}.")
    return [url for name in names for template in ADDRESSES[name] for url in _filled(template, VALUES | values)]


def _filled(template: str, values: dict[str, list[str]]) -> Iterator[str]:
    words = re.findall(r"\{(\w+)\}", template)
    for chosen in itertools.product(*(values[word] for word in words)):
        yield template.format(**dict(zip(words, chosen, strict=True)))


def picture(colour: str = "navy") -> ContentFile:
    """Return a small PNG of one colour, as a file to upload."""
    content = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(content, "PNG")
    return ContentFile(content.getvalue(), name="picture.png")


def make_site() -> list[str]:
    """Make a site with one of everything, which VALUES name, and return the names of its public pictures."""
    SiteFactory(title="Engines", footer="Kept by *Ada*.", contact="ada@example.org")
    PageFactory(title="About", slug="about", body="# About\n\nEngines.", menu_position=1)
    ada = AuthorFactory(
        display_name="Ada Lovelace", slug="ada", is_profile=True, orcid="0000-0002-1825-0097", bio="Weaves.",
        portrait_alt="Ada",
    )  # fmt: skip
    ada.portrait = picture()
    ada.save()
    mary = AuthorFactory(display_name="Mary Somerville", slug="mary")
    london = InstitutionFactory(name="University of London", slug="london", ror="05dxps055", logo_alt="London")
    london.logo = picture("teal")
    london.save()
    sketch = {"slug": "former-sketch", "authors": [ada, mary], "institutions": [london], "venue": VenueFactory()}
    paper = PaperFactory(
        title="Sketch of the Engine", posted="1843-08", abstract="It weaves patterns.", citation_key="sketch",
        primary_category=Category.objects.get(code="cs.CL"), pdf="papers/sketch.pdf", pdf_rights=True, **sketch,
    )  # fmt: skip
    paper.pdf.storage.save(paper.pdf.name, ContentFile(b"%PDF-1.7"))
    paper.slug = "sketch"
    paper.save()
    IdentifierFactory(paper=paper, value="10.1000/sketch")
    IdentifierFactory(paper=paper, scheme="arxiv", value="2306.16388")
    LinkFactory(paper=paper)
    PaperFactory(title="Notes", slug="notes", posted="1842", authors=[mary], institutions=[london])
    PaperFactory(title="Undated notes", slug="undated", authors=[ada])
    AffiliationFactory(author=ada, institution=london)
    AuthorNameFactory(author=ada)
    ProfileLinkFactory(author=ada)
    MetricFactory(author=ada)
    return [name for record in (ada, london) for name in pictures_of(record)]


def pictures_of(record) -> list[str]:
    """Return the names of the public files made of a person's portrait or an institution's logo."""
    kept = record.portrait if isinstance(record, Author) else record.logo
    return sorted(kept.field.frame.size_names(kept.name).values())
