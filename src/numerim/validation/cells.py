"""The cells of one chunk: how many are wrong, in which rows, and the keys of its rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

import duckdb
import pyarrow as pa

from numerim.validation.accept import Field, accepted, is_missing, key_text
from numerim.validation.chunks import Chunk
from numerim.validation.keys import one_row


class InOrder(Protocol):
    """Rows that lie in the order of their key (`numerim.validation.rising`)."""

    chunks: int

    def rises(self, chunk: Chunk) -> bool:
        """Whether the rows of a chunk go on rising."""


class NotKnownError(Exception):
    """The fast way does not know this; stock has to judge the whole resource."""


@dataclass
class Found:
    """What is wrong in the cells of a table so far.

    Attributes:
        rows: rows of data.
        errors: how many errors, by type (as frictionless names it) and field; "" where it is none of a field.
        wrong: the first rows with an error, with their cells; those asked for, and maybe some behind them.
    """

    rows: int = 0
    errors: dict[tuple[str, str], int] = field(default_factory=dict)
    wrong: dict[int, list[str]] = field(default_factory=dict)

    def count(self, kind: str, name: str, number: int) -> None:
        """Errors more."""
        if number:
            self.errors[kind, name] = self.errors.get((kind, name), 0) + number


class Cells:
    """Judges chunks of one table, one after the other.

    Args:
        connection: it holds the keys, in the table named.
        fields: the columns in their order; those of a key are marked.
        keys: the table of keys: `r`, and `k0`, `k1` … for the fields of keys, in their order; None: there are none.
        limit: rows with errors to keep.
        rising: looks at the keys of chunks as long as they are right and in order; only then are they kept.
        again: the chunks from the first on, for their keys.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        fields: Sequence[Field],
        keys: str | None,
        limit: int,
        rising: InOrder | None = None,
        again: Callable[[], Iterator[Chunk]] = lambda: iter(()),
    ) -> None:
        self.connection = connection
        self.fields = fields
        self.keys = keys
        self.limit = limit
        self.rising = rising
        self.again = again
        self.found = Found()
        self._before = 0
        self._known: list[dict[str | None, tuple[list[str], str | None]]] = [{} for _ in fields]
        self._accepted = [accepted(one, f"c{place}") for place, one in enumerate(fields)]
        self._blank = " AND ".join(is_missing(one, f"c{place}") for place, one in enumerate(fields)) or "true"
        self._key_places = [place for place, one in enumerate(fields) if one.key]
        if keys:
            columns = ", ".join(["r BIGINT", *(f"k{at} VARCHAR" for at in range(len(self._key_places)))])
            connection.execute(f"CREATE TABLE {keys} ({columns})")

    def judge(self, chunk: Chunk) -> None:
        """Judge the cells of a chunk, and keep its keys.

        Raises:
            NotKnownError: a value cannot be compared as stock does it.
        """
        self.connection.register("chunk", chunk.table)
        width = len(self.fields)
        asked = [
            "0" if self._is_empty(chunk, place) else f"count(*) FILTER (WHERE NOT ({sql}))"
            for place, sql in enumerate(self._accepted)
        ]
        asked.append(f"count(*) FILTER (WHERE {self._blank})")
        if chunk.ragged:
            asked.append(f"count(*) FILTER (WHERE w <> {width})")
        counted = one_row(self.connection, f"SELECT {', '.join(asked)} FROM chunk")
        self.found.rows += chunk.table.num_rows
        blank = counted[width]
        only = f"NOT ({self._blank})" if blank else "true"
        wrong_rows: list[str] = []
        if blank:
            self.found.count("blank-row", "", blank)
            wrong_rows.append(self._blank)
        if chunk.ragged and counted[width + 1]:
            self._count_ragged(only)
            wrong_rows.append(f"w <> {width}")
        mapped: dict[int, str] = {}
        for place in range(width):
            if counted[place]:
                self._suspect(place, only, wrong_rows, mapped)
        if not chunk.beside:
            self._before = len(self.found.wrong)
        if wrong_rows and self._before < self.limit:
            self._keep(chunk, wrong_rows)
        if self.rising:
            right = not blank and not chunk.ragged and not any(counted[place] for place in self._key_places)
            if not (right and self.rising.rises(chunk)):
                self.keep_keys_from_the_first()
                self.connection.register("chunk", chunk.table)
        if self.keys and not self.rising:
            self._keep_keys(mapped)
        self.connection.unregister("chunk")

    def keep_keys_from_the_first(self) -> None:
        """Keep the keys of the chunks that rose, all of which are right."""
        rose = self.rising.chunks if self.rising else 0
        self.rising = None
        for chunk in islice(self.again(), rose):
            self.connection.register("chunk", chunk.table)
            self._keep_keys({})
            self.connection.unregister("chunk")

    def _is_empty(self, chunk: Chunk, place: int) -> bool:
        """Whether no row has a cell of a field, which none needs."""
        column = chunk.table.column(f"c{place}")
        return not self.fields[place].required and column.null_count == len(column)

    def _count_ragged(self, only: str) -> None:
        width = len(self.fields)
        row = one_row(
            self.connection,
            f"SELECT sum(greatest(w - {width}, 0)), sum(greatest({width} - w, 0)) FROM chunk WHERE {only}",
        )
        self.found.count("extra-cell", "", int(row[0] or 0))
        self.found.count("missing-cell", "", int(row[1] or 0))

    def _suspect(self, place: int, only: str, wrong_rows: list[str], mapped: dict[int, str]) -> None:
        """Judge the values of a field that are not surely right."""
        one, known = self.fields[place], self._known[place]
        values: Sequence[tuple[str | None, int]] = self.connection.execute(
            f"SELECT c{place}, count(*) FILTER (WHERE {only}) FROM chunk "
            f"WHERE NOT ({self._accepted[place]}) GROUP BY c{place}"
        ).fetchall()
        bad: list[str] = []
        keys: list[tuple[str, str | None]] = []
        for value, times in values:
            if value not in known:
                known[value] = self._read(one, value)
            kinds, key = known[value]
            for kind in kinds:
                self.found.count(kind, one.name, times)
            if one.key and value is not None:
                keys.append((value, key))
            if kinds:
                if value is None:
                    wrong_rows.append(f"c{place} IS NULL")
                else:
                    bad.append(value)
        if len(known) > 2_000_000:
            known.clear()
        if bad:
            self.connection.register(f"bad{place}", pa.table({"v": pa.array(bad, pa.string())}))
            wrong_rows.append(f"c{place} IN (SELECT v FROM bad{place})")
        if keys:
            columns = [pa.array(column, pa.string()) for column in zip(*keys, strict=True)]
            self.connection.register(f"map{place}", pa.table(columns, names=["v", "k"]))
            mapped[place] = f"map{place}"

    def _read(self, one: Field, cell: str | None) -> tuple[list[str], str | None]:
        """The errors of one cell by stock's own reader, and the text of its value in a key."""
        try:
            value, notes = one.read(cell)
            kinds = [{"type": "type-error"}.get(name, "constraint-error") for name in notes or {}]
            return kinds, key_text(value) if one.key and (not notes or "type" not in notes) else None
        except Exception as error:
            raise NotKnownError(f"the cell {cell!r} in the field {one.name} cannot be judged alone") from error

    def _keep(self, chunk: Chunk, wrong_rows: list[str]) -> None:
        """Keep the first wrong rows of a chunk."""
        where = " OR ".join(f"({sql})" for sql in wrong_rows)
        room = self.limit - self._before
        rows = self.connection.execute(f"SELECT r FROM chunk WHERE {where} ORDER BY r LIMIT {room}").fetchall()
        self.found.wrong.update(chunk.cells(number for (number,) in rows))

    def _keep_keys(self, mapped: dict[int, str]) -> None:
        """Add the keys of the rows of a chunk."""
        columns, joins = ["r"], []
        for place in self._key_places:
            cell = f"c{place}"
            otherwise = "NULL"
            if place in mapped:
                joins.append(f"LEFT JOIN {mapped[place]} AS m{place} ON c{place} = m{place}.v")
                otherwise = f"m{place}.k"
            missing = is_missing(self.fields[place], cell)
            columns.append(
                f"CASE WHEN {missing} THEN NULL WHEN {self._accepted[place]} THEN {cell} ELSE {otherwise} END"
            )
        self.connection.execute(f"INSERT INTO {self.keys} SELECT {', '.join(columns)} FROM chunk {' '.join(joins)}")
