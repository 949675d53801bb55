"""A table as stock frictionless has opened it: its columns, and how its rows are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any

from frictionless.table.row import create_cell_handlers

from numerim.validation import known, parquet
from numerim.validation.accept import Field
from numerim.validation.cells import NotKnownError
from numerim.validation.chunks import Chunk, of_stream
from numerim.validation.delimited import Delimited

_KNOWN = 50_000
"""So many readings of a field's cells are remembered: many cells have the same few values."""


@dataclass
class Columns:
    """The columns of a table as it is open: what stock expects in them, and how their cells are read."""

    fields: list[Any]

    @cached_property
    def handlers(self) -> dict[str, Any]:
        """How stock reads a cell of each; made only where one has to be read so, for that copies every field."""
        handlers = create_cell_handlers(self.fields).items()
        return {name: one._replace(reader=lru_cache(_KNOWN, typed=True)(one.reader)) for name, one in handlers}

    @property
    def names(self) -> list[str]:
        """Their names, in the order of the cells."""
        return [field.name for field in self.fields]

    def known(self, of_keys: set[str]) -> list[Field]:
        """The same for DuckDB."""
        found = []
        for field in self.fields:
            if not known.knows_field(field):
                raise NotKnownError(f'fields of the type "{field.type}" in the format "{field.format}"')
            missing = field.missing_values
            if not field.has_defined("missing_values") and field.schema:
                missing = field.schema.missing_values
            found.append(
                Field(
                    name=field.name,
                    type=field.type,
                    format=field.format,
                    missing=tuple(missing),
                    constraints={
                        name: claim for name, claim in field.constraints.items() if name in field.supported_constraints
                    },
                    options=known.options_of(field),
                    read=partial(self._read, field.name),
                    key=field.name in of_keys,
                )
            )
        return found

    def _read(self, name: str, cell: Any) -> Any:
        return self.handlers[name].reader(cell)


def chunks_of(resource: Any, fields: int) -> Delimited | parquet.Parts | None:
    """How a table that stock has opened can be read in blocks; None: row by row, by stock's parser."""
    if parquet.is_here(resource):
        return parquet.Parts(tuple(resource.normpaths))
    if not known.in_blocks(resource) or not fields:
        return None
    dialect = resource.dialect.get_control("csv").to_python()
    return Delimited(
        path=resource.normpath,
        gzip=resource.compression == "gz",
        encoding=resource.encoding,
        delimiter=dialect.delimiter,
        quote=dialect.quotechar or "",
        translated=resource.format != "csv",
        first_row=resource.dialect.create_first_content_row(),
        fields=fields,
    )


def stock_chunks(resource: Any, fields: int) -> Iterator[Chunk]:
    """The rows as stock's parser gives them, one by one."""
    return of_stream(resource.dialect.read_enumerated_content_stream(resource.cell_stream), fields)
