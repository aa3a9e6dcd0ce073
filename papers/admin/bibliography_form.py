"""The form that an import begins with: files, a text, or identifiers of what is to be fetched."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from papers.fetching import FetchError, fetch, understood

LARGEST_FILE = 20 * 1024 * 1024  # bytes
MOST_IDENTIFIERS = 20
PASTED = "pasted text"


class FilesInput(forms.FileInput):
    """A box for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, none of them too large."""

    widget = FilesInput

    def clean(self, data, initial=None):
        """Return the files; raise ValidationError for one that is too large."""
        files = [super(FilesField, self).clean(file, initial) for file in data or []]
        if any(file.size > LARGEST_FILE for file in files):
            raise forms.ValidationError(
                _("A file larger than 20 MB is imported with manage.py import_papers, on the server.")
            )
        return files


class BibliographyForm(forms.Form):
    """Files to drop, a text to paste, or, where the operator has switched fetching on, identifiers."""

    files = FilesField(label=_("Files"), required=False)
    text = forms.CharField(
        label=_("or text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
    )
    identifiers = forms.CharField(
        label=_("or fetch by identifier"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("A DOI, arXiv id, PubMed id or ORCID iD, or the web address of one; several a line each."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not settings.FETCH:
            del self.fields["identifiers"]

    def clean_identifiers(self) -> list[str]:
        """Return what stands on each line; raise ValidationError for what is no identifier that is known."""
        lines = [line for line in self.cleaned_data["identifiers"].splitlines() if line.strip()]
        if len(lines) > MOST_IDENTIFIERS:
            raise forms.ValidationError(__("Give at most %(count)d at once.") % {"count": MOST_IDENTIFIERS})
        refused = []
        for line in lines:
            try:
                understood(line)
            except FetchError as error:
                refused.append(str(error))
        if refused:
            raise forms.ValidationError(refused)
        return lines

    def clean(self):
        """Refuse a form with nothing in it."""
        cleaned = super().clean()
        given = cleaned.get("files") or cleaned.get("text", "").strip() or cleaned.get("identifiers")
        if not self.errors and not given:
            raise forms.ValidationError(_("Choose a file or paste a bibliography."))
        return cleaned

    def contents(self) -> tuple[list[tuple[str, bytes, str]], list[str]]:
        """Return what was given or is fetched, each with its name and format ("" for one that its content shows), and a
        sentence for what cannot be fetched.
        """
        given = [(file.name, file.read(), "") for file in self.cleaned_data["files"]]
        if (text := self.cleaned_data["text"]).strip():
            given.append((PASTED, text.encode(errors="surrogateescape"), ""))
        if not (identifiers := self.cleaned_data.get("identifiers")):
            return given, []
        fetched, refused = fetch(identifiers)
        return given + [(piece.name, piece.content, piece.source) for piece in fetched], refused
