"""A profile begun from a name and a bibliography, in one step."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from papers.admin.bibliography_form import BibliographyForm
from papers.admin.rights import is_confined
from papers.beginning import NothingBegunError, begin_profile
from papers.cataloguing import Options, take_in
from papers.imports import SOURCES
from papers.imports.record import UnreadableFile
from papers.models import Author, ImportBatch
from papers.starting_over import new_profile

NEW = "new"
MOST_NAMESAKES = 20


class ProfileForm(BibliographyForm):
    """Whose profile, and a bibliography of that person's works; who of several is meant, where the name is known."""

    name = forms.CharField(label=_("Name"), widget=forms.TextInput(attrs={"class": "vTextField"}))
    publish = forms.BooleanField(label=_("Publish the works at once; otherwise they are drafts"), required=False)
    field_order = ["name", "person", "files", "text", "identifiers", "publish"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.namesakes = {str(author.pk): author for author in _namesakes(self.data.get("name", ""))}
        if self.namesakes:
            self.fields["person"] = self._person_field()
            self.order_fields(self.field_order)

    def _person_field(self) -> forms.ChoiceField:
        known = [(key, f"{author}, {_papers_of(author)}") for key, author in self.namesakes.items()]
        return forms.ChoiceField(
            label=_("Who that is"),
            choices=[*known, (NEW, _("somebody else of that name"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("That name is known here: say who it is, and choose the file again.")},
        )

    def clean_name(self) -> str:
        """Return the name; raise ValidationError for what cannot be one."""
        try:
            return new_profile(self.cleaned_data["name"]).display_name
        except ValidationError as error:
            raise ValidationError(error.messages) from error

    def clean(self):
        """Refuse more than one bibliography at a time."""
        cleaned = super().clean()
        given = [*cleaned.get("files", []), *filter(str.strip, [cleaned.get("text", "")])]
        if len(given) + len(cleaned.get("identifiers") or []) > 1:
            raise forms.ValidationError(_("Give one file, or one text; import others afterwards."))
        return cleaned

    def author(self) -> Author:
        """Return the person, unsaved where it is somebody new."""
        return self.namesakes.get(self.cleaned_data.get("person", NEW)) or new_profile(self.cleaned_data["name"])


def _namesakes(name: str) -> list[Author]:
    try:
        name = new_profile(name).display_name
    except ValidationError:
        return []
    found = Author.objects.filter(Q(display_name=name) | Q(names__name=name)).distinct()
    return list(found.order_by("pk")[:MOST_NAMESAKES])


def _papers_of(author: Author) -> str:
    count = author.authorships.count()
    return ngettext("%(count)d paper", "%(count)d papers", count) % {"count": count}


class BeginningAdmin(admin.ModelAdmin):
    """People, of whom a profile may be begun from a bibliography."""

    def get_urls(self):
        """Return the addresses of people, with that where a profile begins."""
        view = self.admin_site.admin_view(self.begin_view)
        return [path("begin/", view, name="papers_author_begin"), *super().get_urls()]

    def has_begin_permission(self, request) -> bool:
        """Return whether a profile may be begun: by whoever may name the site, publish, import and write people."""
        rights = ("change_site", "publish_paper", "add_importbatch", "add_author", "change_author")
        return request.user.has_perms(f"papers.{right}" for right in rights) and not is_confined(request)

    def changelist_view(self, request, extra_context=None):
        """Show the list, with the way to begin a profile for whoever may."""
        begin = reverse(f"{self.admin_site.name}:papers_author_begin") if self.has_begin_permission(request) else ""
        return super().changelist_view(request, {"begin_url": begin} | (extra_context or {}))

    def begin_view(self, request):
        """Show the form; begin the profile that is sent, and lead to what came of its works."""
        if not self.has_begin_permission(request):
            raise PermissionDenied
        form = ProfileForm(request.POST or None, request.FILES or None, initial={"publish": True})
        if request.method == "POST" and form.is_valid() and (batch := self._begin(request, form)):
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:papers_importbatch_change", args=[batch.pk]))
        title = __("Begin a profile from a bibliography")
        context = {"form": form, "title": title, "opts": self.opts, "sources": SOURCES.values()}
        shared = self.admin_site.each_context(request)
        return TemplateResponse(request, "admin/papers/author/begin.html", shared | context)

    def _begin(self, request, form: ProfileForm) -> ImportBatch | None:
        """Return the import of a profile's works; say on the form why there is none."""
        given, refused = form.contents()
        author, options = form.author(), Options(publish=form.cleaned_data["publish"])
        try:
            for name, content, source in given:
                batch = begin_profile(author, take_in(content, name, source, request.user, options=options))
                _say_what_came(request, author, batch)
                return batch
        except (NothingBegunError, UnreadableFile) as error:
            refused.append(str(error))
        for sentence in refused:
            form.add_error(None, sentence)
        return None


def _say_what_came(request, author: Author, batch: ImportBatch) -> None:
    link = format_html('<a href="{}">{}</a>', author.get_absolute_url(), author.display_name)
    new, own = batch.counts["new"], author.authorships.filter(paper__import_entries__batch=batch).count()
    came = ngettext("%(count)d work came", "%(count)d works came", new) % {"count": new}
    said = format_html(__("{} has a profile: {}, {} of all by that person."), link, came, own)
    messages.success(request, said)
    if left := batch.counts["refused"] + batch.counts["conflict"]:
        out = ngettext(
            "%(count)d entry was left out; the table says why.",
            "%(count)d entries were left out; the table says why.",
            left,
        )
        messages.warning(request, out % {"count": left})
    if own < new:
        hint = __("The others name nobody “%(name)s”. Where they spell the name otherwise, merge the two under People.")
        messages.warning(request, hint % {"name": author.display_name})
