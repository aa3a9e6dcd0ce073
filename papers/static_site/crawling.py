"""Ask the site for every public address, as a visitor does, and write what it answers."""

import re
import shutil
import tempfile
from base64 import b64encode
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from papers.downloads import sharing_papers
from papers.sitemaps import MOST_ADDRESSES, SITEMAPS
from papers.static_site.pages import StaticPage
from papers.static_site.places import asked_for, file_of, link_between

IN_STYLE_SHEET = re.compile(r"""url\(["']?([^"')]+)""")
FONT = ".woff2"  # which browsers refuse to load from a folder, unless it stands in the style sheet itself
SEEDS = ("home", "archive", "paper_list", "author_list", "institution_list", "robots", "sitemap")


@dataclass
class Export:
    """What was written: the number of files, and links of pages that led nowhere and are text now."""

    files: int = 0
    dropped: list[str] = field(default_factory=list)


def export_to(folder: Path) -> Export:
    """Write the public site to a new folder, whole or not at all, and return what was written.

    Raises FileExistsError where the folder is there, OSError where it cannot be written.
    """
    if folder.exists():
        raise FileExistsError(folder)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.absolute().parent))
    try:
        with sharing_papers():
            export = _Crawl(draft).run()
        draft.chmod(0o755)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return export


class _Crawl:
    def __init__(self, folder: Path):
        self.folder = folder
        host = urlsplit(settings.PUBLIC_URL).netloc
        self.client = Client(headers={"host": host}, raise_request_exception=True)
        self.wanted: deque[str] = deque()
        self.known: set[str] = set()  # files that are written or wanted
        self.gone: set[str] = set()
        self.linking: dict[str, list[str]] = {}  # file → addresses of the pages that link to it, until it is written
        self.export = Export()

    def run(self) -> Export:
        for address in self._seeds():
            self._want(address, file_of(address))
        while self.wanted:
            self._fetch(self.wanted.popleft())
        for address in sorted({address for file in self.gone for address in self.linking.get(file, [])}):
            self._fetch(address)
        return self.export

    def _seeds(self):
        yield from (reverse(f"papers:{name}") for name in SEEDS)
        for name, part in SITEMAPS.items():
            if sum(one.paginator.count for one in SITEMAPS.values()) > MOST_ADDRESSES:
                yield reverse("papers:sitemap_part", args=[name])
            for page in part.paginator.page_range:
                yield from (part.location(item) for item in part.paginator.page(page).object_list)

    def _want(self, address: str, file: str) -> None:
        if file not in self.known:
            self.known.add(file)
            self.wanted.append(address)

    def _fetch(self, address: str) -> None:
        file = file_of(address)
        content = self._static(file) if address.startswith(settings.STATIC_URL) else self._page(address, file)
        if content is None:
            self.gone.add(file)
            return
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        self.export.files += not path.exists()
        path.write_bytes(content)

    def _static(self, file: str) -> bytes | None:
        """Return a static file; a style sheet with its fonts in it, and want what else it names."""
        content = _static_content(file)
        if content and file.endswith(".css"):
            return IN_STYLE_SHEET.sub(lambda link: self._named_in(file, link), content.decode()).encode()
        return content

    def _named_in(self, file: str, link: re.Match) -> str:
        address = urljoin(f"/{file}", link[1])
        font = _static_content(address[1:]) if address.endswith(FONT) else None
        if font:
            return link[0].replace(link[1], f"data:font/woff2;base64,{b64encode(font).decode()}")
        self._want(address, file_of(address))
        return link[0]

    def _page(self, address: str, file: str) -> bytes | None:
        response = self.client.get(asked_for(address), secure=True, follow=True)
        if response.status_code != 200:
            return None
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if not response.headers["Content-Type"].startswith("text/html"):
            return content
        page = StaticPage(
            content.decode(),
            lambda link: self._relinked(link, address, file),
            format_html(
                '<p><a href="{}">{}</a></p>', link_between(file, "archive/index.html"), _("Every paper, by year")
            ),
        )
        return page.text.encode()

    def _relinked(self, link: str, address: str, file: str) -> str | None:
        """Return the link as it leads from `file` to another; None where it leads to no file."""
        is_rooted = link.startswith("/") and not link.startswith("//")
        absolute = settings.PUBLIC_URL + link if is_rooted else urljoin(settings.PUBLIC_URL + address, link)
        if link.startswith("#") or not absolute.startswith(f"{settings.PUBLIC_URL}/"):
            return link
        target, _mark, fragment = absolute.removeprefix(settings.PUBLIC_URL).partition("#")
        other = file_of(target)
        if other is None:
            return None
        if other in self.gone:
            self.export.dropped.append(f"{address}: {link}")
            return None
        self.linking.setdefault(other, []).append(address)
        self._want(target, other)
        return link_between(file, other, fragment)


def _static_content(file: str) -> bytes | None:
    """Return a static file as it was gathered, else as it lies in its folder, None where there is none."""
    name = file.removeprefix(settings.STATIC_URL.lstrip("/"))
    gathered = Path(settings.STATIC_ROOT) / name
    found = gathered if gathered.is_file() else finders.find(name)
    return Path(found).read_bytes() if found else None
