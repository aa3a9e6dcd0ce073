"""A person's record that stands for two people: its papers ticked, looked at, and given to the other."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from papers.admin.keys import is_key
from papers.admin.lists import MOST_WORDS
from papers.admin.records import RecordSelect
from papers.merge import STALE, NotMergedError, plan_split, split
from papers.models import Author, Authorship

MOST_PAPERS = 500  # on the page; the others are found by a search


class PersonField(forms.ModelChoiceField):
    """Somebody known; None where nobody is chosen."""

    def to_python(self, value):
        """Return the person; raise ValidationError for what no primary key can be, where Django's own fails."""
        if value and not is_key(str(value)):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return super().to_python(value)


class OtherPersonForm(forms.Form):
    """Whose papers they are."""

    name = forms.CharField(label=_("New person"), required=False, max_length=200, strip=True)
    other = PersonField(Author.objects.all(), label=_("or somebody known"), required=False)

    def __init__(self, *args, admin_site, **kwargs):
        super().__init__(*args, **kwargs)
        choices = self.fields["other"].choices
        self.fields["other"].widget = RecordSelect(Authorship._meta.get_field("author"), admin_site, choices=choices)


class SplittingAdmin(admin.ModelAdmin):
    """People whose papers can be given to somebody else."""

    def get_urls(self):
        """Return the addresses of the list, the forms and the splitting."""
        view = self.admin_site.admin_view(self.split_view)
        return [path("<path:object_id>/split/", view, name="papers_author_split"), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Return the form, with the way to split the record."""
        if obj and self.has_merge_permission(request):
            context["split_url"] = self._address("split", obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def split_view(self, request, object_id):
        """Ask which papers are somebody else's; show what would change; give them away."""
        person = self.get_object(request, unquote(object_id))
        if not self.has_merge_permission(request):
            raise PermissionDenied
        if person is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = OtherPersonForm(request.POST or None, admin_site=self.admin_site)
        ticked = [int(key) for key in request.POST.getlist("paper") if is_key(key)]
        context = {"title": __("Split %(person)s") % {"person": person}, "person": person, "form": form}
        if {"preview", "apply"} & request.POST.keys() and form.is_valid():
            response = self._split(request, person, ticked, form.cleaned_data, context)
            if response:
                return response
        return self._ask(request, person, ticked, context)

    def _split(self, request, person: Author, ticked: list[int], given: dict, context: dict):
        """Return the preview, or the way to the ledger; None where something has to be chosen otherwise, as is said."""
        other, name = given["other"], given["name"]
        try:
            if "apply" in request.POST:
                digest = request.POST.get("digest", "")
                record = split(person.pk, ticked, other.pk if other else None, name, digest, request.user)
                LogEntry.objects.log_actions(request.user.pk, [record], ADDITION)
                said = __("Done: %(label)s.") % {"label": record.label}
                ledger = reverse(f"{self.admin_site.name}:papers_mergerecord_change", args=[record.pk])
                link = format_html('{} <a href="{}">{}</a>', said, ledger, __("See what changed, or undo it"))
                messages.success(request, link)
                return HttpResponseRedirect(self._address("change", person.pk))
            plan = plan_split(person, ticked, other, name)
        except NotMergedError as error:
            messages.error(request, str(error))
        except IntegrityError:
            messages.error(request, STALE)
        else:
            return self._split_page(request, "split_preview", context | {"plan": plan})
        return None

    def _ask(self, request, person: Author, ticked: list[int], context: dict) -> TemplateResponse:
        q = request.GET.get("q", "").replace("\x00", "")[:200]
        rows = Authorship.objects.filter(author=person).select_related("paper").defer("paper__abstract")
        for word in q.split()[:MOST_WORDS]:
            rows = rows.filter(paper__title__icontains=word)
        found = list(rows.order_by("-paper__sort_date", "-paper")[: MOST_PAPERS + 1])
        more = {"rows": found[:MOST_PAPERS], "has_more": len(found) > MOST_PAPERS, "q": q, "ticked": ticked}
        return self._split_page(request, "split", context | more)

    def _split_page(self, request, name: str, context: dict) -> TemplateResponse:
        media = self.media + context["form"].media
        return self._page(request, name, context | {"media": media})
