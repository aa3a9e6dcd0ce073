"""Pages of a table so large that counting it would take longer than reading a page of it."""

from django.core.paginator import EmptyPage, Page, Paginator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

MOST_COUNTED = 10_000


def capped_count(queryset, most: int) -> int:
    """Return how many rows there are, or `most` + 1 for more than that, without reading on."""
    return queryset.order_by().values("pk")[: most + 1].count()


class CappedPaginator(Paginator):
    """Pages of the first `MOST_COUNTED` rows: `count` is what they come to, and `is_capped` whether there are more."""

    @cached_property
    def _counted(self) -> int:
        return capped_count(self.object_list, MOST_COUNTED)

    @property
    def count(self) -> int:
        """The number of rows that can be paged through."""
        return min(self._counted, MOST_COUNTED)

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than can be paged through."""
        return self._counted > MOST_COUNTED


class UncountedPaginator(Paginator):
    """Pages that know whether another follows, without a count of the whole, which would scan a large table."""

    def page(self, number):
        """Return the page `number`; raise EmptyPage below 1."""
        if number < 1:
            raise EmptyPage(_("That page number is less than 1"))
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        return UncountedPage(rows[: self.per_page], number, self, more=len(rows) > self.per_page)


class UncountedPage(Page):
    """A page that was told whether another follows."""

    def __init__(self, rows, number, paginator, *, more: bool):
        super().__init__(rows, number, paginator)
        self.more = more

    def has_next(self):
        """Return whether another page follows."""
        return self.more
