"""What a page says of itself to search engines, reference managers and previews of a link."""

from dataclasses import dataclass, field

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from papers.exports import json_ld
from papers.exports.meta_tags import citation_tags
from papers.share_images import image_address

DESCRIPTION_LENGTH = 300


@dataclass(frozen=True)
class Head:
    """A page's title and description, what it is as Open Graph names it, the tags of a paper, JSON-LD, and the
    address of a picture for previews.
    """

    title: str
    description: str = ""
    kind: str = "website"
    tags: list[tuple[str, str]] = field(default_factory=list)
    json_ld: str = ""
    image: str = ""


def head_of_author(request, author, names, affiliations, links, changed) -> Head:
    """Return what the page of `author` says; `changed` holds when the papers that it shows first last changed."""
    described = json_ld.profile_page(
        author,
        names,
        affiliations,
        links,
        request.build_absolute_uri,
        modified=max([author.updated, *changed]),
    )
    works_at = [str(held.institution) for held in affiliations if held.end is None]
    known_for = author.note or (author.field.name if author.field else "")
    about = ", ".join(part for part in (author.display_name, known_for, *works_at) if part)
    description = _("%(person)s: papers, co-authors and how to cite them.") % {"person": about}
    image = image_address(request, author)
    return Head(author.display_name, description, "profile", json_ld=json_ld.script_text(described), image=image)


def head_of_paper(request, paper) -> Head:
    """Return what the page of `paper` says, its relations preloaded."""
    absolute = request.build_absolute_uri
    return Head(
        paper.title,
        Truncator(" ".join(paper.abstract.split())).chars(DESCRIPTION_LENGTH),
        "article",
        citation_tags(paper, absolute(paper.get_absolute_url()), absolute(paper.pdf_address) if paper.pdf else ""),
        json_ld.script_text(json_ld.article(paper, absolute)),
        image_address(request, paper),
    )


def head_of_institution(request, institution) -> Head:
    """Return what the page of `institution` says."""
    described = json_ld.institution_page(institution, request.build_absolute_uri)
    description = _("Papers from %(name)s and the people who wrote them.") % {"name": institution.name}
    return Head(institution.name, description, json_ld=json_ld.script_text(described))


def page_address(request, page) -> str:
    """Return the canonical address of a page of a list, whose first one needs no number."""
    return request.build_absolute_uri(f"{request.path}?page={page.number}" if page.number > 1 else request.path)
