"""Django's own command, which leaves the papers that it loads ready to be searched."""

from django.core.management.commands import loaddata

from papers.indexing import catch_up


class Command(loaddata.Command):
    """Load fixtures, then index the papers in them."""

    def handle(self, *labels, **options):
        """Load the fixtures."""
        super().handle(*labels, **options)
        if options["database"] == "default":
            catch_up()
