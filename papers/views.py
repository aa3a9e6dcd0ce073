"""The public pages."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import FileResponse, Http404, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.static import serve

from papers import stats
from papers.charts import bar_chart
from papers.context import is_editor
from papers.downloads import files_of_list, files_of_paper
from papers.exports import cite
from papers.filters import INDEXED_AT_ONCE, LONGEST_QUERY
from papers.following import followed
from papers.frames import is_whole, whole_name
from papers.head import Head, head_of_author, head_of_institution, head_of_paper, page_address
from papers.indexing import catch_up_if_free
from papers.list_addresses import address, numbered, without_blanks
from papers.listing import INSTITUTION_FACETS, PROFILE_FACETS, ignored, list_papers, page_of, without_control_characters
from papers.markdown import render_markdown
from papers.models import Author, Institution, MergeRecord, Page, Paper, Site
from papers.redirects import moved
from papers.search import as_name, parse

PAPERS_ON_PROFILE = 100
PAPERS_ON_PAGE = 50
NAMES_ON_PAGE = 100
COAUTHORS_SHOWN = 24
CHART_SIZE = (296, 86)
LONGEST_FILE_NAME = 100  # as long as a record can name one
CONTENT_TYPES = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}


# The profile, and every other person's page


@require_safe
@without_blanks
def home(request):
    """Show the profile; a directory where there are several, what to do where there is none."""
    profiles = list(Author.objects.profiles().select_related("field"))
    if len(profiles) == 1:
        return author_page(request, profiles[0])
    template = "papers/profile_directory.html" if profiles else "papers/first_run.html"
    context = {"profiles": profiles, "head": Head(Site.objects.current().title)}
    return render(request, template, context | {"canonical_url": request.build_absolute_uri("/")})


@require_safe
@without_blanks
def author(request, slug):
    """Show a person: figures, papers, co-authors."""
    author = get_object_or_404(Author.objects.public().select_related("field"), addresses__value=slug)
    if author.slug != slug:
        return moved(request, author.get_absolute_url())
    return author_page(request, author)


def author_page(request, author):
    """Return the page of `author`, whose own address is its canonical one."""
    papers = Paper.objects.published().by(author)
    listing = list_papers(
        request.GET, papers, author, PAPERS_ON_PROFILE, PROFILE_FACETS, name=author.get_absolute_url()
    )
    names = list(author.names.filter(shown=True))
    links = list(author.profile_links.all())
    affiliations = list(author.affiliations.with_public_institutions())
    coauthors = Author.objects.coauthors_of(author)
    figures = stats.figures_of(author)
    context = {
        "author": author,
        "head": head_of_author(request, author, names, affiliations, links, listing.changed),
        "bio_html": render_markdown(author.bio),
        "other_names": names,
        "profile_links": links,
        "affiliations": affiliations,
        "figures": figures.figures,
        "figures_notes": figures.notes,
        "supplied_papers": figures.papers,
        "year_chart": year_chart(listing, author.get_absolute_url()),
        "listing_url": author.get_absolute_url(),
        "listing": listing,
        "files": files_of_list(listing.address, "author_file", author.slug),
        "followed": followed(request, author, listing.query),
        "coauthors": list(coauthors[:COAUTHORS_SHOWN]),
        "coauthor_total": coauthors.count(),
    }
    return render(request, "papers/author.html", about(request, author, listing.canonical) | context)


@require_safe
def coauthors(request, slug):
    """List everybody who wrote a paper with a person."""
    author = get_object_or_404(Author.objects.public(), addresses__value=slug)
    if author.slug != slug:
        return moved(request, reverse("papers:coauthors", args=[author.slug]))
    page = page_of(Author.objects.coauthors_of(author), request.GET, NAMES_ON_PAGE)
    head = Head(_("Co-authors of %(name)s") % {"name": author.display_name})
    context = {
        "author": author,
        "page": page,
        "ignored": list(ignored(without_control_characters(request.GET), {"page"}, page)),
        "head": head,
        "canonical_url": page_address(request, page),
    }
    return render(request, "papers/coauthors.html", context)


@require_safe
@without_blanks
def author_list(request):
    """List the people, or those whose names meet a query."""
    context = named(request, Author, part="people") | {"head": Head(_("People"))}
    return render(request, "papers/author_list.html", context)


# Papers


@require_safe
@without_blanks
def paper_list(request):
    """List all papers, filtered."""
    listing = list_papers(request.GET, Paper.objects.published(), per_page=PAPERS_ON_PAGE, name=request.path)
    context = {
        "listing": listing,
        "head": Head(_("Papers")),
        "canonical_url": request.build_absolute_uri(request.path + listing.canonical),
        "files": files_of_list(listing.address, "paper_list_file"),
        "followed": followed(request, None, listing.query),
        "year_chart": year_chart(listing, request.path),
        "listing_url": request.path,
    }
    return render(request, "papers/paper_list.html", context)


@require_safe
def paper(request, slug):
    """Show a paper: where to read it, all of its abstract and authors, how to cite it."""
    paper = get_object_or_404(Paper.objects.published().for_page(), addresses__value=slug)
    if paper.slug != slug:
        return moved(request, paper.get_absolute_url())
    return paper_page(request, paper)


def paper_page(request, paper):
    """Return the page of `paper`, preloaded by `for_page`."""
    authorships = list(paper.authorships.all())
    owner = next((entry.author for entry in authorships if entry.author.is_profile), None)
    previous, following = Paper.objects.published().neighbours(paper, owner)
    context = {
        "paper": paper,
        "head": head_of_paper(request, paper),
        "authorships": authorships,
        "institutions": paper.listed_institutions,
        "venue_names": MergeRecord.objects.other_names(paper.venue) if paper.venue else [],
        "identifier_links": [(i.get_scheme_display(), i.value, i.url) for i in paper.identifiers.all()],
        "owner": owner,
        "previous": previous,
        "next": following,
        "citation": cite(paper),
        "files": files_of_paper(paper),
    }
    return render(request, "papers/paper.html", context | about(request, paper))


@require_safe
def paper_pdf(request, slug):
    """Send the PDF of a paper; that of a draft only to an editor."""
    papers = Paper.objects.all() if is_editor(request) else Paper.objects.published()
    paper = get_object_or_404(papers.exclude(pdf=""), addresses__value=slug)
    if paper.slug != slug:
        return moved(request, paper.pdf_address)
    response = FileResponse(paper.pdf.open(), content_type="application/pdf", filename=f"{paper.slug}.pdf")
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return response


# Institutions


@require_safe
@without_blanks
def institution_list(request):
    """List the institutions, or those whose names meet a query."""
    context = named(request, Institution) | {"head": Head(_("Institutions"))}
    return render(request, "papers/institution_list.html", context)


@require_safe
@without_blanks
def institution(request, slug):
    """Show an institution: its papers and their authors."""
    institution = get_object_or_404(Institution.objects.public(), addresses__value=slug)
    if institution.slug != slug:
        return moved(request, institution.get_absolute_url())
    papers = Paper.objects.published().at_any([institution.slug])
    listing = list_papers(
        request.GET, papers, None, PAPERS_ON_PAGE, INSTITUTION_FACETS, name=institution.get_absolute_url()
    )
    people = Author.objects.at(institution)
    context = {
        "institution": institution,
        "other_names": MergeRecord.objects.other_names(institution),
        "head": head_of_institution(request, institution),
        "year_chart": year_chart(listing, request.path),
        "listing_url": request.path,
        "listing": listing,
        "files": files_of_list(listing.address, "institution_file", institution.slug),
        "followed": followed(request, institution, listing.query),
        "people": list(people[:COAUTHORS_SHOWN]),
        "people_total": people.count(),
    }
    return render(request, "papers/institution.html", about(request, institution, listing.canonical) | context)


# The site's own pages and uploads


@require_safe
def page(request, slug):
    """Show one of the site's own pages."""
    page = get_object_or_404(Page, addresses__value=slug)
    if page.slug != slug:
        return moved(request, page.get_absolute_url())
    context = {"page": page, "head": Head(page.title), "body_html": render_markdown(page.body)}
    return render(request, "papers/page.html", context | about(request, page))


