"""The tables that a command needs."""

from django.core.management import call_command
from django.db import connection

from papers.models import Paper


def create_tables_if_missing() -> None:
    """Migrate a database that has none of the site's tables; one that has some is left to `migrate` itself."""
    if Paper._meta.db_table not in connection.introspection.table_names():
        call_command("migrate", interactive=False, verbosity=0)
