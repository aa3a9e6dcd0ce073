"""The preview of a paper in the admin, and the secret links to it."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse

from papers.models import Paper, PreviewLink
from tests.admin.forms import filled, messages
from tests.factories import AuthorFactory, PaperFactory, PreviewLinkFactory

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
OUTSIDE = b'<base target="_top">'


def address(view, paper):
    return reverse(f"admin:papers_paper_{view}", args=[paper.pk])


@pytest.fixture
def paper(db):
    return PaperFactory(title="Sketch", slug="sketch", citation_key="x", authors=[AuthorFactory(display_name="Ada")])


def draft(editor, paper, **changes):
    url = address("draft", paper)
    editor.post(url, filled(editor.get(url)) | changes | {"_draft": "keep"})


def without_version(page: bytes) -> bytes:
    """Return a page without the time of the last change in the address of the paper's picture."""
    return re.sub(rb"[?]v=[0-9]+", b"", page)


def unframed(page: bytes) -> bytes:
    """Return a page without what lets its links open outside the frame."""
    assert page.count(OUTSIDE) == 1
    return page.replace(OUTSIDE, b"")


@pytest.mark.parametrize("given", [{"status": "draft"}, {"publish_at": NOW + datetime.timedelta(days=9999)}])
def test_preview_of_what_is_not_public_is_the_page_that_will_be(editor, paper, given):
    there = editor.get("/papers/sketch/").content
    Paper.objects.update(**given)
    page = editor.get(address("preview_page", paper))
    assert unframed(page.content) == there
    assert editor.get("/papers/sketch/").status_code == 404


def test_preview_of_a_draft_is_the_page_that_will_be(editor, paper):
    draft(editor, paper, title="Notes", slug="notes")
    before = editor.get("/papers/sketch/").content
    page = editor.get(address("preview_page", paper)).content
    assert OUTSIDE not in before
    assert editor.get("/papers/sketch/").content == before
    editor.post(address("publish", paper))
    assert without_version(editor.get("/papers/notes/").content) == without_version(unframed(page))


def test_only_the_preview_is_framed_and_only_by_this_site(editor, paper):
    outer, inner = editor.get(address("preview", paper)), editor.get(address("preview_page", paper))
    assert "frame-src 'self'" in outer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in outer.headers["Content-Security-Policy"]
    assert outer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'self'" in inner.headers["Content-Security-Policy"]
    assert inner.headers["X-Frame-Options"] == "SAMEORIGIN"
    for policy in (outer, inner):
        assert "script-src 'self'" in policy.headers["Content-Security-Policy"]


def made(editor, paper, days="7") -> str:
    """Make a secret link and return its path."""
    response = editor.post(address("preview", paper), {"make": "1", "days": days}, follow=True)
    [path] = re.findall(r'href="https?://[^/]+(/preview/[^"]+)"', messages(response)[-1])
    return path


def test_secret_link_shows_the_draft_until_it_expires(editor, client, paper):
    draft(editor, paper, title="Notes")
    with time_machine.travel(NOW, tick=False):
        path = made(editor, paper, "1")
    with time_machine.travel(NOW + datetime.timedelta(hours=23, minutes=59), tick=False):
        page = client.get(path)
    assert ("<h1>Notes</h1>" in page.content.decode(), page.cookies) == (True, {})
    assert [page.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy", "X-Frame-Options")] == [
        *("no-store, private", "noindex, nofollow", "no-referrer", "DENY")
    ]
    with time_machine.travel(NOW + datetime.timedelta(days=1), tick=False):
        assert client.get(path).status_code == 404


def test_secret_link_is_revoked(editor, client, paper):
    path = made(editor, paper)
    response = editor.post(address("preview", paper), {"revoke": PreviewLink.objects.get().pk}, follow=True)
    assert messages(response) == ["The link is revoked: it leads nowhere now."]
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, ""])
def test_nothing_else_is_revoked(editor, paper, number):
    link = PreviewLinkFactory()
    for key in (number, link.pk):
        editor.post(address("preview", paper), {"revoke": key})
    assert PreviewLink.objects.count() == 1


def test_secret_is_not_kept(editor, paper):
    secret = made(editor, paper).split("/")[2]
    assert secret not in str(PreviewLink.objects.values().get())


@pytest.mark.parametrize("path", ["/preview/x/", "/preview/%00/", f"/preview/{'x' * 500}/", "/preview/é/"])
def test_no_other_secret_opens_anything(client, db, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("days", ["365", "", "-1", "x"])
def test_a_link_lasts_no_other_time(editor, paper, days):
    assert editor.post(address("preview", paper), {"make": "1", "days": days}).status_code == 200
    assert not PreviewLink.objects.exists()


def test_whoever_may_only_look_shares_nothing(librarian, paper):
    user = librarian.get(reverse("admin:index")).context["user"]
    user.user_permissions.remove(user.user_permissions.get(codename="change_paper"))
    assert "Make a secret link" not in librarian.get(address("preview", paper)).content.decode()
    assert librarian.post(address("preview", paper), {"make": "1", "days": "7"}).status_code == 403