@require_safe
def media(request, name):
    """Send an uploaded picture; the whole of it, or one of a record that the public may not see, only to an editor."""
    if not name.isprintable() or len(name) > LONGEST_FILE_NAME:
        raise Http404  # a database refuses to look for a NUL, a file system for a very long name
    whole = whole_name(name)
    shown = not is_whole(name) and (
        Author.objects.public().filter(portrait=whole).exists()
        or Institution.objects.public().filter(logo=whole).exists()
    )
    if not shown and not is_editor(request):
        raise Http404
    response = serve(request, name, document_root=settings.MEDIA_ROOT)
    # Python may not know all of them. A PDF the public gets at its paper's address.
    response.headers["Content-Type"] = CONTENT_TYPES.get(PurePosixPath(name).suffix, "image/webp")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # File names are random and never used twice.
    response.headers["Cache-Control"] = f"{'public' if shown else 'private'}, max-age=31536000, immutable"
    return response


# Shared by the pages


def named(request, model, part: str = "") -> dict:
    """Return a page of the public records of `model`, of those whose names meet the query if there is one."""
    asked = without_control_characters(request.GET)
    q = asked.get("q", "").strip()[:LONGEST_QUERY]
    records = model.objects.for_list()
    if q:
        catch_up_if_free(INDEXED_AT_ONCE, kinds=(model._meta.model_name,))
        records = records.found_by(as_name(parse(q), part))
    page = page_of(records.values_list("pk", flat=True), request.GET, NAMES_ON_PAGE)
    page.object_list = list(
        model.objects.for_list().filter(pk__in=page.object_list)
    )  # what is counted for a page alone
    listed = address(QueryDict(urlencode({"q": q})))
    canonical = request.path + numbered(listed, page.number).removesuffix("?")
    return {
        "page": page,
        "q": q,
        "is_filtered": bool(q),
        "ignored": list(ignored(asked, {"q", "page"}, page)),
        "address": listed,
        "canonical_url": request.build_absolute_uri(canonical),
    }


def about(request, record, ending: str = "") -> dict:
    """Return the canonical address of a record's page, with a query string, and where an editor changes the record."""
    edit = reverse(f"admin:papers_{record._meta.model_name}_change", args=[record.pk])
    return {"canonical_url": request.build_absolute_uri(record.get_absolute_url() + ending), "edit_url": edit}


def year_chart(listing, url: str):
    """Return the chart of a list's papers per year; each bar leads to that year of it, at `url`."""
    return bar_chart([(year, n, url + query) for year, n, query in listing.papers_per_year()], *CHART_SIZE)
