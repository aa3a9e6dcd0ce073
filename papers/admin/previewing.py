"""The preview of a paper, wide and narrow, and the secret links to it."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from papers.preview import DAYS, USUAL_DAYS, framed, framing, make_link, rendered


class LinkForm(forms.Form):
    """How long a secret link lasts."""

    days = forms.TypedChoiceField(
        label=_("It lasts"),
        choices=[(days, ngettext_lazy("%d day", "%d days", days) % days) for days in DAYS],
        initial=USUAL_DAYS,
        coerce=int,
    )


class PreviewingAdmin:
    """Papers that can be looked at before the public sees them."""

    def get_urls(self):
        """Return the addresses of the list, the forms and the previews."""
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/preview/", view(self.preview_view), name="papers_paper_preview"),
            path("<path:object_id>/preview/page/", view(self.preview_page), name="papers_paper_preview_page"),
            *super().get_urls(),
        ]

    def preview_view(self, request, object_id):
        """Show the public page of a paper in two widths, and the secret links to it; make or revoke one."""
        paper = self._record(request, object_id)
        if paper is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = LinkForm(request.POST if "make" in request.POST else None)
        may_share = self.has_change_permission(request, paper) or self.has_draft_permission(request, paper)
        if request.method == "POST":
            if not may_share:
                raise PermissionDenied
            if "revoke" in request.POST or form.is_valid():
                return self._share(request, paper, form)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": __("Preview of “%(title)s”") % {"title": paper.title},
            "object": paper,
            "module_name": self.opts.verbose_name_plural.capitalize(),
            "list_url": self._way("changelist"),
            "page_url": self._way("preview_page", quote(paper.pk)),
            "links": list(paper.preview_links.in_force().select_related("user")),
            "form": form,
            "may_share": may_share,
            "has_draft": hasattr(paper, "draft"),
        }
        return framing(TemplateResponse(request, "admin/papers/paper/preview.html", context))

    def _share(self, request, paper, form):
        if "revoke" in request.POST:
            number = request.POST["revoke"]
            found = paper.preview_links.filter(pk=number) if number.isdecimal() and len(number) < 19 else None
            if found and found.delete()[0]:
                messages.success(request, __("The link is revoked: it leads nowhere now."))
        else:
            _link, secret = make_link(paper, request.user, form.cleaned_data["days"])
            address = request.build_absolute_uri(reverse("papers:preview", args=[secret]))
            said = __("Copy this link now, it is not shown again:")
            messages.success(request, format_html('{} <a href="{}">{}</a>', said, address, address))
        return HttpResponseRedirect(self._way("preview", quote(paper.pk)))

    def preview_page(self, request, object_id):
        """Return the public page of a paper as it would be published now, for the frames of the preview."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET"])
        paper = self._record(request, object_id)
        if paper is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return framed(rendered(request, paper, is_framed=True))
