"""Keys of a table whose rows lie in the order of its primary key: each comes once, and none need be kept."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from numerim.validation.accept import NUMERIC, Field, is_missing
from numerim.validation.chunks import Chunk
from numerim.validation.integrity import Integrity


class Rising:
    """Looks at the keys of one table, chunk by chunk, and keeps of foreign keys what they are.

    Args:
        connection: it holds the keys of the tables that are referred to.
        integrity: the keys of the table.
        fields: its columns, in the order of the cells.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, integrity: Integrity, fields: Sequence[Field]) -> None:
        self.connection = connection
        self.integrity = integrity
        places = {one.name: place for place, one in enumerate(fields)}
        self._key = [(f"c{places[name]}", fields[places[name]]) for name in integrity.primary]
        self._foreign = [[places[name] for name in fk["fields"]] for fk in integrity.foreign]
        self._cells = [
            f"CASE WHEN NOT {is_missing(one, f'c{place}')} THEN c{place} END" for place, one in enumerate(fields)
        ]
        self._last: tuple[int | str, ...] = ()
        self.chunks = 0
        for at, columns in enumerate(self._foreign):
            named = ", ".join(f"c{place} VARCHAR" for place in columns)
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {_kept(at)} (r BIGINT, {named})")

    def rises(self, chunk: Chunk) -> bool:
        """Whether the rows of a chunk, whose keys are right and which is registered as `chunk`, go on rising.

        Numbers rise by the length of their text first: any order will do in which no two are equal.
        """
        if not chunk.table.num_rows:
            return False
        parts: list[pa.Array] = []
        for name, one in self._key:
            cells = _plain(chunk.table.column(name))
            if pc.any(pc.is_in(cells, pa.array(one.missing, cells.type))).as_py():
                return False
            parts += [pc.binary_length(cells), cells] if one.type in NUMERIC else [cells]
        first, last = (tuple(part[at].as_py() for part in parts) for at in (0, -1))
        if None in first or (self._last and self._last >= first) or not _rise(parts):
            return False
        self._last = last
        for at, columns in enumerate(self._foreign):
            cells = ", ".join(self._cells[place] for place in columns)
            self.connection.execute(f"INSERT INTO {_kept(at)} SELECT DISTINCT 0, {cells} FROM chunk")
        self.chunks += 1
        return True

    def all_found(self) -> bool:
        """Whether all that is referred to is there, once all rows are read."""
        for at, (fk, columns) in enumerate(zip(self.integrity.foreign, self._foreign, strict=True)):
            missing, _ = self.integrity.look_for(self.connection, fk, 1, _kept(at), [f"c{place}" for place in columns])
            self.connection.execute(f"DROP TABLE {_kept(at)}")
            if missing:
                return False
        return True


def can_rise(integrity: Integrity) -> bool:
    """Whether the keys of a table can be looked at so."""
    refers_to_itself = any(reference.table == "own" for reference in integrity.references.values())
    return bool(integrity.primary) and not integrity.unique and not refers_to_itself


def _kept(at: int) -> str:
    return f"foreign{at}"


def _plain(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    return whole.dictionary_decode() if pa.types.is_dictionary(whole.type) else whole


def _rise(columns: list[pa.Array]) -> bool:
    """Whether each row comes after the one before it, by its first column, then by the next."""
    rises = None
    for column in reversed(columns):
        before, after = column[:-1], column[1:]
        more = pc.greater(after, before)
        rises = more if rises is None else pc.or_(more, pc.and_(pc.equal(after, before), rises))
    return bool(pc.all(rises, skip_nulls=False, min_count=0).as_py())
