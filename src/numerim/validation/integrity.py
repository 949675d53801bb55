"""The keys of a table and of those it refers to, and the errors in them as stock words them."""

from dataclasses import dataclass, field
from typing import Any

import duckdb
from frictionless import FrictionlessException, errors

from numerim.validation import keys, known
from numerim.validation.accept import NUMERIC
from numerim.validation.cells import Cells, NotKnownError
from numerim.validation.delimited import UnreadableError
from numerim.validation.opened import Columns, chunks_of, stock_chunks
from numerim.validation.wording import WrongRow


@dataclass
class Reference:
    """A table of keys.

    Attributes:
        table: its name in DuckDB.
        columns: its columns, in the order of the key; empty for the table itself.
        types: the type of each field by name.
    """

    table: str
    columns: list[str | None]
    types: dict[str, str]


def _read_reference(shared: "Shared", other: Any, key: tuple[str, ...], table: str) -> Reference:
    """The keys of another table, read as stock reads them."""
    connection = shared.connection
    reason = known.reason_for_stock(other)
    if reason is not None:
        raise NotKnownError(f"{other.name}, which is referred to: {reason}")
    if other.schema:
        other.schema.foreign_keys = []
    known.open_table(other, guess=shared.guess)
    try:
        fields = other.header.get_expected_fields()
        columns = Columns(fields)
        how = chunks_of(other, len(fields))
        cells = Cells(connection, columns.known(set(key)), table, 0)
        try:
            for chunk in how.chunks() if how else stock_chunks(other, len(fields)):
                cells.judge(chunk)
        except UnreadableError:
            known.reopen(other)
            for chunk in stock_chunks(other, len(fields)):
                cells.judge(chunk)
        places = {name: f"k{at}" for at, name in enumerate(name for name in columns.names if name in key)}
        types = {field.name: field.type for field in fields}
        return Reference(table, [places.get(name) for name in key], types)
    finally:
        other.close()


References = dict[tuple[str, tuple[str, ...]], Reference]


@dataclass
class Shared:
    """What the tables of one package share.

    Attributes:
        connection: a database of keys.
        guess: what a dialect does not say is guessed, as stock does.
        references: the keys of tables that are referred to, as far as they have been read.
    """

    connection: duckdb.DuckDBPyConnection
    guess: bool = True
    references: References = field(default_factory=dict)


def references(resource: Any, shared: Shared) -> References:
    """The keys of other tables that a table refers to.

    Raises:
        FrictionlessException: another table is not there, or cannot be read.
        NotKnownError: another table can be read by stock only.
    """
    found: References = {}
    for foreign in resource.schema.foreign_keys:
        name, key = foreign["reference"]["resource"], tuple(foreign["reference"]["fields"])
        if (name, key) in found:
            continue
        if not name or name == resource.name:
            found[name, key] = Reference("own", [], {})
            continue
        if not resource.package:
            note = 'package is required for foreign keys to other resources: "{fk}"'
            raise FrictionlessException(errors.ResourceError(note=note))
        if not resource.package.has_resource(name):
            note = f'failed to handle a foreign key for resource "{resource.name}" as resource "{name}" does not exist'
            raise FrictionlessException(errors.ResourceError(note=note))
        if (name, key) not in shared.references:
            other = resource.package.get_resource(name).to_copy()
            table = f"other{len(shared.references)}"
            shared.connection.execute(f"DROP TABLE IF EXISTS {table}")
            shared.references[name, key] = _read_reference(shared, other, key, table)
        found[name, key] = shared.references[name, key]
    return found


