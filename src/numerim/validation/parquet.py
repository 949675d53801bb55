"""Tables in Parquet, a file or in parts: opened as stock opens tables, their cells as the text that a CSV would have.

Stock frictionless needs pandas to read Parquet, knows of no parts, and holds the whole table. Here a table is read
some rows at a time, and of several files row for row, as one table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from frictionless import FrictionlessException, Parser, Plugin, errors, system

from numerim.validation.chunks import ROWS, Chunk

FORMAT = "parquet"
_OPENED_HERE = "parquet, a part after another"
"""What a resource has for a format while it is read here; the parsers of stock know nothing of it."""
_FEW = 1000
_KINDS = ("boolean", "integer", "number", "string", "date", "any")


def reason_for_stock(resource: Any) -> str | None:
    """Why stock has to judge a table in Parquet; None: it can be judged here."""
    if resource.compression or resource.innerpath:
        return "a packed Parquet file"
    for field in resource.schema.fields if resource.schema else ():
        if field.type not in _KINDS or (field.has_defined("format") and field.format != "default"):
            return f'fields of the type "{field.type}" in Parquet'
        if any(field.has_defined(name) for name in ("true_values", "false_values", "decimal_char", "group_char")):
            return "fields in Parquet that say how they are written"
    return None


def open_here(resource: Any) -> None:
    """Let a table be opened by the parser of this module."""
    resource.format = _OPENED_HERE
    _register()


@cache
def _register() -> None:
    system.register("numerim_parquet", _Plugin())  # once: it looks for all other plugins again


def is_here(resource: Any) -> bool:
    """Whether a table is to be read here."""
    return bool(resource.format == _OPENED_HERE)


@dataclass(frozen=True)
class Parts:
    """The files of a table, in their order."""

    paths: tuple[str, ...]

    def names(self) -> list[str]:
        """The names of its columns.

        Raises:
            FrictionlessException: a file is not there, is no Parquet, or has other columns than the first.
        """
        first: pa.Schema | None = None
        for path in self.paths:
            with _opened(path) as file:
                found = file.schema_arrow
            if first is not None and not found.remove_metadata().equals(first):
                raise FrictionlessException(errors.FormatError(note=f"{path} has other columns than {self.paths[0]}"))
            first = found.remove_metadata()
        return [] if first is None else [str(name) for name in first.names]

    def chunks(self, rows: int = ROWS) -> Iterator[Chunk]:
        """The rows, so many at a time; the header counts as the first.

        Raises:
            FrictionlessException: a file cannot be read.
        """
        before = 2
        for path in self.paths:
            with _opened(path, packed=True) as file:
                batches = file.iter_batches(batch_size=rows)
                while (batch := _next(batches, path, before)) is not None:
                    columns = {f"c{place}": _as_text(column) for place, column in enumerate(batch.columns)}
                    numbers = pa.array(np.arange(before, before + batch.num_rows, dtype=np.int64))
                    before += batch.num_rows
                    yield Chunk(pa.table({"r": numbers, **columns}))

    def rows(self) -> Iterator[list[str | None]]:
        """The rows one by one, the names of the columns first."""
        names: list[str | None] = list(self.names())
        yield names
        for chunk in self.chunks(_FEW):  # who asks so looks at the first ones
            yield from map(list, zip(*(column.to_pylist() for column in chunk.table.columns[1:]), strict=True))


def _opened(path: str, *, packed: bool = False) -> pq.ParquetFile:
    """A file; packed: texts that it keeps as numbers of a dictionary are read as such, which takes half the time."""
    try:
        file = pq.ParquetFile(path)
        if packed and file.num_row_groups:
            first = file.metadata.row_group(0)
            columns = [first.column(at) for at in range(first.num_columns)]
            packed_texts = [one for one in columns if one.has_dictionary_page and one.physical_type == "BYTE_ARRAY"]
            texts = [one.path_in_schema for one in packed_texts if one.path_in_schema in file.schema_arrow.names]
            file = pq.ParquetFile(path, metadata=file.metadata, read_dictionary=texts)
        return file
    except FileNotFoundError as error:
        raise FrictionlessException(errors.SchemeError(note=str(error))) from error
    except (OSError, pa.ArrowException) as error:
        raise FrictionlessException(errors.FormatError(note=f"{path} is no Parquet file: {error}")) from error


def _next(batches: Iterator[pa.RecordBatch], path: str, row: int) -> pa.RecordBatch | None:
    try:
        return next(batches, None)
    except (OSError, pa.ArrowException) as error:
        note = f"{path} cannot be read from about row {row} on: {error}"
        raise FrictionlessException(errors.SourceError(note=note)) from error


def _as_text(column: pa.Array) -> pa.Array:
    """Cells as text; a number that is whole has no point, a null stays one."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column if pa.types.is_string(kind.value_type) else _as_text(column.dictionary_decode())
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise FrictionlessException(errors.FormatError(note=f"cells of the Parquet type {kind} are no text"))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column
    said = column.cast(pa.large_string())
    if not (pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        return said
    return pc.replace_substring_regex(said, r"^(-?\d+)\.0+$", r"\1")


class _Parser(Parser):
    """Rows as the library asks for them."""

    def read_cell_stream_create(self) -> Any:
        """The rows, header first."""
        yield from Parts(tuple(self.resource.normpaths)).rows()


class _Plugin(Plugin):
    def create_parser(self, resource: Any) -> Parser | None:
        """The parser of tables that are read here."""
        return _Parser(resource) if is_here(resource) else None
