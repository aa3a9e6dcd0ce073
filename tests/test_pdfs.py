"""What counts as a PDF, and the name that it is kept under."""

import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import File

from papers import pdfs
from papers.pdfs import check_pdf, file_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def complaint(content: bytes) -> str | None:
    try:
        check_pdf(File(io.BytesIO(content), "a.pdf"))
    except ValidationError as error:
        return error.messages[0]
    return None


@pytest.mark.parametrize("content", [PDF, PDF + b"\n" * 900, PDF.replace(b"\n", b"\r\n")])
def test_a_whole_pdf_is_taken(content):
    assert complaint(content) is None


@pytest.mark.parametrize("content", [b"", b"<html>", b"\n" + PDF, b"MZ%PDF-1.7 %%EOF", b"%PDF"])
def test_another_file_is_refused_whatever_its_name(content):
    assert complaint(content) == "This file is no PDF."


def test_half_a_pdf_is_refused():
    assert complaint(PDF[:20]) == "This PDF is not whole: its end is missing. Please upload it once more."


def test_a_large_pdf_is_refused(monkeypatch):
    monkeypatch.setattr(pdfs, "LARGEST_FILE", 1024**2)
    assert complaint(b"%PDF-" + bytes(1024**2) + b"%%EOF") == "The PDF is larger than 1 MB."


def test_a_checked_file_is_read_from_its_beginning_again():
    file = File(io.BytesIO(PDF), "a.pdf")
    check_pdf(file)
    assert file.read() == PDF


def test_a_name_tells_nothing_and_comes_once():
    names = {file_name(None, "secret review.pdf") for _ in range(9)}
    assert (len(names), {bool(re.fullmatch(r"pdfs/[0-9a-f]{32}\.pdf", name)) for name in names}) == (9, {True})
