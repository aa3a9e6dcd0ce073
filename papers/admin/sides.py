"""A record's form in three states: as it was shown, as it would be shown now, and as it was sent.

What only others changed is taken over, what only the editor changed stays, and where both did the editor is asked. The
order of a table is a part of its own: two people may correct two rows, while one of them says who comes first.
"""

from papers.admin.parts import Fields, Row, Table, digest


class Sides:
    """The three states.

    `before` holds the digests of what was shown, None where the form did not say; `chosen` are the parts of which the
    editor chose what others wrote. Afterwards `taken` are the parts in which the others' text counts, `asked` those
    that both changed, and `overtaken` those that others changed at all.
    """

    def __init__(self, fields: Fields, tables: list[Table], data, files, before: dict[str, str] | None):
        self.fields, self.data, self.files, self.before = fields, data, files, before
        self.now, self.sent = dict(fields.now), fields.sent(data, files)
        self.rows: dict[Table, dict[str, Row]] = {}
        self.now_called: dict[str, str] = {}  # a part that became a new row, since the stored one is gone
        for table in tables:
            self._read(table)

    def _read(self, table: Table) -> None:
        rows = table.sent(self.data)
        if rows is None:  # it refuses itself
            return
        self.rows[table] = {row.key: row for row in rows}
        self.now |= table.parts(table.now)
        self.sent |= table.parts(rows)

    def settle(self, chosen: set[str]) -> None:
        """Decide about each part and write the outcome into the form's data."""
        names = self._names()
        self.overtaken = [name for name in names if self._they_changed(name)]
        self.taken = {name for name in self.overtaken if name in chosen or not self._you_changed(name)}
        self.asked = set(self.overtaken) - self.taken
        self.taken |= chosen.intersection(self.now.keys() | self.sent.keys())
        self.fields.put_back(self.taken.intersection(self.fields.now), self.data, self.files)
        for table, sent in self.rows.items():
            if self._differs(table, sent):
                self.now_called |= table.write(self._merged(table, sent), self.data)

    # Who changed what

    def _names(self) -> list[str]:
        """Return the parts that others may have changed: the fields, and each table's order and rows."""
        names = list(self.fields.now)
        for table, sent in self.rows.items():
            names += [table.prefix] if table.is_ordered else []
            names += [table.part(row.key) for row in table.now]
            names += [table.part(key) for key in sent if table.part(key) in (self.before or {})]
        return list(dict.fromkeys(names))

    def _they_changed(self, name: str) -> bool:
        now = self.now.get(name)
        if now == self.sent.get(name) or self._is_told_by_the_order(name):
            return False
        return self.before is None or digest(now) != self.before.get(name, "")

    def _you_changed(self, name: str) -> bool:
        return self.before is None or digest(self.sent.get(name)) != self.before.get(name, "")

    def _is_told_by_the_order(self, name: str) -> bool:
        """Return whether `name` is a row of an ordered table that one side lacks and the other did not change."""
        table = self.table_of(name)
        if table is None or not table.is_ordered or name == table.prefix:
            return False
        present = [side for side in (self.now, self.sent) if side.get(name) is not None]
        return len(present) == 1 and (
            self.before is None or digest(present[0][name]) == self.before.get(name, "") or name not in self.before
        )

    def table_of(self, name: str) -> Table | None:
        """Return the table that a part belongs to, None for a field."""
        return next((table for table in self.rows if name.partition(":")[0] == table.prefix), None)

    # The rows of both sides as one list

    def _differs(self, table: Table, sent: dict[str, Row]) -> bool:
        """Return whether rows were taken over, or the form knows rows that are no longer stored."""
        gone = {row.pk for row in sent.values() if row.pk} - {row.pk for row in table.now}
        return bool(gone) or any(self.table_of(name) is table for name in self.taken | self.asked)

    def _merged(self, table: Table, sent: dict[str, Row]) -> list[Row]:
        stored = {row.key: row for row in table.now}
        keys = self._order(table, stored, sent) if table.is_ordered else list(dict.fromkeys([*stored, *sent]))
        rows = [self._row(table, stored.get(key), sent.get(key)) for key in keys]
        left = [row.as_deleted() for row in table.now if row.key not in keys]
        return [row for row in rows if row is not None] + left

    def _order(self, table: Table, stored: dict[str, Row], sent: dict[str, Row]) -> list[str]:
        yours = [key for key, row in sent.items() if not row.deleted]
        keys = list(stored) if table.prefix in self.taken else yours
        keys += [key for key in yours if table.part(key) in self.asked and key not in keys]
        for place, key in enumerate(stored):
            if table.part(key) in self.taken and key not in keys:
                keys.insert(place, key)
        return keys

    def _row(self, table: Table, stored: Row | None, sent: Row | None) -> Row | None:
        if sent is None or table.part(sent.key) in self.taken:
            return stored
        return stored if sent.deleted and table.prefix in self.taken else sent
