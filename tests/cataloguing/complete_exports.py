"""Complete exports for these tests, written and taken in."""

from papers.cataloguing import Options, import_bibliography, take_in
from papers.exports.json_lines import render_full
from papers.models import ImportBatch, Paper
from papers.starting_over import EMPTIED


def exported() -> str:
    """Return a complete export of the site."""
    return "".join(render_full(Paper.objects.for_full_export()))


def restored(text: str) -> ImportBatch:
    """Take a complete export in, and return its batch."""
    return import_bibliography(take_in(text.encode(), "site.jsonl", options=Options(full=True)))


def empty_the_site() -> None:
    """Delete everything but users and categories."""
    for model in EMPTIED:
        model.objects.all().delete()