class Integrity:
    """The keys of one table: what is unique, the primary key, the foreign keys."""

    def __init__(self, resource: Any, columns: Columns, references: References) -> None:
        self.resource = resource
        self.references = references
        self.types = {field.name: field.type for field in columns.fields}
        expected = set(columns.names)
        primary = set(resource.schema.primary_key)
        self.unique = [field.name for field in columns.fields if field.constraints.get("unique")]
        self.primary: list[str] = []
        if primary and primary.issubset(expected):
            self.primary = list(resource.schema.primary_key)
            if not resource.dialect.header_case:
                lower = [name.lower() for name in self.primary]
                self.primary = [name for name in columns.names if name.lower() in lower]
        self.foreign = [fk for fk in resource.schema.foreign_keys if set(fk["fields"]).issubset(expected)]
        self.names = {*self.unique, *self.primary, *(name for fk in self.foreign for name in fk["fields"])}
        for fk in self.foreign:
            if self.references[fk["reference"]["resource"], tuple(fk["reference"]["fields"])].table == "own":
                self.names |= set(fk["reference"]["fields"]) & expected
        self.places = {name: f"k{at}" for at, name in enumerate(name for name in columns.names if name in self.names)}
        self.repeated: dict[str, dict[int, int | None]] = {}
        self.again: dict[int, int | None] = {}
        self.missing: list[set[int]] = [set() for _ in self.foreign]

    @property
    def rows(self) -> set[int]:
        """Rows with an error of a key, as far as they are known."""
        return {*self.again, *(row for each in self.repeated.values() for row in each), *set().union(*self.missing)}

    def look(self, connection: duckdb.DuckDBPyConnection, cells: Cells) -> None:
        """Look at all keys, once all rows are read."""
        limit = cells.limit
        for name in self.unique:
            found = keys.repeated(connection, "own", [self.places[name]], limit, null=False)
            cells.found.count("unique-error", name, found.count)
            self.repeated[name] = found.before
        if self.primary:
            found = keys.repeated(connection, "own", [self.places[name] for name in self.primary], limit, null=True)
            cells.found.count("primary-key", "", found.count)
            self.again = found.before
        for fk, missing in zip(self.foreign, self.missing, strict=True):
            here = [self.places[name] for name in fk["fields"]]
            count, rows = self.look_for(connection, fk, limit, "own", here)
            cells.found.count("foreign-key", ", ".join(fk["fields"]), count)
            missing.update(rows)

    def look_for(
        self, connection: duckdb.DuckDBPyConnection, fk: dict[str, Any], limit: int, table: str, here: list[str]
    ) -> tuple[int, list[int]]:
        """How many rows of a table of keys have a foreign key that is not there, and the first of them."""
        key = tuple(fk["reference"]["fields"])
        reference = self.references[fk["reference"]["resource"], key]
        own = reference.table == "own"
        columns = [self.places.get(name) for name in key] if own else reference.columns
        types = self.types if own else reference.types
        if len(key) != len(here):
            return keys.not_found(connection, table, here, None, [], [], limit)
        same_kind = [
            column is None or _kind(self.types[ours]) == _kind(types[theirs])
            for ours, theirs, column in zip(fk["fields"], key, columns, strict=True)
        ]
        return keys.not_found(connection, table, here, reference.table, columns, same_kind, limit)

    def add(self, row: WrongRow) -> None:
        """Add the errors of keys to those of a row, in stock's order of looking at the cells."""
        number = row.number
        for name in self.unique:
            cell = row[name]
            if cell is not None and number in self.repeated[name]:
                row.add_of(
                    name, errors.UniqueError, f"the same as in the row at position {self.repeated[name][number]}"
                )
        if self.primary:
            for name in self.primary:
                row[name]
            if number in self.again:
                before = self.again[number]
                note = 'cells composing the primary keys are all "None"'
                if before is not None:
                    note = f"the same as in the row at position {before}"
                row.add(errors.PrimaryKeyError, note)
        for fk, missing in zip(self.foreign, self.missing, strict=True):
            cells = [row[name] for name in fk["fields"]]
            if number not in missing:
                continue
            source, key, target = fk["reference"]["resource"], fk["reference"]["fields"], fk["fields"]
            values = ", ".join(map(str, cells))
            note = (
                f'for "{", ".join(target)}": values "{values}" not found '
                f'in the lookup table "{source}" as "{", ".join(key)}"'
            )
            more = {
                "field_names": list(target),
                "field_cells": [str(cell) if cell is not None else "" for cell in cells],
                "reference_name": source,
                "reference_field_names": list(key),
            }
            row.add(errors.ForeignKeyError, note, **more)


def _kind(name: str) -> str:
    """Types whose values can be equal have one kind."""
    if name in NUMERIC:
        return "number"
    return "string" if name == "any" else name
