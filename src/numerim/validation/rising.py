"""Keys of a table whose rows lie in the order of its primary key: each comes once, and none need be kept."""

from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from numerim.validation.chunks import Chunk
from numerim.validation.integrity import Integrity


class NotRisingError(Exception):
    """Rows are not in order, or a key is not right: all keys have to be kept to tell which."""


class Rising:
    """Looks at the keys of one table, chunk by chunk, and keeps of foreign keys what they are.

    Args:
        connection: it holds the keys of the tables that are referred to.
        integrity: the keys of the table.
        names: its columns, in the order of the cells.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, integrity: Integrity, names: Sequence[str]) -> None:
        self.connection = connection
        self.integrity = integrity
        self.key = [f"c{names.index(name)}" for name in integrity.primary]
        self._last: tuple[str, ...] = ()
        self._foreign = [[f"c{names.index(name)}" for name in fk["fields"]] for fk in integrity.foreign]
        for at, columns in enumerate(self._foreign):
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {_kept(at)} (r BIGINT, {_texts(columns)})")

    def look(self, chunk: Chunk | None) -> None:
        """Look at the keys of a chunk, which is registered as `chunk`.

        Raises:
            NotRisingError: it is None, as cells of it may be wrong; its rows do not rise, or not above those before.
        """
        if chunk is None:
            raise NotRisingError
        if not chunk.table.num_rows:
            return
        cells = [_plain(chunk.table.column(name)) for name in self.key]
        first, last = (tuple(column[at].as_py() for column in cells) for at in (0, -1))
        if None in first or (self._last and self._last >= first) or not _rise(cells):
            raise NotRisingError
        self._last = last
        for at, columns in enumerate(self._foreign):
            self.connection.execute(f"INSERT INTO {_kept(at)} SELECT DISTINCT 0, {', '.join(columns)} FROM chunk")

    def end(self) -> None:
        """Look whether all that is referred to is there.

        Raises:
            NotRisingError: it is not.
        """
        for at, (fk, columns) in enumerate(zip(self.integrity.foreign, self._foreign, strict=True)):
            missing, _ = self.integrity.look_for(self.connection, fk, 1, _kept(at), columns)
            if missing:
                raise NotRisingError
            self.connection.execute(f"DROP TABLE {_kept(at)}")


def can_rise(integrity: Integrity, required: set[str]) -> bool:
    """Whether the keys of a table can be looked at so."""
    refers_to_itself = any(reference.table == "own" for reference in integrity.references.values())
    return (
        bool(integrity.primary) and set(integrity.primary) <= required and not integrity.unique and not refers_to_itself
    )


def _kept(at: int) -> str:
    return f"foreign{at}"


def _texts(columns: Sequence[str]) -> str:
    return ", ".join(f"{column} VARCHAR" for column in columns)


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
