"""The pictures that previews of links show, as cards of papers and people."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from papers import cards
from papers.models import Author, Paper, Site
from papers.redirects import moved

NAMES_SHOWN = 3


@require_safe
def paper_image(request, slug):
    """Send the card of a paper: title, authors, year."""
    paper = get_object_or_404(Paper.objects.published(), addresses__value=slug)
    if paper.slug != slug:
        return moved(request, reverse("papers:paper_image", args=[paper.slug]))
    names = list(paper.authorships.values_list("printed_name", flat=True)[: NAMES_SHOWN + 1])
    authors = ", ".join(names[:NAMES_SHOWN]) + (" et al." if len(names) > NAMES_SHOWN else "")
    date = paper.issued_or_posted
    line = " · ".join(part for part in (authors, str(date.year) if date else "") if part)
    return image(paper.title, line, paper.direction)


@require_safe
def author_image(request, slug):
    """Send the card of a person: name, field, number of papers."""
    author = get_object_or_404(Author.objects.public().select_related("field"), addresses__value=slug)
    if author.slug != slug:
        return moved(request, reverse("papers:author_image", args=[author.slug]))
    total = Paper.objects.published().by(author).count()
    papers = ngettext("%(total)s paper", "%(total)s papers", total) % {"total": total}
    known_for = author.field.name if author.field else author.note
    return image(author.display_name, " · ".join(part for part in (known_for, papers) if part))


def image(heading: str, line: str, direction: str = "ltr") -> HttpResponse:
    """Return a card of this site, which pages elsewhere may show."""
    site = Site.objects.current()
    card = cards.Card(heading, line, site.title, site.accent, direction)
    response = HttpResponse(cards.png(card), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def image_address(request, record) -> str:
    """Return the absolute address of a record's card, which changes when the record does."""
    address = reverse(f"papers:{record._meta.model_name}_image", args=[record.slug])
    return request.build_absolute_uri(f"{address}?v={record.updated:%Y%m%d%H%M%S}")
