"""A profile from a name and a bibliography, beside whatever the site holds: `make new` without its deleting."""

from django.db import transaction
from django.utils.translation import gettext as _

from papers.cataloguing import Intake, import_bibliography
from papers.loading import STATEMENTS, load
from papers.models import Author, ImportBatch, Site


class NothingBegunError(Exception):
    """A bibliography without an entry begins no profile; the text says so."""


def begin_profile(author: Author, works: Intake) -> ImportBatch:
    """Give `author`, new or known, a profile with the works, and return their import, which takes both back if undone.

    The first profile of a site that nobody has named gives it its title. Raises NothingBegunError where the works have
    no entry, or what reading them raises; nothing is written then.
    """
    with transaction.atomic():
        made = "authors" if author.pk is None else "" if author.is_profile else "profiles"
        is_first = not Site.objects.exists() and not Author.objects.profiles().exists()
        author.is_profile = True
        author.save()
        if is_first:
            Site(title=author.display_name[: Site._meta.get_field("title").max_length].rstrip()).save()
            load(STATEMENTS)
        works.owner = author
        batch = import_bibliography(works)
        first = batch.entries.first()
        if first is None:
            raise NothingBegunError(_("No entry was found in it, so there is nothing to begin with."))
        if made:
            first.made.setdefault(made, []).append(author.pk)
            first.save(update_fields=["made"])
    return batch
