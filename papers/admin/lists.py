"""Lists that stay quick however long they are."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from papers.desk.paginators import MOST_COUNTED, CappedPaginator


class UsedFilter(admin.RelatedFieldListFilter):
    """A filter by those related records that a listed one refers to, found without a look at every listed one."""

    def field_choices(self, field, request, model_admin):
        """Return key and label of the related records in use."""
        users = field.model._base_manager.filter(**{field.name: OuterRef("pk")})
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=Q(Exists(users)))


class SortedList(ChangeList):
    """The rows of a list, sorted by what the admin's `sorts` have for a column and by no other."""

    def get_ordering_field(self, field_name):
        """Return what a column is sorted by, None where it is not."""
        return self.model_admin.sorts.get(field_name)


class CappedList(admin.ModelAdmin):
    """A list of which nothing is counted to its end, nor sorted by what has no index.

    `sorts`: column → the field or expression by which it is sorted, which begins an index.
    """

    sorts = {}
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    paginator = CappedPaginator
    change_list_template = "admin/papers/change_list.html"

    def get_changelist(self, request, **kwargs):
        """Return the class of the rows."""
        return SortedList

    def get_sortable_by(self, request):
        """Return the columns that can be sorted by."""
        return list(self.sorts)

    def response_action(self, request, queryset, **where):
        """Do what was chosen; with all of a list only where the list says how many that are."""
        everything = request.POST.get("select_across") == "1"
        if everything and self.get_paginator(request, queryset, self.list_per_page).is_capped:
            message = _("Nothing was changed: these are over %(most)d. Search or filter first, then choose all.")
            self.message_user(request, message % {"most": MOST_COUNTED}, messages.ERROR)
            return None
        return super().response_action(request, queryset, **where)  # on Django 6.1, which box was used
