"""The addresses of lists: one for each view of a list, whatever the address that led to it."""

from functools import wraps
from urllib.parse import quote_plus

from django.http import HttpResponseRedirect, QueryDict

ONE_VALUE = ("q", "year_min", "year_max", "sort", "page")
IN_ORDER = ("q", "category", "institution", "author", "venue", "type", "year_min", "year_max", "has", "sort", "page")
FIELDS = (*IN_ORDER, "find")  # of the forms that lead to lists


def address(query: QueryDict, **changes: list[str]) -> str:
    """Return the query string of the first page of a list with `changes` made, without what no list knows, its
    parameters and their values in a fixed order; "?" for the plain list.
    """
    parameters = []
    for name in IN_ORDER:
        values = changes.get(name, [] if name == "page" else query.getlist(name))
        values = values[-1:] if name in ONE_VALUE else sorted(dict.fromkeys(values))
        parameters += [f"{name}={quote_plus(value)}" for value in values if value]
    return "?" + "&".join(parameters)


def numbered(address: str, number: int) -> str:
    """Return the query string of a page of the list at `address`; the first one needs no number."""
    if number == 1:
        return address
    return f"{address}{'' if address == '?' else '&'}page={number}"


def without_blanks(view):
    """Return a view that sends who asks with parameters left blank, as a form does, to the address without them."""

    @wraps(view)
    def clean(request, *args, **kwargs):
        if all(value for name in FIELDS for value in request.GET.getlist(name)):
            return view(request, *args, **kwargs)
        kept = QueryDict(mutable=True)
        for name, values in request.GET.lists():
            kept.setlist(name, [value for value in values if value])
        ending = kept.urlencode()
        return HttpResponseRedirect(request.path + (f"?{ending}" if ending else ""))

    return clean
