"""Addresses made of what others know a record by: a DOI, arXiv id, ORCID iD, ROR id or citation key.

The answer is a redirect to the record's page, and 404 where the public may not see one.
"""

from collections.abc import Callable

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from papers.identifiers import normalise, normalise_orcid, normalise_ror
from papers.models import Author, Institution, Paper


@require_safe
def paper_by_identifier(request, scheme, value):
    """Lead from an identifier in any form, such as an arXiv id with a version, to its paper."""
    value = normal_form(lambda text: normalise(scheme, text), value)
    return redirect(get_object_or_404(Paper.objects.published(), identifiers__scheme=scheme, identifiers__value=value))


@require_safe
def paper_by_key(request, key):
    """Lead from a citation key to its paper."""
    if not key.isprintable():
        raise Http404  # a database refuses to look for a NUL
    return redirect(get_object_or_404(Paper.objects.published(), citation_key=key))


@require_safe
def author_by_orcid(request, value):
    """Lead from an ORCID iD to its person."""
    return redirect(get_object_or_404(Author.objects.public(), orcid=normal_form(normalise_orcid, value)))


@require_safe
def institution_by_ror(request, value):
    """Lead from a ROR id to its institution."""
    return redirect(get_object_or_404(Institution.objects.public(), ror=normal_form(normalise_ror, value)))


def normal_form(normalised: Callable[[str], str], value: str) -> str:
    """Return the identifier as it is stored; raise Http404 for an impossible one."""
    try:
        return normalised(value)
    except ValueError as error:
        raise Http404(str(error)) from error
