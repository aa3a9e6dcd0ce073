"""Uploaded PDFs: checked by their content and size, and kept under a name of their own."""

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST_FILE = 50 * 1024 * 1024
BEGINNING = b"%PDF-"
END = b"%%EOF"
LENGTH_OF_END = 2048  # some programs write a few lines after the mark


def check_pdf(file) -> None:
    """Raise ValidationError with a sentence for a new file that is no whole PDF or too large.

    A file that was stored before is not read again.
    """
    if getattr(file, "_committed", False):
        return
    if file.size > LARGEST_FILE:
        raise ValidationError(_("The PDF is larger than %(most)s MB.") % {"most": LARGEST_FILE // 1024**2})
    file.seek(0)
    beginning = file.read(len(BEGINNING))
    file.seek(max(file.size - LENGTH_OF_END, 0))
    end = file.read()
    file.seek(0)
    if beginning != BEGINNING:
        raise ValidationError(_("This file is no PDF."))
    if END not in end:
        raise ValidationError(_("This PDF is not whole: its end is missing. Please upload it once more."))


def file_name(record, uploaded_name: str) -> str:
    """Return a random name, which tells nothing of the one that the file had."""
    return f"pdfs/{secrets.token_hex(16)}.pdf"
