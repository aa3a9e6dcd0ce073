"""Papers as files: one, all of a list as it is filtered, or all of a person or institution, in every format there is.

A file holds what its page shows, in the same order, but all of its pages. It is written while it is sent, a hundred
papers at a time.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import chain, islice

from django.db.models import Count, Max
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from papers.exports import FORMATS, Format
from papers.exports.atom import Feed
from papers.listing import chosen_papers
from papers.models import Author, Institution, Paper, Site
from papers.redirects import moved

PAPERS_AT_A_TIME = 100
MOST_SHARED = 500  # papers, so that memory does not grow with the site
FILE_FORMATS = [file_format for file_format in FORMATS.values() if not file_format.is_feed]
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class FormatConverter:
    """A format in an address, as the extension of a file name."""

    regex = "[a-z]+(?:[.][a-z]+)?"
    by_extension = {file_format.extension: file_format for file_format in FORMATS.values()}

    def to_python(self, value: str) -> Format:
        """Return the format; raise ValueError, which makes it no address of the site, where there is none."""
        if value not in self.by_extension:
            raise ValueError(value)
        return self.by_extension[value]

    def to_url(self, value: Format) -> str:
        """Return the extension."""
        return value.extension


# The files


@require_safe
def paper_list(request, file_format):
    """Send all papers, filtered."""
    papers = chosen_papers(request.GET, Paper.objects.published())
    return download(request, file_format, papers, File("papers", _("Papers"), reverse("papers:paper_list")))


@require_safe
def paper(request, slug, file_format):
    """Send one paper."""
    paper = get_object_or_404(Paper.objects.published(), addresses__value=slug)
    if paper.slug != slug:
        return moved(request, reverse("papers:paper_file", args=[paper.slug, file_format]))
    papers = Paper.objects.published().filter(pk=paper.pk)
    return download(request, file_format, papers, File(paper.slug, paper.title, paper.get_absolute_url()))


@require_safe
def author_papers(request, slug, file_format):
    """Send a person's papers, filtered."""
    author = get_object_or_404(Author.objects.public(), addresses__value=slug)
    if author.slug != slug:
        return moved(request, reverse("papers:author_file", args=[author.slug, file_format]))
    papers = chosen_papers(request.GET, Paper.objects.published().by(author), owner=author)
    return download(request, file_format, papers, file_of(author, author.display_name))


@require_safe
def institution_papers(request, slug, file_format):
    """Send an institution's papers, filtered."""
    institution = get_object_or_404(Institution.objects.public(), addresses__value=slug)
    if institution.slug != slug:
        return moved(request, reverse("papers:institution_file", args=[institution.slug, file_format]))
    papers = chosen_papers(request.GET, Paper.objects.published().at_any([institution.slug]))
    return download(request, file_format, papers, file_of(institution, institution.name))


@dataclass(frozen=True)
class File:
    """A file to be sent: its name without extension, plain ASCII as every slug is, its title, and whose page it is."""

    name: str
    title: str
    page: str


def file_of(record, name: str) -> File:
    """Return the file of a person's or institution's papers."""
    title = _("Papers of %(name)s") % {"name": name}
    return File(f"{record.slug}-papers", title, record.get_absolute_url())


def download(request, file_format: Format, papers, file: File) -> StreamingHttpResponse:
    """Return `papers` as a file."""
    loaded = load(papers)
    if file_format.is_feed:
        return feed(request, file_format, papers, loaded, file)
    response = StreamingHttpResponse(file_format.render(begun(loaded)), content_type=file_format.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}.{file_format.extension}"'
    return response


_shared: ContextVar[dict[int, Paper] | None] = ContextVar("shared papers", default=None)


@contextmanager
def sharing_papers() -> Iterator[None]:
    """For the duration, in which no paper changes, load a paper that is in several files once for all of them."""
    token = _shared.set({})
    try:
        yield
    finally:
        _shared.reset(token)


def load(papers) -> Iterator[Paper]:
    """Return `papers` with all that a file says of them, loaded as they are asked for."""
    shared = _shared.get()
    if shared is None:
        return papers.for_page().iterator(chunk_size=PAPERS_AT_A_TIME)
    return _load_shared(shared, list(papers.values_list("pk", flat=True)))


def _load_shared(shared: dict[int, Paper], keys: list[int]) -> Iterator[Paper]:
    for start in range(0, len(keys), PAPERS_AT_A_TIME):
        some = keys[start : start + PAPERS_AT_A_TIME]
        if len(shared) + len(some) > MOST_SHARED:
            shared.clear()
        missing = [key for key in some if key not in shared]
        if missing:
            shared |= {paper.pk: paper for paper in Paper.objects.filter(pk__in=missing).for_page()}
        yield from [shared[key] for key in some if key in shared]  # one may be deleted meanwhile


def begun(papers):
    """Return what yields the same, with the first read already: what fails by then gets a page that says so."""
    return chain(list(islice(papers, 1)), papers)


def feed(request, file_format: Format, papers, loaded, file: File) -> StreamingHttpResponse:
    """Return `papers`, `loaded` as they are sent, as a feed, with a tag by which a reader asks for news alone."""
    found = papers.order_by().aggregate(total=Count("pk"), edited=Max("updated"), appeared=Max("publish_at"))
    query = request.META["QUERY_STRING"]
    described = Feed(
        title=f"{file.title} – {Site.objects.current().title}",
        page_url=request.build_absolute_uri(f"{file.page}?{query}" if query else file.page),
        feed_url=request.build_absolute_uri(),
        updated=max(moment or NEVER for moment in (found["edited"], found["appeared"])),
    )
    response = StreamingHttpResponse(file_format.render(loaded, described), content_type=file_format.content_type)
    response.headers["ETag"] = f'"{found["total"]}-{described.updated.timestamp()}"'
    return response


# The menu


@dataclass(frozen=True)
class FileLink:
    """A file on offer."""

    label: str
    url: str


def files_of_list(address: str, name: str, *args: str) -> list[FileLink]:
    """Return the files of the list with the query string `address`, in every format; their route has `name` and
    `args`.
    """
    ending = address.removesuffix("?")
    return [FileLink(f.label, reverse(f"papers:{name}", args=[*args, f]) + ending) for f in FILE_FORMATS]


def files_of_paper(paper) -> list[FileLink]:
    """Return the files of one paper, in every format."""
    return [FileLink(f.label, reverse("papers:paper_file", args=[paper.slug, f])) for f in FILE_FORMATS]
