"""A paper's own PDF: uploaded, served beside its page, named to search engines, and gone with it."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.urls import reverse

from papers.models import Paper
from papers.models.listed import listed
from tests.admin.forms import filled
from tests.factories import AuthorFactory, PaperFactory
from tests.page_head import Read, broken_rules_of_google_scholar
from tests.test_pdfs import PDF

pytestmark = pytest.mark.django_db

DRAFT = Paper.Status.DRAFT


@pytest.fixture
def paper(settings, tmp_path):
    """A published paper with a PDF."""
    settings.MEDIA_ROOT = tmp_path
    paper = PaperFactory(title="Sketch", slug="sketch", posted="1843", pdf_rights=True, authors=[AuthorFactory()])
    paper.pdf.save("secret review.pdf", ContentFile(PDF))
    return paper


@pytest.fixture
def editor(client):
    client.force_login(get_user_model().objects.create_superuser("editor"))
    return client


# What visitors get


def test_the_pdf_is_served_beside_the_page(paper, client):
    response = client.get("/papers/sketch/paper.pdf")
    assert response.getvalue() == PDF
    names = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options")
    assert [response.headers[name] for name in names] == [
        "application/pdf",
        'inline; filename="sketch.pdf"',
        "default-src 'none'; frame-ancestors 'none'",
        "nosniff",
    ]


def test_the_page_leads_to_it(paper, client):
    assert [shown.read_link.url for shown in listed([paper.pk]).values()] == ["/papers/sketch/paper.pdf"]


def test_search_engines_are_told_of_it(paper, client):
    page = Read(client, "/papers/sketch/")
    assert page.all("citation_pdf_url") == ["http://testserver/papers/sketch/paper.pdf"]
    assert broken_rules_of_google_scholar(page, "/papers/sketch/") == []


def test_a_paper_without_one_names_none(client):
    PaperFactory(slug="bare")
    assert Read(client, "/papers/bare/").all("citation_pdf_url") == []
    assert client.get("/papers/bare/paper.pdf").status_code == 404


def test_a_draft_s_pdf_is_for_editors(paper, editor):
    Paper.objects.update(status=DRAFT)
    assert editor.get("/papers/sketch/paper.pdf").getvalue() == PDF
    editor.logout()
    assert editor.get("/papers/sketch/paper.pdf").status_code == 404


def test_its_name_in_storage_is_no_public_address(paper, client):
    assert client.get(f"/media/{paper.pdf.name}").status_code == 404


def test_an_old_address_leads_to_the_new_one(paper, client):
    Paper.objects.update(slug="moved")
    response = client.get("/papers/sketch/paper.pdf")
    assert (response.status_code, response.headers["Location"]) == (301, "/papers/moved/paper.pdf")


# What editors do


def test_no_pdf_is_kept_without_the_rights_to_it(paper):
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.update(pdf_rights=False)


def stored() -> list[str]:
    return default_storage.listdir("pdfs")[1]


def send(editor, paper, **changed):
    """Send the form of `paper` as it is shown, with changes, and return the paper as it is then."""
    address = reverse("admin:papers_paper_change", args=[paper.pk])
    response = editor.post(address, filled(editor.get(address)) | changed)
    return Paper.objects.get(pk=paper.pk), response


def test_a_replaced_pdf_leaves_storage(paper, editor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        now, _ = send(editor, paper, pdf=ContentFile(PDF, name="new.pdf"))
    assert now.pdf.name != paper.pdf.name
    assert stored() == [now.pdf.name.removeprefix("pdfs/")]


def test_an_upload_without_rights_is_refused(paper, editor):
    Paper.objects.update(pdf="", pdf_rights=False)
    now, response = send(editor, paper, pdf=ContentFile(PDF, name="new.pdf"))
    assert (now.pdf.name, "Confirm that the PDF may be shown to everyone" in response.content.decode()) == ("", True)


def test_what_is_no_pdf_is_refused(paper, editor):
    now, response = send(editor, paper, pdf=ContentFile(b"<script>", name="new.pdf"))
    assert (now.pdf.name, "This file is no PDF." in response.content.decode()) == (paper.pdf.name, True)


def test_a_deleted_paper_takes_its_pdf_along(paper, editor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("admin:papers_paper_delete", args=[paper.pk]), {"post": "yes"})
    assert (Paper.objects.count(), stored()) == (0, [])
