"""Lists that stay quick however long they are."""

from dataclasses import replace

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from papers.desk.paginators import MOST_COUNTED, CappedPaginator
from papers.filters import INDEXED_AT_ONCE, SearchField
from papers.indexing import catch_up_if_free
from papers.search import Search, as_name

MOST_WORDS = 12


def beginnings(words: list[str]) -> Search:
    """Return the search for all `words`, each of which may be the beginning of one."""
    search = SearchField(required=False).clean(" ".join(words)) or Search()
    return Search(tuple(replace(term, is_prefix=True) if term.words else term for term in search.terms))


def found_by_name(queryset, words: list[str]):
    """Return the records with all `words`, or how they begin, in their names."""
    catch_up_if_free(INDEXED_AT_ONCE, kinds=(queryset.model._meta.model_name,))
    return queryset.found_by(as_name(beginnings(words)))


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

    def get_search_results(self, request, queryset, search_term):
        """Return the records that match all words of `search_term`; characters that no record can hold are dropped."""
        words = search_term.replace("\x00", "").split()[:MOST_WORDS]
        if not words:
            return queryset, False
        return self.search(request, queryset, words)

    def search(self, request, queryset, words: list[str]):
        """Return the records that match all `words`, and whether some may come twice."""
        return super().get_search_results(request, queryset, " ".join(words))
