"""Whether a value is one of very many, which are given to the database as one: `in` makes a parameter of each."""

import json
from collections.abc import Collection

from django.core.exceptions import EmptyResultSet
from django.db.models import F, Lookup


def among(field: str, values: Collection) -> Lookup:
    """Return the condition that a field, or the key of a related record, is one of `values`."""
    return _Among(F(field), values)


def among_in_any_case(field: str, texts: Collection[str]) -> Lookup:
    """Return the condition that a text is one of `texts`, by the database's own idea of capitals."""
    return _AmongInAnyCase(F(field), texts)


class _Among(Lookup):
    prepare_rhs = False
    sqlite = "{} IN (SELECT value FROM json_each(%s))"
    postgresql = "{} = ANY(%s)"

    def as_sqlite(self, compiler, connection):
        left, params = self.process_lhs(compiler, connection)
        return self.sqlite.format(left), [*params, json.dumps(self._values())]

    def as_postgresql(self, compiler, connection):
        left, params = self.process_lhs(compiler, connection)
        return self.postgresql.format(left), [*params, self._values()]

    def _values(self) -> list:
        if not self.rhs:
            raise EmptyResultSet
        return sorted(self.rhs)


class _AmongInAnyCase(_Among):
    sqlite = "LOWER({}) IN (SELECT LOWER(value) FROM json_each(%s))"
    postgresql = "LOWER({}) = ANY(ARRAY(SELECT LOWER(value) FROM unnest(%s::text[]) AS value))"
