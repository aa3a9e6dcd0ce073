"""The tables as a database has them, which may be those of an earlier release."""

from collections.abc import Iterable

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from papers.backup.errors import NewerError

Migrations = list[tuple[str, str]]  # app and name, in order

# Sessions are no content, and an archive that lacks them lets nobody in who finds it; migrations are in the manifest.
LEFT_OUT = {"django_session", "django_migrations"}
# What the names begin with.
MADE_ANEW = ("papers_search", "papers_content_version", "papers_linkless", "papers_facet_values")


def applied() -> Migrations:
    """Return the migrations that the database has; raise NewerError for one that is not of this release."""
    found = sorted(MigrationLoader(connection).applied_migrations)
    return refuse_newer(found, "The database")


def refuse_newer(migrations: Iterable[tuple[str, str]], what: str) -> Migrations:
    """Return the migrations; raise NewerError, which names `what` has them, where this release lacks one."""
    migrations = [tuple(each) for each in migrations]
    known = MigrationLoader(None).disk_migrations
    for app, name in migrations:
        if app not in {config.label for config in apps.get_app_configs()}:
            raise NewerError(
                f"{what} has tables of “{app}”, which is off here: set TWO_FACTOR=1 or what else it needs."
            )
        if (app, name) not in known:
            raise NewerError(
                f"{what} is of a newer release, with the migration {app}.{name}: bring in that release first."
            )
    return migrations


def models_at(migrations: Migrations) -> list[type[models.Model]]:
    """Return the models as they were after these migrations, one for each table that an archive holds, by its name."""
    state = MigrationLoader(None).project_state(last_of(migrations))
    found = {
        model._meta.db_table: model
        for model in state.apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [found[table] for table in sorted(found.keys() - LEFT_OUT)]


def last_of(migrations: Migrations) -> Migrations:
    """Return those of the migrations that no other of them builds on: what to ask Django for, to have them all."""
    graph = MigrationLoader(None).graph
    here = {each for each in migrations if each in graph.nodes}  # not those since squashed
    return sorted(each for each in here if here.isdisjoint(child.key for child in graph.node_map[each].children))


def own_tables() -> set[str]:
    """Return the tables of the database that are this site's: of its apps, those of other releases included."""
    with connection.cursor() as cursor:
        present = {table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"}
    labels = {config.label for config in apps.get_app_configs()}
    named = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    return {table for table in present if table in named or table.startswith(tuple(f"{label}_" for label in labels))}
